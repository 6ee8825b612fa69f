"""Read tables of running services, whole, so that two runs can be compared to the last row.

Personal columns are opened first: keys and nonces differ between runs, what they seal must not.
What is random by nature, as a signing key, or the day of an account or a token, is covered; what is
told by the hour, as how many members there are, is left out.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import select

from bangduan.application import Application
from bangduan.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bangduan.service import Service
    from bangduan.settings import Settings

Tables = dict[str, list[str]]
_POLL_SECONDS = 0.25
#: Columns that two runs of the same story cannot have in common, by projection and table.
_EACH_RUNS_OWN = {
    ("access", "access_keys"): frozenset({"key_id", "public_key"}),
    ("accounts", "accounts"): frozenset({"opened_at"}),
    ("accounts", "tokens"): frozenset({"issued_at", "expires_at"}),
    ("heard", "heard_days"): frozenset({"day", "events"}),
    ("statements", "statements"): frozenset({"stated_at", "stated_on", "event_id"}),
}
#: Tables of what a log came to at an hour of its own, every hash in it.
_OF_AN_HOUR = frozenset({("digests", "digests")})
#: Indicators that are told when it has been quiet for long enough, and once a day.
WHEN_QUIET = frozenset({"members", "members-by-sex"})
_COVERED = "*"
#: SQLAlchemy names columns with a kind of str of its own
_KEYS = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


def read_tables(service: Service, settings: Settings) -> Tables:
    """Every read table of a service: ``service.table`` → its rows as sorted JSON lines."""
    application = Application(service, settings)
    try:
        return {
            f"{service.name}.{table.name}": sorted(
                _line(row, _EACH_RUNS_OWN.get((projection.name, table.name), frozenset()))
                for row in application.reader.all(select(table))
                if row.get("indicator") not in WHEN_QUIET
            )
            for projection in service.projections
            for table in projection.tables
            if (projection.name, table.name) not in _OF_AN_HOUR
        }
    finally:
        application.close()


def site_tables(services: Mapping[Service, Settings]) -> Tables:
    """The read tables of several services together."""
    found: Tables = {}
    for service, settings in services.items():
        found.update(read_tables(service, settings))
    return found


def differences(expected: Tables, found: Tables) -> list[str]:
    """One line for each row that is only in one of the two."""
    lines = []
    for table in sorted(expected.keys() | found.keys()):
        ours, theirs = expected.get(table, []), found.get(table, [])
        lines += [f"missing from {table}: {row}" for row in ours if row not in theirs]
        lines += [f"unexpected in {table}: {row}" for row in theirs if row not in ours]
        if len(ours) != len(theirs):
            lines.append(f"{table} has {len(theirs)} rows, not {len(ours)}")
    return lines


def wait_for_tables(expected: Tables, read: Callable[[], Tables], seconds: float) -> None:
    """Wait until ``read`` gives ``expected``.

    Raises:
        AssertionError: it has not within ``seconds``; the message lists what differs.
    """
    deadline = time.monotonic() + seconds
    while True:
        lines: Sequence[str]
        try:
            lines = differences(expected, read())
        except StoreError as error:
            lines = [str(error)]
        if not lines:
            return
        if time.monotonic() > deadline:
            raise AssertionError("\n".join(lines[:20]))
        time.sleep(_POLL_SECONDS)


def settled_tables(read: Callable[[], Tables], seconds: float, quiet: float = 3.0) -> Tables:
    """What ``read`` gives once it has not changed for ``quiet`` seconds.

    Raises:
        AssertionError: it still changes after ``seconds``.
    """
    deadline = time.monotonic() + seconds
    last, since = read(), time.monotonic()
    while time.monotonic() - since < quiet:
        time.sleep(_POLL_SECONDS)
        now = read()
        if now != last:
            last, since = now, time.monotonic()
        if time.monotonic() > deadline:
            raise AssertionError("the read tables do not come to rest")
    return last


def _line(row: dict[str, Any], covered: frozenset[str]) -> str:
    told = {name: _COVERED if name in covered else value for name, value in row.items()}
    return orjson.dumps(told, option=_KEYS, default=str).decode()
