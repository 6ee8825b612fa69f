"""The province service: it follows the reporting service of every site, and reviews it."""

from __future__ import annotations

from typing import Final

from bangduan.service import Service
from services.province.api import API
from services.province.commands import HANDLERS
from services.province.domain.deadline import DEADLINE
from services.province.domain.licence import LICENCE
from services.province.domain.period import PERIOD
from services.province.domain.reconciliation import RECONCILIATION
from services.province.domain.review import REVIEW
from services.province.domain.site import SITE
from services.province.domain.target import TARGET
from services.province.enclosing import reviews_for
from services.province.gatekeeper import KEEPING
from services.province.pages import PAGES
from services.province.projections import PROJECTIONS
from services.province.projections.enrolment import followed_sites, suspended_sites

service: Final = Service(
    name="province",
    title=("จังหวัด", "Province"),
    aggregates=(DEADLINE, TARGET, REVIEW, PERIOD, RECONCILIATION, LICENCE, SITE),
    handlers=HANDLERS,
    projections=PROJECTIONS,
    api=API,
    pages=PAGES,
    scope="province",
    following=followed_sites,
    refusing=suspended_sites,
    on_divergence="hold",
    encloses=reviews_for,
    chores=(KEEPING,),
)
