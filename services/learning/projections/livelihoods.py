"""ทะเบียนอาชีพเสริม: livelihoods, whose money began them, and where they are taught."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.learning import (
    LivelihoodEnded,
    LivelihoodFunded,
    LivelihoodStarted,
    LivelihoodTaught,
    PractitionersCounted,
)
from bangduan.events.schema import to_payload
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.learning.permissions import READ
from services.learning.projections.places import places
from services.learning.views import LivelihoodFilter

livelihoods = ReadTable(
    "livelihoods",
    Column("livelihood_id", String, primary_key=True),
    Column("kind", String),
    Column("name", String),
    Column("organisation_id", String),
    Column("village", String),
    Column("source_of_money", String),
    Column("practitioners", JSON),
    Column("counted_on", Date),
    Column("purpose", String),
    Column("status", String),
    Column("started_on", Date),
    Column("ended_on", Date),
    Column("reason", String),
    Column("version", Integer),
)
taught_at = ReadTable(
    "taught_at",
    Column("livelihood_id", String, primary_key=True),
    Column("place_id", String, primary_key=True),
)

LIVELIHOODS = Projection("livelihoods", version=1, tables=(livelihoods, taught_at))


@LIVELIHOODS.on(LivelihoodStarted)
def _(event: LivelihoodStarted, at: Recorded, rows: Rows) -> None:
    rows.put(
        livelihoods,
        livelihood_id=event.livelihood_id,
        kind=event.kind,
        name=event.name,
        organisation_id=event.organisation_id,
        village=event.village,
        source_of_money=event.source_of_money,
        practitioners=to_payload(event.practitioners),
        purpose=event.purpose,
        status="practised",
        started_on=event.started_on,
        version=at.version,
    )
    if event.taught_at_place_id is not None:
        rows.put(taught_at, livelihood_id=event.livelihood_id, place_id=event.taught_at_place_id)


@LIVELIHOODS.on(LivelihoodFunded)
def _(event: LivelihoodFunded, at: Recorded, rows: Rows) -> None:
    rows.change(
        livelihoods,
        {"livelihood_id": event.livelihood_id},
        source_of_money=event.source_of_money,
        version=at.version,
    )


@LIVELIHOODS.on(PractitionersCounted)
def _(event: PractitionersCounted, at: Recorded, rows: Rows) -> None:
    rows.change(
        livelihoods,
        {"livelihood_id": event.livelihood_id},
        practitioners=to_payload(event.practitioners),
        counted_on=event.counted_on,
        version=at.version,
    )


@LIVELIHOODS.on(LivelihoodTaught)
def _(event: LivelihoodTaught, at: Recorded, rows: Rows) -> None:
    rows.put(taught_at, livelihood_id=event.livelihood_id, place_id=event.place_id)
    rows.change(livelihoods, {"livelihood_id": event.livelihood_id}, version=at.version)


@LIVELIHOODS.on(LivelihoodEnded)
def _(event: LivelihoodEnded, at: Recorded, rows: Rows) -> None:
    rows.change(
        livelihoods,
        {"livelihood_id": event.livelihood_id},
        status="ended",
        ended_on=event.ended_on,
        reason=event.reason,
        version=at.version,
    )


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_livelihoods(filters: LivelihoodFilter) -> Select[Any]:
    """อาชีพเสริม, by kind, by source of money (``unknown`` too), by where they are taught."""
    query = select(livelihoods)
    for name in ("kind", "village", "organisation_id", "status", "purpose"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(livelihoods.c[name] == wanted)
    if filters.source_of_money == "unknown":
        query = query.where(livelihoods.c.source_of_money.is_(None))
    elif filters.source_of_money is not None:
        query = query.where(livelihoods.c.source_of_money == filters.source_of_money)
    if filters.taught_at_place_id is not None:
        there = select(taught_at.c.livelihood_id).where(
            taught_at.c.place_id == filters.taught_at_place_id
        )
        query = query.where(livelihoods.c.livelihood_id.in_(there))
    return query


@reads(READ)
def livelihoods_taught_at(place_id: str) -> Select[Any]:
    """อาชีพที่ถ่ายทอด at a learning place."""
    there = livelihoods.join(taught_at, taught_at.c.livelihood_id == livelihoods.c.livelihood_id)
    return select(livelihoods).select_from(there).where(taught_at.c.place_id == place_id)


@reads(READ)
def places_that_teach(livelihood_id: str) -> Select[Any]:
    """แหล่งเรียนรู้ที่ถ่ายทอด a livelihood."""
    return (
        select(taught_at.c.place_id, places.c.name)
        .select_from(taught_at.outerjoin(places, places.c.place_id == taught_at.c.place_id))
        .where(taught_at.c.livelihood_id == livelihood_id)
    )


@reads(READ)
def one_livelihood(reader: Reader, livelihood_id: str) -> dict[str, Any] | None:
    """อาชีพเสริม with the places where it is taught."""
    found = reader.one(select(livelihoods).where(livelihoods.c.livelihood_id == livelihood_id))
    if found is None:
        return None
    there = places_that_teach(livelihood_id).order_by(taught_at.c.place_id)
    return {**found, "taught_at": reader.all(there)}
