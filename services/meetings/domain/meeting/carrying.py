"""เรื่องสืบเนื่อง: what became of an item, and what the next meeting takes over.

An item that an earlier meeting of the body did not finish, and an action that is still open,
become items of the third part. Taking the same over twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bangduan.domain import Rule, command, derived_id
from bangduan.events.meetings import AgendaItemAdded, ItemDiscussed, ItemOutcome
from bangduan.events.types import EntityId, Line, PositiveCount, Prose
from services.meetings.domain.meeting.agenda import require_item
from services.meetings.domain.meeting.calling import require_to_come
from services.meetings.domain.meeting.state import Meeting
from services.meetings.permissions import KEEP_MEETINGS

DISCUSSED_WHILE_OPEN = Rule(
    "agenda-item-discussed-when-not-open",
    en="What became of an item is recorded while the meeting is open; this one is {stage}.",
    th="บันทึกผลการพิจารณาได้ระหว่างเปิดประชุมเท่านั้น การประชุมนี้อยู่ในสถานะ {stage}",
    field="meeting_id",
)
REFERRED_TO_SOMEBODY = Rule(
    "agenda-item-referred-to-nobody",
    en="Say to whom the item is referred; leave that out for one that is not referred.",
    th="โปรดระบุว่าส่งเรื่องต่อให้ใคร หากไม่ได้ส่งต่อโปรดเว้นว่างไว้",
    field="referred_to",
)
CARRIES_SOMETHING = Rule(
    "carry-over-empty",
    en="Choose an item or an action to take over.",
    th="โปรดเลือกวาระหรืองานที่มอบหมายที่จะนำมาพิจารณาต่อ",
    field="item_ids",
)
CARRIED_FROM_ANOTHER = Rule(
    "carry-over-from-itself",
    en="Items are taken over from another, earlier meeting.",
    th="ต้องนำวาระมาจากการประชุมครั้งก่อน ไม่ใช่ครั้งเดียวกัน",
    field="from_meeting_id",
)
CARRIED_FROM_THE_BODY = Rule(
    "carry-over-from-another-body",
    en="Items are taken over from an earlier meeting of the same body.",
    th="ต้องนำวาระมาจากการประชุมครั้งก่อนขององค์ประชุมเดียวกัน",
    field="from_meeting_id",
)
CARRIED_AFTER_CLOSING = Rule(
    "carry-over-before-closing",
    en="The earlier meeting is {stage}. Close it before taking its items over.",
    th="การประชุมครั้งก่อนอยู่ในสถานะ {stage} โปรดปิดประชุมก่อนนำวาระมาพิจารณาต่อ",
    field="from_meeting_id",
)
CARRIED_WHEN_UNFINISHED = Rule(
    "carry-over-of-finished-item",
    en="“{title}” was finished, referred or withdrawn; it is not taken over.",
    th="“{title}” พิจารณาเสร็จ ส่งต่อ หรือถอนแล้ว จึงนำมาพิจารณาต่อไม่ได้",
    field="item_ids",
)
CARRIED_WHEN_OPEN = Rule(
    "carry-over-of-closed-action",
    en="“{title}” is finished or dropped; it is not taken over.",
    th="งาน “{title}” แล้วเสร็จหรือยกเลิกแล้ว จึงนำมาพิจารณาต่อไม่ได้",
    field="action_ids",
)


@command(KEEP_MEETINGS)
class DiscussItem:
    """บันทึกผลการพิจารณาวาระ: finished, deferred or referred; the newest record stands."""

    meeting_id: EntityId
    item_id: EntityId
    outcome: ItemOutcome
    referred_to: Line | None = None
    note: Prose | None = None


@command(KEEP_MEETINGS)
class CarryOver:
    """นำเรื่องสืบเนื่องมาพิจารณา: unfinished items of an earlier meeting, and open actions."""

    meeting_id: EntityId
    from_meeting_id: EntityId
    item_ids: tuple[EntityId, ...] = ()
    action_ids: tuple[EntityId, ...] = ()


@command
class OpenAction:
    """An action that may be taken over, as it stands."""

    action_id: EntityId
    title: Line
    body_id: EntityId | None
    still_open: bool


@command
class CarryOverFrom:
    """``CarryOver`` with the earlier meeting and the actions as they stand."""

    asked: CarryOver
    earlier: Meeting
    actions: tuple[OpenAction, ...] = ()

    @property
    def meeting_id(self) -> EntityId:
        """The meeting that takes them over."""
        return self.asked.meeting_id


def carried_id(meeting_id: str, what: str) -> EntityId:
    """Id of the item that an earlier item, or an action, becomes at a meeting."""
    return EntityId(derived_id("carried-over", meeting_id, what))


def bodies_of(meeting: Meeting) -> frozenset[str]:
    """The bodies whose meeting it is; several for a joint one."""
    return frozenset({*meeting.with_body_ids, meeting.body_id or ""})


def _discuss(state: Meeting, command: DiscussItem) -> Sequence[object]:
    DISCUSSED_WHILE_OPEN.require(state.stage == "open", stage=state.stage)
    require_item(state, command.item_id)
    referred = command.outcome == "referred"
    REFERRED_TO_SOMEBODY.require(referred == (command.referred_to is not None))
    return [
        ItemDiscussed(
            meeting_id=command.meeting_id,
            item_id=command.item_id,
            outcome=command.outcome,
            referred_to=command.referred_to,
            note=command.note,
        )
    ]


def _carry(state: Meeting, command: CarryOverFrom) -> Sequence[object]:
    require_to_come(state)
    asked, earlier = command.asked, command.earlier
    CARRIES_SOMETHING.require(asked.item_ids or asked.action_ids)
    CARRIED_FROM_ANOTHER.require(asked.from_meeting_id != asked.meeting_id)
    CARRIED_FROM_THE_BODY.require(bodies_of(state) & bodies_of(earlier))
    CARRIED_AFTER_CLOSING.require(earlier.stage == "closed", stage=earlier.stage)
    wanted = [*_items(asked, earlier), *_actions(state, command)]
    known = set(state.items)
    number = sum(1 for item in state.items.values() if item.part == "matters_arising")
    added: list[AgendaItemAdded] = []
    for item_id, facts in wanted:
        if item_id in known:
            continue
        known.add(item_id)
        added.append(
            AgendaItemAdded(
                meeting_id=asked.meeting_id,
                item_id=item_id,
                part="matters_arising",
                number=PositiveCount(number + len(added) + 1),
                **facts,
            )
        )
    return added


def _items(asked: CarryOver, earlier: Meeting) -> list[tuple[EntityId, dict[str, Any]]]:
    found: list[tuple[EntityId, dict[str, Any]]] = []
    for id in asked.item_ids:
        require_item(earlier, id)
        item = earlier.items[id]
        title = item.title or Line("-")
        CARRIED_WHEN_UNFINISHED.require(item.outcome in {None, "deferred"}, title=title)
        facts = {
            "title": title,
            "from_meeting_id": asked.from_meeting_id,
            "from_item_id": id,
            "action_id": item.action_id,
        }
        found.append((carried_id(asked.meeting_id, item.action_id or id), facts))
    return found


def _actions(state: Meeting, command: CarryOverFrom) -> list[tuple[EntityId, dict[str, Any]]]:
    found: list[tuple[EntityId, dict[str, Any]]] = []
    for action in command.actions:
        CARRIED_WHEN_OPEN.require(action.still_open, title=action.title)
        CARRIED_FROM_THE_BODY.require(action.body_id in bodies_of(state))
        facts = {
            "title": action.title,
            "from_meeting_id": command.asked.from_meeting_id,
            "action_id": action.action_id,
        }
        found.append((carried_id(command.meeting_id, action.action_id), facts))
    return found


DECISIONS: Final[Mapping[type, Callable[[Meeting, Any], Sequence[object]]]] = {
    DiscussItem: _discuss,
    CarryOverFrom: _carry,
}
