"""Imports for programs: hand a file in, see what it comes to, run it, ask how far it is."""

from __future__ import annotations

import base64
import binascii
import dataclasses
from typing import TYPE_CHECKING, Any, Final

from flask import abort

from bangduan.errors import NotFound
from bangduan.events.types import Count, EntityId, Line, PositiveCount
from bangduan.importing import UnreadableFile, taking
from bangduan.importing.planning import KINDS, Matching
from bangduan.importing.progress import progress_of
from bangduan.importing.reading import MOST_BYTES
from bangduan.permissions import reads
from bangduan.web.api import context
from bangduan.web.imports.shown import allowed, sort_of, told
from bangduan.web.problems import Unreadable
from bangduan.web.reading import takes_up_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from bangduan.application import Application
    from bangduan.permissions import Permission
    from bangduan.web.api import Api

#: Base64 makes four characters of three bytes; a little stands around them.
_MOST_BODY: Final = MOST_BYTES * 4 // 3 + 100_000


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ImportColumn:
    """A column of the file, from 1, and the field it holds."""

    column: PositiveCount
    field: Line


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """A file, base64, and what it is a register of."""

    sort: Line
    file_name: Line
    content: str
    sheet: Line | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MatchImport:
    """Which column holds what; ``despite`` are rows taken although something like them is there."""

    header_row: Count
    columns: tuple[ImportColumn, ...]
    despite: tuple[PositiveCount, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NoMore:
    """Nothing more is to be said."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ImportProblem:
    """A row that is not taken: the field, what stands there, and what to do."""

    row: PositiveCount
    kind: Line
    field: str
    value: str
    said: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What the rows come to; nothing is recorded by it.

    ``lacking`` names the fields that still need a column: then nothing was tried.
    """

    import_id: EntityId
    sort: Line
    sheet: str
    rows: Count
    header_row: Count
    columns: tuple[ImportColumn, ...]
    lacking: tuple[Line, ...]
    made: Count
    there: Count
    alike: Count
    wrong: Count
    passed: Count
    problems: tuple[ImportProblem, ...]
    more_problems: Count


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgress:
    """How far it is: rows done, of how many, and what became of them."""

    import_id: EntityId
    status: Line
    row: Count
    of: Count
    made: Count
    there: Count
    alike: Count
    wrong: Count


def declare(api: Api, permission: Permission) -> None:
    """Declare the resources of a service's imports.

    Args:
        permission: who may use them; what is taken in asks for its own besides.
    """
    one = "/imports/<import_id>"
    for method, path, given, view, act, summary, status in (
        ("POST", "/imports", HandIn, ImportPlan, hand_in, "Hand in a register in a file", 201),
        ("POST", f"{one}/columns", MatchImport, ImportPlan, match, "Say which column holds what",
         200),
        ("GET", f"{one}/plan", NoMore, ImportPlan, plan, "What its rows come to", 200),
        ("POST", f"{one}/run", NoMore, ImportProgress, run, "Record its rows", 200),
        ("GET", f"{one}/progress", NoMore, ImportProgress, progress, "How far it is", 200),
        ("POST", f"{one}/removal", NoMore, ImportProgress, remove, "Destroy its file", 200),
    ):  # fmt: skip
        api.act(
            method, path, given=given, view=view, act=_of_its_own(act, permission),
            tag="imports", summary=summary, status=status,
        )  # fmt: skip


def _of_its_own(act: Callable[..., Any], permission: Permission) -> Callable[..., Any]:
    """A function of this service's, so that each says who may use it."""

    def acted(application: Application, given: Any, **path: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = act(application, given, **path)
        except UnreadableFile as unreadable:
            raise Unreadable(unreadable.en, unreadable.th, "content") from None
        return found

    acted.__name__ = f"import_{act.__name__}"
    acted.__doc__ = act.__doc__
    return reads(permission)(takes_up_to(_MOST_BODY)(acted) if act is hand_in else acted)


def hand_in(application: Application, given: HandIn) -> dict[str, Any]:
    """Keep a file, sealed, and try its rows as far as its headings tell what they hold."""
    try:
        sort = allowed(taking.imports_of(application).sort(given.sort))
    except NotFound as unknown:
        raise NotFound(unknown.kind, unknown.id, "sort") from None
    try:
        content = base64.b64decode(given.content, validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable(
            "content is no base64. Encode the bytes of the file.",
            "content ไม่ใช่ base64 โปรดเข้ารหัสไบต์ของไฟล์",
            "content",
        ) from None
    import_id = taking.handed_in(
        application, sort, content, file_name=given.file_name, context=context(),
        sheet=given.sheet,
    )  # fmt: skip
    return _plan(application, import_id)


def match(application: Application, given: MatchImport, import_id: str) -> dict[str, Any]:
    """Say which column holds what, and try the rows."""
    sort_of(application, import_id)
    columns = {str(each.field): each.column - 1 for each in given.columns}
    matching = Matching(given.header_row, columns, frozenset(given.despite))
    taking.matched(application, import_id, matching, context())
    return _plan(application, import_id)


def plan(application: Application, given: NoMore, import_id: str) -> dict[str, Any]:
    """What every row would come to now."""
    sort_of(application, import_id)
    return _plan(application, import_id)


def run(application: Application, given: NoMore, import_id: str) -> dict[str, Any]:
    """Let the rows be recorded; the service does it by itself, ask for the progress."""
    sort_of(application, import_id)
    taking.started(application, import_id, context())
    return _progress(application, import_id)


def progress(application: Application, given: NoMore, import_id: str) -> dict[str, Any]:
    """How far it is."""
    sort_of(application, import_id)
    return _progress(application, import_id)


def remove(application: Application, given: NoMore, import_id: str) -> dict[str, Any]:
    """Destroy the file; the record of the import stays."""
    sort_of(application, import_id)
    taking.removed(application, import_id, context())
    return _progress(application, import_id)


def _plan(application: Application, import_id: str) -> dict[str, Any]:
    sort, file = taking.sort_of(application, import_id), taking.handed(application, import_id)
    if file is None:
        raise UnreadableFile("The file was removed. Hand it in again.", "ลบไฟล์นี้ไปแล้ว โปรดส่งไฟล์ใหม่")
    matching = taking.matching_of(application, import_id)
    lacking = sort.lacking(matching.columns)
    tried: dict[str, Any] = {} if lacking else taking.tried(application, import_id)
    columns = sorted((place + 1, field) for field, place in matching.columns.items())
    return {
        "import_id": import_id, "sort": sort.name, "sheet": file.sheet, "rows": file.rows,
        "header_row": matching.header_row,
        "columns": [{"column": column, "field": field} for column, field in columns],
        "lacking": list(lacking),
        **(tried.get("counts") or dict.fromkeys(KINDS, 0)),
        "passed": tried.get("passed", 0),
        "problems": told(tried.get("problems", ())),
        "more_problems": tried.get("more", 0),
    }  # fmt: skip


def _progress(application: Application, import_id: str) -> dict[str, Any]:
    found = taking.imports_of(application).item(application.reader, import_id)
    if found is None:
        abort(404)
    under_way = progress_of(application, import_id)
    of = found["rows"] or 0
    counts: dict[str, int] = {kind: found[kind] or 0 for kind in KINDS}
    row = of if found["status"] == "finished" else 0
    if under_way is not None:
        counts = {kind: getattr(under_way, kind) for kind in KINDS}
        row, of = under_way.row, under_way.of
    return {"import_id": import_id, "status": found["status"], "row": row, "of": of, **counts}
