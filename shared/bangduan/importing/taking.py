"""Taking a file in: handed in, matched, tried, started, and removed again.

import_id = handed_in(application, sort, content, file_name=…, context=…)
plan = tried(application, import_id)            # the dry run: nothing is recorded
started(application, import_id, context)        # ``running`` carries it out
"""

from __future__ import annotations

import dataclasses
import re
import time
from typing import TYPE_CHECKING, Any, Final

from uuid6 import uuid7

from bangduan.domain import Rule
from bangduan.errors import NotFound
from bangduan.importing import headers, reading
from bangduan.importing.keeping import CHUNK, Kept
from bangduan.importing.planning import KINDS, Matching, Outcome, Planner
from bangduan.importing.progress import Progress, remembered
from bangduan.importing.said import UnreadableFile
from bangduan.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bangduan.application import Application
    from bangduan.importing.declared import Import, Imports
    from bangduan.importing.reading import Cell
    from bangduan.unit_of_work import Context

#: Rows of a dry run that are kept to be shown.
_SHOWN_ROWS: Final = 20
_KEPT_PROBLEMS: Final = 2_000
_SHOWN_THERE: Final = 50
_LONGEST_NAME: Final = 200
#: An actor that is an account; the others are programs of the site itself.
_ID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")

COLUMNS_COMPLETE = Rule(
    "import-columns-missing",
    en="No column holds {lacking}. Say which one does.",
    th="ยังไม่ได้กำหนดคอลัมน์ {lacking} โปรดเลือกคอลัมน์",
    field="columns",
)
COLUMNS_ARE_FIELDS = Rule(
    "import-columns-unknown",
    en="There is no field {fields}.",
    th="ไม่มีข้อมูลชื่อ {fields}",
    field="columns",
)
COLUMN_HOLDS_ONE = Rule(
    "import-column-twice",
    en="One column is said to hold two things. Choose another for one of them.",
    th="คอลัมน์เดียวถูกกำหนดเป็นข้อมูลสองอย่าง โปรดเลือกใหม่",
    field="columns",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Handed:
    """A file as it was handed in.

    Attributes:
        name: of the file.
        sheet, others: the sheet that was taken, and those that were not.
        rows: down to the last that holds anything.
        width: columns.
    """

    name: str
    sheet: str
    others: tuple[str, ...]
    rows: int
    width: int


def imports_of(application: Application) -> Imports:
    """What the service takes in, or NotFound."""
    found = application.service.imports
    if found is None:
        raise NotFound("import", application.service.name)
    return found


def sort_of(application: Application, import_id: str) -> Import:
    """What sort of register an import takes in, or NotFound."""
    state = state_of(application, import_id)
    return imports_of(application).sort(state.sort)


def state_of(application: Application, import_id: str) -> Any:
    """The state of an import, or NotFound."""
    return UnitOfWork(application).require(imports_of(application).aggregate, import_id)


def handed_in(
    application: Application,
    sort: Import,
    content: bytes,
    *,
    file_name: str,
    context: Context,
    sheet: str | None = None,
) -> str:
    """Keep a file, sealed, with a proposal of what its columns hold; returns the import's id.

    Raises:
        UnreadableFile: it is no register that can be read.
    """
    found = _read(sort, content, sheet)
    import_id = str(uuid7())
    imports, kept = imports_of(application), Kept(application, import_id)
    handed = Handed(
        name=file_name.replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME],
        sheet=found.name,
        others=found.others,
        rows=len(found.rows),
        width=max(len(row) for row in found.rows),
    )
    unit = _acting(application, context)
    application.run(
        imports.keep(
            import_id=import_id,
            sort=sort.name,
            size_bytes=len(content),
            account_id=context.actor if _ID.fullmatch(context.actor or "") else None,
        ),
        unit,
    )
    headings = headers.found(found.rows, sort.fields)
    if not sort.lacking(headings.columns):
        _match(application, unit, import_id, Matching(headings.row, headings.columns))
    for statement in (*kept.statements(file=handed), *kept.rows_statements(found.rows)):
        unit.add(statement)
    application.commit(unit)
    return import_id


def handed(application: Application, import_id: str) -> Handed | None:
    """What was handed in; None once the file is removed."""
    part = Kept(application, import_id).part("file")
    return None if part is None else Handed(**{**part, "others": tuple(part["others"])})


def first_rows(application: Application, import_id: str, most: int) -> list[tuple[Cell, ...]]:
    """The first rows of the file."""
    found: list[tuple[Cell, ...]] = []
    for number, row in Kept(application, import_id).rows():
        if number > most:
            break
        found.append(row)
    return found


def matching_of(application: Application, import_id: str) -> Matching:
    """Which column holds what, as far as it is said; a proposal where it is not."""
    state = state_of(application, import_id)
    if state.columns:
        columns = {field: column - 1 for column, field in state.columns}
        return Matching(state.header_row, columns, frozenset(state.despite))
    fields = sort_of(application, import_id).fields
    headings = headers.found(first_rows(application, import_id, 60), fields)
    return Matching(headings.row, headings.columns)


def matched(application: Application, import_id: str, matching: Matching, context: Context) -> None:
    """Say which column holds what.

    Raises:
        RuleBroken: a field that must have a column has none, or the import was started.
    """
    sort = sort_of(application, import_id)
    unknown = set(matching.columns) - {field.name for field in sort.fields}
    COLUMNS_ARE_FIELDS.require(not unknown, fields=", ".join(sorted(unknown)))
    lacking = sort.lacking(matching.columns)
    COLUMNS_COMPLETE.require(not lacking, lacking=", ".join(lacking))
    COLUMN_HOLDS_ONE.require(len(set(matching.columns.values())) == len(matching.columns))
    unit = _acting(application, context)
    _match(application, unit, import_id, matching)
    if unit.appended:
        application.commit(unit)


def planner(application: Application, import_id: str) -> Planner:
    """What judges the rows of an import, against the register as it stands now."""
    sort, matching = sort_of(application, import_id), matching_of(application, import_id)
    heading: tuple[Cell, ...] = ()
    for number, row in Kept(application, import_id).rows(max(1, matching.header_row)):
        if number == matching.header_row:
            heading = row
        break
    return Planner(sort, import_id, matching, sort.known(application), heading)


def tried(application: Application, import_id: str) -> dict[str, Any]:
    """The dry run: what every row would come to. Nothing is recorded; what is found is kept.

    Returns:
        ``counts`` of rows by what becomes of them, ``passed`` over, ``shown`` first rows, and
        ``problems`` in the order of the rows, after them some of those that are there already.

    Raises:
        RuleBroken: it is not said which column holds what.
        UnreadableFile: the file is removed.
    """
    sort, kept = sort_of(application, import_id), Kept(application, import_id)
    _require_file(application, import_id)
    lacking = sort.lacking(matching_of(application, import_id).columns)
    COLUMNS_COMPLETE.require(not lacking, lacking=", ".join(lacking))
    plan = summed(planner(application, import_id).outcomes(kept.rows()))
    application.database.write(kept.statements(plan=plan))
    return plan


def summed(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """What rows come to, all together, as ``tried`` answers it."""
    counts, passed = dict.fromkeys(KINDS, 0), 0
    shown: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    there: list[dict[str, Any]] = []
    for outcome in outcomes:
        if outcome.row % CHUNK == 0:
            time.sleep(0)  # green threads of the process that answer requests go on between
        if outcome.kind == "passed":
            passed += 1
            continue
        counts[outcome.kind] += 1
        if len(shown) < _SHOWN_ROWS:
            shown.append({"row": outcome.row, "kind": outcome.kind, "cells": dict(outcome.shown)})
        if outcome.kind != "there":
            problems += problems_of(outcome)
        elif len(there) < _SHOWN_THERE:
            there += problems_of(outcome)
    return {
        "counts": counts, "passed": passed, "shown": shown,
        "problems": [*problems[:_KEPT_PROBLEMS], *there],
        "more": max(0, len(problems) - _KEPT_PROBLEMS),
    }  # fmt: skip


def tried_in_memory(
    application: Application, sort: Import, content: bytes, sheet: str | None = None
) -> dict[str, Any]:
    """As ``tried``, of a file that is not kept: nothing at all is written.

    Raises:
        UnreadableFile: it is no register that can be read.
        RuleBroken: its headings do not tell which column holds what.
    """
    found = _read(sort, content, sheet)
    headings = headers.found(found.rows, sort.fields)
    lacking = sort.lacking(headings.columns)
    COLUMNS_COMPLETE.require(not lacking, lacking=", ".join(lacking))
    heading = found.rows[headings.row - 1] if headings.row else ()
    matching = Matching(headings.row, headings.columns)
    judge = Planner(sort, "", matching, sort.known(application), heading)
    return summed(judge.outcomes(enumerate(found.rows, start=1)))


def started(application: Application, import_id: str, context: Context) -> None:
    """Let the rows be carried out; again changes nothing.

    Raises:
        RuleBroken: it is not said which column holds what, or the import was started before.
    """
    file = _require_file(application, import_id)
    unit = _acting(application, context)
    application.run(imports_of(application).start(import_id=import_id, rows=file.rows), unit)
    matching = matching_of(application, import_id)
    progress = Progress(row=matching.header_row, of=file.rows, actor=context.actor)
    unit.remember(remembered(import_id), progress.to_json())
    application.commit(unit)


def kept_problems(application: Application, import_id: str) -> Iterator[dict[str, Any]]:
    """What was said of rows of the run, in their order; nothing once the file is removed."""
    for some in Kept(application, import_id).every("problems:"):
        yield from some


def removed(application: Application, import_id: str, context: Context) -> None:
    """Destroy the file and what was kept of its rows; the record of the import stays.

    Raises:
        RuleBroken: the import is under way, or the file was removed before.
    """
    kept, unit = Kept(application, import_id), _acting(application, context)
    application.run(imports_of(application).remove(import_id=import_id), unit)
    unit.add(kept.removal())
    application.commit(unit)
    kept.destroy()


def problems_of(outcome: Outcome) -> list[dict[str, Any]]:
    """What is to be told of a row: each cell that is wrong, or why the row is left out."""
    if outcome.kind == "wrong":
        return [
            _problem(outcome, wrong.field, wrong.value, wrong.said.en, wrong.said.th)
            for wrong in outcome.wrongs
        ]
    if outcome.said is not None:
        shown = " ".join(list(outcome.shown.values())[:3])
        return [_problem(outcome, "", shown, outcome.said.en, outcome.said.th)]
    return []


def _read(sort: Import, content: bytes, sheet: str | None) -> reading.Sheet:
    """The sheet wanted, or the one with the most headings of such a register."""
    return reading.read(content, sheet, lambda rows: len(headers.found(rows, sort.fields).columns))


def _problem(outcome: Outcome, field: str, value: str, en: str, th: str) -> dict[str, Any]:
    return {
        "row": outcome.row, "kind": outcome.kind, "field": field, "value": value,
        "en": en, "th": th,
    }  # fmt: skip


def _match(application: Application, unit: UnitOfWork, import_id: str, matching: Matching) -> None:
    match = imports_of(application).match
    columns: Mapping[str, int] = matching.columns
    said = sorted((place + 1, field) for field, place in columns.items())
    application.run(
        match(
            import_id=import_id, header_row=matching.header_row, columns=tuple(said),
            despite=tuple(sorted(matching.despite)),
        ),
        unit,
    )  # fmt: skip


def _require_file(application: Application, import_id: str) -> Handed:
    found = handed(application, import_id)
    if found is None:
        raise UnreadableFile("The file was removed. Hand it in again.", "ลบไฟล์นี้ไปแล้ว โปรดส่งไฟล์ใหม่")
    return found


def _acting(application: Application, context: Context) -> UnitOfWork:
    unit = UnitOfWork(application, fresh=True)
    unit.acting(context)
    return unit
