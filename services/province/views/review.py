"""What the API shows of deadlines, targets, reviews, locked periods and their figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.province import Goal
from bangduan.events.reporting import Unit
from bangduan.events.types import (
    Bound,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Slug,
    TambonCode,
)

Stage = Literal["approved", "returned", "excused"]
PeriodStatus = Literal["locked", "reopened"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """Reports of ``from_period`` and later ones are due on this day of the month after them."""

    from_period: Slug
    day_of_month: PositiveCount
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """A target, of one site or (null) of every site without one of its own."""

    target_id: EntityId
    indicator: Slug
    cell: Slug
    period: Slug
    tambon: TambonCode | None
    value: Count
    goal: Goal
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFilter:
    """By indicator, cell, period and site."""

    indicator: Slug | None = None
    cell: Slug | None = None
    period: Slug | None = None
    tambon: TambonCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementView:
    """A value beside its target; ``reached`` is null where that cannot be said."""

    tambon: TambonCode
    indicator: Slug
    period: Slug
    cell: Slug
    value: int | None
    bound: Bound
    unit: Unit
    target_id: EntityId
    target: Count
    goal: Goal
    own_target: bool
    reached: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """What the province said of the report of a site and period.

    Days are those in Thailand.

    Attributes:
        figures: how many values were approved.
        received_on: when the site recorded that this came; None while it has not said so.
    """

    tambon: TambonCode
    period: Slug
    stage: Stage
    figures: Count | None
    note: Prose | None
    decided_on: date
    received_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFilter:
    """By site, period and what was said."""

    tambon: TambonCode | None = None
    period: Slug | None = None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodView:
    """A period that is or was locked; ``round`` counts how often."""

    period: Slug
    status: PeriodStatus
    round: PositiveCount
    approved: Count
    excused: Count
    digest: Line
    locked_on: date
    reason: Prose | None
    reopened_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFigureView:
    """A value as it was when its period was locked for the ``round``-th time."""

    period: Slug
    round: PositiveCount
    tambon: TambonCode
    indicator: Slug
    cell: Slug
    value: int | None
    bound: Bound
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFigureFilter:
    """By period, round, site, indicator and cell."""

    period: Slug | None = None
    round: PositiveCount | None = None
    tambon: TambonCode | None = None
    indicator: Slug | None = None
    cell: Slug | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateChangeView:
    """A value of a locked period that reads otherwise now; null bounds where it was not there."""

    tambon: TambonCode
    indicator: Slug
    period: Slug
    cell: Slug
    value: int | None
    bound: Bound
    unit: Unit
    round: PositiveCount
    locked_value: int | None
    locked_bound: Bound | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateChangeFilter:
    """By site, indicator, period and cell."""

    tambon: TambonCode | None = None
    indicator: Slug | None = None
    period: Slug | None = None
    cell: Slug | None = None
