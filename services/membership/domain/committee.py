"""คณะทำงาน/คณะกรรมการ: seats, who sits in them, by which meeting, for which term.

The source may give how many were seated and not who: such seats are ``unnamed``. Seats are
never over-filled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import (
    CommitteeDissolved,
    CommitteeSeated,
    HowChosen,
    SeatFilled,
    SeatNamed,
    SeatVacated,
    VacancyReason,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount
from services.membership.domain.term import term_of
from services.membership.permissions import KEEP_ORGANISATIONS

SEATS_HOLD = Rule(
    "committee-seats-over-filled",
    en="{seated} people do not fit {seats} seats. Seat fewer.",
    th="มีผู้ดำรงตำแหน่ง {seated} คน เกินจำนวนที่นั่ง {seats} ที่นั่ง",
    field="members",
)
SITS_ONCE = Rule(
    "committee-member-already-sits",
    en="{person_id} sits in this committee already.",
    th="{person_id} อยู่ในคณะนี้แล้ว",
    field="members",
)
SEATED_BY_ONE_CHOICE = Rule(
    "committee-already-seated",
    en="The committee is seated already. Fill single seats, or seat it anew for a later term "
    "or by another resolution.",
    th="แต่งตั้งคณะนี้แล้ว โปรดแต่งตั้งแทนตำแหน่งที่ว่าง หรือแต่งตั้งใหม่ในวาระถัดไปหรือตามมติอื่น",
    field="committee_id",
)
NOT_DISSOLVED = Rule(
    "committee-dissolved",
    en="The committee is dissolved.",
    th="ยุบคณะนี้แล้ว",
    field="committee_id",
)
SITS = Rule(
    "committee-member-does-not-sit",
    en="This person has no seat in the committee.",
    th="บุคคลนี้ไม่มีที่นั่งในคณะนี้",
    field="person_id",
)
SEAT_IS_VACANT = Rule(
    "committee-no-vacant-seat",
    en="All {seats} seats are taken. Record who gave up a seat first.",
    th="ที่นั่งเต็มทั้ง {seats} ที่นั่ง โปรดบันทึกผู้พ้นจากตำแหน่งก่อน",
    field="person_id",
)
REPLACES_SOMEBODY_GONE = Rule(
    "committee-predecessor-never-left",
    en="The person to be replaced has not given up a seat of this committee.",
    th="ผู้ที่จะถูกแทนไม่ได้พ้นจากที่นั่งในคณะนี้",
    field="in_place_of",
)
REPLACED_ONCE = Rule(
    "committee-predecessor-replaced",
    en="Somebody took this person's seat already. Name another, or nobody.",
    th="มีผู้ดำรงตำแหน่งแทนบุคคลนี้แล้ว โปรดเลือกผู้อื่นหรือเว้นไว้",
    field="in_place_of",
)
SEAT_IS_UNNAMED = Rule(
    "committee-no-unnamed-seat",
    en="No seat of this committee was recorded without a name. Fill a vacant seat instead.",
    th="คณะนี้ไม่มีที่นั่งที่ยังไม่ทราบชื่อ โปรดแต่งตั้งแทนตำแหน่งที่ว่าง",
    field="person_id",
)


@command(KEEP_ORGANISATIONS)
class SeatCommittee:
    """แต่งตั้งคณะ: for the first time, or anew for another term or by another resolution."""

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


@command(KEEP_ORGANISATIONS)
class VacateSeat:
    """บันทึกที่นั่งว่าง: a member gives up the seat."""

    committee_id: EntityId
    person_id: EntityId
    reason: VacancyReason = "unknown"
    vacated_on: date | None = None


@command(KEEP_ORGANISATIONS)
class FillSeat:
    """แต่งตั้งแทน/เลือกตั้งซ่อม: somebody takes a vacant seat, by which meeting and resolution."""

    committee_id: EntityId
    person_id: EntityId
    in_place_of: EntityId | None = None
    chosen_by_meeting_id: EntityId | None = None
    resolution_id: EntityId | None = None
    filled_on: date | None = None
    how_chosen: HowChosen = "unknown"


@command(KEEP_ORGANISATIONS)
class NameSeat:
    """ระบุชื่อผู้ดำรงที่นั่ง: of a seat recorded without a name."""

    committee_id: EntityId
    person_id: EntityId


@command(KEEP_ORGANISATIONS)
class DissolveCommittee:
    """ยุบคณะ."""

    committee_id: EntityId
    dissolved_on: date | None = None


@dataclass(frozen=True, slots=True)
class Committee:
    """State of a committee.

    Attributes:
        gone: members of this term who gave up their seats.
        replaced: those of them whose seats somebody took in their place.
    """

    seats: int = 0
    members: frozenset[str] = frozenset()
    unnamed: int = 0
    gone: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()
    resolution_id: str | None = None
    term_from: date | None = None
    dissolved: bool = False

    @property
    def seated(self) -> int:
        """How many seats are taken."""
        return len(self.members) + self.unnamed


def decide(state: Committee, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if not state.seats and not isinstance(command, SeatCommittee):
        raise NotFound("committee", command.committee_id, field="committee_id")
    NOT_DISSOLVED.require(not state.dissolved)
    return [_DECISIONS[type(command)](state, command)]


def _seated(state: Committee, command: SeatCommittee) -> CommitteeSeated:
    SEATED_BY_ONE_CHOICE.require(not state.seats or _is_another_choice(state, command))
    for place, person_id in enumerate(command.members):
        SITS_ONCE.require(person_id not in command.members[:place], person_id=person_id)
    seated = len(command.members) + command.unnamed
    SEATS_HOLD.require(seated <= command.seats, seated=seated, seats=command.seats)
    term_of(command.term_from, command.term_to)
    return CommitteeSeated(
        committee_id=command.committee_id,
        name=command.name,
        seats=command.seats,
        chosen_by_meeting_id=command.chosen_by_meeting_id,
        resolution_id=command.resolution_id,
        members=command.members,
        unnamed=command.unnamed,
        how_chosen=command.how_chosen,
        organisation_id=command.organisation_id,
        term_from=command.term_from,
        term_to=command.term_to,
    )


def _is_another_choice(state: Committee, command: SeatCommittee) -> bool:
    if command.resolution_id is not None:
        return command.resolution_id != state.resolution_id
    if command.term_from is None or state.term_from is None:
        return False
    return command.term_from > state.term_from


def _vacated(state: Committee, command: VacateSeat) -> SeatVacated:
    SITS.require(command.person_id in state.members)
    return SeatVacated(
        committee_id=command.committee_id,
        person_id=command.person_id,
        reason=command.reason,
        vacated_on=command.vacated_on,
    )


def _filled(state: Committee, command: FillSeat) -> SeatFilled:
    SITS_ONCE.require(command.person_id not in state.members, person_id=command.person_id)
    SEAT_IS_VACANT.require(state.seated < state.seats, seats=state.seats)
    REPLACES_SOMEBODY_GONE.require(command.in_place_of is None or command.in_place_of in state.gone)
    REPLACED_ONCE.require(command.in_place_of not in state.replaced)
    return SeatFilled(
        committee_id=command.committee_id,
        person_id=command.person_id,
        in_place_of=command.in_place_of,
        chosen_by_meeting_id=command.chosen_by_meeting_id,
        resolution_id=command.resolution_id,
        filled_on=command.filled_on,
        how_chosen=command.how_chosen,
    )


def _named(state: Committee, command: NameSeat) -> SeatNamed:
    SEAT_IS_UNNAMED.require(state.unnamed)
    SITS_ONCE.require(command.person_id not in state.members, person_id=command.person_id)
    return SeatNamed(committee_id=command.committee_id, person_id=command.person_id)


def _dissolved(state: Committee, command: DissolveCommittee) -> CommitteeDissolved:
    return CommitteeDissolved(committee_id=command.committee_id, dissolved_on=command.dissolved_on)


def evolve(state: Committee, event: object) -> Committee:
    """The committee after ``event``."""
    match event:
        case CommitteeSeated():
            return Committee(
                seats=event.seats,
                members=frozenset(event.members),
                unnamed=event.unnamed,
                resolution_id=event.resolution_id,
                term_from=event.term_from,
            )
        case SeatVacated():
            return replace(
                state,
                members=state.members - {event.person_id},
                gone=state.gone | {event.person_id},
                replaced=state.replaced - {event.person_id},
            )
        case SeatFilled():
            before = {event.in_place_of} if event.in_place_of else set()
            return replace(
                state,
                members=state.members | {event.person_id},
                replaced=state.replaced | before,
            )
        case SeatNamed():
            members = state.members | {event.person_id}
            return replace(state, members=members, unnamed=state.unnamed - 1)
        case CommitteeDissolved():
            return replace(state, dissolved=True)
        case _:
            return state


_DECISIONS: Final[Mapping[type, Callable[[Committee, Any], object]]] = {
    SeatCommittee: _seated,
    VacateSeat: _vacated,
    FillSeat: _filled,
    NameSeat: _named,
    DissolveCommittee: _dissolved,
}

COMMITTEE = Aggregate(
    "committee",
    key="committee_id",
    initial=Committee(),
    decide=decide,
    evolve=evolve,
    commands=tuple(_DECISIONS),
)
