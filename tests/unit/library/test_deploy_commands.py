"""The scripts that an officer and a volunteer type: what they refuse, and what they say."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A copy of the release in which nothing is set up yet."""
    (tmp_path / "deploy").mkdir()
    for name in ("deploy/join", "deploy/province", "docker-compose.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(release: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=release, text=True, capture_output=True, check=False,
        stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("program", ["deploy/join", "deploy/province"])
def test_who_types_no_more_than_the_name_is_told_what_there_is(release: Path, program: str) -> None:
    said = run(release, program)

    assert said.returncode == 2
    assert said.stderr.count(f"  {program} ") >= 3
    assert "set -euo" not in said.stderr


def test_a_site_that_is_not_set_up_is_told_how_before_it_joins(release: Path) -> None:
    said = run(release, "deploy/join", "invitation-110102.json")

    assert said.returncode == 2
    assert "deploy/make-env --tambon" in said.stderr


def test_an_invitation_that_is_not_there_is_named(release: Path) -> None:
    (release / ".env").write_text("COMPOSE_PROFILES=site\n")

    said = run(release, "deploy/join", "invitation-110102.json")

    assert said.returncode == 2
    assert str(release / "invitation-110102.json") in said.stderr
    assert (release / ".env").read_text() == "COMPOSE_PROFILES=site\n"


def test_an_invitation_that_is_there_is_not_written_over(release: Path) -> None:
    before = release / "invitation-110102.json"
    before.write_text("the first")

    said = run(release, "deploy/province", "enrol", "110102")

    assert said.returncode == 2
    assert str(before) in said.stderr
    assert before.read_text() == "the first"


@pytest.mark.parametrize("words", [(), ("1101",), ("110102", "--output", "elsewhere.json")])
def test_an_invitation_is_for_a_code_and_in_a_file_named_after_it(
    release: Path, words: tuple[str, ...]
) -> None:
    said = run(release, "deploy/province", "enrol", *words)

    assert said.returncode == 2
    assert "deploy/province enrol CODE" in said.stderr
    assert not list(release.glob("*.json*"))
