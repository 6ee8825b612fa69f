"""What a subscriber does with events that arrive: once, in order, in its own transaction.

For each source it remembers the last event it handled. The next event names that one as its
predecessor; one already seen is dropped; anything else is a gap, and the source is asked to
replay. Handling an event, recording what followed from it and remembering the place are one
transaction.

An event that fails again and again becomes a dead letter; later events of its subject are
parked behind it, and the others flow on.
"""

from __future__ import annotations

import logging
import time
import traceback
from typing import TYPE_CHECKING, Final

from bangduan.errors import StaleVersion
from bangduan.events import codec
from bangduan.events.definition import registry
from bangduan.events.envelope import START, Arrived
from bangduan.messaging import letters
from bangduan.rebuilding import rebuild
from bangduan.store import Interrupted, StoreUnavailable, Taken
from bangduan.store.log import utc_now
from bangduan.unit_of_work import Context, UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bangduan.application import Application
    from bangduan.events.definition import Definition

_log = logging.getLogger(__name__)

_LONGEST_BACKOFF_SECONDS: Final = 5.0
_COLUMNS: Final = ("source", "sequence", "last_id", "follows")


class Inbox:
    """One subscriber's reading of one source.

    Args:
        application: the subscriber.
        source: ``/tambon/<code>/<service>``.
        sleep: how to wait between attempts.
    """

    def __init__(
        self, application: Application, source: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.application = application
        self.source = source
        self.service = source.rsplit("/", 1)[1]
        self._sleep = sleep
        self._classes = application.service.follows(self.service)
        self._follows = ",".join(sorted(registry.of(cls).type for cls in self._classes))
        self._blocked = letters.blocked_subjects(application.database, source)
        self.sequence = str(START)
        self.last_id: str | None = None
        self._load()

    # -- receiving -------------------------------------------------------------------------

    def receive(self, batch: Sequence[Arrived]) -> bool:
        """Handle what is next among ``batch``; True when there was a gap before some of it."""
        accepted: list[Arrived] = []
        sequence, last_id, gap = self.sequence, self.last_id, False
        for message in batch:
            if message.sequence <= sequence:
                continue
            if message.predecessor == last_id:
                accepted.append(message)
                sequence, last_id = message.sequence, message.id
            else:
                gap = True
        if accepted:
            self._handle(accepted)
        return gap

    def idle(self) -> None:
        """Handle parked events whose dead letter is gone; called when nothing arrives."""
        if letters.released(self.application.database, self.source):
            letters.retry_released(self)
        self._blocked = letters.blocked_subjects(self.application.database, self.source)

    def restart(self, *, diverged: bool) -> None:
        """Forget what was read of the source and begin again from its first event.

        Args:
            diverged: the source no longer holds what was read here (it was restored from an
                older backup); what was read is set aside for comparison.
        """
        database, mark = self.application.database, self.application.database.placeholder
        statements = []
        if diverged:
            _log.error(
                "%s no longer holds what was read of it; set aside, reading anew", self.source
            )
            statements.append(
                (
                    "INSERT INTO set_aside (source, set_aside_at, sequence, body) "
                    f"SELECT source, {mark}, sequence, body FROM inbox WHERE source = {mark}",
                    (utc_now(), self.source),
                )
            )
        statements += [
            (f"DELETE FROM inbox WHERE source = {mark}", (self.source,)),
            (f"DELETE FROM dead_letters WHERE source = {mark}", (self.source,)),
            (f"DELETE FROM subscriptions WHERE source = {mark}", (self.source,)),
            database.insert(
                "subscriptions", _COLUMNS, [(self.source, str(START), None, self._follows)]
            ),
        ]
        fed = [p for p in self.application.service.projections if p.source == self.service]
        statements += [(f"DELETE FROM projections WHERE name = {mark}", (p.name,)) for p in fed]
        database.write(statements)
        for projection in fed:
            rebuild(self.application, projection)
        self._blocked = frozenset()
        self._load()

    # -- one transaction -------------------------------------------------------------------

    def apply(self, message: Arrived, unit: UnitOfWork) -> None:
        """Let projections and policies take one event within ``unit``."""
        definition, payload = registry.newest(message.type, dict(message.data))
        event = codec.from_payload(definition, payload, self.application.keyring)
        self.application.project_from(self.service, event, message.recorded(), unit.rows)
        if definition.erases is not None:
            unit.erase(getattr(event, definition.erases))
        unit.acting(
            Context(
                actor=f"policy:{self.application.service.name}",
                correlation_id=message.meta.get("correlationid", message.id),
                causation_id=message.id,
                traceparent=message.meta.get("traceparent"),
            )
        )
        commands = self.application.service.policies.commands(event)
        for number, command in enumerate(commands):
            key = f"policy:{message.id}:{number}"
            if not self.application.command_key_used(key):
                answer = self.application.run(command, unit)
                unit.add(self.application.command_record(key, "", answer))

    def _commit(self, messages: Sequence[Arrived], *, fresh: bool = False) -> None:
        unit = UnitOfWork(self.application, fresh=fresh)
        kept: list[Arrived] = []
        for message in messages:
            if self._definition(message) is None:
                continue
            kept.append(message)
            if self._is_blocked(message.subject):
                unit.add(letters.park(self.application.database, message))
            else:
                self.apply(message, unit)
        self._finish(unit, kept, messages[-1])

    def _finish(self, unit: UnitOfWork, kept: Sequence[Arrived], last: Arrived) -> None:
        database = self.application.database
        if kept:
            unit.add(
                database.insert(
                    "inbox",
                    ("source", "sequence", "type", "subject", "body"),
                    [(m.source, m.sequence, m.type, m.subject, m.body.decode()) for m in kept],
                )
            )
        sql, parameters = database.insert(
            "subscriptions", _COLUMNS, [(self.source, last.sequence, last.id, self._follows)]
        )
        # a consumer that was thought dead may come late: the place never goes back
        unit.add(
            (
                sql + " ON CONFLICT (source) DO UPDATE SET sequence = excluded.sequence, "
                "last_id = excluded.last_id, follows = excluded.follows "
                "WHERE subscriptions.sequence < excluded.sequence",
                parameters,
            )
        )
        self.application.commit(unit)
        self.sequence, self.last_id = last.sequence, last.id

    # -- failing ---------------------------------------------------------------------------

    def _handle(self, messages: Sequence[Arrived]) -> None:
        try:
            self._commit(messages)
        except Exception:  # noqa: BLE001 (whatever it is, it is tried again event by event)
            for message in messages:
                if message.sequence > self.sequence:
                    self._handle_one(message)

    def _handle_one(self, message: Arrived) -> None:
        settings, attempt = self.application.settings, 0
        waited = settings.backoff_seconds
        while message.sequence > self.sequence:
            try:
                self._commit([message], fresh=True)
            except (StoreUnavailable, Interrupted) as error:
                _log.warning("%s waits for its database: %s", self.source, error)
            except (StaleVersion, Taken):
                # somebody else was first: another command, or another process of this service
                self._load()
                attempt += 1
                if attempt > settings.retries:
                    self._bury(message, attempt)
            except Exception:  # noqa: BLE001 (a dead letter tells of it)
                attempt += 1
                if attempt >= settings.retries:
                    self._bury(message, attempt)
                    return
            else:
                return
            self._sleep(waited)
            waited = min(2 * waited, _LONGEST_BACKOFF_SECONDS)

    def _bury(self, message: Arrived, attempts: int) -> None:
        error = traceback.format_exc()
        _log.error("%s %s is a dead letter:\n%s", message.type, message.id, error)
        unit = UnitOfWork(self.application)
        unit.add(letters.bury(self.application.database, message, error, attempts))
        self._finish(unit, [message], message)
        self._blocked = self._blocked | {message.subject}

    # -- state -----------------------------------------------------------------------------

    def _definition(self, message: Arrived) -> Definition | None:
        """The definition of an event this subscriber follows; None for any other."""
        stem = message.type.rpartition(".v")[0]
        for cls in self._classes:
            definition = registry.of(cls)
            if definition.type.rpartition(".v")[0] == stem:
                return definition
        return None

    def _is_blocked(self, subject: str) -> bool:
        if subject in self._blocked:
            # retried or discarded meanwhile, perhaps by another process
            self._blocked = letters.blocked_subjects(self.application.database, self.source)
        return subject in self._blocked

    def _load(self) -> None:
        mark = self.application.database.placeholder
        rows = self.application.database.rows(
            f"SELECT sequence, last_id, follows FROM subscriptions WHERE source = {mark}",
            (self.source,),
        )
        if not rows:
            self.sequence, self.last_id = str(START), None
            return
        self.sequence, self.last_id, followed = rows[0]
        if not set(self._follows.split(",")) <= set(followed.split(",")):
            # it now wants events that it let pass before
            self.restart(diverged=False)
