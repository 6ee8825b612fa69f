"""งานที่มอบหมาย: what somebody is to do after a meeting, until it is finished or dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.meetings import (
    ActionAssigned,
    ActionDropped,
    ActionFinished,
    ActionProgressReported,
    ActionRescheduled,
)
from bangduan.events.types import Count, EntityId, Line, Prose, Slug
from services.meetings.domain.meeting import Meeting
from services.meetings.domain.meeting.agenda import require_item
from services.meetings.permissions import KEEP_MEETINGS

ASSIGNED_ONCE = Rule(
    "action-already-assigned",
    en="This action is assigned already. Use another id for another action.",
    th="มอบหมายงานนี้แล้ว หากเป็นงานอื่นโปรดใช้รหัสอื่น",
    field="action_id",
)
ASSIGNED_TO_SOMEBODY = Rule(
    "action-assigned-to-nobody",
    en="Say which person, office or organisation is to do it.",
    th="โปรดระบุบุคคล ตำแหน่ง หรือองค์กรที่รับผิดชอบ",
    field="person_id",
)
ASSIGNED_BY_A_MEETING = Rule(
    "action-of-meeting-not-held",
    en="Actions follow from a meeting that was opened; this one is {stage}.",
    th="มอบหมายงานได้จากการประชุมที่เปิดแล้วเท่านั้น การประชุมนี้อยู่ในสถานะ {stage}",
    field="meeting_id",
)
DUE_AFTER_MEETING = Rule(
    "action-due-before-meeting",
    en="The meeting was held on {held}; its action is not due before, on {due}.",
    th="ประชุมเมื่อ {held} กำหนดแล้วเสร็จต้องไม่มาก่อน คือ {due}",
    field="due_on",
)
ACTION_IS_OPEN = Rule(
    "action-not-open",
    en="The action is {stage}; nothing of it changes any more.",
    th="งานนี้อยู่ในสถานะ {stage} แก้ไขไม่ได้แล้ว",
    field="action_id",
)
PERCENT_OF_A_WHOLE = Rule(
    "action-percent-over-hundred",
    en="{percent} percent is more than the whole. Write 0 to 100.",
    th="ร้อยละ {percent} เกินทั้งหมด โปรดระบุ 0 ถึง 100",
    field="percent",
)
DUE_CHANGES = Rule(
    "action-due-unchanged",
    en="The action is due on that day already.",
    th="กำหนดแล้วเสร็จเป็นวันนี้อยู่แล้ว",
    field="due_on",
)

_WHOLE: Final = 100
Stage = Literal["", "open", "finished", "dropped"]


@command(KEEP_MEETINGS)
class AssignAction:
    """มอบหมายงาน: from a meeting, one of its resolutions or one of its items, to somebody."""

    action_id: EntityId
    meeting_id: EntityId
    title: Line
    details: Prose | None = None
    person_id: EntityId | None = None
    office: Slug | None = None
    organisation_id: EntityId | None = None
    due_on: date | None = None
    resolution_id: EntityId | None = None
    item_id: EntityId | None = None


@command
class AssignActionOf:
    """``AssignAction`` with the meeting it follows from."""

    asked: AssignAction
    meeting: Meeting

    @property
    def action_id(self) -> EntityId:
        """The action that is assigned."""
        return self.asked.action_id


@command(KEEP_MEETINGS)
class ReportActionProgress:
    """รายงานความคืบหน้า: in words and, where it can be said, in percent."""

    action_id: EntityId
    text: Prose
    percent: Count | None = None
    reported_on: date | None = None


@command(KEEP_MEETINGS)
class RescheduleAction:
    """เลื่อนกำหนดแล้วเสร็จ: to another day, or (None) to none."""

    action_id: EntityId
    due_on: date | None = None
    reason: Line | None = None


@command(KEEP_MEETINGS)
class FinishAction:
    """บันทึกว่างานแล้วเสร็จ."""

    action_id: EntityId
    finished_on: date | None = None
    note: Prose | None = None


@command(KEEP_MEETINGS)
class DropAction:
    """ยกเลิกงานที่มอบหมาย."""

    action_id: EntityId
    reason: Line | None = None
    dropped_on: date | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """State of an action."""

    stage: Stage = ""
    title: Line | None = None
    meeting_id: EntityId | None = None
    due_on: date | None = None


def decide(state: Action, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, AssignActionOf):
        return _assign(state, command)
    if not state.stage:
        raise NotFound("action", command.action_id, field="action_id")
    ACTION_IS_OPEN.require(state.stage == "open", stage=state.stage)
    return _DECISIONS[type(command)](state, command)


def _assign(state: Action, command: AssignActionOf) -> Sequence[object]:
    ASSIGNED_ONCE.require(not state.stage)
    asked, meeting = command.asked, command.meeting
    ASSIGNED_TO_SOMEBODY.require(asked.person_id or asked.office or asked.organisation_id)
    ASSIGNED_BY_A_MEETING.require(meeting.stage in {"open", "closed"}, stage=meeting.stage)
    if asked.resolution_id is not None and asked.resolution_id not in meeting.resolutions:
        raise NotFound("resolution", asked.resolution_id, field="resolution_id")
    if asked.item_id is not None:
        require_item(meeting, asked.item_id)
    if asked.due_on is not None and meeting.held_on is not None:
        DUE_AFTER_MEETING.require(
            asked.due_on >= meeting.held_on, held=meeting.held_on, due=asked.due_on
        )
    return [
        ActionAssigned(
            action_id=asked.action_id,
            meeting_id=asked.meeting_id,
            title=asked.title,
            details=asked.details,
            person_id=asked.person_id,
            office=asked.office,
            organisation_id=asked.organisation_id,
            due_on=asked.due_on,
            resolution_id=asked.resolution_id,
            item_id=asked.item_id,
        )
    ]


def _report(state: Action, command: ReportActionProgress) -> Sequence[object]:
    PERCENT_OF_A_WHOLE.require((command.percent or 0) <= _WHOLE, percent=command.percent)
    return [
        ActionProgressReported(
            action_id=command.action_id,
            text=command.text,
            percent=command.percent,
            reported_on=command.reported_on,
        )
    ]


def _reschedule(state: Action, command: RescheduleAction) -> Sequence[object]:
    DUE_CHANGES.require(command.due_on != state.due_on)
    return [
        ActionRescheduled(action_id=command.action_id, due_on=command.due_on, reason=command.reason)
    ]


def _finish(state: Action, command: FinishAction) -> Sequence[object]:
    return [
        ActionFinished(
            action_id=command.action_id, finished_on=command.finished_on, note=command.note
        )
    ]


def _drop(state: Action, command: DropAction) -> Sequence[object]:
    return [
        ActionDropped(
            action_id=command.action_id, reason=command.reason, dropped_on=command.dropped_on
        )
    ]


_DECISIONS: Final[Mapping[type, Callable[[Action, Any], Sequence[object]]]] = {
    ReportActionProgress: _report,
    RescheduleAction: _reschedule,
    FinishAction: _finish,
    DropAction: _drop,
}


def evolve(state: Action, event: object) -> Action:
    """The action after ``event``."""
    match event:
        case ActionAssigned():
            return Action("open", event.title, event.meeting_id, event.due_on)
        case ActionRescheduled():
            return replace(state, due_on=event.due_on)
        case ActionFinished():
            return replace(state, stage="finished")
        case ActionDropped():
            return replace(state, stage="dropped")
        case _:
            return state


ACTION = Aggregate(
    "action",
    key="action_id",
    initial=Action(),
    decide=decide,
    evolve=evolve,
    commands=(AssignAction, AssignActionOf, *_DECISIONS),
)
