"""A province of its own process that reads what simulated sites have reported, once.

    python -m tests.benchmarks.workers.province DATA SEED SITES MONTHS

The sites are told before; prints what came of the reading as one line of JSON.
"""

from __future__ import annotations

import dataclasses
import sys
from datetime import date
from pathlib import Path

import orjson

from bangduan.simulation.character import characters
from bangduan.simulation.province import fill
from bangduan.simulation.workers import tell_all

#: The months that are told begin here: long over, whenever it is measured.
START = date(2022, 10, 1)


def main() -> None:
    """Read everything, of sites that are told already."""
    data, (seed, sites, months) = Path(sys.argv[1]), map(int, sys.argv[2:5])
    wanted = characters(seed=seed, province="11", sites=sites, start=START)
    told = tell_all(wanted, months, data, jobs=1)
    taken = fill(data / "province", "110000", data, outcomes=told, late_by={})
    sys.stdout.write(orjson.dumps(dataclasses.asdict(taken)).decode() + "\n")


if __name__ == "__main__":
    main()
