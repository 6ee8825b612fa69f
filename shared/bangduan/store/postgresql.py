"""PostgreSQL through psycopg2: a whole command in one round trip, readers that miss nothing.

All statements of a write are sent as one simple query, which PostgreSQL carries out as one
transaction. Readers stay below the oldest running transaction (``pg_snapshot_xmin``), so an
event is seen only when nothing can still commit before it; no table lock, no counter row.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import psycopg2
import sqlalchemy
from psycopg2 import errorcodes

from bangduan.store.database import Database, Interrupted, StoreUnavailable, Taken, flatten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, MetaData
    from sqlalchemy.engine import URL

    from bangduan.store.database import Statement

_TRY_AGAIN: Final = (errorcodes.DEADLOCK_DETECTED, errorcodes.SERIALIZATION_FAILURE)
_POOL: Final = 16


class PostgresqlDatabase(Database):
    """The port on one PostgreSQL database, version 13 or newer."""

    placeholder = "%s"
    name = "postgresql"
    stable = "xid < pg_snapshot_xmin(pg_current_snapshot())"
    place_columns = "epoch, xid::text::bigint, position"
    after_place = "(epoch, xid, position) > (%s, %s::text::xid8, %s)"

    def __init__(self, url: URL, schema: MetaData) -> None:
        engine = sqlalchemy.create_engine(
            url,
            isolation_level="AUTOCOMMIT",
            pool_size=_POOL,
            max_overflow=_POOL,
            pool_reset_on_return=None,
        )
        super().__init__(engine, schema)
        self.create()

    def write(self, statements: Sequence[Statement]) -> None:
        sql = ";".join(sql for sql, _ in statements)
        parameters = flatten(parameters for _, parameters in statements)
        connection = self.engine.raw_connection()
        try:
            with connection.driver_connection.cursor() as cursor:  # type: ignore[union-attr]
                cursor.execute(sql, parameters)
        except psycopg2.Error as error:
            if connection.driver_connection.closed:  # type: ignore[union-attr]
                connection.invalidate()
            raise _translated(error) from error
        finally:
            connection.close()

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Statement:
        marks = "(" + ",".join(["%s"] * len(columns)) + ")"
        return (
            f"INSERT INTO {table} ({','.join(columns)}) VALUES {','.join([marks] * len(rows))}",
            flatten(rows),
        )

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        connection = self.engine.raw_connection()
        try:
            with connection.driver_connection.cursor() as cursor:  # type: ignore[union-attr]
                cursor.execute(sql, parameters)
                return cursor.fetchall()  # type: ignore[no-any-return]
        except psycopg2.Error as error:
            if connection.driver_connection.closed:  # type: ignore[union-attr]
                connection.invalidate()
            raise _translated(error) from error
        finally:
            connection.close()

    def lock_log(self, connection: Connection) -> None:
        connection.exec_driver_sql("LOCK TABLE events, inbox IN SHARE ROW EXCLUSIVE MODE")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    @contextmanager
    def leadership(self, name: str) -> Iterator[bool]:
        """Leadership is a session lock; it ends with the connection."""
        connection = psycopg2.connect(self.engine.url.set(drivername="postgresql").render_as_string(
            hide_password=False
        ))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", (f"bangduan.{name}",))
                (held,) = cursor.fetchone()
            yield bool(held)
        finally:
            connection.close()

    def create(self) -> None:
        # two processes of one service may start at once; the second waits and finds all made
        with self.engine.connect() as connection:
            connection.exec_driver_sql("SELECT pg_advisory_lock(hashtext('bangduan.tables'))")
            try:
                super().create()
            finally:
                connection.exec_driver_sql("SELECT pg_advisory_unlock(hashtext('bangduan.tables'))")

    def scrub(self, table: str) -> None:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(f"VACUUM (FULL) {table}")


def _translated(error: psycopg2.Error) -> Exception:
    if error.pgcode == errorcodes.UNIQUE_VIOLATION:
        return Taken(error.diag.table_name or "?")
    if error.pgcode in _TRY_AGAIN:
        return Interrupted(str(error))
    if error.pgcode is None or error.pgcode.startswith(("08", "57P")):
        return StoreUnavailable(str(error))
    return error
