"""A process that takes a register in is killed; whoever comes next goes on behind it."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bangduan.importing import running, taking
from bangduan.importing.progress import progress_of
from services.membership.projections.register import people
from tests.integration.imports.files import WHO, handed_in, many, prepared

if TYPE_CHECKING:
    from pathlib import Path

    from bangduan.application import Application

_CARRIES_OUT = """
import sys
from pathlib import Path
from bangduan.importing import running
from tests.integration.imports.files import prepared
application = prepared(Path(sys.argv[1]))
running.carry_out(application, sys.argv[2], lambda progress: print(progress.row, flush=True))
"""
_PEOPLE = 2_000


def _register(application: Application) -> list[tuple[Any, ...]]:
    rows = application.reader.all(select(people))
    told = ("name", "title", "national_id", "village", "born_on", "phone", "sex")
    return sorted(tuple(row[name] for name in told) for row in rows)


def _told(application: Application, import_id: str) -> list[tuple[int, str]]:
    return [(each["row"], each["field"]) for each in taking.kept_problems(application, import_id)]


def test_two_thousand_rows_killed_in_the_middle_are_as_if_nothing_had_happened(
    tmp_path: Path,
) -> None:
    content = many(_PEOPLE)
    whole = prepared(tmp_path / "whole")
    undisturbed = handed_in(whole, "people", content)
    taking.started(whole, undisturbed, WHO)
    running.carry_out(whole, undisturbed)

    killed = prepared(tmp_path / "killed")
    import_id = handed_in(killed, "people", content)
    taking.started(killed, import_id, WHO)
    rows = []
    for stop_at in (400, 1_200):
        with subprocess.Popen(
            [sys.executable, "-c", _CARRIES_OUT, tmp_path / "killed", import_id],
            stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            for line in process.stdout:
                rows.append(int(line))
                if rows[-1] >= stop_at:
                    process.send_signal(signal.SIGKILL)
                    break
        standing = progress_of(killed, import_id)
        assert standing is not None
        assert rows[-1] <= standing.row < _PEOPLE
    running.work(killed)
    while progress_of(killed, import_id) is not None:
        running.work(killed)

    expected = taking.imports_of(whole).item(whole.reader, undisturbed)
    found = taking.imports_of(killed).item(killed.reader, import_id)
    assert expected is not None
    assert found is not None
    counted = ("rows", "made", "there", "alike", "wrong")
    assert [found[name] for name in counted] == [expected[name] for name in counted]
    assert expected["made"] == _PEOPLE - 40
    assert _register(killed) == _register(whole)
    assert _told(killed, import_id) == _told(whole, undisturbed)
    registered = "SELECT count(*), count(DISTINCT stream) FROM events WHERE stream LIKE 'person-%'"
    assert killed.database.rows(registered) == [(_PEOPLE - 40, _PEOPLE - 40)]
    whole.close()
    killed.close()
