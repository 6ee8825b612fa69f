"""SQLite: one file, one writer, durable when a write returns.

Every write goes through one connection under one lock: SQLite has a single writer anyway, and
waiting in C for another connection's lock would stop every green thread of the process.
``secure_delete`` overwrites what is deleted, so that a blanked row or a destroyed key is gone
from the file.
"""

from __future__ import annotations

import fcntl
import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import event

from bangduan.errors import AppendOnly
from bangduan.store.database import Database, Interrupted, StoreUnavailable, Taken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, MetaData
    from sqlalchemy.engine import URL

    from bangduan.errors import StoreError
    from bangduan.store.database import Statement

_PRAGMAS = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
)
_SCRUB_SECONDS = 10.0
_LOOK_SECONDS = 0.01
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
#: The file or its disk; everything else is a mistake in the statement.
_GONE = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)


class SqliteDatabase(Database):
    """The port on one SQLite file."""

    placeholder = "?"
    name = "sqlite"
    stable = "1 = 1"
    place_columns = "epoch, xid, position"
    # epochs rise with positions, so the order is that of positions alone; a place that is not
    # there (the file was restored from a backup) counts as the last one of its epoch
    after_place = (
        "position > min(coalesce((SELECT position FROM events WHERE (epoch, xid) <= (?, ?) "
        "ORDER BY epoch DESC, xid DESC, position DESC LIMIT 1), 0), ?)"
    )
    order = ("position",)

    def __init__(self, url: URL, schema: MetaData, *, create: bool = True) -> None:
        if not url.database or url.database == ":memory:":
            msg = "an event log needs a file: sqlite:///path/to/file.sqlite3"
            raise ValueError(msg)
        self.path = Path(url.database)
        if create:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        engine = sqlalchemy.create_engine(
            url, isolation_level="AUTOCOMMIT", connect_args={"check_same_thread": False}
        )
        event.listen(engine, "connect", _prepare)
        super().__init__(engine, schema)
        self._lock = threading.RLock()
        self._writer: sqlite3.Connection | None = None
        if create:
            self.create()

    def write(self, statements: Sequence[Statement]) -> None:
        with self._lock, self.translating():
            writer = self._connection()
            try:
                writer.execute("BEGIN IMMEDIATE")
                for sql, parameters in statements:
                    writer.execute(sql, parameters)
                writer.execute("COMMIT")
            except BaseException:
                if writer.in_transaction:
                    writer.execute("ROLLBACK")
                raise

    def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> Statement:
        marks = "(" + ",".join("?" * len(columns)) + ")"
        return (
            f"INSERT INTO {table} ({','.join(columns)}) VALUES {','.join([marks] * len(rows))}",
            [value for row in rows for value in row],
        )

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self.translating(), self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            return driver.execute(sql, parameters).fetchall()  # type: ignore[no-any-return]

    def lock_log(self, connection: Connection) -> None:
        """Nothing to do: ``transaction`` began IMMEDIATE and is the only writer."""

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with self._lock, self.translating(), self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                with suppress(sqlalchemy.exc.DBAPIError):  # a full disk has rolled it back already
                    connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    @contextmanager
    def leadership(self, name: str) -> Iterator[bool]:
        """Leadership is a lock on a file beside the database; it ends with the process."""
        with Path(f"{self.path}.{name}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def scrub(self, table: str) -> None:
        # secure_delete has overwritten it in the file; the write-ahead log still held it
        deadline = time.monotonic() + _SCRUB_SECONDS
        while self._log_is_in_use():
            if time.monotonic() > deadline:
                msg = f"a reader keeps the write-ahead log of {self.path.name} from being emptied"
                raise StoreUnavailable(msg)
            time.sleep(_LOOK_SECONDS)

    def _log_is_in_use(self) -> bool:
        """Empty the write-ahead log; True when somebody reads it.

        SQLite does not wait for another checkpoint that is under way, whatever its timeout.
        """
        with self._lock, self.translating():
            (busy, _, _) = self._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return bool(busy)

    def translated(self, error: BaseException) -> StoreError | None:
        if isinstance(error, sqlite3.IntegrityError):
            said = str(error)
            if said.startswith("UNIQUE"):
                return Taken(said.rpartition(": ")[2].partition(".")[0])
            return AppendOnly(said) if said.startswith("events are append-only") else None
        # the extended code tells more than is asked here; its last byte is the kind
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY:
            return Interrupted(str(error))
        return StoreUnavailable(str(error)) if code in _GONE else None

    def close(self) -> None:
        with self._lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        super().close()

    def _connection(self) -> sqlite3.Connection:
        if self._writer is None:
            self._writer = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            _prepare(self._writer, None)
        return self._writer


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()
