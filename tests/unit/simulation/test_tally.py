"""The tally is an oracle: it finds what a report has otherwise, and what it does not tell."""

from __future__ import annotations

from datetime import date
from typing import Any

from bangduan.simulation.tally import Tally


def row(indicator: str, cell: str, value: int | None, **more: Any) -> dict[str, Any]:
    known = {"indicator": indicator, "cell": cell, "value": value}
    return {"period": "to-date", "bound": "exact", **known, **more}


def test_a_report_that_says_what_happened_differs_in_nothing() -> None:
    tally = Tally()
    tally.add("organisations", "sao")
    told = [row("organisations", "sao", 1), row("organisations", "total", 1)]
    assert not tally.differences(told)


def test_a_wrong_number_and_one_that_is_missing_are_found() -> None:
    tally = Tally()
    tally.add("organisations", "sao", 2)
    found = tally.differences([row("organisations", "sao", 1)])
    assert [str(each) for each in found] == [
        "organisations to-date sao: 1 is reported, 2 was made to happen",
        "organisations to-date total: None is reported, 2 was made to happen",
    ]


def test_a_number_of_something_that_never_happened_is_found() -> None:
    tally = Tally()
    tally.add("villages", amount=3)
    told = [row("villages", "total", 3), row("villages", "ghost", 1)]
    assert [each.cell for each in tally.differences(told)] == ["ghost"]


def test_a_hidden_number_and_one_that_is_not_exact_pass() -> None:
    tally = Tally()
    tally.add("organisations", "sao", 3)
    told = [
        row("organisations", "sao", None),
        row("organisations", "total", 7, bound="at_least"),
    ]
    assert not tally.differences(told)


def test_what_has_a_day_counts_in_its_month_and_its_fiscal_year() -> None:
    tally = Tally()
    tally.add("meetings-held", "assembly", on=date(2024, 10, 5))
    tally.add("meetings-held", "assembly", on=date(2024, 9, 30))
    assert tally.value("meetings-held", period="2024-10") == 1
    assert tally.value("meetings-held", "assembly", "fy2568") == 1
    assert tally.value("meetings-held", "assembly", "fy2567") == 1
    assert tally.value("meetings-held") == 2


def test_what_moves_to_another_state_counts_there_alone() -> None:
    tally = Tally()
    tally.add("problems", "open")
    tally.move("problems", "open", "solved")
    assert (tally.value("problems", "open"), tally.value("problems", "solved")) == (0, 1)
    assert tally.value("problems") == 1


def test_members_may_be_told_as_they_were_at_the_end_of_an_earlier_month() -> None:
    tally = Tally()
    for members in (10, 3):
        tally.add("members", "savings-group", members)
        tally.end_month()
    earlier = [row("members", "savings-group", 10), row("members", "total", 10)]
    assert not tally.differences(earlier)
    assert not tally.differences([])
    mixed = [row("members", "savings-group", 10), row("members", "total", 13)]
    assert tally.differences(mixed)
