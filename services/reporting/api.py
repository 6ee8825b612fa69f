"""JSON resources of the reporting service; it follows, and closes months when told to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from bangduan.events.indicators import (
    INDICATORS,
    MILESTONES,
    PLANNED,
    RATIOS,
    Direction,
    Disclosure,
)
from bangduan.events.reporting import Figure, Unit, Verdict
from bangduan.events.types import Bound, EntityId, Prose, Slug
from bangduan.permissions import reads
from bangduan.web.api import Api
from bangduan.web.layout import Step, timeline
from services.reporting import projections
from services.reporting.domain.period import ClosePeriod
from services.reporting.permissions import READ

if TYPE_CHECKING:
    from bangduan.application import Reader

API = Api("reporting")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorView:
    """One value of one indicator; ``value`` is null where a small number is hidden."""

    indicator: Slug
    period: Slug
    cell: Slug
    value: int | None
    bound: Bound
    unit: Unit
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneView:
    """Something the centre reached; dates that are not known are null."""

    milestone_id: EntityId
    kind: Slug
    stage: int
    reached_on: date | None
    within_id: EntityId | None
    body: str | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A milestone of the timeline, named; ``outcomes`` happened during it."""

    kind: Slug
    thai: str
    english: str
    reached_on: date | None
    body: str | None
    figures: tuple[Figure, ...]
    outcomes: tuple[MilestoneView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """The story of the centre, in order."""

    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorMeaning:
    """What an indicator means."""

    slug: Slug
    thai: str
    english: str
    unit: Unit
    events: tuple[str, ...]
    formula: str
    formula_thai: str
    measure: str
    has_total: bool
    by_period: bool
    at_month_end: bool
    direction: Direction
    disclosure: Disclosure
    open_data: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One cell on one side of a ratio."""

    indicator: Slug
    cell: Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioMeaning:
    """What a ratio means; both sides are added up before they are divided."""

    slug: Slug
    thai: str
    english: str
    unit: Unit
    numerator: tuple[PartView, ...]
    denominator: tuple[PartView, ...]
    formula: str
    formula_thai: str
    direction: Direction
    open_data: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMeaning:
    """An indicator that no event tells of yet; nothing is reported of it."""

    slug: Slug
    thai: str
    english: str
    unit: Unit
    formula: str
    formula_thai: str
    waits_for: str
    waits_for_thai: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueView:
    """Every indicator and what it means."""

    indicators: tuple[IndicatorMeaning, ...]
    ratios: tuple[RatioMeaning, ...]
    planned: tuple[PlannedMeaning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodView:
    """A month or fiscal year that is closed."""

    period: Slug
    starts_on: date
    ends_on: date
    closed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """What the province last said of a period, and on which day, in Thailand."""

    period: Slug
    verdict: Verdict
    decided_on: date
    reason: Prose | None


@reads(READ)
def timeline_of_the_site(reader: Reader) -> dict[str, Any]:
    """Milestones in the order of the story, also those whose date is not known."""
    rows = reader.all(select(projections.milestones))
    return {"steps": [_step(step) for step in timeline(rows)]}


@reads(READ)
def catalogue(reader: Reader) -> dict[str, Any]:
    """The catalogue: name, unit, source events and formula of each; ratios; what is planned."""
    return {
        "indicators": [asdict(indicator) for indicator in INDICATORS.values()],
        "ratios": [
            {**asdict(ratio), **{side: _parts(getattr(ratio, side)) for side in _SIDES}}
            for ratio in RATIOS.values()
        ],
        "planned": [asdict(planned) for planned in PLANNED.values()],
    }


_SIDES: Final = ("numerator", "denominator")


def _parts(side: tuple[tuple[Slug, Slug], ...]) -> list[dict[str, Slug]]:
    return [{"indicator": indicator, "cell": cell} for indicator, cell in side]


def _step(step: Step) -> dict[str, Any]:
    meaning = MILESTONES[step.row["kind"]]
    return {
        **step.row,
        "thai": meaning.thai,
        "english": meaning.english,
        "outcomes": [outcome.row for outcome in step.outcomes],
    }


API.listing(
    "GET",
    "/indicators",
    view=IndicatorView,
    query=projections.list_indicators,
    filters=projections.IndicatorFilter,
    tag="indicators",
    summary="Values of indicators",
)
API.item(
    "GET",
    "/catalogue",
    view=CatalogueView,
    query=catalogue,
    tag="indicators",
    summary="What each indicator means",
)
API.listing(
    "GET",
    "/periods",
    view=PeriodView,
    query=projections.list_periods,
    filters=projections.PeriodFilter,
    tag="periods",
    summary="Months and fiscal years that are closed",
)
API.command(
    "POST",
    "/periods/<period>/closure",
    ClosePeriod,
    tag="periods",
    summary="Close a month that is over",
)
API.listing(
    "GET",
    "/reviews",
    view=ReviewView,
    query=projections.list_reviews,
    filters=projections.ReviewFilter,
    tag="periods",
    summary="What the province says of the reports",
)
API.listing(
    "GET",
    "/milestones",
    view=MilestoneView,
    query=projections.list_milestones,
    filters=projections.MilestoneFilter,
    tag="milestones",
    summary="What the centre has reached",
)
API.item(
    "GET",
    "/timeline",
    view=TimelineView,
    query=timeline_of_the_site,
    tag="milestones",
    summary="The story of the centre",
)
