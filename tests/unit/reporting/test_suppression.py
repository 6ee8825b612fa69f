"""Small numbers of people: hidden, and in no number that is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangduan.events.reporting import TOTAL, Cell
from bangduan.events.types import Count, Quantity
from services.reporting.domain.suppression import Counts, publishable, without_few


def told(counts: Counts) -> list[dict[str, int | None]]:
    return [{cell: one.value for cell, one in table.items()} for table in publishable(counts)]


def of(**kinds: tuple[int, int]) -> dict[tuple[str, str], int]:
    return {
        (kind, sex): count
        for kind, pair in kinds.items()
        for sex, count in zip(("female", "male"), pair, strict=True)
    }


def test_large_numbers_and_zero_are_told() -> None:
    by_kind, by_sex = told(of(a=(7, 5), b=(0, 0), c=(5, 0)))
    assert by_kind == {"a": 12, "b": 0, "c": 5, TOTAL: 17}
    assert by_sex == {"female": 12, "male": 5, TOTAL: 17}


def test_a_small_kind_is_hidden_and_stands_in_no_sum() -> None:
    by_kind, by_sex = publishable(of(a=(9, 8), b=(3, 0), c=(20, 6)))
    assert by_kind["b"].value is None
    assert by_kind["a"].value == 17
    left_out = Cell(cell=TOTAL, value=43, bound="at_least")
    assert by_kind[TOTAL] == by_sex[TOTAL] == left_out
    assert (by_sex["female"].value, by_sex["male"].value) == (29, 14)


def test_a_few_men_among_many_women_hide_the_women_too() -> None:
    by_kind, by_sex = told(of(a=(9, 2)))
    assert by_kind == {"a": 11, TOTAL: 11}
    assert by_sex == {"female": None, "male": None, TOTAL: 11}


def test_where_only_few_are_left_nothing_is_told_but_that_there_are_some() -> None:
    by_kind, by_sex = publishable(of(a=(2, 2), b=(1, 3)))
    assert {cell.value for name, cell in by_kind.items() if name != TOTAL} == {None}
    assert by_kind[TOTAL] == by_sex[TOTAL] == Cell(cell=TOTAL, value=0, bound="at_least")


COUNTS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["female", "male", "unknown"])),
    st.integers(0, 30),
)


@given(COUNTS)
def test_nobody_few_are_ever_told(counts: Counts) -> None:
    for table in told(counts):
        assert all(value is None or value == 0 or value >= 5 for value in table.values())


@given(COUNTS, st.integers(1, 4))
def test_a_hidden_kind_could_hold_any_few_and_the_same_would_be_told(
    counts: Counts, others: int
) -> None:
    """Who knows the rule and everything told still cannot choose between one and four."""
    by_kind, by_sex = publishable(counts)
    for kind in [name for name, cell in by_kind.items() if cell.value is None]:
        kept = {key: count for key, count in counts.items() if key[0] != kind}
        assert publishable({**kept, (kind, "female"): others}) == (by_kind, by_sex)


@pytest.mark.parametrize(("stated", "counted"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_few_that_an_organisation_states_are_left_out_of_the_sum(
    stated: int, counted: int | None
) -> None:
    found = without_few(Quantity(value=Count(stated)))
    assert found == (
        Quantity(value=Count(0), bound="at_least")
        if counted is None
        else Quantity(value=Count(counted))
    )
