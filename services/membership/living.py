"""Commands of households: a person belongs to one at a time, and leaves it at death."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from bangduan.domain import RuleBroken
from bangduan.events.membership import HouseholdHeadNamed, HouseholdJoined, HouseholdLeft
from bangduan.events.types import EntityId
from bangduan.unit_of_work import UnitOfWork
from services.membership.domain.household import (
    HOUSEHOLD,
    IN_ONE_HOUSEHOLD,
    CorrectHousehold,
    JoinHousehold,
    LeaveHousehold,
    RegisterHousehold,
)
from services.membership.domain.life import MergePeople
from services.membership.projections import households
from services.membership.requiring import living_person, require_village


def register_household(command: RegisterHousehold | CorrectHousehold, uow: UnitOfWork) -> None:
    """A household is of a registered village."""
    require_village(command.village, uow)
    uow.decide(HOUSEHOLD, command.household_id, command)


def join_household(command: JoinHousehold, uow: UnitOfWork) -> None:
    """Who belongs to a household belongs to no other, also when two are joined at once."""
    living_person(command.person_id, uow)
    where = uow.fact(_place(command.person_id))
    IN_ONE_HOUSEHOLD.require(where in (None, command.household_id), household_id=where)
    uow.decide(HOUSEHOLD, command.household_id, command)
    uow.claim(_place(command.person_id), command.household_id)


def leave_household(command: LeaveHousehold, uow: UnitOfWork) -> None:
    """The person may belong to another from now on."""
    uow.decide(HOUSEHOLD, command.household_id, command)
    uow.forget(_place(command.person_id))


def leave_at_death(person_id: EntityId, died_on: date | None, uow: UnitOfWork) -> None:
    """Nobody dead belongs to a household; the day is unknown where it does not fit the joining."""
    where = uow.fact(_place(person_id))
    if where is None:
        return
    facts: dict[str, Any] = {"household_id": EntityId(where), "person_id": person_id}
    leave = LeaveHousehold(**facts, left_on=died_on, reason="died")
    try:
        leave_household(leave, uow)
    except RuleBroken:
        leave_household(LeaveHousehold(**facts, reason="died"), uow)


def carry_households(command: MergePeople, uow: UnitOfWork) -> None:
    """The places of a double go to who stays, who keeps a place of one's own."""
    for row in uow.read(households.places_of(command.person_id)):
        _carry_place(row, command, uow)


def _carry_place(row: dict[str, Any], command: MergePeople, uow: UnitOfWork) -> None:
    household_id = EntityId(row["household_id"])
    household = uow.state(HOUSEHOLD, household_id)
    over = row["status"] == "left"
    stays_in = uow.fact(_place(command.into))
    events: list[object] = []
    if not over:
        events.append(
            HouseholdLeft(household_id=household_id, person_id=command.person_id, reason="merged")
        )
        uow.forget(_place(command.person_id))
    known_there = uow.read(households.place_in(household_id, command.into))
    if (over and not known_there) or (not over and stays_in is None):
        joined = HouseholdJoined(
            household_id=household_id, person_id=command.into, joined_on=row["joined_on"]
        )
        events.append(joined)
        if over:
            left = HouseholdLeft(
                household_id=household_id,
                person_id=command.into,
                left_on=row["left_on"],
                reason=row["reason"],
            )
            events.append(left)
        else:
            uow.claim(_place(command.into), household_id)
    heads = household.head == command.person_id
    if heads and stays_in in (None, household_id):
        events.append(HouseholdHeadNamed(household_id=household_id, person_id=command.into))
    uow.append(HOUSEHOLD, household_id, events)


def _place(person_id: str) -> str:
    """Name of the fact that says to which household a person belongs."""
    return f"household-of/{person_id}"


HANDLERS: Final[Mapping[type, Callable[[Any, UnitOfWork], None]]] = {
    RegisterHousehold: register_household,
    CorrectHousehold: register_household,
    JoinHousehold: join_household,
    LeaveHousehold: leave_household,
}
