"""องค์ประชุม: bodies, their dated rules, and how far their meetings are numbered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.meetings import (
    BodyRegistered,
    BodyRulesSet,
    MeetingNumberTaken,
    NumberingContinued,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.meetings.permissions import READ

bodies = ReadTable(
    "bodies",
    Column("body_id", String, primary_key=True),
    Column("name", String),
    Column("committee_id", String),
    Column("organisation_id", String),
    Column("version", Integer),
)
rule_sets = ReadTable(
    "rule_sets",
    Column("body_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("effective_from", Date),
    Column("rules", JSON),
    Column("source", String),
)
numbers = ReadTable(
    "numbers",
    Column("body_id", String, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last_number", Integer),
)

BODIES = Projection("bodies", version=1, tables=(bodies, rule_sets, numbers))


@BODIES.on(BodyRegistered)
def _(event: BodyRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(
        bodies,
        body_id=event.body_id,
        name=event.name,
        committee_id=event.committee_id,
        organisation_id=event.organisation_id,
        version=at.version,
    )


@BODIES.on(BodyRulesSet)
def _(event: BodyRulesSet, at: Recorded, rows: Rows) -> None:
    rows.put(
        rule_sets,
        body_id=event.body_id,
        version=at.version,
        effective_from=event.effective_from,
        rules=event.rules,
        source=event.source,
    )
    rows.change(bodies, {"body_id": event.body_id}, version=at.version)


@BODIES.on(MeetingNumberTaken)
def _(event: MeetingNumberTaken, at: Recorded, rows: Rows) -> None:
    rows.put(numbers, body_id=event.body_id, year=event.year, last_number=event.number)


@BODIES.on(NumberingContinued)
def _(event: NumberingContinued, at: Recorded, rows: Rows) -> None:
    rows.put(numbers, body_id=event.body_id, year=event.year, last_number=event.last_number)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_bodies() -> Select[Any]:
    """องค์ประชุม."""
    return select(bodies)


@reads(READ)
def one_body(reader: Reader, body_id: str) -> dict[str, Any] | None:
    """องค์ประชุม with its dated rules and the last number of each year."""
    found = reader.one(select(bodies).where(bodies.c.body_id == body_id))
    if found is None:
        return None
    mine = rule_sets.c.body_id == body_id
    in_order = select(rule_sets).where(mine).order_by(rule_sets.c.version)
    by_year = select(numbers).where(numbers.c.body_id == body_id).order_by(numbers.c.year)
    return {**found, "rule_sets": reader.all(in_order), "numbers": reader.all(by_year)}
