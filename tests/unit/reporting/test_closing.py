"""Months that are over are closed, with their stocks as they stood."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bangduan.days import today
from bangduan.domain import derived_id
from bangduan.errors import RuleBroken
from bangduan.events import membership
from bangduan.events.reporting import Cell, PeriodClosed, StockReported
from bangduan.events.types import EntityId, Line, Slug
from bangduan.testing.scenario import given
from services.reporting.chores import close_months
from services.reporting.domain.period import (
    IN_ORDER,
    IS_A_MONTH,
    IS_OVER,
    PERIOD,
    ClosePeriod,
    CloseWith,
    Stock,
)
from services.reporting.domain.periods import month_of, months_before
from services.reporting.projections import closings

DAY = date(2024, 10, 1)
CELLS = (Cell(cell=Slug("total"), value=3),)
STOCK = Stock(indicator=Slug("organisations"), cells=CELLS)
CLOSE = CloseWith(period=Slug("2024-09"), on=DAY, stocks=(STOCK,))
CLOSED = PeriodClosed(period=Slug("2024-09"), closed_on=DAY)


def registered(name: str) -> membership.OrganisationRegistered:
    return membership.OrganisationRegistered(
        organisation_id=EntityId(derived_id("closing", name)),
        kind=Slug("village-fund"),
        name=Line(name),
        location="inside",
        holds_funds=False,
    )


def close(site: Any, period: str) -> None:
    site.application.execute(ClosePeriod(period=Slug(period)))


def test_a_period_is_closed_with_its_stocks() -> None:
    told = StockReported(
        indicator=Slug("organisations"), period=Slug("2024-09"), unit="things", cells=CELLS
    )
    given(PERIOD).when(CLOSE).then(told, CLOSED)


def test_a_closed_period_stays_as_it_was_told() -> None:
    given(PERIOD, CLOSED).when(CLOSE).then()


def test_an_indicator_nothing_was_told_of_is_told_of_no_month() -> None:
    nothing = Stock(indicator=Slug("organisations"), cells=())
    empty = CloseWith(period=Slug("2024-09"), on=DAY, stocks=(nothing,))
    given(PERIOD).when(empty).then(CLOSED)


def test_the_stock_of_a_month_stays_when_more_comes_later(site: Any) -> None:
    site.hear(registered("a"))
    close(site, "2024-08")
    site.hear(registered("b"))
    assert site.cells("organisations", "2024-08") == {"village-fund": 1, "total": 1}
    assert site.cells("organisations") == {"village-fund": 2, "total": 2}


def test_september_closes_its_fiscal_year(site: Any) -> None:
    site.hear(registered("a"))
    close(site, "2024-09")
    assert site.cells("organisations", "fy2567") == {"village-fund": 1, "total": 1}
    found = site.application.reader.all(select(closings).order_by(closings.c.period))
    assert [(row["period"], row["closed_on"]) for row in found] == [
        ("2024-09", today()),
        ("fy2567", today()),
    ]


@pytest.mark.parametrize("period", ["fy2567", "to-date", "2024-13", "24-10"])
def test_only_a_month_is_closed(site: Any, period: str) -> None:
    with pytest.raises(RuleBroken, match="YYYY-MM") as refused:
        close(site, period)
    assert refused.value.rule == IS_A_MONTH.name


def test_a_month_that_is_not_over_is_not_closed(site: Any) -> None:
    with pytest.raises(RuleBroken) as refused:
        close(site, month_of(today()))
    assert refused.value.rule == IS_OVER.name


def test_months_are_closed_in_order(site: Any) -> None:
    close(site, "2024-09")
    with pytest.raises(RuleBroken) as refused:
        close(site, "2024-08")
    assert refused.value.rule == IN_ORDER.name


def test_the_months_between_two_days_are_those_that_are_over() -> None:
    assert months_before("2024-11", date(2025, 2, 3)) == ("2024-11", "2024-12", "2025-01")
    assert months_before("2024-11", date(2024, 11, 30)) == ()


def test_a_site_closes_its_months_by_itself_from_the_one_it_began_in(site: Any) -> None:
    close_months(site.application)
    assert site.told() == []
    site.hear(registered("a"))
    close_months(site.application)
    assert site.cells("organisations", month_of(today())) == {}

    last_month = month_of(today().replace(day=1) - timedelta(days=1))
    before = months_before("2024-01", today())
    close(site, before[-3])
    close_months(site.application)
    closed = [event.period for event in site.told() if isinstance(event, PeriodClosed)]
    assert {*before[-3:]} <= set(closed)
    assert site.cells("organisations", last_month) == {"village-fund": 1, "total": 1}
    close_months(site.application)
    assert [e.period for e in site.told() if isinstance(e, PeriodClosed)] == closed
