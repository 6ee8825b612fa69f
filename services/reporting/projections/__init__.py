"""Read tables of the site: indicators, milestones, members as counted, the centre's own names."""

from services.reporting.projections.figures import (
    CENTRE,
    INDICATORS_TABLE,
    MILESTONES_TABLE,
    IndicatorFilter,
    MilestoneFilter,
    PeriodFilter,
    centres,
    closings,
    indicators,
    kinds,
    list_indicators,
    list_milestones,
    list_periods,
    milestones,
)
from services.reporting.projections.members import MEMBERS

__all__ = [
    "CENTRE",
    "INDICATORS_TABLE",
    "MEMBERS",
    "MILESTONES_TABLE",
    "IndicatorFilter",
    "MilestoneFilter",
    "PeriodFilter",
    "centres",
    "closings",
    "indicators",
    "kinds",
    "list_indicators",
    "list_milestones",
    "list_periods",
    "milestones",
]
