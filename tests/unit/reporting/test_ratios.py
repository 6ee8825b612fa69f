"""Ratios: of sums, and not known where a part is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangduan.events.indicators import INDICATORS, PLANNED, RATIOS, ratio_of
from bangduan.events.indicators.meaning import Cells
from bangduan.events.types import Slug

WOMEN = RATIOS[Slug("share-of-women")]
DONE = RATIOS[Slug("resolutions-done")]
SAVINGS = RATIOS[Slug("savings-per-member")]


def cells(indicator: str, **values: int | None) -> dict[tuple[str, str], tuple[int | None, str]]:
    return {(indicator, cell): (value, "exact") for cell, value in values.items()}


@pytest.mark.parametrize("ratio", RATIOS.values(), ids=lambda ratio: ratio.slug)
def test_it_is_made_of_indicators_that_are_told(ratio: object) -> None:
    for indicator, _ in (*ratio.numerator, *ratio.denominator):  # type: ignore[attr-defined]
        assert indicator in INDICATORS


def test_no_two_things_have_one_name() -> None:
    names = [*INDICATORS, *RATIOS, *PLANNED]
    assert len(names) == len(set(names))


def test_a_share_is_in_hundredths_of_a_percent() -> None:
    assert ratio_of(WOMEN, cells("members-by-sex", female=20, male=10, total=30)) == 6_667


def test_an_average_is_in_satang_for_each() -> None:
    held = {
        ("savings", "savings-group"): (100_000, "exact"),
        ("members", "savings-group"): (30, "exact"),
    }
    assert ratio_of(SAVINGS, held) == 3_333


def test_a_cell_nobody_told_of_beside_others_is_empty() -> None:
    assert ratio_of(DONE, cells("resolutions", passed=8)) == 0


@pytest.mark.parametrize(
    "told",
    [
        {},
        cells("members-by-sex", female=None, male=None),
        {("members-by-sex", "female"): (20, "at_least"), ("members-by-sex", "male"): (9, "exact")},
        cells("members-by-sex", female=0, male=0),
    ],
)
def test_what_is_hidden_bounded_or_nothing_gives_no_ratio(told: Cells) -> None:
    assert ratio_of(WOMEN, told) is None


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_lies_between_nothing_and_all(part: int, rest: int) -> None:
    share = ratio_of(WOMEN, cells("members-by-sex", female=part, male=rest))
    assert share is not None
    assert 0 <= share <= 10_000
