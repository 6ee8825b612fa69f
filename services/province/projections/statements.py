"""ค่าที่รายงานและการแก้ไข: what each site has stated, day by day, and what it changed afterwards.

A cell has one statement a day: what a site tells and corrects within a day is one telling. A
*restatement* is a change that came after the period had ended, on a later day than the value
before. The value before is kept, with the day it was told on.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    FromClause,
    Index,
    Select,
    String,
    and_,
    func,
    or_,
    select,
)

from bangduan.events.envelope import Recorded
from bangduan.events.reporting import (
    Cell,
    ContributionWithdrawn,
    HeadcountReported,
    IndicatorReported,
    StockReported,
    Unit,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.province.domain.periods import is_over
from services.province.permissions import READ
from services.province.projections.heard import day_of
from services.province.projections.sites import IndicatorFilter, indicators
from services.province.views.figures import RestatementFilter

statements = ReadTable(
    "statements",
    Column("tambon", String, primary_key=True),
    Column("indicator", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("cell", String, primary_key=True),
    Column("stated_on", Date, primary_key=True),
    Column("value", BigInteger),
    Column("bound", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("stated_at", String, nullable=False),
    Column("event_id", String, nullable=False),
    Column("after_end", Boolean, nullable=False),
    Index("statements_after_end", "after_end", "stated_on"),
)

STATEMENTS = Projection("statements", version=3, tables=(statements,), source="reporting")

#: What names a value.
_KEY: Final = ("tambon", "indicator", "period", "cell")


@STATEMENTS.on(IndicatorReported, ContributionWithdrawn, StockReported)
def _(
    event: IndicatorReported | ContributionWithdrawn | StockReported, at: Recorded, rows: Rows
) -> None:
    _put(rows, at, (event.indicator, event.period), event.unit, event.cells)


@STATEMENTS.on(HeadcountReported)
def _(event: HeadcountReported, at: Recorded, rows: Rows) -> None:
    _put(rows, at, ("members", event.period), "people", event.by_kind)
    _put(rows, at, ("members-by-sex", event.period), "people", event.by_sex)


def _put(
    rows: Rows, at: Recorded, report: tuple[str, str], unit: Unit, cells: tuple[Cell, ...]
) -> None:
    indicator, period = report
    day = day_of(at)
    if day is None:
        return
    for cell in cells:
        rows.put(
            statements,
            tambon=at.tambon,
            indicator=indicator,
            period=period,
            cell=cell.cell,
            stated_on=day,
            value=cell.value,
            bound=cell.bound,
            unit=unit,
            stated_at=at.time,
            event_id=at.id,
            after_end=is_over(period, day),
        )


@reads(READ)
def list_values(chosen: IndicatorFilter | None = None) -> Select[Any]:
    """Values as they stand, with the days they were first and last told and how often restated."""
    told, before = statements.alias("told"), statements.alias("before")
    first, last = (
        select(extreme(told.c.stated_on))
        .where(_same(told, indicators))
        .correlate(indicators)
        .scalar_subquery()
        for extreme in (func.min, func.max)
    )
    restated = (
        select(func.count())
        .select_from(told.join(before, _follows(told, before)))
        .where(_same(told, indicators), *_is_restatement(told, before))
        .correlate(indicators)
        .scalar_subquery()
    )
    query = select(
        indicators,
        first.label("first_on"),
        last.label("stated_on"),
        restated.label("restated"),
    )
    return _narrowed(query, indicators, chosen or IndicatorFilter(), _KEY)


@reads(READ)
def list_statements(chosen: IndicatorFilter | None = None) -> Select[Any]:
    """What was told of each value, day by day."""
    return _narrowed(select(statements), statements, chosen or IndicatorFilter(), _KEY)


@reads(READ)
def list_restatements(chosen: RestatementFilter | None = None) -> Select[Any]:
    """การแก้ไขตัวเลขย้อนหลัง: what a value was, what it became, and when."""
    chosen = chosen or RestatementFilter()
    before = statements.alias("before")
    query = select(
        statements,
        before.c.value.label("value_before"),
        before.c.bound.label("bound_before"),
        before.c.stated_on.label("stated_before_on"),
    ).select_from(statements.join(before, _follows(statements, before)))
    query = query.where(*_is_restatement(statements, before))
    if chosen.since is not None:
        query = query.where(statements.c.stated_on >= chosen.since)
    return _narrowed(query, statements, chosen, _KEY)


def _follows(told: FromClause, before: FromClause) -> Any:
    """``before`` is what was told of the same value on the last day before ``told``."""
    earlier = statements.alias("earlier")
    last = (
        select(func.max(earlier.c.stated_on))
        .where(_same(earlier, told), earlier.c.stated_on < told.c.stated_on)
        .correlate(told)
        .scalar_subquery()
    )
    return and_(_same(before, told), before.c.stated_on == last)


def _is_restatement(told: FromClause, before: FromClause) -> tuple[Any, Any]:
    changed = or_(
        told.c.value.is_distinct_from(before.c.value), told.c.bound.is_distinct_from(before.c.bound)
    )
    return told.c.after_end.is_(True), changed


def _same(one: FromClause, other: FromClause) -> Any:
    return and_(*(one.c[name] == other.c[name] for name in _KEY))


def _narrowed(
    query: Select[Any], table: FromClause, chosen: Any, names: tuple[str, ...]
) -> Select[Any]:
    for name in names:
        wanted = getattr(chosen, name)
        if wanted is not None:
            query = query.where(table.c[name] == wanted)
    return query
