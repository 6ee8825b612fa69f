"""Digests of logs that were kept elsewhere, and whether the logs still come to the same.

A hash chain shows a changed event, and a missing one that others stand on. It cannot show that the
end of a stream, or a whole stream, is gone. A digest can: it covers the last hash of each stream up
to one place in the log, and whoever keeps it away from the log can reckon it again.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

import orjson

from bangduan.errors import ConfigurationError
from bangduan.events.definition import load_contract
from bangduan.events.digests import DIGESTED
from bangduan.events.envelope import START, Place
from bangduan.store.verification import heads_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bangduan.store.database import Database

_LISTS: Final = ("digests", "items", "services")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class KeptDigest:
    """What a log came to once.

    Attributes:
        tambon: six digits of the site; empty where the file does not say.
        service: whose log.
        sequence: place in the log of the last event in it.
        events: how many events that were; None where the file does not say.
        digest: SHA-256, in hex.
        day: when, for people; may be empty.
    """

    tambon: str
    service: str
    sequence: str
    events: int | None
    digest: str
    day: str


@dataclasses.dataclass(frozen=True, slots=True)
class Differs:
    """A log that does not come to what it came to once.

    Attributes:
        events, digest: up to the same place, today.
    """

    kept: KeptDigest
    events: int
    digest: str


def digest_now(tambon: str, service: str, database: Database, time: str) -> KeptDigest | None:
    """What the log of a database comes to; None for one without events.

    Args:
        time: when, for people.
    """
    columns, order = database.place_columns, ", ".join(f"{each} DESC" for each in database.order)
    rows = database.rows(
        f"SELECT {columns} FROM events WHERE {database.stable} ORDER BY {order} LIMIT 1"
    )
    if not rows:
        return None
    place = Place._make(rows[0])
    found = heads_digest(database, place)
    return KeptDigest(
        tambon=tambon, service=service, sequence=str(place), events=found.events,
        digest=found.digest, day=time,
    )  # fmt: skip


def compare(kept: Iterable[KeptDigest], database: Database) -> Iterator[Differs]:
    """Digests of one log that it does not come to any more."""
    for each in kept:
        found = heads_digest(database, Place.parse(each.sequence))
        if found.digest != each.digest or each.events not in {None, found.events}:
            yield Differs(each, found.events, found.digest)


def last_recorded(tambon: str, service: str, database: Database) -> KeptDigest | None:
    """The last digest that a service recorded of its log in the log itself, if it does so.

    What somebody changed who knew of it, this cannot show; what was lost, it does.
    """
    types = [d.type for d in load_contract() if d.service == service and d.name == DIGESTED]
    if not types:
        return None
    order = ", ".join(f"{each} DESC" for each in database.order)
    rows = database.rows(
        f"SELECT payload FROM events WHERE type = {database.placeholder} ORDER BY {order} LIMIT 1",
        types[:1],
    )
    return (
        _kept({"tambon": tambon, "service": service, **orjson.loads(rows[0][0])}) if rows else None
    )


def to_bytes(digests: Iterable[KeptDigest]) -> bytes:
    """As it stands in a file."""
    return orjson.dumps({"digests": list(digests)}, option=orjson.OPT_INDENT_2) + b"\n"


def read(path: Path) -> tuple[KeptDigest, ...]:
    """The digests in a file that ``to_bytes`` wrote, or that the province's API answered.

    Raises:
        ConfigurationError: it holds none.
    """
    try:
        content = orjson.loads(path.read_bytes())
        if isinstance(content, dict):
            content = next(content[name] for name in _LISTS if name in content)
        found = tuple(map(_kept, content))
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, StopIteration) as error:
        raise _no_digests(path, repr(error)) from error
    if not found:
        raise _no_digests(path, "an empty list")
    return found


def _kept(fields: dict[str, Any]) -> KeptDigest:
    place = Place.parse(fields["sequence"])
    if place == START or len(fields["digest"]) != 64:
        raise ValueError("a digest that covers nothing")
    events = fields.get("events")
    return KeptDigest(
        tambon=str(fields.get("tambon") or ""), service=str(fields["service"]),
        sequence=str(place), events=None if events is None else int(events),
        digest=str(fields["digest"]), day=str(fields.get("day") or ""),
    )  # fmt: skip


def _no_digests(path: Path, why: str) -> ConfigurationError:
    return ConfigurationError(
        f"{path} holds no digests ({why}). Give a file of bangduan verify --write-digest, or what "
        "the province answers at /province/api/v1/digests.",
        f"{path} ไม่มีลายนิ้วมือของบันทึก ({why}) โปรดใช้ไฟล์จาก bangduan verify --write-digest "
        "หรือจาก /province/api/v1/digests ของจังหวัด",
    )
