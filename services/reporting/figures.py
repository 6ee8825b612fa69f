"""What the indicators' pages show: the values of a period, and one indicator over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from bangduan.events.indicators import INDICATORS, RATIOS, Indicator, Ratio, ratio_of
from bangduan.events.reporting import TO_DATE, TOTAL
from bangduan.events.types import Slug
from services.reporting.domain.periods import is_month
from services.reporting.projections.figures import closings, indicators, kinds

if TYPE_CHECKING:
    from bangduan.application import Reader

Row = Mapping[str, Any]

#: Periods of one kind that a page shows of one indicator, the latest.
MOST_PERIODS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One indicator in one period: its total, None where it has none, and what it is made of."""

    indicator: Indicator
    total: Row | None
    parts: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A ratio in one period; None where it is not known."""

    ratio: Ratio
    value: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The indicators of one period.

    Attributes:
        periods: all there are values for, to date first, then fiscal years, then months, latest
            first.
        closed_on: the day the period was closed on; None for one that is open.
        kind_names: kinds of organisation that only this site knows.
    """

    period: Slug
    periods: Sequence[Slug]
    closed_on: date | None
    figures: Sequence[Figure]
    ratios: Sequence[Measured]
    kind_names: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One indicator, or one ratio, over time.

    Attributes:
        cells: what its values are of, the total first.
        months, years: period → cell → value, the latest periods, oldest first.
    """

    cells: Sequence[Slug]
    to_date: Mapping[str, Row]
    months: Mapping[str, Mapping[str, Row]]
    years: Mapping[str, Mapping[str, Row]]
    kind_names: Mapping[str, tuple[str, str]]


def figures_of(reader: Reader, asked: str) -> Figures:
    """The indicators of the period that is asked for; to date where there is no such period."""
    found = {row["period"] for row in reader.all(select(indicators.c.period).distinct())}
    periods = sorted(found | {TO_DATE}, key=_latest_first)
    period = Slug(asked if asked in periods else TO_DATE)
    cells: dict[str, dict[str, Row]] = {}
    for row in reader.all(select(indicators).where(indicators.c.period == period)):
        cells.setdefault(row["indicator"], {})[row["cell"]] = row
    closed = reader.one(select(closings).where(closings.c.period == period))
    return Figures(
        period=period,
        periods=[Slug(one) for one in periods],
        closed_on=closed["closed_on"] if closed else None,
        figures=[
            Figure(
                indicator=indicator,
                total=cells[slug].get(TOTAL),
                parts=_parts(cells[slug].values()),
            )
            for slug, indicator in INDICATORS.items()
            if slug in cells
        ],
        ratios=[Measured(ratio=r, value=_measured(r, cells)) for r in RATIOS.values()],
        kind_names=_kind_names(reader),
    )


def history_of(reader: Reader, indicator: Slug) -> History:
    """The values of an indicator to date, by month and by fiscal year."""
    rows = reader.all(
        select(indicators)
        .where(indicators.c.indicator == indicator)
        .order_by(indicators.c.starts_on, indicators.c.cell)
    )
    by_period: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_period.setdefault(row["period"], {})[row["cell"]] = row
    names = {row["cell"] for row in rows}
    months = {p: cells for p, cells in by_period.items() if is_month(p)}
    years = {p: cells for p, cells in by_period.items() if p.startswith("fy")}
    return History(
        cells=[Slug(name) for name in sorted(names, key=lambda name: (name != TOTAL, name))],
        to_date=by_period.get(TO_DATE, {}),
        months=dict(list(months.items())[-MOST_PERIODS:]),
        years=dict(list(years.items())[-MOST_PERIODS:]),
        kind_names=_kind_names(reader),
    )


def _latest_first(period: str) -> tuple[int, int]:
    if period == TO_DATE:
        return (0, 0)
    if period.startswith("fy"):
        return (1, -int(period[2:]))
    return (2, -int(period.replace("-", "")))


def _parts(cells: Any) -> list[Row]:
    held = [
        row
        for row in cells
        if row["cell"] != TOTAL and (row["value"] != 0 or row["bound"] != "exact")
    ]
    return sorted(held, key=lambda row: (-(row["value"] or 0), row["cell"]))


def _measured(ratio: Ratio, cells: Mapping[str, Mapping[str, Row]]) -> int | None:
    told = {
        (indicator, cell): (row["value"], row["bound"])
        for indicator, held in cells.items()
        for cell, row in held.items()
    }
    return ratio_of(ratio, told)


def _kind_names(reader: Reader) -> dict[str, tuple[str, str]]:
    return {row["kind"]: (row["thai"], row["english"]) for row in reader.all(select(kinds))}
