"""What the API shows of sites set side by side: values, sums, how they spread, trends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.province import Goal
from bangduan.events.reporting import Unit
from bangduan.events.types import Bound, Count, Slug, TambonCode
from services.province.domain.ratios import RatioState


@dataclass(frozen=True, slots=True, kw_only=True)
class SumView:
    """Values of several sites together.

    ``bound`` is ``at_least`` where a site hides its value, does not know it or has told none:
    ``hidden``, ``unknown`` and ``missing`` say how many; ``sites`` how many it is of.
    """

    value: int | None
    bound: Bound
    sites: Count
    hidden: Count
    unknown: Count
    missing: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictSumView(SumView):
    """The values of one district together; ``district`` is four digits."""

    district: str
    district_thai: str | None
    district_english: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedSiteView:
    """One site.

    ``hidden`` where a small number is, ``unknown`` where nobody there knows the number,
    ``missing`` where it has told nothing.
    """

    tambon: TambonCode
    tambon_thai: str | None
    tambon_english: str | None
    district_thai: str | None
    district_english: str | None
    state: Literal["told", "hidden", "unknown", "missing"]
    value: int | None
    bound: Bound | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadView:
    """How values that are not lower bounds spread, in hundredths of their unit.

    Quartiles are drawn straight between the values on either side (QUARTILE.INC).
    """

    count: Count
    least: int
    lower: int
    median: int
    upper: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BinView:
    """One column of a histogram: sites with values from ``start`` up to, not with, ``end``."""

    start: int
    end: int
    sites: tuple[TambonCode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """One cell of one indicator in one period, over all sites.

    ``locked``: the figures are those the period was locked with.
    """

    indicator: Slug
    cell: Slug
    period: Slug
    unit: Unit | None
    locked: bool
    sites: tuple[ComparedSiteView, ...]
    total: SumView
    districts: tuple[DistrictSumView, ...]
    spread: SpreadView | None
    bins: tuple[BinView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioPartView:
    """A ratio of sums over the ``sites`` whose both sides are known exactly, of ``of`` in all."""

    value: int | None
    sites: Count
    of: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioDistrictView(RatioPartView):
    """A ratio over one district; ``district`` is four digits."""

    district: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioSiteView:
    """A ratio of one site; null in every state but ``told``.

    ``unknown`` where a part was not told or is not exact, ``empty`` where there is nothing to have
    a share of, ``missing`` where no part was told.
    ``reached`` is null where there is no target or the ratio is not known.
    """

    tambon: TambonCode
    value: int | None
    state: RatioState
    target: Count | None
    goal: Goal | None
    reached: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioView:
    """One ratio in one period, over all sites, in ``unit``."""

    ratio: Slug
    period: Slug
    unit: Unit
    locked: bool
    sites: tuple[RatioSiteView, ...]
    total: RatioPartView
    districts: tuple[RatioDistrictView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPointView:
    """A value of one period, as the province tells it."""

    period: Slug
    starts_on: date
    ends_on: date
    value: int | None
    bound: Bound
    unit: Unit
    locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendView:
    """One cell of one site through the months and through the fiscal years."""

    tambon: TambonCode
    indicator: Slug
    cell: Slug
    months: tuple[TrendPointView, ...]
    years: tuple[TrendPointView, ...]
