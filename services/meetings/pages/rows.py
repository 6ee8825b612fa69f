"""Rows that only the pages show."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Literal

from bangduan.events.meetings import (
    SwotList,
)
from bangduan.events.types import EntityId, Line, PositiveCount
from services.meetings.views import meetings as meeting_views
from services.meetings.views import papers as paper_views


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow(meeting_views.MeetingView):
    """A meeting with its number as people say it, 1/2551."""

    numbered_as: Line | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRecord(meeting_views.MeetingDetail):
    """A meeting in full with its number as people say it."""

    numbered_as: Line | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionRow(paper_views.ResolutionView):
    """A resolution and how far it has come."""

    progress: Literal["done", "to_do"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AgendaRow(meeting_views.AgendaItemView):
    """An agenda item and the meeting it is of."""

    meeting_id: EntityId
    meeting_title: Line | None = None
    held_on: date | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CalledRow:
    """An organisation, a kind of them, a village or an office that was invited or represented."""

    what: Literal["organisation", "kind", "village", "office"]
    name: Line


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MinutesRow:
    """The minutes of a meeting, without their text."""

    meeting_id: EntityId
    title: Line | None
    held_on: date | None
    recorder: EntityId | None
    status: Literal["draft", "reviewed", "adopted"]
    version: PositiveCount


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlanLineRow(paper_views.PlanLineView):
    """A line of a plan and the plan it is of."""

    plan_id: EntityId
    plan_title: Line | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlanTieRow(paper_views.PlanTieView):
    """A line of a plan and what it is tied to."""

    title: Line | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """A point of an analysis."""

    swot_id: EntityId
    point_id: EntityId
    swot_list: SwotList
    text: Line


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredPointRow(PointRow):
    """A point of an analysis and the plan line that answers it, by its title."""

    title: Line | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TieRow:
    """A point of an analysis and the plan line that answers it."""

    text: Line
    plan_id: EntityId
    title: Line | None
