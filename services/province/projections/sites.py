"""Read tables of the province, fed by the reporting service of every site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Date, Index, Integer, Select, String, func, select

from bangduan.events.envelope import Recorded
from bangduan.events.indicators import MILESTONES
from bangduan.events.reporting import (
    Cell,
    ContributionWithdrawn,
    HeadcountReported,
    IndicatorReported,
    MilestoneReached,
    StockReported,
    Unit,
)
from bangduan.events.schema import to_payload
from bangduan.events.types import Slug, TambonCode
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from bangduan.thai import place_of
from services.province.permissions import READ

sites = ReadTable(
    "sites",
    Column("tambon", String, primary_key=True),
    Column("tambon_thai", String, nullable=True),
    Column("tambon_english", String, nullable=True),
    Column("district_thai", String, nullable=True),
    Column("district_english", String, nullable=True),
    Column("province_thai", String, nullable=True),
    Column("province_english", String, nullable=True),
)

indicators = ReadTable(
    "indicators",
    Column("tambon", String, primary_key=True),
    Column("indicator", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("cell", String, primary_key=True),
    Column("value", BigInteger, nullable=True),
    Column("bound", String, nullable=False),
    Column("unit", String, nullable=False),
    Index("indicators_by_period", "period", "tambon", "indicator", "cell"),
)

milestones = ReadTable(
    "milestones",
    Column("tambon", String, primary_key=True),
    Column("milestone_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("reached_on", Date, nullable=True),
    Column("within_id", String, nullable=True),
    Column("body", String, nullable=True),
    Column("figures", JSON, nullable=False),
)

#: A kind of milestone that a newer site knows and this province does not yet.
_UNKNOWN_STAGE = 99

SITES = Projection("sites", version=3, tables=(sites, indicators, milestones), source="reporting")


@SITES.on(IndicatorReported, ContributionWithdrawn, StockReported)
def _(
    event: IndicatorReported | ContributionWithdrawn | StockReported, at: Recorded, rows: Rows
) -> None:
    _put_site(rows, at.tambon)
    _put_cells(rows, at.tambon, (event.indicator, event.period), event.unit, event.cells)


@SITES.on(HeadcountReported)
def _(event: HeadcountReported, at: Recorded, rows: Rows) -> None:
    _put_site(rows, at.tambon)
    _put_cells(rows, at.tambon, ("members", event.period), "people", event.by_kind)
    _put_cells(rows, at.tambon, ("members-by-sex", event.period), "people", event.by_sex)


@SITES.on(MilestoneReached)
def _(event: MilestoneReached, at: Recorded, rows: Rows) -> None:
    _put_site(rows, at.tambon)
    known = MILESTONES.get(event.kind)
    rows.put(
        milestones,
        tambon=at.tambon,
        milestone_id=event.milestone_id,
        kind=event.kind,
        stage=known.stage if known else _UNKNOWN_STAGE,
        reached_on=event.on,
        within_id=event.within,
        body=event.body,
        figures=to_payload(event.figures),
    )


def _put_site(rows: Rows, tambon: str) -> None:
    place = place_of(tambon)
    names = (place.tambon, place.district, place.province) if place else ((None, None),) * 3
    (tambon_th, tambon_en), (district_th, district_en), (province_th, province_en) = names
    rows.put(
        sites,
        tambon=tambon,
        tambon_thai=tambon_th,
        tambon_english=tambon_en,
        district_thai=district_th,
        district_english=district_en,
        province_thai=province_th,
        province_english=province_en,
    )


def _put_cells(
    rows: Rows, tambon: str, report: tuple[str, str], unit: Unit, cells: tuple[Cell, ...]
) -> None:
    indicator, period = report
    for cell in cells:
        rows.put(
            indicators,
            tambon=tambon,
            indicator=indicator,
            period=period,
            cell=cell.cell,
            value=cell.value,
            bound=cell.bound,
            unit=unit,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFilter:
    """Which values: of a site, an indicator, a period or a cell."""

    tambon: TambonCode | None = None
    indicator: Slug | None = None
    period: Slug | None = None
    cell: Slug | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneFilter:
    """Which milestones: of a site, of a kind."""

    tambon: TambonCode | None = None
    kind: Slug | None = None


@reads(READ)
def list_sites() -> Select[Any]:
    """Sites that have reported, with the first and last day that something is known of."""
    days = (
        select(
            milestones.c.tambon,
            func.min(milestones.c.reached_on).label("first_on"),
            func.max(milestones.c.reached_on).label("last_on"),
        )
        .group_by(milestones.c.tambon)
        .subquery()
    )
    return select(sites, days.c.first_on, days.c.last_on).select_from(
        sites.outerjoin(days, sites.c.tambon == days.c.tambon)
    )


@reads(READ)
def list_indicators(chosen: IndicatorFilter | None = None) -> Select[Any]:
    """Values of all sites, small numbers of people hidden (null)."""
    return _narrowed(select(indicators), indicators.c, chosen or IndicatorFilter())


@reads(READ)
def list_milestones(chosen: MilestoneFilter | None = None) -> Select[Any]:
    """What the sites have reached; dates that are not known are null."""
    return _narrowed(select(milestones), milestones.c, chosen or MilestoneFilter())


def _narrowed(query: Select[Any], columns: Any, chosen: Any) -> Select[Any]:
    for name in chosen.__dataclass_fields__:
        value = getattr(chosen, name)
        if value is not None:
            query = query.where(columns[name] == value)
    return query
