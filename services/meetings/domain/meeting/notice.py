"""หนังสือเชิญประชุม: when and where exactly, and the text by which people are asked to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from bangduan.domain import Rule, command
from bangduan.events.meetings import MeetingArranged, NoticeWritten
from bangduan.events.types import EntityId, Line, Prose
from services.meetings.domain.meeting.calling import checked_time, require_to_come
from services.meetings.domain.meeting.state import Meeting
from services.meetings.permissions import KEEP_MEETINGS

NOTICE_BEFORE_MEETING = Rule(
    "notice-after-the-meeting",
    en="The meeting is on {held}; its notice is not written later, on {written}.",
    th="ประชุมวันที่ {held} หนังสือเชิญประชุมต้องไม่ลงวันที่ภายหลัง คือ {written}",
    field="written_on",
)


@command(KEEP_MEETINGS)
class ArrangeMeeting:
    """กำหนดเวลาและสถานที่: the planned time of day, as 09:30, and the place; None: not set."""

    meeting_id: EntityId
    begins_at: Line | None = None
    place: Line | None = None


@command(KEEP_MEETINGS)
class WriteNotice:
    """เขียนหนังสือเชิญประชุม: the whole text, in place of what was written before."""

    meeting_id: EntityId
    text: Prose
    written_on: date | None = None


def _arrange(state: Meeting, command: ArrangeMeeting) -> Sequence[object]:
    require_to_come(state)
    return [
        MeetingArranged(
            meeting_id=command.meeting_id,
            begins_at=checked_time(command.begins_at),
            place=command.place,
        )
    ]


def _write(state: Meeting, command: WriteNotice) -> Sequence[object]:
    require_to_come(state)
    if command.written_on is not None and state.held_on is not None:
        NOTICE_BEFORE_MEETING.require(
            command.written_on <= state.held_on, held=state.held_on, written=command.written_on
        )
    return [
        NoticeWritten(
            meeting_id=command.meeting_id, text=command.text, written_on=command.written_on
        )
    ]


DECISIONS: Final[Mapping[type, Callable[[Meeting, Any], Sequence[object]]]] = {
    ArrangeMeeting: _arrange,
    WriteNotice: _write,
}
