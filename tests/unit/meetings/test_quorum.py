"""Whether enough are there, and whether enough agree."""

from fractions import Fraction

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.events.meetings import MeetingRules, Share
from bangduan.events.types import Bound, Count, PositiveCount, Quantity
from services.meetings.domain.quorum import SIMPLE_MAJORITY, quorum, reached, required


def share(numerator: int, denominator: int, *, more_than: bool = False) -> Share:
    return Share(
        numerator=PositiveCount(numerator),
        denominator=PositiveCount(denominator),
        more_than=more_than,
    )


def rules(quorum_share: Share | None = None, at_least: int | None = None) -> MeetingRules:
    return MeetingRules(
        quorum_share=quorum_share,
        quorum_at_least=None if at_least is None else PositiveCount(at_least),
        majority=SIMPLE_MAJORITY,
    )


def people(value: int, bound: Bound = "exact") -> Quantity:
    return Quantity(value=Count(value), bound=bound)


HALF, OVER_HALF = share(1, 2), share(1, 2, more_than=True)


@pytest.mark.parametrize(
    ("quorum_rules", "entitled", "expected"),
    [
        (rules(HALF), 15, 8),
        (rules(HALF), 16, 8),
        (rules(OVER_HALF), 16, 9),
        (rules(share(1, 3)), 15, 5),
        (rules(share(1, 3), at_least=7), 15, 7),
        (rules(at_least=50), None, 50),
        (rules(HALF), None, None),
        (rules(share(1, 1)), 15, 15),
    ],
)
def test_how_many_are_required(
    quorum_rules: MeetingRules, entitled: int | None, expected: int | None
) -> None:
    assert required(quorum_rules, entitled) == expected


@pytest.mark.parametrize(
    ("quorum_rules", "present", "entitled", "expected"),
    [
        (rules(HALF), people(8), 15, "met"),
        (rules(HALF), people(7), 15, "not_met"),
        (rules(HALF), people(108), None, "unknown"),
        (rules(HALF, at_least=50), people(49), None, "not_met"),
        (rules(HALF, at_least=50), people(108), None, "unknown"),
        (rules(at_least=50), people(108), None, "met"),
        (rules(HALF), people(8, "at_least"), 15, "met"),
        (rules(HALF), people(7, "at_least"), 15, "unknown"),
        (rules(HALF), people(15, "about"), 15, "unknown"),
        (rules(HALF), None, 15, "unknown"),
        (rules(), people(108), 108, "unknown"),
        (None, people(108), 108, "unknown"),
    ],
)
def test_whether_enough_are_present(
    quorum_rules: MeetingRules | None,
    present: Quantity | None,
    entitled: int | None,
    expected: str,
) -> None:
    assert quorum(quorum_rules, present, entitled) == expected


def test_half_is_no_majority_and_one_more_is() -> None:
    assert not reached(SIMPLE_MAJORITY, 5, 10)
    assert reached(SIMPLE_MAJORITY, 6, 10)
    assert reached(share(2, 3), 10, 15)
    assert not reached(share(2, 3, more_than=True), 10, 15)


SHARES = st.builds(
    lambda a, b, more_than: share(min(a, b), max(a, b), more_than=more_than),
    st.integers(1, 20),
    st.integers(1, 20),
    st.booleans(),
)
RULES = st.builds(rules, st.none() | SHARES, st.none() | st.integers(1, 200))
BOUNDS: st.SearchStrategy[Bound] = st.sampled_from(["exact", "at_least", "about"])
PRESENT = st.none() | st.builds(people, st.integers(0, 300), BOUNDS)


@example_of(RULES, PRESENT, st.none() | st.integers(0, 300))
def test_a_quorum_is_never_met_by_fewer_than_required(
    quorum_rules: MeetingRules, present: Quantity | None, entitled: int | None
) -> None:
    found = quorum(quorum_rules, present, entitled)
    if found != "met":
        return
    assert present is not None
    assert present.bound != "about"
    assert present.value >= (quorum_rules.quorum_at_least or 0)
    wanted = quorum_rules.quorum_share
    if wanted is not None:
        assert entitled is not None
        fraction = Fraction(wanted.numerator, wanted.denominator) * entitled
        assert present.value > fraction if wanted.more_than else present.value >= fraction


@example_of(RULES, st.integers(0, 300), st.integers(0, 300))
def test_with_both_numbers_known_a_quorum_is_met_or_not(
    quorum_rules: MeetingRules, present: int, entitled: int
) -> None:
    found = quorum(quorum_rules, people(present), entitled)
    needed = required(quorum_rules, entitled)
    assert needed is not None
    if quorum_rules.quorum_share is None and quorum_rules.quorum_at_least is None:
        assert found == "unknown"
    else:
        assert found == ("met" if present >= needed else "not_met")
