"""Where a file lies from when it is handed in until it is removed: sealed, in parts.

The parts stand beside the service's log, each sealed with a key of the import's own that stands in
the site's keyring. Destroying the key makes every copy unreadable at once, also in backups.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import orjson

from bangduan.domain import derived_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bangduan.application import Application
    from bangduan.importing.reading import Cell
    from bangduan.store.database import Statement

#: Rows in one part.
CHUNK: Final = 500
_TABLE: Final = "import_parts"
_DAY: Final = "day"


class Kept:
    """The kept parts of one import.

    Args:
        application: the service that keeps them.
        import_id: whose they are.
    """

    def __init__(self, application: Application, import_id: str) -> None:
        self._database = application.database
        self._keyring = application.keyring
        self._import_id = import_id
        self._subject = derived_id(import_id, "file")

    def statements(self, **parts: Any) -> list[Statement]:
        """What keeps these parts, replacing those of the same name."""
        made = []
        for name, value in parts.items():
            sealed = self._keyring.seal(self._subject, orjson.dumps(value).decode())
            sql, values = self._database.insert_plain(
                _TABLE, ("import_id", "name", "sealed"), [(self._import_id, name, sealed)]
            )
            update = "ON CONFLICT (import_id, name) DO UPDATE SET sealed = excluded.sealed"
            made.append((f"{sql} {update}", values))
        return made

    def rows_statements(self, rows: Sequence[Sequence[Cell]]) -> list[Statement]:
        """What keeps the rows of the file."""
        return [
            statement
            for start in range(0, len(rows), CHUNK)
            for statement in self.statements(
                **{_chunk(start): [[_kept(c) for c in row] for row in rows[start : start + CHUNK]]}
            )
        ]

    def part(self, name: str) -> Any:
        """A part, or None when it is not there or the file was removed."""
        mark = self._database.placeholder
        found = self._database.rows(
            f"SELECT sealed FROM {_TABLE} WHERE import_id = {mark} AND name = {mark}",
            (self._import_id, name),
        )
        opened = self._keyring.open(self._subject, found[0][0]) if found else None
        return None if opened is None else orjson.loads(opened)

    def rows(self, first: int = 1) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """The rows with their numbers, from row ``first`` on."""
        start = (first - 1) // CHUNK * CHUNK
        while (chunk := self.part(_chunk(start))) is not None:
            for number, row in enumerate(chunk, start=start + 1):
                if number >= first:
                    yield number, tuple(_cell(cell) for cell in row)
            start += CHUNK

    def every(self, prefix: str) -> Iterator[Any]:
        """The parts whose names begin so, in the order of their names."""
        mark = self._database.placeholder
        names = self._database.rows(
            f"SELECT name FROM {_TABLE} WHERE import_id = {mark} AND name LIKE {mark} "
            "ORDER BY name",
            (self._import_id, f"{prefix}%"),
        )
        for (name,) in names:
            found = self.part(name)
            if found is not None:
                yield found

    def removal(self) -> Statement:
        """What removes every part; ``destroy`` the key once that is written."""
        mark = self._database.placeholder
        return f"DELETE FROM {_TABLE} WHERE import_id = {mark}", (self._import_id,)

    def destroy(self) -> None:
        """Destroy the key for good; harmless when done before."""
        if not self._keyring.is_destroyed(self._subject):
            self._keyring.destroy(self._subject)


def _chunk(start: int) -> str:
    return f"rows:{start:07}"


def _kept(cell: Cell) -> Any:
    """A cell as JSON has it; a day is marked as one."""
    return {_DAY: cell.isoformat()} if isinstance(cell, date) else cell


def _cell(kept: Any) -> Cell:
    if isinstance(kept, dict):
        return date.fromisoformat(kept[_DAY])
    cell: Cell = kept
    return cell
