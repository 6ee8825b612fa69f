"""The register of people, and being erased from it."""

import dataclasses
from typing import Any

import pytest
from stdnum.th import pin

from bangduan.domain import derived_id
from bangduan.events.membership import PersonCorrected, PersonErased, PersonRegistered
from bangduan.events.types import EntityId, Line, VillageCode
from bangduan.testing.scenario import given
from services.membership.domain.person import (
    CORRECTS_SOMETHING,
    NATIONAL_ID_HOLDS,
    NOT_ERASED,
    PERSON,
    PHONE_HOLDS,
    REGISTERED_ONCE,
    SET_OR_CLEARED,
    CorrectPerson,
    ErasePerson,
    Person,
    RegisterPerson,
)

PERSON_ID = EntityId(derived_id("test", "person"))
NAME = Line("สมมุติ ตัวอย่าง")
REGISTERED = PersonRegistered(person_id=PERSON_ID, name=NAME, sex="female", synthetic=True)
REGISTER = RegisterPerson(person_id=PERSON_ID, name=NAME, sex="female", synthetic=True)
ERASED = PersonErased(person_id=PERSON_ID, reason="asked")


def test_a_person_enters_the_register() -> None:
    given(PERSON).when(REGISTER).then(REGISTERED)


def test_what_is_not_known_of_a_person_stays_unknown() -> None:
    command = RegisterPerson(person_id=PERSON_ID, name=NAME)
    state = (
        given(PERSON)
        .when(command)
        .then(PersonRegistered(person_id=PERSON_ID, name=NAME, sex="unknown", synthetic=False))
    )
    assert state.sex == "unknown"


def test_the_state_of_a_person_holds_nothing_personal() -> None:
    assert {f.name for f in dataclasses.fields(Person)} == {"registered", "erased", "sex"}


def test_a_person_is_registered_once() -> None:
    given(PERSON, REGISTERED).when(REGISTER).refuses(REGISTERED_ONCE)


@pytest.mark.parametrize("written", ["1101700203450", "1-1017-00203-45-0", "1 1017 00203 45 0"])
def test_a_national_id_is_kept_as_thirteen_digits(written: str) -> None:
    assert pin.is_valid("1101700203450")
    command = dataclasses.replace(REGISTER, national_id=Line(written))
    given(PERSON).when(command).then(
        dataclasses.replace(REGISTERED, national_id=Line("1101700203450"))
    )


@pytest.mark.parametrize("written", ["1101700203451", "110170020345", "x101700203450", "๑๑๐"])
def test_a_national_id_that_does_not_check_is_refused(written: str) -> None:
    command = dataclasses.replace(REGISTER, national_id=Line(written))
    given(PERSON).when(command).refuses(NATIONAL_ID_HOLDS)


@pytest.mark.parametrize(
    ("written", "kept"),
    [("02-123 4567", "021234567"), ("081-234-5678", "0812345678"), ("+66812345678",) * 2],
)
def test_a_telephone_number_is_kept_without_its_dashes(written: str, kept: str) -> None:
    command = dataclasses.replace(REGISTER, phone=Line(written))
    given(PERSON).when(command).then(dataclasses.replace(REGISTERED, phone=Line(kept)))


@pytest.mark.parametrize("written", ["12345", "8123456789", "ไม่มี"])
def test_what_is_no_telephone_number_is_refused(written: str) -> None:
    given(PERSON).when(dataclasses.replace(REGISTER, phone=Line(written))).refuses(PHONE_HOLDS)


def test_a_correction_changes_what_it_names_and_clears_what_it_says() -> None:
    state = (
        given(PERSON, REGISTERED)
        .when(
            CorrectPerson(
                person_id=PERSON_ID,
                sex="male",
                village=VillageCode("11011302"),
                cleared=("phone",),
            )
        )
        .then(
            PersonCorrected(
                person_id=PERSON_ID,
                sex="male",
                village=VillageCode("11011302"),
                cleared=("phone",),
            )
        )
    )
    assert state.sex == "male"


def test_a_correction_of_the_name_leaves_the_sex_as_it_was() -> None:
    command = CorrectPerson(person_id=PERSON_ID, name=Line("ชื่อใหม่ สมมุติ"))
    state = (
        given(PERSON, REGISTERED)
        .when(command)
        .then(PersonCorrected(person_id=PERSON_ID, name=Line("ชื่อใหม่ สมมุติ")))
    )
    assert state.sex == "female"


def test_a_correction_says_something() -> None:
    given(PERSON, REGISTERED).when(CorrectPerson(person_id=PERSON_ID)).refuses(CORRECTS_SOMETHING)


def test_a_field_is_not_set_and_cleared_at_once() -> None:
    command = CorrectPerson(person_id=PERSON_ID, title=Line("นาย"), cleared=("title",))
    given(PERSON, REGISTERED).when(command).refuses(SET_OR_CLEARED)


def test_a_correction_is_checked_like_a_registration() -> None:
    command = CorrectPerson(person_id=PERSON_ID, national_id=Line("1234567890123"))
    given(PERSON, REGISTERED).when(command).refuses(NATIONAL_ID_HOLDS)


def test_a_person_is_erased() -> None:
    command = ErasePerson(person_id=PERSON_ID, reason="asked")
    assert given(PERSON, REGISTERED).when(command).then(ERASED).erased


@pytest.mark.parametrize(
    "command",
    [
        REGISTER,
        CorrectPerson(person_id=PERSON_ID, name=NAME),
        ErasePerson(person_id=PERSON_ID, reason="died"),
    ],
)
def test_nothing_more_is_recorded_of_a_person_who_was_erased(command: Any) -> None:
    given(PERSON, REGISTERED, ERASED).when(command).refuses(NOT_ERASED)


@pytest.mark.parametrize(
    "command",
    [
        CorrectPerson(person_id=PERSON_ID, name=NAME),
        ErasePerson(person_id=PERSON_ID, reason="asked"),
    ],
)
def test_somebody_never_registered_cannot_be_corrected_or_erased(command: Any) -> None:
    assert given(PERSON).when(command).finds_nothing().id == PERSON_ID
