"""A ratio of a site is of what it told: what it did not tell is 0 in no sum and on no page."""

from __future__ import annotations

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.events.indicators import RATIOS, Ratio, ratio_of
from bangduan.events.types import Bound, Slug
from services.province.domain.ratios import RatioState, share_of
from services.province.domain.statistics import Told
from services.province.domain.target import reached
from services.province.pages.readings import RATIO, Key, Measure, Reading, with_ratios

FUNDS = RATIOS[Slug("funds-integrated")]
WOMEN = RATIOS[Slug("share-of-women")]
Cells = dict[tuple[str, str], Told]

BOUNDS: st.SearchStrategy[Bound] = st.sampled_from(["exact", "at_least", "about"])
NUMBERS = st.builds(Told, st.none() | st.integers(0, 10_000), BOUNDS)
RATIO_OF_ALL = st.sampled_from(list(RATIOS.values()))


def parts_of(ratio: Ratio) -> set[tuple[Slug, Slug]]:
    return {*ratio.numerator, *ratio.denominator}


@st.composite
def told_of_one(draw: st.DrawFn) -> tuple[Ratio, Cells]:
    """A ratio, and what a site told: some of its parts, and a cell beside each."""
    ratio = draw(RATIO_OF_ALL)
    cells: Cells = {}
    for indicator, cell in sorted(parts_of(ratio)):
        number = draw(st.none() | NUMBERS)
        if number is not None:
            cells[indicator, cell] = number
        if draw(st.booleans()):
            cells[indicator, "other"] = Told(7)
    return ratio, cells


@example_of(told_of_one())
def test_it_has_a_number_only_where_each_part_is_told_exactly(given: tuple[Ratio, Cells]) -> None:
    ratio, cells = given
    found = share_of(ratio, cells)
    parts = [cells.get(part) for part in parts_of(ratio)]
    exact = all(p is not None and p.value is not None and p.bound == "exact" for p in parts)
    assert (found.value is not None) == (found.state == "told")
    assert (found.state in ("told", "empty")) == exact
    if found.state == "told":
        assert found.value == ratio_of(ratio, cells)


@example_of(told_of_one(), st.data())
def test_what_is_not_told_any_more_leaves_no_number_behind(
    given: tuple[Ratio, Cells], data: st.DataObject
) -> None:
    ratio, cells = given
    untold = data.draw(st.sampled_from(sorted(parts_of(ratio))))
    left = {part: number for part, number in cells.items() if part != untold}
    assert share_of(ratio, left).value is None


@example_of(told_of_one())
def test_a_page_shows_it_as_it_is_reckoned_and_never_as_nothing(given: tuple[Ratio, Cells]) -> None:
    ratio, cells = given
    values: dict[Key, Reading] = {
        ("110113", indicator, cell): Reading(value=n.value, unit="things", bound=n.bound)
        for (indicator, cell), n in cells.items()
    }
    made = with_ratios(values, [Measure(indicator=RATIO, cell=ratio.slug, unit=ratio.unit)])
    reading, found = made.get(("110113", RATIO, ratio.slug)), share_of(ratio, cells)
    assert (reading.number if reading is not None else None) == found.value
    shown = {"told": "known", "hidden": "hidden", "unknown": "unknown"}
    assert (reading.state if reading is not None else None) == shown.get(found.state)


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({}, "missing"),
        ({("funds", "closed"): Told(1)}, "missing"),
        ({("funds", "existing"): Told(6)}, "unknown"),
        ({("funds", "integrated"): Told(6)}, "unknown"),
        ({("funds", "existing"): Told(6), ("funds", "integrated"): Told(None)}, "hidden"),
        ({("funds", "existing"): Told(6), ("funds", "integrated"): Told(1, "about")}, "unknown"),
        ({("funds", "existing"): Told(0), ("funds", "integrated"): Told(0)}, "empty"),
        ({("funds", "existing"): Told(6), ("funds", "integrated"): Told(0)}, "told"),
    ],
)
def test_why_there_is_no_number_is_said(cells: Cells, state: RatioState) -> None:
    assert share_of(FUNDS, cells).state == state


def test_one_sex_alone_is_no_share() -> None:
    assert share_of(WOMEN, {("members-by-sex", "female"): Told(20)}).value is None


def test_about_nothing_reaches_no_target_and_misses_none() -> None:
    assert reached(0, "about", 5, "at_least") is None
    assert reached(0, "about", 5, "at_most") is None
    assert reached(0, "exact", 5, "at_most") is True
