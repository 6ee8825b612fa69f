"""Names on the broker: exchanges, queues, routing keys.

==================================  ==================================================
``bangduan.events``                 topic exchange; key ``<tambon>.<service>.<EventName>``
``110113.funds.from.110113.meetings``  a subscriber's queue for one source, all its events
``bangduan.answers``                topic exchange; key the asking subscriber's queue
``bangduan.replays``                topic exchange; key ``<tambon>.<service>``
``110113.meetings.replays``         where a source is asked to replay
``bangduan.undeliverable``          what a queue gave up on after its delivery limit
==================================  ==================================================

A source answers to ``bangduan.answers`` and not straight to a queue: there the broker can tell who
may write what, and a queue's name ends with the only source that may answer into it.
"""

from __future__ import annotations

from typing import Any, Final

from kombu import Exchange, Queue, binding

EVENTS: Final = Exchange("bangduan.events", type="topic", durable=True)
ANSWERS: Final = Exchange("bangduan.answers", type="topic", durable=True)
REPLAYS: Final = Exchange("bangduan.replays", type="topic", durable=True)
UNDELIVERABLE: Final = Exchange("bangduan.undeliverable", type="headers", durable=True)

_DELIVERY_LIMIT: Final = 50
_EVENTS_KEPT: Final = 100_000
_UNUSED_LIVES_MS: Final = 30 * 24 * 60 * 60 * 1000
_REPLAYS_KEPT: Final = 1_000
_REPLAY_LIVES_MS: Final = 60_000


def routing_key(tambon: str, service: str, type: str) -> str:
    """Routing key of an event type: ``110113.funds.GrantApproved``."""
    return f"{tambon}.{service}.{type.split('.')[2]}"


def subscriber_queue(tambon: str, subscriber: str, source_tambon: str, source: str) -> Queue:
    """The queue in which one subscriber gets **all** events of one source, in order.

    All, so that each event's predecessor is known; one active consumer, so that order holds.
    Bounded, so that a subscriber which stays away cannot fill the broker's disk and so stop
    everybody: the oldest go first, and what is gone is replayed.
    """
    name = f"{tambon}.{subscriber}.from.{source_tambon}.{source}"
    arguments: dict[str, Any] = {
        "x-queue-type": "quorum",
        "x-single-active-consumer": True,
        "x-delivery-limit": _DELIVERY_LIMIT,
        "x-dead-letter-exchange": UNDELIVERABLE.name,
        "x-max-length": _EVENTS_KEPT,
        "x-expires": _UNUSED_LIVES_MS,
    }
    return Queue(
        name, [binding(EVENTS, f"{source_tambon}.{source}.#"), binding(ANSWERS, name)],
        durable=True, queue_arguments=arguments,
    )  # fmt: skip


def replay_queue(tambon: str, service: str) -> Queue:
    """Where a source is asked to replay; requests that wait too long are asked again anyway."""
    return Queue(
        f"{tambon}.{service}.replays", REPLAYS, routing_key=f"{tambon}.{service}", durable=True,
        queue_arguments={"x-max-length": _REPLAYS_KEPT, "x-message-ttl": _REPLAY_LIVES_MS},
    )  # fmt: skip


def undeliverable_queue() -> Queue:
    """What some subscriber's queue gave up on, for ``bangduan doctor``; replay fills the gap.

    Not what went because a queue was full: that subscriber was away, and is replayed to.
    """
    return Queue(
        UNDELIVERABLE.name, UNDELIVERABLE, durable=True,
        binding_arguments={
            "x-match": "any-with-x", "x-first-death-reason": "delivery_limit",
        },
        queue_arguments={"x-queue-type": "quorum", "x-max-length": 10_000},
    )  # fmt: skip
