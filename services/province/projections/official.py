"""ตัวเลขทางการ: the values of a period that the province tells.

Of a locked period these are the figures as they were locked; of any other, the values as they
stand now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, and_, select

from services.province.domain.statistics import Told
from services.province.projections.reviews import locked_figures, periods
from services.province.projections.sites import indicators

Read = Callable[[Select[Any]], list[dict[str, Any]]]
Row = Mapping[str, Any]
_TOLD: Final = ("tambon", "indicator", "period", "cell", "value", "bound", "unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """The values of a period.

    Attributes:
        locked: they are those of a locked period.
        rows: tambon, indicator, cell, value, bound and unit of each.
    """

    locked: bool
    rows: Sequence[Row]

    def cells(self) -> dict[str, dict[tuple[str, str], Told]]:
        """Of each site, its values by indicator and cell."""
        found: dict[str, dict[tuple[str, str], Told]] = {}
        for row in self.rows:
            told = Told(row["value"], row["bound"])
            found.setdefault(row["tambon"], {})[row["indicator"], row["cell"]] = told
        return found


def official(read: Read, period: str, indicator_slugs: Sequence[str] | None = None) -> Official:
    """The values of ``period`` that the province tells.

    Args:
        indicator_slugs: only of these indicators; of all without it.
    """
    locked = read(select(periods).where(periods.c.period == period, periods.c.status == "locked"))
    table = locked_figures if locked else indicators
    query = (
        select(*(table.c[name] for name in _TOLD))
        .where(table.c.period == period)
        .order_by(table.c.tambon, table.c.indicator, table.c.cell)
    )
    if locked:
        query = query.where(table.c.round == locked[0]["round"])
    if indicator_slugs is not None:
        query = query.where(table.c.indicator.in_(indicator_slugs))
    return Official(locked=bool(locked), rows=read(query))


def official_of(read: Read, tambon: str, *conditions: tuple[str, str]) -> list[dict[str, Any]]:
    """All values of a site that the province tells, by period; ``locked`` says of which kind.

    Args:
        conditions: columns and what they equal, as ``("indicator", "funds")``.
    """
    wanted = (("tambon", tambon), *conditions)
    stand, locked = indicators, locked_figures
    closed = select(periods.c.period).where(periods.c.status == "locked")
    as_they_stand = (
        select(*(stand.c[name] for name in _TOLD))
        .where(*(stand.c[name] == value for name, value in wanted))
        .where(stand.c.period.not_in(closed))
    )
    as_locked = (
        select(*(locked.c[name] for name in _TOLD))
        .select_from(
            locked.join(
                periods,
                and_(periods.c.period == locked.c.period, periods.c.round == locked.c.round),
            )
        )
        .where(*(locked.c[name] == value for name, value in wanted))
        .where(periods.c.status == "locked")
    )
    rows = [
        *({**row, "locked": False} for row in read(as_they_stand)),
        *({**row, "locked": True} for row in read(as_locked)),
    ]
    return sorted(rows, key=lambda row: str(row["period"]))


def told_of(cells: Mapping[tuple[str, str], Told], indicator: str, cell: str) -> Told | None:
    """One cell of a site; None where nobody told of it, whatever else its indicator has."""
    return cells.get((indicator, cell))
