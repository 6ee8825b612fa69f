"""The row of the province: fifty sub-districts' reports of two years, read at once."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from tests.benchmarks.bench import MONTHS, SITES, Outcome

if TYPE_CHECKING:
    from tests.benchmarks.bench import Bench

_A_SECOND: Final = 500
_MEGABYTES: Final = 250


@dataclasses.dataclass(frozen=True, slots=True)
class Ingesting:
    """Events a second, and the most memory, of a province that reads simulated sites from zero.

    Each message is one that a site's relay answers a replay with. The sites are told before the
    clock starts; that takes some minutes.
    """

    name: str = "province-ingests"
    title: str = f"Province: reports of {SITES} sites over {MONTHS} months, read from zero"

    def measure(self, bench: Bench) -> Outcome:
        """Tell the sites, then let a process of its own read them."""
        taken = bench.province.taken
        rate = taken["events"] / max(taken["seconds"], 0.001)
        of_processor = taken["events"] / max(taken["processor_seconds"], 0.001)
        return Outcome(
            ours=f"{rate:,.0f}/s ({of_processor:,.0f} a second of processor), "
            f"{taken['megabytes']} MB, all {taken['events']:,} read in {taken['seconds']:.0f} s",
            target=f"{_A_SECOND}/s, {_MEGABYTES} MB",
            met=None if bench.quick else rate >= _A_SECOND and taken["megabytes"] <= _MEGABYTES,
            figures=taken,
        )


INGESTING: Final = Ingesting()
