"""One broker connection per service, on which all its queues are consumed.

nameko's own queue consumer starts a thread for every message, waits for the broker before the
service may start, and takes up to half a minute to come back. This one hands messages over in
the order they came, lets the service start without a broker, and tries again within a second.
"""

from __future__ import annotations

import logging
import socket
import time
from typing import TYPE_CHECKING, Any, Final, Protocol

from kombu.mixins import ConsumerMixin
from nameko.extensions import ProviderCollector, SharedExtension

from bangduan.messaging.topology import undeliverable_queue
from bangduan.messaging.transport import connect
from bangduan.settings import MEMORY_BROKER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kombu import Connection, Queue
    from kombu.message import Message

_log = logging.getLogger(__name__)

_RECONNECT_SECONDS: Final = 0.2
_LONGEST_RECONNECT_SECONDS: Final = 2.0
_DRAIN_SECONDS: Final = 0.5


class Consumes(Protocol):
    """A provider that wants the messages of one queue."""

    queue: Queue
    prefetch: int
    broker: str

    def on_message(self, message: Message) -> None:
        """Take one message; must not wait."""

    def on_connected(self) -> None:
        """The queue is being consumed, after a start or an outage."""


class QueueConsumer(ProviderCollector, SharedExtension, ConsumerMixin):  # type: ignore[misc]
    """Consumes the queues of every provider of one container, each on its own channel."""

    def __init__(self) -> None:
        super().__init__()
        self._thread: Any = None
        self._connected = False

    # -- nameko's life cycle ---------------------------------------------------------------

    def start(self) -> None:
        if self._thread is None:
            self._thread = self.container.spawn_managed_thread(self.run)

    def stop(self) -> None:
        self.should_stop = True
        if self._thread is not None:
            self._thread.wait()
        super().stop()

    def kill(self) -> None:
        self.should_stop = True
        super().kill()

    # -- kombu's consumer ------------------------------------------------------------------

    @property
    def connection(self) -> Connection:
        # nameko looks at every property before there are providers
        return connect(next((provider.broker for provider in self._providers), MEMORY_BROKER))

    def run(self, _tokens: int = 1, **_options: Any) -> None:
        """Consume until stopped, through every outage."""
        wait = _RECONNECT_SECONDS
        while not self.should_stop:
            try:
                for _ in self.consume(limit=None, safety_interval=_DRAIN_SECONDS):
                    wait = _RECONNECT_SECONDS
            except (*self.connection.connection_errors, *self.connection.channel_errors) as error:
                if not self.should_stop:
                    _log.warning("the broker is away, trying again: %r", error)
            except socket.gaierror as error:
                _log.warning("the broker's address is unknown, trying again: %s", error)
            if not self.should_stop:
                time.sleep(wait)
                wait = min(2 * wait, _LONGEST_RECONNECT_SECONDS)

    def establish_connection(self) -> Any:
        """One attempt; ``run`` tries again."""
        return self.connection.clone()

    def get_consumers(self, consumer_class: Any, channel: Any) -> list[Any]:
        # without it the broker would drop, unseen, what a queue gives up on
        undeliverable_queue()(channel).declare()
        consumers = []
        for provider in self._providers:
            own_channel = channel.connection.client.channel()
            consumer = consumer_class.func(
                own_channel, queues=[provider.queue], on_message=provider.on_message
            )
            consumer.qos(prefetch_count=provider.prefetch)
            consumers.append(consumer)
        return consumers

    def on_consume_ready(self, connection: Any, channel: Any, consumers: Any, **_: Any) -> None:  # noqa: ARG002
        for provider in self._providers:
            provider.on_connected()

