"""Does every stream's hash chain hold? Finds one changed byte and says where it is.

What it cannot see by itself is a stream cut short at its end, or gone as a whole: no later event
stands on what is missing. A subscriber sees that, for it holds more than its source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bangduan.errors import Tampered
from bangduan.events.envelope import Row
from bangduan.store.log import GENESIS, link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
