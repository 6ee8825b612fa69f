"""The rows that compare with the peer: the same work on the same database, in turn."""

from __future__ import annotations

import contextlib
import dataclasses
import statistics
from typing import TYPE_CHECKING, Final

from tests.benchmarks.bench import Outcome
from tests.benchmarks.measuring import Worker, alternate

if TYPE_CHECKING:
    from tests.benchmarks.bench import Bench

_OURS: Final = "tests.benchmarks.workers.ours"
_PEER: Final = "tests.benchmarks.workers.peer"
_QUICK_SIZE: Final = 16


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A workload that both sides know, measured in events a second.

    Args:
        database: ``postgresql`` or ``sqlite``.
        what: the workload in words.
        workload: its name in ``workers.ours`` and ``workers.peer``.
        size: events in one run.
        target: how many times the peer's speed ours should be.
        peer_size: events in one run of the peer, where as many would take minutes.
        writers: at the same time, each in a thread of the one process.
        step: ``size`` is a multiple of it.
    """

    database: str
    what: str
    workload: str
    size: int
    target: float
    peer_size: int | None = None
    writers: int = 1
    step: int = 1

    @property
    def name(self) -> str:
        """What ``--only`` calls it."""
        writers = f"-{self.writers}" if self.writers > 1 else ""
        return f"{self.database}-{self.workload}{writers}"

    @property
    def title(self) -> str:
        """What is measured."""
        return f"{_DATABASES[self.database]}: {self.what}"

    def measure(self, bench: Bench) -> Outcome:
        """Let both sides run in turn."""
        quick = max(self.step, _QUICK_SIZE)
        size, peer_size = (
            (quick, quick) if bench.quick else (self.size, self.peer_size or self.size)
        )
        with contextlib.ExitStack() as ending:
            ours = ending.enter_context(
                Worker(bench.ours, _OURS, self.workload, bench.database(self.database), size,
                       self.writers)
            )  # fmt: skip
            peer = None if bench.peer is None else ending.enter_context(
                Worker(bench.peer, _PEER, self.workload, bench.database(self.database), peer_size,
                       self.writers)
            )  # fmt: skip
            speeds = alternate(ours, peer, bench.runs)
        ratio = speeds.ratio
        return Outcome(
            ours=per_second(speeds.ours),
            peer=per_second(speeds.peer),
            ratio=ratio,
            target=f"≥ {self.target:g} ×",
            met=None if ratio is None else ratio >= self.target,
            figures=dataclasses.asdict(speeds),
        )


def per_second(speeds: tuple[float, ...]) -> str:
    """The median, for a reader."""
    return f"{statistics.median(speeds):,.0f}/s" if speeds else ""


_DATABASES: Final = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


def _rows(database: str, targets: dict[str, float]) -> list[Comparison]:
    return [
        Comparison(
            database=database, what="one event a commit, 1 writer",
            workload="appends", size=1_000, target=targets["appends"],
        ),
        Comparison(
            database=database,
            what="a whole command a commit (event, key, read table), 1 writer",
            workload="commands", size=1_000, target=targets["commands"],
        ),
        Comparison(
            database=database, what="one event a commit, 8 writers",
            workload="appends", size=4_000, peer_size=2_000, writers=8, step=8,
            target=targets["appends-8"],
        ),
        Comparison(
            database=database, what="100 events a commit",
            workload="batches", size=10_000, step=100, target=targets["batches"],
        ),
        Comparison(
            database=database, what="a stream of 1,000 events into an aggregate",
            workload="loads", size=50_000, peer_size=20_000, step=1_000, target=targets["loads"],
        ),
        Comparison(
            database=database, what="the whole log read and decoded",
            workload="replay", size=100_000, step=1_000, target=targets["replay"],
        ),
        Comparison(
            database=database,
            what="a read table filled from the log",
            workload="projection", size=100_000, peer_size=4_000, step=1_000,
            target=targets["projection"],
        ),
    ]  # fmt: skip


COMPARISONS: Final = [
    *_rows(
        "postgresql",
        {
            "appends": 3, "commands": 2, "appends-8": 6, "batches": 2, "loads": 3, "replay": 1.5,
            "projection": 10,
        },
    ),
    *_rows(
        "sqlite",
        dict.fromkeys(
            ("appends", "commands", "appends-8", "batches", "loads", "replay", "projection"), 1
        ),
    ),
]  # fmt: skip
