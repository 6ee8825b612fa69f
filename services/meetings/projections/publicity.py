"""ประชาสัมพันธ์: texts that make known what meetings resolved, and the villages they came to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, Select, String, func, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.meetings import (
    PublicityDrafted,
    PublicityReleased,
    PublicityRewritten,
    PublicityWithdrawn,
    VillageReached,
)
from bangduan.permissions import PUBLIC, reads
from bangduan.projection import Projection, ReadTable, Rows
from services.meetings.domain.publicity import length_of
from services.meetings.permissions import READ
from services.meetings.projections.meetings import meetings
from services.meetings.projections.roll import roll_villages
from services.meetings.views.publicity import PublicityFilter

publicity = ReadTable(
    "publicity",
    Column("publicity_id", String, primary_key=True),
    Column("meeting_id", String),
    Column("kind", String),
    Column("text", String),
    Column("letters", Integer),
    Column("segments", Integer),
    Column("status", String),
    Column("released_on", Date),
    Column("reason", String),
    Column("version", Integer),
    Index("publicity_by_meeting", "meeting_id"),
)
reached = ReadTable(
    "publicity_reached",
    Column("publicity_id", String, primary_key=True),
    Column("village", String, primary_key=True),
    Column("how", String, primary_key=True),
    Column("reached_on", Date),
)

PUBLICITY = Projection("publicity", version=1, tables=(publicity, reached))


@PUBLICITY.on(PublicityDrafted)
def _(event: PublicityDrafted, at: Recorded, rows: Rows) -> None:
    length = length_of(event.text)
    rows.put(
        publicity,
        publicity_id=event.publicity_id,
        meeting_id=event.meeting_id,
        kind=event.kind,
        text=event.text,
        letters=length.letters,
        segments=length.segments,
        status="draft",
        version=at.version,
    )


@PUBLICITY.on(PublicityRewritten)
def _(event: PublicityRewritten, at: Recorded, rows: Rows) -> None:
    length = length_of(event.text)
    _change(event, at, rows, text=event.text, letters=length.letters, segments=length.segments)


@PUBLICITY.on(PublicityReleased)
def _(event: PublicityReleased, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, status="released", released_on=event.released_on)


@PUBLICITY.on(PublicityWithdrawn)
def _(event: PublicityWithdrawn, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, status="withdrawn", reason=event.reason)


@PUBLICITY.on(VillageReached)
def _(event: VillageReached, at: Recorded, rows: Rows) -> None:
    rows.put(
        reached,
        publicity_id=event.publicity_id,
        village=event.village,
        how=event.how,
        reached_on=event.reached_on,
    )
    _change(event, at, rows)


def _change(event: Any, at: Recorded, rows: Rows, **values: Any) -> None:
    key = {"publicity_id": event.publicity_id}
    rows.change(publicity, key, **values, version=at.version)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_publicity(filters: PublicityFilter) -> Select[Any]:
    """ข้อความประชาสัมพันธ์, by meeting, kind and status."""
    query = _with_meetings()
    for name in ("meeting_id", "kind", "status"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(publicity.c[name] == wanted)
    return query


@reads(READ)
def one_publicity(reader: Reader, publicity_id: str) -> dict[str, Any] | None:
    """ข้อความประชาสัมพันธ์ with the villages it came to, and those it has not."""
    found = reader.one(_with_meetings().where(publicity.c.publicity_id == publicity_id))
    if found is None:
        return None
    return {
        **found,
        "reached": reader.all(list_reached(publicity_id)),
        "not_reached": reader.all(list_not_reached(publicity_id)),
    }


@reads(READ)
def list_reached(publicity_id: str) -> Select[Any]:
    """หมู่บ้านที่ข้อความไปถึงแล้ว, in the order of their numbers."""
    known = reached.outerjoin(roll_villages, roll_villages.c.village == reached.c.village)
    return (
        select(reached, roll_villages.c.name.label("village_name"))
        .select_from(known)
        .where(reached.c.publicity_id == publicity_id)
        .order_by(reached.c.village, reached.c.how)
    )


@reads(READ)
def list_not_reached(publicity_id: str) -> Select[Any]:
    """หมู่บ้านที่ข้อความยังไปไม่ถึง, of those on the roll."""
    there = select(reached.c.village).where(reached.c.publicity_id == publicity_id)
    missing = roll_villages.c.village.not_in(there)
    return select(roll_villages).where(missing).order_by(roll_villages.c.village)


@reads(PUBLIC)
def released_notices() -> Select[Any]:
    """ประกาศผลการประชุม that everybody may read: released and not taken back, the newest first."""
    of = meetings.c.meeting_id == publicity.c.meeting_id
    newest = (publicity.c.released_on.is_(None), publicity.c.released_on.desc())
    return (
        select(
            publicity.c.publicity_id,
            publicity.c.text,
            publicity.c.released_on,
            meetings.c.title.label("meeting_title"),
        )
        .select_from(publicity.join(meetings, of))
        .where(publicity.c.status == "released", publicity.c.kind == "notice")
        .order_by(*newest, publicity.c.publicity_id.desc())
    )


@reads(READ)
def to_release() -> Select[Any]:
    """ข้อความที่รอเผยแพร่: drafts, the oldest meeting first."""
    return list_publicity(PublicityFilter(status="draft")).order_by(
        meetings.c.held_on.is_(None), meetings.c.held_on, publicity.c.publicity_id
    )


def _with_meetings() -> Select[Any]:
    """Texts with the meeting each is of, and the number of villages it came to."""
    villages = (
        select(func.count(func.distinct(reached.c.village)))
        .where(reached.c.publicity_id == publicity.c.publicity_id)
        .scalar_subquery()
    )
    return select(
        publicity,
        meetings.c.title.label("meeting_title"),
        meetings.c.held_on,
        villages.label("villages_reached"),
    ).select_from(publicity.outerjoin(meetings, meetings.c.meeting_id == publicity.c.meeting_id))
