"""A province of its own process that reads what simulated sites have reported, once.

    python -m tests.benchmarks.workers.province DATA PROVINCE START SEED SITES MONTHS

The sites are told before; prints what came of the reading as one line of JSON.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from datetime import date
from pathlib import Path

import orjson

from bangduan.simulation.character import characters
from bangduan.simulation.province import fill
from bangduan.simulation.workers import tell_all


def main() -> None:
    """Read everything, of sites that are told already."""
    data, province = map(Path, sys.argv[1:3])
    start = date.fromisoformat(sys.argv[3])
    seed, sites, months = map(int, sys.argv[4:7])
    wanted = characters(seed=seed, province="11", sites=sites, start=start)
    told = tell_all(wanted, months, data, jobs=1)
    before = time.process_time()
    taken = fill(province, "110000", data, outcomes=told, late_by={})
    processor = {"processor_seconds": round(time.process_time() - before, 3)}
    sys.stdout.write(orjson.dumps(dataclasses.asdict(taken) | processor).decode() + "\n")


if __name__ == "__main__":
    main()
