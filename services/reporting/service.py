"""The reporting service: aggregates for the province, and the site's public page."""

from __future__ import annotations

from bangduan.service import Service
from services.reporting.api import API
from services.reporting.chores import CHORES
from services.reporting.commands import HANDLERS
from services.reporting.digesting import DIGESTING, TELLING
from services.reporting.domain.digest import SITE_DIGEST
from services.reporting.domain.headcount import HEADCOUNT
from services.reporting.domain.milestone import MILESTONE
from services.reporting.domain.period import PERIOD
from services.reporting.domain.report import REPORT
from services.reporting.domain.review import REVIEW
from services.reporting.pages import pages
from services.reporting.policies import POLICIES
from services.reporting.projections import (
    CENTRE,
    INDICATORS_TABLE,
    MEMBERS,
    MILESTONES_TABLE,
    REVIEWS,
)
from services.reporting.received import open_enclosed

service = Service(
    name="reporting",
    title=("รายงานและตัวชี้วัด", "Reports and indicators"),
    aggregates=(REPORT, HEADCOUNT, MILESTONE, PERIOD, REVIEW, SITE_DIGEST),
    handlers={**HANDLERS, **DIGESTING},
    policies=POLICIES,
    projections=(INDICATORS_TABLE, MILESTONES_TABLE, CENTRE, MEMBERS, REVIEWS),
    api=API,
    pages=pages,
    chores=(*CHORES, TELLING),
    opens=open_enclosed,
    names_actors=False,
)
