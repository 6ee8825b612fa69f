"""Duties that are divided among people and offices."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from bangduan.domain import derived_id
from bangduan.events.membership import (
    DutyAssigned,
    DutyCompleted,
    DutyHandedOver,
    DutyWithdrawn,
)
from bangduan.events.types import EntityId, Line
from bangduan.testing.scenario import given
from services.membership.domain.duty import (
    ASSIGNED_ONCE,
    DONE_AFTER_ASSIGNED,
    DUE_AFTER_ASSIGNED,
    DUTY,
    HANDED_TO_ANOTHER,
    HAS_ONE_HOLDER,
    STILL_TO_DO,
    AssignDuty,
    CompleteDuty,
    HandOverDuty,
    WithdrawDuty,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


ID, SOMCHAI, SOMSRI, SECRETARY = (entity(n) for n in ("duty", "somchai", "somsri", "secretary"))
TASK = Line("ดูแลหอกระจายข่าว")
ASSIGN = AssignDuty(
    duty_id=ID,
    task=TASK,
    holder=SOMCHAI,
    assigned_on=date(2008, 8, 8),
    due_on=date(2008, 12, 31),
)
ASSIGNED = DutyAssigned(
    duty_id=ID,
    task=TASK,
    holder=SOMCHAI,
    assigned_on=date(2008, 8, 8),
    due_on=date(2008, 12, 31),
)
DONE = DutyCompleted(duty_id=ID)


def test_a_duty_is_a_persons_or_an_offices() -> None:
    given(DUTY).when(ASSIGN).then(ASSIGNED)
    of_office = dataclasses.replace(ASSIGN, holder=None, office_id=SECRETARY)
    expected = dataclasses.replace(ASSIGNED, holder=None, office_id=SECRETARY)
    given(DUTY).when(of_office).then(expected)


def test_a_duty_is_nobodys_and_two_peoples_never() -> None:
    given(DUTY).when(dataclasses.replace(ASSIGN, holder=None)).refuses(HAS_ONE_HOLDER)
    given(DUTY).when(dataclasses.replace(ASSIGN, office_id=SECRETARY)).refuses(HAS_ONE_HOLDER)
    handed = HandOverDuty(duty_id=ID)
    given(DUTY, ASSIGNED).when(handed).refuses(HAS_ONE_HOLDER)


def test_a_duty_is_assigned_once() -> None:
    given(DUTY, ASSIGNED).when(ASSIGN).refuses(ASSIGNED_ONCE)


def test_a_duty_is_not_due_before_it_is_assigned() -> None:
    early = dataclasses.replace(ASSIGN, due_on=date(2008, 8, 7))
    given(DUTY).when(early).refuses(DUE_AFTER_ASSIGNED)
    later = HandOverDuty(duty_id=ID, holder=SOMSRI, due_on=date(2008, 8, 7))
    given(DUTY, ASSIGNED).when(later).refuses(DUE_AFTER_ASSIGNED)


def test_a_duty_is_handed_over_with_whose_it_was() -> None:
    command = HandOverDuty(duty_id=ID, office_id=SECRETARY, handed_on=date(2008, 9, 1))
    expected = DutyHandedOver(
        duty_id=ID, office_id=SECRETARY, from_holder=SOMCHAI, handed_on=date(2008, 9, 1)
    )
    state = given(DUTY, ASSIGNED).when(command).then(expected)
    assert (state.holder, state.office_id, state.open) == (None, SECRETARY, True)


def test_a_duty_is_handed_over_to_somebody_else() -> None:
    same = HandOverDuty(duty_id=ID, holder=SOMCHAI)
    given(DUTY, ASSIGNED).when(same).refuses(HANDED_TO_ANOTHER)


def test_a_duty_is_done_on_a_day_that_may_be_unknown() -> None:
    given(DUTY, ASSIGNED).when(CompleteDuty(duty_id=ID)).then(DONE)
    early = CompleteDuty(duty_id=ID, done_on=date(2008, 8, 7))
    given(DUTY, ASSIGNED).when(early).refuses(DONE_AFTER_ASSIGNED)


def test_a_duty_that_need_not_be_done_is_withdrawn() -> None:
    command = WithdrawDuty(duty_id=ID, note=Line("เปลี่ยนแผน"))
    given(DUTY, ASSIGNED).when(command).then(DutyWithdrawn(duty_id=ID, note=Line("เปลี่ยนแผน")))


@pytest.mark.parametrize(
    "command",
    [HandOverDuty(duty_id=ID, holder=SOMSRI), CompleteDuty(duty_id=ID), WithdrawDuty(duty_id=ID)],
)
def test_what_is_done_stays_done_and_what_nobody_assigned_does_not_change(command: Any) -> None:
    given(DUTY, ASSIGNED, DONE).when(command).refuses(STILL_TO_DO)
    given(DUTY).when(command).finds_nothing()
