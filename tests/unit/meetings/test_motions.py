"""Motions and votes: what is carried, by whom, with which quorum."""

import dataclasses
from functools import reduce
from typing import Any

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import NotFound, RuleBroken
from bangduan.events.meetings import (
    AbsenceRecorded,
    AgendaItemAdded,
    AgendaItemWithdrawn,
    AttendanceRecorded,
    MotionWithdrawn,
    OutcomeDeclared,
    ResolutionPassed,
    VotesCounted,
)
from bangduan.events.types import (
    Count,
    Line,
    PositiveCount,
)
from bangduan.testing.scenario import given
from services.meetings.domain.meeting import MEETING
from services.meetings.domain.meeting.agenda import WITHDRAWN_ONCE
from services.meetings.domain.meeting.motions import (
    CASTING_VOTE_AT_TIE,
    CASTING_VOTE_IN_RULES,
    ELECTIONS_ARE_HELD,
    IS_OPEN,
    MAJORITY_OF_A_NUMBER,
    MOTION_IS_NEW,
    MOTION_SAYS_WHAT,
    MOVED_BY_A_MEMBER,
    QUORUM,
    RESOLUTION_IS_NEW,
    SECONDED_BY_ANOTHER,
    UNDECIDED,
    VOTES_FIT_PRESENT,
    CountVotes,
    DeclareOutcome,
    WithdrawMotion,
)
from tests.unit.meetings.first_meeting import (
    CONVENED,
    DECLARE,
    FIRST,
    GRANT,
    MOTION,
    MOVE,
    MOVED,
    MOVER,
    OPENED,
    PASSED,
    PROJECT,
    RESOLUTION,
    RULES,
    SECONDER,
    casting,
    entity,
    hands,
    present,
    share,
    votes,
)


def test_a_motion_is_moved_at_an_open_meeting() -> None:
    given(MEETING, CONVENED, OPENED).when(MOVE).then(MOVED)
    given(MEETING, CONVENED).when(MOVE).refuses(IS_OPEN)
    given(MEETING, CONVENED, OPENED, MOVED).when(MOVE).refuses(MOTION_IS_NEW)


def test_a_motion_belongs_to_an_item_that_is_on_the_agenda() -> None:
    item = AgendaItemAdded(
        meeting_id=FIRST,
        item_id=entity("item"),
        part="for_consideration",
        number=PositiveCount(1),
        title=Line("โครงการ"),
    )
    withdrawn = AgendaItemWithdrawn(meeting_id=FIRST, item_id=entity("item"))
    command = dataclasses.replace(MOVE, item_id=entity("item"))
    given(MEETING, CONVENED, item, OPENED).when(command).then(
        dataclasses.replace(MOVED, item_id=entity("item"))
    )
    given(MEETING, CONVENED, OPENED).when(command).finds_nothing()
    given(MEETING, CONVENED, item, withdrawn, OPENED).when(command).refuses(WITHDRAWN_ONCE)


def test_a_motion_is_moved_and_seconded_by_two_members() -> None:
    command = dataclasses.replace(MOVE, moved_by=MOVER, seconded_by=SECONDER)
    there = [AttendanceRecorded(meeting_id=FIRST, person_id=id) for id in (MOVER, SECONDER)]
    given(MEETING, CONVENED, OPENED, *there).when(command).then(
        dataclasses.replace(MOVED, moved_by=MOVER, seconded_by=SECONDER)
    )
    alone = dataclasses.replace(MOVE, moved_by=MOVER, seconded_by=MOVER)
    given(MEETING, CONVENED, OPENED).when(alone).refuses(SECONDED_BY_ANOTHER)


@pytest.mark.parametrize(
    "where",
    [
        AbsenceRecorded(meeting_id=FIRST, person_id=MOVER),
        AttendanceRecorded(meeting_id=FIRST, person_id=MOVER, standing="attending"),
    ],
)
def test_somebody_absent_or_no_member_moves_nothing(where: Any) -> None:
    command = dataclasses.replace(MOVE, moved_by=MOVER)
    given(MEETING, CONVENED, OPENED, where).when(command).refuses(MOVED_BY_A_MEMBER)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"subject": "project_proposal"}, MOTION_SAYS_WHAT),
        ({"subject": "grant_proposal"}, MOTION_SAYS_WHAT),
        ({"subject": "grant_proposal", "project": PROJECT}, MOTION_SAYS_WHAT),
        ({"subject": "general", "project": PROJECT}, MOTION_SAYS_WHAT),
        ({"subject": "plan", "regulation_id": entity("regulation")}, MOTION_SAYS_WHAT),
        ({"subject": "election"}, ELECTIONS_ARE_HELD),
    ],
)
def test_a_motion_brings_what_its_subject_asks_for(changes: Any, rule: Any) -> None:
    command = dataclasses.replace(MOVE, **changes)
    given(MEETING, CONVENED, OPENED).when(command).refuses(rule)


@pytest.mark.parametrize(
    "brought",
    [
        {"subject": "project_proposal", "project": PROJECT},
        {"subject": "grant_proposal", "grant": GRANT},
        {"subject": "plan", "plan_id": entity("plan")},
        {"subject": "regulation", "regulation_id": entity("regulation")},
        {"subject": "fund_integration"},
    ],
)
def test_what_a_motion_brings_stands_in_the_resolution(brought: Any) -> None:
    moved = dataclasses.replace(MOVED, **brought)
    given(MEETING, CONVENED, OPENED).when(dataclasses.replace(MOVE, **brought)).then(moved)
    given(MEETING, CONVENED, OPENED, present(15), moved).when(hands(15)).then(
        votes(15, 0, carried=True), dataclasses.replace(PASSED, **brought)
    )


def test_a_motion_is_carried_by_more_hands_for_than_against() -> None:
    meeting = given(MEETING, CONVENED, OPENED, present(12), MOVED)
    meeting.when(hands(6, 5, 1)).then(votes(6, 5, carried=True, abstained=1), PASSED)
    meeting.when(hands(5, 5, 2)).then(votes(5, 5, carried=False, abstained=2))
    meeting.when(hands(0)).then(votes(0, 0, carried=False))


def test_resolutions_are_numbered_within_the_meeting() -> None:
    second = dataclasses.replace(MOVED, motion_id=entity("second"))
    command = dataclasses.replace(
        hands(9), motion_id=entity("second"), resolution_id=entity("second")
    )
    past = (CONVENED, OPENED, present(9), MOVED, votes(9, 0, carried=True), PASSED, second)
    outcome = given(MEETING, *past).when(command)
    assert outcome.events[1] == dataclasses.replace(
        PASSED,
        number=PositiveCount(2),
        resolution_id=entity("second"),
        motion_id=entity("second"),
    )
    again = dataclasses.replace(command, resolution_id=RESOLUTION)
    given(MEETING, *past).when(again).refuses(RESOLUTION_IS_NEW)


def test_a_meeting_without_quorum_cannot_decide() -> None:
    meeting = given(MEETING, CONVENED, OPENED, present(7), MOVED)
    refusal = meeting.when(hands(7)).refuses(QUORUM)
    assert (refusal.facts["present"], refusal.facts["required"]) == (7, 8)
    meeting.when(DECLARE).refuses(QUORUM)


def test_where_a_quorum_cannot_be_known_the_decision_says_so() -> None:
    opened = dataclasses.replace(OPENED, rules=None)
    given(MEETING, CONVENED, opened, MOVED).when(hands(3, 1)).then(
        votes(3, 1, carried=True, quorum="unknown"), PASSED
    )


def test_no_more_votes_are_counted_than_members_are_present() -> None:
    meeting = given(MEETING, CONVENED, OPENED, present(12), MOVED)
    meeting.when(hands(10, 2, 1)).refuses(VOTES_FIT_PRESENT)
    at_least = given(MEETING, CONVENED, OPENED, present(12, "at_least"), MOVED)
    at_least.when(hands(10, 2, 1)).then(votes(10, 2, carried=True, abstained=1), PASSED)


def test_the_chair_breaks_a_tie_where_the_rules_say_so() -> None:
    meeting = given(MEETING, CONVENED, casting(), present(10), MOVED)
    meeting.when(hands(5, 5, casting_vote="for")).then(
        votes(5, 5, carried=True, casting_vote="for"), PASSED
    )
    meeting.when(hands(5, 5, casting_vote="against")).then(
        votes(5, 5, carried=False, casting_vote="against")
    )
    meeting.when(hands(6, 4, casting_vote="for")).refuses(CASTING_VOTE_AT_TIE)
    given(MEETING, CONVENED, OPENED, present(10), MOVED).when(
        hands(5, 5, casting_vote="for")
    ).refuses(CASTING_VOTE_IN_RULES)


def test_some_bodies_ask_for_a_majority_of_those_present() -> None:
    strict = dataclasses.replace(RULES, majority=share(2, 3), majority_of="present")
    opened = dataclasses.replace(OPENED, rules=strict)
    meeting = given(MEETING, CONVENED, opened, present(15), MOVED)
    meeting.when(hands(9, 0, 6)).then(votes(9, 0, carried=False, abstained=6))
    meeting.when(hands(10, 5)).then(votes(10, 5, carried=True), PASSED)
    roughly = given(MEETING, CONVENED, opened, present(15, "at_least"), MOVED)
    roughly.when(hands(10, 5)).refuses(MAJORITY_OF_A_NUMBER)


def declared(*, carried: bool, method: Any = "unknown") -> OutcomeDeclared:
    return OutcomeDeclared(
        meeting_id=FIRST, motion_id=MOTION, carried=carried, method=method, quorum="met"
    )


def test_a_motion_is_carried_by_acclamation_or_in_a_way_nobody_tells() -> None:
    meeting = given(MEETING, CONVENED, OPENED, present(15), MOVED)
    meeting.when(DECLARE).then(declared(carried=True), PASSED)
    meeting.when(dataclasses.replace(DECLARE, method="acclamation")).then(
        declared(carried=True, method="acclamation"), PASSED
    )
    meeting.when(dataclasses.replace(DECLARE, carried=False)).then(declared(carried=False))


WITHDRAWN = MotionWithdrawn(meeting_id=FIRST, motion_id=MOTION)


@pytest.mark.parametrize(
    "command", [hands(9), DECLARE, WithdrawMotion(meeting_id=FIRST, motion_id=MOTION)]
)
def test_a_motion_is_decided_once(command: Any) -> None:
    for end in (votes(5, 5, carried=False), declared(carried=False), WITHDRAWN):
        meeting = given(MEETING, CONVENED, OPENED, present(10), MOVED, end)
        meeting.when(command).refuses(UNDECIDED)
    given(MEETING, CONVENED, OPENED, present(10)).when(command).finds_nothing()
    given(MEETING, CONVENED).when(command).refuses(IS_OPEN)


def test_a_motion_is_withdrawn() -> None:
    command = WithdrawMotion(meeting_id=FIRST, motion_id=MOTION)
    given(MEETING, CONVENED, OPENED, MOVED).when(command).then(WITHDRAWN)


COUNTS = st.integers(0, 20).map(Count)
COMMANDS = st.one_of(
    st.builds(
        CountVotes,
        meeting_id=st.just(FIRST),
        motion_id=st.sampled_from([entity(name) for name in "abc"]),
        resolution_id=st.sampled_from([entity(name) for name in "xyz"]),
        votes_for=COUNTS,
        votes_against=COUNTS,
        abstained=COUNTS,
        casting_vote=st.sampled_from([None, "for", "against"]),
    ),
    st.builds(
        DeclareOutcome,
        meeting_id=st.just(FIRST),
        motion_id=st.sampled_from([entity(name) for name in "abc"]),
        resolution_id=st.sampled_from([entity(name) for name in "xyz"]),
        carried=st.booleans(),
    ),
)


@example_of(st.integers(0, 15), st.booleans(), st.lists(COMMANDS, max_size=12))
def test_whatever_is_voted_a_resolution_has_a_quorum_a_majority_and_the_next_number(
    there: int,
    casting_vote: bool,
    commands: list[Any],
) -> None:
    opened = casting() if casting_vote else OPENED
    moved = [dataclasses.replace(MOVED, motion_id=entity(name)) for name in "abc"]
    state = reduce(MEETING.evolve, [CONVENED, opened, present(there), *moved], MEETING.initial)
    numbers = []
    for command in commands:
        try:
            events = MEETING.decide(state, command)
        except (RuleBroken, NotFound):
            continue
        state = reduce(MEETING.evolve, events, state)
        for event in events:
            if isinstance(event, VotesCounted) and event.carried:
                chair = event.casting_vote == "for"
                assert event.votes_for + chair > event.votes_against
                assert event.votes_for + event.votes_against + event.abstained <= there
            if isinstance(event, ResolutionPassed):
                numbers.append(event.number)
                assert there >= 8
    assert numbers == list(range(1, len(numbers) + 1))
