"""งานที่มอบหมาย: who is to do what by when, how far it has come, what became of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Date, Integer, Select, String, and_, case, select

from bangduan.application import Reader
from bangduan.days import today
from bangduan.events.envelope import Recorded
from bangduan.events.meetings import (
    ActionAssigned,
    ActionDropped,
    ActionFinished,
    ActionProgressReported,
    ActionRescheduled,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.meetings.permissions import READ
from services.meetings.projections.meetings import meetings
from services.meetings.projections.roll import roll_organisations, roll_people
from services.meetings.views.actions import ActionFilter

actions = ReadTable(
    "actions",
    Column("action_id", String, primary_key=True),
    Column("meeting_id", String),
    Column("resolution_id", String),
    Column("item_id", String),
    Column("title", String),
    Column("details", String),
    Column("person_id", String),
    Column("office", String),
    Column("organisation_id", String),
    Column("due_on", Date),
    Column("stage", String),
    Column("percent", Integer),
    Column("reported_on", Date),
    Column("finished_on", Date),
    Column("note", String),
    Column("version", Integer),
)
action_progress = ReadTable(
    "action_progress",
    Column("action_id", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", String),
    Column("percent", Integer),
    Column("reported_on", Date),
)

ACTIONS = Projection("actions", version=1, tables=(actions, action_progress))


@ACTIONS.on(ActionAssigned)
def _(event: ActionAssigned, at: Recorded, rows: Rows) -> None:
    rows.put(
        actions,
        action_id=event.action_id,
        meeting_id=event.meeting_id,
        resolution_id=event.resolution_id,
        item_id=event.item_id,
        title=event.title,
        details=event.details,
        person_id=event.person_id,
        office=event.office,
        organisation_id=event.organisation_id,
        due_on=event.due_on,
        stage="open",
        version=at.version,
    )


@ACTIONS.on(ActionProgressReported)
def _(event: ActionProgressReported, at: Recorded, rows: Rows) -> None:
    rows.put(
        action_progress,
        action_id=event.action_id,
        number=at.version,
        text=event.text,
        percent=event.percent,
        reported_on=event.reported_on,
    )
    told = {} if event.percent is None else {"percent": event.percent}
    _change(event, at, rows, reported_on=event.reported_on, **told)


@ACTIONS.on(ActionRescheduled)
def _(event: ActionRescheduled, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, due_on=event.due_on)


@ACTIONS.on(ActionFinished)
def _(event: ActionFinished, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, stage="finished", finished_on=event.finished_on, note=event.note)


@ACTIONS.on(ActionDropped)
def _(event: ActionDropped, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, stage="dropped", finished_on=event.dropped_on, note=event.reason)


def _change(event: Any, at: Recorded, rows: Rows, **values: Any) -> None:
    rows.change(actions, {"action_id": event.action_id}, **values, version=at.version)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_actions(filters: ActionFilter) -> Select[Any]:
    """งานที่มอบหมาย, by meeting, resolution, who does it, stage, and whether overdue today."""
    query = _actions()
    for name in ("meeting_id", "resolution_id", "person_id", "organisation_id", "office"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(actions.c[name] == wanted)
    if filters.status is not None:
        query = query.where(_status() == filters.status)
    return query


@reads(READ)
def one_action(reader: Reader, action_id: str) -> dict[str, Any] | None:
    """งานที่มอบหมาย, with what was reported of it."""
    found = reader.one(_actions().where(actions.c.action_id == action_id))
    if found is None:
        return None
    return {**found, "progress": reader.all(list_action_progress(action_id))}


@reads(READ)
def list_action_progress(action_id: str) -> Select[Any]:
    """ความคืบหน้า of an action, the oldest first."""
    mine = action_progress.c.action_id == action_id
    return select(action_progress).where(mine).order_by(action_progress.c.number)


@reads(READ)
def actions_to_do() -> Select[Any]:
    """งานที่ยังไม่แล้วเสร็จ: those due first, first; those due on no day last."""
    undated_last = (actions.c.due_on.is_(None), actions.c.due_on, actions.c.action_id)
    return _actions().where(actions.c.stage == "open").order_by(*undated_last)


def _status() -> Any:
    """As it stands today: an open action past its day is overdue."""
    late = and_(actions.c.stage == "open", actions.c.due_on < today())
    return case((late, "overdue"), else_=actions.c.stage)


def _actions() -> Select[Any]:
    who = roll_people.c.person_id == actions.c.person_id
    which = roll_organisations.c.organisation_id == actions.c.organisation_id
    of = meetings.c.meeting_id == actions.c.meeting_id
    return select(
        actions,
        _status().label("status"),
        meetings.c.title.label("meeting_title"),
        roll_people.c.person_title,
        roll_people.c.person_name,
        roll_organisations.c.name.label("organisation_name"),
    ).select_from(
        actions.outerjoin(meetings, of)
        .outerjoin(roll_people, who)
        .outerjoin(roll_organisations, which)
    )
