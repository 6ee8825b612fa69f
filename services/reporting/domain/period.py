"""ปิดงวด: a month is over; its stocks are told as they stand, and what comes later restates it.

Stocks (organisations, members, savings) have no business date of their own. What they are at the
end of a month is what was told of them to date when the month was closed: the site closes it by
itself in the first hour it runs in a later month, or an officer does. A closed month stays closed;
its stocks are never told anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bangduan.domain import Aggregate, Rule, command
from bangduan.events.indicators import INDICATORS
from bangduan.events.reporting import Cell, PeriodClosed, StockReported
from bangduan.events.types import Slug
from services.reporting.permissions import CLOSE_PERIODS

IS_A_MONTH = Rule(
    "closes-a-month",
    en="Give a month of the common era as YYYY-MM, such as 2024-10; fiscal years close with "
    "September.",
    th="ระบุเดือนเป็นปี ค.ศ.-เดือน เช่น 2024-10 ส่วนปีงบประมาณปิดพร้อมเดือนกันยายน",
    field="period",
)
IS_OVER = Rule(
    "period-is-over",
    en="The month is not over; close it after {ends_on}.",
    th="เดือนยังไม่สิ้นสุด ปิดงวดได้หลังวันที่ {ends_on}",
    field="period",
)
IN_ORDER = Rule(
    "periods-close-in-order",
    en="{last} is closed; close a later month.",
    th="ปิดงวด {last} แล้ว ให้เลือกเดือนหลังจากนั้น",
    field="period",
)


@command(CLOSE_PERIODS)
class ClosePeriod:
    """ปิดงวดรายงาน: tell the stocks as they stand at the end of a month that is over."""

    period: Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """The cells of one indicator as they stand."""

    indicator: Slug
    cells: tuple[Cell, ...]


@command
class CloseWith:
    """ปิดงวดด้วยยอดคงเหลือ: the period, the day it is closed on, and the stocks of that day."""

    period: Slug
    on: date
    stocks: tuple[Stock, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """State: whether the period is closed."""

    closed: bool = False


def decide(state: Period, command: CloseWith) -> Sequence[object]:
    """The stocks, then that the period is closed; nothing for one that is."""
    if state.closed:
        return []
    stocks = [
        StockReported(
            indicator=stock.indicator,
            period=command.period,
            unit=INDICATORS[stock.indicator].unit,
            cells=stock.cells,
        )
        for stock in command.stocks
        if stock.cells
    ]
    return [*stocks, PeriodClosed(period=command.period, closed_on=command.on)]


def evolve(state: Period, event: object) -> Period:
    """The period after ``event``."""
    return Period(closed=True) if isinstance(event, PeriodClosed) else state


PERIOD = Aggregate(
    "period",
    key="period",
    initial=Period(),
    decide=decide,
    evolve=evolve,
    commands=(ClosePeriod, CloseWith),
)
