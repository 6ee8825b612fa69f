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
from typing import TYPE_CHECKING, Any, Final, Literal

from bangduan.errors import StaleVersion
from bangduan.events.definition import registry
from bangduan.events.envelope import START, Arrived, source_name
from bangduan.logs import of_event
from bangduan.messaging import anew, letters, reading
from bangduan.rebuilding import rebuild
from bangduan.store import Interrupted, StoreUnavailable, Taken, holding
from bangduan.unit_of_work import Context, UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bangduan.application import Application
    from bangduan.projection import Projection

_log = logging.getLogger(__name__)

_LONGEST_BACKOFF_SECONDS: Final = 5.0
_STALE_ATTEMPTS: Final = 20
#: Events of one transaction that the log has a line of; more is catching up.
_TOLD: Final = 20
#: Whether all is read from the first event on, once that comes: what was read is kept or not.
_Anew = Literal["no", "keeping", "dropping"]


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
        followed = application.service.follows(self.service)
        self._stems = frozenset(_stem(registry.of(cls).type) for cls in followed)
        self._follows = self._followed = ",".join(sorted(self._stems))
        self._unbuilt: list[Projection] = []
        # a source at the other end of a link may be away for days, and be held
        self._far = source != source_name(application.tambon, self.service)
        self._holds = application.service.on_divergence == "hold" and self._far
        self._anew: _Anew = "no"
        #: what comes is kept, and shown once all has come again
        self.is_gathered = False
        self._before: tuple[str, str | None] = (str(START), None)
        self._lacks = False
        self.is_held = False
        self._blocked: frozenset[str] = frozenset()
        self._stopping = False
        self.sequence = str(START)
        self.last_id: str | None = None
        self._load()

    # -- receiving -------------------------------------------------------------------------

    def receive(self, batch: Sequence[Arrived]) -> bool:
        """Handle what is next among ``batch``; True when there was a gap before some of it."""
        self._build()
        if self._anew != "no" and any(message.predecessor is None for message in batch):
            self.restart(set_aside=self._anew == "keeping")
        if batch:
            self.application.meters.heard(self.source, max(each.sequence for each in batch))
        accepted, gap = reading.following(batch, self.sequence, self.last_id)
        if gap and self._moved():
            # this process stood by while another one read
            accepted, gap = reading.following(batch, self.sequence, self.last_id)
        if accepted:
            self._handle(accepted)
        self._lacks = gap
        return gap

    def told_all(self) -> None:
        """The source has told everything there is: what was gathered of it is shown."""
        if not self.is_gathered or self._lacks:
            return
        database = self.application.database
        fed = self._fed()
        database.write(
            [
                holding.release(database, self.source),
                anew.show(database, self.source),
                *anew.outdate(database, fed),
            ]
        )
        self._unbuilt = fed
        self._build()
        self._load()
        _log.warning("%s was read anew, and is shown as it was read", self.source)

    def idle(self) -> None:
        """Handle parked events whose dead letter is gone; called every now and then."""
        failed: set[str] = set()
        for letter in letters.released(self.application.database, self.source):
            if letter.subject not in failed and not letters.retry_one(self, letter):
                failed.add(letter.subject)
        self._blocked = letters.blocked_subjects(self.application.database, self.source)

    def refresh(self) -> None:
        """Look up where this subscriber stands: another process may have read meanwhile."""
        self._build()
        self._load()

    def stop(self) -> None:
        """Try nothing again from now on; what is not handled is replayed another time."""
        self._stopping = True

    def diverged(self) -> bool:
        """The source does not hold the last event read of it; True when it is read anew."""
        if self.is_gathered:
            # what is shown was read before; of what came since nothing was
            self.restart(set_aside=False)
            return True
        if not self._holds:
            _log.error(
                "%s no longer holds what was read of it; set aside, reading anew", self.source
            )
            self.restart(set_aside=True)
            return True
        if not self.is_held:
            _log.error("%s no longer holds what was read of it; somebody decides", self.source)
            database = self.application.database
            database.write([holding.hold(database, self.source, self.sequence)])
            self.is_held = True
        return False

    def resolve(self) -> bool:
        """Look up what was decided; True when the source is to be asked for everything.

        What was read stays until the first event comes again: the source may be away.
        """
        known = self._anew
        self._load()
        if self._anew == known or self._anew != "keeping":
            return False
        _log.warning("%s is read anew, as was decided; what was read is set aside", self.source)
        return True

    @property
    def place(self) -> tuple[str, str | None]:
        """After which event the source is asked for what follows: sequence and id."""
        if self._anew != "no":
            return (str(START), None)
        # of a source that is gathered after one before the last: it says only then that it is all
        return self._before if self.is_gathered else (self.sequence, self.last_id)

    def enclosed(self) -> Mapping[str, Any] | None:
        """What our service has to say to the source's, at another site."""
        encloses = self.application.service.encloses
        return encloses and encloses(self.application.reader, self.source.split("/")[2])

    def restart(self, *, set_aside: bool) -> None:
        """Put away what was read of the source and begin again from its first event.

        Of a source at the other end of a link what was known stays shown until ``told_all``.

        Args:
            set_aside: what was read is kept for comparison.
        """
        database = self.application.database
        statements = [*anew.forget(database, self.source, self._follows, set_aside=set_aside)]
        if self._far:
            database.write([*statements, anew.gather(database, self.source)])
        else:
            fed = self._fed()
            database.write(
                [
                    holding.release(database, self.source),
                    *statements,
                    *anew.outdate(database, fed),
                ]
            )
            self._unbuilt = fed
            self._build()
        self._load()

    def _fed(self) -> list[Projection]:
        """What this source, and others like it, feed."""
        return [p for p in self.application.service.projections if p.source == self.service]

    def _build(self) -> None:
        """Rebuild what ``restart`` left to be rebuilt; nothing is read before that succeeds."""
        while self._unbuilt:
            rebuild(self.application, self._unbuilt[0])
            del self._unbuilt[0]

    # -- one transaction -------------------------------------------------------------------

    def apply(self, messages: Sequence[Arrived], unit: UnitOfWork) -> None:
        """Let projections and policies take events, in order, within ``unit``."""
        readings = [reading.read(self.application, message) for message in messages]
        # what is gathered is tried, so that an event nobody can show is found now
        rows = UnitOfWork(self.application).rows if self.is_gathered else unit.rows
        used = reading.used(self.application.database, [k for r in readings for k in r.commands])
        done: list[tuple[str, str, str]] = []
        for each in readings:
            message = each.message
            self.application.project_from(self.service, each.event, message.recorded(), rows)
            if each.definition.erases is not None:
                unit.erase(getattr(each.event, each.definition.erases))
            if not each.commands:
                continue
            unit.acting(
                Context(
                    actor=f"policy:{self.application.service.name}",
                    correlation_id=message.meta.get("correlationid", message.id),
                    causation_id=message.id,
                    traceparent=message.meta.get("traceparent"),
                )
            )
            for key, command in each.commands.items():
                if key not in used:
                    answer = self.application.run(command, unit)
                    done.append((key, "", answer.to_json().decode()))
        if done:
            unit.add(
                self.application.database.insert_plain(
                    "commands", ("key", "fingerprint", "answer"), done
                )
            )

    def _commit(self, messages: Sequence[Arrived], *, fresh: bool = False) -> None:
        unit = UnitOfWork(self.application, fresh=fresh)
        kept = [message for message in messages if _stem(message.type) in self._stems]
        free: list[Arrived] = []
        for message in kept:
            if self._is_blocked(message.subject):
                unit.add(letters.park(self.application.database, message))
            else:
                free.append(message)
        self.apply(free, unit)
        self._finish(unit, kept, messages[-1])

    def _finish(self, unit: UnitOfWork, kept: Sequence[Arrived], last: Arrived) -> None:
        database = self.application.database
        if kept:
            unit.add(
                database.insert_plain(
                    "inbox",
                    ("source", "sequence", "type", "subject", "body"),
                    [(m.source, m.sequence, m.type, m.subject, m.body.decode()) for m in kept],
                )
            )
        sql, parameters = database.insert(
            "subscriptions", anew.COLUMNS, [(self.source, last.sequence, last.id, self._followed)]
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
        if self.is_held:
            # what came follows what was read: the source holds it again
            unit.add(holding.mend(database, self.source))
        self.application.commit(unit)
        self.is_held = False
        self.application.meters.handled(self.source, len(kept))
        for message in kept[:_TOLD]:
            _log.info("handled", extra=of_event(message, self.application.service.name))
        self._before = (self.sequence, self.last_id)
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
        """Handle one event, again and again; a dead letter in the end.

        Whatever is not the event's own fault (the database is away, somebody else was first)
        does not count.
        """
        settings, attempts, stale = self.application.settings, 0, 0
        waited = settings.backoff_seconds
        while message.sequence > self.sequence:
            try:
                self._commit([message], fresh=True)
            except (StoreUnavailable, Interrupted) as error:
                _log.warning("%s waits for its database: %s", self.source, error)
                self._pause(waited, error)
            except (StaleVersion, Taken) as error:
                # another command, or another process of this service
                self._load()
                stale += 1
                if stale > _STALE_ATTEMPTS:
                    self._bury(message, stale)
                elif message.sequence > self.sequence:
                    self._pause(settings.backoff_seconds, error)
            except Exception as error:  # noqa: BLE001 (a dead letter tells of it)
                attempts += 1
                if attempts >= settings.retries:
                    self._bury(message, attempts)
                else:
                    self._pause(waited, error)
            waited = min(2 * waited, _LONGEST_BACKOFF_SECONDS)

    def _pause(self, seconds: float, error: Exception) -> None:
        """Wait before the next attempt; there is none, but ``error``, once we are stopping."""
        if self._stopping:
            raise error
        self._sleep(seconds)

    def _bury(self, message: Arrived, attempts: int) -> None:
        error = traceback.format_exc()
        _log.error("%s %s is a dead letter", message.type, message.id, exc_info=True)
        unit = UnitOfWork(self.application)
        unit.add(letters.bury(self.application.database, message, error, attempts))
        self._finish(unit, [message], message)
        self._blocked = self._blocked | {message.subject}

    # -- state -----------------------------------------------------------------------------

    def _moved(self) -> bool:
        before = self.sequence
        self._load()
        return self.sequence != before

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
        self._blocked = letters.blocked_subjects(self.application.database, self.source)
        found = holding.held(self.application.database, self.source)
        self.is_gathered = anew.is_gathered(self.application.database, self.source)
        decided = bool(found) and found[0].decided_at is not None
        self.is_held = bool(found) and found[0].held_at is not None and not self.is_gathered
        self._followed = self._follows
        self._anew = "keeping" if decided and not self.is_gathered else "no"
        if not rows:
            self.sequence, self.last_id = str(START), None
            return
        sequence, last_id, followed = rows[0]
        if sequence != self.sequence:
            self._before = (sequence, last_id)
        self.sequence, self.last_id = sequence, last_id
        if self._anew == "no" and not self._stems <= set(followed.split(",")):
            # it now wants events that it let pass before
            if self._far:
                self._anew, self._followed = "dropping", followed
            else:
                self.restart(set_aside=False)


def _stem(type: str) -> str:
    """An event type without its version."""
    return type.rpartition(".v")[0]
