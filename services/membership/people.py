"""Commands that speak of people and need more than the one person's own past."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from bangduan.days import today
from bangduan.domain import Rule
from bangduan.unit_of_work import UnitOfWork
from services.membership import living
from services.membership.domain.life import (
    NOT_IN_FUTURE,
    MergePeople,
    RecordDeath,
    RecordMove,
    RecordReturn,
    TellApart,
)
from services.membership.domain.particulars import checked_national_id, require_born_by
from services.membership.domain.person import PERSON, CorrectPerson, RegisterPerson
from services.membership.leaving import end_what_was_held
from services.membership.living import leave_at_death
from services.membership.merging import merge_people
from services.membership.projections import register
from services.membership.requiring import require_village

NUMBER_IS_FREE = Rule(
    "person-national-id-taken",
    en="Somebody registered has this national ID already: see /membership/people/{person_id}. "
    "Correct that entry, or read the number again.",
    th="มีผู้ขึ้นทะเบียนด้วยเลขประจำตัวประชาชนนี้แล้ว ดูที่ /membership/people/{person_id} "
    "โปรดแก้ไขรายการเดิม หรือตรวจทานเลขอีกครั้ง",
    field="national_id",
)


def register_person(command: RegisterPerson, uow: UnitOfWork) -> None:
    """A person lives in a registered village, was born by now, and has a number of one's own."""
    require_village(command.village, uow)
    require_born_by(today(), command.born_on, command.birth_year)
    uow.decide(PERSON, command.person_id, command)
    take_number(command.person_id, command.national_id, uow)


def correct_person(command: CorrectPerson, uow: UnitOfWork) -> None:
    """As for registering; a number that is emptied is free again."""
    require_village(command.village, uow)
    require_born_by(today(), command.born_on, command.birth_year)
    uow.decide(PERSON, command.person_id, command)
    take_number(command.person_id, command.national_id, uow)
    if "national_id" in command.cleared:
        uow.release(command.person_id, register.NATIONAL_ID)


def take_number(person_id: str, written: Any, uow: UnitOfWork) -> None:
    """Let the person have the number, or refuse, saying who has it."""
    number = checked_national_id(written)
    if number is None:
        return
    for other in uow.read(register.holders_of(number)):
        NUMBER_IS_FREE.require(other["person_id"] == person_id, person_id=other["person_id"])
    whose = uow.reserve(person_id, register.NATIONAL_ID, number)
    NUMBER_IS_FREE.require(whose == person_id, person_id=whose)


def record_death(command: RecordDeath, uow: UnitOfWork) -> None:
    """Nothing that is held stays with somebody dead."""
    _require_past(command.died_on, "died_on")
    uow.decide(PERSON, command.person_id, command)
    end_what_was_held(command.person_id, command.died_on, uow)
    leave_at_death(command.person_id, command.died_on, uow)


def record_move(command: RecordMove, uow: UnitOfWork) -> None:
    """A move has happened."""
    _require_past(command.moved_on, "moved_on")
    uow.decide(PERSON, command.person_id, command)


def record_return(command: RecordReturn, uow: UnitOfWork) -> None:
    """A return has happened."""
    _require_past(command.returned_on, "returned_on")
    uow.decide(PERSON, command.person_id, command)


def tell_apart(command: TellApart, uow: UnitOfWork) -> None:
    """Both are in the register."""
    uow.require(PERSON, command.other_id, field="other_id")
    uow.decide(PERSON, command.person_id, command)


def _require_past(day: date | None, field: str) -> None:
    if day is not None and day > today():
        raise dataclasses.replace(NOT_IN_FUTURE, field=field).broken(day=day)


HANDLERS: Final[Mapping[type, Callable[[Any, UnitOfWork], None]]] = {
    RegisterPerson: register_person,
    CorrectPerson: correct_person,
    RecordDeath: record_death,
    RecordMove: record_move,
    RecordReturn: record_return,
    MergePeople: merge_people,
    TellApart: tell_apart,
    **living.HANDLERS,
}
