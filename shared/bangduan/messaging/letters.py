"""Dead letters: events a subscriber could not handle, and what is parked behind them.

A letter is ``dead`` (it failed, with its traceback) or ``parked`` (its subject has a dead letter
before it). Retrying a subject handles its letters in order and stops at the first that fails
again.
"""

from __future__ import annotations

import dataclasses
import traceback as traceback_module
from typing import TYPE_CHECKING, Final

from bangduan.errors import StaleVersion
from bangduan.events.envelope import from_cloudevent
from bangduan.store import Interrupted, StoreUnavailable, Taken
from bangduan.store.log import utc_now
from bangduan.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bangduan.events.envelope import Arrived
    from bangduan.messaging.inbox import Inbox
    from bangduan.store.database import Database, Statement

DEAD: Final = "dead"
PARKED: Final = "parked"
_ATTEMPTS: Final = 5
_COLUMNS: Final = (
    "source", "sequence", "id", "type", "subject", "body", "state", "error", "traceback",
    "attempts", "failed_at",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """One dead or parked event of one subscriber."""

    source: str
    sequence: str
    id: str
    type: str
    subject: str
    body: str
    state: str
    error: str
    traceback: str
    attempts: int
    failed_at: str


def bury(database: Database, message: Arrived, traceback: str, attempts: int) -> Statement:
    """The statement that makes ``message`` a dead letter."""
    error = _error_in(traceback)
    return _insert(database, message, DEAD, error=error, traceback=traceback, attempts=attempts)


def park(database: Database, message: Arrived) -> Statement:
    """The statement that parks ``message`` behind its subject's dead letter."""
    waits = "waits for an earlier event of its subject"
    return _insert(database, message, PARKED, error=waits, traceback="", attempts=0)


def all_letters(database: Database) -> list[Letter]:
    """Every letter of a subscriber, by source and in order."""
    return _letters(database, "1 = 1 ORDER BY source, sequence", ())


def blocked_subjects(database: Database, source: str) -> frozenset[str]:
    """Subjects of a source with letters waiting."""
    mark = database.placeholder
    rows = database.rows(
        f"SELECT DISTINCT subject FROM dead_letters WHERE source = {mark}", (source,)
    )
    return frozenset(row[0] for row in rows)


def released(database: Database, source: str) -> list[Letter]:
    """Parked letters whose subject has no dead letter any more, in order."""
    mark = database.placeholder
    return _letters(
        database,
        f"source = {mark} AND subject NOT IN (SELECT subject FROM dead_letters d "
        f"WHERE d.source = {mark} AND d.state = '{DEAD}') ORDER BY sequence",
        (source, source),
    )


def retry_one(inbox: Inbox, letter: Letter) -> bool:
    """Handle one letter again; False when it fails, with its new traceback kept.

    Two processes may do so at once; the letter takes effect once.

    Raises:
        StoreUnavailable: the database does not answer; the letter is as it was.
    """
    application = inbox.application
    for _ in range(_ATTEMPTS):
        unit = UnitOfWork(application, fresh=True)
        try:
            inbox.apply([from_cloudevent(letter.body)], unit)
            unit.add(_taken_up(application.database, letter))
            unit.add(_delete(application.database, letter))
            application.commit(unit)
        except (StaleVersion, Interrupted, Taken):
            if not _stands(application.database, letter):
                return True
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 (kept with the letter and shown by the command)
            _fail_again(application.database, letter, traceback_module.format_exc())
            return False
        else:
            return True
    return False


def retry_subject(inbox: Inbox, subject: str) -> tuple[int, Letter | None]:
    """Handle the letters of a subject in order; how many went, and the one that failed."""
    done = 0
    while True:
        mark = inbox.application.database.placeholder
        waiting = _letters(
            inbox.application.database,
            f"source = {mark} AND subject = {mark} ORDER BY sequence",
            (inbox.source, subject),
        )
        if not waiting:
            return done, None
        for letter in waiting:
            if not retry_one(inbox, letter):
                return done, letter
            done += 1


def discard(database: Database, letter: Letter) -> None:
    """Give up on a letter for good; those parked behind it are handled by the next retry."""
    mark = database.placeholder
    place = (letter.source, letter.sequence)
    database.write(
        [
            (
                f"DELETE FROM inbox WHERE source = {mark} AND sequence = {mark} AND EXISTS "
                f"(SELECT 1 FROM dead_letters d WHERE d.source = {mark} AND d.sequence = {mark})",
                (*place, *place),
            ),
            _delete(database, letter),
        ]
    )


def _error_in(traceback: str) -> str:
    """The first line of the error a traceback ends with; databases tell theirs in several."""
    lines = traceback.strip().splitlines()
    last_frame = max((n for n, line in enumerate(lines) if line.startswith('  File "')), default=-1)
    told = (line for line in lines[last_frame + 1 :] if line and not line.startswith(" "))
    return next(told, lines[-1])


def _letters(database: Database, condition: str, parameters: tuple[str, ...]) -> list[Letter]:
    rows = database.rows(
        f"SELECT {','.join(_COLUMNS)} FROM dead_letters WHERE {condition}", parameters
    )
    return [Letter(*row) for row in rows]


def _insert(
    database: Database, message: Arrived, state: str, *, error: str, traceback: str, attempts: int
) -> Statement:
    return database.insert(
        "dead_letters",
        _COLUMNS,
        [
            (
                message.source, message.sequence, message.id, message.type, message.subject,
                message.body.decode(), state, error, traceback, attempts, utc_now(),
            )
        ],
    )  # fmt: skip


def _delete(database: Database, letter: Letter) -> Statement:
    mark = database.placeholder
    return (
        f"DELETE FROM dead_letters WHERE source = {mark} AND sequence = {mark}",
        (letter.source, letter.sequence),
    )


def _taken_up(database: Database, letter: Letter) -> Statement:
    """The statement that only one of two retries of the same letter survives."""
    return database.insert(
        "commands",
        ("key", "fingerprint", "answer"),
        [(f"letter {letter.id} {letter.failed_at}", "", "{}")],
    )


def _stands(database: Database, letter: Letter) -> bool:
    mark = database.placeholder
    return letter in _letters(
        database,
        f"source = {mark} AND sequence = {mark}",
        (letter.source, letter.sequence),
    )


def _fail_again(database: Database, letter: Letter, traceback: str) -> None:
    mark = database.placeholder
    database.write(
        [
            (
                f"UPDATE dead_letters SET state = {mark}, error = {mark}, traceback = {mark}, "
                f"attempts = attempts + 1, failed_at = {mark} "
                f"WHERE source = {mark} AND sequence = {mark}",
                (
                    DEAD, _error_in(traceback), traceback, utc_now(),
                    letter.source, letter.sequence,
                ),
            )
        ]
    )  # fmt: skip
