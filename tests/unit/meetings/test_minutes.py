"""The record of a meeting, and its adoption."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from bangduan.domain import derived_id
from bangduan.events.meetings import (
    MinutesAdopted,
    MinutesCorrection,
    MinutesReviewed,
    MinutesSection,
    MinutesWritten,
)
from bangduan.events.types import BuddhistYear, EntityId, PositiveCount, Prose
from bangduan.testing.scenario import given
from services.meetings.domain.meeting import Meeting
from services.meetings.domain.minutes import (
    ADOPTED_BY_LATER_MEETING,
    ADOPTED_BY_SAME_BODY,
    ADOPTED_ONCE_CLOSED,
    ADOPTED_TEXT_STANDS,
    CORRECTION_CHANGES,
    HELD,
    MINUTES,
    PARTS_DIFFER,
    REVIEWED_FIRST,
    AdoptMinutes,
    AdoptMinutesOf,
    ReviewMinutes,
    WriteMinutes,
    WriteMinutesOf,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


FIRST, SECOND, RECORDER = entity("1/2551"), entity("2/2551"), entity("recorder")
NOTICES = MinutesSection(part="notices", text=Prose("ประธานแจ้งเรื่องเพื่อทราบ"))
BUSINESS = MinutesSection(part="for_consideration", text=Prose("ที่ประชุมพิจารณาแผนพัฒนา"))
EARLIER = Meeting(stage="closed", body_id=entity("body"), held_on=date(2008, 6, 30))
LATER = Meeting(stage="open", body_id=entity("body"), held_on=date(2008, 7, 30))
WRITTEN = MinutesWritten(meeting_id=FIRST, sections=(NOTICES, BUSINESS), recorder=RECORDER)
REVIEWED = MinutesReviewed(meeting_id=FIRST)
ADOPTED = MinutesAdopted(meeting_id=FIRST, adopted_by_meeting_id=SECOND)


def write(*sections: MinutesSection, meeting: Meeting = EARLIER) -> WriteMinutesOf:
    asked = WriteMinutes(meeting_id=FIRST, sections=sections, recorder=RECORDER)
    return WriteMinutesOf(asked=asked, meeting=meeting)


def adopt(earlier: Meeting = EARLIER, later: Meeting = LATER, by: EntityId = SECOND) -> Any:
    asked = AdoptMinutes(meeting_id=FIRST, adopted_by_meeting_id=by)
    return AdoptMinutesOf(asked=asked, earlier=earlier, later=later)


def test_minutes_are_written_in_the_order_of_the_agenda() -> None:
    given(MINUTES).when(write(BUSINESS, NOTICES)).then(WRITTEN)


def test_each_part_of_the_agenda_has_one_section() -> None:
    given(MINUTES).when(write(NOTICES, NOTICES)).refuses(PARTS_DIFFER)


@pytest.mark.parametrize("stage", ["convened", "cancelled"])
def test_minutes_are_of_a_meeting_that_was_opened(stage: Any) -> None:
    meeting = dataclasses.replace(EARLIER, stage=stage)
    given(MINUTES).when(write(NOTICES, meeting=meeting)).refuses(HELD)


def test_minutes_are_reviewed_by_somebody_perhaps_unknown() -> None:
    given(MINUTES, WRITTEN).when(ReviewMinutes(meeting_id=FIRST)).then(REVIEWED)
    given(MINUTES).when(ReviewMinutes(meeting_id=FIRST)).finds_nothing()


def test_a_later_meeting_adopts_reviewed_minutes() -> None:
    given(MINUTES, WRITTEN, REVIEWED).when(adopt()).then(ADOPTED)


def test_minutes_are_reviewed_before_they_are_adopted() -> None:
    given(MINUTES, WRITTEN).when(adopt()).refuses(REVIEWED_FIRST)
    given(MINUTES, WRITTEN, REVIEWED, WRITTEN).when(adopt()).refuses(REVIEWED_FIRST)
    given(MINUTES).when(adopt()).finds_nothing()


@pytest.mark.parametrize("command", [write(NOTICES), ReviewMinutes(meeting_id=FIRST), adopt()])
def test_the_adopted_text_never_changes(command: Any) -> None:
    given(MINUTES, WRITTEN, REVIEWED, ADOPTED).when(command).refuses(ADOPTED_TEXT_STANDS)


def numbered(meeting: Meeting, number: int, year: int = 2551) -> Meeting:
    return dataclasses.replace(
        meeting, held_on=None, number=PositiveCount(number), year=BuddhistYear(year)
    )


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (adopt(earlier=dataclasses.replace(EARLIER, stage="open")), ADOPTED_ONCE_CLOSED),
        (adopt(later=dataclasses.replace(LATER, body_id=entity("other"))), ADOPTED_BY_SAME_BODY),
        (adopt(later=dataclasses.replace(LATER, stage="convened")), ADOPTED_BY_LATER_MEETING),
        (
            adopt(later=dataclasses.replace(LATER, held_on=date(2008, 6, 29))),
            ADOPTED_BY_LATER_MEETING,
        ),
        (adopt(later=EARLIER, by=FIRST), ADOPTED_BY_LATER_MEETING),
        (adopt(numbered(EARLIER, 2), numbered(LATER, 1)), ADOPTED_BY_LATER_MEETING),
        (adopt(numbered(EARLIER, 1, 2552), numbered(LATER, 2)), ADOPTED_BY_LATER_MEETING),
    ],
)
def test_minutes_are_adopted_by_a_later_meeting_of_the_same_body(command: Any, rule: Any) -> None:
    given(MINUTES, WRITTEN, REVIEWED).when(command).refuses(rule)


def test_the_order_of_meetings_without_days_is_that_of_their_numbers_or_unknown() -> None:
    ready = given(MINUTES, WRITTEN, REVIEWED)
    ready.when(adopt(numbered(EARLIER, 3), numbered(LATER, 1, 2552))).then(ADOPTED)
    undated = dataclasses.replace(EARLIER, held_on=None)
    ready.when(adopt(undated, LATER)).then(ADOPTED)


def test_a_correction_says_what_the_text_becomes_and_not_what_it_was() -> None:
    ready = given(MINUTES, WRITTEN, REVIEWED)
    becomes = Prose("งบประมาณปี 2551")
    for was, rule in ((None, None), (Prose("งบประมาณ"), None), (becomes, CORRECTION_CHANGES)):
        correction = MinutesCorrection(part="notices", was=was, becomes=becomes)
        command = adopt()
        asked = dataclasses.replace(command.asked, corrections=(correction,))
        outcome = ready.when(dataclasses.replace(command, asked=asked))
        if rule is not None:
            outcome.refuses(rule)
        else:
            outcome.then(dataclasses.replace(ADOPTED, corrections=(correction,)))
