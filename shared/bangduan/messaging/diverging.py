"""What a source told subscribers that have read more of it than it holds.

That is so after its log was restored from a backup older than what they had read. They notice; a
province then waits for an officer's decision. At the site it is known from here.
"""

from __future__ import annotations

import dataclasses
import logging
from typing import TYPE_CHECKING, Final

from bangduan.store.log import utc_now

if TYPE_CHECKING:
    from bangduan.store import Database

_log = logging.getLogger(__name__)

_COLUMNS: Final = ("queue", "sequence", "first_at", "last_at")


@dataclasses.dataclass(frozen=True, slots=True)
class DivergedAnswer:
    """A subscriber that was told so, and has not been back with a place that the log holds.

    Attributes:
        queue: the subscriber's, as ``110000.province.from.110113.reporting``.
        sequence: of the event it had read last.
        first_at, last_at: when it was told, ISO 8601 in UTC.
    """

    queue: str
    sequence: str
    first_at: str
    last_at: str


def diverged_answers(database: Database) -> list[DivergedAnswer]:
    """Every subscriber that holds more of this log than the log itself, by queue."""
    rows = database.rows(f"SELECT {','.join(_COLUMNS)} FROM diverged_answers ORDER BY queue")
    return [DivergedAnswer(*row) for row in rows]


class Told:
    """Remembers who was told.

    Args:
        database: of the source.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: set[str] | None = None

    def diverged(self, queue: str, sequence: str) -> None:
        """A subscriber was told that the log does not hold the event it read last."""
        if queue not in self._queues():
            _log.error(
                "%s has read up to %s, which this log does not hold: it was restored from an "
                "older backup. The subscriber, or whoever decides there, goes on from here.",
                queue, sequence,
            )  # fmt: skip
        now = utc_now()
        sql, parameters = self._database.insert(
            "diverged_answers", _COLUMNS, [(queue, sequence, now, now)]
        )
        self._database.write(
            [
                (
                    f"{sql} ON CONFLICT (queue) DO UPDATE "
                    "SET sequence = excluded.sequence, last_at = excluded.last_at",
                    parameters,
                )
            ]
        )
        self._queues().add(queue)

    def agreed(self, queue: str) -> None:
        """A subscriber asked for what follows an event that the log holds."""
        if queue in self._queues():
            mark = self._database.placeholder
            self._database.write([(f"DELETE FROM diverged_answers WHERE queue = {mark}", (queue,))])
            self._queues().discard(queue)

    def _queues(self) -> set[str]:
        """Looked up once: what other processes add is added again, or found at the next start."""
        if self._known is None:
            self._known = {each.queue for each in diverged_answers(self._database)}
        return self._known
