"""The rows of the pages: a register of ten thousand people, a log of a hundred thousand events."""

from __future__ import annotations

import dataclasses
import json
import statistics
import subprocess
import time
from typing import TYPE_CHECKING, Final

import httpx

from bangduan.testing.processes import free_ports
from tests.benchmarks.bench import Outcome
from tests.benchmarks.measuring import BenchmarkError, Program, wait_for_answer
from tests.benchmarks.starting import PATIENCE_SECONDS, UP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.bench import Bench

_MILLISECONDS: Final = 50.0
_HOME_MILLISECONDS: Final = 100.0
_PEOPLE, _EVENTS, _ROUNDS = 10_000, 100_000, 20
_FEW_PEOPLE, _FEW_EVENTS = 200, 1_000


@dataclasses.dataclass(frozen=True, slots=True)
class Pages:
    """Server time of list and record pages.

    Args:
        database: ``sqlite`` or ``postgresql``.
    """

    database: str

    @property
    def name(self) -> str:
        """As ``Row``."""
        return f"{self.database}-pages"

    @property
    def title(self) -> str:
        """As ``Row``."""
        where = "PostgreSQL" if self.database == "postgresql" else "SQLite"
        return f"{where}: list and record pages, 10,000 people, 100,000 events, p95"

    def measure(self, bench: Bench) -> Outcome:
        """Fill a register once and ask for many pages of it."""
        size = (_FEW_PEOPLE, _FEW_EVENTS, 2) if bench.quick else (_PEOPLE, _EVENTS, _ROUNDS)
        database = bench.database(self.database)
        run = subprocess.run(
            [bench.ours, "-m", "tests.benchmarks.workers.pages", database, *map(str, size)],
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            raise BenchmarkError(f"the pages' worker failed:\n{run.stderr[-2000:]}")
        found = json.loads(run.stdout)
        lists, records = _p95(found["list"]), _p95(found["record"])
        return Outcome(
            ours=f"{lists:.0f} ms, {records:.0f} ms (first {found['first']:.0f} ms)",
            target=f"{_MILLISECONDS:g} ms",
            met=max(lists, records) <= _MILLISECONDS,
            figures=found,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Home:
    """The first page for who is signed in, composed of every service's cards, over HTTP."""

    name: str = "embedded-home"
    title: str = "bangduan up: the home page with the story told, over HTTP, p95"

    def measure(self, bench: Bench) -> Outcome:
        """Start a site with the story and ask for its home page many times."""
        data = bench.folder() / "data"
        ports = free_ports(2)
        options = ["--port", str(ports[0]), "--province-port", str(ports[1]), "--data", str(data)]
        with Program([bench.ours, *UP, *options]) as up:
            wait_for_answer(ports[0], "/", PATIENCE_SECONDS)
            up.hear()  # its addresses, printed once the story is told
            token = json.loads((data / "demo-credentials.json").read_text())["secretary"]["token"]
            with httpx.Client(
                base_url=f"http://127.0.0.1:{ports[0]}",
                headers={"Authorization": f"Bearer {token}"},
                trust_env=False,
            ) as client:
                found = [_milliseconds(client, "/home") for _ in range(10 if bench.quick else 100)]
        p95 = _p95(found[1:])
        return Outcome(
            ours=f"{p95:.0f} ms",
            target=f"{_HOME_MILLISECONDS:g} ms",
            met=p95 <= _HOME_MILLISECONDS,
            figures={"milliseconds": found},
        )


def _milliseconds(client: httpx.Client, path: str) -> float:
    began = time.perf_counter()
    client.get(path).raise_for_status()
    return (time.perf_counter() - began) * 1000


def _p95(milliseconds: Sequence[float]) -> float:
    return statistics.quantiles(milliseconds, n=20)[-1]


PAGES: Final = (Pages("sqlite"), Pages("postgresql"), Home())
