"""Small numbers of people: hidden, and not to be had by subtraction either."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangduan.events.reporting import TOTAL
from services.reporting.domain.suppression import publishable


def told(*tables: dict[str, int]) -> list[dict[str, int | None]]:
    return [{cell: told.value for cell, told in table.items()} for table in publishable(*tables)]


def test_large_numbers_and_zero_are_told() -> None:
    assert told({"a": 12, "b": 0, "c": 5}) == [{"a": 12, "b": 0, "c": 5, TOTAL: 17}]


def test_a_small_number_is_hidden_and_another_with_it() -> None:
    assert told({"a": 9, "b": 3, "c": 20}) == [{"a": 9, "b": None, "c": None, TOTAL: 32}]


def test_several_small_numbers_hide_one_another() -> None:
    assert told({"a": 3, "b": 4, "c": 20}) == [{"a": None, "b": None, "c": 20, TOTAL: 27}]


def test_small_numbers_that_add_up_to_few_hide_a_large_one_too() -> None:
    assert told({"a": 1, "b": 2, "c": 20}) == [{"a": None, "b": None, "c": None, TOTAL: 23}]


def test_small_numbers_that_add_up_to_the_most_they_can_hide_a_large_one_too() -> None:
    assert told({"a": 4, "b": 4, "c": 20}) == [{"a": None, "b": None, "c": None, TOTAL: 28}]


def test_where_only_few_are_left_nothing_is_told_in_any_table_of_the_same_people() -> None:
    assert told({"a": 4, "b": 4}, {"x": 8, "y": 0}) == [
        {"a": None, "b": None, TOTAL: None},
        {"x": None, "y": None, TOTAL: None},
    ]


def shares(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Every way to spread ``total`` over so many cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in shares(total - first, cells - 1):
            yield (first, *rest)


@pytest.mark.parametrize(("cells", "largest"), [(1, 12), (2, 12), (3, 9), (4, 6)])
def test_who_knows_the_rule_still_cannot_work_out_a_hidden_number(cells: int, largest: int) -> None:
    """Of every table of these sizes: several tables would have been told in just this way."""
    names = "abcd"[:cells]
    for counts in product(range(largest + 1), repeat=cells):
        table = dict(zip(names, counts, strict=True))
        (published,) = told(table)
        hidden = [name for name in names if published[name] is None]
        if not hidden or published[TOTAL] is None:
            continue
        seen: dict[str, set[int]] = {name: set() for name in hidden}
        for share in shares(sum(table[name] for name in hidden), len(hidden)):
            other = table | dict(zip(hidden, share, strict=True))
            if told(other) == [published]:
                for name in hidden:
                    seen[name].add(other[name])
        assert all(len(values) > 1 for values in seen.values()), table


COUNTS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 40), max_size=7)


@given(COUNTS)
def test_nobody_few_are_ever_told(counts: dict[str, int]) -> None:
    (published,) = told(counts)
    assert all(value is None or value == 0 or value >= 5 for value in published.values())


@given(COUNTS)
def test_a_hidden_cell_never_stands_alone_beside_a_told_total(counts: dict[str, int]) -> None:
    (published,) = told(counts)
    hidden = [cell for cell, value in published.items() if value is None and cell != TOTAL]
    assert published[TOTAL] is None or len(hidden) != 1
