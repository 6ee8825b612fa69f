"""The subscription entrypoint: a nameko entrypoint that hands over a source's events in order.

    @subscribe(inbox)
    def read_membership(self, step):
        return step()

Messages are acknowledged after the transaction that handled them. Events that do not follow
what was handled make the subscription ask its source to replay; so does every new connection,
and every while without news.
"""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from eventlet.event import Event
from nameko.extensions import Entrypoint

from bangduan.errors import MalformedMessage
from bangduan.events.envelope import Arrived, from_cloudevent
from bangduan.messaging import batch, control
from bangduan.messaging.consumer import QueueConsumer
from bangduan.messaging.control import Diverged, Replayed, ReplayRequest
from bangduan.messaging.publisher import Publisher
from bangduan.messaging.topology import REPLAYS, subscriber_queue
from bangduan.messaging.transport import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kombu.message import Message

    from bangduan.messaging.inbox import Inbox

_log = logging.getLogger(__name__)

_EVENTS: Final = 500
_ASK_AGAIN_SECONDS: Final = 3.0
_FIRST_MESSAGE_SECONDS: Final = 0.25
_AFTER_ERROR_SECONDS: Final = 1.0


class Subscription(Entrypoint):
    """One subscriber's entrypoint for one source.

    Args:
        inbox: what handles the events.
    """

    queue_consumer = QueueConsumer()
    prefetch = 2 * _EVENTS
    wanted = True

    def __init__(self, inbox: Inbox, **options: Any) -> None:
        super().__init__(**options)
        application = inbox.application
        _, _, tambon, source = inbox.source.split("/")
        self.inbox = inbox
        self.broker = application.settings.broker
        self.declares = application.settings.broker_declare
        self.queue = subscriber_queue(application.tambon, application.service.name, tambon, source)
        self._asking = _Asking(
            self.broker, f"{tambon}.{source}", self.queue.name, declares=self.declares
        )
        self._idle_seconds = application.settings.heartbeat_seconds
        self._received: SimpleQueue[_Received] = SimpleQueue()
        self._idled = 0.0
        self._ask_now = False
        self._stopping = threading.Event()
        self._thread: Any = None

    # -- nameko's life cycle ---------------------------------------------------------------

    def setup(self) -> None:
        self.queue_consumer.register_provider(self)

    def start(self) -> None:
        self._thread = self.container.spawn_managed_thread(self._work)

    def stop(self) -> None:
        self._stopping.set()
        self.inbox.stop()
        self._thread.wait()
        self.queue_consumer.unregister_provider(self)

    def kill(self) -> None:
        self._stopping.set()
        self.inbox.stop()

    # -- the consumer's thread -------------------------------------------------------------

    def on_message(self, message: Message) -> None:
        """Take one message from the queue; it is handled in ``_work``.

        It is parsed here, while the database is at work on those before it.
        """
        if message.content_type == control.CONTENT_TYPE:
            self._received.put(_Received(message, answer=_read_answer(message)))
        else:
            self._received.put(_Received(message, events=_read_events(message)))

    def on_connected(self) -> None:
        """Ask at once for what the broker may have lost meanwhile."""
        self._ask_now = True

    # -- the worker's thread ---------------------------------------------------------------

    def _work(self) -> None:
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
        self._asking.close()

    def _step(self) -> None:
        if self._ask_now:
            self._call("refresh")
            self._ask_now = False
            self._ask()
        received = self._next()
        if received:
            self._handle(received)
        if time.monotonic() - self._idled >= self._idle_seconds:
            self._idled = time.monotonic()
            self._call("idle")
            if not received:
                self._ask()

    def _next(self) -> list[_Received]:
        """What has arrived, at most one transaction's; waits a moment for the first."""
        found: list[_Received] = []
        events = 0
        try:
            found.append(self._received.get(timeout=_FIRST_MESSAGE_SECONDS))
            while (events := events + len(found[-1].events)) < _EVENTS:
                found.append(self._received.get_nowait())
        except Empty:
            pass
        return found

    def _handle(self, received: list[_Received]) -> None:
        source = self.inbox.source
        events = [event for each in received for event in each.events if event.source == source]
        before = self.inbox.sequence
        gap = bool(events) and self._call("receive", events)
        if self.inbox.sequence != before:
            self._asking.went_on()
        _acknowledge(received, each=self.broker.startswith("memory:"))
        for each in received:
            if each.answer is not None and each.answer.source == source:
                self._take(each.answer)
        if gap and not self._asking.waits:
            self._ask()

    def _take(self, answer: Replayed | Diverged) -> None:
        self._asking.answered()
        if isinstance(answer, Diverged):
            if answer.after == self.inbox.sequence:
                self._call("restart", diverged=True)
                self._ask()
        elif answer.more and self._asking.brought_news:
            self._ask()

    def _call(self, what: str, *arguments: Any, **options: Any) -> Any:
        """Run one of the inbox's methods in a nameko worker and wait for what it returns."""
        outcome = Event()

        def handle_result(_worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            if exc_info is None:
                outcome.send(result)
            else:
                outcome.send_exception(*exc_info)
            return result, exc_info

        method = getattr(self.inbox, what)
        self.container.spawn_worker(
            self, (partial(method, *arguments, **options),), {}, handle_result=handle_result
        )
        return outcome.wait()

    def _ask(self) -> None:
        """Ask the source to replay what follows the last event handled."""
        self._asking.ask(self.inbox.sequence, self.inbox.last_id)


subscribe = Subscription.decorator


class _Asking:
    """Asks a source to replay, and knows whether its answer may still be under way.

    Args:
        broker: its URL.
        source: routing key of the source's replays.
        queue: where the answer goes.
        declares: whether it makes the exchange that it asks through.
    """

    def __init__(self, broker: str, source: str, queue: str, *, declares: bool) -> None:
        self._broker = broker
        self._declares = declares
        self._source = source
        self._queue = queue
        self._waits_until = 0.0
        self._publisher: Publisher[None] | None = None
        #: whether anything came in since the last question
        self.brought_news = False

    @property
    def waits(self) -> bool:
        """True while an answer is coming in, or may yet: asking again would double it."""
        return time.monotonic() < self._waits_until

    def went_on(self) -> None:
        """Events came in: an answer under way goes on being waited for."""
        self.brought_news = True
        if self.waits:
            self._waits_until = time.monotonic() + _ASK_AGAIN_SECONDS

    def answered(self) -> None:
        """The source's answer is complete."""
        self._waits_until = 0.0

    def ask(self, after: str, last_id: str | None) -> None:
        """Ask; no broker, no answer, and whoever asks will ask again."""
        self.brought_news = False
        self._waits_until = time.monotonic() + _ASK_AGAIN_SECONDS
        request = ReplayRequest(self._queue, after, last_id)
        if self._publisher is not None and self._sent(request):
            return
        self._sent(request)

    def close(self) -> None:
        """Close the connection."""
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            publisher.close()

    def _sent(self, request: ReplayRequest) -> bool:
        try:
            if self._publisher is None:
                self._publisher = Publisher(self._broker, declares=self._declares)
                self._publisher.declare(REPLAYS)
            self._publisher.keep_alive()
            # not waiting for its confirm: a broker that blocks publishers still delivers
            self._publisher.publish(
                request.to_bytes(),
                exchange=REPLAYS.name,
                routing_key=self._source,
                content_type=control.CONTENT_TYPE,
                mark=None,
            )
        except LOST as error:
            _log.info("%s cannot be asked now: %r", self._source, error)
            self.close()
            return False
        return True


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
