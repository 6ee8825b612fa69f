"""New read tables beside the old ones, from the log; the service keeps answering; then the swap.

The new tables are filled from the log (or, for tables that another service's events feed, from
the inbox) while the old ones go on. Only the last step holds appends back: what came meanwhile
is applied and the names change, in one transaction.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import MetaData, inspect

from bangduan.errors import NotFound
from bangduan.events import codec
from bangduan.events.definition import registry
from bangduan.events.envelope import START, Arrived, Place, Recorded, Row, from_cloudevent
from bangduan.store.rows import RowChanges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Table

    from bangduan.application import Application
    from bangduan.projection import Projection

_PAGE: Final = 1_000


def prepare(
    application: Application, on_progress: Callable[[str, int], None] = lambda _name, _done: None
) -> list[str]:
    """Make every read table there and of today's version; returns what was rebuilt."""
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
    work.create()
    try:
        while work.advance():
            on_progress(projection.name, work.done)
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

    def create(self) -> None:
        with self._database.transaction() as connection:
            for table in self._projection.tables:
                self._copy(table).create(connection)

    def advance(self) -> bool:
        """Apply one page; False when only a short rest is left for the swap."""
        page = self._feed.page(self._database.rows, stable=True)
        self._database.write(self._changes(page).statements() or [("SELECT 1", ())])
        return len(page) == _PAGE

    def swap(self) -> None:
        """Apply the rest and change the names while appends wait."""
        with self._database.transaction() as connection:
            self._database.lock_log(connection)

            def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
                found = connection.exec_driver_sql(sql, tuple(parameters))
                return [tuple(row) for row in found]

            while page := self._feed.page(rows, stable=False):
                for sql, parameters in self._changes(page).statements():
                    connection.exec_driver_sql(sql, tuple(parameters))
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
        for index in copy.indexes:
            index.name = f"{shadow}_{index.name}"
        return copy

    def _changes(self, page: Sequence[tuple[object, Recorded]]) -> RowChanges:
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

    def page(self, rows: Callable[..., list[Any]], *, stable: bool) -> list[tuple[object, Recorded]]:
        log = self._application.log
        found = [
            Row._make(row) for row in rows(*log.page_query(self._after, _PAGE, stable=stable))
        ]
        if found:
            self._after = found[-1].place
        return [(log.event(row), self._at(row)) for row in found]

    def _at(self, row: Row) -> Recorded:
        return Recorded(
            source=self._application.source, id=row.id, stream=row.stream, version=row.version,
            type=row.type, time=row.time, sequence=str(row.place), meta={},
        )  # fmt: skip


class _Inbox:
    """Pages of what arrived from another service, without what waits among the dead letters."""

    def __init__(self, application: Application, service: str) -> None:
        self._application = application
        self._sources = [
            f"/tambon/{tambon}/{name}"
            for tambon, name in application.service.sources_at(application.settings)
            if name == service
        ]
        self._after = ("", "")

    def page(self, rows: Callable[..., list[Any]], *, stable: bool) -> list[tuple[object, Recorded]]:  # noqa: ARG002
        if not self._sources:
            return []
        mark = self._application.database.placeholder
        sources = ",".join([mark] * len(self._sources))
        found = rows(
            "SELECT source, sequence, body FROM inbox i "
            f"WHERE (source, sequence) > ({mark}, {mark}) AND source IN ({sources}) "
            "AND NOT EXISTS (SELECT 1 FROM dead_letters d "
            "WHERE d.source = i.source AND d.sequence = i.sequence) "
            f"ORDER BY source, sequence LIMIT {_PAGE}",
            (*self._after, *self._sources),
        )
        if found:
            self._after = (found[-1][0], found[-1][1])
        return list(self._events(from_cloudevent(body) for _, _, body in found))

    def _events(self, arrived: Iterator[Arrived]) -> Iterator[tuple[object, Recorded]]:
        for message in arrived:
            definition, payload = registry.newest(message.type, message.data)
            event = codec.from_payload(definition, payload, self._application.keyring)
            yield event, message.recorded()
