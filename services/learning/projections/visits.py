"""ทะเบียนศึกษาดูงาน: who books, who came, and whether it was applied."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.learning import (
    StudyVisitBooked,
    StudyVisitCancelled,
    StudyVisitFollowedUp,
    StudyVisitHosted,
    StudyVisitRescheduled,
)
from bangduan.events.schema import to_payload
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.learning.permissions import READ
from services.learning.projections.places import places
from services.learning.projections.register import organisations
from services.learning.views import VisitFilter

visits = ReadTable(
    "visits",
    Column("visit_id", String, primary_key=True),
    Column("topic", String),
    Column("visitors_from", String),
    Column("place_id", String),
    Column("host_organisation_id", String),
    Column("status", String),
    Column("expected", JSON),
    Column("booked_for", Date),
    Column("visitors", JSON),
    Column("hosted_on", Date),
    Column("applied", String),
    Column("reason", String),
    Column("version", Integer),
)
follow_ups = ReadTable(
    "follow_ups",
    Column("visit_id", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("applied", String),
    Column("what", String),
    Column("asked_on", Date),
)

VISITS = Projection("visits", version=1, tables=(visits, follow_ups))


@VISITS.on(StudyVisitBooked)
def _(event: StudyVisitBooked, at: Recorded, rows: Rows) -> None:
    rows.put(
        visits,
        visit_id=event.visit_id,
        topic=event.topic,
        visitors_from=event.visitors_from,
        place_id=event.place_id,
        host_organisation_id=event.host_organisation_id,
        status="booked",
        expected=to_payload(event.expected),
        booked_for=event.booked_for,
        version=at.version,
    )


@VISITS.on(StudyVisitRescheduled)
def _(event: StudyVisitRescheduled, at: Recorded, rows: Rows) -> None:
    rows.change(
        visits, {"visit_id": event.visit_id}, booked_for=event.booked_for, version=at.version
    )


@VISITS.on(StudyVisitCancelled)
def _(event: StudyVisitCancelled, at: Recorded, rows: Rows) -> None:
    rows.change(
        visits,
        {"visit_id": event.visit_id},
        status="cancelled",
        reason=event.reason,
        version=at.version,
    )


@VISITS.on(StudyVisitHosted)
def _(event: StudyVisitHosted, at: Recorded, rows: Rows) -> None:
    rows.change(
        visits,
        {"visit_id": event.visit_id},
        status="hosted",
        visitors=to_payload(event.visitors),
        hosted_on=event.hosted_on,
        version=at.version,
    )


@VISITS.on(StudyVisitFollowedUp)
def _(event: StudyVisitFollowedUp, at: Recorded, rows: Rows) -> None:
    rows.put(
        follow_ups,
        visit_id=event.visit_id,
        number=at.version,
        applied=event.applied,
        what=event.what,
        asked_on=event.asked_on,
    )
    rows.change(visits, {"visit_id": event.visit_id}, applied=event.applied, version=at.version)


# -- queries -------------------------------------------------------------------------------------


def _visits() -> Select[Any]:
    host = organisations.c.organisation_id == visits.c.host_organisation_id
    return select(
        visits, places.c.name.label("place_name"), organisations.c.name.label("host_name")
    ).select_from(
        visits.outerjoin(places, places.c.place_id == visits.c.place_id).outerjoin(
            organisations, host
        )
    )


@reads(READ)
def list_visits(filters: VisitFilter) -> Select[Any]:
    """ศึกษาดูงาน, by status, place, host and answer; ``not-asked``: nobody followed up yet."""
    query = _visits()
    for name in ("status", "place_id", "host_organisation_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(visits.c[name] == wanted)
    if filters.applied == "not-asked":
        query = query.where(visits.c.applied.is_(None))
    elif filters.applied is not None:
        query = query.where(visits.c.applied == filters.applied)
    return query


@reads(READ)
def coming_visits() -> Select[Any]:
    """การดูงานที่นัดหมายไว้: visits that are booked, the next first, those without a day last."""
    query = _visits().where(visits.c.status == "booked")
    return query.order_by(visits.c.booked_for.asc().nulls_last(), visits.c.topic)


@reads(READ)
def follow_ups_of(visit_id: str) -> Select[Any]:
    """การติดตามผล: every answer of the visitors."""
    return select(follow_ups).where(follow_ups.c.visit_id == visit_id)


@reads(READ)
def one_visit(reader: Reader, visit_id: str) -> dict[str, Any] | None:
    """การดูงาน with every answer of the visitors."""
    found = reader.one(_visits().where(visits.c.visit_id == visit_id))
    if found is None:
        return None
    asked = follow_ups_of(visit_id).order_by(follow_ups.c.number)
    return {**found, "follow_ups": reader.all(asked)}
