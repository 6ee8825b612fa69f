"""From a resolution or an election to the meeting, the motion, the votes and who was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.meetings import AgendaPart, MeetingKind, Quorum
from bangduan.events.types import (
    BuddhistYear,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Quantity,
    VillageCode,
)
from services.meetings.views.actions import ActionView
from services.meetings.views.meetings import ElectionView, MeetingStatus, MotionView
from services.meetings.views.papers import ResolutionView


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldView:
    """The meeting that decided, and whether enough were there."""

    meeting_id: EntityId
    title: Line
    kind: MeetingKind
    body_id: EntityId
    body: Line
    number: PositiveCount | None
    year: BuddhistYear | None
    held_on: date | None
    place: Line | None
    status: MeetingStatus
    present: Quantity | None
    entitled: Count | None
    quorum: Quorum
    quorum_required: Count | None
    members_named: Count
    villages_represented: Count | None
    organisations_represented: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoodView:
    """Somebody who stood for election, or was elected; votes are null where not kept."""

    person_id: EntityId
    person_title: Line | None
    person_name: Line | None
    votes: Count | None
    runoff_votes: Count | None
    elected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionRow(ElectionView):
    """An election and the meeting that held it."""

    meeting_id: EntityId
    meeting_title: Line | None
    held_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionFilter:
    """By meeting and by the committee that was seated."""

    meeting_id: EntityId | None = None
    committee_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionDetail(ElectionRow):
    """An election, whom it seated with how many votes, and the meeting it was held at."""

    number: PositiveCount
    text: Prose
    meeting: HeldView
    stood: tuple[StoodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionDetail(ResolutionView):
    """A resolution with what led to it, whom it seated, and what is to be done."""

    meeting: HeldView
    motion: MotionView | None
    election: ElectionView | None
    stood: tuple[StoodView, ...]
    actions: tuple[ActionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VillagePresentView:
    """A village that is represented; ``present`` is null where it is not recorded by whom."""

    village: VillageCode
    name: Line | None
    present: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPresentView:
    """An organisation that is represented; ``present`` as for a village."""

    organisation_id: EntityId
    name: Line | None
    present: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageMissingView:
    """A village of the sub-district that nobody speaks for."""

    village: VillageCode
    name: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuorumView:
    """Whether enough are there, now: by the rules it was opened under, or would be today.

    ``state`` is unknown where there are no rules, nobody is counted, or the number hangs on
    how many are entitled and that is not recorded.
    """

    meeting_id: EntityId
    status: MeetingStatus
    state: Literal["met", "not_met", "unknown"]
    present: Quantity | None
    required: Count | None
    entitled: Count | None
    by_village: tuple[VillagePresentView, ...]
    by_organisation: tuple[OrganisationPresentView, ...]
    missing_villages: tuple[VillageMissingView, ...]
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftItemView:
    """An agenda item that a meeting did not finish."""

    item_id: EntityId
    part: AgendaPart
    number: PositiveCount
    title: Line
    outcome: Literal["deferred"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedView:
    """What a meeting may take over: from the body's last meeting, and actions still open."""

    meeting_id: EntityId
    from_meeting_id: EntityId | None
    from_meeting_title: Line | None
    items: tuple[LeftItemView, ...]
    actions: tuple[ActionView, ...]
