"""What projections ask of their read tables, turned into as few statements as possible.

Changes are gathered table by table and written together with the append. Tables do not refer
to one another, so their changes commute; within a table the order is kept, and neighbours of
one shape become one statement.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import JSON, Table

from bangduan.events.definition import FORGOTTEN, Forgotten
from bangduan.projection import lookup_columns, personal_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Select

    from bangduan.events.codec import Cipher
    from bangduan.store.database import Database, Statement

#: What a personal column holds once its person is erased.
BLANK = ""

_ROWS_IN_ONE_STATEMENT = 500


@dataclasses.dataclass(slots=True)
class _Run:
    """Neighbouring upserts of one shape, each key once: one statement may not hit a row twice.

    ``keys`` says where in ``rows`` a key's row is.
    """

    table: Table
    columns: tuple[str, ...]
    added: tuple[str, ...]
    rows: list[list[Any]]
    keys: dict[tuple[Any, ...], int]

    def takes(self, columns: tuple[str, ...], added: tuple[str, ...]) -> bool:
        """True when an upsert of this shape may join."""
        same = self.columns == columns and self.added == added
        return same and len(self.rows) < _ROWS_IN_ONE_STATEMENT

    def join(self, key: tuple[Any, ...], row: list[Any]) -> None:
        """Add an upsert: of one row, amounts add up and the last values set win."""
        place = self.keys.setdefault(key, len(self.rows))
        if place == len(self.rows):
            self.rows.append(row)
        elif self.added:
            before = self.rows[place]
            for index, column in enumerate(self.columns):
                if column in self.added:
                    before[index] += row[index]
        else:
            self.rows[place] = row


class RowChanges:
    """Implements ``projection.Rows`` for one database; ``statements`` is what came of it.

    Args:
        physical: read table's name → the name it has in the database (another one while the
            table is being rebuilt beside the living one).
    """

    def __init__(
        self,
        database: Database,
        cipher: Cipher,
        physical: Callable[[str], str] = lambda name: name,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._physical = physical
        self._mark = database.placeholder
        self._by_table: dict[str, list[_Run | Statement]] = {}

    def put(self, table: Table, **values: Any) -> None:
        """See ``projection.Rows.put``."""
        self._upsert(table, values, ())

    def add(self, table: Table, key: Mapping[str, Any], **amounts: int) -> None:
        """See ``projection.Rows.add``."""
        self._upsert(table, {**key, **amounts}, tuple(amounts))

    def change(self, table: Table, where: Mapping[str, Any], **values: Any) -> None:
        """See ``projection.Rows.change``."""
        mark = self._mark
        values = self._with_lookups(table, values)
        sets = ",".join(f"{name}={mark}" for name in values)
        conditions = " AND ".join(f"{name}={mark}" for name in where)
        sql = f"UPDATE {self._physical(table.name)} SET {sets} WHERE {conditions}"
        bound = [
            self._bind(table, name, value, {**where, **values}) for name, value in values.items()
        ]
        keys = [self._bind(table, name, value, where) for name, value in where.items()]
        self._by_table.setdefault(table.name, []).append((sql, [*bound, *keys]))

    def remove(self, table: Table, where: Mapping[str, Any]) -> None:
        """See ``projection.Rows.remove``."""
        conditions = " AND ".join(f"{name}={self._mark}" for name in where)
        sql = f"DELETE FROM {self._physical(table.name)} WHERE {conditions}"
        keys = [self._bind(table, name, value, where) for name, value in where.items()]
        self._by_table.setdefault(table.name, []).append((sql, keys))

    def blank(self, table: Table, subject: str) -> None:
        """Blank every personal column of ``table`` that tells of the person ``subject``."""
        lookups = lookup_columns(table)
        for column, subject_column in personal_columns(table).items():
            if column in lookups:
                found_by = f"UPDATE {self._physical(table.name)} SET {lookups[column]}=NULL "
                where = f"WHERE {subject_column}={self._mark}"
                self._by_table.setdefault(table.name, []).append((found_by + where, [subject]))
            sql = (
                f"UPDATE {self._physical(table.name)} SET {column}='{BLANK}' "
                f"WHERE {subject_column}={self._mark} AND {column} IS NOT NULL"
            )
            self._by_table.setdefault(table.name, []).append((sql, [subject]))

    def statements(self) -> list[Statement]:
        """Everything asked for, table by table in the order of their names."""
        return [
            self._written(change) if isinstance(change, _Run) else change
            for name in sorted(self._by_table)
            for change in self._by_table[name]
        ]

    def _upsert(self, table: Table, values: dict[str, Any], added: tuple[str, ...]) -> None:
        binders = _binders(table, self._database.name)
        values = self._with_lookups(table, values)
        columns = tuple(values)
        row = [
            value
            if (bind := binders[name]) is None or value is None
            else bind(value)
            if bind is not _SEALED
            else self._sealed(table, name, value, values)
            for name, value in values.items()
        ]
        key = tuple(values[name] for name in _key(table))
        changes = self._by_table.setdefault(table.name, [])
        last = changes[-1] if changes else None
        if not isinstance(last, _Run) or not last.takes(columns, added):
            last = _Run(table, columns, added, [], {})
            changes.append(last)
        last.join(key, row)

    def _with_lookups(self, table: Table, values: dict[str, Any]) -> dict[str, Any]:
        """``values`` with the keyed hashes of those by which rows are found."""
        hashes = {}
        for name, found_by in lookup_columns(table).items():
            if name in values:
                text = values[name]
                known = text is not None and not isinstance(text, Forgotten)
                hashes[found_by] = self._database.digest(text) if known else None
        return {**values, **hashes} if hashes else values

    def _written(self, run: _Run) -> Statement:
        name = self._physical(run.table.name)
        sql, parameters = self._database.insert(name, run.columns, run.rows)
        return sql + _on_conflict(run.table, name, run.columns, run.added), parameters

    def _bind(self, table: Table, name: str, value: Any, row: Mapping[str, Any]) -> Any:
        bind = _binders(table, self._database.name)[name]
        if bind is None or value is None:
            return value
        return self._sealed(table, name, value, row) if bind is _SEALED else bind(value)

    def _sealed(self, table: Table, name: str, value: str, row: Mapping[str, Any]) -> str:
        if isinstance(value, Forgotten):
            return BLANK
        subject = row[personal_columns(table)[name]]
        return self._cipher.seal(subject, value)


def tables_of(query: Select[Any]) -> list[Table]:
    """The tables that a SELECT reads, those within its joins and subqueries too."""
    return [table for source in query.get_final_froms() for table in _tables_within(source)]


def _tables_within(source: Any) -> list[Table]:
    if isinstance(source, Table):
        return [source]
    return [t for part in source.get_children() for t in _tables_within(part) if part is not source]


def reveal(
    tables: Sequence[Table], rows: list[dict[str, Any]], cipher: Cipher
) -> list[dict[str, Any]]:
    """Open the personal columns of rows read from ``tables``, in place.

    A column is known by its name; the row must also hold the column with the person's id.
    Hashes by which rows are found are for the database alone and left out.
    """
    personal = {
        name: subject for table in tables for name, subject in personal_columns(table).items()
    }
    for found_by in {name for table in tables for name in lookup_columns(table).values()}:
        for row in rows:
            row.pop(found_by, None)
    for name, subject in personal.items():
        for row in rows:
            sealed = row.get(name)
            if sealed is None:
                continue
            opened = None if sealed == BLANK else cipher.open(row[subject], sealed)
            row[name] = FORGOTTEN if opened is None else opened
    return rows


@cache
def _key(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key.columns)


@lru_cache(maxsize=4096)
def _on_conflict(table: Table, name: str, columns: tuple[str, ...], added: tuple[str, ...]) -> str:
    key = _key(table)
    missing = set(key) - set(columns)
    if missing:
        msg = f"a row of {table.name} needs its whole primary key; {sorted(missing)} is missing"
        raise KeyError(msg)
    sets = [
        f"{c}=COALESCE({name}.{c},0)+excluded.{c}" if c in added else f"{c}=excluded.{c}"
        for c in columns
        if c not in key
    ]
    action = f"UPDATE SET {','.join(sets)}" if sets else "NOTHING"
    return f" ON CONFLICT ({','.join(key)}) DO {action}"


def _SEALED(value: Any) -> Any:  # noqa: N802 (a mark, compared by identity)
    raise AssertionError(value)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@cache
def _binders(table: Table, dialect: str) -> dict[str, Callable[[Any], Any] | None]:
    """How each column's value is handed to the driver; None where it goes as it is."""
    binders: dict[str, Callable[[Any], Any] | None] = {}
    personal = personal_columns(table)
    for column in table.columns:
        python = None if isinstance(column.type, JSON) else column.type.python_type
        if column.name in personal:
            binders[column.name] = _SEALED
        elif isinstance(column.type, JSON):
            binders[column.name] = _json
        elif python is not None and issubclass(python, date) and dialect == "sqlite":
            binders[column.name] = _iso
        else:
            binders[column.name] = None
    return binders
