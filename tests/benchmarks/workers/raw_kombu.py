"""kombu by itself: ready-made messages, published with 500 of them waiting for their confirms.

python -m tests.benchmarks.workers.raw_kombu BROKER-URL SIZE
"""

from __future__ import annotations

import sys
import uuid
from typing import TYPE_CHECKING, Any, Final

import orjson
from kombu import Connection, Exchange, Producer, Queue

from tests.benchmarks.payload import payments
from tests.benchmarks.workers.protocol import serve

if TYPE_CHECKING:
    from tests.benchmarks.workers.protocol import Run

WINDOW: Final = 500
_EXCHANGE: Final = Exchange("raw", type="topic", durable=True)
_QUEUE: Final = Queue(
    "raw", _EXCHANGE, routing_key="#", durable=True, queue_arguments={"x-queue-type": "quorum"}
)


class _Waiting:
    """The messages that wait for their confirm."""

    def __init__(self, channel: Any) -> None:
        self._published = 0
        self._tags: dict[int, None] = {}
        channel.confirm_select()
        channel.events["basic_ack"].add(self._on_ack)

    def __len__(self) -> int:
        return len(self._tags)

    def add(self) -> None:
        """One more was published."""
        self._published += 1
        self._tags[self._published] = None

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        if not multiple:
            self._tags.pop(delivery_tag, None)
            return
        while self._tags and (first := next(iter(self._tags))) <= delivery_tag:
            del self._tags[first]


def main(broker: str, size: int) -> None:
    """Publish so many messages in every run."""
    bodies = [_message(number, payment._asdict()) for number, payment in enumerate(payments(size))]
    with Connection(broker) as connection:
        channel = connection.channel()
        queue = _QUEUE(connection.channel())
        queue.declare()
        waiting, producer = _Waiting(channel), Producer(channel)

        def run() -> int:
            for body in bodies:
                while len(waiting) >= WINDOW:
                    connection.drain_events(timeout=30)
                producer.publish(
                    body, exchange=_EXCHANGE.name, routing_key="110113.savings.PaymentRecorded",
                    content_type="application/cloudevents+json", content_encoding="utf-8",
                    delivery_mode=2,
                )  # fmt: skip
                waiting.add()
            while waiting:
                connection.drain_events(timeout=30)
            return len(bodies)

        def prepare() -> Run:
            queue.purge()
            return run

        serve(prepare)


def _message(number: int, payment: dict[str, Any]) -> bytes:
    """What our relay sends, for the same number of bytes."""
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),
            "source": "/tambon/110113/savings",
            "type": "bangduan.savings.PaymentRecorded.v1",
            "subject": f"account-{uuid.uuid4()}",
            "time": "2008-06-30T00:00:00.000000Z",
            "datacontenttype": "application/json",
            "dataschema": "urn:bangduan:savings:PaymentRecorded:v1",
            "sequence": f"{1:06d}.{number:020d}.{number:020d}",
            "streamversion": str(number),
            "predecessor": str(uuid.uuid4()),
            "data": payment,
        }
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
