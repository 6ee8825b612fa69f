"""Simulated sites for the rows of the province: told once, for all of them."""

from __future__ import annotations

import dataclasses
import json
import os
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from bangduan.simulation.character import characters
from bangduan.simulation.workers import tell_all
from tests.benchmarks.measuring import BenchmarkError, Program

if TYPE_CHECKING:
    from pathlib import Path

    from bangduan.simulation.character import Character

#: What is told when there is nothing yet: long over, whenever it is measured.
_KEPT: Final[dict[str, Any]] = {"seed": 1, "start": "2022-10-01", "province": "11"}
_WORKER: Final = "tests.benchmarks.workers.province"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """Sites that have been told.

    Attributes:
        data: the folder they lie in, as ``bangduan simulate --data`` makes it.
        count, months: how many, and how long their lives are.
    """

    data: Path
    seed: int
    start: date
    count: int
    months: int

    @property
    def codes(self) -> list[str]:
        """Their tambons."""
        return [each.tambon for each in self._characters()]

    def tell(self) -> None:
        """Tell what is not told yet."""
        tell_all(self._characters(), self.months, self.data, jobs=os.cpu_count() or 1)

    def read(self, python: Path, province: Path) -> dict[str, int | float]:
        """Let a province of its own process read all of them; what that came to.

        Args:
            province: its folder, empty before.

        Raises:
            BenchmarkError: it has not read everything.
        """
        numbers = map(str, (self.start, self.seed, self.count, self.months))
        with Program([python, "-m", _WORKER, self.data, province, *numbers]) as program:
            taken: dict[str, int | float] = json.loads(program.hear())
        if taken["lag"]:
            raise BenchmarkError(f"the province is behind: {taken['lag']}")
        return taken

    def _characters(self) -> list[Character]:
        return characters(seed=self.seed, province="11", sites=self.count, start=self.start)


def sites_in(data: Path, count: int, months: int) -> Sites:
    """So many sites in a folder: those that are told there already, or else the usual ones."""
    kept = data / "simulation.json"
    known: dict[str, Any] = json.loads(kept.read_text()) if kept.is_file() else _KEPT
    start = date.fromisoformat(known["start"])
    return Sites(data=data, seed=known["seed"], start=start, count=count, months=months)
