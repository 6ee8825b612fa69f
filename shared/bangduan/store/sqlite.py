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
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import event

from bangduan.store.database import Database, Interrupted, StoreUnavailable, Taken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, MetaData
    from sqlalchemy.engine import URL

    from bangduan.store.database import Statement

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA busy_timeout = 10000",
)


class SqliteDatabase(Database):
    """The port on one SQLite file."""

    placeholder = "?"
    name = "sqlite"
    stable = "1 = 1"
    place_columns = "epoch, xid, position"
    after_place = "(epoch, xid, position) > (?, ?, ?)"

    def __init__(self, url: URL, schema: MetaData) -> None:
        if not url.database or url.database == ":memory:":
            msg = "an event log needs a file: sqlite:///path/to/file.sqlite3"
            raise ValueError(msg)
        self.path = Path(url.database)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        engine = sqlalchemy.create_engine(
            url, isolation_level="AUTOCOMMIT", connect_args={"check_same_thread": False}
        )
        event.listen(engine, "connect", _prepare)
        super().__init__(engine, schema)
        self._lock = threading.RLock()
        self._writer: sqlite3.Connection | None = None
        self.create()

    def write(self, statements: Sequence[Statement]) -> None:
        with self._lock:
            writer = self._connection()
            try:
                writer.execute("BEGIN IMMEDIATE")
                for sql, parameters in statements:
                    writer.execute(sql, parameters)
                writer.execute("COMMIT")
            except BaseException as error:
                if writer.in_transaction:
                    writer.execute("ROLLBACK")
                raise _translated(error) from error

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Statement:
        marks = "(" + ",".join("?" * len(columns)) + ")"
        return (
            f"INSERT INTO {table} ({','.join(columns)}) VALUES {','.join([marks] * len(rows))}",
            [value for row in rows for value in row],
        )

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            return driver.execute(sql, parameters).fetchall()

    def lock_log(self, connection: Connection) -> None:
        """Nothing to do: ``transaction`` began IMMEDIATE and is the only writer."""

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with self._lock, self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
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
        with self._lock:
            self._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        with self._lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        super().close()

    def _connection(self) -> sqlite3.Connection:
        if self._writer is None:
            self._writer = sqlite3.connect(
                self.path, isolation_level=None, check_same_thread=False
            )
            _prepare(self._writer, None)
        return self._writer


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _translated(error: BaseException) -> BaseException:
    if isinstance(error, sqlite3.IntegrityError) and "UNIQUE" in str(error):
        return Taken(str(error).rpartition(": ")[2].partition(".")[0])
    if isinstance(error, sqlite3.OperationalError):
        busy = error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        return Interrupted(str(error)) if busy else StoreUnavailable(str(error))
    return error
