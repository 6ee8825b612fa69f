"""ค่าเทียบเป้าหมาย: values beside what they are meant to come to, as the page shows them.

A target is judged by the value that stands beside it: of a locked period by the locked one, of a
ratio by the ratio of what was told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bangduan.events.indicators import RATIOS
from bangduan.events.province import Goal
from bangduan.events.reporting import TOTAL
from bangduan.events.types import Slug
from services.province.domain.target import reached
from services.province.pages.readings import RATIO, Key, Measure, Reading, unit_of
from services.province.projections.targets import targets_of

if TYPE_CHECKING:
    from bangduan.application import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """The target of one value.

    Attributes:
        target: in the unit of the value.
        reached: None where that cannot be said.
    """

    target: int
    goal: Goal
    reached: bool | None


def aims(reader: Reader, period: str, values: Mapping[Key, Reading]) -> dict[Key, Aim]:
    """Of each value that has a target in a period."""
    held = targets_of(reader.all, period)
    found = {}
    for (tambon, indicator, cell), reading in values.items():
        row = held(tambon, *target_of(indicator, cell))
        if row is not None:
            met = None
            if reading.state != "unknown":
                met = reached(reading.value, reading.bound, row["value"], row["goal"])
            found[tambon, indicator, cell] = Aim(target=row["value"], goal=row["goal"], reached=met)
    return found


def target_of(indicator: str, cell: str) -> tuple[Slug, Slug]:
    """Indicator and cell by which a target names a measure; a ratio stands for itself."""
    return (Slug(cell), TOTAL) if indicator == RATIO else (Slug(indicator), Slug(cell))


def measure_of(indicator: str, cell: str) -> Measure:
    """The measure that a target names."""
    ratio = RATIOS.get(Slug(indicator))
    if ratio is not None:
        return Measure(indicator=RATIO, cell=ratio.slug, unit=ratio.unit)
    return Measure(indicator=indicator, cell=cell, unit=unit_of(indicator))
