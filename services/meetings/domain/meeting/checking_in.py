"""ลงทะเบียนผู้มาประชุม: many names at once, each as if it were recorded alone.

Somebody who is on the roll already in just that way is passed over, so that a list sent twice,
or by two doors, puts everybody on the roll once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, Final

from bangduan.domain import Rule, command
from bangduan.events.meetings import OnTheRollAs
from bangduan.events.types import EntityId, Line, VillageCode
from services.meetings.domain.meeting.attendance import (
    RecordAbsence,
    RecordAttendance,
    attend,
    be_absent,
)
from services.meetings.domain.meeting.calling import require_not_over
from services.meetings.domain.meeting.state import Attendee, Meeting, evolve
from services.meetings.permissions import KEEP_MEETINGS

SOMEBODY_CHECKS_IN = Rule(
    "attendance-list-empty",
    en="The list names nobody. Add at least one person.",
    th="ไม่มีรายชื่อ โปรดระบุอย่างน้อยหนึ่งคน",
    field="entries",
)
REASON_IS_OF_THE_ABSENT = Rule(
    "attendance-reason-of-somebody-present",
    en="Only somebody absent has a reason for being absent.",
    th="ระบุเหตุผลได้เฉพาะผู้ไม่มาประชุม",
    field="entries",
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RollEntry:
    """One name of the list: came as a member, attends besides, or is absent."""

    person_id: EntityId
    listed_as: OnTheRollAs = "member"
    organisation_id: EntityId | None = None
    village: VillageCode | None = None
    in_place_of: EntityId | None = None
    reason: Line | None = None


@command(KEEP_MEETINGS)
class RecordAttendances:
    """ลงทะเบียนผู้มาประชุมหลายคน: all of them, or none when one of them is refused."""

    meeting_id: EntityId
    entries: tuple[RollEntry, ...]


def _record(state: Meeting, command: RecordAttendances) -> Sequence[object]:
    require_not_over(state)
    SOMEBODY_CHECKS_IN.require(command.entries)
    recorded: list[object] = []
    for entry in command.entries:
        if _stands(state, entry):
            continue
        events = _one(state, command.meeting_id, entry)
        recorded += events
        state = reduce(evolve, events, state)
    return recorded


def _stands(state: Meeting, entry: RollEntry) -> bool:
    """True for somebody who is on the roll in just this way."""
    if entry.listed_as == "absent":
        return entry.person_id in state.absent
    came = Attendee(entry.listed_as, entry.organisation_id, entry.village, entry.in_place_of)
    return state.attendees.get(entry.person_id) == came


def _one(state: Meeting, meeting_id: EntityId, entry: RollEntry) -> Sequence[object]:
    if entry.listed_as == "absent":
        return be_absent(
            state,
            RecordAbsence(meeting_id=meeting_id, person_id=entry.person_id, reason=entry.reason),
        )
    REASON_IS_OF_THE_ABSENT.require(entry.reason is None)
    return attend(
        state,
        RecordAttendance(
            meeting_id=meeting_id,
            person_id=entry.person_id,
            standing=entry.listed_as,
            organisation_id=entry.organisation_id,
            village=entry.village,
            in_place_of=entry.in_place_of,
        ),
    )


DECISIONS: Final[Mapping[type, Callable[[Meeting, Any], Sequence[object]]]] = {
    RecordAttendances: _record,
}
