"""ครัวเรือน: a house of a village, who belongs to it, and who is its head."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import (
    DepartureReason,
    HouseholdCorrected,
    HouseholdHeadNamed,
    HouseholdJoined,
    HouseholdLeft,
    HouseholdRegistered,
)
from bangduan.events.types import EntityId, Line, VillageCode
from services.membership.domain.term import term_of
from services.membership.permissions import KEEP_PEOPLE

REGISTERED_ONCE = Rule(
    "household-already-registered",
    en="This household is registered already. Use another id for another household.",
    th="ครัวเรือนนี้ขึ้นทะเบียนแล้ว หากเป็นครัวเรือนอื่นโปรดใช้รหัสอื่น",
    field="household_id",
)
CORRECTS_SOMETHING = Rule(
    "household-correction-empty",
    en="The correction says nothing new. Give the house number or the village.",
    th="ไม่มีข้อมูลที่แก้ไข โปรดระบุบ้านเลขที่หรือหมู่บ้าน",
)
JOINS_ONCE = Rule(
    "household-already-joined",
    en="This person belongs to the household already.",
    th="บุคคลนี้อยู่ในครัวเรือนนี้แล้ว",
    field="person_id",
)
IN_ONE_HOUSEHOLD = Rule(
    "person-in-another-household",
    en="This person belongs to another household: see /membership/households/{household_id}. "
    "Record that the person left it first.",
    th="บุคคลนี้อยู่ในครัวเรือนอื่นแล้ว ดูที่ /membership/households/{household_id} "
    "โปรดบันทึกการออกจากครัวเรือนเดิมก่อน",
    field="person_id",
)
BELONGS = Rule(
    "household-not-joined",
    en="This person does not belong to the household. Record that he or she joined it first.",
    th="บุคคลนี้ไม่ได้อยู่ในครัวเรือนนี้ โปรดบันทึกการเข้าอยู่ก่อน",
    field="person_id",
)
HEADS_ONCE = Rule(
    "household-head-already",
    en="This person is the head of the household already.",
    th="บุคคลนี้เป็นหัวหน้าครัวเรือนอยู่แล้ว",
    field="person_id",
)


@command(KEEP_PEOPLE)
class RegisterHousehold:
    """ขึ้นทะเบียนครัวเรือน: by its house number, in a registered village."""

    household_id: EntityId
    house_number: Line
    village: VillageCode


@command(KEEP_PEOPLE)
class CorrectHousehold:
    """แก้ไขข้อมูลครัวเรือน: fields left out stay."""

    household_id: EntityId
    house_number: Line | None = None
    village: VillageCode | None = None


@command(KEEP_PEOPLE)
class JoinHousehold:
    """เข้าอยู่ในครัวเรือน: of a person who belongs to no other; the day may be unknown."""

    household_id: EntityId
    person_id: EntityId
    joined_on: date | None = None


@command(KEEP_PEOPLE)
class LeaveHousehold:
    """ออกจากครัวเรือน: the day may be unknown."""

    household_id: EntityId
    person_id: EntityId
    left_on: date | None = None
    reason: DepartureReason = "unknown"


@command(KEEP_PEOPLE)
class NameHouseholdHead:
    """กำหนดหัวหน้าครัวเรือน: of those who belong to it."""

    household_id: EntityId
    person_id: EntityId


@dataclass(frozen=True, slots=True)
class Household:
    """State of a household: who belongs to it, since when as far as is known, and its head."""

    registered: bool = False
    members: Mapping[str, date | None] = field(default_factory=dict)
    head: str | None = None


def decide(state: Household, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, RegisterHousehold):
        REGISTERED_ONCE.require(not state.registered)
        return [
            HouseholdRegistered(
                household_id=command.household_id,
                house_number=command.house_number,
                village=command.village,
            )
        ]
    if not state.registered:
        raise NotFound("household", command.household_id, field="household_id")
    return [_DECISIONS[type(command)](state, command)]


def _corrected(state: Household, command: CorrectHousehold) -> HouseholdCorrected:
    corrected = HouseholdCorrected(
        household_id=command.household_id,
        house_number=command.house_number,
        village=command.village,
    )
    CORRECTS_SOMETHING.require(corrected != HouseholdCorrected(household_id=command.household_id))
    return corrected


def _joined(state: Household, command: JoinHousehold) -> HouseholdJoined:
    JOINS_ONCE.require(command.person_id not in state.members)
    return HouseholdJoined(
        household_id=command.household_id,
        person_id=command.person_id,
        joined_on=command.joined_on,
    )


def _left(state: Household, command: LeaveHousehold) -> HouseholdLeft:
    BELONGS.require(command.person_id in state.members)
    term_of(state.members[command.person_id], command.left_on)
    return HouseholdLeft(
        household_id=command.household_id,
        person_id=command.person_id,
        left_on=command.left_on,
        reason=command.reason,
    )


def _headed(state: Household, command: NameHouseholdHead) -> HouseholdHeadNamed:
    BELONGS.require(command.person_id in state.members)
    HEADS_ONCE.require(command.person_id != state.head)
    return HouseholdHeadNamed(household_id=command.household_id, person_id=command.person_id)


def evolve(state: Household, event: object) -> Household:
    """The household after ``event``."""
    match event:
        case HouseholdRegistered():
            return replace(state, registered=True)
        case HouseholdJoined():
            return replace(state, members={**state.members, event.person_id: event.joined_on})
        case HouseholdLeft():
            left = {id: since for id, since in state.members.items() if id != event.person_id}
            head = None if state.head == event.person_id else state.head
            return replace(state, members=left, head=head)
        case HouseholdHeadNamed():
            return replace(state, head=event.person_id)
        case _:
            return state


_DECISIONS: Final[Mapping[type, Callable[[Household, Any], object]]] = {
    CorrectHousehold: _corrected,
    JoinHousehold: _joined,
    LeaveHousehold: _left,
    NameHouseholdHead: _headed,
}

HOUSEHOLD = Aggregate(
    "household",
    key="household_id",
    initial=Household(),
    decide=decide,
    evolve=evolve,
    commands=(RegisterHousehold, *_DECISIONS),
)
