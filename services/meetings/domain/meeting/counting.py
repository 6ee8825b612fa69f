"""ประกาศผลการนับคะแนน: a count stands once it is declared; until then it may be corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bangduan.domain import Rule, command
from bangduan.events.meetings import CountDeclared
from bangduan.events.types import EntityId
from services.meetings.domain.meeting.motions import IS_OPEN, resolution_of, undecided
from services.meetings.domain.meeting.state import Meeting
from services.meetings.permissions import KEEP_MEETINGS

COUNTED_BEFORE_DECLARED = Rule(
    "count-declared-before-counting",
    en="No votes on this motion are counted yet. Count them first.",
    th="ยังไม่ได้นับคะแนนญัตตินี้ โปรดนับคะแนนก่อน",
    field="motion_id",
)


@command(KEEP_MEETINGS)
class DeclareCount:
    """ประกาศผลการนับคะแนน. ``resolution_id`` is the resolution's, if the motion is carried."""

    meeting_id: EntityId
    motion_id: EntityId
    resolution_id: EntityId


def _declare(state: Meeting, command: DeclareCount) -> Sequence[object]:
    IS_OPEN.require(state.stage == "open", stage=state.stage)
    motion = undecided(state, command.motion_id)
    COUNTED_BEFORE_DECLARED.require(motion.counted is not None)
    declared = CountDeclared(
        meeting_id=command.meeting_id,
        motion_id=command.motion_id,
        carried=bool(motion.counted),
        quorum=state.quorum,
    )
    return [declared, resolution_of(state, motion, command)] if motion.counted else [declared]


DECISIONS: Final[Mapping[type, Callable[[Meeting, Any], Sequence[object]]]] = {
    DeclareCount: _declare,
}
