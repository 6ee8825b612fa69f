"""The rows of the pages: a register of ten thousand people, a log of a hundred thousand events."""

from __future__ import annotations

import dataclasses
import json
import statistics
import subprocess
from typing import TYPE_CHECKING, Final

from tests.benchmarks.bench import Outcome
from tests.benchmarks.measuring import BenchmarkError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.bench import Bench

_MILLISECONDS: Final = 50.0
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


def _p95(milliseconds: Sequence[float]) -> float:
    return statistics.quantiles(milliseconds, n=20)[-1]


PAGES: Final = (Pages("sqlite"), Pages("postgresql"))
