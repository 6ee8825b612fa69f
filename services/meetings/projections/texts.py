"""ตัวบทระเบียบ: the text of a regulation on a day, at a version, and two of them compared."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from sqlalchemy import select

from bangduan.application import Reader
from bangduan.permissions import reads
from services.meetings.documents.compared import Difference, compare
from services.meetings.permissions import READ
from services.meetings.projections.papers import amendments, articles, regulations, wordings

Standing = Literal["draft", "not_yet", "in_force", "repealed"]


@reads(READ)
def text_on(reader: Reader, regulation_id: str, on: date) -> dict[str, Any] | None:
    """ระเบียบ as it read on a day, and whether it was then in force."""
    found = _regulation(reader, regulation_id)
    if found is None:
        return None
    rows = [
        row
        for row in _wordings(reader, regulation_id)
        if row["in_force_from"] is None or row["in_force_from"] <= on
    ]
    return {
        "regulation_id": regulation_id,
        "title": found["title"],
        "on": on,
        "standing": _standing(found, on),
        "in_force_from": found["in_force_from"],
        "repealed_from": found["repealed_from"],
        "articles": _latest(rows),
    }


def _standing(found: dict[str, Any], on: date) -> Standing:
    """How a regulation stood on a day; one in force since nobody knows when counts as in force."""
    if found["status"] in {"draft", "adopted"}:
        return "draft" if found["status"] == "draft" else "not_yet"
    since, until = found["in_force_from"], found["repealed_from"]
    if since is not None and on < since:
        return "not_yet"
    over = found["status"] == "repealed" and (until is None or on >= until)
    return "repealed" if over else "in_force"


@reads(READ)
def list_versions(reader: Reader, regulation_id: str) -> list[dict[str, Any]]:
    """รุ่นของตัวบท: the versions that changed an article, with the day of an amendment."""
    days: dict[int, date | None] = {}
    for row in _wordings(reader, regulation_id):
        days[row["version"]] = row["in_force_from"]
    return [{"version": version, "in_force_from": day} for version, day in sorted(days.items())]


@reads(READ)
def compared(
    reader: Reader,
    regulation_id: str,
    *,
    other_id: str | None = None,
    before: int | None = None,
    after: int | None = None,
) -> list[Difference] | None:
    """Two texts of one regulation by their versions, or this one against another.

    None when there is no such regulation. Without versions, the last change but one against the
    last one; another regulation is the later text, each as last amended.
    """
    if _regulation(reader, regulation_id) is None:
        return None
    if other_id is not None:
        if _regulation(reader, other_id) is None:
            return None
        return compare(_now(reader, regulation_id), _now(reader, other_id))
    versions = [row["version"] for row in list_versions(reader, regulation_id)]
    if after is None:
        after = versions[-1] if versions else 0
    if before is None:
        before = max((version for version in versions if version < after), default=0)
    return compare(_at(reader, regulation_id, before), _at(reader, regulation_id, after))


@reads(READ)
def list_amendments(regulation_id: str) -> Any:
    """การแก้ไขเพิ่มเติม of a regulation, in the order they took effect."""
    mine = amendments.c.regulation_id == regulation_id
    return select(amendments).where(mine).order_by(amendments.c.in_force_from, amendments.c.version)


def _regulation(reader: Reader, regulation_id: str) -> dict[str, Any] | None:
    return reader.one(select(regulations).where(regulations.c.regulation_id == regulation_id))


def _wordings(reader: Reader, regulation_id: str) -> list[dict[str, Any]]:
    mine = wordings.c.regulation_id == regulation_id
    return reader.all(select(wordings).where(mine).order_by(wordings.c.version))


def _now(reader: Reader, regulation_id: str) -> list[dict[str, Any]]:
    return reader.all(select(articles).where(articles.c.regulation_id == regulation_id))


def _at(reader: Reader, regulation_id: str, version: int) -> list[dict[str, Any]]:
    rows = _wordings(reader, regulation_id)
    return _latest([row for row in rows if row["version"] <= version])


def _latest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last wording of each article; those that were struck are left out."""
    last = {(row["number"], row["inserted"]): row for row in rows}
    return [row for _, row in sorted(last.items()) if row["text"] is not None]
