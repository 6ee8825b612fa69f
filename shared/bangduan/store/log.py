"""The event log: append with an expected version, read a stream, read everything in order.

Guarantees
    * an append is whole or not at all, and refused when the stream has moved on;
    * a reader who continues after the last place it read misses nothing and sees nothing twice,
      however many writers there are;
    * each stream is a hash chain over the very bytes stored.
Not guaranteed: that an event is visible to a global reader at once. On PostgreSQL it waits for
every transaction that began before it, also of other databases of the same server.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import orjson

from bangduan.errors import StaleVersion
from bangduan.events import codec
from bangduan.events.envelope import START, Place, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bangduan.events.codec import Cipher
    from bangduan.store.database import Database, Statement

GENESIS: Final = ""
EPOCH: Final = "epoch"
"""The fact that holds a log's epoch, 1 when it is not remembered."""
_COLUMNS: Final = (
    "epoch", "id", "stream", "version", "type", "time", "payload", "meta", "hash",
)  # fmt: skip
_REST: Final = "id, stream, version, type, time, payload, meta, hash"
PAGE: Final = 2_000


def link(  # noqa: PLR0917 (what is covered, in its order)
    previous: str, stream: str, version: int, id: str, type: str, time: str, payload: str, meta: str
) -> str:
    """SHA-256, in hex, over an event and the hash before it in its stream."""
    covered = orjson.dumps([previous, stream, version, id, type, time, payload, meta])
    return hashlib.sha256(covered).hexdigest()


def utc_now() -> str:
    """The clock port: RFC 3339 in UTC, with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class EventLog:
    """The log of one service.

    Args:
        database: where it lies.
        cipher: seals and opens personal data.
    """

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self.database = database
        self.cipher = cipher
        self._columns = f"{database.place_columns}, {_REST}"
        self._order = ", ".join(database.order)
        self.epoch = self._current_epoch()

    # -- append ----------------------------------------------------------------------------

    def chained(  # noqa: PLR0917 (the hot path of every append)
        self,
        stream: str,
        version: int,
        previous: str,
        facts: Sequence[tuple[str, str, str]],
        time: str,
        meta: str,
    ) -> list[Row]:
        """Rows that continue a stream after ``version`` with hash ``previous``.

        Args:
            facts: ``(id, type, payload)`` of each event.
        """
        rows = []
        for id, type, payload in facts:
            version += 1
            previous = link(previous, stream, version, id, type, time, payload, meta)
            rows.append(
                Row(self.epoch, 0, 0, id, stream, version, type, time, payload, meta, previous)
            )
        return rows

    def append_statement(self, rows: Sequence[Row]) -> Statement:
        """The statement that appends ``rows``; the primary key refuses a stale version."""
        return self.database.insert_plain(
            "events", _COLUMNS, [(row.epoch, *row[3:]) for row in rows]
        )

    def stale(self, rows: Sequence[Row]) -> StaleVersion | None:
        """Why an append of ``rows`` was refused; None when the rows are there after all.

        They are there when the connection broke between the commit and its answer.
        """
        for row in rows:
            (found,) = self.database.rows(
                f"SELECT max(version), max(CASE WHEN version = {self._mark} THEN id END) "
                f"FROM events WHERE stream = {self._mark}",
                (row.version, row.stream),
            )
            actual, id = found
            if id != row.id:
                return StaleVersion(row.stream, row.version - 1, actual or 0)
        return None

    # -- read ------------------------------------------------------------------------------

    def read_stream(self, stream: str, after: int = 0) -> list[Row]:
        """Events of one stream with a version above ``after``, in order."""
        return [
            Row._make(row)
            for row in self.database.rows(
                f"SELECT {self._columns} FROM events "
                f"WHERE stream = {self._mark} AND version > {self._mark} ORDER BY version",
                (stream, after),
            )
        ]

    def events(self, stream: str, after: int = 0) -> Iterator[tuple[int, str, Any]]:
        """Version, hash and event of each row of ``read_stream``, and nothing else of it."""
        for version, hash, type, payload in self.database.rows(
            "SELECT version, hash, type, payload FROM events "
            f"WHERE stream = {self._mark} AND version > {self._mark} ORDER BY version",
            (stream, after),
        ):
            yield version, hash, codec.decode(type, payload, self.cipher)

    def read(self, after: Place = START, limit: int = PAGE) -> list[Row]:
        """The next events of the whole log after a place, at most ``limit``, none missed."""
        return [Row._make(row) for row in self.database.rows(*self.page_query(after, limit))]

    def read_ahead(self, after: Place, limit: int) -> tuple[list[Row], bool]:
        """As ``read``, and whether there is more: beyond ``limit``, or not stable yet.

        What is not stable now is so within moments: it waits for another transaction's end.
        """
        found = self.database.rows(
            (
                f"SELECT {self._columns}, {self.database.stable} FROM events "
                f"WHERE {self.database.after_place} "
                f"ORDER BY {self._order} LIMIT {int(limit) + 1}"
            ),
            tuple(after),
        )
        stable = [Row._make(row[:-1]) for row in found[:limit] if row[-1]]
        return stable, len(found) > len(stable)

    def page_query(self, after: Place, limit: int, *, stable: bool = True) -> Statement:
        """The SELECT of ``read``; without ``stable`` only while appends are held back."""
        held_back = f"AND {self.database.stable} " if stable else ""
        return (
            (
                f"SELECT {self._columns} FROM events WHERE {self.database.after_place} "
                f"{held_back}ORDER BY {self._order} LIMIT {int(limit)}"
            ),
            tuple(after),
        )

    def pages(self, after: Place = START, size: int = PAGE) -> Iterator[list[Row]]:
        """All events after a place, page by page, up to what is stable now."""
        while page := self.read(after, size):
            yield page
            after = page[-1].place

    def read_back(
        self, before: Place | None, limit: int, *, holding: str | None = None
    ) -> list[Row]:
        """The stable events before a place, or the last ones, newest first.

        Args:
            holding: part of the payload's text that they must have, as ``"account_id":"…"``.
        """
        conditions: list[str] = [self.database.stable]
        values: list[Any] = []
        if before is not None:
            conditions.append(self.database.after_place.replace(" > ", " < "))
            values += list(before)
        if holding is not None:
            conditions.append(f"payload LIKE {self._mark}")
            values.append(f"%{holding}%")
        rows = self.database.rows(
            f"SELECT {self._columns} FROM events WHERE {' AND '.join(conditions)} "
            f"ORDER BY {self._order.replace(',', ' DESC,')} DESC LIMIT {int(limit)}",
            values,
        )
        return [Row._make(row) for row in rows]

    def naming(self, id: str) -> list[Row]:
        """Every stable event whose stream or fields name ``id``, in order; reads the whole log."""
        rows = self.database.rows(
            f"SELECT {self._columns} FROM events WHERE {self.database.stable} "
            f"AND (payload LIKE {self._mark} OR stream LIKE {self._mark}) ORDER BY {self._order}",
            (f'%"{id}"%', f"%-{id}"),
        )
        return [Row._make(row) for row in rows]

    def row_at(self, place: Place) -> Row | None:
        """The event at exactly this place, if there is one."""
        mark = self._mark
        xid = f"{mark}::text::xid8" if self.database.name == "postgresql" else mark
        rows = self.database.rows(
            f"SELECT {self._columns} FROM events "
            f"WHERE epoch = {mark} AND xid = {xid} AND position = {mark}",
            tuple(place),
        )
        return Row._make(rows[0]) if rows else None

    def head(self) -> Row | None:
        """The last event that is stable now, or None for an empty log."""
        rows = self.database.rows(
            f"SELECT {self._columns} FROM events WHERE {self.database.stable} "
            f"ORDER BY {self._order.replace(',', ' DESC,')} DESC LIMIT 1"
        )
        return Row._make(rows[0]) if rows else None

    def count(self, after: Place = START) -> int:
        """How many stable events stand after a place."""
        rows = self.database.rows(
            f"SELECT count(*) FROM events WHERE {self.database.after_place} "
            f"AND {self.database.stable}",
            tuple(after),
        )
        return int(rows[0][0])

    def event(self, row: Row) -> Any:
        """The event a row holds, upcast to its newest shape, personal fields opened."""
        return codec.decode(row.type, row.payload, self.cipher)

    # -- epochs ----------------------------------------------------------------------------

    def begin_epoch(self, above: int = 0) -> int:
        """Start a new epoch: from now on everything appended comes after all that is there.

        Only while no other process has the log open: each keeps the epoch it started with.

        Args:
            above: an epoch known from elsewhere, as of the log this one replaces; the new one
                comes after it too.
        """
        self.epoch = max(self.epoch, above) + 1
        self.database.remember(EPOCH, str(self.epoch))
        return self.epoch

    def _current_epoch(self) -> int:
        epoch = int(self.database.fact(EPOCH) or "1")
        if self.database.name == "postgresql":
            # a dump restored into another server brings ids of transactions not yet run there
            (foreign,) = self.database.rows(
                "SELECT count(*) FROM (SELECT 1 FROM events WHERE epoch = %s "
                "AND xid >= pg_snapshot_xmax(pg_current_snapshot()) LIMIT 1) AS ahead",
                (epoch,),
            )
            if foreign[0]:
                epoch += 1
                self.database.remember(EPOCH, str(epoch))
        return epoch

    @property
    def _mark(self) -> str:
        return self.database.placeholder
