"""What the API shows of registers that were taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.types import Count, EntityId, Line, PositiveCount

ImportSort = Literal["people", "organisations", "memberships"]
ImportStatus = Literal["kept", "matched", "running", "finished"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportView:
    """One file taken in: how far it is, and how many rows came to what."""

    import_id: EntityId
    sort: ImportSort
    status: ImportStatus
    file: Literal["stored", "destroyed"]
    size_bytes: Count
    rows: Count | None
    made: Count | None
    there: Count | None
    alike: Count | None
    wrong: Count | None
    account_id: EntityId | None
    kept_on: date
    kept_at: Line
    finished_at: Line | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDetail(ImportView):
    """As lists show it, with the name of whoever handed the file in."""

    account_name: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFilter:
    """By what was taken in, by how far it is."""

    sort: ImportSort | None = None
    status: ImportStatus | None = None
