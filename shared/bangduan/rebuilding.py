"""New read tables beside the old ones, from the log; the service keeps answering; then the swap.

The new tables are filled from the log (or, for tables that another service's events feed, from
the inbox) while the old ones go on. Only the last step holds appends back: what came meanwhile
is applied and the names change, in one transaction.
"""

from __future__ import annotations

import re
import secrets
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import MetaData, inspect, quoted_name

from bangduan.errors import NotFound
from bangduan.events import codec
from bangduan.events.definition import registry
from bangduan.events.envelope import START, Arrived, Place, Recorded, Row, from_cloudevent
from bangduan.store.rows import RowChanges

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Table

    from bangduan.application import Application
    from bangduan.projection import Projection

    _Happened = tuple[object, Recorded]
    _Read = Callable[..., list[Any]]

_PAGE: Final = 1_000


class _Page(NamedTuple):
    """Events in order; ``full`` when more may follow at once."""

    events: list[_Happened]
    full: bool


def prepare(
    application: Application, on_progress: Callable[[str, int], None] = lambda _name, _done: None
) -> list[str]:
    """Make every read table there and of today's version; returns what was rebuilt.

    What a crash left half done is finished first: erasures, and tables of a broken rebuild.
    """
    application.finish_erasures()
    database = application.database
    recorded = dict(database.rows("SELECT name, version FROM projections"))
    standing = set(inspect(database.engine).get_table_names())
    rebuilt = []
    for projection in application.service.projections:
        complete = all(table.name in standing for table in projection.tables)
        if recorded.get(projection.name) != projection.version or not complete:
            rebuild(application, projection, on_progress)
            rebuilt.append(projection.name)
    return rebuilt


def rebuild(
    application: Application,
    projection: Projection,
    on_progress: Callable[[str, int], None] = lambda _name, _done: None,
) -> int:
    """Build the tables of one projection anew and swap them in; returns the events applied.

    Args:
        on_progress: called with the projection's name and the events applied so far.
    """
    work = _Rebuild(application, projection)
    with (
        application.meters.rebuilding(projection.name),
        application.database.leadership("rebuild") as alone,
    ):
        if alone:
            work.drop_leftovers()
        work.create()
        try:
            while work.advance():
                on_progress(projection.name, work.done)
                time.sleep(0)  # SQLite never waits: let the process's other green threads go on
            work.swap()
        except BaseException:
            work.abandon()
            raise
    on_progress(projection.name, work.done)
    return work.done


def projection_named(application: Application, name: str) -> Projection:
    """The projection of this name, or NotFound."""
    for projection in application.service.projections:
        if projection.name == name:
            return projection
    raise NotFound("projection", name)


class _Rebuild:
    """One rebuild under way: shadow tables and how far they have been filled."""

    def __init__(self, application: Application, projection: Projection) -> None:
        self._application = application
        self._database = application.database
        self._projection = projection
        generation = secrets.token_hex(3)
        self._shadow = {table.name: f"{table.name}__{generation}" for table in projection.tables}
        self._feed: _OwnLog | _Inbox = (
            _OwnLog(application)
            if application.service.feeds_itself(projection)
            else _Inbox(application, str(projection.source))
        )
        self.done = 0

    def drop_leftovers(self) -> None:
        """Drop what a rebuild left that ended with its process."""
        names = {table.name for table in self._projection.tables}
        with self._database.transaction() as connection:
            for found in inspect(connection).get_table_names():
                name, _, generation = found.rpartition("__")
                if name in names and re.fullmatch(r"[0-9a-f]{6}", generation):
                    connection.exec_driver_sql(f"DROP TABLE {found}")

    def create(self) -> None:
        with self._database.transaction() as connection:
            for table in self._projection.tables:
                self._copy(table).create(connection)

    def advance(self) -> bool:
        """Apply one page; False when only a short rest is left for the swap."""
        page = self._feed.page(self._database.rows, stable=True)
        statements = self._changes(page.events).statements()
        if statements:
            self._database.write(statements)
        return page.full

    def swap(self) -> None:
        """Apply the rest and change the names while appends wait."""
        with self._database.transaction() as connection:
            self._database.lock_log(connection)

            def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
                found = connection.exec_driver_sql(sql, tuple(parameters))
                return [tuple(row) for row in found]

            def apply(events: Sequence[_Happened]) -> None:
                for sql, parameters in self._changes(events).statements():
                    connection.exec_driver_sql(sql, tuple(parameters))

            while (page := self._feed.page(rows, stable=False)).full:
                apply(page.events)
            apply(page.events)
            apply(self._feed.late(rows))
            for name, shadow in self._shadow.items():
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
                connection.exec_driver_sql(f"ALTER TABLE {shadow} RENAME TO {name}")
            self._record(connection)

    def abandon(self) -> None:
        """Drop what was built; the old tables were never touched."""
        with self._database.transaction() as connection:
            for shadow in self._shadow.values():
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS {shadow}")

    def _copy(self, table: Table) -> Table:
        shadow = self._shadow[table.name]
        copy = table.to_metadata(MetaData(), name=shadow)
        for number, index in enumerate(sorted(copy.indexes, key=lambda index: str(index.name))):
            index.name = quoted_name(f"{shadow}_{number}", quote=None)
        return copy

    def _changes(self, page: Sequence[_Happened]) -> RowChanges:
        changes = RowChanges(
            self._database, self._application.keyring, lambda name: self._shadow[name]
        )
        for event, at in page:
            self._projection.apply(event, at, changes)
        self.done += len(page)
        return changes

    def _record(self, connection: Connection) -> None:
        sql, parameters = self._database.insert(
            "projections",
            ("name", "version"),
            [(self._projection.name, self._projection.version)],
        )
        connection.exec_driver_sql(
            f"{sql} ON CONFLICT (name) DO UPDATE SET version = excluded.version",
            tuple(parameters),
        )


class _OwnLog:
    """Pages of the service's own log."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._after: Place = START

    def page(self, rows: _Read, *, stable: bool) -> _Page:
        log = self._application.log
        found = [Row._make(row) for row in rows(*log.page_query(self._after, _PAGE, stable=stable))]
        if found:
            self._after = found[-1].place
        return _Page([(log.event(row), self._at(row)) for row in found], len(found) == _PAGE)

    def late(self, _rows: _Read) -> list[_Happened]:
        """Nothing: of the log, no event is passed by."""
        return []

    def _at(self, row: Row) -> Recorded:
        return Recorded(
            source=self._application.source, id=row.id, stream=row.stream, version=row.version,
            type=row.type, time=row.time, sequence=str(row.place), meta={},
        )  # fmt: skip


class _Inbox:
    """Pages of what arrived from another service, without what waits among the dead letters."""

    def __init__(self, application: Application, service: str) -> None:
        self._application = application
        self._service = service
        # of each source on its own: one may get news after another was read to its end
        self._after: dict[str, str] = {}
        self._waiting: list[tuple[str, str]] = []

    def page(self, rows: _Read, *, stable: bool) -> _Page:
        mark = self._application.database.placeholder
        bodies: list[str] = []
        seen = 0
        # also of those that are followed no longer, and of those that came meanwhile
        for (source,) in rows("SELECT source FROM subscriptions ORDER BY source"):
            if source.rpartition("/")[2] == self._service:
                self._after.setdefault(source, "")
        for source, after in self._after.items():
            found = rows(
                "SELECT i.sequence, i.body, d.sequence FROM inbox i LEFT JOIN dead_letters d "
                "ON d.source = i.source AND d.sequence = i.sequence "
                f"WHERE i.source = {mark} AND i.sequence > {mark} "
                f"ORDER BY i.sequence LIMIT {_PAGE - seen}",
                (source, after),
            )
            for sequence, body, letter in found:
                if letter is None:
                    bodies.append(body)
                else:
                    self._waiting.append((source, sequence))
                self._after[source] = sequence
            seen += len(found)
            if seen == _PAGE:
                break
        return _Page(self._events(bodies), seen == _PAGE)

    def late(self, rows: _Read) -> list[_Happened]:
        """What was among the dead letters when it was passed by, and was handled since."""
        mark = self._application.database.placeholder
        waiting, self._waiting = self._waiting, []
        bodies: list[str] = []
        for place in waiting:
            found = rows(
                f"SELECT body FROM inbox i WHERE source = {mark} AND sequence = {mark} "
                "AND NOT EXISTS (SELECT 1 FROM dead_letters d "
                "WHERE d.source = i.source AND d.sequence = i.sequence)",
                place,
            )
            bodies += [body for (body,) in found]
        return self._events(bodies)

    def _events(self, bodies: Sequence[str]) -> list[_Happened]:
        return [self._event(from_cloudevent(body)) for body in bodies]

    def _event(self, message: Arrived) -> _Happened:
        definition, payload = registry.newest(message.type, message.data)
        event = codec.from_payload(definition, payload, self._application.keyring)
        return event, message.recorded()
