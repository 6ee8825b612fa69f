"""A study visit: booked, moved, cancelled, hosted, followed up."""

from datetime import date

import pytest

from bangduan.domain import derived_id
from bangduan.events.learning import (
    StudyVisitBooked,
    StudyVisitCancelled,
    StudyVisitFollowedUp,
    StudyVisitHosted,
    StudyVisitRescheduled,
)
from bangduan.events.types import Count, EntityId, Line, Prose, Quantity
from bangduan.testing.scenario import given
from services.learning.domain.visit import (
    ALREADY_BOOKED,
    APPLIED_SAYS_WHAT,
    ASKED_AFTER_THE_VISIT,
    ASKED_ON_A_LATER_DAY,
    SOMEBODY_COMES,
    STILL_TO_COME,
    THE_DAY_CHANGES,
    VISIT,
    BookVisit,
    CancelVisit,
    FollowUpVisit,
    HostVisit,
    RescheduleVisit,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


ID, PLACE, HOST = entity("visit"), entity("place"), entity("centre")
TOPIC, FROM = Line("การบูรณาการกองทุน"), Line("ศอช.ต. ตัวอย่าง (ข้อมูลสมมติ)")
DAY, LATER = date(2010, 9, 7), date(2010, 10, 1)
NOBODY, FORTY = Quantity(value=Count(0)), Quantity(value=Count(40), bound="about")
BOOK = BookVisit(
    visit_id=ID,
    topic=TOPIC,
    visitors_from=FROM,
    place_id=PLACE,
    host_organisation_id=HOST,
    expected=FORTY,
)
BOOKED = StudyVisitBooked(
    visit_id=ID,
    topic=TOPIC,
    visitors_from=FROM,
    place_id=PLACE,
    host_organisation_id=HOST,
    expected=FORTY,
)
MOVE, MOVED = (
    RescheduleVisit(visit_id=ID, booked_for=DAY),
    StudyVisitRescheduled(visit_id=ID, booked_for=DAY),
)
CANCEL = CancelVisit(visit_id=ID, reason=Line("น้ำท่วม"))
CANCELLED = StudyVisitCancelled(visit_id=ID, reason=Line("น้ำท่วม"))
RECEIVE = HostVisit(visit_id=ID, visitors=FORTY, hosted_on=DAY)
HOSTED = StudyVisitHosted(
    visit_id=ID,
    topic=TOPIC,
    visitors=FORTY,
    hosted_on=DAY,
    place_id=PLACE,
    host_organisation_id=HOST,
)
ASK = FollowUpVisit(visit_id=ID, applied="unknown", asked_on=LATER)


def test_a_visit_is_booked_for_a_day_that_is_still_open() -> None:
    given(VISIT).when(BOOK).then(BOOKED)


def test_a_visit_is_booked_once() -> None:
    given(VISIT, BOOKED).when(BOOK).refuses(ALREADY_BOOKED)


def test_a_visit_of_nobody_is_refused() -> None:
    nobody = BookVisit(visit_id=ID, topic=TOPIC, visitors_from=FROM, expected=NOBODY)
    given(VISIT).when(nobody).refuses(SOMEBODY_COMES)
    nobody_came = HostVisit(visit_id=ID, visitors=NOBODY)
    given(VISIT, BOOKED).when(nobody_came).refuses(SOMEBODY_COMES)


def test_a_visit_gets_its_day_and_may_lose_it_again() -> None:
    given(VISIT, BOOKED).when(MOVE).then(MOVED)
    open_again = RescheduleVisit(visit_id=ID)
    given(VISIT, BOOKED, MOVED).when(open_again).then(StudyVisitRescheduled(visit_id=ID))


def test_the_same_day_is_no_change() -> None:
    given(VISIT, BOOKED, MOVED).when(MOVE).refuses(THE_DAY_CHANGES)


def test_a_visit_is_cancelled() -> None:
    given(VISIT, BOOKED).when(CANCEL).then(CANCELLED)


def test_a_visit_is_hosted() -> None:
    given(VISIT, BOOKED).when(RECEIVE).then(HOSTED)


def test_a_visit_whose_visitors_nobody_counted_is_hosted_without_a_number() -> None:
    (event,) = given(VISIT, BOOKED).when(HostVisit(visit_id=ID)).events
    assert isinstance(event, StudyVisitHosted)
    assert (event.visitors, event.hosted_on) == (None, None)


@pytest.mark.parametrize("past", [CANCELLED, HOSTED])
@pytest.mark.parametrize("anything", [MOVE, CANCEL, RECEIVE])
def test_what_happened_or_was_cancelled_is_not_still_to_come(
    past: object, anything: object
) -> None:
    given(VISIT, BOOKED, past).when(anything).refuses(STILL_TO_COME)


@pytest.mark.parametrize("past", [(BOOKED,), (BOOKED, CANCELLED)])
def test_visitors_who_did_not_come_are_not_asked(past: tuple[object, ...]) -> None:
    given(VISIT, *past).when(ASK).refuses(ASKED_AFTER_THE_VISIT)


def test_visitors_are_asked_again_until_somebody_knows() -> None:
    asked = StudyVisitFollowedUp(visit_id=ID, applied="unknown", asked_on=LATER)
    given(VISIT, BOOKED, HOSTED).when(ASK).then(asked)
    what = Prose("รวมกลุ่มออมทรัพย์")
    yes = FollowUpVisit(visit_id=ID, applied="yes", what=what)
    given(VISIT, BOOKED, HOSTED, asked).when(yes).then(
        StudyVisitFollowedUp(visit_id=ID, applied="yes", what=what)
    )


def test_who_says_yes_says_what_was_applied() -> None:
    bare = FollowUpVisit(visit_id=ID, applied="yes")
    given(VISIT, BOOKED, HOSTED).when(bare).refuses(APPLIED_SAYS_WHAT)


def test_nobody_is_asked_before_the_visit() -> None:
    early = FollowUpVisit(visit_id=ID, applied="no", asked_on=date(2010, 9, 6))
    given(VISIT, BOOKED, HOSTED).when(early).refuses(ASKED_ON_A_LATER_DAY)


@pytest.mark.parametrize("anything", [MOVE, CANCEL, RECEIVE, ASK])
def test_a_visit_that_was_never_booked_is_not_found(anything: object) -> None:
    given(VISIT).when(anything).finds_nothing()
