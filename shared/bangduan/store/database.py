"""One service's database: what the log, the read tables and the subscriptions ask of it.

Two adapters, ``sqlite`` and ``postgresql``, carry out the same port; ``testing.store`` holds
both (and any other) to it.
"""

from __future__ import annotations

import abc
import hashlib
import hmac
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakMethod

import sqlalchemy

from bangduan.errors import ConfigurationError, StoreError
from bangduan.projection import DIGESTS
from bangduan.store import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Engine, MetaData, Select

    Statement = tuple[str, Sequence[Any]]


class Taken(StoreError):
    """A unique key is already there; ``table`` says in which table."""

    def __init__(self, table: str) -> None:
        super().__init__(f"a unique key of {table} is taken")
        self.table = table


class Interrupted(StoreError):
    """The database ended the transaction (a deadlock); nothing was changed, try again."""


class StoreUnavailable(StoreError):
    """The database does not answer; whether the last write took effect is not known."""


class Database(abc.ABC):
    """The port. ``placeholder`` is the driver's parameter mark."""

    placeholder: str
    name: str

    def __init__(self, engine: Engine, schema: MetaData) -> None:
        self.engine = engine
        self.schema = schema
        self._lookup_key: bytes | None = None
        DIGESTS[engine.dialect] = WeakMethod(self.digest)

    # -- writing ---------------------------------------------------------------------------

    @abc.abstractmethod
    def write(self, statements: Sequence[Statement]) -> None:
        """Carry out all statements in one transaction, durable when this returns.

        Raises:
            Taken: a unique key is already there; nothing was changed.
            Interrupted: try again; nothing was changed.
            AppendOnly: a statement would change or delete what is recorded.
            StoreUnavailable: the connection was lost meanwhile; it may have taken effect.
        """

    @abc.abstractmethod
    def lock_log(self, connection: Connection) -> None:
        """Hold back every append until the transaction of ``connection`` ends."""

    @abc.abstractmethod
    def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> Statement:
        """One INSERT of many rows."""

    def insert_plain(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> Statement:
        """As ``insert``, for columns of text, numbers and dates; faster where it can be."""
        return self.insert(table, columns, rows)

    # -- reading ---------------------------------------------------------------------------

    @abc.abstractmethod
    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of one driver-level SELECT; its own snapshot of committed data."""

    @property
    @abc.abstractmethod
    def stable(self) -> str:
        """SQL condition that holds back events which a reader could otherwise overtake."""

    @property
    @abc.abstractmethod
    def place_columns(self) -> str:
        """SQL of ``epoch, xid, position`` as integers."""

    @property
    @abc.abstractmethod
    def after_place(self) -> str:
        """SQL condition "after this place", with three parameters."""

    @property
    @abc.abstractmethod
    def order(self) -> tuple[str, ...]:
        """Columns whose ascending order is the order of places, as an index has them."""

    def select(self, query: Select[Any]) -> list[dict[str, Any]]:
        """Rows of a SQLAlchemy SELECT as dictionaries."""
        try:
            return self._selected(query)
        except StoreUnavailable:
            # the pooled connection may have died while it was idle; a read can be done again
            return self._selected(query)

    def _selected(self, query: Select[Any]) -> list[dict[str, Any]]:
        with self.translating(), self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    # -- errors ----------------------------------------------------------------------------

    @abc.abstractmethod
    def translated(self, error: BaseException) -> StoreError | None:
        """Our error for one of the driver's; None for what is a mistake in the statement."""

    @contextmanager
    def translating(self) -> Iterator[None]:
        """Raise the driver's errors within as ours."""
        try:
            yield
        except sqlalchemy.exc.TimeoutError as error:
            raise StoreUnavailable(str(error)) from error
        except Exception as error:
            driver = error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) else error
            ours = None if driver is None else self.translated(driver)
            if ours is None:
                raise
            raise ours from error

    # -- structure -------------------------------------------------------------------------

    def create(self) -> None:
        """Create the tables of the schema that are missing."""
        with self.transaction() as connection:
            if self.schema is tables.metadata:
                for statement in tables.CREATE_LOG[self.name]:
                    connection.exec_driver_sql(statement)
            self.schema.create_all(connection)

    @abc.abstractmethod
    def scrub(self, table: str) -> None:
        """Make what was deleted from ``table`` unreadable in the database's files."""

    @abc.abstractmethod
    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction for maintenance: structure, rebuilds, dead letters."""

    @abc.abstractmethod
    @contextmanager
    def leadership(self, name: str) -> Iterator[bool]:
        """Whether this process leads ``name`` (one leader at a time) while the block runs."""

    def fact(self, name: str) -> str | None:
        """A remembered fact of this database (its identity, its epoch), or None."""
        rows = self.rows(f"SELECT value FROM facts WHERE name = {self.placeholder}", (name,))
        return str(rows[0][0]) if rows else None

    def remember(self, name: str, value: str) -> None:
        """Remember a fact, replacing what was remembered under ``name``."""
        mark = self.placeholder
        self.write(
            [
                (
                    (
                        f"INSERT INTO facts (name, value) VALUES ({mark}, {mark}) "
                        "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
                    ),
                    (name, value),
                )
            ]
        )

    def digest(self, text: str) -> str | None:
        """Keyed hash of a text, by which it is found again; None where nothing is looked up.

        The key is a secret of this database, made when it is first needed.
        """
        if self._lookup_key is None:
            self._lookup_key = bytes.fromhex(self._secret("lookup_secret"))
        return hmac.new(self._lookup_key, text.encode(), hashlib.sha256).hexdigest()

    def _secret(self, name: str) -> str:
        known = self.fact(name)
        if known is None:
            sql, parameters = self.insert(
                "facts", ("name", "value"), [(name, secrets.token_hex(32))]
            )
            self.write([(f"{sql} ON CONFLICT (name) DO NOTHING", parameters)])
            known = str(self.fact(name))
        return known

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def flatten(rows: Iterable[Sequence[Any]]) -> list[Any]:
    """The values of many rows in one list, for a multi-row statement."""
    return [value for row in rows for value in row]


def open_existing(url: str, schema: MetaData = tables.metadata) -> Database | None:
    """The database as it stands, for looking at it: nothing is made, not even a file.

    Returns:
        None when there is no such database yet, or none of the tables in it.

    Raises:
        ConfigurationError: another kind of database.
        StoreUnavailable: it does not answer, or does not let us in.
    """
    parsed = sqlalchemy.make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        return None
    database = open_database(url, schema, create=False)
    try:
        with database.translating():
            standing = set(sqlalchemy.inspect(database.engine).get_table_names())
    except BaseException:
        database.close()
        raise
    if standing.isdisjoint(schema.tables):
        database.close()
        return None
    return database


def open_database(url: str, schema: MetaData = tables.metadata, *, create: bool = True) -> Database:
    """The adapter for a database URL.

    Args:
        url: ``sqlite:///path`` or ``postgresql+psycopg2://user@host/database``.
        schema: the tables it holds; an event log and what stands beside it by default.
        create: make the tables that are missing.

    Raises:
        ConfigurationError: another kind of database.
    """
    # the adapters stand on this module
    from bangduan.store.postgresql import PostgresqlDatabase  # noqa: PLC0415
    from bangduan.store.sqlite import SqliteDatabase  # noqa: PLC0415

    parsed = sqlalchemy.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(parsed, schema, create=create)
    if parsed.get_backend_name() == "postgresql":
        return PostgresqlDatabase(parsed, schema, create=create)
    msg = (
        f"BANGDUAN_DATABASE names {parsed.get_backend_name()!r}; "
        "use sqlite:///… or postgresql+psycopg2://…"
    )
    raise ConfigurationError(msg)
