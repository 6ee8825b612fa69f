"""Bodies, their dated rules, and numbers without gaps."""

from datetime import date
from functools import reduce

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import RuleBroken, derived_id
from bangduan.events.meetings import (
    BodyRegistered,
    BodyRulesSet,
    MeetingNumberTaken,
    MeetingRules,
    NumberingContinued,
    Share,
)
from bangduan.events.types import BuddhistYear, EntityId, Line, PositiveCount
from bangduan.testing.scenario import given
from services.meetings.domain.body import (
    BODY,
    ONE_RULE_SET_A_DAY,
    REGISTERED_ONCE,
    SHARES_ARE_PARTS,
    RegisterBody,
    SetBodyRules,
)
from services.meetings.domain.numbering import (
    CONTINUES_BEFORE_FIRST,
    NUMBER_FOLLOWS,
    NUMBERING,
    ContinueNumbering,
    TakeNumber,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


def share(numerator: int, denominator: int, *, more_than: bool = False) -> Share:
    return Share(
        numerator=PositiveCount(numerator),
        denominator=PositiveCount(denominator),
        more_than=more_than,
    )


GROUP = entity("working group")
REGISTERED = BodyRegistered(body_id=GROUP, name=Line("คณะทำงาน ศอช.ต.บางด้วน"))
HALF = MeetingRules(quorum_share=share(1, 2), majority=share(1, 2, more_than=True))
THIRD = MeetingRules(quorum_share=share(1, 3), majority=share(1, 2, more_than=True))


def rules_set(rules: MeetingRules, since: date | None = None) -> BodyRulesSet:
    return BodyRulesSet(body_id=GROUP, effective_from=since, rules=rules)


def test_a_body_is_registered_once() -> None:
    command = RegisterBody(body_id=GROUP, name=Line("คณะทำงาน ศอช.ต.บางด้วน"))
    given(BODY).when(command).then(REGISTERED)
    given(BODY, REGISTERED).when(command).refuses(REGISTERED_ONCE)


def test_rules_are_those_of_a_body_that_is_registered() -> None:
    command = SetBodyRules(body_id=GROUP, rules=HALF)
    given(BODY).when(command).finds_nothing()
    given(BODY, REGISTERED).when(command).then(rules_set(HALF))


def test_rules_are_set_once_for_a_day() -> None:
    since = date(2008, 1, 1)
    body = given(BODY, REGISTERED, rules_set(HALF, since))
    body.when(SetBodyRules(body_id=GROUP, rules=THIRD, effective_from=since)).refuses(
        ONE_RULE_SET_A_DAY
    )
    later = date(2009, 1, 1)
    body.when(SetBodyRules(body_id=GROUP, rules=THIRD, effective_from=later)).then(
        rules_set(THIRD, later)
    )


@pytest.mark.parametrize("impossible", [share(3, 2), share(1, 1, more_than=True)])
def test_a_share_that_can_never_be_reached_is_refused(impossible: Share) -> None:
    quorum = MeetingRules(quorum_share=impossible, majority=share(1, 2, more_than=True))
    majority = MeetingRules(majority=impossible)
    for rules in (quorum, majority):
        command = SetBodyRules(body_id=GROUP, rules=rules)
        given(BODY, REGISTERED).when(command).refuses(SHARES_ARE_PARTS)


def test_everybody_is_a_share_too() -> None:
    rules = MeetingRules(quorum_share=share(1, 1), majority=share(1, 1))
    command = SetBodyRules(body_id=GROUP, rules=rules)
    given(BODY, REGISTERED).when(command).then(rules_set(rules))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2007, 12, 31), HALF),
        (date(2008, 1, 1), THIRD),
        (date(2008, 6, 30), THIRD),
        (None, None),
    ],
)
def test_the_rules_of_a_day_are_the_newest_that_held_then(
    day: date | None, expected: MeetingRules | None
) -> None:
    history = (rules_set(THIRD, date(2008, 1, 1)), rules_set(HALF))
    assert given(BODY, REGISTERED, *history).state.rules_on(day) == expected


def test_on_a_day_nobody_knows_only_rules_that_never_changed_are_certain() -> None:
    assert given(BODY, REGISTERED, rules_set(HALF)).state.rules_on(None) == HALF
    assert given(BODY, REGISTERED).state.rules_on(None) is None


def test_before_the_first_rules_there_are_none() -> None:
    body = given(BODY, REGISTERED, rules_set(HALF, date(2008, 1, 1)))
    assert body.state.rules_on(date(2007, 1, 1)) is None


def take(year: int = 2551, number: int | None = None, meeting: str = "a meeting") -> TakeNumber:
    return TakeNumber(
        body_id=GROUP,
        year=BuddhistYear(year),
        meeting_id=entity(meeting),
        number=None if number is None else PositiveCount(number),
    )


def taken(year: int, number: int) -> MeetingNumberTaken:
    return MeetingNumberTaken(
        body_id=GROUP,
        year=BuddhistYear(year),
        number=PositiveCount(number),
        meeting_id=entity("a meeting"),
    )


def continued(year: int, number: int) -> NumberingContinued:
    return NumberingContinued(
        body_id=GROUP, year=BuddhistYear(year), last_number=PositiveCount(number)
    )


def test_meetings_are_numbered_from_one_and_restart_each_buddhist_year() -> None:
    given(NUMBERING).when(take()).then(taken(2551, 1))
    given(NUMBERING, taken(2551, 1)).when(take()).then(taken(2551, 2))
    given(NUMBERING, taken(2551, 1)).when(take(2552)).then(taken(2552, 1))


def test_a_number_known_from_old_minutes_is_the_next_or_none() -> None:
    given(NUMBERING).when(take(number=1)).then(taken(2551, 1))
    given(NUMBERING).when(take(number=2)).refuses(NUMBER_FOLLOWS)
    given(NUMBERING, taken(2551, 1)).when(take(number=1)).refuses(NUMBER_FOLLOWS)


def test_numbers_given_on_paper_are_continued() -> None:
    command = ContinueNumbering(
        body_id=GROUP, year=BuddhistYear(2551), last_number=PositiveCount(4)
    )
    given(NUMBERING).when(command).then(continued(2551, 4))
    given(NUMBERING, continued(2551, 4)).when(take()).then(taken(2551, 5))
    given(NUMBERING, taken(2551, 1)).when(command).refuses(CONTINUES_BEFORE_FIRST)


YEARS = st.sampled_from([2550, 2551, 2552])


@example_of(st.lists(st.tuples(YEARS, st.none() | st.integers(1, 6)), max_size=40))
def test_numbers_of_a_year_have_no_gaps_whatever_is_asked(
    asked: list[tuple[int, int | None]],
) -> None:
    state, given_out = NUMBERING.initial, dict[int, list[int]]()
    for year, number in asked:
        try:
            events = NUMBERING.decide(state, take(year, number))
        except RuleBroken:
            continue
        state = reduce(NUMBERING.evolve, events, state)
        given_out.setdefault(year, []).extend(
            event.number for event in events if isinstance(event, MeetingNumberTaken)
        )
    for numbers in given_out.values():
        assert numbers == list(range(1, len(numbers) + 1))
