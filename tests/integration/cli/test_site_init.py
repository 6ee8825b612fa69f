"""``bangduan site init`` fills in what a composed site is started with, once."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(sys.executable).with_name("bangduan")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """What of a release the command needs."""
    (tmp_path / "deploy").mkdir()
    for name in ("deploy/make-env", "deploy/site.env.example", "docker-compose.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def init(folder: Path, tambon: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"ENV_FILE", "SECRETS"}}
    return subprocess.run(
        [PROGRAM, "site", "init", "--tambon", tambon, "--folder", str(folder)],
        text=True, capture_output=True, check=False, env=kept, timeout=120,
    )  # fmt: skip


def test_a_new_site_has_its_codes_and_its_passwords(release: Path) -> None:
    said = init(release, "110114")

    assert said.returncode == 0, said.stderr
    assert "จังหวัดสมุทรปราการ" in said.stdout
    assert "Samut Prakan" in said.stdout
    made = (release / ".env").read_text()
    assert "BANGDUAN_TAMBON=110114\n" in made
    assert "BANGDUAN_PROVINCE=\n" in made, "its province is elsewhere"
    assert stat.S_IMODE((release / ".env").stat().st_mode) == 0o600
    passwords = [path.read_text() for path in (release / "deploy/secrets").iterdir()]
    assert passwords
    assert len(set(passwords)) == len(passwords)
    assert stat.S_IMODE((release / "deploy/secrets").stat().st_mode) == 0o700


def test_what_is_there_is_left_as_it_is(release: Path) -> None:
    assert init(release, "110113").returncode == 0
    before = (release / ".env").read_text()

    said = init(release, "110114")

    assert said.returncode == 2
    assert ".env" in said.stderr
    assert (release / ".env").read_text() == before


def test_a_code_that_nobody_has_is_refused_before_anything_is_written(release: Path) -> None:
    said = init(release, "999999")

    assert said.returncode == 2
    assert "999999" in said.stderr
    assert "รหัสตำบล" in said.stderr
    assert not (release / ".env").exists()
