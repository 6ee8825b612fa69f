"""Months, fiscal years and deadlines."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from services.province.domain.periods import (
    due_on,
    is_over,
    month_before,
    month_of,
    months_through,
    span_of,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_a_fiscal_year_goes_from_october_to_september() -> None:
    assert span_of("fy2551") == (date(2007, 10, 1), date(2008, 9, 30))


@pytest.mark.parametrize("other", ["to-date", "2008-13", "2008-6", "fy51", "x"])
def test_what_is_no_period_has_no_days(other: str) -> None:
    assert span_of(other) is None
    assert not is_over(other, date(2026, 1, 1))
    assert due_on(other, {"2000-01": 15}) is None
    assert months_through(other, "zzz") == ()


@example_of(DAYS)
def test_every_day_is_in_its_month_and_after_the_month_before(day: date) -> None:
    span, before = span_of(month_of(day)), span_of(month_before(day))
    assert span is not None
    assert before is not None
    assert span.starts_on <= day <= span.ends_on
    assert (span.starts_on - before.ends_on).days == 1
    assert not is_over(month_of(day), day)
    assert is_over(month_before(day), day)


@example_of(DAYS, DAYS)
def test_months_follow_one_upon_the_other(one: date, other: date) -> None:
    first, last = sorted((one, other))
    months = months_through(month_of(first), month_of(last))
    assert (months[0], months[-1]) == (month_of(first), month_of(last))
    assert len(months) == (last.year - first.year) * 12 + last.month - first.month + 1
    assert list(months) == sorted(set(months))


def test_nothing_is_due_before_a_deadline_holds() -> None:
    assert due_on("2026-05", {"2026-06": 15}) is None
    assert due_on("2026-05", {}) is None


def test_the_newest_deadline_that_holds_decides() -> None:
    rules = {"2026-01": 15, "2026-07": 10}
    assert due_on("2026-06", rules) == date(2026, 7, 15)
    assert due_on("2026-12", rules) == date(2027, 1, 10)
    assert due_on("fy2569", rules) == date(2026, 10, 10)
