"""What subscriber and source say to each other beside events.

``ReplayRequest`` goes to a source: "send me what follows this event"; with it may go what the
subscriber's service has to say to the source's. The answer is so many
events and then ``Replayed``, which tells whether there are more to ask for; nothing, when no
event follows; or ``Diverged``, when the source does not hold that event: it was restored from
an older backup, and the subscriber begins again.

Bounded answers keep the subscriber's queue, and the memory of both, bounded however long the
log is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

import orjson

from bangduan.errors import MalformedMessage
from bangduan.events.envelope import Place

CONTENT_TYPE: Final = "application/vnd.bangduan.control+json"


@dataclasses.dataclass(frozen=True, slots=True)
class ReplayRequest:
    """Ask for everything after a place.

    Attributes:
        queue: the subscriber's queue, where the answer goes.
        after: sequence of the last event handled; the start's for all.
        last_id: id of that event.
        enclosed: what the subscriber's service says to the source's, in JSON values; an earlier
            release of the source does not look at it. Said again until it is known to have come.
    """

    queue: str
    after: str
    last_id: str | None
    enclosed: Mapping[str, Any] | None = None

    def to_bytes(self) -> bytes:
        """As it travels."""
        return orjson.dumps({"replay": self})

    @classmethod
    def from_bytes(cls, body: bytes | str) -> ReplayRequest:
        """Read one; MalformedMessage for anything else."""
        try:
            asked = orjson.loads(body)["replay"]
            after = Place.parse(asked["after"])
            enclosed = asked.get("enclosed")
            return cls(
                str(asked["queue"]),
                str(after),
                asked["last_id"],
                enclosed if isinstance(enclosed, dict) else None,
            )
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
            msg = f"no replay request: {error!r}"
            raise MalformedMessage(msg) from error


@dataclasses.dataclass(frozen=True, slots=True)
class Replayed:
    """The answer to a request ends here.

    Attributes:
        more: there is more to ask for.
        head: sequence of the source's last event then; None from a source that does not say.
    """

    source: str
    more: bool
    head: str | None = None

    def to_bytes(self) -> bytes:
        """As it travels."""
        return orjson.dumps({"replayed": self})


@dataclasses.dataclass(frozen=True, slots=True)
class Diverged:
    """The source has no event of this sequence and id."""

    source: str
    after: str

    def to_bytes(self) -> bytes:
        """As it travels."""
        return orjson.dumps({"diverged": self})


def answer_from_bytes(body: bytes | str) -> Replayed | Diverged:
    """Read what a source says beside events; MalformedMessage for anything else."""
    try:
        match orjson.loads(body):
            case {"replayed": {"source": source, "more": more, **others}}:
                head = others.get("head")
                place = None if head is None else str(Place.parse(str(head)))
                return Replayed(str(source), bool(more), place)
            case {"diverged": {"source": source, "after": after}}:
                return Diverged(str(source), str(after))
            case other:
                raise MalformedMessage(f"no answer of a source: {other!r}")
    except ValueError as error:
        raise MalformedMessage(f"no answer of a source: {error!r}") from error
