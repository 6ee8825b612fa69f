"""Periods of reports."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bangduan.thai import fiscal_year
from services.reporting.domain.periods import periods_of, span_of


def test_a_day_is_reported_to_date_in_its_month_and_in_its_fiscal_year() -> None:
    assert periods_of(date(2008, 8, 8)) == ("to-date", "2008-08", "fy2551")


def test_the_fiscal_year_begins_in_october() -> None:
    assert periods_of(date(2008, 10, 1))[2] == "fy2552"
    assert span_of("fy2552") == (date(2008, 10, 1), date(2009, 9, 30))


def test_what_has_no_date_is_put_into_no_month() -> None:
    assert periods_of(None) == ("to-date",)
    assert span_of("to-date") == (None, None)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2150, 12, 31)))
def test_every_day_lies_within_its_periods(day: date) -> None:
    _, month, year = periods_of(day)
    assert year == f"fy{fiscal_year(day)}"
    for period in (month, year):
        starts_on, ends_on = span_of(period)
        assert starts_on is not None
        assert ends_on is not None
        assert starts_on <= day <= ends_on
