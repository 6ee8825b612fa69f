"""Pictures of values: nothing is lost, nothing is counted twice, what is not known stays open."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.province.charts.classes import classes
from services.province.charts.spread import bins, spread
from services.province.charts.trend import HEIGHT, WIDTH, trend

VALUES = st.lists(st.integers(0, 10**12), min_size=1, max_size=60)


@given(VALUES)
def test_every_value_lies_in_exactly_one_bin(values: list[int]) -> None:
    found = bins(values)
    assert sorted(place for b in found for place in b.members) == list(range(len(values)))
    assert all(b.start <= values[place] < b.end for b in found for place in b.members)


@given(VALUES)
def test_bins_touch_are_equally_wide_and_few(values: list[int]) -> None:
    found = bins(values)
    assert all(one.end == other.start for one, other in itertools.pairwise(found))
    assert len({b.end - b.start for b in found}) == 1
    assert 1 <= len(found) <= 11


@given(VALUES)
def test_the_quartiles_stand_in_order_between_the_least_and_the_most(values: list[int]) -> None:
    found = spread(values)
    assert found is not None
    ordered = [found.least, found.lower, found.median, found.upper, found.most]
    assert ordered == sorted(ordered)
    assert (found.least, found.most, found.count) == (min(values), max(values), len(values))


def test_the_quartiles_are_those_of_a_spreadsheet() -> None:
    found = spread([1, 2, 3, 4])
    assert found is not None
    assert (found.lower, found.median, found.upper) == (1.75, 2.5, 3.25)


def test_nothing_spreads_over_nothing() -> None:
    assert spread([]) is None
    assert bins([]) == ()
    assert classes([]).ranges == ()


@given(VALUES, st.integers(2, 7))
def test_every_value_is_within_its_class_and_larger_ones_never_in_a_lower(
    values: list[int], wanted: int
) -> None:
    found = classes(values, wanted)
    assert 1 <= len(found.ranges) <= wanted
    for value in values:
        least, most = found.ranges[found.of(value) - 1]
        assert least <= value <= most
    numbers = [found.of(value) for value in sorted(values)]
    assert numbers == sorted(numbers)


def test_classes_hold_about_as_many_values_each() -> None:
    found = classes(list(range(100)), 4)
    assert [most - least + 1 for least, most in found.ranges] == [25, 25, 25, 25]


def test_a_line_breaks_where_a_value_is_not_known() -> None:
    found = trend([1, 2, None, 3, 4])
    assert len(found.points) == 4
    assert len(found.lines) == 2


def test_a_value_alone_is_a_point_without_a_line() -> None:
    found = trend([None, 5, None])
    assert [point.place for point in found.points] == [1]
    assert found.lines == ()


@given(st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**12)), max_size=40))
def test_a_line_stays_within_its_drawing(values: list[int | None]) -> None:
    found = trend(values, 7)
    assert all(0 <= p.x <= WIDTH and 0 <= p.y <= HEIGHT for p in found.points)
    assert found.level is not None
    assert 0 <= found.ground <= HEIGHT


@pytest.mark.parametrize(("low", "high"), [(1, 2), (0, 900)])
def test_what_is_more_is_drawn_higher(low: int, high: int) -> None:
    lower, higher = trend([low, high]).points
    assert higher.y < lower.y
