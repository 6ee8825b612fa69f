"""A notice before the meeting, what became of its items, what the next one takes over."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from bangduan.events.meetings import (
    AgendaItemAdded,
    AgendaItemWithdrawn,
    ItemDiscussed,
    MeetingArranged,
    MeetingClosed,
    MeetingConvened,
    NoticeWritten,
    OrganisationsInvited,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose, Quantity, Slug
from bangduan.testing.scenario import Outcome, given
from services.meetings.domain.meeting import MEETING, Meeting
from services.meetings.domain.meeting.agenda import WITHDRAWN_ONCE
from services.meetings.domain.meeting.calling import (
    JOINT_WITH_OTHERS,
    STILL_TO_COME,
    TIME_OF_DAY,
    CallMeeting,
    ConveneMeeting,
    InviteOrganisations,
)
from services.meetings.domain.meeting.carrying import (
    CARRIED_AFTER_CLOSING,
    CARRIED_FROM_ANOTHER,
    CARRIED_FROM_THE_BODY,
    CARRIED_WHEN_OPEN,
    CARRIED_WHEN_UNFINISHED,
    CARRIES_SOMETHING,
    DISCUSSED_WHILE_OPEN,
    REFERRED_TO_SOMEBODY,
    CarryOver,
    CarryOverFrom,
    DiscussItem,
    OpenAction,
    carried_id,
)
from services.meetings.domain.meeting.notice import (
    NOTICE_BEFORE_MEETING,
    ArrangeMeeting,
    WriteNotice,
)
from tests.unit.meetings.first_meeting import CONVENED, FIRST, OPENED, entity

NEXT, BODY_ID = entity("the next meeting"), entity("body")
ITEM, OTHER_ITEM, ACTION = entity("item"), entity("other item"), entity("action")
TEXT = Prose("ขอเชิญประชุมคณะทำงาน")
ADDED = AgendaItemAdded(
    meeting_id=FIRST,
    item_id=ITEM,
    part="for_consideration",
    number=PositiveCount(1),
    title=Line("ซ่อมเสียงตามสาย"),
)
CLOSED = MeetingClosed(
    meeting_id=FIRST,
    kind="committee",
    title=Line("ประชุมครั้งที่ 1/2551"),
    body_id=BODY_ID,
    present=Quantity(value=Count(12)),
    resolutions_passed=Count(0),
)
CALLED = MeetingConvened(
    meeting_id=NEXT,
    kind="committee",
    body=Line("คณะทำงาน"),
    body_id=BODY_ID,
    title=Line("ประชุมครั้งที่ 2/2551"),
)


def convene(**more: Any) -> CallMeeting:
    asked = ConveneMeeting(
        meeting_id=NEXT,
        kind=more.pop("kind", "committee"),
        body_id=BODY_ID,
        title=CALLED.title,
        numbered=False,
        **more,
    )
    return CallMeeting(asked=asked, body=CALLED.body)


# -- called, with an hour and with others --------------------------------------------------------


def test_the_planned_hour_is_told_as_it_is_said() -> None:
    said = dataclasses.replace(CALLED, begins_at=Line("09:30"))
    given(MEETING).when(convene(begins_at=Line("09:30"))).then(said)
    given(MEETING).when(convene(begins_at=Line("9 โมง"))).refuses(TIME_OF_DAY)


def test_only_a_joint_meeting_is_held_with_other_bodies() -> None:
    other = entity("another body")
    joint = convene(kind="joint", with_body_ids=(other,))
    given(MEETING).when(joint).then(
        dataclasses.replace(CALLED, kind="joint", with_body_ids=(other,))
    )
    for wrong in (
        convene(with_body_ids=(other,)),
        convene(kind="joint", with_body_ids=(BODY_ID,)),
        convene(kind="joint", with_body_ids=(other, other)),
    ):
        given(MEETING).when(wrong).refuses(JOINT_WITH_OTHERS)


def test_an_office_is_invited_whoever_holds_it() -> None:
    command = InviteOrganisations(meeting_id=FIRST, offices=(Slug("tambon-headman"),))
    given(MEETING, CONVENED).when(command).then(
        OrganisationsInvited(meeting_id=FIRST, offices=(Slug("tambon-headman"),))
    )


def test_hour_and_place_may_be_set_until_the_meeting_opens() -> None:
    command = ArrangeMeeting(meeting_id=FIRST, begins_at=Line("13:00"), place=Line("ศาลาประชาคม"))
    told = MeetingArranged(meeting_id=FIRST, begins_at=Line("13:00"), place=Line("ศาลาประชาคม"))
    state = given(MEETING, CONVENED).when(command).then(told)
    assert (state.begins_at, state.place) == ("13:00", "ศาลาประชาคม")
    given(MEETING, CONVENED, OPENED).when(command).refuses(STILL_TO_COME)


def test_a_notice_is_written_before_the_meeting() -> None:
    command = WriteNotice(meeting_id=FIRST, text=TEXT, written_on=date(2008, 6, 20))
    given(MEETING, CONVENED).when(command).then(
        NoticeWritten(meeting_id=FIRST, text=TEXT, written_on=date(2008, 6, 20))
    )
    late = dataclasses.replace(command, written_on=date(2008, 7, 1))
    given(MEETING, CONVENED).when(late).refuses(NOTICE_BEFORE_MEETING)
    given(MEETING, CONVENED, OPENED).when(command).refuses(STILL_TO_COME)


# -- what became of an item ----------------------------------------------------------------------


def discuss(outcome: Any, **more: Any) -> DiscussItem:
    return DiscussItem(meeting_id=FIRST, item_id=ITEM, outcome=outcome, **more)


def test_an_item_is_finished_deferred_or_referred_while_the_meeting_is_open() -> None:
    meeting = given(MEETING, CONVENED, ADDED, OPENED)
    meeting.when(discuss("deferred")).then(
        ItemDiscussed(meeting_id=FIRST, item_id=ITEM, outcome="deferred")
    )
    to = Line("อบต.บางด้วน")
    meeting.when(discuss("referred", referred_to=to)).then(
        ItemDiscussed(meeting_id=FIRST, item_id=ITEM, outcome="referred", referred_to=to)
    )
    given(MEETING, CONVENED, ADDED).when(discuss("finished")).refuses(DISCUSSED_WHILE_OPEN)
    given(MEETING, CONVENED, OPENED).when(discuss("finished")).finds_nothing()


def test_an_item_is_referred_to_somebody_and_only_then() -> None:
    meeting = given(MEETING, CONVENED, ADDED, OPENED)
    meeting.when(discuss("referred")).refuses(REFERRED_TO_SOMEBODY)
    meeting.when(discuss("finished", referred_to=Line("อบต."))).refuses(REFERRED_TO_SOMEBODY)


def test_a_withdrawn_item_is_not_discussed() -> None:
    withdrawn = AgendaItemWithdrawn(meeting_id=FIRST, item_id=ITEM)
    given(MEETING, CONVENED, ADDED, withdrawn, OPENED).when(discuss("finished")).refuses(
        WITHDRAWN_ONCE
    )


# -- taken over by the next ----------------------------------------------------------------------


def first_meeting(*more: object) -> Meeting:
    return given(MEETING, CONVENED, ADDED, OPENED, *more, CLOSED).state


def take_over(
    *events: object,
    earlier: Meeting | None = None,
    items: tuple[EntityId, ...] = (ITEM,),
    actions: tuple[OpenAction, ...] = (),
    from_meeting: EntityId = FIRST,
) -> Outcome[Meeting]:
    asked = CarryOver(
        meeting_id=NEXT,
        from_meeting_id=from_meeting,
        item_ids=items,
        action_ids=tuple(action.action_id for action in actions),
    )
    found = CarryOverFrom(asked=asked, earlier=earlier or first_meeting(), actions=actions)
    return given(MEETING, CALLED, *events).when(found)


def taken(number: int = 1, **more: Any) -> AgendaItemAdded:
    return AgendaItemAdded(
        meeting_id=NEXT,
        item_id=carried_id(NEXT, more.get("action_id") or ITEM),
        part="matters_arising",
        number=PositiveCount(number),
        title=more.pop("title", ADDED.title),
        from_meeting_id=FIRST,
        **more,
    )


def to_do(*, still_open: bool = True, body_id: EntityId = BODY_ID) -> OpenAction:
    return OpenAction(
        action_id=ACTION, title=Line("ขอใบเสนอราคา"), body_id=body_id, still_open=still_open
    )


def test_what_was_not_finished_comes_under_matters_arising_and_says_where_from() -> None:
    take_over().then(taken(from_item_id=ITEM))
    deferred = ItemDiscussed(meeting_id=FIRST, item_id=ITEM, outcome="deferred")
    take_over(earlier=first_meeting(deferred)).then(taken(from_item_id=ITEM))


def test_an_open_action_comes_after_the_items() -> None:
    take_over(actions=(to_do(),)).then(
        taken(from_item_id=ITEM), taken(2, action_id=ACTION, title=Line("ขอใบเสนอราคา"))
    )


def test_taking_the_same_over_twice_changes_nothing() -> None:
    take_over(taken(from_item_id=ITEM)).then()
    take_over(items=(ITEM, ITEM)).then(taken(from_item_id=ITEM))


def test_an_item_about_an_action_and_the_action_itself_are_one() -> None:
    followed = dataclasses.replace(ADDED, item_id=OTHER_ITEM, action_id=ACTION)
    earlier = given(MEETING, CONVENED, followed, OPENED, CLOSED).state
    take_over(earlier=earlier, items=(OTHER_ITEM,), actions=(to_do(),)).then(
        taken(action_id=ACTION, from_item_id=OTHER_ITEM)
    )


def test_something_is_taken_over_from_an_earlier_closed_meeting_of_the_body() -> None:
    take_over(items=()).refuses(CARRIES_SOMETHING)
    take_over(from_meeting=NEXT).refuses(CARRIED_FROM_ANOTHER)
    still_open = given(MEETING, CONVENED, ADDED, OPENED).state
    take_over(earlier=still_open).refuses(CARRIED_AFTER_CLOSING)
    elsewhere = dataclasses.replace(CONVENED, body_id=entity("another body"))
    strange = given(MEETING, elsewhere, ADDED, OPENED, CLOSED).state
    take_over(earlier=strange).refuses(CARRIED_FROM_THE_BODY)
    take_over(actions=(to_do(body_id=entity("another body")),)).refuses(CARRIED_FROM_THE_BODY)


def test_a_joint_meeting_takes_over_from_each_of_its_bodies() -> None:
    other = entity("another body")
    strange = given(
        MEETING, dataclasses.replace(CONVENED, body_id=other), ADDED, OPENED, CLOSED
    ).state
    joint = dataclasses.replace(CALLED, kind="joint", with_body_ids=(other,))
    asked = CarryOver(meeting_id=NEXT, from_meeting_id=FIRST, item_ids=(ITEM,))
    given(MEETING, joint).when(CarryOverFrom(asked=asked, earlier=strange)).then(
        taken(from_item_id=ITEM)
    )


@pytest.mark.parametrize("outcome", ["finished", "referred"])
def test_what_was_finished_or_referred_is_not_taken_over(outcome: Any) -> None:
    done = ItemDiscussed(meeting_id=FIRST, item_id=ITEM, outcome=outcome)
    take_over(earlier=first_meeting(done)).refuses(CARRIED_WHEN_UNFINISHED)


def test_a_finished_action_is_not_taken_over_nor_anything_once_the_meeting_is_open() -> None:
    take_over(actions=(to_do(still_open=False),)).refuses(CARRIED_WHEN_OPEN)
    opened = dataclasses.replace(OPENED, meeting_id=NEXT)
    take_over(opened).refuses(STILL_TO_COME)
    take_over(items=(OTHER_ITEM,)).finds_nothing()
