"""What a source told once, and tells now: for whoever accepted its restored record.

What was read before was set aside; it is compared with what has been read since, event by event.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bangduan.store import Database

#: What two copies of one event must have in common; its place and its predecessor may differ.
_SAME: Final = ("type", "subject", "time", "data")


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """An event that is told in one of the two only, or otherwise than before.

    Attributes:
        id: of the event.
        type: as ``bangduan.reporting.IndicatorReported.v1``.
        time: when it was recorded, ISO 8601 in UTC.
        before, now: its data as set aside and as read since; None where it is missing.
    """

    id: str
    type: str
    time: str
    before: Mapping[str, Any] | None
    now: Mapping[str, Any] | None


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """What was set aside of a source, beside what was read of it since.

    Attributes:
        source: ``/tambon/<code>/<service>``.
        set_aside_at: when, ISO 8601 in UTC.
        before, now: how many events were read then, and have been read since.
        missing: told before and no longer.
        added: told only now.
        changed: told both times, but not alike: somebody changed what was recorded.
    """

    source: str
    set_aside_at: str
    before: int
    now: int
    missing: tuple[Difference, ...]
    added: tuple[Difference, ...]
    changed: tuple[Difference, ...]


def occasions(database: Database, source: str) -> list[str]:
    """When something of a source was set aside, ISO 8601 in UTC, newest first."""
    mark = database.placeholder
    rows = database.rows(
        f"SELECT DISTINCT set_aside_at FROM set_aside WHERE source = {mark} "
        "ORDER BY set_aside_at DESC",
        (source,),
    )
    return [at for (at,) in rows]


def last_event(database: Database, source: str) -> Mapping[str, Any] | None:
    """The last event that was read of a source, as it arrived; None where none was."""
    mark = database.placeholder
    rows = database.rows(
        f"SELECT body FROM inbox WHERE source = {mark} ORDER BY sequence DESC LIMIT 1", (source,)
    )
    return orjson.loads(rows[0][0]) if rows else None


def compare(database: Database, source: str, set_aside_at: str | None = None) -> Comparison | None:
    """Compare what was set aside of a source with what has been read of it since.

    Only events that this subscriber takes are kept, so only those are compared. What a source has
    not sent again yet counts as missing.

    Args:
        set_aside_at: which time; the last, when not given.

    Returns:
        None when nothing of the source was set aside then.
    """
    known = occasions(database, source)
    at = known[0] if set_aside_at is None and known else set_aside_at
    if at not in known:
        return None
    mark = database.placeholder
    before = _events(
        database.rows(
            f"SELECT body FROM set_aside WHERE source = {mark} AND set_aside_at = {mark} "
            "ORDER BY sequence",
            (source, at),
        )
    )
    now = _events(
        database.rows(f"SELECT body FROM inbox WHERE source = {mark} ORDER BY sequence", (source,))
    )
    return Comparison(
        source=source,
        set_aside_at=str(at),
        before=len(before),
        now=len(now),
        missing=tuple(_difference(e, before=e) for id, e in before.items() if id not in now),
        added=tuple(_difference(e, now=e) for id, e in now.items() if id not in before),
        changed=tuple(
            _difference(now[id], before=e, now=now[id])
            for id, e in before.items()
            if id in now and any(e.get(name) != now[id].get(name) for name in _SAME)
        ),
    )


def _events(rows: Sequence[tuple[Any, ...]]) -> dict[str, dict[str, Any]]:
    found = (orjson.loads(body) for (body,) in rows)
    return {str(event["id"]): event for event in found}


def _difference(
    event: Mapping[str, Any],
    *,
    before: Mapping[str, Any] | None = None,
    now: Mapping[str, Any] | None = None,
) -> Difference:
    return Difference(
        id=str(event["id"]),
        type=str(event["type"]),
        time=str(event["time"]),
        before=None if before is None else before["data"],
        now=None if now is None else now["data"],
    )
