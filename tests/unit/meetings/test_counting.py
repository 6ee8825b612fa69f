"""Ballots that are spoilt, counts that are corrected, and when a count stands."""

import dataclasses
from typing import Any

from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import RuleBroken
from bangduan.events.meetings import (
    AttendanceRecorded,
    CountDeclared,
    OutcomeDeclared,
    ResolutionPassed,
)
from bangduan.events.types import Count
from bangduan.testing.scenario import given
from services.meetings.domain.meeting import MEETING
from services.meetings.domain.meeting.closing import MOTIONS_ARE_DECIDED, CloseMeeting
from services.meetings.domain.meeting.counting import COUNTED_BEFORE_DECLARED, DeclareCount
from services.meetings.domain.meeting.motions import (
    COUNTED_STANDS,
    IS_OPEN,
    SPOILT_IN_SECRET,
    UNDECIDED,
    VOTES_FIT_PRESENT,
    WithdrawMotion,
)
from tests.unit.meetings.first_meeting import (
    CONVENED,
    DECLARE,
    FIRST,
    MOTION,
    MOVED,
    OPENED,
    PASSED,
    RESOLUTION,
    entity,
    hands,
    present,
    votes,
)

AFTER_MOVING = (CONVENED, OPENED, present(12), MOVED)
DECLARE_COUNT = DeclareCount(meeting_id=FIRST, motion_id=MOTION, resolution_id=RESOLUTION)
IN_SECRET: dict[str, Any] = {"method": "secret_ballot", "spoilt": Count(2)}


def declared(*, carried: bool) -> CountDeclared:
    return CountDeclared(meeting_id=FIRST, motion_id=MOTION, carried=carried, quorum="met")


def test_spoilt_ballots_are_counted_but_decide_nothing() -> None:
    given(MEETING, *AFTER_MOVING).when(hands(6, 4, **IN_SECRET)).then(
        votes(6, 4, carried=True, **IN_SECRET), PASSED
    )


def test_hands_are_never_spoilt_and_ballots_never_more_than_people() -> None:
    meeting = given(MEETING, *AFTER_MOVING)
    meeting.when(hands(6, 4, spoilt=Count(1))).refuses(SPOILT_IN_SECRET)
    meeting.when(hands(7, 4, **IN_SECRET)).refuses(VOTES_FIT_PRESENT)


def test_a_provisional_count_resolves_nothing_and_may_be_corrected() -> None:
    first = votes(4, 6, carried=False, provisional=True)
    meeting = given(MEETING, *AFTER_MOVING)
    meeting.when(hands(4, 6, provisional=True)).then(first)
    corrected = given(MEETING, *AFTER_MOVING, first)
    second = votes(7, 5, carried=True, provisional=True)
    corrected.when(hands(7, 5, provisional=True)).then(second)
    given(MEETING, *AFTER_MOVING, first, second).when(DECLARE_COUNT).then(
        declared(carried=True), PASSED
    )


def test_a_count_is_lost_when_it_is_declared_lost() -> None:
    counted = votes(4, 6, carried=False, provisional=True)
    meeting = given(MEETING, *AFTER_MOVING, counted)
    meeting.when(DECLARE_COUNT).then(declared(carried=False))
    over = given(MEETING, *AFTER_MOVING, counted, declared(carried=False))
    over.when(DECLARE_COUNT).refuses(UNDECIDED)
    over.when(hands(9)).refuses(UNDECIDED)


def test_what_is_counted_is_declared_not_withdrawn_or_declared_otherwise() -> None:
    counted = votes(4, 6, carried=False, provisional=True)
    meeting = given(MEETING, *AFTER_MOVING, counted)
    meeting.when(WithdrawMotion(meeting_id=FIRST, motion_id=MOTION)).refuses(COUNTED_STANDS)
    meeting.when(DECLARE).refuses(COUNTED_STANDS)
    meeting.when(CloseMeeting(meeting_id=FIRST)).refuses(MOTIONS_ARE_DECIDED)


def test_nothing_is_declared_that_was_not_counted() -> None:
    given(MEETING, *AFTER_MOVING).when(DECLARE_COUNT).refuses(COUNTED_BEFORE_DECLARED)
    given(MEETING, CONVENED).when(DECLARE_COUNT).refuses(IS_OPEN)
    given(MEETING, CONVENED, OPENED).when(DECLARE_COUNT).finds_nothing()


def test_a_source_may_say_that_all_agreed() -> None:
    all_agreed = dataclasses.replace(DECLARE, method="acclamation", unanimous=True)
    given(MEETING, *AFTER_MOVING).when(all_agreed).then(
        OutcomeDeclared(
            meeting_id=FIRST, motion_id=MOTION, carried=True, method="acclamation",
            quorum="met", unanimous=True,
        ),
        PASSED,
    )  # fmt: skip


HANDS = st.integers(0, 14)


@example_of(st.lists(st.tuples(HANDS, HANDS, HANDS, st.booleans()), max_size=5), st.integers(8, 15))
def test_a_motion_is_resolved_at_most_once_and_as_last_counted(
    counts: list[tuple[int, int, int, bool]], there: int
) -> None:
    people = tuple(
        AttendanceRecorded(meeting_id=FIRST, person_id=entity(f"p{n}")) for n in range(there)
    )
    state = given(MEETING, CONVENED, OPENED, *people, MOVED).state
    passed: list[ResolutionPassed] = []
    last: bool | None = None
    commands: list[Any] = [
        hands(yes, no, abstained, provisional=provisional)
        for yes, no, abstained, provisional in counts
    ]
    for command in (*commands, DECLARE_COUNT, DECLARE_COUNT):
        try:
            events = MEETING.decide(state, command)
        except RuleBroken:
            continue
        for event in events:
            state = MEETING.evolve(state, event)
            last = getattr(event, "carried", last)
            passed += [event] if isinstance(event, ResolutionPassed) else []
    assert len(passed) == (1 if last else 0)
