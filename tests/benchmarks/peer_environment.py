"""The peer's own environment: made once, outside the repository, from locked requirements."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

from tests.benchmarks.measuring import BenchmarkError

_REQUIREMENTS: Final = Path(__file__).with_name("peer-requirements.txt")


def python() -> Path:
    """The Python that has the peer in it; makes its environment when that is missing or old.

    Raises:
        BenchmarkError: it cannot be made; the message says why and what to do without it.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "bangduan" / "peer-venv"
    stamp = folder / "made-from"
    wanted = hashlib.sha256(_REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        _make(folder)
        stamp.write_text(wanted)
    return folder / "bin" / "python"


def version() -> str:
    """The peer's version and its driver's, as they are locked."""
    locked = dict(
        line.split(" ")[0].split("==")
        for line in _REQUIREMENTS.read_text().splitlines()
        if "==" in line and not line.startswith((" ", "#"))
    )
    return f"eventsourcing {locked['eventsourcing']}, psycopg {locked['psycopg']} (C build)"


def _make(folder: Path) -> None:
    venv.create(folder, clear=True, with_pip=True)
    install = ("-m", "pip", "install", "--quiet", "--require-hashes", "--requirement")
    done = subprocess.run(
        [folder / "bin" / "python", *install, _REQUIREMENTS],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BenchmarkError(
            f"The peer could not be installed into {folder}:\n{done.stderr.strip()}\n"
            "Without it: --without-peer measures our side alone."
        )
