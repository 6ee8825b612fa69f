"""ระเบียบวาระ: items, where each came from, what became of it, and what the next takes over."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String

from bangduan.events.envelope import Recorded
from bangduan.events.meetings import AgendaItemAdded, AgendaItemWithdrawn, ItemDiscussed
from bangduan.projection import Projection, ReadTable, Rows

agenda = ReadTable(
    "agenda",
    Column("meeting_id", String, primary_key=True),
    Column("item_id", String, primary_key=True),
    Column("part", String),
    Column("number", Integer),
    Column("title", String),
    Column("problem_id", String),
    Column("from_meeting_id", String),
    Column("from_item_id", String),
    Column("action_id", String),
    Column("status", String),
    Column("outcome", String),
    Column("referred_to", String),
    Column("note", String),
)

AGENDAS = Projection("agendas", version=1, tables=(agenda,))


@AGENDAS.on(AgendaItemAdded)
def _(event: AgendaItemAdded, at: Recorded, rows: Rows) -> None:
    rows.put(
        agenda,
        meeting_id=event.meeting_id,
        item_id=event.item_id,
        part=event.part,
        number=event.number,
        title=event.title,
        problem_id=event.problem_id,
        from_meeting_id=event.from_meeting_id,
        from_item_id=event.from_item_id,
        action_id=event.action_id,
        status="on",
    )


@AGENDAS.on(AgendaItemWithdrawn)
def _(event: AgendaItemWithdrawn, at: Recorded, rows: Rows) -> None:
    rows.change(agenda, _item(event), status="withdrawn")


@AGENDAS.on(ItemDiscussed)
def _(event: ItemDiscussed, at: Recorded, rows: Rows) -> None:
    rows.change(
        agenda,
        _item(event),
        outcome=event.outcome,
        referred_to=event.referred_to,
        note=event.note,
    )


def _item(event: AgendaItemWithdrawn | ItemDiscussed) -> dict[str, str]:
    return {"meeting_id": event.meeting_id, "item_id": event.item_id}
