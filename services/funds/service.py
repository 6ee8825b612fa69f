"""The funds service, wired."""

from __future__ import annotations

from bangduan.service import Service
from services.funds.api import API
from services.funds.commands import HANDLERS
from services.funds.domain.entry import ENTRY
from services.funds.domain.fund import FUND
from services.funds.domain.grant import GRANT
from services.funds.domain.institution import INSTITUTION
from services.funds.domain.project import PROJECT
from services.funds.pages import PAGES
from services.funds.policies import POLICIES
from services.funds.projections import PROJECTIONS

service = Service(
    name="funds",
    title=("กองทุนและโครงการ", "Funds and projects"),
    aggregates=(FUND, ENTRY, PROJECT, GRANT, INSTITUTION),
    handlers=HANDLERS,
    policies=POLICIES,
    projections=PROJECTIONS,
    api=API,
    pages=PAGES,
)
