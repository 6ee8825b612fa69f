"""Where one service stands: its log, what has left it, what it has read, what waits."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, Literal

import sqlalchemy

from bangduan.errors import StoreError
from bangduan.events.envelope import START
from bangduan.events.envelope import Place as Sequence
from bangduan.messaging.diverging import diverged_answers
from bangduan.messaging.letters import DEAD, PARKED
from bangduan.places import hidden, looked_at, place_of_source
from bangduan.store import tables
from bangduan.store.holding import held

if TYPE_CHECKING:
    from bangduan.places import Place
    from bangduan.settings import Settings
    from bangduan.store import Database, EventLog

LOG: Final = "events"


@dataclasses.dataclass(frozen=True, slots=True)
class Following:
    """How far a source was read.

    Attributes:
        source: ``/tambon/<code>/<service>``.
        sequence: of the last event handled.
        behind: events of the source that follow it; None when its database is out of reach.
        diverged: the source no longer holds that event (it was restored from a backup).
    """

    source: str
    sequence: str
    behind: int | None
    diverged: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Version:
    """A projection as its tables were built, and as the program has it now."""

    name: str
    built: int | None
    current: int

    @property
    def is_outdated(self) -> bool:
        """True when the tables are to be rebuilt."""
        return self.built != self.current


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """Where a service stands.

    Attributes:
        database: its URL, without the password.
        state: ``absent`` when it was never started, ``incomplete`` when tables are missing.
        why: what the database said, when it is unreachable; the tables that are missing.
        head: sequence of the last event recorded.
        published: sequence of the last event the broker has confirmed.
        pending: events that have not left.
        dead, parked: events that failed, and those that wait behind them.
        set_aside: events read of a source that no longer holds them.
        held: sources that are not read on until somebody decides.
        ahead: queues of subscribers that have read events which the log no longer holds.
    """

    service: str
    scope: str
    tambon: str
    database: str
    state: Literal["ready", "absent", "incomplete", "unreachable"]
    why: str | None = None
    events: int = 0
    epoch: int = 1
    head: str | None = None
    published: str | None = None
    pending: int = 0
    follows: tuple[Following, ...] = ()
    dead: int = 0
    parked: int = 0
    set_aside: int = 0
    projections: tuple[Version, ...] = ()
    held: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()


def standing(place: Place, settings: Settings) -> Standing:
    """Where the service at ``place`` stands.

    Args:
        settings: of the site, to find the databases of its sources.
    """
    try:
        database = place.open()
    except StoreError as error:
        return _without(place, "unreachable", error.en)
    if database is None:
        return _without(place, "absent", None)
    with closing(database):
        try:
            missing = missing_tables(database)
            if missing:
                return _without(place, "incomplete", ", ".join(missing))
            return _ready(place, settings, database)
        except StoreError as error:
            return _without(place, "unreachable", error.en)


def missing_tables(database: Database) -> list[str]:
    """Tables every service needs that this database has not."""
    with database.translating():
        standing = sqlalchemy.inspect(database.engine).get_table_names()
    return sorted({LOG, *tables.metadata.tables} - set(standing))


def _without(
    place: Place, state: Literal["absent", "incomplete", "unreachable"], why: str | None
) -> Standing:
    return Standing(**_names(place), state=state, why=why)


def _names(place: Place) -> dict[str, Any]:
    return {
        "service": place.name,
        "scope": place.scope,
        "tambon": place.settings.tambon,
        "database": hidden(place.url),
    }


def _ready(place: Place, settings: Settings, database: Database) -> Standing:
    log = looked_at(database)
    head = log.head()
    relayed = database.rows("SELECT sequence FROM relay")
    published = relayed[0][0] if relayed else None
    letters: dict[str, int] = dict(
        database.rows("SELECT state, count(*) FROM dead_letters GROUP BY state")
    )
    return Standing(
        **_names(place),
        state="ready",
        events=log.count(),
        epoch=log.epoch,
        head=str(head.place) if head else None,
        published=published,
        pending=log.count(Sequence.parse(published) if published else START),
        follows=_follows(place, settings, database),
        dead=letters.get(DEAD, 0),
        parked=letters.get(PARKED, 0),
        set_aside=database.rows("SELECT count(*) FROM set_aside")[0][0],
        projections=_versions(place, database),
        held=tuple(each.source for each in held(database) if each.decided_at is None),
        ahead=tuple(each.queue for each in diverged_answers(database)),
    )


def _versions(place: Place, database: Database) -> tuple[Version, ...]:
    built: dict[str, int] = dict(database.rows("SELECT name, version FROM projections"))
    return tuple(
        Version(projection.name, built.get(projection.name), projection.version)
        for projection in place.service.projections
    )


def _follows(place: Place, settings: Settings, database: Database) -> tuple[Following, ...]:
    read = {
        source: (sequence, last_id)
        for source, sequence, last_id in database.rows(
            "SELECT source, sequence, last_id FROM subscriptions"
        )
    }
    found = []
    for tambon, service in place.service.sources_at(place.settings):
        source = f"/tambon/{tambon}/{service}"
        sequence, last_id = read.get(source, (str(START), None))
        behind, diverged = _lag(settings, tambon, service, Sequence.parse(sequence), last_id)
        found.append(Following(source, sequence, behind, diverged))
    return tuple(found)


def _lag(
    settings: Settings, tambon: str, service: str, after: Sequence, last_id: str | None
) -> tuple[int | None, bool]:
    """How many events of the source follow; None when its database is not in reach from here."""
    place = place_of_source(settings, tambon, service)
    try:
        database = place.open() if place else None
        if database is None:
            return None, False
        with closing(database):
            if missing_tables(database):
                return None, False
            log = looked_at(database)
            return log.count(after), not _holds(log, after, last_id)
    except StoreError:
        return None, False


def _holds(log: EventLog, after: Sequence, last_id: str | None) -> bool:
    if after == START:
        return True
    row = log.row_at(after)
    return row is not None and row.id == last_id
