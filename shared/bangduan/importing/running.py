"""Carrying an import out: many rows in a transaction, each once, from where it was left.

How far it is is written in the transaction that carries rows out, so that a process that dies
leaves neither a row undone nor one done twice; whoever comes next goes on behind it. A key for
each row holds even two processes at once to that.
"""

from __future__ import annotations

import dataclasses
import logging
import math
import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from bangduan.chores import Chore
from bangduan.errors import DomainError, PersonForgotten, StaleVersion
from bangduan.importing.declared import Wrong
from bangduan.importing.keeping import Kept
from bangduan.importing.planning import Outcome
from bangduan.importing.progress import Progress, progress_of, remembered
from bangduan.importing.said import Said
from bangduan.importing.taking import imports_of, planner, problems_of, removed, sort_of
from bangduan.store import Interrupted, Taken
from bangduan.unit_of_work import Context, UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bangduan.application import Application
    from bangduan.importing.planning import Planner
    from bangduan.importing.reading import Cell

_log = logging.getLogger(__name__)

#: Rows in one transaction.
BATCH: Final = 200
_ATTEMPTS: Final = 6
_LEADER: Final = "imports"
#: Other chores of the service wait meanwhile.
_AT_A_TIME_SECONDS: Final = 10.0
#: How often one who waits for another process looks.
_LOOK_SECONDS: Final = 0.3
#: How long a file lies before it is destroyed by itself.
_KEPT: Final = timedelta(days=30)
_ACTOR: Final = "policy:imports"


class _DecideAnew(Exception):
    """A row was refused when others of its transaction were appended already."""


class Run:
    """One import under way, in this process.

    Args:
        application: the service.
        import_id: one that is started.
    """

    def __init__(self, application: Application, import_id: str) -> None:
        self._application = application
        self._import_id = import_id
        self._sort = sort_of(application, import_id)
        self._kept = Kept(application, import_id)
        self._planner: Planner | None = None
        self._refused: dict[int, Said] = {}

    def advance(self) -> Progress | None:
        """Carry the next rows out; where it stands then, None once it is finished.

        Raises:
            StaleVersion, Taken, Interrupted: others kept coming between; try again later.
        """
        for attempt in range(_ATTEMPTS):
            progress = progress_of(self._application, self._import_id)
            if progress is None:
                return None
            try:
                return self._batch(progress)
            except (StaleVersion, Taken, Interrupted, _DecideAnew) as between:
                # the register is read again, with what came meanwhile
                self._planner = None
                if attempt == _ATTEMPTS - 1 and not isinstance(between, _DecideAnew):
                    raise
                time.sleep(0.02 * attempt)
        return progress_of(self._application, self._import_id)

    def _batch(self, progress: Progress) -> Progress | None:
        if self._planner is None:
            self._planner = planner(self._application, self._import_id)
        rows = list(islice(self._kept.rows(progress.row + 1), BATCH))
        unit = UnitOfWork(self._application, fresh=True)
        unit.acting(Context(actor=progress.actor, correlation_id=self._import_id))
        if not rows:
            self._finish(unit, progress)
            return None
        outcomes = self._carried_out(unit, rows)
        after = _after(progress, rows[-1][0], outcomes)
        unit.remember(remembered(self._import_id), after.to_json())
        for statement in self._notes(progress, outcomes):
            unit.add(statement)
        self._application.commit(unit)
        return after

    def _carried_out(
        self, unit: UnitOfWork, rows: Sequence[tuple[int, Sequence[Cell]]]
    ) -> list[Outcome]:
        """What the rows came to; their commands are decided within ``unit``."""
        if self._planner is None:
            raise AssertionError(self._import_id)
        judged = list(self._planner.outcomes(rows))
        subject = self._sort.subject
        if subject is not None:
            self._application.keyring.make_ahead(
                getattr(each.command, subject) for each in judged if each.command is not None
            )
        return [self._one(unit, each) for each in judged]

    def _one(self, unit: UnitOfWork, outcome: Outcome) -> Outcome:
        if outcome.command is None:
            return outcome
        if outcome.row in self._refused:
            return _refused(outcome, self._refused[outcome.row])
        before = len(unit.appended)
        try:
            answer = self._application.run(outcome.command, unit)
        except (DomainError, PersonForgotten) as refusal:
            said = Said(refusal.en, refusal.th)
            if len(unit.appended) != before:
                self._refused[outcome.row] = said
                raise _DecideAnew from refusal
            return _refused(outcome, said)
        key = f"import:{self._import_id}:{outcome.row}"
        unit.add(self._application.command_record(key, "import", answer))
        return outcome

    def _notes(self, progress: Progress, outcomes: list[Outcome]) -> list[Any]:
        """What keeps the problems of these rows to be told."""
        problems = [problem for outcome in outcomes for problem in problems_of(outcome)]
        if not problems:
            return []
        return self._kept.statements(**{f"problems:{progress.row:07}": problems})

    def _finish(self, unit: UnitOfWork, progress: Progress) -> None:
        finish = imports_of(self._application).finish
        command = finish(
            import_id=self._import_id, made=progress.made, there=progress.there,
            alike=progress.alike, wrong=progress.wrong,
        )  # fmt: skip
        self._application.run(command, unit)
        unit.forget(remembered(self._import_id))
        self._application.commit(unit)


def _refused(outcome: Outcome, said: Said) -> Outcome:
    wrong = Wrong("", " ".join(list(outcome.shown.values())[:3]), said)
    return dataclasses.replace(outcome, kind="wrong", command=None, wrongs=(wrong,))


def _after(progress: Progress, row: int, outcomes: list[Outcome]) -> Progress:
    def more(kind: str) -> int:
        return sum(outcome.kind == kind for outcome in outcomes)

    return dataclasses.replace(
        progress,
        row=row,
        made=progress.made + more("made"),
        there=progress.there + more("there"),
        alike=progress.alike + more("alike"),
        wrong=progress.wrong + more("wrong"),
    )


def carry_out(
    application: Application,
    import_id: str,
    on_progress: Callable[[Progress], object] = lambda _progress: None,
    seconds: float = math.inf,
) -> None:
    """Carry a started import out to its end, in this process; or for about so many seconds."""
    run, begun = Run(application, import_id), time.monotonic()
    while (progress := run.advance()) is not None:
        on_progress(progress)
        if time.monotonic() - begun > seconds:
            return


def carried_out(
    application: Application,
    import_id: str,
    on_progress: Callable[[Progress], object] = lambda _progress: None,
) -> None:
    """See a started import to its end, whichever process carries it out: this one or another."""
    while (progress := progress_of(application, import_id)) is not None:
        on_progress(progress)
        with application.database.leadership(_LEADER) as alone:
            if alone:
                carry_out(application, import_id, on_progress)
                return
        time.sleep(_LOOK_SECONDS)


def work(application: Application) -> None:
    """Go on with what is under way, one process at a time: a chore of every service that imports.

    One that fails is left for the next time, and the others go on.
    """
    imports = imports_of(application)
    if not imports.running(application.reader):
        return
    with application.database.leadership(_LEADER) as alone:
        if not alone:
            return
        for import_id in imports.running(application.reader):
            try:
                # green threads of the process that answer requests go on between
                carry_out(application, import_id, lambda _: time.sleep(0), _AT_A_TIME_SECONDS)
            except Exception:  # noqa: BLE001 (whatever it was, it stands where it was left)
                _log.exception("import %s is stuck and is tried again", import_id)


def tidy(application: Application, now: datetime | None = None) -> list[str]:
    """Destroy files that have lain for thirty days: a chore too; returns whose they were.

    Args:
        now: the moment it is; the clock's when not given.
    """
    before = ((now or datetime.now(UTC)) - _KEPT).isoformat()
    lapsed = imports_of(application).lapsed(application.reader, before)
    for import_id in lapsed:
        removed(application, import_id, Context(actor=_ACTOR))
    return lapsed


#: What a service that takes registers in does by itself.
CHORES: Final = (
    Chore("imports", every_seconds=1, do=work),
    Chore("import files", every_seconds=3600, do=tidy),
)
