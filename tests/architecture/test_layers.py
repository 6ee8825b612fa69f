"""The house stands as drawn: import-linter holds it, and notices a planted violation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

VIOLATIONS = {
    "library": ("shared/bangduan/errors.py", "import bangduan.store"),
    "services-know-not-each-other": (
        "services/funds/service.py",
        "import services.learning.service",
    ),
    "library-knows-no-service": ("shared/bangduan/service.py", "import services.funds.service"),
    "contract-is-light": ("shared/bangduan/domain.py", "import sqlalchemy"),
}


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the tree at ``root`` and nothing but that tree."""
    paths = f"{root / 'shared'}{os.pathsep}{root}"
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": paths},
        text=True,
        capture_output=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of everything that import-linter looks at."""
    for part in ("shared", "services"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_imports_run_downward() -> None:
    outcome = lint_imports(ROOT)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_planted_violation_is_noticed(copy: Path, contract: str) -> None:
    file, line = VIOLATIONS[contract]
    victim = copy / file
    victim.write_text(victim.read_text() + f"\n{line}\n")
    outcome = lint_imports(copy)
    assert outcome.returncode != 0
    assert "BROKEN" in outcome.stdout
