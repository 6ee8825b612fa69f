"""Dead letters: events a subscriber could not handle, and what is parked behind them.

A letter is ``dead`` (it failed, with its traceback) or ``parked`` (its subject has a dead letter
before it). Retrying a subject handles its letters in order and stops at the first that fails
again. A letter is handled under a lock of the subscriber, so that its running service and the
command do not both let one event take effect.
"""

from __future__ import annotations

import dataclasses
import traceback as traceback_module
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from bangduan.errors import NotFound
from bangduan.events.envelope import from_cloudevent
from bangduan.store.log import utc_now
from bangduan.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.application import Application
    from bangduan.events.envelope import Arrived
    from bangduan.messaging.inbox import Inbox
    from bangduan.store.database import Database, Statement

DEAD: Final = "dead"
PARKED: Final = "parked"
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
    error = traceback.strip().rpartition("\n")[2]
    return _insert(database, message, DEAD, error, traceback, attempts)


def park(database: Database, message: Arrived) -> Statement:
    """The statement that parks ``message`` behind its subject's dead letter."""
    return _insert(database, message, PARKED, "waits for an earlier event of its subject", "", 0)


def all_letters(application: Application) -> list[Letter]:
    """Every letter of a subscriber, by source and in order."""
    return _letters(application.database, "1 = 1 ORDER BY source, sequence", ())


def one_letter(application: Application, id: str) -> Letter:
    """The letter of the event ``id``, or NotFound."""
    mark = application.database.placeholder
    found = _letters(application.database, f"id = {mark}", (id,))
    if not found:
        raise NotFound("dead letter", id)
    return found[0]


def blocked_subjects(database: Database, source: str) -> frozenset[str]:
    """Subjects of a source with letters waiting."""
    mark = database.placeholder
    rows = database.rows(f"SELECT DISTINCT subject FROM dead_letters WHERE source = {mark}", (source,))
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


@contextmanager
def handling(application: Application) -> Iterator[bool]:
    """Whether this process may handle the subscriber's letters while the block runs."""
    name = f"letters.{application.service.name}"
    with application.database.leadership(name) as mine:
        yield mine


def retry_released(inbox: Inbox) -> None:
    """Handle parked letters whose dead letter is gone, unless somebody else is about it.

    Those of a subject stop at the first that fails: it is their dead letter then.
    """
    failed: set[str] = set()
    with handling(inbox.application) as mine:
        for letter in released(inbox.application.database, inbox.source) if mine else ():
            if letter.subject not in failed and not retry_one(inbox, letter):
                failed.add(letter.subject)


def retry_one(inbox: Inbox, letter: Letter) -> bool:
    """Handle one letter again; False (and its new traceback kept) when it fails again."""
    application = inbox.application
    unit = UnitOfWork(application, fresh=True)
    try:
        inbox.apply(from_cloudevent(letter.body), unit)
        unit.add(_delete(application.database, letter))
        application.commit(unit)
    except Exception:  # noqa: BLE001 (kept with the letter and shown by the command)
        _fail_again(application.database, letter, traceback_module.format_exc())
        return False
    return True


def retry_subject(inbox: Inbox, subject: str) -> tuple[int, Letter | None]:
    """Handle the letters of a subject in order; how many went, and the one that failed.

    To be called within ``handling``.
    """
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


def discard(application: Application, letter: Letter) -> None:
    """Give up on a letter for good; those parked behind it are handled by the next retry."""
    mark = application.database.placeholder
    application.database.write(
        [
            _delete(application.database, letter),
            (
                f"DELETE FROM inbox WHERE source = {mark} AND sequence = {mark}",
                (letter.source, letter.sequence),
            ),
        ]
    )


def _letters(database: Database, condition: str, parameters: tuple[str, ...]) -> list[Letter]:
    rows = database.rows(
        f"SELECT {','.join(_COLUMNS)} FROM dead_letters WHERE {condition}", parameters
    )
    return [Letter(*row) for row in rows]


def _insert(
    database: Database, message: Arrived, state: str, error: str, traceback: str, attempts: int
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


def _fail_again(database: Database, letter: Letter, traceback: str) -> None:
    mark = database.placeholder
    database.write(
        [
            (
                f"UPDATE dead_letters SET state = {mark}, error = {mark}, traceback = {mark}, "
                f"attempts = attempts + 1, failed_at = {mark} "
                f"WHERE source = {mark} AND sequence = {mark}",
                (
                    DEAD, traceback.strip().rpartition("\n")[2], traceback, utc_now(),
                    letter.source, letter.sequence,
                ),
            )
        ]
    )  # fmt: skip
