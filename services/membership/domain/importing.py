"""การนำเข้าทะเบียน: one file taken in, from handing it in until it is destroyed.

What the rows come to is recorded by the commands they become; here stands that it was done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership.imports import (
    ImportColumnsMatched,
    ImportFileKept,
    ImportFileRemoved,
    ImportFinished,
    ImportStarted,
    MatchedColumn,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Slug

KEPT_ONCE = Rule(
    "import-already-kept",
    en="This file was handed in already. Open it from the list of imports.",
    th="รับไฟล์นี้ไว้แล้ว โปรดเปิดจากรายการนำเข้า",
    field="import_id",
)
NOT_STARTED = Rule(
    "import-already-started",
    en="This import was started already; hand the file in again for another one.",
    th="เริ่มนำเข้าไฟล์นี้ไปแล้ว หากต้องการนำเข้าอีก โปรดส่งไฟล์ใหม่",
    field="import_id",
)
MATCHED = Rule(
    "import-columns-unmatched",
    en="Say first which column holds what.",
    th="โปรดกำหนดก่อนว่าคอลัมน์ใดคือข้อมูลใด",
    field="import_id",
)
FILE_IS_THERE = Rule(
    "import-file-removed",
    en="The file was removed. Hand it in again.",
    th="ลบไฟล์นี้ไปแล้ว โปรดส่งไฟล์ใหม่",
    field="import_id",
)
NOT_RUNNING = Rule(
    "import-running",
    en="This import is under way. Wait until it is finished.",
    th="กำลังนำเข้าอยู่ โปรดรอจนเสร็จสิ้น",
    field="import_id",
)

_NO_SORT: Final = Slug("")

Step = Literal["none", "kept", "matched", "running", "finished"]


@command
class KeepFile:
    """รับไฟล์นำเข้า: without an account it was handed in where the database is."""

    import_id: EntityId
    sort: Slug
    size_bytes: Count
    account_id: EntityId | None = None


@command
class MatchColumns:
    """กำหนดคอลัมน์: field → number of its column, from 1; 0 for a file without headings."""

    import_id: EntityId
    header_row: Count
    columns: tuple[MatchedColumn, ...]
    despite: tuple[PositiveCount, ...] = ()


@command
class StartImport:
    """เริ่มนำเข้า."""

    import_id: EntityId
    rows: Count


@command
class FinishImport:
    """นำเข้าเสร็จสิ้น."""

    import_id: EntityId
    made: Count
    there: Count
    alike: Count
    wrong: Count


@command
class RemoveFile:
    """ลบไฟล์นำเข้า."""

    import_id: EntityId


@dataclass(frozen=True, slots=True)
class TakingIn:
    """State of an import; ``columns`` are those last said."""

    step: Step = "none"
    sort: Slug = _NO_SORT
    header_row: int = 0
    columns: tuple[tuple[int, Line], ...] = ()
    despite: tuple[int, ...] = ()
    removed: bool = False


ImportCommand = KeepFile | MatchColumns | StartImport | FinishImport | RemoveFile


def decide(state: TakingIn, command: ImportCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, KeepFile):
        KEPT_ONCE.require(state.step == "none")
        return [
            ImportFileKept(
                import_id=command.import_id,
                sort=command.sort,
                size_bytes=command.size_bytes,
                account_id=command.account_id,
            )
        ]
    if state.step == "none":
        raise NotFound("import", command.import_id, field="import_id")
    match command:
        case MatchColumns():
            return _matched(state, command)
        case StartImport():
            return _started(state, command)
        case FinishImport():
            return _finished(state, command)
        case RemoveFile():
            NOT_RUNNING.require(state.step != "running")
            FILE_IS_THERE.require(not state.removed)
            return [ImportFileRemoved(import_id=command.import_id)]


def _matched(state: TakingIn, command: MatchColumns) -> Sequence[object]:
    NOT_STARTED.require(state.step in {"kept", "matched"})
    FILE_IS_THERE.require(not state.removed)
    matched = ImportColumnsMatched(
        import_id=command.import_id,
        header_row=command.header_row,
        columns=command.columns,
        despite=command.despite,
    )
    return [] if evolve(state, matched) == state else [matched]


def _started(state: TakingIn, command: StartImport) -> Sequence[object]:
    NOT_STARTED.require(state.step in {"kept", "matched"})
    FILE_IS_THERE.require(not state.removed)
    MATCHED.require(state.step == "matched")
    return [ImportStarted(import_id=command.import_id, sort=state.sort, rows=command.rows)]


def _finished(state: TakingIn, command: FinishImport) -> Sequence[object]:
    if state.step == "finished":
        return []
    return [
        ImportFinished(
            import_id=command.import_id,
            sort=state.sort,
            made=command.made,
            there=command.there,
            alike=command.alike,
            wrong=command.wrong,
        )
    ]


def evolve(state: TakingIn, event: object) -> TakingIn:
    """The import after ``event``."""
    match event:
        case ImportFileKept():
            return replace(state, step="kept", sort=event.sort)
        case ImportColumnsMatched():
            return replace(
                state,
                step="matched",
                header_row=event.header_row,
                columns=tuple((each.column, each.field) for each in event.columns),
                despite=event.despite,
            )
        case ImportStarted():
            return replace(state, step="running")
        case ImportFinished():
            return replace(state, step="finished")
        case ImportFileRemoved():
            return replace(state, removed=True)
        case _:
            return state


IMPORT = Aggregate(
    "import",
    key="import_id",
    initial=TakingIn(),
    decide=decide,
    evolve=evolve,
    commands=(KeepFile, MatchColumns, StartImport, FinishImport, RemoveFile),
)
