"""การนำเข้าทะเบียน: who took in which sort of register, when, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Date, Integer, Select, String, select

from bangduan import access
from bangduan.application import Reader
from bangduan.days import BANGKOK
from bangduan.events.envelope import Recorded
from bangduan.events.membership.imports import (
    ImportColumnsMatched,
    ImportFileKept,
    ImportFileRemoved,
    ImportFinished,
    ImportStarted,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.membership.permissions import READ
from services.membership.views.imports import ImportFilter

imports = ReadTable(
    "imports",
    Column("import_id", String, primary_key=True),
    Column("sort", String),
    Column("status", String),
    Column("file", String),
    Column("size_bytes", Integer),
    Column("rows", Integer),
    Column("made", Integer),
    Column("there", Integer),
    Column("alike", Integer),
    Column("wrong", Integer),
    Column("account_id", String),
    Column("kept_on", Date),
    Column("kept_at", String),
    Column("finished_at", String),
    Column("version", Integer),
)

IMPORTS = Projection("imports", version=2, tables=(imports,))


@IMPORTS.on(ImportFileKept)
def _(event: ImportFileKept, at: Recorded, rows: Rows) -> None:
    rows.put(
        imports,
        import_id=event.import_id,
        sort=event.sort,
        status="kept",
        file="stored",
        size_bytes=event.size_bytes,
        account_id=event.account_id,
        kept_on=datetime.fromisoformat(at.time).astimezone(BANGKOK).date(),
        kept_at=at.time,
        version=at.version,
    )


@IMPORTS.on(ImportColumnsMatched)
def _(event: ImportColumnsMatched, at: Recorded, rows: Rows) -> None:
    rows.change(imports, {"import_id": event.import_id}, status="matched", version=at.version)


@IMPORTS.on(ImportStarted)
def _(event: ImportStarted, at: Recorded, rows: Rows) -> None:
    rows.change(
        imports,
        {"import_id": event.import_id},
        status="running",
        rows=event.rows,
        version=at.version,
    )


@IMPORTS.on(ImportFinished)
def _(event: ImportFinished, at: Recorded, rows: Rows) -> None:
    rows.change(
        imports,
        {"import_id": event.import_id},
        status="finished",
        made=event.made,
        there=event.there,
        alike=event.alike,
        wrong=event.wrong,
        finished_at=at.time,
        version=at.version,
    )


@IMPORTS.on(ImportFileRemoved)
def _(event: ImportFileRemoved, at: Recorded, rows: Rows) -> None:
    rows.change(imports, {"import_id": event.import_id}, file="destroyed", version=at.version)


@reads(READ)
def list_imports(filters: ImportFilter) -> Select[Any]:
    """การนำเข้าทะเบียน, latest first where nothing else is asked for."""
    query = select(imports)
    if filters.sort is not None:
        query = query.where(imports.c.sort == filters.sort)
    if filters.status is not None:
        query = query.where(imports.c.status == filters.status)
    return query


@reads(READ)
def told_imports(reader: Reader) -> dict[str, Any]:
    """การนำเข้าทะเบียน with whoever handed each file in, by name."""
    return {"items": _named(reader, reader.all(select(imports))), "next": None}


@reads(READ)
def one_import(reader: Reader, import_id: str) -> dict[str, Any] | None:
    """การนำเข้าทะเบียนหนึ่งครั้ง."""
    found = _named(reader, reader.all(select(imports).where(imports.c.import_id == import_id)))
    return found[0] if found else None


def _named(reader: Reader, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with the names of their accounts, as far as they are known."""
    known = access.names(reader, {row["account_id"] for row in rows if row["account_id"]})
    return [{**row, "account_name": known.get(row["account_id"])} for row in rows]


def running_imports(reader: Reader) -> list[str]:
    """Imports that are started and not finished, the oldest first."""
    under_way = select(imports.c.import_id).where(imports.c.status == "running")
    return [row["import_id"] for row in reader.all(under_way.order_by(imports.c.kept_at))]


def lapsed_imports(reader: Reader, before: str) -> list[str]:
    """Imports whose file has lain since before a moment (ISO text), but those under way."""
    found = select(imports.c.import_id).where(
        imports.c.file == "stored", imports.c.kept_at < before, imports.c.status != "running"
    )
    return [row["import_id"] for row in reader.all(found)]
