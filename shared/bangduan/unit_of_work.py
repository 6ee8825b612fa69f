"""A unit of work: load, decide, record; then everything in one transaction or nothing.

Handlers of ``commands.py`` receive one. What it gathers (events, own read rows, snapshots, an
idempotency key, the place up to which another service was read) leaves in one write.
"""

from __future__ import annotations

import dataclasses
from functools import reduce
from typing import TYPE_CHECKING, Any, Final, TypeVar

import orjson
from uuid6 import uuid7

from bangduan.errors import NotFound, StaleVersion
from bangduan.events import codec
from bangduan.events.definition import registry
from bangduan.events.envelope import Recorded, Row
from bangduan.events.schema import validate_event
from bangduan.store import holding, snapshots
from bangduan.store.log import GENESIS, utc_now
from bangduan.store.rows import RowChanges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select

    from bangduan.application import Application
    from bangduan.domain import Aggregate
    from bangduan.permissions import Scope
    from bangduan.store.database import Statement

State = TypeVar("State")

#: Facts that belong to a person begin so.
_RESERVED: Final = "of-person/"


@dataclasses.dataclass(frozen=True, slots=True)
class Context:
    """Who does something and what caused it; it travels with every event.

    Attributes:
        actor: an account's id or ``policy:<service>``; never a person's name.
        correlation_id: id of what began the chain of causes.
        causation_id: id of the request or event that caused this.
        traceparent: W3C trace context.
        session_id: the session or token it was asked with; it does not travel.
    """

    actor: str | None = None
    correlation_id: str | None = None
    causation_id: str | None = None
    traceparent: str | None = None
    session_id: str | None = None

    def meta(self) -> str:
        """The envelope's extensions, as the log keeps them."""
        named = {
            "correlationid": self.correlation_id,
            "causationid": self.causation_id,
            "traceparent": self.traceparent,
            "actor": self.actor,
        }
        return orjson.dumps({k: v for k, v in named.items() if v is not None}).decode()


@dataclasses.dataclass(frozen=True, slots=True)
class Loaded:
    """Where a stream stands: the state it adds up to, its version and its last hash."""

    state: Any
    version: int
    hash: str


class UnitOfWork:
    """Gathers what one command, or one batch of arrived events, changes.

    Args:
        application: the running service.
        fresh: read every stream from the log, never from the cache.
    """

    def __init__(self, application: Application, *, fresh: bool = False) -> None:
        self._application = application
        self._fresh = fresh
        self._context = Context()
        self._meta = self._context.meta()
        self._expected: dict[str, int] = {}
        self._loaded: dict[str, Loaded] = {}
        self._statements: list[Statement] = []
        self._reserved: dict[str, str] = {}
        self.appended: list[Row] = []
        self.erased: list[str] = []
        self.rows = RowChanges(application.database, application.keyring)

    # -- for handlers ----------------------------------------------------------------------

    def state(self, aggregate: Aggregate[State], id: str) -> State:
        """State of another aggregate, read from the log now; initial if nothing is recorded."""
        return self._load(aggregate, aggregate.stream(id), cached=False).state  # type: ignore[no-any-return]

    def require(self, aggregate: Aggregate[State], id: str, *, field: str | None = None) -> State:
        """As ``state``, or NotFound (naming ``field`` of the command) if nothing is recorded."""
        loaded = self._load(aggregate, aggregate.stream(id), cached=False)
        if loaded.version == 0:
            raise NotFound(aggregate.category, id, field)
        return loaded.state  # type: ignore[no-any-return]

    def decide(self, aggregate: Aggregate[Any], id: str, command: object) -> Sequence[object]:
        """Decide a command on one aggregate and record what follows; returns the events."""
        loaded = self._load(aggregate, aggregate.stream(id), cached=not self._fresh)
        events = aggregate.decide(loaded.state, command)
        self.append(aggregate, id, events)
        return events

    def append(self, aggregate: Aggregate[Any], id: str, events: Sequence[object]) -> None:
        """Record events of one aggregate and change the own read tables they speak of."""
        if not events:
            return
        stream = aggregate.stream(id)
        before = self._load(aggregate, stream, cached=not self._fresh)
        application, time = self._application, utc_now()
        facts = []
        for event in events:
            validate_event(event)
            definition = registry.of(type(event))
            facts.append((str(uuid7()), definition.type, codec.encode(event, application.keyring)))
            if definition.erases is not None:
                self.erase(getattr(event, definition.erases))
        new = application.log.chained(stream, before.version, before.hash, facts, time, self._meta)
        self.appended += new
        state = reduce(aggregate.evolve, events, before.state)
        self._loaded[stream] = Loaded(state, new[-1].version, new[-1].hash)
        self._snapshot(aggregate, stream, before.version)
        for event, row in zip(events, new, strict=True):
            application.project(event, self._at(row), self.rows)

    @property
    def actor(self) -> str | None:
        """Who does this: an account's id, ``policy:<service>``, or None for nobody named."""
        return self._context.actor

    @property
    def scope(self) -> Scope:
        """Where it runs: at a site or at a province."""
        return self._application.scope

    @property
    def session_id(self) -> str | None:
        """The session or token it was asked with; None where there is none."""
        return self._context.session_id

    def read(self, query: Select[Any]) -> list[dict[str, Any]]:
        """Rows of the own read tables as they stand committed."""
        return self._application.reader.all(query)

    def fact(self, name: str) -> str | None:
        """What this database remembers under ``name`` beside the log, None for nothing."""
        return self._application.database.fact(name)

    def claim(self, name: str, value: str) -> None:
        """Remember a fact that nobody has; with one that came meanwhile, all is decided anew."""
        self.add(self._application.database.insert("facts", ("name", "value"), [(name, value)]))

    def remember(self, name: str, value: str) -> None:
        """Remember a fact, replacing what was remembered under ``name``."""
        sql, values = self._application.database.insert("facts", ("name", "value"), [(name, value)])
        self.add((f"{sql} ON CONFLICT (name) DO UPDATE SET value = excluded.value", values))

    def forget(self, name: str) -> None:
        """Remember a fact no longer."""
        mark = self._application.database.placeholder
        self.add((f"DELETE FROM facts WHERE name = {mark}", (name,)))

    def reserve(self, subject: str, what: str, text: str) -> str:
        """Let a person alone have this text, as a number, instead of the one before.

        Kept as a keyed hash; it goes when the person is erased. Of two that reserve the same at
        once, one is decided anew.

        Returns:
            Whose it is: the person's, or another's who reserved it within this unit of work.
        """
        name = f"{_RESERVED}{what}/{self._application.database.digest(text)}"
        whose = self._reserved.setdefault(name, subject)
        if whose != subject:
            return whose
        self.release(subject, what)
        self.add(self._application.database.insert("facts", ("name", "value"), [(name, subject)]))
        return subject

    def release(self, subject: str, what: str = "") -> None:
        """Let go of what a person has reserved as ``what``; of everything without it."""
        prefix, mark = (
            f"{_RESERVED}{what}/" if what else _RESERVED,
            self._application.database.placeholder,
        )
        sql = f"DELETE FROM facts WHERE value = {mark} AND substr(name, 1, {mark}) = {mark}"
        self.add((sql, (subject, len(prefix), prefix)))

    # -- for the application ---------------------------------------------------------------

    def is_held(self, source: str) -> bool:
        """True for a source that no longer holds what was read of it, until it is read anew."""
        return any(each.held_at for each in holding.held(self._application.database, source))

    def read_anew(self, source: str) -> None:
        """What was read of a source is set aside, and it is read from its first event again.

        Whichever process reads the source does so once this is committed.

        Args:
            source: ``/tambon/<code>/<service>``.
        """
        self.add(holding.decide(self._application.database, source))

    def acting(self, context: Context) -> None:
        """Everything recorded from now on is done in ``context``."""
        self._context = context
        self._meta = context.meta()

    def expect(self, stream: str, version: int) -> None:
        """Refuse with StaleVersion unless ``stream`` is at ``version`` when it is first loaded."""
        self._expected[stream] = version

    def add(self, statement: Statement) -> None:
        """Let one more statement take part in the transaction."""
        self._statements.append(statement)

    def erase(self, subject: str) -> None:
        """Blank the read rows of a person; the key is destroyed once this is committed."""
        self.erased.append(subject)
        self.release(subject)
        for table in self._application.personal_tables:
            self.rows.blank(table, subject)

    def version(self, stream: str) -> int:
        """Version of a stream as this unit of work leaves it."""
        return self._loaded[stream].version if stream in self._loaded else 0

    def statements(self) -> list[Statement]:
        """Everything to be written, in one transaction."""
        found = list(self._statements)
        if self.appended:
            found.insert(0, self._application.log.append_statement(self.appended))
        return found + self.rows.statements()

    def loaded(self) -> dict[str, Loaded]:
        """Streams as this unit of work leaves them, for the cache."""
        return self._loaded

    def _load(self, aggregate: Aggregate[Any], stream: str, *, cached: bool) -> Loaded:
        loaded = self._loaded.get(stream)
        if loaded is None:
            loaded = self._application.cached(stream) if cached else None
            loaded = loaded or self._read(aggregate, stream)
            expected = self._expected.get(stream)
            if expected is not None and expected != loaded.version:
                raise StaleVersion(stream, expected, loaded.version)
            self._loaded[stream] = loaded
        return loaded

    def _read(self, aggregate: Aggregate[Any], stream: str) -> Loaded:
        log = self._application.log
        state, version, hash = aggregate.initial, 0, GENESIS
        if aggregate.snapshot_every:
            found = snapshots.load(log.database, stream, type(aggregate.initial))
            if found is not None:
                state, version, hash = found
        for number, link, event in log.events(stream, version):
            state, version, hash = aggregate.evolve(state, event), number, link
        return Loaded(state, version, hash)

    def _snapshot(self, aggregate: Aggregate[Any], stream: str, before: int) -> None:
        every, now = aggregate.snapshot_every, self._loaded[stream]
        if every and before // every != now.version // every:
            self.add(
                snapshots.save_statement(
                    self._application.database, stream, now.version, now.hash, now.state
                )
            )

    def _at(self, row: Row) -> Recorded:
        return Recorded(
            source=self._application.source,
            id=row.id,
            stream=row.stream,
            version=row.version,
            type=row.type,
            time=row.time,
            sequence="",
            meta={},
        )
