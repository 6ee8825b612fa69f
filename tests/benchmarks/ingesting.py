"""The row of the province: fifty sub-districts' reports of two years, read at once."""

from __future__ import annotations

import dataclasses
import json
import os
from typing import TYPE_CHECKING, Final

from bangduan.simulation.character import characters
from bangduan.simulation.workers import tell_all
from tests.benchmarks.bench import Outcome
from tests.benchmarks.measuring import BenchmarkError, Program
from tests.benchmarks.workers.province import START

if TYPE_CHECKING:
    from tests.benchmarks.bench import Bench

_WORKER: Final = "tests.benchmarks.workers.province"
_SEED: Final = 1
_SITES: Final = 50
_MONTHS: Final = 24
_A_SECOND: Final = 500
_MEGABYTES: Final = 250


@dataclasses.dataclass(frozen=True, slots=True)
class Ingesting:
    """Events a second, and the most memory, of a province that reads simulated sites from zero.

    Each message is one that a site's relay answers a replay with. The sites are told before the
    clock starts; that takes some minutes.
    """

    name: str = "province-ingests"
    title: str = f"Province: reports of {_SITES} sites over {_MONTHS} months, read from zero"

    def measure(self, bench: Bench) -> Outcome:
        """Tell the sites, then let a process of its own read them."""
        sites, months = (1, 3) if bench.quick else (_SITES, _MONTHS)
        data = bench.folder()
        bench.say(f"telling {sites} sites")
        wanted = characters(seed=_SEED, province="11", sites=sites, start=START)
        tell_all(wanted, months, data, jobs=os.cpu_count() or 1)
        bench.say("the province reads")
        numbers = (str(_SEED), str(sites), str(months))
        with Program([bench.ours, "-m", _WORKER, data, *numbers]) as program:
            taken = json.loads(program.hear())
        if taken["lag"]:
            raise BenchmarkError(f"the province is behind: {taken['lag']}")
        rate = taken["events"] / max(taken["seconds"], 0.001)
        return Outcome(
            ours=f"{rate:,.0f}/s, {taken['megabytes']} MB, all {taken['events']:,} read in "
            f"{taken['seconds']:.0f} s",
            target=f"{_A_SECOND}/s, {_MEGABYTES} MB",
            met=None if bench.quick else rate >= _A_SECOND and taken["megabytes"] <= _MEGABYTES,
            figures=taken,
        )


INGESTING: Final = Ingesting()
