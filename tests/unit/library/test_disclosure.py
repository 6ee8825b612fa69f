"""The audit of what was published finds what subtraction finds, and never more."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangduan.disclosure import FEW, Leak, Range, Sum, bounds, leaks

ANY = Range(0, None)


def test_one_hidden_cell_beside_a_told_total_is_known() -> None:
    assert leaks({"men": FEW}, [Sum({"men": 1}, 20 - 17)]) == [Leak("men", Range(3, 3))]


def test_two_hidden_cells_that_can_be_anything_are_not_known() -> None:
    assert leaks({"a": FEW, "b": Range(5, None)}, [Sum({"a": 1, "b": 1}, 12)]) == []


def test_two_small_cells_that_come_to_two_are_known() -> None:
    found = leaks({"a": FEW, "b": FEW}, [Sum({"a": 1, "b": 1}, 2)])
    assert found == [Leak("a", Range(1, 1)), Leak("b", Range(1, 1))]


def test_two_small_cells_that_come_to_three_are_known_too_closely() -> None:
    found = leaks({"a": FEW, "b": FEW}, [Sum({"a": 1, "b": 1}, 3)])
    assert found == [Leak("a", Range(1, 2)), Leak("b", Range(1, 2))]


def test_another_table_of_the_same_people_gives_a_hidden_cell_away() -> None:
    """By kind two are hidden; by sex one of them is a part of a sum that was told."""
    sums = [Sum({"a": 1, "b": 1}, 12), Sum({"b": 1, "c": 1}, 20), Sum({"c": 1}, 11)]
    assert leaks({"a": FEW, "b": ANY, "c": ANY}, sums) == [Leak("a", Range(3, 3))]


def test_a_total_that_moves_by_one_while_the_cell_beside_it_comes_to_show_tells_what_it_was() -> (
    None
):
    """Hidden yesterday, five today, and one person came: it was four."""
    sums = [Sum({"today": 1}, 5), Sum({"today": 1, "yesterday": -1, "came": -1}, 0)]
    unknown = {"yesterday": FEW, "today": ANY, "came": Range(1, 1)}
    assert leaks(unknown, sums) == [Leak("yesterday", Range(4, 4))]


def test_when_nobody_knows_how_many_came_and_went_it_tells_nothing() -> None:
    sums = [Sum({"today": 1}, 5), Sum({"today": 1, "yesterday": -1, "came": -1, "went": 1}, 0)]
    assert leaks({"yesterday": FEW, "today": ANY, "came": ANY, "went": ANY}, sums) == []


def test_sums_are_taken_from_one_another() -> None:
    """Neither sum alone bounds anything; their difference does."""
    sums = [Sum({"a": 1, "b": 1, "c": 1}, 30), Sum({"b": 1, "c": 1}, 28)]
    assert bounds({"a": ANY, "b": ANY, "c": ANY}, sums)["a"] == Range(2, 2)


def test_numbers_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="no numbers fit"):
        bounds({"a": ANY}, [Sum({"a": 1}, 1), Sum({"a": 1}, 2)])
    with pytest.raises(ValueError, match="no numbers fit"):
        bounds({"a": FEW, "b": FEW}, [Sum({"a": 1, "b": 1}, 9)])


MEMBERS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from([-1, 1, 2]), min_size=1)


@settings(max_examples=50)
@given(st.fixed_dictionaries({name: st.integers(0, 6) for name in "abcd"}), st.lists(MEMBERS))
def test_what_is_so_is_never_ruled_out_and_what_is_ruled_out_is_not_so(
    truth: dict[str, int], relations: list[dict[str, int]]
) -> None:
    sums = [
        Sum(members, sum(factor * truth[name] for name, factor in members.items()))
        for members in relations
    ]
    found = bounds({name: Range(0, 6) for name in truth}, sums)
    for values in product(range(7), repeat=4):
        guess = dict(zip("abcd", values, strict=True))
        if all(sum(f * guess[n] for n, f in s.members.items()) == s.value for s in sums):
            for name, value in guess.items():
                low, high = found[name]
                assert high is not None
                assert low <= value <= high
