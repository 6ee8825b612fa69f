"""ผู้มาประชุม: by name, by whom they speak for, in another's place, or only as a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bangduan.domain import Rule, command
from bangduan.events.meetings import (
    AbsenceRecorded,
    AttendanceRecorded,
    AttendanceStruck,
    HeadCountRecorded,
    RepresentationRecorded,
    Standing,
)
from bangduan.events.types import EntityId, Line, Quantity, VillageCode
from services.meetings.domain.meeting.calling import require_not_over, require_room
from services.meetings.domain.meeting.state import Meeting
from services.meetings.permissions import KEEP_MEETINGS

ON_THE_ROLL_ONCE = Rule(
    "attendance-already-recorded",
    en="This person is on the roll already, as present or as absent. Strike the entry first.",
    th="มีรายชื่อบุคคลนี้แล้ว ไม่ว่ามาหรือไม่มา โปรดขีดฆ่ารายการเดิมก่อน",
    field="person_id",
)
ON_THE_ROLL = Rule(
    "attendance-not-recorded",
    en="This person is not on the roll.",
    th="ไม่มีรายชื่อบุคคลนี้",
    field="person_id",
)
STANDS_IN_FOR_SOMEBODY_AWAY = Rule(
    "attendance-in-place-of-somebody-present",
    en="The person to be stood in for is present, or is stood in for by somebody else.",
    th="ผู้ที่จะมาแทนนั้นมาประชุมเองหรือมีผู้มาแทนแล้ว",
    field="in_place_of",
)
STANDS_IN_FOR_ANOTHER = Rule(
    "attendance-in-own-place",
    en="Nobody attends in his or her own place. Leave in_place_of out.",
    th="ไม่มีผู้ใดมาประชุมแทนตนเอง โปรดเว้นช่องมาแทนไว้",
    field="in_place_of",
)
ONLY_MEMBERS_ARE_STOOD_IN_FOR = Rule(
    "attendance-in-place-without-standing",
    en="Who attends in a member's place attends as a member.",
    th="ผู้มาประชุมแทนสมาชิกต้องบันทึกเป็นผู้มาประชุม",
    field="standing",
)
HEAD_COUNT_COVERS_ROLL = Rule(
    "attendance-count-below-roll",
    en="{named} members are on the roll by name, more than the {counted} counted.",
    th="มีรายชื่อผู้มาประชุม {named} คน มากกว่าที่นับได้ {counted} คน",
    field="present",
)
SPEAKS_FOR_SOMEBODY = Rule(
    "representation-empty",
    en="Say which organisation or which village was represented.",
    th="โปรดระบุองค์กรหรือหมู่บ้านที่มีผู้แทนมาประชุม",
    field="organisation_id",
)


@command(KEEP_MEETINGS)
class RecordAttendance:
    """บันทึกผู้มาประชุม: a member, or somebody attending besides (ผู้เข้าร่วมประชุม)."""

    meeting_id: EntityId
    person_id: EntityId
    standing: Standing = "member"
    organisation_id: EntityId | None = None
    village: VillageCode | None = None
    in_place_of: EntityId | None = None


@command(KEEP_MEETINGS)
class RecordAbsence:
    """บันทึกผู้ไม่มาประชุม: the reason is the person's own affair and sealed as such."""

    meeting_id: EntityId
    person_id: EntityId
    reason: Line | None = None


@command(KEEP_MEETINGS)
class StrikeAttendance:
    """ขีดฆ่ารายชื่อ: recorded by mistake."""

    meeting_id: EntityId
    person_id: EntityId


@command(KEEP_MEETINGS)
class RecordRepresentation:
    """บันทึกผู้แทน: an organisation or a village was there; by whom was not written down."""

    meeting_id: EntityId
    organisation_id: EntityId | None = None
    village: VillageCode | None = None


@command(KEEP_MEETINGS)
class RecordHeadCount:
    """บันทึกจำนวนผู้มาประชุม: members counted, exactly or not."""

    meeting_id: EntityId
    present: Quantity


def attend(state: Meeting, command: RecordAttendance) -> Sequence[object]:
    """Somebody came; raises RuleBroken."""
    require_not_over(state)
    _require_new(state, command.person_id)
    if command.in_place_of is not None:
        _require_may_stand_in(state, command)
    if command.standing == "member":
        _require_head_count(state, state.members_named + 1)
    return [
        AttendanceRecorded(
            meeting_id=command.meeting_id,
            person_id=command.person_id,
            standing=command.standing,
            organisation_id=command.organisation_id,
            village=command.village,
            in_place_of=command.in_place_of,
        )
    ]


def _require_may_stand_in(state: Meeting, command: RecordAttendance) -> None:
    STANDS_IN_FOR_ANOTHER.require(command.in_place_of != command.person_id)
    ONLY_MEMBERS_ARE_STOOD_IN_FOR.require(command.standing == "member")
    replaced = {attendee.in_place_of for attendee in state.attendees.values()}
    STANDS_IN_FOR_SOMEBODY_AWAY.require(
        command.in_place_of not in state.attendees and command.in_place_of not in replaced
    )


def _require_new(state: Meeting, person_id: str) -> None:
    ON_THE_ROLL_ONCE.require(person_id not in state.attendees and person_id not in state.absent)
    replaced = {attendee.in_place_of for attendee in state.attendees.values()}
    STANDS_IN_FOR_SOMEBODY_AWAY.require(person_id not in replaced)


def _require_head_count(state: Meeting, named: int) -> None:
    """Refuse more names than were counted exactly, or than are entitled."""
    counted = state.head_count
    if counted is not None and counted.bound == "exact":
        HEAD_COUNT_COVERS_ROLL.require(named <= counted.value, named=named, counted=counted.value)
    require_room(state.entitled, named)


def be_absent(state: Meeting, command: RecordAbsence) -> Sequence[object]:
    """Somebody did not come; raises RuleBroken."""
    require_not_over(state)
    ON_THE_ROLL_ONCE.require(
        command.person_id not in state.attendees and command.person_id not in state.absent
    )
    return [
        AbsenceRecorded(
            meeting_id=command.meeting_id, person_id=command.person_id, reason=command.reason
        )
    ]


def _strike(state: Meeting, command: StrikeAttendance) -> Sequence[object]:
    require_not_over(state)
    ON_THE_ROLL.require(command.person_id in state.attendees or command.person_id in state.absent)
    attendee = state.attendees.get(command.person_id)
    return [
        AttendanceStruck(
            meeting_id=command.meeting_id,
            person_id=command.person_id,
            was="absent" if attendee is None else attendee.standing,
        )
    ]


def _represent(state: Meeting, command: RecordRepresentation) -> Sequence[object]:
    require_not_over(state)
    SPEAKS_FOR_SOMEBODY.require(command.organisation_id or command.village)
    return [
        RepresentationRecorded(
            meeting_id=command.meeting_id,
            organisation_id=command.organisation_id,
            village=command.village,
        )
    ]


def _count(state: Meeting, command: RecordHeadCount) -> Sequence[object]:
    require_not_over(state)
    counted = command.present
    if counted.bound == "exact":
        named = state.members_named
        HEAD_COUNT_COVERS_ROLL.require(counted.value >= named, named=named, counted=counted.value)
    if counted.bound != "about":
        require_room(state.entitled, counted.value)
    return [HeadCountRecorded(meeting_id=command.meeting_id, present=counted)]


DECISIONS: Final[Mapping[type, Callable[[Meeting, Any], Sequence[object]]]] = {
    RecordAttendance: attend,
    RecordAbsence: be_absent,
    StrikeAttendance: _strike,
    RecordRepresentation: _represent,
    RecordHeadCount: _count,
}
