"""การประชุม: the wiring, no logic."""

from __future__ import annotations

from typing import Final

from bangduan.service import Service
from services.meetings.api import API
from services.meetings.commands import HANDLERS
from services.meetings.domain.action import ACTION
from services.meetings.domain.body import BODY
from services.meetings.domain.meeting import MEETING
from services.meetings.domain.minutes import MINUTES
from services.meetings.domain.numbering import NUMBERING
from services.meetings.domain.plan import PLAN
from services.meetings.domain.problem import PROBLEM
from services.meetings.domain.publicity import PUBLICITY
from services.meetings.domain.regulation import REGULATION
from services.meetings.domain.swot import SWOT
from services.meetings.pages import PAGES
from services.meetings.policies import POLICIES
from services.meetings.projections import PROJECTIONS

service: Final = Service(
    name="meetings",
    title=("การประชุม", "Meetings"),
    aggregates=(
        BODY,
        NUMBERING,
        MEETING,
        ACTION,
        MINUTES,
        PLAN,
        REGULATION,
        SWOT,
        PROBLEM,
        PUBLICITY,
    ),
    handlers=HANDLERS,
    policies=POLICIES,
    projections=PROJECTIONS,
    api=API,
    pages=PAGES,
)
