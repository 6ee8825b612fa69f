"""One broker connection per service, on which all its queues are consumed.

nameko's own queue consumer starts a thread for every message, waits for the broker before the
service may start, and takes up to half a minute to come back. This one hands messages over in
the order they came, lets the service start without a broker, and tries again within seconds.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any, Final, Protocol

from amqp.exceptions import InternalError, NotFound, PreconditionFailed
from kombu import Consumer
from nameko.extensions import ProviderCollector, SharedExtension

from bangduan.messaging.topology import undeliverable_queue
from bangduan.messaging.transport import LOST, Connection

if TYPE_CHECKING:
    from kombu import Queue
    from kombu.message import Message

_log = logging.getLogger(__name__)

_RECONNECT_SECONDS: Final = 0.2
_LONGEST_RECONNECT_SECONDS: Final = 2.0
_LISTEN_SECONDS: Final = 0.5
_HOUSEKEEPING_SECONDS: Final = 0.25
_QUEUE_SECONDS: Final = 20.0
_SET_UP_AGAIN: Final = (
    "This broker is set up for the services: give it the definitions of all that are installed "
    "(bangduan broker definitions), after rabbitmqctl delete_queue {queue} if it is there"
)


class Consumes(Protocol):
    """A provider that wants the messages of one queue."""

    queue: Queue
    prefetch: int
    broker: str
    declares: bool

    @property
    def wanted(self) -> bool:
        """Whether this process should consume the queue now."""

    def on_message(self, message: Message) -> None:
        """Take one message; must not wait."""

    def on_connected(self) -> None:
        """The queue is being consumed, after a start or an outage."""


class QueueConsumer(ProviderCollector, SharedExtension):
    """Consumes the queues of every provider of one container, each on its own channel."""

    def __init__(self) -> None:
        super().__init__()
        self._thread: Any = None
        self._stopping = threading.Event()
        #: when to look again for a queue that was not there
        self._later: dict[Consumes, float] = {}

    # -- nameko's life cycle ---------------------------------------------------------------

    def start(self) -> None:
        if self._thread is None:
            self._thread = self.container.spawn_managed_thread(self._run)

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.wait()
        super().stop()

    def kill(self) -> None:
        self._stopping.set()
        super().kill()

    # -- consuming -------------------------------------------------------------------------

    def _run(self) -> None:
        """Consume until stopped, through every outage."""
        wait = _RECONNECT_SECONDS
        [(broker, declares)] = {(each.broker, each.declares) for each in self._providers}
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                with Connection(broker) as connection:
                    if declares and not connection.in_memory:
                        undeliverable_queue()(connection.channel()).declare()
                    self._consume(connection)
            except _Unusable as unusable:
                _log.error("%s; it is made anew and what it held is replayed", unusable)
                _remove(broker, unusable.queue)
            except LOST as error:
                _log.warning("the broker is away, trying again: %r", error)
                if time.monotonic() - began > _LONGEST_RECONNECT_SECONDS:
                    wait = _RECONNECT_SECONDS
                self._stopping.wait(wait)
                wait = min(2 * wait, _LONGEST_RECONNECT_SECONDS)

    def _consume(self, connection: Connection) -> None:
        consumers: dict[Consumes, Consumer] = {}
        housekeeping = 0.0
        while not self._stopping.is_set():
            if time.monotonic() >= housekeeping:
                self._begin_and_end(connection, consumers)
                connection.beat()
                housekeeping = time.monotonic() + _HOUSEKEEPING_SECONDS
            try:
                connection.listen(_LISTEN_SECONDS)
            except TimeoutError:
                continue

    def _begin_and_end(self, connection: Connection, consumers: dict[Consumes, Consumer]) -> None:
        """Consume what is wanted now, and nothing else.

        Of many that are to begin at once some wait for the next time: what has arrived for the
        others is taken in between.
        """
        now = time.monotonic()
        for provider in [p for p in consumers if p not in self._providers or not p.wanted]:
            _end(consumers.pop(provider))
        for provider in tuple(self._providers):
            if not provider.wanted or provider in consumers or self._later.get(provider, now) > now:
                continue
            try:
                consumers[provider] = _begin(connection, provider)
            except _Unusable as unusable:
                if provider.declares:
                    raise
                # whoever set up the broker forgot this queue; those that are there go on
                _log.error("%s. %s", unusable, _SET_UP_AGAIN.format(queue=provider.queue.name))
                self._later[provider] = now + _LONGEST_RECONNECT_SECONDS
            else:
                self._later.pop(provider, None)
                provider.on_connected()
            if time.monotonic() > now + _HOUSEKEEPING_SECONDS:
                break


def _begin(connection: Connection, provider: Consumes) -> Consumer:
    """Declare a provider's queue, unless that was done for it, and consume it.

    Raises:
        _Unusable: the broker knows the queue and cannot serve it.
    """
    try:
        with connection.patience(_QUEUE_SECONDS):
            consumer = Consumer(
                connection.channel(),
                queues=[provider.queue],
                on_message=provider.on_message,
                auto_declare=provider.declares,
            )
            # in memory, what waits to be handled and what waits to be fetched lie side by side
            consumer.qos(prefetch_count=0 if connection.in_memory else provider.prefetch)
            consumer.consume()
    except (InternalError, NotFound, PreconditionFailed, TimeoutError) as error:
        raise _Unusable(provider.queue, error) from error
    return consumer


def _remove(broker: str, queue: Queue) -> None:
    try:
        with Connection(broker) as connection:
            queue(connection.channel()).delete()
    except LOST as error:
        _log.warning("queue %s cannot be removed now: %r", queue.name, error)


def _end(consumer: Consumer) -> None:
    """Stop consuming; what was not acknowledged goes back to the queue."""
    channel: Any = consumer.channel
    consumer.cancel()
    channel.close()


class _Unusable(Exception):
    """A queue that the broker knows and cannot serve.

    RabbitMQ writes down late that a quorum queue exists: a power cut within its first second
    leaves a name without a queue behind, on which every request fails after a minute. The other
    way here is a queue that an older release made with other arguments.
    """

    def __init__(self, queue: Queue, error: Exception) -> None:
        super().__init__(f"queue {queue.name} cannot be used: {error!r}")
        self.queue = queue
