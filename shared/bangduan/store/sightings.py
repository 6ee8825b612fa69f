"""Who was shown whose personal data, kept: one row for an account, a person and a day.

What a request shows goes into the process's memory and is written every few seconds, off the
request's path, and when the service stops. A crash loses what was noted in the last seconds.
"""

from __future__ import annotations

import dataclasses
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from bangduan.store.database import Interrupted, StoreUnavailable
from bangduan.store.tables import seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from bangduan.store.database import Database, Statement

#: How somebody was shown something; each has its column.
Through = Literal["page", "api", "export"]
THROUGH: Final[tuple[Through, ...]] = get_args(Through)
#: How often what was noted is written down, seconds.
EVERY_SECONDS: Final = 3.0

_COLUMNS: Final = ("account_id", "person_id", "day", "first_at", "last_at", *THROUGH)
_BANGKOK: Final = ZoneInfo("Asia/Bangkok")
_ROWS_IN_ONE_STATEMENT: Final = 500


@dataclasses.dataclass(slots=True)
class _Sighting:
    """One row, as far as it is not written yet."""

    first_at: str
    last_at: str
    times: dict[Through, int]


class Sightings:
    """What one process has noted; safe for threads and green threads.

    Args:
        database: where it is written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._waiting: dict[tuple[str, str, str], _Sighting] = {}

    def add(self, account_id: str, people: Iterable[str], through: Through) -> None:
        """An account was shown these people's data just now."""
        now = datetime.now(UTC)
        moment = now.isoformat(timespec="seconds").replace("+00:00", "Z")
        day = now.astimezone(_BANGKOK).date().isoformat()
        with self._lock:
            for person_id in people:
                key = account_id, person_id, day
                row = self._waiting.get(key)
                if row is None:
                    row = self._waiting[key] = _Sighting(moment, moment, {})
                row.last_at = moment
                row.times[through] = row.times.get(through, 0) + 1

    def write(self) -> None:
        """Write down what waits.

        Raises:
            Interrupted, StoreUnavailable: it waits on, and is written another time; where only
                the answer was lost, it counts twice.
        """
        with self._lock:
            taken, self._waiting = self._waiting, {}
        if not taken:
            return
        try:
            self._database.write(self._upserts(taken))
        except (Interrupted, StoreUnavailable):
            self._take_back(taken)
            raise

    def _take_back(self, taken: dict[tuple[str, str, str], _Sighting]) -> None:
        with self._lock:
            for key, new in self._waiting.items():
                old = taken.setdefault(key, new)
                if old is not new:
                    old.last_at = new.last_at
                    for through, times in new.times.items():
                        old.times[through] = old.times.get(through, 0) + times
            self._waiting = taken

    def _upserts(self, taken: dict[tuple[str, str, str], _Sighting]) -> list[Statement]:
        rows = [
            [*key, row.first_at, row.last_at, *(row.times.get(through, 0) for through in THROUGH)]
            for key, row in sorted(taken.items())
        ]
        added = ", ".join(f"{name} = seen.{name} + excluded.{name}" for name in THROUGH)
        again = (
            " ON CONFLICT (account_id, person_id, day) DO UPDATE "
            f"SET last_at = excluded.last_at, {added}"
        )
        statements: list[Statement] = []
        for start in range(0, len(rows), _ROWS_IN_ONE_STATEMENT):
            some = rows[start : start + _ROWS_IN_ONE_STATEMENT]
            sql, values = self._database.insert("seen", _COLUMNS, some)
            statements.append((sql + again, values))
        return statements


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON takes it: what SQLAlchemy calls a column is no plain text."""
    return {str(name): value for name, value in row.items()}


def sightings(
    *,
    account_id: str | None = None,
    person_id: str | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
) -> Select[Any]:
    """Who was shown whose data, of one account or one person, of some days."""
    query = select(seen)
    if account_id is not None:
        query = query.where(seen.c.account_id == account_id)
    if person_id is not None:
        query = query.where(seen.c.person_id == person_id)
    if from_day is not None:
        query = query.where(seen.c.day >= from_day.isoformat())
    if to_day is not None:
        query = query.where(seen.c.day <= to_day.isoformat())
    return query
