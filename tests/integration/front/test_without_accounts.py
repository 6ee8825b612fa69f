"""Where nobody can be asked who they are, a service answers its own machine alone."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from dataclasses import replace
from pathlib import Path

import pytest

import bangduan
from bangduan.hosting import require_sign_in
from bangduan.settings import Settings

_PURE = Path(sysconfig.get_path("purelib"))
_ENTRY_POINTS = """\
[bangduan.services]
learning = services.learning.service:service
"""
_LISTEN = """
from bangduan.hosting import require_sign_in
from bangduan.errors import ConfigurationError
from bangduan.service import installed
from bangduan.settings import Settings

assert list(installed()) == ["learning"]
for given in ({"host": "127.0.0.1"}, {"host": "::1"}, {"host": "0.0.0.0", "behind_proxy": 1}):
    require_sign_in(Settings(**given))
try:
    require_sign_in(Settings(host="0.0.0.0"))
except ConfigurationError as refusal:
    assert "0.0.0.0" in str(refusal)
    assert "BANGDUAN_HOST=127.0.0.1" in str(refusal)
else:
    raise AssertionError("it would have listened")
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Everything that is installed here, and of our services one: not accounts."""
    packages = tmp_path / "packages"
    told = packages / "bangduan-0.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: bangduan\nVersion: 0\n")
    (told / "entry_points.txt").write_text(_ENTRY_POINTS)
    for path in _PURE.iterdir():
        if not path.name.startswith(("bangduan-", "_bangduan", "__pycache__")):
            (packages / path.name).symlink_to(path)
    library = Path(bangduan.__file__).parents[1]
    roots = (packages, library, library.parent)
    kept = {name: text for name, text in os.environ.items() if not name.startswith("BANGDUAN_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(map(str, roots))}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    # -S: what is installed is found at PYTHONPATH alone
    return subprocess.run(
        [sys.executable, "-S", *arguments], env=environment, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


def test_without_accounts_it_listens_to_its_own_machine_or_a_proxy(
    environment: dict[str, str],
) -> None:
    ran = run(environment, "-c", _LISTEN)
    assert ran.returncode == 0, ran.stderr


def test_serving_the_world_without_accounts_is_asked_wrongly(
    environment: dict[str, str], tmp_path: Path
) -> None:
    ran = run(
        {**environment, "BANGDUAN_DATA": str(tmp_path / "data")},
        "-c", "from bangduan.cli import main; main()", "serve", "learning", "--host", "192.0.2.1",
    )  # fmt: skip
    assert ran.returncode == 2
    assert "would let anybody in" in ran.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.1"])
def test_with_accounts_it_listens_wherever_it_is_told(host: str) -> None:
    require_sign_in(replace(Settings(), host=host))
