"""Seats filled from candidates, and never more of them than there are."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import RuleBroken, derived_id
from bangduan.events.meetings import (
    Candidate,
    ElectionHeld,
    HeadCountRecorded,
    MeetingConvened,
    MeetingOpened,
    MeetingRules,
    ResolutionPassed,
    Share,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose, Quantity
from bangduan.testing.scenario import given
from services.meetings.domain.meeting import MEETING
from services.meetings.domain.meeting.ballots import (
    ELECTED_HAVE_MOST_VOTES,
    TIE_IS_BROKEN,
    VOTES_ALL_OR_NONE,
)
from services.meetings.domain.meeting.elections import (
    BY_ELECTION_NAMES,
    ELECTED_STOOD,
    SEATS_HOLD,
    SOMEBODY_ELECTED,
    STANDS_ONCE,
    TERM_IN_ORDER,
    HoldElection,
)
from services.meetings.domain.meeting.motions import IS_OPEN, QUORUM, RESOLUTION_IS_NEW


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


ASSEMBLY, RESOLUTION, GROUP = entity("assembly"), entity("resolution"), entity("working group")
PEOPLE = tuple(entity(f"person {number}") for number in range(20))
NAME = Line("คณะทำงาน ศอช.ต.บางด้วน")
CONVENED = MeetingConvened(
    meeting_id=ASSEMBLY,
    kind="assembly",
    body=Line("ประชาคมตำบลบางด้วน"),
    body_id=entity("the people"),
    title=Line("ประชุมประชาคมตำบลบางด้วน"),
)
FIFTY = MeetingRules(
    quorum_at_least=PositiveCount(50),
    majority=Share(numerator=PositiveCount(1), denominator=PositiveCount(2), more_than=True),
)
OPENED = MeetingOpened(meeting_id=ASSEMBLY, rules=FIFTY)


def present(value: int) -> HeadCountRecorded:
    return HeadCountRecorded(meeting_id=ASSEMBLY, present=Quantity(value=Count(value)))


def stood(*votes: int | None) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(person_id=person, votes=None if count is None else Count(count))
        for person, count in zip(PEOPLE, votes, strict=False)
    )


def hold(seats: int = 15, **more: Any) -> HoldElection:
    return HoldElection(
        meeting_id=ASSEMBLY,
        resolution_id=RESOLUTION,
        committee_id=GROUP,
        committee_name=NAME,
        seats=PositiveCount(seats),
        **more,
    )


def outcome(count: int, seats: int = 15, **more: Any) -> tuple[ResolutionPassed, ElectionHeld]:
    passed = ResolutionPassed(
        resolution_id=RESOLUTION,
        meeting_id=ASSEMBLY,
        number=PositiveCount(1),
        subject="election",
        text=Prose(f"เลือก{NAME} จำนวน {count} คน"),
    )
    held = ElectionHeld(
        meeting_id=ASSEMBLY,
        resolution_id=RESOLUTION,
        committee_id=GROUP,
        committee_name=NAME,
        seats=PositiveCount(seats),
        quorum=more.pop("quorum", "met"),
        **more,
    )
    return passed, held


THE_ASSEMBLY = given(MEETING, CONVENED, OPENED, present(108))


def test_the_assembly_of_108_chooses_a_working_group_of_15() -> None:
    command = hold(elected=PEOPLE[:15])
    THE_ASSEMBLY.when(command).then(*outcome(15, elected=PEOPLE[:15]))


def test_how_many_were_chosen_may_be_all_that_is_known() -> None:
    command = hold(unnamed=Count(15))
    THE_ASSEMBLY.when(command).then(*outcome(15, unnamed=Count(15)))


def test_an_assembly_without_quorum_cannot_elect() -> None:
    few = given(MEETING, CONVENED, OPENED, present(49))
    few.when(hold(elected=PEOPLE[:15])).refuses(QUORUM)


def test_an_assembly_that_is_not_open_cannot_elect() -> None:
    given(MEETING, CONVENED, present(108)).when(hold(elected=PEOPLE[:1])).refuses(IS_OPEN)


def test_an_assembly_whose_quorum_cannot_be_known_elects_and_says_so() -> None:
    opened = MeetingOpened(meeting_id=ASSEMBLY)
    given(MEETING, CONVENED, opened, present(108)).when(hold(elected=PEOPLE[:15])).then(
        *outcome(15, elected=PEOPLE[:15], quorum="unknown")
    )


def test_those_with_the_most_votes_are_elected() -> None:
    candidates = stood(10, 40, 30, 20)
    elected = (PEOPLE[1], PEOPLE[2])
    THE_ASSEMBLY.when(hold(2, candidates=candidates)).then(
        *outcome(2, 2, candidates=candidates, elected=elected)
    )


def test_no_more_candidates_than_seats_are_elected_without_a_vote() -> None:
    candidates = stood(None, None)
    THE_ASSEMBLY.when(hold(2, candidates=candidates)).then(
        *outcome(2, 2, candidates=candidates, elected=PEOPLE[:2])
    )


def test_a_tie_for_the_last_seat_is_broken_by_lot_and_not_by_the_software() -> None:
    candidates = stood(40, 30, 30)
    THE_ASSEMBLY.when(hold(2, candidates=candidates)).refuses(TIE_IS_BROKEN)
    elected = (PEOPLE[0], PEOPLE[2])
    THE_ASSEMBLY.when(hold(2, candidates=candidates, elected=elected)).refuses(TIE_IS_BROKEN)
    THE_ASSEMBLY.when(hold(2, candidates=candidates, elected=elected, tie_broken_by="lot")).then(
        *outcome(2, 2, candidates=candidates, elected=elected, tie_broken_by="lot")
    )


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (hold(2, elected=PEOPLE[:3]), SEATS_HOLD),
        (hold(2, elected=PEOPLE[:2], unnamed=Count(1)), SEATS_HOLD),
        (hold(), SOMEBODY_ELECTED),
        (hold(unnamed=Count(1), fills_vacancies=True), BY_ELECTION_NAMES),
        (hold(elected=(PEOPLE[0], PEOPLE[0])), STANDS_ONCE),
        (hold(candidates=(*stood(1), *stood(2))), STANDS_ONCE),
        (hold(candidates=stood(1, 2), elected=PEOPLE[2:3]), ELECTED_STOOD),
        (hold(1, candidates=stood(1, 2), elected=PEOPLE[:1]), ELECTED_HAVE_MOST_VOTES),
        (hold(1, candidates=stood(None, 2)), VOTES_ALL_OR_NONE),
        (
            hold(elected=PEOPLE[:1], term_from=date(2012, 1, 1), term_to=date(2008, 1, 1)),
            TERM_IN_ORDER,
        ),
    ],
)
def test_an_election_that_does_not_add_up_is_refused(command: Any, rule: Any) -> None:
    THE_ASSEMBLY.when(command).refuses(rule)


def test_a_by_election_says_that_it_fills_vacant_seats() -> None:
    command = hold(1, elected=PEOPLE[:1], fills_vacancies=True)
    THE_ASSEMBLY.when(command).then(*outcome(1, 1, elected=PEOPLE[:1], fills_vacancies=True))


def test_a_resolution_elects_once() -> None:
    past = outcome(1, elected=PEOPLE[:1])
    meeting = given(MEETING, CONVENED, OPENED, present(108), *past)
    meeting.when(hold(elected=PEOPLE[:1])).refuses(RESOLUTION_IS_NEW)
    other = dataclasses.replace(hold(elected=PEOPLE[:1]), resolution_id=entity("other"))
    assert meeting.when(other).events[0].number == 2  # type: ignore[attr-defined]


VOTES = st.none() | st.integers(0, 5).map(Count)
WHO = st.sampled_from(PEOPLE[:8])


@example_of(
    st.integers(1, 5),
    st.lists(st.tuples(WHO, VOTES), max_size=8),
    st.lists(WHO, max_size=6),
    st.integers(0, 6),
    st.sampled_from([None, "lot", "chair"]),
)
def test_whatever_is_asked_seats_are_never_over_filled_nor_given_against_the_votes(
    seats: int,
    candidates: list[tuple[EntityId, Count | None]],
    elected: list[EntityId],
    unnamed: int,
    tie_break: Any,
) -> None:
    command = hold(
        seats,
        candidates=tuple(Candidate(person_id=who, votes=votes) for who, votes in candidates),
        elected=tuple(elected),
        unnamed=Count(unnamed),
        tie_broken_by=tie_break,
    )
    try:
        events = MEETING.decide(THE_ASSEMBLY.state, command)
    except RuleBroken:
        return
    held = events[1]
    assert isinstance(held, ElectionHeld)
    assert 1 <= len(held.elected) + held.unnamed <= seats
    assert len(set(held.elected)) == len(held.elected)
    votes = {c.person_id: c.votes for c in held.candidates}
    won = [votes[id] for id in held.elected if votes.get(id) is not None]
    lost = [v for id, v in votes.items() if id not in held.elected and v is not None]
    if won and lost:
        assert min(v for v in won if v is not None) >= max(lost)
