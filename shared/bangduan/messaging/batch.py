"""Many events in one message: CloudEvents' JSON batch format, a JSON array.

A replay travels so. Each message costs the broker and both ends as much as some events do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import orjson

from bangduan.errors import MalformedMessage
from bangduan.events.envelope import Arrived, from_envelope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONTENT_TYPE: Final = "application/cloudevents-batch+json"
EVENTS: Final = 100
_BYTES: Final = 256 * 1024


def batches(events: Iterable[bytes]) -> Iterator[bytes]:
    """Bodies of messages that hold these CloudEvents, in order, none of them large."""
    waiting: list[bytes] = []
    size = 0
    for event in events:
        waiting.append(event)
        size += len(event)
        if len(waiting) == EVENTS or size >= _BYTES:
            yield b"[" + b",".join(waiting) + b"]"
            waiting, size = [], 0
    if waiting:
        yield b"[" + b",".join(waiting) + b"]"


def from_batch(body: bytes | str) -> Iterator[Arrived]:
    """The events of a message's body; MalformedMessage at the first that is none."""
    try:
        events = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MalformedMessage(f"no batch of CloudEvents: {error!r}") from error
    if not isinstance(events, list):
        raise MalformedMessage("no batch of CloudEvents: not an array")
    for event in events:
        yield from_envelope(event, orjson.dumps(event))
