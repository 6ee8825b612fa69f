"""Ties for the last seats: broken as the body's rules say, by a ballot among the tied alone."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import RuleBroken
from bangduan.events.meetings import Candidate, ElectionHeld, TieBreak
from bangduan.events.types import Count, EntityId, PositiveCount
from bangduan.testing.scenario import Outcome, given
from services.meetings.domain.meeting import MEETING, Meeting
from services.meetings.domain.meeting.ballots import (
    BALLOTS_FIT_PRESENT,
    ELECTED_HAVE_MOST_VOTES,
    RUNOFF_AMONG_TIED,
    TIE_BY_THE_RULES,
    TIE_IS_BROKEN,
    VOTES_ALL_OR_NONE,
    VOTES_FIT_BALLOTS,
)
from services.meetings.domain.meeting.elections import STANDS_ONCE
from tests.unit.meetings.test_election import CONVENED, FIFTY, OPENED, PEOPLE, hold, present, stood

A, B, C, D, *_ = PEOPLE
#: Two seats; A leads, B, C and D tie for the second.
TIED = stood(40, 20, 20, 20)


def under(tie_rule: TieBreak | None) -> Any:
    rules = dataclasses.replace(FIFTY, tie_rule=tie_rule)
    return given(MEETING, CONVENED, dataclasses.replace(OPENED, rules=rules), present(108))


def elect(tie_rule: TieBreak | None = None, **more: Any) -> Outcome[Meeting]:
    outcome: Outcome[Meeting] = under(tie_rule).when(hold(2, **{"candidates": TIED, **more}))
    return outcome


def held(outcome: Outcome[Meeting]) -> ElectionHeld:
    assert outcome.refusal is None, outcome.refusal
    event = outcome.events[1]
    assert isinstance(event, ElectionHeld)
    return event


def ballot(**votes: int | None) -> tuple[Candidate, ...]:
    named = {"a": A, "b": B, "c": C, "d": D}
    return tuple(
        Candidate(person_id=named[name], votes=None if count is None else Count(count))
        for name, count in votes.items()
    )


def test_a_second_ballot_among_the_tied_decides_the_last_seat() -> None:
    told = held(elect(runoff=ballot(b=30, c=50, d=20)))
    assert told.elected == (A, C)
    assert told.tie_broken_by == "runoff"
    assert told.runoff == ballot(b=30, c=50, d=20)


def test_who_is_said_to_be_elected_is_who_the_second_ballot_chose() -> None:
    runoff = ballot(b=30, c=50, d=20)
    assert held(elect(runoff=runoff, elected=(C, A))).elected == (C, A)
    elect(runoff=runoff, elected=(A, B)).refuses(ELECTED_HAVE_MOST_VOTES)
    elect(runoff=ballot(b=30, c=50), elected=(A, D)).refuses(RUNOFF_AMONG_TIED)


@pytest.mark.parametrize("runoff", [ballot(a=10, b=20), ballot(c=20), ballot(b=1, c=2, d=3, a=4)])
def test_nobody_else_stands_in_a_second_ballot_and_not_as_few_as_the_seats(
    runoff: tuple[Candidate, ...],
) -> None:
    elect(runoff=runoff).refuses(RUNOFF_AMONG_TIED)


def test_there_is_no_second_ballot_without_a_tie_nor_without_its_votes() -> None:
    elect(candidates=stood(40, 30, 20), runoff=ballot(b=1, c=2)).refuses(RUNOFF_AMONG_TIED)
    elect(runoff=ballot(b=1, c=None)).refuses(VOTES_ALL_OR_NONE)
    elect(runoff=(*ballot(b=1, c=2), *ballot(b=3))).refuses(STANDS_ONCE)


def test_a_second_ballot_that_ties_too_is_settled_by_lot_or_by_the_chair() -> None:
    again = ballot(b=40, c=40, d=28)
    elect("runoff", runoff=again).refuses(TIE_IS_BROKEN)
    elect("runoff", runoff=again, elected=(A, B)).refuses(TIE_IS_BROKEN)
    told = held(elect("runoff", runoff=again, elected=(A, B), tie_broken_by="lot"))
    assert (told.elected, told.tie_broken_by) == ((A, B), "lot")


def test_a_tie_is_broken_as_the_bodys_rules_say() -> None:
    drawn: dict[str, Any] = {"elected": (A, D), "tie_broken_by": "lot"}
    assert held(elect("lot", **drawn)).tie_broken_by == "lot"
    assert held(elect(None, **drawn)).elected == (A, D)
    for rule in ("chair", "runoff"):
        elect(rule, **drawn).refuses(TIE_BY_THE_RULES)
    elect("lot", runoff=ballot(b=30, c=50)).refuses(TIE_BY_THE_RULES)
    elect("lot", elected=(A, D)).refuses(TIE_IS_BROKEN)


def test_ballots_fit_the_people_and_votes_the_ballots() -> None:
    fits = held(elect(candidates=stood(60, 40, 6), ballots=Count(108), spoilt=Count(2)))
    assert (fits.ballots, fits.spoilt) == (108, 2)
    elect(ballots=Count(109)).refuses(BALLOTS_FIT_PRESENT)
    elect(ballots=Count(30), spoilt=Count(31)).refuses(VOTES_FIT_BALLOTS)
    elect(candidates=stood(60, 40), ballots=Count(50)).refuses(VOTES_FIT_BALLOTS)
    elect(candidates=stood(50, 50, 9), ballots=Count(54)).refuses(VOTES_FIT_BALLOTS)
    elect(candidates=stood(109, 40)).refuses(VOTES_FIT_BALLOTS)


VOTES = st.integers(0, 5).map(Count)


@example_of(
    st.integers(1, 5),
    st.lists(VOTES, min_size=1, max_size=8),
    st.dictionaries(st.sampled_from(PEOPLE[:8]), VOTES, max_size=5),
    st.sampled_from([None, "lot", "chair", "runoff"]),
    st.integers(0, 3),
)
def test_with_a_second_ballot_too_seats_are_never_over_filled_and_the_votes_decide(
    seats: int, first: list[Count], second: dict[EntityId, Count], rule: Any, unnamed: int
) -> None:
    candidates = stood(*first)
    runoff = tuple(Candidate(person_id=who, votes=votes) for who, votes in second.items())
    command = hold(seats, candidates=candidates, runoff=runoff, unnamed=Count(unnamed))
    try:
        events = MEETING.decide(under(rule).state, command)
    except RuleBroken:
        return
    told = events[1]
    assert isinstance(told, ElectionHeld)
    assert 1 <= len(told.elected) + told.unnamed <= PositiveCount(seats)
    votes = {c.person_id: (c.votes or 0, second.get(c.person_id, -1)) for c in candidates}
    lost = [count for who, count in votes.items() if who not in told.elected]
    if told.elected and lost:
        assert min(votes[who] for who in told.elected) > max(lost)
