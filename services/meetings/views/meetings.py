"""Bodies and their meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.meetings import (
    AgendaPart,
    Candidate,
    Convener,
    ItemOutcome,
    MeetingKind,
    MeetingRules,
    Method,
    OnTheRollAs,
    Quorum,
    Side,
    Subject,
    TieBreak,
)
from bangduan.events.types import (
    BuddhistYear,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Quantity,
    Slug,
    VillageCode,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyView:
    """A body that meets."""

    body_id: EntityId
    name: Line
    committee_id: EntityId | None
    organisation_id: EntityId | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetView:
    """Rules and from when they hold; null: from the beginning."""

    effective_from: date | None
    rules: MeetingRules
    source: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """How many meetings of a year are numbered."""

    year: BuddhistYear
    last_number: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDetail(BodyView):
    """A body with its rules and its numbering."""

    rule_sets: tuple[RuleSetView, ...]
    numbers: tuple[YearView, ...]


MeetingStatus = Literal["convened", "open", "closed", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """A meeting; what the source does not tell is null."""

    meeting_id: EntityId
    kind: MeetingKind
    title: Line
    body_id: EntityId
    body: Line
    number: PositiveCount | None
    year: BuddhistYear | None
    held_on: date | None
    begins_at: Line | None
    place: Line | None
    convened_by: tuple[Convener, ...]
    entitled: Count | None
    status: MeetingStatus
    present: Quantity | None
    resolutions_passed: Count
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFilter:
    """By kind, body, status, and day (both days included)."""

    kind: MeetingKind | None = None
    body_id: EntityId | None = None
    status: MeetingStatus | None = None
    held_from: date | None = None
    held_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedView:
    """An organisation, a kind of organisation, a village or an office that was invited."""

    what: Literal["organisation", "kind", "village", "office"]
    invited: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentedView:
    """An organisation or village that was represented, by whom is not recorded."""

    what: Literal["organisation", "village"]
    represented: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItemView:
    """An item of the agenda, numbered within its part; where it came from, what became of it."""

    item_id: EntityId
    part: AgendaPart
    number: PositiveCount
    title: Line
    problem_id: EntityId | None
    from_meeting_id: EntityId | None
    from_item_id: EntityId | None
    action_id: EntityId | None
    status: Literal["on", "withdrawn"]
    outcome: ItemOutcome | None
    referred_to: Line | None
    note: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report of what has been done."""

    report_id: EntityId
    office: Slug | None
    person_id: EntityId | None
    text: Prose
    project_ids: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionView:
    """A motion and how it was decided."""

    motion_id: EntityId
    subject: Subject
    text: Prose
    item_id: EntityId | None
    moved_by: EntityId | None
    seconded_by: EntityId | None
    status: Literal["moved", "counted", "carried", "lost", "withdrawn"]
    method: Method | None
    votes_for: Count | None
    votes_against: Count | None
    abstained: Count | None
    spoilt: Count | None
    casting_vote: Side | None
    unanimous: bool | None
    quorum: Quorum | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionView:
    """An election and whom it chose."""

    resolution_id: EntityId
    committee_id: EntityId
    committee_name: Line
    seats: PositiveCount
    elected: tuple[EntityId, ...]
    unnamed: Count
    candidates: tuple[Candidate, ...]
    tie_broken_by: TieBreak | None
    method: Method
    ballots: Count | None
    spoilt: Count | None
    runoff: tuple[Candidate, ...]
    quorum: Quorum
    term_from: date | None
    term_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedView:
    """A resolution within its meeting."""

    resolution_id: EntityId
    number: PositiveCount
    subject: Subject
    text: Prose
    carried_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDetail(MeetingView):
    """A meeting in full; the roll of names stands under ``attendance``."""

    with_body_ids: tuple[EntityId, ...]
    notice: Prose | None
    notice_on: date | None
    cancelled_because: Line | None
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
    rules: MeetingRules | None
    quorum: Quorum
    quorum_required: Count | None
    head_count: Quantity | None
    members_named: Count
    attending_named: Count
    absent_named: Count
    villages_represented: Count | None
    organisations_represented: Count | None
    invited: tuple[InvitedView, ...]
    agenda: tuple[AgendaItemView, ...]
    represented: tuple[RepresentedView, ...]
    reports: tuple[ReportView, ...]
    motions: tuple[MotionView, ...]
    elections: tuple[ElectionView, ...]
    resolutions: tuple[PassedView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceView:
    """One name of the roll of a meeting."""

    meeting_id: EntityId
    person_id: EntityId
    person_title: Line | None
    person_name: Line | None
    listed_as: OnTheRollAs
    organisation_id: EntityId | None
    organisation_name: Line | None
    village: VillageCode | None
    in_place_of: EntityId | None
    reason: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceFilter:
    """Members, others attending, or those absent."""

    listed_as: OnTheRollAs | None = None
