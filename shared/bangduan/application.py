"""A running service without its network: commands in, events and read rows out.

    HTTP or a policy → ``execute`` → handler → ``decide`` → one transaction → answer

Nothing here knows of Flask, nameko or a broker; ``service`` puts those around it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import random
import secrets
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import Select, Table

from bangduan import seen
from bangduan.chores import Chore
from bangduan.digesting import DIGESTS
from bangduan.errors import DomainError, KeyReused, PersonForgotten, StaleVersion, StoreError
from bangduan.events import codec
from bangduan.events.definition import registry
from bangduan.events.envelope import source_name
from bangduan.metrics.meters import Meters
from bangduan.projection import personal_columns
from bangduan.store import (
    EventLog,
    Interrupted,
    Keyring,
    StoreUnavailable,
    Taken,
    open_database,
)
from bangduan.store.rows import reveal, tables_of
from bangduan.store.sightings import EVERY_SECONDS, Sightings
from bangduan.unit_of_work import Context, Loaded, UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bangduan.domain import Aggregate
    from bangduan.events.envelope import Recorded
    from bangduan.projection import Projection, Rows
    from bangduan.service import Service
    from bangduan.settings import Settings

_log = logging.getLogger(__name__)

_ATTEMPTS: Final = 10
_LONGEST_REST_SECONDS: Final = 0.1
_CACHED_STREAMS: Final = 20_000


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What a command came to.

    Attributes:
        id: the aggregate the command spoke to.
        version: its stream's version now.
        ids: the streams that were appended to, in order.
        repeated: it was carried out before, under the same idempotency key.
    """

    id: str
    version: int
    ids: tuple[str, ...]
    repeated: bool = False

    def to_json(self) -> bytes:
        """What the client is told and the log of commands keeps."""
        return orjson.dumps({"id": self.id, "version": self.version, "ids": self.ids})


class Reader:
    """Reads a service's read tables; personal columns come out opened."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def all(self, query: Select[Any]) -> list[dict[str, Any]]:
        """Every row of a SELECT over read tables, as dictionaries by column name."""
        rows = self._application.database.select(query)
        return reveal(tables_of(query), rows, self._application.keyring)

    def one(self, query: Select[Any]) -> dict[str, Any] | None:
        """The first row of a SELECT, or None."""
        rows = self.all(query.limit(1))
        return rows[0] if rows else None


class Application:
    """One service on its database and the site's keyring.

    Args:
        service: what it is made of.
        settings: where it runs.
    """

    def __init__(self, service: Service, settings: Settings) -> None:
        self.service = service
        self.settings = settings
        self.tambon = settings.tambon
        self.scope = service.scope_at(settings)
        self.source = source_name(settings.tambon, service.name)
        self.database = open_database(settings.database_url(service.name))
        self.keyring = Keyring(settings.keyring_url)
        self.log = EventLog(self.database, self.keyring)
        self.reader = Reader(self)
        self.meters = Meters(service.name)
        self.on_commit: list[Callable[[], None]] = []
        self.sightings = Sightings(self.database)
        self.chores: list[Chore] = [
            Chore("seen", EVERY_SECONDS, lambda application: application.sightings.write()),
            DIGESTS,
        ]
        self.personal_tables: tuple[Table, ...] = tuple(
            table
            for projection in service.projections
            for table in projection.tables
            if personal_columns(table)
        )
        self._own = tuple(p for p in service.projections if service.feeds_itself(p))
        self._aggregates = service.aggregates_by_command()
        self._cache: OrderedDict[str, Loaded] = OrderedDict()
        self._cache_lock = threading.Lock()
        self._doomed: set[str] = set()
        self._secret = self._fingerprint_secret()

    # -- commands --------------------------------------------------------------------------

    def execute(
        self,
        command: Any,
        *,
        key: str | None = None,
        context: Context | None = None,
        expected_version: int | None = None,
    ) -> Answer:
        """Carry out one command in one transaction.

        Args:
            key: idempotency key; the same key and command answer as the first time.
            context: who does it and why.
            expected_version: the version the command's author has seen of its aggregate.

        Raises:
            DomainError: a rule refuses, or something named does not exist.
            StaleVersion: ``expected_version`` is not where the aggregate stands.
            KeyReused: ``key`` was used for another command.
            PersonForgotten: the command carries personal data of an erased person.
        """
        return self.meters.command(lambda: self._execute(command, key, context, expected_version))

    def _execute(
        self, command: Any, key: str | None, context: Context | None, expected_version: int | None
    ) -> Answer:
        """As ``execute``, attempt by attempt."""
        fingerprint = self._fingerprint(command) if key is not None else ""
        for attempt in range(_ATTEMPTS):
            last = attempt == _ATTEMPTS - 1
            if attempt > 1:
                # whoever keeps winning the race gets time to finish
                time.sleep(random.uniform(0, _LONGEST_REST_SECONDS * attempt / _ATTEMPTS))  # noqa: S311
            try:
                return self._attempt(
                    command, key, fingerprint, context, expected_version, fresh=attempt > 0
                )
            except Interrupted:
                if last:
                    raise
            except (Taken, StaleVersion) as refusal:
                earlier = self._earlier(key, fingerprint)
                if earlier is not None:
                    return earlier
                # what a handler claimed was claimed meanwhile: decided anew, it sees that
                if last or (isinstance(refusal, Taken) and refusal.table != "facts"):
                    raise
                # the version may have been compared with a cached one
                if expected_version is not None and attempt > 0:
                    raise
            except (DomainError, PersonForgotten):
                earlier = self._earlier(key, fingerprint)
                if earlier is not None:
                    return earlier
                # decided on a cached state, which another process may have overtaken
                if attempt > 0:
                    raise
        raise AssertionError("unreachable")

    def commit(self, unit: UnitOfWork) -> None:
        """Write a unit of work; then its states are cached and the relay is told.

        Raises:
            StaleVersion: a stream has moved on; nothing was written.
            Taken: an idempotency key is there already; nothing was written.
            StoreUnavailable: whether it was written is not known.
        """
        try:
            self._write(unit)
        except BaseException:
            self._forget(unit)
            raise
        self.meters.recorded(row.type for row in unit.appended)
        self._remember(unit)
        self._destroy_keys(unit.erased)
        if unit.appended:
            for notify in self.on_commit:
                notify()

    def run(self, command: Any, unit: UnitOfWork) -> Answer:
        """Let the command's handler, or the aggregate itself, decide within ``unit``."""
        before = len(unit.appended)
        handler = self.service.handlers.get(type(command))
        if handler is not None:
            handler(command, unit)
        else:
            aggregate = self.aggregate_of(command)
            unit.decide(aggregate, getattr(command, aggregate.key), command)
        id = getattr(command, self.aggregate_of(command).key)
        appended = tuple(dict.fromkeys(row.stream for row in unit.appended[before:]))
        return Answer(id, unit.version(self.stream_of(command)), appended)

    def aggregate_of(self, command: object) -> Aggregate[Any]:
        """The aggregate that decides a command."""
        return self._aggregates[type(command)]

    def stream_of(self, command: object) -> str:
        """The stream a command speaks to."""
        aggregate = self.aggregate_of(command)
        return aggregate.stream(getattr(command, aggregate.key))

    def command_key_used(self, key: str) -> bool:
        """True when a command was carried out under this idempotency key."""
        mark = self.database.placeholder
        return bool(self.database.rows(f"SELECT 1 FROM commands WHERE key = {mark}", (key,)))

    def command_record(self, key: str, fingerprint: str, answer: Answer) -> Any:
        """The statement that keeps an answer under its idempotency key."""
        return self.database.insert(
            "commands",
            ("key", "fingerprint", "answer"),
            [(key, fingerprint, answer.to_json().decode())],
        )

    # -- projections -----------------------------------------------------------------------

    def project(self, event: object, at: Recorded, rows: Rows) -> None:
        """Change the read tables that this service's own events feed."""
        for projection in self._own:
            projection.apply(event, at, rows)

    def project_from(self, service: str, event: object, at: Recorded, rows: Rows) -> None:
        """Change the read tables that another service's events feed."""
        for projection in self.service.projections:
            if projection.source == service:
                projection.apply(event, at, rows)

    def sources(self) -> tuple[tuple[str, str], ...]:
        """``(tambon, service)`` of everything it follows at this moment."""
        return self.service.sources_at(self.settings, self.reader)

    def own_projections(self) -> tuple[Projection, ...]:
        """Projections fed by this service's own events."""
        return self._own

    # -- life ------------------------------------------------------------------------------

    def cached(self, stream: str) -> Loaded | None:
        """The stream as this process last left it, if it is remembered."""
        with self._cache_lock:
            loaded = self._cache.get(stream)
            if loaded is not None:
                self._cache.move_to_end(stream)
            return loaded

    def close(self) -> None:
        """Close databases; call once, after everything that uses them has stopped."""
        try:
            self.sightings.write()
        except StoreError:
            _log.exception("who saw whom in the last seconds is not written down")
        self.database.close()
        self.keyring.close()

    def finish_erasures(self) -> None:
        """Destroy the keys of persons whose erasure was recorded when a crash came between."""
        types = sorted(definition.type for definition in registry if definition.erases)
        if not types:
            return
        marks = ",".join([self.database.placeholder] * len(types))
        for type, payload in self.database.rows(
            f"SELECT type, payload FROM events WHERE type IN ({marks})", types
        ):
            event = codec.decode(type, payload, self.keyring)
            self.keyring.destroy(getattr(event, str(registry.of(event.__class__).erases)))

    def _write(self, unit: UnitOfWork) -> None:
        statements = unit.statements()
        try:
            try:
                self.database.write(statements)
            except StoreUnavailable:
                if not unit.appended:
                    raise
                # perhaps only the answer was lost; the same events go in once at most
                self.database.write(statements)
        except Taken as taken:
            if taken.table != "events":
                raise
            stale = self.log.stale(unit.appended)
            if stale is not None:
                raise stale from None

    def _destroy_keys(self, subjects: Sequence[str]) -> None:
        """What fails is tried again at the next commit, and when the service starts."""
        self._doomed.update(subjects)
        for subject in tuple(self._doomed):
            try:
                self.keyring.destroy(subject)
            except StoreError:
                _log.exception("the key of %s is not destroyed yet", subject)
                if subject in subjects:
                    raise
            else:
                self._doomed.discard(subject)

    def _attempt(
        self,
        command: Any,
        key: str | None,
        fingerprint: str,
        context: Context | None,
        expected_version: int | None,
        *,
        fresh: bool,
    ) -> Answer:
        unit = UnitOfWork(self, fresh=fresh)
        if context is not None:
            unit.acting(context)
        if expected_version is not None:
            unit.expect(self.stream_of(command), expected_version)
        with seen.apart():
            answer = self.run(command, unit)
        if key is not None:
            unit.add(self.command_record(key, fingerprint, answer))
        if unit.appended or key is not None:
            self.commit(unit)
        return answer

    def _earlier(self, key: str | None, fingerprint: str) -> Answer | None:
        if key is None:
            return None
        mark = self.database.placeholder
        rows = self.database.rows(
            f"SELECT fingerprint, answer FROM commands WHERE key = {mark}", (key,)
        )
        if not rows:
            return None
        if rows[0][0] != fingerprint:
            raise KeyReused(key)
        answer = orjson.loads(rows[0][1])
        return Answer(answer["id"], answer["version"], tuple(answer["ids"]), repeated=True)

    def _fingerprint(self, command: Any) -> str:
        body = orjson.dumps([type(command).__name__, command], option=orjson.OPT_SORT_KEYS)
        return hashlib.blake2b(body, key=self._secret, digest_size=24).hexdigest()

    def _fingerprint_secret(self) -> bytes:
        """A secret of this database, so that a fingerprint tells nothing of what it covers."""
        known = self.database.fact("fingerprint_secret")
        if known is None:
            sql, parameters = self.database.insert(
                "facts", ("name", "value"), [("fingerprint_secret", secrets.token_hex(32))]
            )
            self.database.write([(f"{sql} ON CONFLICT (name) DO NOTHING", parameters)])
            known = str(self.database.fact("fingerprint_secret"))
        return bytes.fromhex(known)

    def _remember(self, unit: UnitOfWork) -> None:
        with self._cache_lock:
            for stream, loaded in unit.loaded().items():
                known = self._cache.get(stream)
                if known is None or known.version <= loaded.version:
                    self._cache[stream] = loaded
                    self._cache.move_to_end(stream)
            while len(self._cache) > _CACHED_STREAMS:
                self._cache.popitem(last=False)

    def _forget(self, unit: UnitOfWork) -> None:
        with self._cache_lock:
            for stream in unit.loaded():
                self._cache.pop(stream, None)
