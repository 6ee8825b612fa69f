"""งวดรายงาน: the periods that sites report, their days, and when a report of one is due."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from bangduan.events.types import Slug

_MONTH: Final = re.compile(r"(?P<year>[12][0-9]{3})-(?P<month>0[1-9]|1[0-2])")
_FISCAL_YEAR: Final = re.compile(r"fy(?P<year>2[4-7][0-9]{2})")
_BUDDHIST: Final = 543


class Span(NamedTuple):
    """First and last day of a period."""

    starts_on: date
    ends_on: date


def span_of(period: str) -> Span | None:
    """The days of a month (``2008-06``) or a fiscal year BE (``fy2551``); None for ``to-date``."""
    found = _FISCAL_YEAR.fullmatch(period)
    if found is not None:
        ends = int(found["year"]) - _BUDDHIST
        return Span(date(ends - 1, 10, 1), date(ends, 9, 30))
    found = _MONTH.fullmatch(period)
    if found is None:
        return None
    year, month = int(found["year"]), int(found["month"])
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def is_over(period: str, on: date) -> bool:
    """True when the last day of ``period`` is before ``on``; ``to-date`` never ends."""
    span = span_of(period)
    return span is not None and span.ends_on < on


def month_of(day: date) -> Slug:
    """The month that a day belongs to."""
    return Slug(f"{day.year:04d}-{day.month:02d}")


def month_before(day: date) -> Slug:
    """The month that was over last on ``day``."""
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return Slug(f"{year:04d}-{month:02d}")


def months_through(first: str, last: str) -> tuple[Slug, ...]:
    """Every month from ``first`` to ``last``, both with it; none when ``last`` is before."""
    found = []
    span = span_of(first)
    while span is not None and first <= last:
        found.append(Slug(first))
        ends = span.ends_on
        first = month_of(date(ends.year + ends.month // 12, ends.month % 12 + 1, 1))
        span = span_of(first)
    return tuple(found)


def due_on(period: str, deadlines: Mapping[str, int]) -> date | None:
    """The last day on which a report of ``period`` is on time.

    Args:
        deadlines: first month a rule holds for → day of the month after the period.

    Returns:
        None where no rule holds yet, and for ``to-date``. A fiscal year is due with its last
        month.
    """
    span = span_of(period)
    if span is None:
        return None
    month = month_of(span.ends_on)
    held = [from_period for from_period in deadlines if from_period <= month]
    if not held:
        return None
    ends = span.ends_on
    return date(ends.year + ends.month // 12, ends.month % 12 + 1, deadlines[max(held)])


def is_month(period: str) -> bool:
    """True for the name of a month, ``2008-06``."""
    return _MONTH.fullmatch(period) is not None
