"""Does every stream's hash chain hold? Finds one changed byte and says where it is.

What it cannot see by itself is a stream cut short at its end, gone as a whole, or written anew
with all its hashes: no later event stands on what is missing. ``heads_digest`` sees that, where
what a log came to was kept elsewhere; so does a subscriber that holds more than its source.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import orjson

from bangduan.errors import Tampered
from bangduan.events.envelope import Place, Row
from bangduan.store.log import GENESIS, link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bangduan.store.database import Database
    from bangduan.store.log import EventLog

_PAGE = 5_000


def verify(log: EventLog, on_progress: Callable[[int], None] = lambda _: None) -> list[Tampered]:
    """Everything in the log that does not fit its hash chain, in the order of the streams.

    Args:
        on_progress: called with the number of events looked at so far.
    """
    return list(_broken(_by_stream(log), on_progress))


def verify_streams(log: EventLog, streams: Iterable[str]) -> list[Tampered]:
    """As ``verify``, of some streams only."""
    return [found for stream in streams for found in _broken(log.read_stream(stream))]


def _broken(
    rows: Iterable[Row], on_progress: Callable[[int], None] = lambda _: None
) -> Iterator[Tampered]:
    stream, version, previous = "", 0, GENESIS
    seen = 0
    for row in rows:
        if row.stream != stream:
            stream, version, previous = row.stream, 0, GENESIS
        if row.version != version + 1:
            yield Tampered(stream, version + 1, f"is missing; {row.version} follows")
        elif row.hash != link(previous, *row[4:6], row.id, *row[6:10]):
            yield Tampered(stream, row.version, "was changed after it was recorded")
        version, previous = row.version, row.hash
        seen += 1
        if seen % _PAGE == 0:
            on_progress(seen)
    on_progress(seen)


def _by_stream(log: EventLog) -> Iterator[Row]:
    mark = log.database.placeholder
    stream, version = "", 0
    while True:
        page = log.database.rows(
            f"SELECT {log.database.place_columns}, id, stream, version, type, time, payload, meta, "
            f"hash FROM events WHERE (stream, version) > ({mark}, {mark}) "
            f"ORDER BY stream, version LIMIT {_PAGE}",
            (stream, version),
        )
        if not page:
            return
        for row in page:
            yield Row._make(row)
        stream, version = page[-1][4], page[-1][5]


class HeadsDigest(NamedTuple):
    """What a log comes to up to a place.

    Attributes:
        events, streams: how many it holds up to there.
        digest: SHA-256, in hex, over the last hash of each stream.
    """

    events: int
    streams: int
    digest: str


def heads_digest(database: Database, upto: Place) -> HeadsDigest:
    """What the log of a database comes to, up to and with the event at ``upto``.

    It is the same on every database that holds the same events. With ``verify`` content that the
    chains hold, another digest means that an event up to there was changed, removed or put in.
    """
    mark = database.placeholder
    until = f"NOT ({database.after_place})"
    (counted,) = database.rows(f"SELECT count(*) FROM events WHERE {until}", tuple(upto))
    leaves: list[bytes] = []
    stream = ""
    while True:
        heads = database.rows(
            "SELECT e.stream, e.version, e.hash FROM events e JOIN "
            f"(SELECT stream, max(version) AS version FROM events WHERE stream > {mark} "
            f"AND {until} GROUP BY stream ORDER BY stream LIMIT {_PAGE}) h "
            "ON e.stream = h.stream AND e.version = h.version ORDER BY e.stream",
            (stream, *upto),
        )
        if not heads:
            break
        leaves += [hashlib.sha256(orjson.dumps(head)).digest() for head in heads]
        stream = heads[-1][0]
    # databases sort text each in its own way; hashes have one order
    whole = hashlib.sha256(b"".join(sorted(leaves))).hexdigest()
    return HeadsDigest(int(counted[0]), len(leaves), whole)
