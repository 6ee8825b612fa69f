"""Registers of people, organisations and memberships that offices kept in files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from bangduan.events.membership.imports import MatchedColumn
from bangduan.events.types import Count, EntityId, Line, PositiveCount
from bangduan.importing import Imports
from services.membership.domain.importing import (
    IMPORT,
    FinishImport,
    KeepFile,
    MatchColumns,
    RemoveFile,
    StartImport,
)
from services.membership.imports.organisations import MEMBERSHIPS, ORGANISATIONS
from services.membership.imports.people import PEOPLE
from services.membership.permissions import KEEP_ORGANISATIONS
from services.membership.projections.imports import (
    lapsed_imports,
    one_import,
    running_imports,
)


def _match(
    *, import_id: str, header_row: int, columns: Iterable[tuple[int, str]], despite: Any
) -> MatchColumns:
    return MatchColumns(
        import_id=EntityId(import_id),
        header_row=Count(header_row),
        columns=tuple(
            MatchedColumn(column=PositiveCount(column), field=Line(field))
            for column, field in columns
        ),
        despite=despite,
    )


IMPORTS: Final = Imports(
    service="membership",
    sorts=(PEOPLE, ORGANISATIONS, MEMBERSHIPS),
    permission=KEEP_ORGANISATIONS,
    aggregate=IMPORT,
    keep=KeepFile,
    match=_match,
    start=StartImport,
    finish=FinishImport,
    remove=RemoveFile,
    item=one_import,
    running=running_imports,
    lapsed=lapsed_imports,
)
