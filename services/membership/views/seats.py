"""What the API shows of offices and their terms, committees and their seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.meetings import Quorum
from bangduan.events.membership import EndingReason, HowChosen, VacancyReason
from bangduan.events.types import (
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
class TermView:
    """One term of an office; holder and days are null where unknown."""

    term_id: EntityId
    holder: EntityId | None
    title: Line | None
    name: Line | None
    term_from: date | None
    term_to: date | None
    ended_because: EndingReason | None
    status: Literal["holding", "over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """An office of the tambon, of a village or of an organisation."""

    office_id: EntityId
    office: Slug
    thai: Line
    english: Line
    organisation_id: EntityId | None
    organisation_name: Line | None
    village: VillageCode | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDetail(OfficeView):
    """An office with its terms."""

    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFilter:
    """By kind of office, village, organisation."""

    office: Slug | None = None
    village: VillageCode | None = None
    organisation_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """A seat somebody holds or gave up in the present term."""

    person_id: EntityId
    title: Line | None
    name: Line | None
    status: Literal["seated", "vacated"]
    in_place_of: EntityId | None
    chosen_by_meeting_id: EntityId | None
    resolution_id: EntityId | None
    filled_on: date | None
    vacated_on: date | None
    reason: VacancyReason | None
    how_chosen: HowChosen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledBy:
    """The assembly, the motion and the count that filled a seat; null where not recorded.

    ``votes`` are those of whoever sits there, where candidates stood; the others are the motion's.
    ``present`` members were at the meeting.
    """

    meeting_id: EntityId | None
    meeting_title: Line | None
    held_on: date | None
    resolution_id: EntityId | None
    resolution_number: PositiveCount | None
    motion: Prose | None
    method: Slug | None
    votes: Count | None
    votes_for: Count | None
    votes_against: Count | None
    abstained: Count | None
    ballots: Count | None
    present: Quantity | None
    quorum: Quorum | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSeatView(SeatView):
    """A seat and what filled it; null where no meeting and no resolution is recorded."""

    filled_by: FilledBy | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSeatsView:
    """All seats of a committee that somebody holds or gave up in the present term.

    ``unnamed`` more are held by people whose names nobody recorded.
    """

    items: tuple[FilledSeatView, ...]
    unnamed: Count
    unnamed_filled_by: FilledBy | None
    next: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeView:
    """A committee; ``unnamed`` of those seated are known only as a number."""

    committee_id: EntityId
    name: Line
    organisation_id: EntityId | None
    seats: PositiveCount
    seated: Count
    unnamed: Count
    vacant: Count
    how_chosen: HowChosen
    chosen_by_meeting_id: EntityId | None
    resolution_id: EntityId | None
    term_from: date | None
    term_to: date | None
    status: Literal["seated", "dissolved"]
    dissolved_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeDetail(CommitteeView):
    """A committee with its members."""

    members: tuple[SeatView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeFilter:
    """By organisation, status, and the meeting that chose it."""

    organisation_id: EntityId | None = None
    status: Literal["seated", "dissolved"] | None = None
    chosen_by_meeting_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingTermView:
    """A term that ends or is over, with nobody for after it; ``days_left`` may be negative."""

    holding_id: EntityId
    term_of: Literal["office", "leader", "committee"]
    post_name: Line | None
    role: Slug | None
    village: VillageCode | None
    office_id: EntityId | None
    organisation_id: EntityId | None
    committee_id: EntityId | None
    person_id: EntityId | None
    term_from: date | None
    term_to: date | None
    days_left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingTermFilter:
    """Within how many days from today (90 where not said), of what, of whom."""

    within_days: Count | None = None
    term_of: Literal["office", "leader", "committee"] | None = None
    organisation_id: EntityId | None = None
    person_id: EntityId | None = None
