"""What the open data holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.indicators.meaning import Direction, Disclosure
from bangduan.events.reporting import Unit
from bangduan.events.types import Bound, Line, Prose, Slug, TambonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFilter:
    """Which period: a month, a fiscal year, or ``to-date`` when none is given."""

    period: Slug | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherView:
    """The province that publishes."""

    code: Line
    thai: Line | None
    english: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceOfDataView:
    """Under which licence it may be used, and where that can be read."""

    name: Line
    address: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningView:
    """What an indicator means and what may be told of people in it."""

    slug: Slug
    thai: Line
    english: Line
    unit: Unit
    formula: Prose
    direction: Direction
    disclosure: Disclosure
    by_period: bool
    at_month_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenValueView:
    """A value of a site.

    ``value`` is null where it is ``hidden`` because it is small, and where it is ``unknown``.
    """

    tambon: TambonCode
    tambon_thai: Line | None
    tambon_english: Line | None
    district_thai: Line | None
    district_english: Line | None
    indicator: Slug
    cell: Slug
    value: int | None
    bound: Bound
    unit: Unit
    state: Literal["told", "hidden", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDataView:
    """The values of the open indicators in a period, with what they mean.

    ``locked``: they are those that the period was locked with. ``periods`` are all there are.
    """

    publisher: PublisherView
    licence: LicenceOfDataView | None
    period: Slug
    starts_on: date | None
    ends_on: date | None
    locked: bool
    periods: tuple[Slug, ...]
    indicators: tuple[MeaningView, ...]
    items: tuple[OpenValueView, ...]
