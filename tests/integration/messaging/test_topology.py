"""What the broker itself does with the queues of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import kombu
import pytest
from amqp.basic_message import Message

from bangduan.messaging import topology
from bangduan.messaging.topology import EVENTS, subscriber_queue, undeliverable_queue
from bangduan.messaging.transport import Connection
from bangduan.testing.processes import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = topology.routing_key("110113", "till", "bangduan.till.Paid.v1")


@pytest.fixture
def channel(rabbit: str) -> Iterator[Any]:
    with Connection(rabbit) as connection:
        channel = connection.channel()
        undeliverable_queue()(channel).declare()
        yield channel


@pytest.fixture
def queue(channel: Any) -> kombu.Queue:
    queue = subscriber_queue("110113", "display", "110113", "till")(channel)
    queue.declare()
    return queue


def count(channel: Any, queue: kombu.Queue) -> int:
    return int(channel.queue_declare(queue.name, passive=True).message_count)


def wait_for(channel: Any, queue: kombu.Queue, expected: int) -> None:
    wait_until(
        lambda: count(channel, queue) == expected,
        otherwise=lambda: AssertionError(f"{count(channel, queue)} in {queue.name}"),
    )


def publish(channel: Any, body: bytes) -> None:
    channel.basic_publish(Message(body, delivery_mode=2), exchange=EVENTS.name, routing_key=KEY)


def test_a_queue_takes_all_events_of_its_source_and_of_no_other(
    channel: Any, queue: kombu.Queue
) -> None:
    for type in ("bangduan.till.Paid.v1", "bangduan.till.Opened.v2", "bangduan.ledger.Booked.v1"):
        for tambon in ("110113", "110114"):
            key = topology.routing_key(tambon, type.split(".")[1], type)
            channel.basic_publish(Message(b"1"), exchange=EVENTS.name, routing_key=key)

    wait_for(channel, queue, 2)


def test_what_is_given_back_too_often_is_kept_for_the_doctor(
    channel: Any, queue: kombu.Queue
) -> None:
    consumer = kombu.Consumer(
        channel, [queue], on_message=lambda message: message.reject(requeue=True)
    )
    with consumer:
        publish(channel, b"poison")
        gone = undeliverable_queue()(channel)
        wait_for(channel, gone, 1)


def test_a_subscriber_that_stays_away_fills_its_queue_and_no_more(
    channel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topology, "_EVENTS_KEPT", 5)
    queue = subscriber_queue("110113", "away", "110113", "till")(channel)
    queue.declare()
    for n in range(20):
        publish(channel, str(n).encode())

    wait_for(channel, queue, 5)
    assert count(channel, undeliverable_queue()) == 0
