"""เป้าหมายและกำหนดส่ง: targets, and until when reports are on time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    Select,
    String,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
)

from bangduan.events.envelope import Recorded
from bangduan.events.province import DeadlineSet, TargetSet, TargetWithdrawn
from bangduan.events.types import Slug
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.province.permissions import READ_REVIEW
from services.province.projections.sites import indicators
from services.province.views.review import TargetFilter

deadlines = ReadTable(
    "deadlines",
    Column("from_period", String, primary_key=True),
    Column("day_of_month", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)
targets = ReadTable(
    "targets",
    Column("target_id", String, primary_key=True),
    Column("indicator", String, nullable=False),
    Column("cell", String, nullable=False),
    Column("period", String, nullable=False),
    Column("tambon", String),
    Column("value", BigInteger, nullable=False),
    Column("goal", String, nullable=False),
    Column("version", Integer, nullable=False),
    Index("targets_by_cell", "indicator", "period", "cell", "tambon"),
)

TARGETS = Projection("targets", version=1, tables=(deadlines, targets))


@TARGETS.on(DeadlineSet)
def _(event: DeadlineSet, at: Recorded, rows: Rows) -> None:
    rows.put(
        deadlines,
        from_period=event.from_period,
        day_of_month=event.day_of_month,
        version=at.version,
    )


@TARGETS.on(TargetSet)
def _(event: TargetSet, at: Recorded, rows: Rows) -> None:
    rows.put(
        targets,
        target_id=event.target_id,
        indicator=event.indicator,
        cell=event.cell,
        period=event.period,
        tambon=event.tambon,
        value=event.value,
        goal=event.goal,
        version=at.version,
    )


@TARGETS.on(TargetWithdrawn)
def _(event: TargetWithdrawn, at: Recorded, rows: Rows) -> None:
    rows.remove(targets, {"target_id": event.target_id})


# -- queries -------------------------------------------------------------------------------------


@reads(READ_REVIEW)
def list_deadlines() -> Select[Any]:
    """กำหนดส่งรายงาน: by the month from which each holds."""
    return select(deadlines).order_by(deadlines.c.from_period)


@reads(READ_REVIEW)
def list_targets(chosen: TargetFilter | None = None) -> Select[Any]:
    """เป้าหมาย: of every site and of single ones."""
    return _narrowed(select(targets), targets.c, chosen or TargetFilter())


@reads(READ_REVIEW)
def list_achievements(chosen: TargetFilter | None = None) -> Select[Any]:
    """ผลเทียบเป้าหมาย: values that have a target; a site's own goes before everybody's."""
    own, common = targets.alias("own"), targets.alias("common")
    of_this_cell = [
        and_(*(table.c[name] == indicators.c[name] for name in ("indicator", "period", "cell")))
        for table in (own, common)
    ]
    target = func.coalesce(own.c.value, common.c.value)
    goal = func.coalesce(own.c.goal, common.c.goal)
    query = (
        select(
            indicators,
            func.coalesce(own.c.target_id, common.c.target_id).label("target_id"),
            target.label("target"),
            goal.label("goal"),
            own.c.target_id.is_not(None).label("own_target"),
            _reached(target, goal).label("reached"),
        )
        .select_from(
            indicators.outerjoin(
                own, and_(of_this_cell[0], own.c.tambon == indicators.c.tambon)
            ).outerjoin(common, and_(of_this_cell[1], common.c.tambon.is_(None)))
        )
        .where(
            # by the index on periods: few of them have targets
            indicators.c.period.in_(select(targets.c.period)),
            or_(own.c.target_id.is_not(None), common.c.target_id.is_not(None)),
        )
    )
    return _narrowed(query, indicators.c, chosen or TargetFilter())


def targets_of(
    read: Callable[[Select[Any]], list[dict[str, Any]]], period: str
) -> Callable[[str, str, str], Mapping[str, Any] | None]:
    """Targets of a period: given tambon, indicator or ratio, and cell, the one that holds there.

    A site's own goes before everybody's.
    """
    rows = read(list_targets(TargetFilter(period=Slug(period))))
    set_for = {(row["tambon"], row["indicator"], row["cell"]): row for row in rows}

    def held(tambon: str, indicator: str, cell: str) -> Mapping[str, Any] | None:
        everybodys = set_for.get((None, indicator, cell))
        return set_for.get((tambon, indicator, cell), everybodys)

    return held


def _reached(target: Any, goal: Any) -> Any:
    """As ``domain.target.reached``, in the database."""
    value, open_above = indicators.c.value, indicators.c.bound == "at_least"
    at_least = case(
        (value >= target, literal(value=True)),
        (open_above, null()),
        else_=literal(value=False),
    )
    at_most = case(
        (value > target, literal(value=False)),
        (open_above, null()),
        else_=literal(value=True),
    )
    nobody_knows = or_(value.is_(None), and_(value == 0, indicators.c.bound == "about"))
    return case((nobody_knows, null()), (goal == "at_least", at_least), else_=at_most)


def _narrowed(query: Select[Any], columns: Any, chosen: TargetFilter) -> Select[Any]:
    for name in ("indicator", "cell", "period", "tambon"):
        wanted = getattr(chosen, name)
        if wanted is not None:
            query = query.where(columns[name] == wanted)
    return query
