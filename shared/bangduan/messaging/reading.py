"""What arrived, as a subscriber understands it: its event, and the commands that follow from it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from bangduan.events import codec
from bangduan.events.definition import registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bangduan.application import Application
    from bangduan.events.definition import Definition
    from bangduan.events.envelope import Arrived
    from bangduan.store import Database


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """An event that arrived and the commands that follow from it, by idempotency key."""

    message: Arrived
    definition: Definition
    event: Any
    commands: dict[str, object]


def read(application: Application, message: Arrived) -> Reading:
    """Read a message as ``application`` knows its type today."""
    definition, payload = registry.newest(message.type, dict(message.data))
    event = codec.from_payload(definition, payload, application.keyring)
    commands = application.service.policies.commands(event)
    # with spaces, which no client's idempotency key may have
    keyed = {f"policy {message.id} {n}": command for n, command in enumerate(commands)}
    return Reading(message, definition, event, keyed)


def used(database: Database, keys: Sequence[str]) -> frozenset[str]:
    """Those of some idempotency keys whose commands were carried out."""
    if not keys:
        return frozenset()
    marks = ",".join([database.placeholder] * len(keys))
    rows = database.rows(f"SELECT key FROM commands WHERE key IN ({marks})", keys)
    return frozenset(row[0] for row in rows)


def following(
    batch: Sequence[Arrived], sequence: str, last_id: str | None
) -> tuple[list[Arrived], bool]:
    """What follows one upon the other after an event, and whether some of ``batch`` does not.

    Args:
        sequence, last_id: of the last event handled.
    """
    accepted: list[Arrived] = []
    gap = False
    for message in batch:
        if message.sequence <= sequence:
            continue
        if message.predecessor == last_id:
            accepted.append(message)
            sequence, last_id = message.sequence, message.id
        else:
            gap = True
    return accepted, gap
