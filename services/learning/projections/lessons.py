"""ทะเบียนบทเรียน: what waits to be captured, where it was captured, why it was set aside."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.learning import (
    LessonCaptured,
    LessonOpened,
    LessonReopened,
    LessonSetAside,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.learning.permissions import READ
from services.learning.views import LessonFilter

lessons = ReadTable(
    "lessons",
    Column("lesson_id", String, primary_key=True),
    Column("about", String),
    Column("about_id", String),
    Column("title", String),
    Column("happened_on", Date),
    Column("status", String),
    Column("knowledge_id", String),
    Column("captured_on", Date),
    Column("reason", String),
    Column("version", Integer),
)

LESSONS = Projection("lessons", version=1, tables=(lessons,))


@LESSONS.on(LessonOpened)
def _(event: LessonOpened, at: Recorded, rows: Rows) -> None:
    rows.put(
        lessons,
        lesson_id=event.lesson_id,
        about=event.about,
        about_id=event.about_id,
        title=event.title,
        happened_on=event.happened_on,
        status="open",
        version=at.version,
    )


@LESSONS.on(LessonCaptured)
def _(event: LessonCaptured, at: Recorded, rows: Rows) -> None:
    rows.change(
        lessons,
        {"lesson_id": event.lesson_id},
        status="captured",
        knowledge_id=event.knowledge_id,
        captured_on=event.captured_on,
        version=at.version,
    )


@LESSONS.on(LessonSetAside)
def _(event: LessonSetAside, at: Recorded, rows: Rows) -> None:
    rows.change(
        lessons,
        {"lesson_id": event.lesson_id},
        status="set-aside",
        reason=event.reason,
        version=at.version,
    )


@LESSONS.on(LessonReopened)
def _(event: LessonReopened, at: Recorded, rows: Rows) -> None:
    rows.change(
        lessons,
        {"lesson_id": event.lesson_id},
        status="open",
        reason=event.reason,
        version=at.version,
    )


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_lessons(filters: LessonFilter) -> Select[Any]:
    """บทเรียน, by status and by what they are about."""
    query = select(lessons)
    for name in ("status", "about", "about_id", "knowledge_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(lessons.c[name] == wanted)
    return query


@reads(READ)
def lessons_to_capture() -> Select[Any]:
    """บทเรียนที่รอการถอด: what waits to be written up, the newest first."""
    waiting = select(lessons).where(lessons.c.status == "open")
    return waiting.order_by(lessons.c.happened_on.desc().nulls_last(), lessons.c.title)


@reads(READ)
def one_lesson(reader: Reader, lesson_id: str) -> dict[str, Any] | None:
    """บทเรียน."""
    return reader.one(select(lessons).where(lessons.c.lesson_id == lesson_id))
