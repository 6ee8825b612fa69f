"""PostgreSQL through psycopg2: a whole command in one round trip, readers that miss nothing.

All statements of a write are sent as one simple query, which PostgreSQL carries out as one
transaction. Readers stay below the oldest running transaction (``pg_snapshot_xmin``), so an
event is seen only when nothing can still commit before it; no table lock, no counter row. The
events of an earlier epoch are all there: no transaction of this server appends to it any more,
and a dump that came from another server holds transaction ids that this one has yet to reach.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

import orjson
import psycopg2
import sqlalchemy
from psycopg2 import errorcodes

from bangduan.errors import AppendOnly
from bangduan.store.database import Database, Interrupted, StoreUnavailable, Taken, flatten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, MetaData
    from sqlalchemy.engine import URL

    from bangduan.errors import StoreError
    from bangduan.store.database import Statement

_TRY_AGAIN: Final = (errorcodes.DEADLOCK_DETECTED, errorcodes.SERIALIZATION_FAILURE)
_CONNECTION_ERRORS: Final = (psycopg2.OperationalError, psycopg2.InterfaceError)
#: Classes of codes: connection exceptions, insufficient resources, shutdown.
_GONE: Final = ("08", "53", "57P")
_POOL: Final = 16
#: A statement of few values takes longer to plan than to carry out.
_FEW: Final = 64
_PREPARED: Final = 500
_MANY: Final = 10


_OWNER: Final = """
SELECT quote_ident(pg_get_userbyid(datdba)) FROM pg_database
 WHERE datname = current_database()
   AND pg_get_userbyid(datdba) <> current_user AND pg_has_role(datdba, 'MEMBER')
"""


class PostgresqlDatabase(Database):
    """The port on one PostgreSQL database, version 13 or newer."""

    placeholder = "%s"
    name = "postgresql"
    stable = (
        "(xid < pg_snapshot_xmin(pg_current_snapshot()) "
        "OR epoch < (SELECT value::integer FROM facts WHERE name = 'epoch'))"
    )
    place_columns = "epoch, xid::text::bigint, position"
    after_place = "(epoch, xid, position) > (%s, %s::text::xid8, %s)"
    # named with their table: a bare "xid" would be the converted one of the result, and no index
    order = ("events.epoch", "events.xid", "events.position")

    def __init__(self, url: URL, schema: MetaData, *, create: bool = True) -> None:
        engine = sqlalchemy.create_engine(
            url,
            isolation_level="AUTOCOMMIT",
            pool_size=_POOL,
            max_overflow=_POOL,
            pool_reset_on_return=None,
        )
        sqlalchemy.event.listen(engine, "connect", _act_as_owner)
        super().__init__(engine, schema)
        if create:
            self.create()

    def write(self, statements: Sequence[Statement]) -> None:
        parameters = flatten(parameters for _, parameters in statements)
        with self._cursor() as (cursor, prepared):
            calls = [prepared.call(cursor, sql, len(given)) for sql, given in statements]
            cursor.execute(";".join(calls), parameters)

    def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> Statement:
        marks = "(" + ",".join(["%s"] * len(columns)) + ")"
        return (
            f"INSERT INTO {table} ({','.join(columns)}) VALUES {','.join([marks] * len(rows))}",
            flatten(rows),
        )

    def insert_plain(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> Statement:
        if len(rows) < _MANY:
            return self.insert(table, columns, rows)
        # one string is read far faster than a thousand values of an SQL text
        names = ",".join(columns)
        text = orjson.dumps([dict(zip(columns, row, strict=True)) for row in rows]).decode()
        rows_of = f"json_populate_recordset(NULL::{table}, %s)"
        return f"INSERT INTO {table} ({names}) SELECT {names} FROM {rows_of}", [text]

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._read(sql, parameters)
        except StoreUnavailable:
            # the pooled connection may have died while it was idle; a read can be done again
            return self._read(sql, parameters)

    def lock_log(self, connection: Connection) -> None:
        connection.exec_driver_sql(
            "LOCK TABLE events, inbox, dead_letters IN SHARE ROW EXCLUSIVE MODE"
        )

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with self.translating(), self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            except BaseException:
                with suppress(sqlalchemy.exc.DBAPIError):  # the connection itself may be gone
                    connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    @contextmanager
    def leadership(self, name: str) -> Iterator[bool]:
        """Leadership is a session lock; it ends with the connection."""
        url = self.engine.url.set(drivername="postgresql")
        with self.translating():
            connection = psycopg2.connect(url.render_as_string(hide_password=False))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", (f"bangduan.{name}",))
                [(held,)] = cursor.fetchall()
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
        with self.translating(), self.engine.connect() as connection:
            connection.exec_driver_sql(f"VACUUM (FULL) {table}")

    def translated(self, error: BaseException) -> StoreError | None:
        if not isinstance(error, psycopg2.Error):
            return None
        code = error.pgcode or ""
        if code == errorcodes.UNIQUE_VIOLATION:
            return Taken(error.diag.table_name or "?")
        if code == errorcodes.RAISE_EXCEPTION:
            return AppendOnly(error.diag.message_primary or str(error))
        if code in _TRY_AGAIN:
            return Interrupted(str(error))
        lost = not code and isinstance(error, _CONNECTION_ERRORS)
        return StoreUnavailable(str(error).strip()) if lost or code.startswith(_GONE) else None

    def _read(self, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._cursor() as (cursor, _):
            cursor.execute(sql, parameters)
            return cursor.fetchall()  # type: ignore[no-any-return]

    @contextmanager
    def _cursor(self) -> Iterator[tuple[Any, _Prepared]]:
        """A driver cursor on a pooled connection, which goes back only if it can be used again.

        With it, what this connection has prepared.
        """
        with self.translating():
            pooled = self.engine.raw_connection()
            connection: Any = pooled.driver_connection
            try:
                with connection.cursor() as cursor:
                    yield cursor, pooled.info.setdefault("prepared", _Prepared())
            except BaseException:
                if connection.closed:
                    pooled.invalidate()
                    # what took this one has often taken the others of the pool
                    self.engine.dispose()
                raise
            finally:
                pooled.close()


class _Prepared:
    """What one connection has prepared: each short statement, when it is used a second time."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._calls: dict[str, str] = {}

    def call(self, cursor: Any, sql: str, parameters: int) -> str:
        """How to carry out ``sql``: by its prepared form, or as it stands."""
        call = self._calls.get(sql)
        if call is not None:
            return call
        if not 0 < parameters <= _FEW or len(self._seen) >= _PREPARED:
            return sql
        if sql not in self._seen:
            self._seen.add(sql)
            return sql
        name = f"bangduan_{len(self._calls)}"
        call = f"EXECUTE {name}({','.join(['%s'] * parameters)})"
        try:
            marks = tuple(f"${number}" for number in range(1, parameters + 1))
            cursor.execute(f"PREPARE {name} AS {sql % marks}")
        except psycopg2.ProgrammingError:
            call = sql  # not every statement can be prepared
        self._calls[sql] = call
        return call


def _act_as_owner(connection: Any, _record: object) -> None:
    """An administrator acts as the database's owner: what is made belongs to the service."""
    with connection.cursor() as cursor:
        cursor.execute(_OWNER)
        for (owner,) in cursor.fetchall():
            cursor.execute(f"SET ROLE {owner}")
