"""Sums over sites never tell what a site hides."""

from __future__ import annotations

from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.events.types import Bound
from services.province.domain.statistics import Told, by_district, share, sum_of

BOUNDS: st.SearchStrategy[Bound] = st.sampled_from(["exact", "at_least", "about"])
NUMBERS = st.builds(Told, st.integers(0, 10**12), BOUNDS)
HIDDEN = st.builds(Told, st.none(), BOUNDS)
SITES = st.dictionaries(
    st.integers(1, 6).flatmap(lambda d: st.integers(1, 20).map(lambda t: f"11{d:02d}{t:02d}")),
    st.one_of(NUMBERS, HIDDEN, st.none()),
)


@example_of(SITES)
def test_the_districts_come_to_the_province(told: dict[str, Told | None]) -> None:
    whole, parts = sum_of(told.values()), by_district(told)
    assert (whole.value or 0) == sum(part.value or 0 for part in parts.values())
    assert whole.sites == sum(part.sites for part in parts.values())
    assert whole.hidden == sum(part.hidden for part in parts.values())
    assert whole.unknown == sum(part.unknown for part in parts.values())
    assert whole.missing == sum(part.missing for part in parts.values())
    assert whole.sites + whole.hidden + whole.unknown + whole.missing == len(told)


@example_of(SITES)
def test_what_is_hidden_or_missing_is_in_no_sum_and_the_sum_says_so(
    told: dict[str, Told | None],
) -> None:
    published = {
        tambon: number
        for tambon, number in told.items()
        if number is not None and number.value is not None and not number.is_unknown
    }
    for sums, of_published in (
        (sum_of(told.values()), sum_of(published.values())),
        *(
            (found, by_district(published).get(district, sum_of([])))
            for district, found in by_district(told).items()
        ),
    ):
        assert sums.value == of_published.value
        if sums.hidden or sums.unknown or sums.missing:
            assert sums.bound == "at_least"


@example_of(st.lists(NUMBERS, min_size=1))
def test_a_sum_is_exact_when_each_of_its_parts_is(told: list[Told]) -> None:
    exact = all(number.bound == "exact" for number in told)
    assert (sum_of(told).bound == "exact") == exact


def test_of_nothing_there_is_no_sum() -> None:
    assert sum_of([]).value is None
    assert sum_of([None, Told(None), Told(0, "at_least")]).value is None
    assert sum_of([Told(0), None]).value == 0


def test_a_share_is_of_the_sums_and_unknown_while_one_of_them_is() -> None:
    part, whole = sum_of([Told(1), Told(30)]), sum_of([Told(2), Told(60)])
    assert share(part, whole) == 5_000
    assert share(sum_of([Told(1)]), sum_of([Told(3)])) == 3_333
    assert share(sum_of([Told(2)]), sum_of([Told(3)])) == 6_667
    assert share(part, sum_of([Told(2), Told(None)])) is None
    assert share(sum_of([None]), whole) is None
    assert share(sum_of([Told(0)]), sum_of([Told(0)])) is None
    assert share(sum_of([Told(3, "at_least")]), whole) is None
    assert share(sum_of([Told(3, "about")]), sum_of([Told(6)])) == 5_000
