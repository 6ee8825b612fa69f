"""Rows that only the pages show."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Literal

from bangduan.events.meetings import (
    Convener,
    GrantProposal,
    MeetingKind,
    MeetingRules,
    ProjectProposal,
    Quorum,
    Subject,
    SwotList,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose, Quantity, Slug
from services.meetings.views import meetings as meeting_views
from services.meetings.views import papers as paper_views


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow(meeting_views.MeetingView):
    """A meeting with its number as people say it, 1/2551."""

    numbered_as: Line | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRecord:
    """A meeting as its page tells of it: called, opened, attended, what it came to."""

    meeting_id: EntityId
    numbered_as: Line | None
    kind: MeetingKind
    body_id: EntityId
    held_on: date | None
    place: Line | None
    convened_by: tuple[Convener, ...]
    status: meeting_views.MeetingStatus
    chair_person_id: EntityId | None
    chair_office: Slug | None
    chair_engaged: bool
    delegate_person_id: EntityId | None
    delegate_capacity: Slug | None
    opened_by: EntityId | None
    opened_as: Slug | None
    opened_in_place_of: EntityId | None
    presided_by: EntityId | None
    begun_at: Line | None
    ended_at: Line | None
    present: Quantity | None
    entitled: Count | None
    quorum: Quorum
    quorum_required: Count | None
    members_named: Count
    attending_named: Count
    absent_named: Count
    organisations_represented: Count | None
    villages_represented: Count | None
    resolutions_passed: Count
    rules: MeetingRules | None
    cancelled_because: Line | None
    version: PositiveCount


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionRecord:
    """A resolution as its page tells of it."""

    resolution_id: EntityId
    meeting_id: EntityId
    held_on: date | None
    number: PositiveCount
    subject: Subject
    project: ProjectProposal | None
    proposed_grant: GrantProposal | None
    plan_id: EntityId | None
    regulation_id: EntityId | None
    carried_out: bool
    done_on: date | None
    note: Prose | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AgendaRow(meeting_views.AgendaItemView):
    """An agenda item and the meeting it is of."""

    meeting_id: EntityId
    meeting_title: Line | None = None
    held_on: date | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CalledRow:
    """An organisation, a kind of organisation or a village that was invited or represented."""

    what: Literal["organisation", "kind", "village"]
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
class PointRow:
    """A point of an analysis."""

    swot_id: EntityId
    point_id: EntityId
    swot_list: SwotList
    text: Line


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TieRow:
    """A point of an analysis and the plan line that answers it."""

    text: Line
    plan_id: EntityId
    title: Line | None
