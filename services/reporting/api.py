"""JSON resources of the reporting service; it takes no commands, it follows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bangduan.events.indicators import INDICATORS, MILESTONES
from bangduan.events.reporting import Figure, Unit
from bangduan.events.types import Bound, EntityId, Slug
from bangduan.permissions import reads
from bangduan.web.api import Api
from bangduan.web.layout import Step, timeline
from services.reporting import projections
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
    measure: str
    has_total: bool
    by_period: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueView:
    """Every indicator and what it means."""

    indicators: tuple[IndicatorMeaning, ...]


@reads(READ)
def timeline_of_the_site(reader: Reader) -> dict[str, Any]:
    """Milestones in the order of the story, also those whose date is not known."""
    rows = reader.all(select(projections.milestones))
    return {"steps": [_step(step) for step in timeline(rows)]}


@reads(READ)
def catalogue(reader: Reader) -> dict[str, Any]:
    """The catalogue of indicators: name, unit, source events and formula of each."""
    return {"indicators": [asdict(indicator) for indicator in INDICATORS.values()]}


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
