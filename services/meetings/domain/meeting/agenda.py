"""ระเบียบวาระ: items under the five official parts, each numbered within its part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bangduan.domain import NotFound, Rule, command
from bangduan.events.meetings import AgendaItemAdded, AgendaItemWithdrawn, AgendaPart
from bangduan.events.types import EntityId, Line, PositiveCount
from services.meetings.domain.meeting.calling import require_not_over, require_to_come
from services.meetings.domain.meeting.state import Meeting
from services.meetings.permissions import KEEP_MEETINGS

ITEM_IS_NEW = Rule(
    "agenda-item-already-added",
    en="This item is on the agenda already.",
    th="บรรจุวาระนี้แล้ว",
    field="item_id",
)
ONLY_OTHER_ONCE_OPEN = Rule(
    "agenda-fixed",
    en="Once a meeting is open, new items go under other business.",
    th="เมื่อเปิดประชุมแล้ว เพิ่มวาระได้เฉพาะเรื่องอื่น ๆ",
    field="part",
)
WITHDRAWN_ONCE = Rule(
    "agenda-item-withdrawn",
    en="This item was withdrawn.",
    th="ถอนวาระนี้แล้ว",
    field="item_id",
)


@command(KEEP_MEETINGS)
class AddAgendaItem:
    """บรรจุระเบียบวาระ: of a problem of the board, where it is one."""

    meeting_id: EntityId
    item_id: EntityId
    part: AgendaPart
    title: Line
    problem_id: EntityId | None = None


@command(KEEP_MEETINGS)
class WithdrawAgendaItem:
    """ถอนระเบียบวาระ: before the meeting opens."""

    meeting_id: EntityId
    item_id: EntityId


def require_item(state: Meeting, item_id: str) -> None:
    """Refuse an item that is not, or no longer, on the agenda."""
    if item_id not in state.items:
        raise NotFound("agenda item", item_id, field="item_id")
    WITHDRAWN_ONCE.require(not state.items[item_id].withdrawn)


def _add(state: Meeting, command: AddAgendaItem) -> Sequence[object]:
    require_not_over(state)
    ITEM_IS_NEW.require(command.item_id not in state.items)
    ONLY_OTHER_ONCE_OPEN.require(state.stage == "convened" or command.part == "other")
    before = sum(1 for item in state.items.values() if item.part == command.part)
    return [
        AgendaItemAdded(
            meeting_id=command.meeting_id,
            item_id=command.item_id,
            part=command.part,
            number=PositiveCount(before + 1),
            title=command.title,
            problem_id=command.problem_id,
        )
    ]


def _withdraw(state: Meeting, command: WithdrawAgendaItem) -> Sequence[object]:
    require_to_come(state)
    require_item(state, command.item_id)
    return [AgendaItemWithdrawn(meeting_id=command.meeting_id, item_id=command.item_id)]


DECISIONS: Final[Mapping[type, Callable[[Meeting, Any], Sequence[object]]]] = {
    AddAgendaItem: _add,
    WithdrawAgendaItem: _withdraw,
}
