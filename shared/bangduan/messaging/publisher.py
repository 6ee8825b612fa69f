"""Publishing with hundreds of messages in flight and every one confirmed.

RabbitMQ confirms messages singly, many at once (``multiple``), or refuses one (nack). What is
confirmed without a gap from the start is ``settled``; a refusal or a lost connection ends the
publisher, and its owner begins again after the last settled message. Receivers drop what they
have seen, so publishing twice does no harm; publishing out of order or not at all would.
"""

from __future__ import annotations

import logging
import socket
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from amqp.basic_message import Message
from amqp.exceptions import AMQPError

from bangduan.errors import MessagingError
from bangduan.messaging.transport import connect, is_memory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kombu import Connection, Exchange

_log = logging.getLogger(__name__)

WINDOW: Final = 500
_CONFIRM_SECONDS: Final = 30.0
_PERSISTENT: Final = 2

Mark = TypeVar("Mark")


class Publisher(Generic[Mark]):
    """Publishes to one broker over one channel.

    Args:
        url: the broker.
        window: messages that may wait for their confirm.
    """

    def __init__(self, url: str, window: int = WINDOW) -> None:
        self.connection: Connection = connect(url)
        self.connection.connect()
        self.channel: Any = self.connection.channel()
        self._window = window
        self._memory = is_memory(self.connection)
        self._waiting: deque[tuple[int, Mark]] = deque()
        self._confirmed: set[int] = set()
        self._published = 0
        self._refused = False
        #: the mark of the last message that, with all before it, is safe
        self.settled: Mark | None = None
        if not self._memory:
            self.channel.confirm_select()
            self.channel.events["basic_ack"].add(self._on_ack)
            self.channel.events["basic_nack"].add(self._on_nack)

    def publish(
        self, body: bytes, *, exchange: str, routing_key: str, content_type: str, mark: Mark,
        headers: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Send one persistent message; waits only while the window is full.

        Args:
            mark: becomes ``settled`` once this and all earlier messages are confirmed.

        Raises:
            MessagingError: the broker refused a message.
            OSError, amqp errors: the connection is lost.
        """
        if self._memory:
            self._publish_in_memory(body, exchange, routing_key, content_type)
            self.settled = mark
            return
        while len(self._waiting) >= self._window:
            self._drain(_CONFIRM_SECONDS)
        message = Message(
            body,
            content_type=content_type,
            content_encoding="utf-8",
            delivery_mode=_PERSISTENT,
            application_headers=dict(headers or {}),
        )
        self._published += 1
        self._waiting.append((self._published, mark))
        self.channel.basic_publish(message, exchange=exchange, routing_key=routing_key)

    def flush(self) -> None:
        """Wait until every message is confirmed."""
        while self._waiting:
            self._drain(_CONFIRM_SECONDS)

    def keep_alive(self) -> None:
        """Take what the broker sent and answer its heartbeats; call often when idle."""
        if self._memory:
            return
        self._drain(0)
        self.connection.heartbeat_check()

    def declare(self, exchange: Exchange) -> None:
        """Make the exchange if it is missing."""
        exchange(self.channel).declare()

    def close(self) -> None:
        """Close the connection, whatever state it is in."""
        try:
            self.connection.release()
        except (OSError, AMQPError) as error:
            _log.info("closing a lost connection: %s", error)

    def _publish_in_memory(
        self, body: bytes, exchange: str, routing_key: str, content_type: str
    ) -> None:
        message = self.channel.prepare_message(
            body.decode(), content_type=content_type, content_encoding="utf-8"
        )
        self.channel.basic_publish(message, exchange=exchange, routing_key=routing_key)

    def _drain(self, seconds: float) -> None:
        before = time.monotonic()
        try:
            self.connection.drain_events(timeout=seconds)
        except (TimeoutError, socket.timeout, BlockingIOError):
            if seconds and time.monotonic() - before >= seconds:
                msg = f"the broker confirmed nothing for {seconds} seconds"
                raise MessagingError(msg) from None
        if self._refused:
            msg = "the broker refused a message; publishing begins again from the last safe one"
            raise MessagingError(msg)

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:  # noqa: FBT001 (amqp's signature)
        if multiple:
            while self._waiting and self._waiting[0][0] <= delivery_tag:
                self.settled = self._waiting.popleft()[1]
            self._confirmed = {tag for tag in self._confirmed if tag > delivery_tag}
        else:
            self._confirmed.add(delivery_tag)
        while self._waiting and self._waiting[0][0] in self._confirmed:
            tag, self.settled = self._waiting.popleft()
            self._confirmed.discard(tag)

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:  # noqa: ARG002, FBT001
        self._refused = True
