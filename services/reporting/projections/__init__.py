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
from services.reporting.projections.reviews import REVIEWS, ReviewFilter, list_reviews, reviews

__all__ = [
    "CENTRE",
    "INDICATORS_TABLE",
    "MEMBERS",
    "MILESTONES_TABLE",
    "REVIEWS",
    "IndicatorFilter",
    "MilestoneFilter",
    "PeriodFilter",
    "ReviewFilter",
    "centres",
    "closings",
    "indicators",
    "kinds",
    "list_indicators",
    "list_milestones",
    "list_periods",
    "list_reviews",
    "milestones",
    "reviews",
]
