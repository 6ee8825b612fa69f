"""ความเคลื่อนไหวของตำบล: on which days a site recorded something that has come in.

A site's events come in the order it recorded them and none is left out. So what a site recorded
in a period is here in full once something that it recorded later is here: the day of that is the
day its report of the period is from. A site that has closed the period itself says that it told
all it has to tell of it. Days are those of the site's own record, in Thailand: a cut
line makes no report late, it only keeps it away until it mends.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date, Integer, String

from bangduan.days import BANGKOK
from bangduan.events.envelope import Recorded
from bangduan.events.reporting import (
    ContributionWithdrawn,
    HeadcountReported,
    HeadsDigested,
    IndicatorReported,
    MilestoneReached,
    PeriodClosed,
    SiteDigested,
    StockReported,
)
from bangduan.projection import Projection, ReadTable, Rows

heard_days = ReadTable(
    "heard_days",
    Column("tambon", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("events", Integer, nullable=False),
)

closed_periods = ReadTable(
    "closed_periods",
    Column("tambon", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("closed_on", Date, nullable=False),
)

HEARD = Projection("heard", version=2, tables=(heard_days, closed_periods), source="reporting")


@HEARD.on(
    IndicatorReported,
    ContributionWithdrawn,
    HeadcountReported,
    StockReported,
    MilestoneReached,
    HeadsDigested,
    SiteDigested,
)
def _(event: object, at: Recorded, rows: Rows) -> None:
    _heard(at, rows)


@HEARD.on(PeriodClosed)
def _(event: PeriodClosed, at: Recorded, rows: Rows) -> None:
    _heard(at, rows)
    rows.put(closed_periods, tambon=at.tambon, period=event.period, closed_on=event.closed_on)


def _heard(at: Recorded, rows: Rows) -> None:
    day = day_of(at)
    if day is not None:
        rows.add(heard_days, {"tambon": at.tambon, "day": day}, events=1)


def day_of(at: Recorded) -> date | None:
    """The day in Thailand on which the site recorded an event; None where its time is no time."""
    try:
        recorded = datetime.fromisoformat(at.time)
        return recorded.astimezone(BANGKOK).date()
    except (ValueError, OverflowError):
        return None
