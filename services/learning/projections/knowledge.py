"""คลังความรู้: every record in its newest edition, and every edition it ever had."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.learning import (
    KnowledgePublished,
    KnowledgeRecorded,
    KnowledgeRevised,
    KnowledgeWithdrawn,
)
from bangduan.events.schema import to_payload
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.learning.permissions import READ
from services.learning.projections.register import owners
from services.learning.views import KnowledgeFilter

knowledge = ReadTable(
    "knowledge",
    Column("knowledge_id", String, primary_key=True),
    Column("title", String),
    Column("owner_id", String),
    Column("status", String),
    Column("edition", Integer),
    Column("published_edition", Integer),
    Column("form", JSON),
    Column("recorded_on", Date),
    Column("revised_on", Date),
    Column("published_on", Date),
    Column("reason", String),
    Column("version", Integer),
)
editions = ReadTable(
    "editions",
    Column("knowledge_id", String, primary_key=True),
    Column("edition", Integer, primary_key=True),
    Column("title", String),
    Column("owner_id", String),
    Column("form", JSON),
    Column("reason", String),
    Column("written_on", Date),
    Column("published_on", Date),
)

KNOWLEDGE = Projection("knowledge", version=1, tables=(knowledge, editions))


@KNOWLEDGE.on(KnowledgeRecorded)
def _(event: KnowledgeRecorded, at: Recorded, rows: Rows) -> None:
    form = to_payload(event.form)
    rows.put(
        knowledge,
        knowledge_id=event.knowledge_id,
        title=event.title,
        owner_id=event.owner_id,
        status="draft",
        edition=1,
        form=form,
        recorded_on=event.recorded_on,
        version=at.version,
    )
    rows.put(
        editions,
        knowledge_id=event.knowledge_id,
        edition=1,
        title=event.title,
        owner_id=event.owner_id,
        form=form,
        written_on=event.recorded_on,
    )


@KNOWLEDGE.on(KnowledgeRevised)
def _(event: KnowledgeRevised, at: Recorded, rows: Rows) -> None:
    form = to_payload(event.form)
    rows.change(
        knowledge,
        {"knowledge_id": event.knowledge_id},
        title=event.title,
        owner_id=event.owner_id,
        edition=event.edition,
        form=form,
        revised_on=event.revised_on,
        version=at.version,
    )
    rows.put(
        editions,
        knowledge_id=event.knowledge_id,
        edition=event.edition,
        title=event.title,
        owner_id=event.owner_id,
        form=form,
        reason=event.reason,
        written_on=event.revised_on,
    )


@KNOWLEDGE.on(KnowledgePublished)
def _(event: KnowledgePublished, at: Recorded, rows: Rows) -> None:
    key = {"knowledge_id": event.knowledge_id}
    rows.change(
        knowledge,
        key,
        status="published",
        published_edition=event.edition,
        published_on=event.published_on,
        reason=None,
        version=at.version,
    )
    edition = {**key, "edition": event.edition}
    rows.change(editions, edition, published_on=event.published_on)


@KNOWLEDGE.on(KnowledgeWithdrawn)
def _(event: KnowledgeWithdrawn, at: Recorded, rows: Rows) -> None:
    rows.change(
        knowledge,
        {"knowledge_id": event.knowledge_id},
        status="withdrawn",
        published_edition=None,
        published_on=None,
        reason=event.reason,
        version=at.version,
    )


# -- queries -------------------------------------------------------------------------------------


def _knowledge() -> Select[Any]:
    owner = owners.c.owner_id == knowledge.c.owner_id
    return select(knowledge, owners.c.owner_title, owners.c.owner_name).select_from(
        knowledge.outerjoin(owners, owner)
    )


@reads(READ)
def list_knowledge(filters: KnowledgeFilter) -> Select[Any]:
    """องค์ความรู้ in the newest edition, by status, by owner, by words of the title."""
    query = _knowledge()
    if filters.status is not None:
        query = query.where(knowledge.c.status == filters.status)
    if filters.owner_id is not None:
        query = query.where(knowledge.c.owner_id == filters.owner_id)
    if filters.text is not None:
        query = query.where(knowledge.c.title.contains(filters.text, autoescape=True))
    return query


@reads(READ)
def one_knowledge(reader: Reader, knowledge_id: str) -> dict[str, Any] | None:
    """องค์ความรู้ in its newest edition, published or not."""
    return reader.one(_knowledge().where(knowledge.c.knowledge_id == knowledge_id))


@reads(READ)
def list_editions(knowledge_id: str) -> Select[Any]:
    """ทุกฉบับขององค์ความรู้: every edition, whole, with why it was written."""
    owner = owners.c.owner_id == editions.c.owner_id
    return (
        select(editions, owners.c.owner_title, owners.c.owner_name)
        .select_from(editions.outerjoin(owners, owner))
        .where(editions.c.knowledge_id == knowledge_id)
    )


@reads(READ)
def published_edition(reader: Reader, knowledge_id: str) -> dict[str, Any] | None:
    """ฉบับที่เผยแพร่: what the public reads; nothing when none is published."""
    newest = reader.one(
        select(knowledge.c.published_edition).where(knowledge.c.knowledge_id == knowledge_id)
    )
    if newest is None or newest["published_edition"] is None:
        return None
    wanted = editions.c.edition == newest["published_edition"]
    return reader.one(list_editions(knowledge_id).where(wanted))
