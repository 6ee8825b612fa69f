"""เรื่องสืบเนื่อง: what the body's last meeting left undone, for the next one to take over.

An item is left when it was put off, or when nothing became of it: no outcome recorded and no
motion decided on it. Notices and the adoption of minutes are never left. What the next meeting
has on its agenda already is not offered again.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, and_, exists, func, or_, select

from bangduan.application import Reader
from bangduan.permissions import reads
from services.meetings.permissions import READ
from services.meetings.projections.actions import actions, actions_to_do
from services.meetings.projections.agendas import agenda
from services.meetings.projections.decisions import motions
from services.meetings.projections.meetings import meetings

#: Parts whose items may be left; the others are heard and done.
_LEFT: Final = ("matters_arising", "for_consideration", "other")
_NOBODY: Final = "-"


@reads(READ)
def one_carry_over(reader: Reader, meeting_id: str) -> dict[str, Any] | None:
    """เรื่องสืบเนื่อง that a meeting may take over."""
    mine = reader.one(select(meetings).where(meetings.c.meeting_id == meeting_id))
    if mine is None:
        return None
    before = reader.one(_before(mine)) or {}
    return {
        "meeting_id": meeting_id,
        "from_meeting_id": before.get("meeting_id"),
        "from_meeting_title": before.get("title"),
        "items": reader.all(_left(before["meeting_id"], meeting_id)) if before else [],
        "actions": reader.all(_open(mine["body_id"], meeting_id)) if before else [],
    }


@reads(READ)
def asked_for(reader: Reader, meeting_id: str) -> dict[str, Any] | None:
    """เรื่องสืบเนื่อง as the form that takes it all over begins."""
    found = one_carry_over(reader, meeting_id)
    if found is None or found["from_meeting_id"] is None:
        return None
    return {
        "from_meeting_id": found["from_meeting_id"],
        "item_ids": [row["item_id"] for row in found["items"]],
        "action_ids": [row["action_id"] for row in found["actions"]],
    }


def _before(mine: dict[str, Any]) -> Select[Any]:
    """The closed meeting of the body last held before this one; undated ones come last."""
    earlier = [meetings.c.body_id == mine["body_id"], meetings.c.status == "closed"]
    if mine["held_on"] is not None:
        undated = meetings.c.held_on.is_(None)
        earlier.append(or_(undated, meetings.c.held_on <= mine["held_on"]))
    newest = (meetings.c.held_on.is_(None), meetings.c.held_on.desc(), meetings.c.meeting_id.desc())
    other = meetings.c.meeting_id != mine["meeting_id"]
    return select(meetings).where(other, *earlier).order_by(*newest)


def _left(earlier_id: str, meeting_id: str) -> Select[Any]:
    decided = exists().where(
        motions.c.meeting_id == agenda.c.meeting_id,
        motions.c.item_id == agenda.c.item_id,
        motions.c.status.in_(("carried", "lost")),
    )
    nothing_came_of_it = and_(agenda.c.outcome.is_(None), ~decided)
    taken = agenda.alias("taken")
    again = select(taken.c.from_item_id).where(
        taken.c.meeting_id == meeting_id, taken.c.from_item_id.is_not(None)
    )
    return (
        select(agenda)
        .where(
            agenda.c.meeting_id == earlier_id,
            agenda.c.part.in_(_LEFT),
            agenda.c.status == "on",
            agenda.c.action_id.is_(None),
            or_(agenda.c.outcome == "deferred", nothing_came_of_it),
            agenda.c.item_id.not_in(again),
        )
        .order_by(agenda.c.part, agenda.c.number)
    )


def _open(body_id: str, meeting_id: str) -> Select[Any]:
    taken = select(func.coalesce(agenda.c.action_id, _NOBODY)).where(
        agenda.c.meeting_id == meeting_id
    )
    return actions_to_do().where(meetings.c.body_id == body_id, actions.c.action_id.not_in(taken))
