"""Reports, the end of a meeting, and what became of its resolutions."""

import dataclasses
from datetime import date

from bangduan.events.meetings import (
    MeetingClosed,
    ProgressReported,
    ResolutionCarriedOut,
)
from bangduan.events.types import (
    Count,
    Line,
    Prose,
    Quantity,
    Slug,
)
from bangduan.testing.scenario import given
from services.meetings.domain.meeting import MEETING
from services.meetings.domain.meeting.calling import TIME_OF_DAY
from services.meetings.domain.meeting.closing import (
    CARRIED_OUT_AFTER_PASSED,
    CARRIED_OUT_ONCE,
    MOTIONS_ARE_DECIDED,
    REPORT_IS_NEW,
    CarryOutResolution,
    CloseMeeting,
    ReportProgress,
)
from services.meetings.domain.meeting.motions import (
    IS_OPEN,
)
from tests.unit.meetings.first_meeting import (
    CONVENED,
    FIRST,
    MOVED,
    OPENED,
    PASSED,
    RESOLUTION,
    entity,
    present,
    votes,
)


def test_the_centre_chair_whoever_it_was_reported_progress() -> None:
    command = ReportProgress(
        meeting_id=FIRST,
        report_id=entity("report"),
        office=Slug("centre-chair"),
        text=Prose("ได้ดำเนินโครงการแล้ว"),
        project_ids=(entity("project"),),
    )
    reported = ProgressReported(
        meeting_id=FIRST,
        report_id=entity("report"),
        office=Slug("centre-chair"),
        text=Prose("ได้ดำเนินโครงการแล้ว"),
        project_ids=(entity("project"),),
    )
    given(MEETING, CONVENED, OPENED).when(command).then(reported)
    given(MEETING, CONVENED, OPENED, reported).when(command).refuses(REPORT_IS_NEW)
    given(MEETING, CONVENED).when(command).refuses(IS_OPEN)


CLOSED = MeetingClosed(
    meeting_id=FIRST,
    kind="committee",
    title=Line("ประชุมครั้งที่ 1/2551"),
    body_id=entity("body"),
    held_on=date(2008, 6, 30),
    present=Quantity(value=Count(9)),
    entitled=Count(15),
    resolutions_passed=Count(1),
    ended_at=Line("12:00"),
)


def test_a_meeting_closes_when_its_motions_are_decided() -> None:
    command = CloseMeeting(meeting_id=FIRST, ended_at=Line("12:00"))
    past = (CONVENED, OPENED, present(9), MOVED)
    given(MEETING, *past).when(command).refuses(MOTIONS_ARE_DECIDED)
    given(MEETING, *past, votes(9, 0, carried=True), PASSED).when(command).then(CLOSED)
    given(MEETING, CONVENED).when(command).refuses(IS_OPEN)
    wrong = CloseMeeting(meeting_id=FIRST, ended_at=Line("noon"))
    given(MEETING, CONVENED, OPENED).when(wrong).refuses(TIME_OF_DAY)


def test_a_resolution_is_carried_out_once_also_after_the_meeting() -> None:
    command = CarryOutResolution(
        meeting_id=FIRST, resolution_id=RESOLUTION, done_on=date(2008, 8, 8)
    )
    done = ResolutionCarriedOut(
        meeting_id=FIRST, resolution_id=RESOLUTION, done_on=date(2008, 8, 8)
    )
    past = (CONVENED, OPENED, MOVED, votes(9, 0, carried=True), PASSED, CLOSED)
    given(MEETING, *past).when(command).then(done)
    given(MEETING, *past, done).when(command).refuses(CARRIED_OUT_ONCE)
    early = dataclasses.replace(command, done_on=date(2008, 6, 29))
    given(MEETING, *past).when(early).refuses(CARRIED_OUT_AFTER_PASSED)
    given(MEETING, CONVENED, OPENED).when(command).finds_nothing()
