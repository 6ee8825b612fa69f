"""How a record stood: its stream's events up to then, replayed beside the living tables.

The service's own projections write into tables of their own in memory; what other streams made
is there as it is now, as far as the record's query looks at it. Nothing of it is kept.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
import sqlalchemy
from sqlalchemy import MetaData, Select, Table, insert, select
from sqlalchemy.pool import StaticPool

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.store.database import Database
from bangduan.store.rows import RowChanges, reveal, tables_of
from bangduan.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bangduan.application import Application
    from bangduan.events.envelope import Row
    from bangduan.store.database import Statement

#: Rows of other streams that are taken along from one table.
MOST: Final = 20_000
_WRITTEN: Final = 400


class _Memory(SqliteDatabase):
    """Read tables in memory, for as long as one request looks at them."""

    def __init__(self) -> None:
        engine = sqlalchemy.create_engine(
            "sqlite://", poolclass=StaticPool, isolation_level="AUTOCOMMIT",
            connect_args={"check_same_thread": False},
        )  # fmt: skip
        Database.__init__(self, engine, MetaData())
        self._lock = threading.RLock()
        self._writer = None

    def digest(self, text: str) -> str | None:
        """Nobody is looked up as of then."""
        return None

    def write(self, statements: Sequence[Statement]) -> None:
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            for sql, parameters in statements:
                driver.execute(sql, parameters)


class _Touched:
    """Notes which tables the handlers write to, and writes nothing."""

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}

    def put(self, table: Table, **_: Any) -> None:
        """See ``projection.Rows``; so with the others."""
        self.tables[table.name] = table

    def change(self, table: Table, where: Mapping[str, Any], **_: Any) -> None:
        self.tables[table.name] = table

    def add(self, table: Table, key: Mapping[str, Any], **_: int) -> None:
        self.tables[table.name] = table

    def remove(self, table: Table, where: Mapping[str, Any]) -> None:
        self.tables[table.name] = table


class PastReader(Reader):
    """Reads as ``Reader`` does, with one stream as it stood.

    Args:
        application: the service.
        rows: the stream's events up to then.
        key: column that holds the record's id.
        id: the record.
    """

    def __init__(self, application: Application, rows: Sequence[Row], key: str, id: str) -> None:
        super().__init__(application)
        self._key, self._id = key, id
        self._memory = _Memory()
        self._copied: set[str] = set()
        self._replay(rows)

    def all(self, query: Select[Any]) -> list[dict[str, Any]]:
        """Every row of a SELECT; from the living tables when the stream wrote to none of them."""
        tables = tables_of(query)
        if all(table.name not in self._touched for table in tables):
            return super().all(query)
        for table in tables:
            self._copy(table)
        return reveal(tables, self._memory.select(query), self._application.keyring)

    def close(self) -> None:
        """Forget everything."""
        self._memory.engine.dispose()

    def _replay(self, rows: Sequence[Row]) -> None:
        application = self._application
        decoded = [(application.log.event(row), _recorded(application, row)) for row in rows]
        touched = _Touched()
        for event, at in decoded:
            application.project(event, at, touched)
        self._touched = touched.tables
        for table in touched.tables.values():
            self._copy(table)
        for event, at in decoded:
            # one event after another: neighbours in the log may set one row twice
            changes = RowChanges(self._memory, application.keyring)
            application.project(event, at, changes)
            self._memory.write(changes.statements())

    def _copy(self, table: Table) -> None:
        """The table with the rows of other records, as they are now."""
        if table.name in self._copied:
            return
        self._copied.add(table.name)
        with self._memory.engine.connect() as connection:
            table.create(connection)
            query = select(table).limit(MOST)
            if self._key in table.c and table.name in self._touched:
                query = query.where(table.c[self._key] != self._id)
            rows = self._application.database.select(query)
            for start in range(0, len(rows), _WRITTEN):
                connection.execute(insert(table), rows[start : start + _WRITTEN])


@contextmanager
def standing(
    application: Application, rows: Sequence[Row], key: str, id: str
) -> Iterator[PastReader]:
    """A reader for which the record stands where these events left it."""
    reader = PastReader(application, rows, key, id)
    try:
        yield reader
    finally:
        reader.close()


def _recorded(application: Application, row: Row) -> Recorded:
    return Recorded(
        source=application.source,
        id=row.id,
        stream=row.stream,
        version=row.version,
        type=row.type,
        time=row.time,
        sequence=str(row.place),
        meta=cast("dict[str, Any]", orjson.loads(row.meta)),
    )
