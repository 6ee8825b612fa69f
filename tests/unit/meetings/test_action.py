"""What somebody is to do after a meeting, until it is done or dropped."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from bangduan.events.meetings import (
    ActionAssigned,
    ActionDropped,
    ActionFinished,
    ActionProgressReported,
    ActionRescheduled,
    AgendaItemAdded,
    MeetingCancelled,
    ResolutionPassed,
)
from bangduan.events.types import Count, Line, PositiveCount, Prose, Slug
from bangduan.testing.scenario import given
from services.meetings.domain.action import (
    ACTION,
    ACTION_IS_OPEN,
    ASSIGNED_BY_A_MEETING,
    ASSIGNED_ONCE,
    ASSIGNED_TO_SOMEBODY,
    DUE_AFTER_MEETING,
    DUE_CHANGES,
    PERCENT_OF_A_WHOLE,
    AssignAction,
    AssignActionOf,
    DropAction,
    FinishAction,
    ReportActionProgress,
    RescheduleAction,
)
from services.meetings.domain.meeting import MEETING
from tests.unit.meetings.first_meeting import (
    CONVENED,
    FIRST,
    MOVER,
    OPENED,
    PASSED,
    RESOLUTION,
    entity,
)

TO_DO, ITEM = entity("to do"), entity("item")
DUE = date(2008, 7, 31)
ASSIGNED = ActionAssigned(
    action_id=TO_DO,
    meeting_id=FIRST,
    title=Line("ขอใบเสนอราคาเครื่องถ่ายเอกสาร"),
    office=Slug("cd-officer"),
    due_on=DUE,
)
ADDED = AgendaItemAdded(
    meeting_id=FIRST, item_id=ITEM, part="other", number=PositiveCount(1), title=Line("เครื่องถ่าย")
)


def assign(*more: object, **changes: Any) -> AssignActionOf:
    asked = AssignAction(
        action_id=TO_DO,
        meeting_id=FIRST,
        title=ASSIGNED.title,
        office=Slug("cd-officer"),
        due_on=DUE,
    )
    meeting = given(MEETING, CONVENED, *(more or (ADDED, OPENED, PASSED))).state
    return AssignActionOf(asked=dataclasses.replace(asked, **changes), meeting=meeting)


def test_a_meeting_asks_an_office_a_person_or_an_organisation() -> None:
    given(ACTION).when(assign()).then(ASSIGNED)
    for who in ("person_id", "organisation_id"):
        named: dict[str, Any] = {"office": None, who: MOVER}
        given(ACTION).when(assign(**named)).then(dataclasses.replace(ASSIGNED, **named))
    given(ACTION).when(assign(office=None)).refuses(ASSIGNED_TO_SOMEBODY)
    given(ACTION, ASSIGNED).when(assign()).refuses(ASSIGNED_ONCE)


def test_it_follows_from_a_resolution_or_an_item_of_the_meeting() -> None:
    for what, id in (("resolution_id", RESOLUTION), ("item_id", ITEM)):
        given(ACTION).when(assign(**{what: id})).then(dataclasses.replace(ASSIGNED, **{what: id}))  # type: ignore[arg-type]
        given(ACTION).when(assign(**{what: entity("none")})).finds_nothing()


def test_a_meeting_that_was_not_held_asks_nobody() -> None:
    for stage in ((ADDED,), (MeetingCancelled(meeting_id=FIRST),)):
        given(ACTION).when(assign(*stage)).refuses(ASSIGNED_BY_A_MEETING)


def test_it_is_not_due_before_the_meeting() -> None:
    given(ACTION).when(assign(due_on=date(2008, 6, 29))).refuses(DUE_AFTER_MEETING)
    given(ACTION).when(assign(due_on=None)).then(dataclasses.replace(ASSIGNED, due_on=None))


def test_progress_is_reported_in_words_and_percent() -> None:
    report = ReportActionProgress(action_id=TO_DO, text=Prose("ได้มาสองร้าน"), percent=Count(50))
    given(ACTION, ASSIGNED).when(report).then(
        ActionProgressReported(action_id=TO_DO, text=Prose("ได้มาสองร้าน"), percent=Count(50))
    )
    too_much = dataclasses.replace(report, percent=Count(101))
    given(ACTION, ASSIGNED).when(too_much).refuses(PERCENT_OF_A_WHOLE)


def test_the_day_it_is_due_may_change() -> None:
    later = RescheduleAction(action_id=TO_DO, due_on=date(2008, 8, 31), reason=Line("รอร้าน"))
    moved = ActionRescheduled(action_id=TO_DO, due_on=date(2008, 8, 31), reason=Line("รอร้าน"))
    given(ACTION, ASSIGNED).when(later).then(moved)
    given(ACTION, ASSIGNED, moved).when(later).refuses(DUE_CHANGES)


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (
            FinishAction(action_id=TO_DO, finished_on=DUE),
            ActionFinished(action_id=TO_DO, finished_on=DUE),
        ),
        (
            DropAction(action_id=TO_DO, reason=Line("ซื้อแล้ว")),
            ActionDropped(action_id=TO_DO, reason=Line("ซื้อแล้ว")),
        ),
    ],
)
def test_it_is_finished_or_dropped_once_and_then_nothing_changes(command: Any, event: Any) -> None:
    given(ACTION, ASSIGNED).when(command).then(event)
    over = given(ACTION, ASSIGNED, event)
    for late in (
        command,
        ReportActionProgress(action_id=TO_DO, text=Prose("ช้า")),
        RescheduleAction(action_id=TO_DO),
    ):
        over.when(late).refuses(ACTION_IS_OPEN)
    given(ACTION).when(command).finds_nothing()


def test_the_resolution_it_follows_from_is_one_of_that_meeting() -> None:
    assert isinstance(PASSED, ResolutionPassed)
    other = given(MEETING, CONVENED, OPENED).state
    asked = assign(resolution_id=RESOLUTION).asked
    given(ACTION).when(AssignActionOf(asked=asked, meeting=other)).finds_nothing()
