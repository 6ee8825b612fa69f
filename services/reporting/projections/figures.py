"""Read tables of the site: indicators, milestones, and what the page says of the centre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Date, Integer, Select, String, select

from bangduan.events.envelope import Recorded
from bangduan.events.indicators import INDICATORS, MILESTONES
from bangduan.events.membership import (
    CentreFounded,
    CentreRenamed,
    MissionsRevised,
    OrganisationKindDefined,
    OrganisationKindRevised,
)
from bangduan.events.reporting import (
    Cell,
    ContributionWithdrawn,
    HeadcountReported,
    IndicatorReported,
    MilestoneReached,
    PeriodClosed,
    StockReported,
)
from bangduan.events.schema import to_payload
from bangduan.events.types import Slug
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.reporting.domain.periods import span_of
from services.reporting.permissions import READ

indicators = ReadTable(
    "indicators",
    Column("indicator", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("cell", String, primary_key=True),
    Column("value", BigInteger, nullable=True),
    Column("bound", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("starts_on", Date, nullable=True),
    Column("ends_on", Date, nullable=True),
)

milestones = ReadTable(
    "milestones",
    Column("milestone_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("reached_on", Date, nullable=True),
    Column("within_id", String, nullable=True),
    Column("body", String, nullable=True),
    Column("figures", JSON, nullable=False),
)

centres = ReadTable(
    "centres",
    Column("tambon", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("missions", JSON, nullable=True),
    Column("founded_on", Date, nullable=True),
)

kinds = ReadTable(
    "kinds",
    Column("kind", String, primary_key=True),
    Column("thai", String, nullable=False),
    Column("english", String, nullable=False),
)

closings = ReadTable(
    "closings",
    Column("period", String, primary_key=True),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("closed_on", Date, nullable=False),
)

INDICATORS_TABLE = Projection("indicators", version=2, tables=(indicators, closings))
MILESTONES_TABLE = Projection("milestones", version=1, tables=(milestones,))
CENTRE = Projection("centre", version=2, tables=(centres, kinds), source="membership")


@INDICATORS_TABLE.on(IndicatorReported, ContributionWithdrawn, StockReported)
def _(
    event: IndicatorReported | ContributionWithdrawn | StockReported, at: Recorded, rows: Rows
) -> None:
    _put(rows, event.indicator, event.period, event.cells)


@INDICATORS_TABLE.on(HeadcountReported)
def _(event: HeadcountReported, at: Recorded, rows: Rows) -> None:
    _put(rows, "members", event.period, event.by_kind)
    _put(rows, "members-by-sex", event.period, event.by_sex)


@INDICATORS_TABLE.on(PeriodClosed)
def _(event: PeriodClosed, at: Recorded, rows: Rows) -> None:
    starts_on, ends_on = span_of(event.period)
    rows.put(
        closings,
        period=event.period,
        starts_on=starts_on,
        ends_on=ends_on,
        closed_on=event.closed_on,
    )


def _put(rows: Rows, indicator: str, period: str, cells: tuple[Cell, ...]) -> None:
    starts_on, ends_on = span_of(period)
    for cell in cells:
        rows.put(
            indicators,
            indicator=indicator,
            period=period,
            cell=cell.cell,
            value=cell.value,
            bound=cell.bound,
            unit=INDICATORS[Slug(indicator)].unit,
            starts_on=starts_on,
            ends_on=ends_on,
        )


@MILESTONES_TABLE.on(MilestoneReached)
def _(event: MilestoneReached, at: Recorded, rows: Rows) -> None:
    rows.put(
        milestones,
        milestone_id=event.milestone_id,
        kind=event.kind,
        stage=MILESTONES[event.kind].stage,
        reached_on=event.on,
        within_id=event.within,
        body=event.body,
        figures=to_payload(event.figures),
    )


@CENTRE.on(CentreFounded)
def _(event: CentreFounded, at: Recorded, rows: Rows) -> None:
    rows.put(
        centres,
        tambon=event.tambon,
        name=event.name,
        missions=list(event.missions),
        founded_on=event.founded_on,
    )


@CENTRE.on(CentreRenamed)
def _(event: CentreRenamed, at: Recorded, rows: Rows) -> None:
    rows.change(centres, {"tambon": event.tambon}, name=event.name)


@CENTRE.on(MissionsRevised)
def _(event: MissionsRevised, at: Recorded, rows: Rows) -> None:
    rows.change(centres, {"tambon": event.tambon}, missions=list(event.missions))


@CENTRE.on(OrganisationKindDefined, OrganisationKindRevised)
def _(event: OrganisationKindDefined | OrganisationKindRevised, at: Recorded, rows: Rows) -> None:
    rows.put(kinds, kind=event.kind, thai=event.thai, english=event.english)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFilter:
    """Which indicators: by name, period (``to-date``, ``2008-06``, ``fy2551``) and cell."""

    indicator: Slug | None = None
    period: Slug | None = None
    cell: Slug | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFilter:
    """Which closed periods: one by its name."""

    period: Slug | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneFilter:
    """Which milestones: of one kind."""

    kind: Slug | None = None


@reads(READ)
def list_indicators(chosen: IndicatorFilter | None = None) -> Select[Any]:
    """Values of the site's indicators, small numbers of people hidden (null)."""
    return _narrowed(select(indicators), indicators.c, chosen or IndicatorFilter())


@reads(READ)
def list_periods(chosen: PeriodFilter | None = None) -> Select[Any]:
    """Months and fiscal years that are closed, and since when."""
    return _narrowed(select(closings), closings.c, chosen or PeriodFilter())


@reads(READ)
def list_milestones(chosen: MilestoneFilter | None = None) -> Select[Any]:
    """What the centre has reached; dates that are not known are null."""
    return _narrowed(select(milestones), milestones.c, chosen or MilestoneFilter())


def _narrowed(query: Select[Any], columns: Any, chosen: Any) -> Select[Any]:
    for name in chosen.__dataclass_fields__:
        value = getattr(chosen, name)
        if value is not None:
            query = query.where(columns[name] == value)
    return query
