"""แบ่งหน้าที่: who sees to what, by when, and who did so before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import (
    DutyAssigned,
    DutyCompleted,
    DutyHandedOver,
    DutyWithdrawn,
)
from bangduan.events.types import EntityId, Line, Prose
from services.membership.permissions import KEEP_ORGANISATIONS

ASSIGNED_ONCE = Rule(
    "duty-already-assigned",
    en="This duty is assigned already. Hand it over instead, or use another id.",
    th="แบ่งหน้าที่นี้แล้ว โปรดบันทึกการส่งมอบแทน หรือใช้รหัสอื่น",
    field="duty_id",
)
HAS_ONE_HOLDER = Rule(
    "duty-without-one-holder",
    en="A duty is one person's or one office's. Choose either a person or an office.",
    th="หน้าที่หนึ่งเป็นของบุคคลหนึ่งหรือตำแหน่งหนึ่ง โปรดเลือกบุคคลหรือตำแหน่งอย่างใดอย่างหนึ่ง",
    field="holder",
)
DUE_AFTER_ASSIGNED = Rule(
    "duty-due-before-assigned",
    en="It is assigned on {assigned}; it cannot be due before that. Correct one of the days.",
    th="แบ่งหน้าที่วันที่ {assigned} กำหนดเสร็จต้องไม่มาก่อนวันนั้น โปรดแก้ไขวันที่",
    field="due_on",
)
DONE_AFTER_ASSIGNED = Rule(
    "duty-done-before-assigned",
    en="It was assigned on {assigned}; it cannot have been done before that.",
    th="แบ่งหน้าที่เมื่อ {assigned} วันที่เสร็จต้องไม่มาก่อนวันนั้น",
    field="done_on",
)
STILL_TO_DO = Rule(
    "duty-over",
    en="This duty is done or withdrawn. Assign a new one where something is left to do.",
    th="หน้าที่นี้เสร็จสิ้นหรือยกเลิกแล้ว หากยังมีงานเหลือโปรดแบ่งหน้าที่ใหม่",
    field="duty_id",
)
HANDED_TO_ANOTHER = Rule(
    "duty-handed-to-its-holder",
    en="The duty is this person's or office's already.",
    th="หน้าที่นี้เป็นของบุคคลหรือตำแหน่งนี้อยู่แล้ว",
    field="holder",
)


@command(KEEP_ORGANISATIONS)
class AssignDuty:
    """แบ่งหน้าที่: to a person, or to whoever holds an office; of which body, by which resolution."""

    duty_id: EntityId
    task: Line
    holder: EntityId | None = None
    office_id: EntityId | None = None
    due_on: date | None = None
    assigned_on: date | None = None
    organisation_id: EntityId | None = None
    committee_id: EntityId | None = None
    resolution_id: EntityId | None = None
    details: Prose | None = None


@command(KEEP_ORGANISATIONS)
class HandOverDuty:
    """ส่งมอบหน้าที่: to another person or office; ``due_on`` where it changes too."""

    duty_id: EntityId
    holder: EntityId | None = None
    office_id: EntityId | None = None
    handed_on: date | None = None
    due_on: date | None = None
    note: Line | None = None


@command(KEEP_ORGANISATIONS)
class CompleteDuty:
    """บันทึกหน้าที่เสร็จสิ้น: on a day that may be unknown."""

    duty_id: EntityId
    done_on: date | None = None
    note: Prose | None = None


@command(KEEP_ORGANISATIONS)
class WithdrawDuty:
    """ยกเลิกหน้าที่: it need not be done any more; why."""

    duty_id: EntityId
    withdrawn_on: date | None = None
    note: Line | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """State of a duty; ``open`` while it is to be done."""

    assigned: bool = False
    open: bool = False
    holder: str | None = None
    office_id: str | None = None
    assigned_on: date | None = None


def decide(state: Duty, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, AssignDuty):
        ASSIGNED_ONCE.require(not state.assigned)
        return [_assigned(command)]
    if not state.assigned:
        raise NotFound("duty", command.duty_id, field="duty_id")
    STILL_TO_DO.require(state.open)
    return [_DECISIONS[type(command)](state, command)]


def _assigned(command: AssignDuty) -> DutyAssigned:
    HAS_ONE_HOLDER.require((command.holder is None) != (command.office_id is None))
    _due_after(command.assigned_on, command.due_on)
    return DutyAssigned(
        duty_id=command.duty_id,
        task=command.task,
        details=command.details,
        holder=command.holder,
        office_id=command.office_id,
        organisation_id=command.organisation_id,
        committee_id=command.committee_id,
        resolution_id=command.resolution_id,
        assigned_on=command.assigned_on,
        due_on=command.due_on,
    )


def _handed_over(state: Duty, command: HandOverDuty) -> DutyHandedOver:
    HAS_ONE_HOLDER.require((command.holder is None) != (command.office_id is None))
    now = (command.holder, command.office_id)
    HANDED_TO_ANOTHER.require(now != (state.holder, state.office_id))
    _due_after(state.assigned_on, command.due_on)
    return DutyHandedOver(
        duty_id=command.duty_id,
        holder=command.holder,
        office_id=command.office_id,
        from_holder=_id(state.holder),
        from_office_id=_id(state.office_id),
        handed_on=command.handed_on,
        due_on=command.due_on,
        note=command.note,
    )


def _completed(state: Duty, command: CompleteDuty) -> DutyCompleted:
    if command.done_on is not None and state.assigned_on is not None:
        in_order = command.done_on >= state.assigned_on
        DONE_AFTER_ASSIGNED.require(in_order, assigned=state.assigned_on)
    return DutyCompleted(duty_id=command.duty_id, done_on=command.done_on, note=command.note)


def _withdrawn(state: Duty, command: WithdrawDuty) -> DutyWithdrawn:
    return DutyWithdrawn(
        duty_id=command.duty_id, withdrawn_on=command.withdrawn_on, note=command.note
    )


def _due_after(assigned: date | None, due: date | None) -> None:
    if assigned is not None and due is not None:
        DUE_AFTER_ASSIGNED.require(due >= assigned, assigned=assigned)


def _id(known: str | None) -> EntityId | None:
    return None if known is None else EntityId(known)


def evolve(state: Duty, event: object) -> Duty:
    """The duty after ``event``."""
    match event:
        case DutyAssigned():
            return Duty(
                assigned=True,
                open=True,
                holder=event.holder,
                office_id=event.office_id,
                assigned_on=event.assigned_on,
            )
        case DutyHandedOver():
            return replace(state, holder=event.holder, office_id=event.office_id)
        case DutyCompleted() | DutyWithdrawn():
            return replace(state, open=False)
        case _:
            return state


_DECISIONS: Final[Mapping[type, Callable[[Duty, Any], object]]] = {
    HandOverDuty: _handed_over,
    CompleteDuty: _completed,
    WithdrawDuty: _withdrawn,
}

DUTY = Aggregate(
    "duty",
    key="duty_id",
    initial=Duty(),
    decide=decide,
    evolve=evolve,
    commands=(AssignDuty, *_DECISIONS),
)
