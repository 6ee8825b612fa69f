"""Everything that is published at a broker, from now on, as the broker's own tracing tells it."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, Self

import amqp

from tests.integration.link.scanning import flattened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.testing.rabbitmq import Rabbit

_TRACE: Final = "amq.rabbitmq.trace"
_QUEUE: Final = "captured"


@dataclasses.dataclass(frozen=True, slots=True)
class Caught:
    """One message that was published.

    Attributes:
        user: who published it.
        exchange: where to.
        headers: all that surrounds the body: routing keys, properties, headers.
    """

    user: str
    exchange: str
    headers: dict[str, Any]
    body: bytes

    @property
    def content_type(self) -> str:
        """What its body says it is."""
        return str(self.headers["properties"].get("content_type"))

    @property
    def seen(self) -> tuple[bytes, ...]:
        """All of it, part by part, as whoever reads along would see it."""
        return (*flattened(self.headers), self.body)


class Capture:
    """Use it as a context manager: it begins at once.

    Args:
        broker: whose messages are captured, whoever publishes them and wherever they go.
    """

    def __init__(self, broker: Rabbit) -> None:
        self._broker = broker
        self._caught: list[Caught] = []

    def __enter__(self) -> Self:
        with closing(self._connect()) as connection:
            channel = connection.channel()
            channel.queue_declare(_QUEUE, durable=True, auto_delete=False)
            channel.queue_bind(_QUEUE, _TRACE, "publish.#")
        self._broker.management("vhosts/%2f", "PUT", {"tracing": True})
        return self

    def __exit__(self, *_: object) -> None:
        self._broker.management("vhosts/%2f", "PUT", {"tracing": False})

    def caught(self) -> list[Caught]:
        """All that was captured so far, in order."""
        with closing(self._connect()) as connection:
            self._caught += _taken(connection.channel())
        return list(self._caught)

    def _connect(self) -> amqp.Connection:
        connection = amqp.Connection(f"127.0.0.1:{self._broker.amqp_port}")
        connection.connect()
        return connection


def _taken(channel: amqp.Channel) -> Iterator[Caught]:
    while (message := channel.basic_get(_QUEUE, no_ack=True)) is not None:
        headers, body = message.headers, message.body
        yield Caught(
            user=headers["user"],
            exchange=headers["exchange_name"],
            headers=headers,
            body=body if isinstance(body, bytes) else body.encode(),
        )
