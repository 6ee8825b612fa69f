"""How a policy says that something counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bangduan.events.indicators import INDICATORS
from bangduan.events.reporting import TO_DATE, TOTAL, Figure, Unit
from bangduan.events.types import Bound, Count, EntityId, Line, Quantity, Slug
from services.reporting.domain.milestone import ReachMilestone, milestone_id
from services.reporting.domain.periods import periods_of
from services.reporting.domain.report import (
    Contribute,
    CountAlike,
    Withdraw,
    report_id,
)


def counts(
    indicator: str,
    source: str,
    *,
    cell: str = TOTAL,
    value: int = 1,
    bound: Bound = "exact",
    on: date | None = None,
) -> Iterator[Contribute]:
    """The source counts in ``cell``: to date, and in the periods of ``on`` if that is reported."""
    for period in periods_of(on if INDICATORS[Slug(indicator)].by_period else None):
        yield Contribute(
            report_id=report_id(indicator, period),
            indicator=Slug(indicator),
            period=period,
            source=Line(source),
            cell=Slug(cell),
            value=value,
            bound=bound,
            on=on,
        )


def counts_money(
    indicator: str, source: str, satang: int | None, *, cell: str = TOTAL, on: date | None = None
) -> Iterator[Contribute]:
    """As ``counts``, of a sum; one that is not known makes the whole a lower bound."""
    bound: Bound = "at_least" if satang is None else "exact"
    return counts(indicator, source, cell=cell, value=satang or 0, bound=bound, on=on)


def counts_alike(indicator: str, source: str, like: str, *, cell: str) -> CountAlike:
    """The source counts in ``cell`` as ``like`` does: as much, and in the same periods."""
    return CountAlike(
        report_id=report_id(indicator, TO_DATE),
        indicator=Slug(indicator),
        source=Line(source),
        like=Line(like),
        cell=Slug(cell),
    )


def counts_no_longer(indicator: str, source: str) -> Iterator[Withdraw]:
    """The source counts no more, to date and in the periods it counted in."""
    yield Withdraw(
        report_id=report_id(indicator, TO_DATE),
        indicator=Slug(indicator),
        period=TO_DATE,
        source=Line(source),
    )


def reached(
    kind: str,
    source: str,
    *figures: Figure | None,
    id: EntityId | None = None,
    on: date | None = None,
    within: str | None = None,
    body: Line | None = None,
) -> ReachMilestone:
    """The milestone of ``kind`` that ``source`` reached, told with the figures that are known.

    ``id`` is its id where others must be able to name it without knowing its kind.
    """
    return ReachMilestone(
        milestone_id=id or milestone_id(kind, source),
        kind=Slug(kind),
        on=on,
        within=None if within is None else EntityId(within),
        body=body,
        figures=tuple(figure for figure in figures if figure is not None),
    )


def figure(name: str, value: Quantity | int | None, unit: Unit = "things") -> Figure | None:
    """A figure of a milestone, None where its value is not known."""
    if value is None:
        return None
    if isinstance(value, Quantity):
        return Figure(figure=Slug(name), value=value.value, unit=unit, bound=value.bound)
    return Figure(figure=Slug(name), value=Count(value), unit=unit)
