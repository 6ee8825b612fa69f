"""Many names at once: each as if alone, each once, all or none."""

import dataclasses
from functools import reduce
from typing import Any

from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import RuleBroken
from bangduan.events.meetings import (
    AbsenceRecorded,
    AttendanceRecorded,
    EntitledCounted,
    MeetingCancelled,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Quantity, VillageCode
from bangduan.testing.scenario import given
from services.meetings.domain.meeting import MEETING
from services.meetings.domain.meeting.attendance import (
    ON_THE_ROLL_ONCE,
    STANDS_IN_FOR_SOMEBODY_AWAY,
    RecordHeadCount,
    StrikeAttendance,
)
from services.meetings.domain.meeting.calling import (
    ENTITLED_COVER_PRESENT,
    NOT_OVER,
    CountEntitled,
)
from services.meetings.domain.meeting.checking_in import (
    REASON_IS_OF_THE_ABSENT,
    SOMEBODY_CHECKS_IN,
    RecordAttendances,
    RollEntry,
)
from services.meetings.domain.quorum import required
from tests.unit.meetings.first_meeting import CONVENED, FIRST, OPENED, RULES, entity

PEOPLE = tuple(entity(f"person {number}") for number in range(6))
ONE, TWO, THREE, *_ = PEOPLE
MOO_1 = VillageCode("11011301")


def record(*entries: RollEntry) -> RecordAttendances:
    return RecordAttendances(meeting_id=FIRST, entries=entries)


def entry(person_id: EntityId, **more: Any) -> RollEntry:
    return RollEntry(person_id=person_id, **more)


def came(person_id: EntityId, **more: Any) -> AttendanceRecorded:
    return AttendanceRecorded(meeting_id=FIRST, person_id=person_id, **more)


def test_members_observers_stand_ins_and_absent_are_recorded_in_one_go() -> None:
    given(MEETING, CONVENED, OPENED).when(
        record(
            entry(ONE, village=MOO_1),
            entry(TWO, listed_as="attending"),
            entry(THREE, listed_as="absent", reason=Line("ป่วย")),
            entry(PEOPLE[3], in_place_of=THREE),
        )
    ).then(
        came(ONE, village=MOO_1),
        came(TWO, standing="attending"),
        AbsenceRecorded(meeting_id=FIRST, person_id=THREE, reason=Line("ป่วย")),
        came(PEOPLE[3], in_place_of=THREE),
    )


def test_somebody_on_the_roll_in_the_same_way_is_passed_over() -> None:
    absent = AbsenceRecorded(meeting_id=FIRST, person_id=TWO)
    meeting = given(MEETING, CONVENED, OPENED, came(ONE), absent)
    meeting.when(record(entry(ONE), entry(TWO, listed_as="absent"), entry(THREE))).then(came(THREE))


def test_somebody_on_the_roll_in_another_way_is_refused_and_nobody_is_recorded() -> None:
    meeting = given(MEETING, CONVENED, OPENED, came(ONE))
    meeting.when(record(entry(THREE), entry(ONE, listed_as="absent"))).refuses(ON_THE_ROLL_ONCE)
    meeting.when(record(entry(ONE, listed_as="attending"))).refuses(ON_THE_ROLL_ONCE)
    meeting.when(record(entry(TWO, in_place_of=ONE))).refuses(STANDS_IN_FOR_SOMEBODY_AWAY)


def test_the_rules_of_one_hold_for_many() -> None:
    meeting = given(MEETING, CONVENED, OPENED)
    meeting.when(record()).refuses(SOMEBODY_CHECKS_IN)
    meeting.when(record(entry(ONE, reason=Line("ป่วย")))).refuses(REASON_IS_OF_THE_ABSENT)
    few = given(MEETING, CONVENED, EntitledCounted(meeting_id=FIRST, entitled=Count(1)))
    few.when(record(entry(ONE), entry(TWO))).refuses(ENTITLED_COVER_PRESENT)
    over = given(MEETING, CONVENED, MeetingCancelled(meeting_id=FIRST))
    over.when(record(entry(ONE))).refuses(NOT_OVER)


ENTRIES = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["member", "attending"])))


@example_of(ENTRIES)
def test_a_list_sent_again_records_nobody_twice(names: list[tuple[EntityId, Any]]) -> None:
    once = dict(names)
    entries = tuple(entry(person, listed_as=how) for person, how in once.items())
    if not entries:
        return
    after = given(MEETING, CONVENED, OPENED).when(record(*entries))
    assert len(after.events) == len(once)
    again = MEETING.decide(after.state, record(*entries, *entries))
    assert list(again) == []
    assert after.state.members_named == sum(1 for how in once.values() if how == "member")


STEPS = st.lists(
    st.one_of(
        st.builds(
            lambda who, how: record(entry(who, listed_as=how)),
            st.sampled_from(PEOPLE),
            st.sampled_from(["member", "attending", "absent"]),
        ),
        st.builds(
            lambda who: StrikeAttendance(meeting_id=FIRST, person_id=who), st.sampled_from(PEOPLE)
        ),
        st.builds(
            lambda value, bound: RecordHeadCount(
                meeting_id=FIRST, present=Quantity(value=Count(value), bound=bound)
            ),
            st.integers(0, 8),
            st.sampled_from(["exact", "at_least", "about"]),
        ),
        st.builds(
            lambda entitled: CountEntitled(meeting_id=FIRST, entitled=Count(entitled)),
            st.integers(1, 8),
        ),
    ),
    max_size=20,
)


@example_of(STEPS, st.sampled_from([None, 2, 4]))
def test_while_people_come_and_go_a_quorum_is_never_met_with_fewer_than_required(
    steps: list[Any], at_least: int | None
) -> None:
    rules = dataclasses.replace(
        RULES, quorum_at_least=None if at_least is None else PositiveCount(at_least)
    )
    state = given(MEETING, CONVENED, dataclasses.replace(OPENED, rules=rules)).state
    for step in steps:
        try:
            events = MEETING.decide(state, step)
        except RuleBroken:
            continue
        state = reduce(MEETING.evolve, events, state)
        needed = required(rules, state.entitled)
        assert needed is not None
        if state.quorum == "met":
            assert state.present is not None
            assert state.present.bound != "about"
            assert state.present.value >= needed
        elif state.present is not None and state.present.bound == "exact":
            assert state.present.value < needed
