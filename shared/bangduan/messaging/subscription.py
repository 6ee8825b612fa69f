"""The subscription entrypoint: a nameko entrypoint that hands over a source's events in order.

    @subscribe(inbox)
    def read_membership(self, step):
        return step()

Messages are acknowledged after the transaction that handled them. Events that do not follow
what was handled make the subscription ask its source to replay.
"""

from __future__ import annotations

import logging
import time
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from amqp.exceptions import AMQPError
from eventlet.event import Event
from kombu.exceptions import OperationalError
from nameko.extensions import Entrypoint

from bangduan.errors import MalformedMessage, MessagingError
from bangduan.events.envelope import Arrived, from_cloudevent
from bangduan.messaging import control
from bangduan.messaging.consumer import QueueConsumer
from bangduan.messaging.control import Diverged, ReplayRequest
from bangduan.messaging.publisher import Publisher
from bangduan.messaging.topology import REPLAYS, subscriber_queue

if TYPE_CHECKING:
    from kombu.message import Message

    from bangduan.messaging.inbox import Inbox

_log = logging.getLogger(__name__)

_BATCH: Final = 500
_ASK_AGAIN_SECONDS: Final = 3.0
_FIRST_MESSAGE_SECONDS: Final = 0.25
_AFTER_ERROR_SECONDS: Final = 1.0


class Subscription(Entrypoint):  # type: ignore[misc]
    """One subscriber's entrypoint for one source.

    Args:
        inbox: what handles the events.
    """

    queue_consumer = QueueConsumer()
    prefetch = 2 * _BATCH

    def __init__(self, inbox: Inbox, **options: Any) -> None:
        super().__init__(**options)
        application = inbox.application
        _, _, self._tambon, self._source = inbox.source.split("/")
        self.inbox = inbox
        self.broker = application.settings.broker
        self.queue = subscriber_queue(
            application.tambon, application.service.name, self._tambon, self._source
        )
        self._idle_seconds = application.settings.heartbeat_seconds
        self._messages: SimpleQueue[Message] = SimpleQueue()
        self._asked = 0.0
        self._ask_now = False
        self._stopping = False
        self._thread: Any = None
        self._publisher: Publisher[None] | None = None

    # -- nameko's life cycle ---------------------------------------------------------------

    def setup(self) -> None:
        self.queue_consumer.register_provider(self)

    def start(self) -> None:
        self._thread = self.container.spawn_managed_thread(self._work)

    def stop(self) -> None:
        self._stopping = True
        self._thread.wait()
        self.queue_consumer.unregister_provider(self)

    def kill(self) -> None:
        self._stopping = True

    # -- the consumer's thread -------------------------------------------------------------

    def on_message(self, message: Message) -> None:
        """Take one message from the queue; it is handled in ``_work``."""
        self._messages.put(message)

    def on_connected(self) -> None:
        """Ask at once for what the broker may have lost meanwhile."""
        self._ask_now = True

    # -- the worker's thread ---------------------------------------------------------------

    def _work(self) -> None:
        while not self._stopping:
            try:
                self._step()
            except Exception:
                # whatever was not handled is replayed
                _log.exception("reading %s begins again", self.inbox.source)
                time.sleep(_AFTER_ERROR_SECONDS)
                self._ask_now = True
        self._close_publisher()

    def _step(self) -> None:
        if self._ask_now:
            self._ask_now = False
            self._ask()
        messages = self._next()
        if messages:
            self._handle(messages)
        elif time.monotonic() - self._asked >= self._idle_seconds:
            self._call("idle")
            self._ask()

    def _next(self) -> list[Message]:
        """What has arrived, at most one batch; waits a moment for the first."""
        messages: list[Message] = []
        try:
            messages.append(self._messages.get(timeout=_FIRST_MESSAGE_SECONDS))
            while len(messages) < _BATCH:
                messages.append(self._messages.get_nowait())
        except Empty:
            pass
        return messages

    def _handle(self, messages: list[Message]) -> None:
        batch: list[Arrived] = []
        for message in messages:
            if message.content_type == control.CONTENT_TYPE:
                self._take_control(message)
            elif (arrived := _read(message)) is not None and arrived.source == self.inbox.source:
                batch.append(arrived)
        gap = bool(batch) and self._call("receive", batch)
        _acknowledge(messages)
        if gap and time.monotonic() - self._asked >= _ASK_AGAIN_SECONDS:
            self._ask()

    def _take_control(self, message: Message) -> None:
        try:
            diverged = Diverged.from_bytes(message.body)
        except MalformedMessage as error:
            _log.error("dropped a control message: %s", error)
            return
        if diverged.after == self.inbox.sequence:
            self._call("restart", diverged=True)
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
        self._asked = time.monotonic()
        request = ReplayRequest(self.queue.name, self.inbox.sequence, self.inbox.last_id)
        try:
            if self._publisher is None:
                self._publisher = Publisher(self.broker)
                self._publisher.declare(REPLAYS)
            self._publisher.keep_alive()
            self._publisher.publish(
                request.to_bytes(),
                exchange=REPLAYS.name,
                routing_key=f"{self._tambon}.{self._source}",
                content_type=control.CONTENT_TYPE,
                mark=None,
            )
            self._publisher.flush()
        except (OSError, AMQPError, OperationalError, MessagingError) as error:
            _log.info("%s cannot be asked now: %s", self.inbox.source, error)
            self._close_publisher()

    def _close_publisher(self) -> None:
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            publisher.close()


subscribe = Subscription.decorator


def _read(message: Message) -> Arrived | None:
    try:
        return from_cloudevent(message.body)
    except MalformedMessage as error:
        _log.error("dropped a message that is no event: %s", error)
        return None


def _acknowledge(messages: list[Message]) -> None:
    """Acknowledge up to the last; a broker that went away delivers again, and we drop it then."""
    last = messages[-1]
    try:
        last.ack(multiple=True)
    except (OSError, AMQPError, AttributeError) as error:
        _log.info("could not acknowledge: %s", error)
