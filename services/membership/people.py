"""Commands that speak of people and need more than the one person's own past."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bangduan.domain import Rule
from bangduan.unit_of_work import UnitOfWork
from services.membership.domain.particulars import checked_national_id, require_born_by
from services.membership.domain.person import PERSON, CorrectPerson, RegisterPerson
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
NATIONAL_ID: Final = "national-id"
_BANGKOK: Final = ZoneInfo("Asia/Bangkok")


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
        uow.release(command.person_id, NATIONAL_ID)


def take_number(person_id: str, written: Any, uow: UnitOfWork) -> None:
    """Let the person have the number, or refuse, saying who has it."""
    number = checked_national_id(written)
    if number is None:
        return
    for other in uow.read(register.holders_of(number)):
        NUMBER_IS_FREE.require(other["person_id"] == person_id, person_id=other["person_id"])
    NUMBER_IS_FREE.require(uow.reserve(person_id, NATIONAL_ID, number), person_id=person_id)


def today() -> date:
    """The day it is in Bangkok."""
    return datetime.now(_BANGKOK).date()


HANDLERS: Final[Mapping[type, Callable[[Any, UnitOfWork], None]]] = {
    RegisterPerson: register_person,
    CorrectPerson: correct_person,
}
