"""``bangduan simulate``: many sites at once, killed and gone on with, refusing what cannot be."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from bangduan.cli.simulate import command
from bangduan.settings import Settings
from bangduan.simulation.telling import folder_of
from bangduan.testing.processes import Child, find_program, wait_until

SITES = ("110113", "110411")


def program() -> str:
    return str(find_program("bangduan", "bangduan", [Path(sys.executable).parent]))


def asked(data: Path, *more: str) -> list[str]:
    return [program(), "simulate", "--sites", "2", "--months", "2", "--data", str(data), *more]


def run(data: Path, *more: str) -> dict[str, Any]:
    said = subprocess.run(
        asked(data, "--json", *more), check=False, capture_output=True, text=True, timeout=600
    )
    assert said.returncode == 0, said.stderr
    told: dict[str, Any] = json.loads(said.stdout)
    return told


def begun(data: Path) -> bool:
    """True once both sites have recorded something."""
    files = [folder_of(data, code) / "meetings.sqlite3" for code in SITES]
    return all(file.is_file() and file.stat().st_size > 0 for file in files)


def no_site() -> Exception:
    return AssertionError("no site was begun")


def test_killed_in_the_middle_and_run_again_it_ends_as_it_should(tmp_path: Path) -> None:
    data = tmp_path / "data"
    child = Child(
        asked(data, "--jobs", "2"), log=tmp_path / "log", cwd=tmp_path, environment=os.environ
    )
    wait_until(lambda: begun(data), seconds=300, otherwise=no_site)
    os.kill(child.pid, signal.SIGKILL)
    # its workers notice and end by themselves
    told = run(data, "--jobs", "2", "--province", str(tmp_path / "province"))
    child.kill()
    kept = [*(folder_of(data, code) for code in SITES), tmp_path / "province"]
    assert all(Settings(data=folder).holds_simulated for folder in kept)
    assert [site["tambon"] for site in told["sites"]] == list(SITES)
    assert not [site["differences"] for site in told["sites"] if site["differences"]]
    assert told["province"]["events"] == told["events"]["reporting"]
    again = run(data)
    assert again["told"] == 0
    assert again["events"] == told["events"]


def test_a_month_that_is_not_over_is_refused() -> None:
    said = CliRunner().invoke(command, ["--start", "2600-01", "--months", "1"])
    assert "is not over yet" in str(said.exception)


def test_a_month_is_written_with_its_year_of_either_era() -> None:
    said = CliRunner().invoke(command, ["--start", "yesterday"])
    assert said.exit_code == 2
    assert "write it as 2567-10" in said.output
