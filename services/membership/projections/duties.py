"""การแบ่งหน้าที่: who sees to what, by when."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, Select, String, case, literal, select

from bangduan.application import Reader
from bangduan.days import days_between, today
from bangduan.events.envelope import Recorded
from bangduan.events.membership import (
    DutyAssigned,
    DutyCompleted,
    DutyHandedOver,
    DutyWithdrawn,
    OrganisationMerged,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.membership.permissions import READ
from services.membership.projections.seats import terms
from services.membership.views import DutyFilter

duties = ReadTable(
    "duties",
    Column("duty_id", String, primary_key=True),
    Column("task", String),
    Column("details", String),
    Column("holder", String),
    Column("office_id", String),
    Column("organisation_id", String),
    Column("committee_id", String),
    Column("resolution_id", String),
    Column("assigned_on", Date),
    Column("due_on", Date),
    Column("handed_on", Date),
    Column("status", String),
    Column("done_on", Date),
    Column("withdrawn_on", Date),
    Column("note", String),
    Column("version", Integer),
    Index("duties_by_holder", "holder"),
)

DUTIES = Projection("duties", version=1, tables=(duties,))


@DUTIES.on(DutyAssigned)
def _(event: DutyAssigned, at: Recorded, rows: Rows) -> None:
    rows.put(
        duties,
        duty_id=event.duty_id,
        task=event.task,
        details=event.details,
        holder=event.holder,
        office_id=event.office_id,
        organisation_id=event.organisation_id,
        committee_id=event.committee_id,
        resolution_id=event.resolution_id,
        assigned_on=event.assigned_on,
        due_on=event.due_on,
        status="open",
        version=at.version,
    )


@DUTIES.on(DutyHandedOver)
def _(event: DutyHandedOver, at: Recorded, rows: Rows) -> None:
    later = {} if event.due_on is None else {"due_on": event.due_on}
    rows.change(
        duties,
        {"duty_id": event.duty_id},
        holder=event.holder,
        office_id=event.office_id,
        handed_on=event.handed_on,
        note=event.note,
        version=at.version,
        **later,
    )


@DUTIES.on(DutyCompleted)
def _(event: DutyCompleted, at: Recorded, rows: Rows) -> None:
    rows.change(
        duties,
        {"duty_id": event.duty_id},
        status="done",
        done_on=event.done_on,
        note=event.note,
        version=at.version,
    )


@DUTIES.on(DutyWithdrawn)
def _(event: DutyWithdrawn, at: Recorded, rows: Rows) -> None:
    rows.change(
        duties,
        {"duty_id": event.duty_id},
        status="cancelled",
        withdrawn_on=event.withdrawn_on,
        note=event.note,
        version=at.version,
    )


@DUTIES.on(OrganisationMerged)
def _(event: OrganisationMerged, at: Recorded, rows: Rows) -> None:
    mine = {"organisation_id": event.organisation_id}
    rows.change(duties, mine, organisation_id=event.into)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_duties(filters: DutyFilter) -> Select[Any]:
    """การแบ่งหน้าที่, by whose it is, by body, by status, and by when it is due.

    A person's duties are also those of the offices that the person holds.
    """
    query = _duties()
    for name in ("office_id", "organisation_id", "committee_id", "resolution_id", "status"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(duties.c[name] == wanted)
    if filters.holder is not None:
        query = query.where(_seen_to_by(filters.holder))
    if filters.due is not None:
        query = query.where(_DUE[filters.due]())
    return query


@reads(READ)
def one_duty(reader: Reader, duty_id: str) -> dict[str, Any] | None:
    """หน้าที่."""
    return reader.one(_duties().where(duties.c.duty_id == duty_id))


@reads(READ)
def list_duties_of(person_id: str) -> Select[Any]:
    """หน้าที่ของบุคคล, and of the offices that the person holds; what is open first."""
    return _duties().where(_seen_to_by(person_id)).order_by(duties.c.status.desc(), duties.c.due_on)


@reads(READ)
def duties_due() -> Select[Any]:
    """หน้าที่ที่ถึงกำหนด: what is open and has a day, the soonest first."""
    dated = (duties.c.status == "open", duties.c.due_on.is_not(None))
    return _duties().where(*dated).order_by(duties.c.due_on, duties.c.duty_id)


def _duties() -> Select[Any]:
    left = case(
        (duties.c.status == "open", days_between(duties.c.due_on, today())),
        else_=literal(None, Integer),
    )
    return select(duties, left.label("days_left"))


def _seen_to_by(person_id: str) -> Any:
    held = select(terms.c.office_id).where(terms.c.holder == person_id, terms.c.status == "holding")
    return (duties.c.holder == person_id) | duties.c.office_id.in_(held)


def _overdue() -> Any:
    return (duties.c.status == "open") & (duties.c.due_on < today())


def _still_to_come() -> Any:
    return (duties.c.status == "open") & (duties.c.due_on >= today())


def _without_a_day() -> Any:
    return (duties.c.status == "open") & duties.c.due_on.is_(None)


_DUE = {"overdue": _overdue, "to_come": _still_to_come, "no_day": _without_a_day}
