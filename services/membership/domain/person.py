"""บุคคล: somebody in the register. The state holds nothing personal; the log seals what is.

A leader, a member, a contact of a partner and an office-holder are all people of this
register; other streams name them by ``person_id``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import (
    Correctable,
    ErasureReason,
    PersonCorrected,
    PersonErased,
    PersonRegistered,
    Residency,
    Sex,
)
from bangduan.events.types import BuddhistYear, EntityId, Line, VillageCode
from services.membership.domain.life import (
    LIFE_COMMANDS,
    NOT_MERGED,
    Life,
    LifeCommand,
    decide_life,
    evolve_life,
)
from services.membership.domain.particulars import (
    checked_birth,
    checked_national_id,
    checked_phone,
)
from services.membership.permissions import ERASE_PEOPLE, KEEP_PEOPLE

REGISTERED_ONCE = Rule(
    "person-already-registered",
    en="This person is registered already; correct the entry instead.",
    th="บุคคลนี้ขึ้นทะเบียนแล้ว โปรดแก้ไขข้อมูลแทน",
    field="person_id",
)
NOT_ERASED = Rule(
    "person-erased",
    en="This person was erased for good; register a new person instead.",
    th="ข้อมูลบุคคลนี้ถูกลบถาวรแล้ว โปรดขึ้นทะเบียนใหม่",
    field="person_id",
)
CORRECTS_SOMETHING = Rule(
    "person-correction-empty",
    en="The correction says nothing new. Give a field to set or to clear.",
    th="ไม่มีข้อมูลที่แก้ไข โปรดระบุข้อมูลใหม่หรือข้อมูลที่ให้ลบออก",
)
SET_OR_CLEARED = Rule(
    "person-field-set-and-cleared",
    en="{fields} cannot be set and cleared at once.",
    th="{fields} ระบุค่าใหม่พร้อมกับให้ลบออกไม่ได้",
    field="cleared",
)

_CORRECTABLE: Final[tuple[Correctable, ...]] = (
    "title",
    "phone",
    "national_id",
    "address",
    "village",
    "born_on",
    "birth_year",
)


@command(KEEP_PEOPLE)
class RegisterPerson:
    """ขึ้นทะเบียนบุคคล. ``title`` (คำนำหน้า) apart, so that names sort without it.

    Of the birth give the day, or only the year; both must agree.
    """

    person_id: EntityId
    name: Line
    title: Line | None = None
    phone: Line | None = None
    national_id: Line | None = None
    address: Line | None = None
    sex: Sex = "unknown"
    village: VillageCode | None = None
    synthetic: bool = False
    born_on: date | None = None
    birth_year: BuddhistYear | None = None
    residency: Residency = "unknown"


@command(KEEP_PEOPLE)
class CorrectPerson:
    """แก้ไขข้อมูลบุคคล: fields left out stay; fields named in ``cleared`` are emptied.

    A year of birth without a day empties the day; without the year there is no day either.
    """

    person_id: EntityId
    name: Line | None = None
    title: Line | None = None
    phone: Line | None = None
    national_id: Line | None = None
    address: Line | None = None
    sex: Sex | None = None
    village: VillageCode | None = None
    cleared: tuple[Correctable, ...] = ()
    born_on: date | None = None
    birth_year: BuddhistYear | None = None
    residency: Residency | None = None


@command(ERASE_PEOPLE)
class ErasePerson:
    """ลบข้อมูลส่วนบุคคล: for good; counts and records of what was done stay, without the name."""

    person_id: EntityId
    reason: ErasureReason


@dataclass(frozen=True, slots=True)
class Person:
    """State of a person."""

    registered: bool = False
    erased: bool = False
    sex: Sex = "unknown"
    life: Life = field(default_factory=Life)


PersonCommand = RegisterPerson | CorrectPerson | ErasePerson | LifeCommand


def decide(state: Person, command: PersonCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    NOT_ERASED.require(not state.erased)
    if isinstance(command, RegisterPerson):
        REGISTERED_ONCE.require(not state.registered)
        return [_registered(command)]
    if not state.registered:
        raise NotFound("person", command.person_id, field="person_id")
    if isinstance(command, ErasePerson):
        return [PersonErased(person_id=command.person_id, reason=command.reason)]
    NOT_MERGED.require(state.life.merged_into is None, into=state.life.merged_into)
    if isinstance(command, CorrectPerson):
        return [_corrected(command)]
    return decide_life(state.life, command)


def _registered(command: RegisterPerson) -> PersonRegistered:
    born_on, birth_year = checked_birth(command.born_on, command.birth_year)
    return PersonRegistered(
        person_id=command.person_id,
        name=command.name,
        title=command.title,
        phone=checked_phone(command.phone),
        national_id=checked_national_id(command.national_id),
        address=command.address,
        sex=command.sex,
        village=command.village,
        synthetic=command.synthetic,
        born_on=born_on,
        birth_year=birth_year,
        residency=command.residency,
    )


def _corrected(command: CorrectPerson) -> PersonCorrected:
    cleared = set(command.cleared)
    both = [name for name in _CORRECTABLE if name in cleared and getattr(command, name)]
    if command.born_on is not None and "birth_year" in cleared:
        both.append("birth_year")
    SET_OR_CLEARED.require(not both, fields=", ".join(both))
    born_on, birth_year = checked_birth(command.born_on, command.birth_year)
    if "birth_year" in cleared or (birth_year is not None and born_on is None):
        cleared.add("born_on")
    corrected = PersonCorrected(
        person_id=command.person_id,
        name=command.name,
        title=command.title,
        phone=checked_phone(command.phone),
        national_id=checked_national_id(command.national_id),
        address=command.address,
        sex=command.sex,
        village=command.village,
        cleared=tuple(name for name in _CORRECTABLE if name in cleared),
        born_on=born_on,
        birth_year=birth_year,
        residency=command.residency,
    )
    CORRECTS_SOMETHING.require(corrected != PersonCorrected(person_id=command.person_id))
    return corrected


def evolve(state: Person, event: object) -> Person:
    """The person after ``event``."""
    match event:
        case PersonRegistered():
            return replace(state, registered=True, sex=event.sex)
        case PersonCorrected() if event.sex is not None:
            return replace(state, sex=event.sex)
        case PersonErased():
            return replace(state, erased=True)
        case _:
            return replace(state, life=evolve_life(state.life, event))


PERSON = Aggregate(
    "person",
    key="person_id",
    initial=Person(),
    decide=decide,
    evolve=evolve,
    commands=(RegisterPerson, CorrectPerson, ErasePerson, *LIFE_COMMANDS),
)
