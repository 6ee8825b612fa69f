"""The row of the embedded site: from nothing to the first page, and the memory it then takes."""

from __future__ import annotations

import dataclasses
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bangduan.testing.processes import free_ports
from tests.benchmarks.bench import Outcome
from tests.benchmarks.measuring import Program, wait_for_answer

if TYPE_CHECKING:
    from tests.benchmarks.bench import Bench

PATIENCE_SECONDS: Final = 300.0
_RUNS: Final = 3
_SECONDS: Final = 5.0
_MEGABYTES: Final = 200.0
UP: Final = ("-c", "from bangduan.cli import main; main()", "up")


@dataclasses.dataclass(frozen=True, slots=True)
class Starting:
    """Seconds until an empty folder answers with a page; megabytes once the story is in it."""

    name: str = "embedded-up"
    title: str = "bangduan up: to the first page; memory with the story told"

    def measure(self, bench: Bench) -> Outcome:
        """Start it anew some times, each in an empty folder."""
        times = 1 if bench.quick else min(bench.runs, _RUNS)
        found = [self._start(bench) for _ in range(times)]
        seconds = statistics.median(seconds for seconds, _ in found)
        megabytes = statistics.median(megabytes for _, megabytes in found)
        return Outcome(
            ours=f"{seconds:.1f} s, {megabytes:.0f} MB",
            target=f"{_SECONDS:g} s, {_MEGABYTES:g} MB",
            met=seconds <= _SECONDS and megabytes <= _MEGABYTES,
            figures={"seconds": [s for s, _ in found], "megabytes": [m for _, m in found]},
        )

    def _start(self, bench: Bench) -> tuple[float, float]:
        port, province = free_ports(2)
        options = ["--data", str(bench.folder() / "data"), "--port", str(port)]
        options += ["--province-port", str(province), *(["--no-story"] if bench.quick else [])]
        with Program([bench.ours, *UP, *options]) as up:
            seconds = wait_for_answer(port, "/", PATIENCE_SECONDS)
            up.hear()  # its addresses, printed once the story is told
            return seconds, _resident_megabytes(up.pid)


def _resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    [kibibytes] = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(kibibytes) * 1024 / 1e6


STARTING: Final = Starting()
