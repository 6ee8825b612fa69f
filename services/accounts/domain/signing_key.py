"""กุญแจลงนาม: its public half is published, and one day retired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.accounts import SigningKeyPublished, SigningKeyRetired
from bangduan.events.types import EntityId, Line

RETIRED = Rule(
    "signing-key-retired",
    en="This key was retired. Make a new one with bangduan accounts rotate-key.",
    th="กุญแจนี้เลิกใช้แล้ว โปรดสร้างใหม่ด้วย bangduan accounts rotate-key",
    field="key_id",
)


@command
class PublishSigningKey:
    """ประกาศกุญแจ; published once, however often it is said."""

    key_id: EntityId
    public_key: Line


@command
class RetireSigningKey:
    """เลิกใช้กุญแจ: what it signed is believed no longer."""

    key_id: EntityId


@dataclass(frozen=True, slots=True)
class SigningKey:
    """State of a key."""

    status: Literal["", "published", "retired"] = ""


def decide(state: SigningKey, command: PublishSigningKey | RetireSigningKey) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    RETIRED.require(state.status != "retired")
    if isinstance(command, PublishSigningKey):
        if state.status:
            return []
        return [SigningKeyPublished(key_id=command.key_id, public_key=command.public_key)]
    if not state.status:
        raise NotFound("signing key", command.key_id, field="key_id")
    return [SigningKeyRetired(key_id=command.key_id)]


def evolve(state: SigningKey, event: object) -> SigningKey:
    """The key after ``event``."""
    match event:
        case SigningKeyPublished():
            return SigningKey("published")
        case SigningKeyRetired():
            return SigningKey("retired")
        case _:
            return state


SIGNING_KEY = Aggregate(
    "signing-key",
    key="key_id",
    initial=SigningKey(),
    decide=decide,
    evolve=evolve,
    commands=(PublishSigningKey, RetireSigningKey),
)
