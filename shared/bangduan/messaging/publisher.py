"""Publishing with hundreds of messages in flight and every one answered.

RabbitMQ confirms messages singly, many at once (``multiple``), or refuses one (nack), as when a
queue it was meant for is full. What is answered without a gap from the start is ``settled``; a
lost connection ends the publisher, and its owner begins again after the last settled message.

A refused message counts as answered. Its other receivers have it; the one whose queue was full
lacks it, sees so at the next message or within its heartbeat, and asks the source to replay.
Holding back instead would let one full queue stop everybody for as long as it is full.
"""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from amqp.basic_message import Message

from bangduan.errors import MessagingError
from bangduan.messaging.transport import ANSWER_SECONDS, Connection, told_in_memory

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from kombu import Exchange

WINDOW: Final = 500
_PERSISTENT: Final = 2
_GLANCE_SECONDS: Final = 0.001

Mark = TypeVar("Mark")


class Publisher(Generic[Mark]):
    """Publishes to one broker over one channel.

    Args:
        url: the broker.
        window: messages that may wait for their answer.
        declares: whether ``declare`` makes anything; False where the broker was set up for us.

    Raises:
        OSError, AMQPError: nobody answers there, or the broker refuses us.
    """

    def __init__(self, url: str, window: int = WINDOW, *, declares: bool = True) -> None:
        self._connection = Connection(url)
        self._window = window
        self._declares = declares
        self._memory = self._connection.in_memory
        self._waiting: deque[tuple[int, Mark]] = deque()
        self._answered: set[int] = set()
        self._published = 0
        self._heard = 0.0
        #: how many messages the broker refused
        self.refused = 0
        #: the mark of the last message that, with all before it, is answered
        self.settled: Mark | None = None
        try:
            self._channel: Any = self._connection.channel()
            if not self._memory:
                self._channel.confirm_select()
                self._channel.events["basic_ack"].add(self._on_ack)
                self._channel.events["basic_nack"].add(self._on_nack)
        except BaseException:
            self.close()
            raise

    def publish(
        self, body: bytes, *, exchange: str, routing_key: str, content_type: str, mark: Mark
    ) -> None:
        """Send one persistent message; waits only while the window is full.

        Args:
            mark: becomes ``settled`` once this and all earlier messages are answered.

        Raises:
            MessagingError: the broker answers nothing any more.
            OSError, AMQPError: the connection is lost.
        """
        if self._memory:
            self._publish_in_memory(body, exchange, routing_key, content_type)
            self.settled = mark
            return
        while len(self._waiting) >= self._window:
            self._listen(ANSWER_SECONDS)
        message = Message(
            body,
            content_type=content_type,
            content_encoding="utf-8",
            delivery_mode=_PERSISTENT,
        )
        if not self._waiting:
            self._heard = time.monotonic()
        self._published += 1
        self._waiting.append((self._published, mark))
        self._channel.basic_publish(message, exchange=exchange, routing_key=routing_key)

    def gathered(self) -> AbstractContextManager[None]:
        """Let what is published within the block leave in as few writes as can be."""
        return self._connection.gathered()

    def flush(self, seconds: float = ANSWER_SECONDS) -> None:
        """Wait until every message is answered; MessagingError when it takes longer."""
        deadline = time.monotonic() + seconds
        while self._waiting:
            self._listen(max(deadline - time.monotonic(), _GLANCE_SECONDS))

    def keep_alive(self) -> None:
        """Take what the broker sent and answer its heartbeats; call often when idle.

        Raises:
            MessagingError: it has answered nothing for long.
            OSError, AMQPError: the connection is lost.
        """
        if self._memory:
            return
        while self._glance():
            pass
        self._connection.beat()
        if self._waiting and time.monotonic() - self._heard > ANSWER_SECONDS:
            raise MessagingError(f"the broker confirmed nothing for {ANSWER_SECONDS} seconds")

    def declare(self, exchange: Exchange) -> None:
        """Make the exchange if it is missing."""
        if self._declares:
            exchange(self._channel).declare()

    def close(self) -> None:
        """Close the connection, whatever state it is in."""
        self._connection.close()

    def _publish_in_memory(
        self, body: bytes, exchange: str, routing_key: str, content_type: str
    ) -> None:
        message = self._channel.prepare_message(
            body.decode(), content_type=content_type, content_encoding="utf-8"
        )
        self._channel.basic_publish(message, exchange=exchange, routing_key=routing_key)
        told_in_memory()

    def _listen(self, seconds: float) -> None:
        try:
            self._connection.listen(seconds)
        except TimeoutError:
            raise MessagingError(f"the broker confirmed nothing for {seconds:.0f} s") from None

    def _glance(self) -> bool:
        """Take one thing the broker sent; False when there is nothing."""
        try:
            self._connection.listen(_GLANCE_SECONDS)
        except TimeoutError:
            return False
        return True

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        self._heard = time.monotonic()
        if multiple:
            while self._waiting and self._waiting[0][0] <= delivery_tag:
                tag, self.settled = self._waiting.popleft()
                self._answered.discard(tag)
        else:
            self._answered.add(delivery_tag)
        while self._waiting and self._waiting[0][0] in self._answered:
            tag, self.settled = self._waiting.popleft()
            self._answered.discard(tag)

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:
        first = self._waiting[0][0] if multiple and self._waiting else delivery_tag
        self.refused += delivery_tag - first + 1
        self._on_ack(delivery_tag, multiple)
