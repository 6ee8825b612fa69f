"""ค่าเทียบเป้าหมาย: values beside what they are meant to come to, as the page shows them.

A target is judged by the value that stands beside it: of a locked period by the locked one, of a
ratio by the ratio of what was told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bangduan.events.indicators import INDICATORS, RATIOS
from bangduan.events.province import Goal
from bangduan.events.reporting import TOTAL
from bangduan.events.types import Slug
from services.province.domain.target import reached
from services.province.pages.readings import RATIO, Key, Measure, Reading
from services.province.projections.targets import list_targets
from services.province.views.review import TargetFilter

if TYPE_CHECKING:
    from bangduan.application import Reader

#: What somebody counts that the catalogue does not name.
_UNNAMED: Final = "things"


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
    """Of each value that has a target in a period; a site's own goes before everybody's."""
    rows = reader.all(list_targets(TargetFilter(period=Slug(period))))
    targets = {(row["indicator"], row["cell"], row["tambon"]): row for row in rows}
    found = {}
    for (tambon, indicator, cell), reading in values.items() if targets else ():
        named = target_of(Measure(indicator=indicator, cell=cell))
        row = targets.get((*named, tambon)) or targets.get((*named, None))
        if row is not None:
            met = None
            if reading.state != "unknown":
                met = reached(reading.value, reading.bound, row["value"], row["goal"])
            found[tambon, indicator, cell] = Aim(target=row["value"], goal=row["goal"], reached=met)
    return found


def target_of(measure: Measure) -> tuple[Slug, Slug]:
    """Indicator and cell by which a target names a measure; a ratio stands for itself."""
    if measure.ratio is not None:
        return measure.ratio.slug, TOTAL
    return Slug(measure.indicator), Slug(measure.cell)


def measure_of(indicator: str, cell: str) -> Measure:
    """The measure that a target names."""
    ratio = RATIOS.get(Slug(indicator))
    if ratio is not None:
        return Measure(indicator=RATIO, cell=ratio.slug, unit=ratio.unit)
    known = INDICATORS.get(Slug(indicator))
    unit = known.unit if known is not None else _UNNAMED
    return Measure(indicator=indicator, cell=cell, unit=unit)
