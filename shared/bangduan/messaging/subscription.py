"""Reading one source: its events are handled in order, and it is asked for those that lack.

Messages are acknowledged after the transaction that handled them. Events that do not follow
what was handled make the subscription ask its source to replay; so does every new connection,
and every while without news.

A source that no longer holds what was read of it (it was restored from an older backup) is read
anew at once, or held until somebody decides: see ``holding``.
"""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from bangduan.errors import MalformedMessage
from bangduan.events.envelope import Arrived, from_cloudevent
from bangduan.messaging import batch, control
from bangduan.messaging.asking import Asker, Asking
from bangduan.messaging.control import Diverged, Replayed
from bangduan.messaging.topology import subscriber_queue
from bangduan.messaging.transport import LOST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kombu.message import Message

    from bangduan.messaging.inbox import Inbox

_log = logging.getLogger(__name__)

_EVENTS: Final = 500
_AFTER_ERROR_SECONDS: Final = 1.0


class Subscription:
    """One subscriber's reading of one source.

    Args:
        inbox: what handles the events.
        asker: asks the source to replay.
        call: carries out one method of the inbox and returns what it does.
    """

    prefetch = 2 * _EVENTS

    def __init__(
        self, inbox: Inbox, asker: Asker, call: Callable[[Callable[[], Any]], Any]
    ) -> None:
        application, settings = inbox.application, inbox.application.settings
        _, _, tambon, source = inbox.source.split("/")
        self.inbox = inbox
        self.broker = settings.broker
        self.declares = settings.broker_declare
        self.queue = subscriber_queue(application.tambon, application.service.name, tambon, source)
        self._far = far = tambon != application.tambon
        self._asking = Asking(asker, f"{tambon}.{source}", self.queue.name, far=far)
        self._call = call
        self._often = settings.heartbeat_seconds
        #: a source at the other end of a link is asked less and less often while it is silent
        self._seldom = max(settings.link_heartbeat_seconds, self._often) if far else self._often
        self._idle_seconds = self._often
        self._received: SimpleQueue[_Received | None] = SimpleQueue()
        self._idled = time.monotonic()
        self._ask_now = False
        self._resolve = False
        self._stopping = threading.Event()
        #: set once ``run`` has returned
        self.ended = threading.Event()

    @property
    def wanted(self) -> bool:
        """True until it is stopped."""
        return not self._stopping.is_set()

    # -- from other threads ----------------------------------------------------------------

    def on_message(self, message: Message) -> None:
        """Take one message from the queue; it is handled in ``run``.

        It is parsed here, while the database is at work on those before it.
        """
        if message.content_type == control.CONTENT_TYPE:
            self._received.put(_Received(message, answer=_read_answer(message)))
        else:
            self._received.put(_Received(message, events=_read_events(message)))

    def on_connected(self) -> None:
        """Ask at once for what the broker may have lost meanwhile."""
        self._ask_now = True
        self._wake()

    def resolve(self) -> None:
        """Look at once for what was decided about what was read."""
        self._resolve = True
        self._wake()

    def stop(self) -> None:
        """Let ``run`` return after the transaction under way."""
        self._stopping.set()
        self.inbox.stop()
        self._wake()

    # -- its own thread --------------------------------------------------------------------

    def run(self) -> None:
        """Read until stopped, whatever fails."""
        try:
            while not self._stopping.is_set():
                try:
                    self._step()
                except Exception:  # noqa: BLE001 (whatever failed, reading begins again)
                    if self._stopping.is_set():
                        break
                    # whatever was not handled is replayed
                    _log.exception("reading %s begins again", self.inbox.source)
                    self._stopping.wait(_AFTER_ERROR_SECONDS)
                    self._ask_now = True
        finally:
            self.ended.set()

    def _step(self) -> None:
        if self._ask_now:
            self._call(self.inbox.refresh)
            self._ask_now = False
            self._idle_seconds = self._often
            self._ask()
        if self._resolve:
            self._resolve = False
            if self._call(self.inbox.resolve):
                self._ask()
        received = self._next()
        if received:
            self._handle(received)
        if time.monotonic() - self._idled >= self._idle_seconds:
            self._idled = time.monotonic()
            self._call(self.inbox.idle)
            if not received and not (self._far and self._asking.waits):
                self._idle_seconds = min(2 * self._idle_seconds, self._seldom)
                self._ask()

    def _next(self) -> list[_Received]:
        """What has arrived, at most one transaction's; waits for the first until it is idle."""
        found: list[_Received] = []
        events = 0
        try:
            one = self._received.get(timeout=self._rest())
            while one is not None:
                found.append(one)
                events += len(one.events)
                if events >= _EVENTS:
                    break
                one = self._received.get_nowait()
        except Empty:
            pass
        return found

    def _rest(self) -> float:
        """Seconds until it is idle."""
        return max(0.0, self._idled + self._idle_seconds - time.monotonic())

    def _wake(self) -> None:
        self._received.put(None)

    def _handle(self, received: list[_Received]) -> None:
        events = self._of_source(received)
        before = self.inbox.sequence
        gap = bool(events) and self._call(lambda: self.inbox.receive(events))
        if self.inbox.sequence != before:
            self._asking.went_on()
        _acknowledge(received, each=self.broker.startswith("memory:"))
        for each in received:
            if each.answer is not None and each.answer.source == self.inbox.source:
                self._take(each.answer)
        # of a source that is held every event is a gap: asking each time would flood its line
        if gap and not self._asking.waits and not self.inbox.is_held:
            self._idle_seconds = self._often
            self._ask()

    def _of_source(self, received: Sequence[_Received]) -> list[Arrived]:
        """The events that are of the source itself: nobody speaks for another."""
        events: list[Arrived] = []
        for each in received:
            said = (*each.events, *(() if each.answer is None else (each.answer,)))
            foreign = {one.source for one in said} - {self.inbox.source}
            if foreign:
                self.inbox.application.meters.refused(self.inbox.source)
                _log.warning(
                    "dropped a message in the queue of %s that says it is of %s",
                    self.inbox.source, ", ".join(sorted(foreign)),
                )  # fmt: skip
            else:
                events.extend(each.events)
        return events

    def _take(self, answer: Replayed | Diverged) -> None:
        self._asking.answered()
        if isinstance(answer, Diverged):
            places = (self.inbox.sequence, self.inbox.place[0])
            if answer.after in places and self._call(self.inbox.diverged):
                self._ask()
            return
        if answer.head is not None:
            self.inbox.application.meters.heard(answer.source, answer.head)
        if not answer.more:
            self._call(self.inbox.told_all)
        elif self._asking.brought_news:
            self._ask()

    def _ask(self) -> None:
        """Ask the source to replay what follows the last event handled, or everything."""
        enclosed = self._call(self.inbox.enclosed) if self._far else None
        self._asking.ask(*self.inbox.place, enclosed)


@dataclasses.dataclass(frozen=True, slots=True)
class _Received:
    """A message and what it holds: events, or a source's answer, or nothing of ours."""

    message: Message
    events: Sequence[Arrived] = ()
    answer: Replayed | Diverged | None = None


def _read_events(message: Message) -> list[Arrived]:
    """The events of a message, as far as they are events: what follows one that is not waits."""
    events: list[Arrived] = []
    try:
        if message.content_type == batch.CONTENT_TYPE:
            events.extend(batch.from_batch(message.body))
        else:
            events.append(from_cloudevent(message.body))
    except MalformedMessage as error:
        _log.error("dropped a message that is no event: %s", error)
    return events


def _read_answer(message: Message) -> Replayed | Diverged | None:
    try:
        return control.answer_from_bytes(message.body)
    except MalformedMessage as error:
        _log.error("dropped an answer: %s", error)
        return None


def _acknowledge(received: list[_Received], *, each: bool) -> None:
    """Acknowledge messages; a broker that went away delivers again, and we drop it then.

    Args:
        each: one by one; kombu's memory transport does not know ``multiple``.
    """
    try:
        for one in received if each else received[-1:]:
            one.message.ack(multiple=True)
    except (*LOST, AttributeError) as error:
        # AttributeError: amqp takes a connection apart when it is lost meanwhile
        _log.info("could not acknowledge: %r", error)
