"""ฐานข้อมูลแหล่งเรียนรู้: learning places, their topics, and which are open to the community."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.learning import (
    PlaceClosed,
    PlaceListed,
    PlaceOpened,
    PlaceTopicsChanged,
    PlaceUnlisted,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.learning.permissions import READ
from services.learning.projections.register import organisations
from services.learning.views import PlaceFilter

places = ReadTable(
    "places",
    Column("place_id", String, primary_key=True),
    Column("name", String),
    Column("topics", JSON),
    Column("host_organisation_id", String),
    Column("village", String),
    Column("about", String),
    Column("status", String),
    Column("listed", Boolean),
    Column("opened_on", Date),
    Column("listed_on", Date),
    Column("closed_on", Date),
    Column("reason", String),
    Column("version", Integer),
)
place_topics = ReadTable(
    "place_topics",
    Column("place_id", String, primary_key=True),
    Column("topic", String, primary_key=True),
)

PLACES = Projection("places", version=1, tables=(places, place_topics))


@PLACES.on(PlaceOpened)
def _(event: PlaceOpened, at: Recorded, rows: Rows) -> None:
    rows.put(
        places,
        place_id=event.place_id,
        name=event.name,
        topics=list(event.topics),
        host_organisation_id=event.host_organisation_id,
        village=event.village,
        about=event.about,
        status="open",
        listed=False,
        opened_on=event.opened_on,
        version=at.version,
    )
    for topic in event.topics:
        rows.put(place_topics, place_id=event.place_id, topic=topic)


@PLACES.on(PlaceTopicsChanged)
def _(event: PlaceTopicsChanged, at: Recorded, rows: Rows) -> None:
    key = {"place_id": event.place_id}
    rows.change(places, key, topics=list(event.topics), version=at.version)
    rows.remove(place_topics, key)
    for topic in event.topics:
        rows.put(place_topics, place_id=event.place_id, topic=topic)


@PLACES.on(PlaceListed)
def _(event: PlaceListed, at: Recorded, rows: Rows) -> None:
    rows.change(
        places,
        {"place_id": event.place_id},
        listed=True,
        listed_on=event.listed_on,
        reason=None,
        version=at.version,
    )


@PLACES.on(PlaceUnlisted)
def _(event: PlaceUnlisted, at: Recorded, rows: Rows) -> None:
    rows.change(
        places,
        {"place_id": event.place_id},
        listed=False,
        listed_on=None,
        reason=event.reason,
        version=at.version,
    )


@PLACES.on(PlaceClosed)
def _(event: PlaceClosed, at: Recorded, rows: Rows) -> None:
    rows.change(
        places,
        {"place_id": event.place_id},
        status="closed",
        listed=False,
        listed_on=None,
        closed_on=event.closed_on,
        reason=event.reason,
        version=at.version,
    )


# -- queries -------------------------------------------------------------------------------------


def _places() -> Select[Any]:
    host = organisations.c.organisation_id == places.c.host_organisation_id
    return select(places, organisations.c.name.label("host_name")).select_from(
        places.outerjoin(organisations, host)
    )


@reads(READ)
def list_places(filters: PlaceFilter) -> Select[Any]:
    """แหล่งเรียนรู้, by topic, by village, by host; ``listed=yes`` is the database's view."""
    query = _places()
    for name in ("status", "village", "host_organisation_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(places.c[name] == wanted)
    if filters.listed is not None:
        query = query.where(places.c.listed.is_(filters.listed == "yes"))
    if filters.topic is not None:
        teaching = select(place_topics.c.place_id).where(place_topics.c.topic == filters.topic)
        query = query.where(places.c.place_id.in_(teaching))
    return query


@reads(READ)
def one_place(reader: Reader, place_id: str) -> dict[str, Any] | None:
    """แหล่งเรียนรู้."""
    return reader.one(_places().where(places.c.place_id == place_id))
