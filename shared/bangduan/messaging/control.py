"""What subscriber and source say to each other beside events.

``ReplayRequest`` goes to a source: "send me what follows this event". ``Diverged`` comes back
when the source does not hold that event: it was restored from an older backup, and the
subscriber begins again.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import orjson

from bangduan.errors import MalformedMessage

CONTENT_TYPE: Final = "application/vnd.bangduan.control+json"


@dataclasses.dataclass(frozen=True, slots=True)
class ReplayRequest:
    """Ask for everything after a place.

    Attributes:
        queue: the subscriber's queue, where the answer goes.
        after: sequence of the last event handled; the start's for all.
        last_id: id of that event.
    """

    queue: str
    after: str
    last_id: str | None

    def to_bytes(self) -> bytes:
        """As it travels."""
        return orjson.dumps({"replay": self})

    @classmethod
    def from_bytes(cls, body: bytes | str) -> ReplayRequest:
        """Read one; MalformedMessage for anything else."""
        try:
            asked = orjson.loads(body)["replay"]
            return cls(str(asked["queue"]), str(asked["after"]), asked["last_id"])
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            msg = f"no replay request: {error!r}"
            raise MalformedMessage(msg) from error


@dataclasses.dataclass(frozen=True, slots=True)
class Diverged:
    """The source has no event of this sequence and id."""

    source: str
    after: str

    def to_bytes(self) -> bytes:
        """As it travels."""
        return orjson.dumps({"diverged": self})

    @classmethod
    def from_bytes(cls, body: bytes | str) -> Diverged:
        """Read one; MalformedMessage for anything else."""
        try:
            told = orjson.loads(body)["diverged"]
            return cls(str(told["source"]), str(told["after"]))
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            msg = f"no word of divergence: {error!r}"
            raise MalformedMessage(msg) from error
