"""Registers that offices kept in files, taken in: who, when, what came of it.

No event says what stood in a file, nor what it was called: a name of a file may name somebody.
"""

from __future__ import annotations

import dataclasses

from bangduan.events.definition import event
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Slug


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MatchedColumn:
    """A column of a file, from 1, and the field it holds."""

    column: PositiveCount
    field: Line


@event("membership")
class ImportFileKept:
    """รับไฟล์นำเข้า: a file was handed in, by an account, and lies sealed until it is removed."""

    import_id: EntityId
    sort: Slug
    size_bytes: Count
    account_id: EntityId | None = None


@event("membership")
class ImportColumnsMatched:
    """กำหนดคอลัมน์: which column holds what; ``despite`` are rows taken although alike."""

    import_id: EntityId
    header_row: Count
    columns: tuple[MatchedColumn, ...]
    despite: tuple[PositiveCount, ...] = ()


@event("membership")
class ImportStarted:
    """เริ่มนำเข้า: its rows are carried out one after another."""

    import_id: EntityId
    sort: Slug
    rows: Count


@event("membership")
class ImportFinished:
    """นำเข้าเสร็จสิ้น: rows recorded, there already, left out as alike, and wrong."""

    import_id: EntityId
    sort: Slug
    made: Count
    there: Count
    alike: Count
    wrong: Count


@event("membership")
class ImportFileRemoved:
    """ลบไฟล์นำเข้า: the file was destroyed; the record of the import stays."""

    import_id: EntityId
