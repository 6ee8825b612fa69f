"""ตัวชี้วัดและหลักหมาย: what each indicator and each milestone of the reporting service means.

Constants of the contract: the site computes by them, the province and the pages name by them.
An indicator that a later release adds reads as its slug until then. ``catalogue`` holds the
indicators, ``ratios`` what is reckoned from two of them and what waits for events.
"""

from bangduan.events.indicators.catalogue import INDICATORS
from bangduan.events.indicators.meaning import (
    SMALLEST_TOLD,
    Cells,
    Direction,
    Disclosure,
    Indicator,
    Measure,
    MilestoneKind,
    PlannedIndicator,
    Ratio,
    ratio_of,
    side_of,
)
from bangduan.events.indicators.milestones import MILESTONES
from bangduan.events.indicators.ratios import PLANNED, RATIOS

__all__ = [
    "INDICATORS",
    "MILESTONES",
    "PLANNED",
    "RATIOS",
    "SMALLEST_TOLD",
    "Cells",
    "Direction",
    "Disclosure",
    "Indicator",
    "Measure",
    "MilestoneKind",
    "PlannedIndicator",
    "Ratio",
    "ratio_of",
    "side_of",
]
