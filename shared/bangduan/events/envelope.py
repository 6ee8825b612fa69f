"""The envelope: an event as the log holds it, and as a CloudEvent 1.0 on the wire.

On the wire (``application/cloudevents+json``): ``id``, ``source`` = ``/tambon/110113/membership``,
``type``, ``subject`` = stream, ``time``, ``dataschema``, ``data``, and the extensions

==================  ==========================================================================
``sequence``        place in the source's order, zero-padded so that text order is the order
``predecessor``     id of the event before it in that order, absent for the first
``streamversion``   version within its stream, from 1
``correlationid``   id of what began the chain of causes
``causationid``     id of the event or request that caused it
``traceparent``     W3C trace context, if the request carried one
``actor``           who did it, as an account id or a policy's name; never a person's name.
                    Absent from what leaves the site
==================  ==========================================================================
"""

from __future__ import annotations

import dataclasses
import re
from functools import cached_property
from typing import Any, Final, NamedTuple

import orjson

from bangduan.errors import MalformedMessage
from bangduan.events.definition import Payload

CONTENT_TYPE: Final = "application/cloudevents+json"

_PLACE: Final = re.compile(r"([0-9]{6})\.([0-9]{20})\.([0-9]{20})")


class Place(NamedTuple):
    """A place in a source's global order; compares as the order does.

    Attributes:
        epoch: rises when the source's log is restored from a backup.
        xid: transaction that appended it (0 on SQLite, where position alone is the order).
        position: the row's number.
    """

    epoch: int
    xid: int
    position: int

    def __str__(self) -> str:
        return f"{self.epoch:06d}.{self.xid:020d}.{self.position:020d}"

    @classmethod
    def parse(cls, text: str) -> Place:
        """The place that ``str`` wrote; ValueError for anything else."""
        found = _PLACE.fullmatch(text)
        place = cls(*map(int, found.groups())) if found else None
        if place is None or max(place) >= 2**63:
            raise ValueError(f"{text[:80]!r} is no place in a log")
        return place


START: Final = Place(0, 0, 0)


class Row(NamedTuple):
    """One event as the log stores it, in the order of its columns."""

    epoch: int
    xid: int
    position: int
    id: str
    stream: str
    version: int
    type: str
    time: str
    payload: str
    meta: str
    hash: str

    @property
    def place(self) -> Place:
        """Its place in the global order."""
        return Place(self.epoch, self.xid, self.position)


@dataclasses.dataclass(frozen=True)
class Recorded:
    """What surrounds an event when it is handled: ``at`` in a projection.

    Attributes:
        source: ``/tambon/<code>/<service>``.
        sequence: place in the source's order, as text.
    """

    source: str
    id: str
    stream: str
    version: int
    type: str
    time: str
    sequence: str
    meta: Payload

    @cached_property
    def tambon(self) -> str:
        """Six digits of the sub-district the event comes from."""
        return self.source.split("/")[2]

    @cached_property
    def service(self) -> str:
        """Name of the service that published it."""
        return self.source.split("/")[3]


def source_name(tambon: str, service: str) -> str:
    """The CloudEvents ``source`` of a service of a site."""
    return f"/tambon/{tambon}/{service}"


def to_cloudevent(
    source: str, row: Row, predecessor: str | None, *, names_actor: bool = True
) -> bytes:
    """The bytes of ``row`` on the wire; the stored payload is copied, not parsed.

    Args:
        names_actor: whether it says who did it.
    """
    envelope: dict[str, Any] = {
        "specversion": "1.0",
        "id": row.id,
        "source": source,
        "type": row.type,
        "subject": row.stream,
        "time": row.time,
        "datacontenttype": "application/json",
        "dataschema": f"urn:{row.type.replace('.', ':')}",
        "sequence": str(row.place),
        "streamversion": str(row.version),
    }
    if predecessor is not None:
        envelope["predecessor"] = predecessor
    envelope.update(orjson.loads(row.meta))
    if not names_actor:
        envelope.pop("actor", None)
    envelope["data"] = orjson.Fragment(row.payload)
    return orjson.dumps(envelope)


@dataclasses.dataclass(frozen=True, slots=True)
class Arrived:
    """A CloudEvent as it came in; ``data`` is its payload, personal fields still sealed."""

    id: str
    source: str
    type: str
    subject: str
    time: str
    sequence: str
    predecessor: str | None
    version: int
    meta: Payload
    data: Payload
    body: bytes

    def recorded(self) -> Recorded:
        """The envelope alone, for a handler."""
        return Recorded(
            source=self.source,
            id=self.id,
            stream=self.subject,
            version=self.version,
            type=self.type,
            time=self.time,
            sequence=self.sequence,
            meta=self.meta,
        )


_SEQUENCE: Final = re.compile(r"[0-9]{6}\.[0-9]{20}\.[0-9]{20}", re.ASCII)
_META: Final = ("correlationid", "causationid", "traceparent", "actor")


def from_cloudevent(body: bytes | str) -> Arrived:
    """Read bytes from the wire.

    Raises:
        MalformedMessage: no JSON, no CloudEvent 1.0, or an attribute of ours is missing.
    """
    raw = body.encode() if isinstance(body, str) else bytes(body)
    try:
        return from_envelope(orjson.loads(raw), raw)
    except orjson.JSONDecodeError as error:
        msg = f"Not a CloudEvent of this contract: {error!r}"
        raise MalformedMessage(msg) from error


def from_envelope(envelope: dict[str, Any], raw: bytes) -> Arrived:
    """As ``from_cloudevent``, from what the bytes ``raw`` were parsed into."""
    try:
        if envelope["specversion"] != "1.0" or not isinstance(envelope["data"], dict):
            raise MalformedMessage("Not a CloudEvent 1.0 with an object as data.")
        if not _SEQUENCE.fullmatch(envelope["sequence"]):
            raise MalformedMessage(f"Not a sequence of this contract: {envelope['sequence']!r}")
        return Arrived(
            id=str(envelope["id"]),
            source=str(envelope["source"]),
            type=str(envelope["type"]),
            subject=str(envelope["subject"]),
            time=str(envelope["time"]),
            sequence=envelope["sequence"],
            predecessor=envelope.get("predecessor"),
            version=int(envelope["streamversion"]),
            meta={name: envelope[name] for name in _META if name in envelope},
            data=envelope["data"],
            body=raw,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = f"Not a CloudEvent of this contract: {error!r}"
        raise MalformedMessage(msg) from error
