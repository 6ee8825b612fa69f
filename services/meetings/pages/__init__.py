"""Pages of the meetings service: meetings, what they decide and write, problems and plans."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Pages
from services.meetings.domain.registry import OFFICES, THEMES
from services.meetings.live import views as live
from services.meetings.pages import board
from services.meetings.pages.actions import ACTIONS, ACTIONS_TO_DO
from services.meetings.pages.gathering import AGENDA_ITEMS, BODIES, COMING_MEETINGS, MEETINGS
from services.meetings.pages.papers import (
    MINUTES_PAGE,
    REGULATIONS,
    RESOLUTIONS,
    RESOLUTIONS_TO_CARRY_OUT,
)
from services.meetings.pages.plans import PLAN_LINES, PLANS, PROBLEMS, SWOT_PAGE, URGENT_PROBLEMS
from services.meetings.pages.public import notices
from services.meetings.pages.publicity import PUBLICITY_PAGE, TEXTS_TO_RELEASE, WAYS

__all__ = ["PAGES"]

PAGES: Final = Pages(
    "meetings",
    place=20,
    templates="services.meetings",
    public=notices,
    own=[live.add, board.add],
    known={
        "theme": THEMES,
        "office": OFFICES,
        "capacity": OFFICES,
        "offices": OFFICES,
        "how": WAYS,
    },
    new=frozenset(
        {"HoldElection.committee_id", "ProjectProposal.project_id", "GrantProposal.grant_id"}
    ),
    rows={"RecordAttendances.entries": 8},
)

for what in (
    MEETINGS,
    RESOLUTIONS,
    ACTIONS,
    MINUTES_PAGE,
    PUBLICITY_PAGE,
    PROBLEMS,
    PLANS,
    REGULATIONS,
    SWOT_PAGE,
    BODIES,
    AGENDA_ITEMS,
    PLAN_LINES,
    COMING_MEETINGS,
    URGENT_PROBLEMS,
    ACTIONS_TO_DO,
    RESOLUTIONS_TO_CARRY_OUT,
    TEXTS_TO_RELEASE,
):
    PAGES.add(what)
