"""Who came: by name, by whom they speak for, or as a number."""

import dataclasses
from typing import Any

import pytest

from bangduan.domain import derived_id
from bangduan.events.meetings import (
    AbsenceRecorded,
    AttendanceRecorded,
    AttendanceStruck,
    HeadCountRecorded,
    MeetingCancelled,
    MeetingClosed,
    MeetingConvened,
    MeetingOpened,
    RepresentationRecorded,
)
from bangduan.events.types import Bound, Count, EntityId, Line, Quantity, VillageCode
from bangduan.testing.scenario import given
from services.meetings.domain.meeting import MEETING
from services.meetings.domain.meeting.attendance import (
    HEAD_COUNT_COVERS_ROLL,
    ON_THE_ROLL,
    ON_THE_ROLL_ONCE,
    ONLY_MEMBERS_ARE_STOOD_IN_FOR,
    SPEAKS_FOR_SOMEBODY,
    STANDS_IN_FOR_ANOTHER,
    STANDS_IN_FOR_SOMEBODY_AWAY,
    RecordAbsence,
    RecordAttendance,
    RecordHeadCount,
    RecordRepresentation,
    StrikeAttendance,
)
from services.meetings.domain.meeting.calling import ENTITLED_COVER_PRESENT, NOT_OVER
from services.meetings.domain.meeting.closing import CloseMeeting


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


ASSEMBLY, BODY_ID = entity("assembly"), entity("the people of the tambon")
ONE, TWO, THREE, GROUP = entity("one"), entity("two"), entity("three"), entity("group")
MOO_1, MOO_2 = VillageCode("11011301"), VillageCode("11011302")
TITLE = Line("ประชุมประชาคมตำบลบางด้วน")
CONVENED = MeetingConvened(
    meeting_id=ASSEMBLY,
    kind="assembly",
    body=Line("ประชาคมตำบลบางด้วน"),
    body_id=BODY_ID,
    title=TITLE,
)
OPENED = MeetingOpened(meeting_id=ASSEMBLY)


def came(person_id: EntityId = ONE, **more: Any) -> AttendanceRecorded:
    return AttendanceRecorded(meeting_id=ASSEMBLY, person_id=person_id, **more)


def attend(person_id: EntityId = ONE, **more: Any) -> RecordAttendance:
    return RecordAttendance(meeting_id=ASSEMBLY, person_id=person_id, **more)


def people(value: int, bound: Bound = "exact") -> Quantity:
    return Quantity(value=Count(value), bound=bound)


def counted(value: int, bound: Bound = "exact") -> HeadCountRecorded:
    return HeadCountRecorded(meeting_id=ASSEMBLY, present=people(value, bound))


def test_a_person_comes_for_an_organisation_and_a_village() -> None:
    for_both: dict[str, Any] = {"organisation_id": GROUP, "village": MOO_1}
    given(MEETING, CONVENED).when(attend(**for_both)).then(came(**for_both))


def test_a_person_is_on_the_roll_once() -> None:
    absent = AbsenceRecorded(meeting_id=ASSEMBLY, person_id=ONE)
    for past in (came(), absent):
        meeting = given(MEETING, CONVENED, past)
        meeting.when(attend()).refuses(ON_THE_ROLL_ONCE)
        meeting.when(RecordAbsence(meeting_id=ASSEMBLY, person_id=ONE)).refuses(ON_THE_ROLL_ONCE)


def test_somebody_comes_in_the_place_of_another_who_is_absent() -> None:
    absent = AbsenceRecorded(meeting_id=ASSEMBLY, person_id=TWO)
    given(MEETING, CONVENED, absent).when(attend(in_place_of=TWO)).then(came(in_place_of=TWO))


def test_nobody_stands_in_for_somebody_who_came_or_is_stood_in_for() -> None:
    given(MEETING, CONVENED, came(TWO)).when(attend(in_place_of=TWO)).refuses(
        STANDS_IN_FOR_SOMEBODY_AWAY
    )
    stood_in = given(MEETING, CONVENED, came(in_place_of=TWO))
    stood_in.when(attend(THREE, in_place_of=TWO)).refuses(STANDS_IN_FOR_SOMEBODY_AWAY)
    stood_in.when(attend(TWO)).refuses(STANDS_IN_FOR_SOMEBODY_AWAY)


def test_nobody_stands_in_for_himself_or_without_being_a_member() -> None:
    given(MEETING, CONVENED).when(attend(in_place_of=ONE)).refuses(STANDS_IN_FOR_ANOTHER)
    given(MEETING, CONVENED).when(attend(in_place_of=TWO, standing="attending")).refuses(
        ONLY_MEMBERS_ARE_STOOD_IN_FOR
    )


def test_why_somebody_is_absent_is_not_remembered_in_the_state() -> None:
    command = RecordAbsence(meeting_id=ASSEMBLY, person_id=ONE, reason=Line("ป่วย"))
    state = (
        given(MEETING, CONVENED)
        .when(command)
        .then(AbsenceRecorded(meeting_id=ASSEMBLY, person_id=ONE, reason=Line("ป่วย")))
    )
    assert "ป่วย" not in repr(state)


@pytest.mark.parametrize(
    ("past", "was"),
    [
        (came(), "member"),
        (came(standing="attending"), "attending"),
        (AbsenceRecorded(meeting_id=ASSEMBLY, person_id=ONE), "absent"),
    ],
)
def test_a_name_recorded_by_mistake_is_struck(past: Any, was: Any) -> None:
    command = StrikeAttendance(meeting_id=ASSEMBLY, person_id=ONE)
    struck = AttendanceStruck(meeting_id=ASSEMBLY, person_id=ONE, was=was)
    state = given(MEETING, CONVENED, past).when(command).then(struck)
    assert (state.attendees, state.absent) == ({}, frozenset())
    given(MEETING, CONVENED).when(command).refuses(ON_THE_ROLL)


def test_exactly_108_took_part() -> None:
    command = RecordHeadCount(meeting_id=ASSEMBLY, present=people(108))
    state = given(MEETING, CONVENED).when(command).then(counted(108))
    assert state.present == people(108)


def test_names_and_numbers_agree() -> None:
    two = given(MEETING, CONVENED, came(), came(TWO))
    two.when(RecordHeadCount(meeting_id=ASSEMBLY, present=people(1))).refuses(
        HEAD_COUNT_COVERS_ROLL
    )
    full = given(MEETING, CONVENED, came(), counted(1))
    full.when(attend(TWO)).refuses(HEAD_COUNT_COVERS_ROLL)
    full.when(attend(TWO, standing="attending")).then(came(TWO, standing="attending"))
    roughly = given(MEETING, CONVENED, came(), counted(1, "at_least"))
    roughly.when(attend(TWO)).then(came(TWO))


def test_no_more_are_present_than_are_entitled() -> None:
    of_one = dataclasses.replace(CONVENED, entitled=Count(1))
    given(MEETING, of_one, came()).when(attend(TWO)).refuses(ENTITLED_COVER_PRESENT)
    given(MEETING, of_one).when(
        RecordHeadCount(meeting_id=ASSEMBLY, present=people(2, "at_least"))
    ).refuses(ENTITLED_COVER_PRESENT)
    given(MEETING, of_one).when(
        RecordHeadCount(meeting_id=ASSEMBLY, present=people(2, "about"))
    ).then(counted(2, "about"))


def test_an_organisation_or_village_was_represented_by_whomever() -> None:
    command = RecordRepresentation(meeting_id=ASSEMBLY, organisation_id=GROUP, village=MOO_1)
    given(MEETING, CONVENED).when(command).then(
        RepresentationRecorded(meeting_id=ASSEMBLY, organisation_id=GROUP, village=MOO_1)
    )
    nobody = RecordRepresentation(meeting_id=ASSEMBLY)
    given(MEETING, CONVENED).when(nobody).refuses(SPEAKS_FOR_SOMEBODY)


def closed(**what: Any) -> MeetingClosed:
    return MeetingClosed(
        meeting_id=ASSEMBLY,
        kind="assembly",
        title=TITLE,
        body_id=BODY_ID,
        resolutions_passed=Count(0),
        **what,
    )


CLOSE = CloseMeeting(meeting_id=ASSEMBLY)


def test_the_assembly_closes_with_108_present_and_its_villages_counted() -> None:
    given(
        MEETING,
        CONVENED,
        OPENED,
        counted(108),
        RepresentationRecorded(meeting_id=ASSEMBLY, village=MOO_1),
        RepresentationRecorded(meeting_id=ASSEMBLY, village=MOO_2),
        came(village=MOO_1, organisation_id=GROUP),
        came(TWO, standing="attending"),
    ).when(CLOSE).then(
        closed(
            present=people(108),
            attending=Count(1),
            villages_represented=Count(2),
            organisations_represented=Count(1),
        )
    )


def test_a_meeting_with_a_roll_closes_with_as_many_as_are_named() -> None:
    given(MEETING, CONVENED, OPENED, came(), came(TWO)).when(CLOSE).then(closed(present=people(2)))


def test_who_came_may_stay_unknown() -> None:
    unknown = closed(present=people(0, "at_least"))
    given(MEETING, CONVENED, OPENED).when(CLOSE).then(unknown)
    spoken_for = RepresentationRecorded(meeting_id=ASSEMBLY, organisation_id=GROUP)
    given(MEETING, CONVENED, OPENED, spoken_for).when(CLOSE).then(
        closed(present=people(1, "at_least"), organisations_represented=Count(1))
    )


@pytest.mark.parametrize(
    "command",
    [
        attend(THREE),
        RecordAbsence(meeting_id=ASSEMBLY, person_id=THREE),
        StrikeAttendance(meeting_id=ASSEMBLY, person_id=ONE),
        RecordRepresentation(meeting_id=ASSEMBLY, village=MOO_1),
        RecordHeadCount(meeting_id=ASSEMBLY, present=people(108)),
    ],
)
def test_the_roll_of_a_meeting_that_is_over_does_not_change(command: Any) -> None:
    over = closed(present=people(1))
    given(MEETING, CONVENED, OPENED, came(), over).when(command).refuses(NOT_OVER)
    cancelled = MeetingCancelled(meeting_id=ASSEMBLY)
    given(MEETING, CONVENED, came(), cancelled).when(command).refuses(NOT_OVER)
