"""บุคคล: somebody in the register. The state holds nothing personal; the log seals what is.

A leader, a member, a contact of a partner and an office-holder are all people of this
register; other streams name them by ``person_id``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import (
    Correctable,
    ErasureReason,
    PersonCorrected,
    PersonErased,
    PersonRegistered,
    Sex,
)
from bangduan.events.types import EntityId, Line, VillageCode
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
NATIONAL_ID_HOLDS = Rule(
    "person-national-id-wrong",
    en="A national ID has 13 digits and its last one checks the others. Read it again.",
    th="เลขประจำตัวประชาชนต้องมี 13 หลักและหลักตรวจสอบถูกต้อง โปรดตรวจทาน",
    field="national_id",
)
PHONE_HOLDS = Rule(
    "person-phone-wrong",
    en="A telephone number has 9 or 10 digits and begins with 0, or begins with +66.",
    th="หมายเลขโทรศัพท์ต้องมี 9 หรือ 10 หลัก ขึ้นต้นด้วย 0 หรือขึ้นต้นด้วย +66",
    field="phone",
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
)


@command(KEEP_PEOPLE)
class RegisterPerson:
    """ขึ้นทะเบียนบุคคล. ``title`` (คำนำหน้า) apart, so that names sort without it."""

    person_id: EntityId
    name: Line
    title: Line | None = None
    phone: Line | None = None
    national_id: Line | None = None
    address: Line | None = None
    sex: Sex = "unknown"
    village: VillageCode | None = None
    synthetic: bool = False


@command(KEEP_PEOPLE)
class CorrectPerson:
    """แก้ไขข้อมูลบุคคล: fields left out stay; fields named in ``cleared`` are emptied."""

    person_id: EntityId
    name: Line | None = None
    title: Line | None = None
    phone: Line | None = None
    national_id: Line | None = None
    address: Line | None = None
    sex: Sex | None = None
    village: VillageCode | None = None
    cleared: tuple[Correctable, ...] = ()


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


PersonCommand = RegisterPerson | CorrectPerson | ErasePerson


def decide(state: Person, command: PersonCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    NOT_ERASED.require(not state.erased)
    if isinstance(command, RegisterPerson):
        REGISTERED_ONCE.require(not state.registered)
        return [_registered(command)]
    if not state.registered:
        raise NotFound("person", command.person_id, field="person_id")
    if isinstance(command, CorrectPerson):
        return [_corrected(command)]
    return [PersonErased(person_id=command.person_id, reason=command.reason)]


def _registered(command: RegisterPerson) -> PersonRegistered:
    return PersonRegistered(
        person_id=command.person_id,
        name=command.name,
        title=command.title,
        phone=_checked_phone(command.phone),
        national_id=_checked_national_id(command.national_id),
        address=command.address,
        sex=command.sex,
        village=command.village,
        synthetic=command.synthetic,
    )


def _corrected(command: CorrectPerson) -> PersonCorrected:
    both = [name for name in _CORRECTABLE if name in command.cleared and getattr(command, name)]
    SET_OR_CLEARED.require(not both, fields=", ".join(both))
    corrected = PersonCorrected(
        person_id=command.person_id,
        name=command.name,
        title=command.title,
        phone=_checked_phone(command.phone),
        national_id=_checked_national_id(command.national_id),
        address=command.address,
        sex=command.sex,
        village=command.village,
        cleared=tuple(name for name in _CORRECTABLE if name in command.cleared),
    )
    CORRECTS_SOMETHING.require(corrected != PersonCorrected(person_id=command.person_id))
    return corrected


def _checked_national_id(written: Line | None) -> Line | None:
    """Thirteen digits without the dashes of the card, or the refusal.

    The last digit is 11 less the weighted sum of the others modulo 11, modulo 10 (Department
    of Provincial Administration).
    """
    if written is None:
        return None
    digits = re.sub(r"[\s-]", "", written)
    NATIONAL_ID_HOLDS.require(re.fullmatch(r"[0-9]{13}", digits))
    weights = range(13, 1, -1)
    weighted = sum(int(digit) * by for digit, by in zip(digits[:12], weights, strict=True))
    NATIONAL_ID_HOLDS.require(int(digits[12]) == (11 - weighted % 11) % 10)
    return Line(digits)


def _checked_phone(written: Line | None) -> Line | None:
    """The number without spaces and dashes, or the refusal."""
    if written is None:
        return None
    digits = re.sub(r"[\s().-]", "", written)
    PHONE_HOLDS.require(re.fullmatch(r"(0|\+66)[0-9]{8,9}", digits))
    return Line(digits)


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
            return state


PERSON = Aggregate(
    "person",
    key="person_id",
    initial=Person(),
    decide=decide,
    evolve=evolve,
    commands=(RegisterPerson, CorrectPerson, ErasePerson),
)
