"""Offices that one person at a time holds, and the seats of committees."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bangduan.events.definition import event
from bangduan.events.membership.organisations import EndingReason
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Slug, VillageCode

HowChosen = Literal["elected", "appointed", "ex_officio", "unknown"]
VacancyReason = Literal[
    "resigned", "died", "removed", "moved_away", "term_ended", "merged", "unknown"
]


@event("membership")
class OfficeEstablished:
    """กำหนดตำแหน่ง: an office that one person at a time holds."""

    office_id: EntityId
    office: Slug
    thai: Line
    english: Line
    organisation_id: EntityId | None = None
    village: VillageCode | None = None


@event("membership")
class OfficeHeld:
    """ดำรงตำแหน่ง: somebody holds the office for a term; ``holder`` None: who is unknown."""

    office_id: EntityId
    term_id: EntityId
    office: Slug
    organisation_id: EntityId | None = None
    village: VillageCode | None = None
    holder: EntityId | None = None
    term_from: date | None = None
    term_to: date | None = None


@event("membership")
class OfficeHolderIdentified:
    """ทราบผู้ดำรงตำแหน่ง: who held the term has become known."""

    office_id: EntityId
    term_id: EntityId
    holder: EntityId


@event("membership")
class OfficeTermCorrected:
    """แก้ไขวาระ: both ends of the term, as they are now known."""

    office_id: EntityId
    term_id: EntityId
    term_from: date | None = None
    term_to: date | None = None


@event("membership")
class OfficeLeft:
    """พ้นจากตำแหน่ง: the term is over; the day may be unknown."""

    office_id: EntityId
    term_id: EntityId
    left_on: date | None = None
    reason: EndingReason | None = None


@event("membership")
class CommitteeSeated:
    """แต่งตั้งคณะทำงาน/คณะกรรมการ: its members take their seats, for a term.

    ``unnamed`` counts seated people whose names the source does not give.
    """

    committee_id: EntityId
    name: Line
    seats: PositiveCount
    chosen_by_meeting_id: EntityId | None = None
    resolution_id: EntityId | None = None
    members: tuple[EntityId, ...] = ()
    unnamed: Count = Count(0)
    how_chosen: HowChosen = "unknown"
    organisation_id: EntityId | None = None
    term_from: date | None = None
    term_to: date | None = None


@event("membership")
class SeatVacated:
    """ที่นั่งว่าง: a member gives up the seat."""

    committee_id: EntityId
    person_id: EntityId
    reason: VacancyReason
    vacated_on: date | None = None


@event("membership")
class SeatFilled:
    """แต่งตั้งแทนตำแหน่งที่ว่าง: a substitute takes a vacant seat for the rest of the term."""

    committee_id: EntityId
    person_id: EntityId
    in_place_of: EntityId | None = None
    chosen_by_meeting_id: EntityId | None = None
    resolution_id: EntityId | None = None
    filled_on: date | None = None
    how_chosen: HowChosen = "unknown"


@event("membership")
class SeatNamed:
    """ทราบชื่อผู้ดำรงที่นั่ง: who sits in a seat recorded without a name has become known."""

    committee_id: EntityId
    person_id: EntityId


@event("membership")
class CommitteeDissolved:
    """ยุบคณะทำงาน: the committee is no more."""

    committee_id: EntityId
    dissolved_on: date | None = None
