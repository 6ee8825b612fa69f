"""งวดรายงาน: the periods an indicator is reported for."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final, NamedTuple

from bangduan.events.reporting import TO_DATE
from bangduan.events.types import Slug

#: SQL pattern of a month's name.
MONTH: Final = "____-__"


class Span(NamedTuple):
    """First and last day of a period; None where it has no end."""

    starts_on: date | None
    ends_on: date | None


def periods_of(day: date | None) -> tuple[Slug, ...]:
    """The periods that something of ``day`` is reported in.

    Always ``to-date``; a known day also gives its month (``2008-06``) and its fiscal year
    (``fy2551``: October 2550 to September 2551, Buddhist era). Nothing is put into a month
    it is not known to be of.
    """
    if day is None:
        return (TO_DATE,)
    fiscal_year = day.year + 543 + (1 if day.month >= 10 else 0)
    return TO_DATE, Slug(f"{day.year:04d}-{day.month:02d}"), Slug(f"fy{fiscal_year}")


def span_of(period: str) -> Span:
    """The days of a period that ``periods_of`` named."""
    if period == TO_DATE:
        return Span(None, None)
    if period.startswith("fy"):
        ends = int(period[2:]) - 543
        return Span(date(ends - 1, 10, 1), date(ends, 9, 30))
    year, month = (int(part) for part in period.split("-"))
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def month_of(day: date) -> Slug:
    """The month of a day."""
    return Slug(f"{day.year:04d}-{day.month:02d}")


def is_month(period: str) -> bool:
    """Whether this names a month of the common era."""
    return re.fullmatch(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])", period) is not None


def is_period(period: str) -> bool:
    """Whether this names a month, or a fiscal year of the Buddhist era."""
    return is_month(period) or re.fullmatch(r"fy2[456][0-9]{2}", period) is not None


def closing_with(month: str) -> tuple[Slug, ...]:
    """The periods that end with a month: the month, and with September its fiscal year."""
    year, number = (int(part) for part in month.split("-"))
    return (Slug(month), Slug(f"fy{year + 543}")) if number == 9 else (Slug(month),)


def months_before(first: str, today: date) -> tuple[Slug, ...]:
    """The months from ``first`` on that were over before ``today``, in order."""
    year, number = (int(part) for part in first.split("-"))
    months = range(12 * year + number - 1, 12 * today.year + today.month - 1)
    return tuple(Slug(f"{count // 12:04d}-{count % 12 + 1:02d}") for count in months)


def month_after(month: str) -> Slug:
    """The month that follows."""
    year, number = (int(part) for part in month.split("-"))
    return Slug(f"{year + number // 12:04d}-{number % 12 + 1:02d}")
