"""รายงานการประชุมและระเบียบ: minutes and regulations, as they now read."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.meetings import (
    ArticleChange,
    ArticleStruck,
    ArticleWritten,
    MinutesAdopted,
    MinutesReviewed,
    MinutesWritten,
    RegulationAdopted,
    RegulationAmended,
    RegulationBroughtIntoForce,
    RegulationDrafted,
    RegulationRepealed,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.meetings.domain.regulation import numbered
from services.meetings.permissions import READ
from services.meetings.projections.meetings import meetings
from services.meetings.views.papers import RegulationFilter

minutes = ReadTable(
    "minutes",
    Column("meeting_id", String, primary_key=True),
    Column("sections", JSON),
    Column("recorder", String),
    Column("reviewer", String),
    Column("status", String),
    Column("adopted_by_meeting_id", String),
    Column("corrections", JSON),
    Column("paper", JSON),
    Column("digest", String),
    Column("version", Integer),
)
regulations = ReadTable(
    "regulations",
    Column("regulation_id", String, primary_key=True),
    Column("title", String),
    Column("meeting_id", String),
    Column("body_id", String),
    Column("status", String),
    Column("adopted_by_meeting_id", String),
    Column("resolution_id", String),
    Column("adopted_on", Date),
    Column("in_force_from", Date),
    Column("repealed_by_resolution_id", String),
    Column("repealed_from", Date),
    Column("version", Integer),
)
articles = ReadTable(
    "articles",
    Column("regulation_id", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("inserted", Integer, primary_key=True),
    Column("article", String),
    Column("heading", String),
    Column("text", String),
)
#: Every wording an article ever had, by the version that brought it; without a text it was struck.
wordings = ReadTable(
    "wordings",
    Column("regulation_id", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("inserted", Integer, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("article", String),
    Column("heading", String),
    Column("text", String),
    Column("in_force_from", Date),
)
amendments = ReadTable(
    "amendments",
    Column("regulation_id", String, primary_key=True),
    Column("amendment_id", String, primary_key=True),
    Column("meeting_id", String),
    Column("resolution_id", String),
    Column("by_regulation_id", String),
    Column("in_force_from", Date),
    Column("articles", String),
    Column("version", Integer),
)

PAPERS = Projection(
    "papers", version=3, tables=(minutes, regulations, articles, wordings, amendments)
)


@PAPERS.on(MinutesWritten)
def _(event: MinutesWritten, at: Recorded, rows: Rows) -> None:
    rows.put(
        minutes,
        meeting_id=event.meeting_id,
        sections=list(event.sections),
        recorder=event.recorder,
        reviewer=None,
        status="draft",
        corrections=[],
        version=at.version,
    )


@PAPERS.on(MinutesReviewed)
def _(event: MinutesReviewed, at: Recorded, rows: Rows) -> None:
    rows.change(
        minutes,
        {"meeting_id": event.meeting_id},
        reviewer=event.reviewer,
        status="reviewed",
        version=at.version,
    )


@PAPERS.on(MinutesAdopted)
def _(event: MinutesAdopted, at: Recorded, rows: Rows) -> None:
    rows.change(
        minutes,
        {"meeting_id": event.meeting_id},
        status="adopted",
        adopted_by_meeting_id=event.adopted_by_meeting_id,
        corrections=list(event.corrections),
        paper=event.paper,
        digest=event.digest,
        version=at.version,
    )


@PAPERS.on(RegulationDrafted)
def _(event: RegulationDrafted, at: Recorded, rows: Rows) -> None:
    rows.put(
        regulations,
        regulation_id=event.regulation_id,
        title=event.title,
        meeting_id=event.meeting_id,
        body_id=event.body_id,
        status="draft",
        version=at.version,
    )


@PAPERS.on(ArticleWritten)
def _(event: ArticleWritten, at: Recorded, rows: Rows) -> None:
    _worded(event.regulation_id, event, at, rows)
    _change(event, at, rows)


@PAPERS.on(ArticleStruck)
def _(event: ArticleStruck, at: Recorded, rows: Rows) -> None:
    _worded(event.regulation_id, event, at, rows)
    _change(event, at, rows)


@PAPERS.on(RegulationAmended)
def _(event: RegulationAmended, at: Recorded, rows: Rows) -> None:
    for each in event.changes:
        _worded(event.regulation_id, each, at, rows, event.in_force_from)
    rows.put(
        amendments,
        regulation_id=event.regulation_id,
        amendment_id=event.amendment_id,
        meeting_id=event.meeting_id,
        resolution_id=event.resolution_id,
        by_regulation_id=event.by_regulation_id,
        in_force_from=event.in_force_from,
        articles=", ".join(numbered(each.number, each.inserted) for each in event.changes),
        version=at.version,
    )
    _change(event, at, rows)


def _worded(
    regulation_id: str,
    said: ArticleWritten | ArticleStruck | ArticleChange,
    at: Recorded,
    rows: Rows,
    since: date | None = None,
) -> None:
    """An article reads anew, or is struck; how it read before is kept."""
    inserted = getattr(said, "inserted", None)
    article = {"regulation_id": regulation_id, "number": said.number, "inserted": inserted or 0}
    text = getattr(said, "text", None)
    reads = {
        "article": numbered(said.number, inserted),
        "heading": getattr(said, "heading", None),
        "text": text,
    }
    if text is None:
        rows.remove(articles, article)
    else:
        rows.put(articles, **article, **reads)
    rows.put(wordings, **article, version=at.version, **reads, in_force_from=since)


@PAPERS.on(RegulationAdopted)
def _(event: RegulationAdopted, at: Recorded, rows: Rows) -> None:
    _change(
        event,
        at,
        rows,
        status="adopted",
        adopted_by_meeting_id=event.meeting_id,
        resolution_id=event.resolution_id,
        adopted_on=event.adopted_on,
    )


@PAPERS.on(RegulationBroughtIntoForce)
def _(event: RegulationBroughtIntoForce, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, status="in_force", in_force_from=event.in_force_from)


@PAPERS.on(RegulationRepealed)
def _(event: RegulationRepealed, at: Recorded, rows: Rows) -> None:
    _change(
        event,
        at,
        rows,
        status="repealed",
        repealed_by_resolution_id=event.resolution_id,
        repealed_from=event.repealed_from,
    )


def _change(event: Any, at: Recorded, rows: Rows, **values: Any) -> None:
    key = {"regulation_id": event.regulation_id}
    rows.change(regulations, key, **values, version=at.version)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def one_minutes(reader: Reader, meeting_id: str) -> dict[str, Any] | None:
    """รายงานการประชุม with when the meeting began and ended."""
    query = (
        select(
            minutes,
            meetings.c.title,
            meetings.c.held_on,
            meetings.c.begun_at,
            meetings.c.ended_at,
        )
        .select_from(minutes.outerjoin(meetings, meetings.c.meeting_id == minutes.c.meeting_id))
        .where(minutes.c.meeting_id == meeting_id)
    )
    return reader.one(query)


@reads(READ)
def list_regulations(filters: RegulationFilter) -> Select[Any]:
    """ระเบียบข้อบังคับ, by status, body and the meeting that drafted it."""
    query = select(regulations)
    for name in ("status", "body_id", "meeting_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(regulations.c[name] == wanted)
    return query


@reads(READ)
def one_regulation(reader: Reader, regulation_id: str) -> dict[str, Any] | None:
    """ระเบียบข้อบังคับ with its articles."""
    mine = regulations.c.regulation_id == regulation_id
    found = reader.one(select(regulations).where(mine))
    if found is None:
        return None
    written = select(articles).where(articles.c.regulation_id == regulation_id)
    return {
        **found,
        "articles": reader.all(written.order_by(articles.c.number, articles.c.inserted)),
    }
