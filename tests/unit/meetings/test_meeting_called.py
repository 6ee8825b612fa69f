"""A meeting called, prepared, and opened by whom it should be."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from bangduan.domain import derived_id
from bangduan.events.meetings import (
    AgendaItemAdded,
    AgendaItemWithdrawn,
    AgendaPart,
    ChairDelegated,
    ChairEngagedElsewhere,
    ChairInvited,
    Convener,
    EntitledCounted,
    HeadCountRecorded,
    MeetingCancelled,
    MeetingClosed,
    MeetingConvened,
    MeetingOpened,
    MeetingPostponed,
    OrganisationsInvited,
)
from bangduan.events.types import (
    BuddhistYear,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Quantity,
    Slug,
    VillageCode,
)
from bangduan.testing.scenario import given
from services.meetings.domain.meeting import MEETING
from services.meetings.domain.meeting.agenda import (
    ITEM_IS_NEW,
    ONLY_OTHER_ONCE_OPEN,
    WITHDRAWN_ONCE,
    AddAgendaItem,
    WithdrawAgendaItem,
)
from services.meetings.domain.meeting.calling import (
    CONVENED_ONCE,
    ENTITLED_COVER_PRESENT,
    INVITES_SOMEBODY,
    KEEPS_ITS_YEAR,
    NOT_OVER,
    NUMBERED_IN_A_YEAR,
    STILL_TO_COME,
    TIME_OF_DAY,
    UNNUMBERED_HAS_NO_NUMBER,
    YEAR_IS_OF_THE_DAY,
    CallMeeting,
    CancelMeeting,
    ConveneMeeting,
    CountEntitled,
    InviteOrganisations,
    PostponeMeeting,
)
from services.meetings.domain.meeting.chair import (
    DELEGATES_ONCE,
    DELEGATES_TO_ANOTHER,
    DELEGATES_TO_SOMEBODY,
    DELEGATES_WHEN_ENGAGED,
    ENGAGED_ONCE,
    ONE_CHAIR_AT_A_TIME,
    OPENED_BY_WHO_IS_ASKED,
    SOMEBODY_IS_INVITED,
    WAS_INVITED,
    DelegateChair,
    InviteChair,
    OpenMeeting,
    OpenUnderRules,
    RecordChairEngaged,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


FIRST, BODY_ID = entity("meeting 1/2551"), entity("working group")
BODY_NAME = Line("คณะทำงาน ศอช.ต.บางด้วน")
TITLE = Line("การจัดทำแผนพัฒนา")
ASKED = ConveneMeeting(
    meeting_id=FIRST,
    kind="committee",
    body_id=BODY_ID,
    title=TITLE,
    numbered=True,
    held_on=date(2008, 6, 30),
)
CONVENED = MeetingConvened(
    meeting_id=FIRST,
    kind="committee",
    body=BODY_NAME,
    body_id=BODY_ID,
    number=PositiveCount(1),
    year=BuddhistYear(2551),
    held_on=date(2008, 6, 30),
    title=TITLE,
)
OPENED = MeetingOpened(meeting_id=FIRST)
CANCELLED = MeetingCancelled(meeting_id=FIRST)
CLOSED = MeetingClosed(
    meeting_id=FIRST,
    kind="committee",
    title=TITLE,
    body_id=BODY_ID,
    present=Quantity(value=Count(0), bound="at_least"),
    resolutions_passed=Count(0),
)


def call(number: int | None = 1, **changes: Any) -> CallMeeting:
    return CallMeeting(
        asked=dataclasses.replace(ASKED, **changes),
        body=BODY_NAME,
        number=None if number is None else PositiveCount(number),
    )


def test_meeting_1_2551_is_called() -> None:
    given(MEETING).when(call()).then(CONVENED)


def test_the_assembly_has_neither_day_nor_number_and_was_called_by_three_offices() -> None:
    conveners = tuple(
        Convener(office=Slug(office)) for office in ("cd-officer", "tambon-headman", "village-head")
    )
    given(MEETING).when(
        call(None, kind="assembly", numbered=False, held_on=None, convened_by=conveners)
    ).then(
        dataclasses.replace(
            CONVENED,
            kind="assembly",
            number=None,
            year=None,
            held_on=None,
            convened_by=conveners,
        )
    )


def test_a_numbered_meeting_on_a_day_not_yet_set_is_of_a_year() -> None:
    given(MEETING).when(call(held_on=None)).refuses(NUMBERED_IN_A_YEAR)
    given(MEETING).when(call(held_on=None, year=BuddhistYear(2551))).then(
        dataclasses.replace(CONVENED, held_on=None)
    )


def test_a_meeting_is_of_the_year_of_its_day() -> None:
    given(MEETING).when(call(year=BuddhistYear(2552))).refuses(YEAR_IS_OF_THE_DAY)


def test_a_meeting_without_a_number_takes_none() -> None:
    asked = dataclasses.replace(ASKED, numbered=False, number=PositiveCount(2))
    command = CallMeeting(asked=asked, body=BODY_NAME)
    given(MEETING).when(command).refuses(UNNUMBERED_HAS_NO_NUMBER)


def test_a_meeting_is_called_once() -> None:
    given(MEETING, CONVENED).when(call(2)).refuses(CONVENED_ONCE)


def test_a_meeting_is_put_off_within_the_year_of_its_number() -> None:
    called = given(MEETING, CONVENED)
    later = date(2008, 7, 15)
    called.when(PostponeMeeting(meeting_id=FIRST, held_on=later)).then(
        MeetingPostponed(meeting_id=FIRST, held_on=later)
    )
    called.when(PostponeMeeting(meeting_id=FIRST)).then(MeetingPostponed(meeting_id=FIRST))
    called.when(PostponeMeeting(meeting_id=FIRST, held_on=date(2009, 1, 1))).refuses(KEEPS_ITS_YEAR)


def test_a_meeting_is_called_off() -> None:
    command = CancelMeeting(meeting_id=FIRST, reason=Line("น้ำท่วม"))
    given(MEETING, CONVENED).when(command).then(
        MeetingCancelled(meeting_id=FIRST, reason=Line("น้ำท่วม"))
    )


def test_organisations_are_invited_by_name_by_kind_or_by_village() -> None:
    kinds = (Slug("savings-group"), Slug("womens-group"))
    command = InviteOrganisations(
        meeting_id=FIRST, kinds=kinds, villages=(VillageCode("11011301"),)
    )
    given(MEETING, CONVENED).when(command).then(
        OrganisationsInvited(meeting_id=FIRST, kinds=kinds, villages=(VillageCode("11011301"),))
    )
    nobody = InviteOrganisations(meeting_id=FIRST)
    given(MEETING, CONVENED).when(nobody).refuses(INVITES_SOMEBODY)


def test_how_many_are_entitled_is_no_less_than_how_many_came() -> None:
    counted = HeadCountRecorded(meeting_id=FIRST, present=Quantity(value=Count(12)))
    command = CountEntitled(meeting_id=FIRST, entitled=Count(15))
    given(MEETING, CONVENED, counted).when(command).then(
        EntitledCounted(meeting_id=FIRST, entitled=Count(15))
    )
    fewer = CountEntitled(meeting_id=FIRST, entitled=Count(11))
    given(MEETING, CONVENED, counted).when(fewer).refuses(ENTITLED_COVER_PRESENT)


ITEM = entity("item")


def item(number: int = 1, part: AgendaPart = "for_consideration", name: str = "item") -> Any:
    return AgendaItemAdded(
        meeting_id=FIRST,
        item_id=entity(name),
        part=part,
        number=PositiveCount(number),
        title=Line("แผนพัฒนา"),
    )


def add(part: AgendaPart = "for_consideration", name: str = "item") -> AddAgendaItem:
    return AddAgendaItem(meeting_id=FIRST, item_id=entity(name), part=part, title=Line("แผนพัฒนา"))


def test_agenda_items_are_numbered_within_their_part() -> None:
    agenda = given(MEETING, CONVENED, item())
    agenda.when(add(name="second")).then(item(2, name="second"))
    agenda.when(add("notices", "first notice")).then(item(1, "notices", "first notice"))
    agenda.when(add()).refuses(ITEM_IS_NEW)


def test_an_open_meeting_takes_new_items_only_under_other_business() -> None:
    opened = given(MEETING, CONVENED, OPENED)
    opened.when(add()).refuses(ONLY_OTHER_ONCE_OPEN)
    opened.when(add("other")).then(item(1, "other"))


def test_a_withdrawn_item_keeps_its_number() -> None:
    withdrawn = AgendaItemWithdrawn(meeting_id=FIRST, item_id=ITEM)
    command = WithdrawAgendaItem(meeting_id=FIRST, item_id=ITEM)
    given(MEETING, CONVENED, item()).when(command).then(withdrawn)
    agenda = given(MEETING, CONVENED, item(), withdrawn)
    agenda.when(command).refuses(WITHDRAWN_ONCE)
    agenda.when(add(name="second")).then(item(2, name="second"))
    given(MEETING, CONVENED).when(command).finds_nothing()


EXECUTIVE, COUNCIL_CHAIR, OTHER = (
    entity("SAO chief executive"),
    entity("council chair"),
    entity("other"),
)
INVITED = ChairInvited(meeting_id=FIRST, person_id=EXECUTIVE, office=Slug("sao-chief-executive"))
ENGAGED = ChairEngagedElsewhere(
    meeting_id=FIRST, person_id=EXECUTIVE, office=Slug("sao-chief-executive")
)
DELEGATED = ChairDelegated(
    meeting_id=FIRST,
    from_person_id=EXECUTIVE,
    to_person_id=COUNCIL_CHAIR,
    capacity=Slug("council-chair"),
)


def open_it(**changes: Any) -> OpenUnderRules:
    return OpenUnderRules(asked=OpenMeeting(meeting_id=FIRST, **changes))


def test_the_chief_executive_is_invited_engaged_elsewhere_and_delegates_the_council_chair() -> None:
    given(MEETING, CONVENED).when(
        InviteChair(meeting_id=FIRST, person_id=EXECUTIVE, office=Slug("sao-chief-executive"))
    ).then(INVITED)
    given(MEETING, CONVENED, INVITED).when(RecordChairEngaged(meeting_id=FIRST)).then(ENGAGED)
    given(MEETING, CONVENED, INVITED, ENGAGED).when(
        DelegateChair(meeting_id=FIRST, to_person_id=COUNCIL_CHAIR, capacity=Slug("council-chair"))
    ).then(DELEGATED)
    given(MEETING, CONVENED, INVITED, ENGAGED, DELEGATED).when(open_it()).then(
        MeetingOpened(
            meeting_id=FIRST,
            opened_by=COUNCIL_CHAIR,
            capacity=Slug("council-chair"),
            in_place_of=EXECUTIVE,
        )
    )


def test_nobody_else_opens_in_the_place_of_who_was_asked() -> None:
    for past in ((INVITED,), (INVITED, ENGAGED, DELEGATED)):
        meeting = given(MEETING, CONVENED, *past)
        meeting.when(open_it(opened_by=OTHER)).refuses(OPENED_BY_WHO_IS_ASKED)


def test_the_invited_chair_opens() -> None:
    given(MEETING, CONVENED, INVITED).when(open_it()).then(
        MeetingOpened(meeting_id=FIRST, opened_by=EXECUTIVE, capacity=Slug("sao-chief-executive"))
    )


def test_who_opened_may_be_unknown() -> None:
    given(MEETING, CONVENED).when(open_it()).then(OPENED)
    by_office = ChairInvited(meeting_id=FIRST, office=Slug("centre-chair"))
    given(MEETING, CONVENED, by_office).when(open_it()).then(
        MeetingOpened(meeting_id=FIRST, capacity=Slug("centre-chair"))
    )


def test_anybody_opens_when_the_invited_chair_is_away_and_delegated_nobody() -> None:
    given(MEETING, CONVENED, INVITED, ENGAGED).when(open_it(opened_by=OTHER)).then(
        MeetingOpened(meeting_id=FIRST, opened_by=OTHER)
    )


def test_a_meeting_begins_at_a_time_of_day() -> None:
    given(MEETING, CONVENED).when(open_it(begun_at=Line("09:30"))).then(
        MeetingOpened(meeting_id=FIRST, begun_at=Line("09:30"))
    )
    for wrong in ("9.30", "24:00", "09:60", "เช้า"):
        given(MEETING, CONVENED).when(open_it(begun_at=Line(wrong))).refuses(TIME_OF_DAY)


@pytest.mark.parametrize(
    ("past", "command", "rule"),
    [
        ((), InviteChair(meeting_id=FIRST), SOMEBODY_IS_INVITED),
        ((INVITED,), InviteChair(meeting_id=FIRST, person_id=OTHER), ONE_CHAIR_AT_A_TIME),
        ((), RecordChairEngaged(meeting_id=FIRST), WAS_INVITED),
        ((), DelegateChair(meeting_id=FIRST, to_person_id=OTHER), WAS_INVITED),
        ((INVITED, ENGAGED), RecordChairEngaged(meeting_id=FIRST), ENGAGED_ONCE),
        ((INVITED,), DelegateChair(meeting_id=FIRST, to_person_id=OTHER), DELEGATES_WHEN_ENGAGED),
        ((INVITED, ENGAGED), DelegateChair(meeting_id=FIRST), DELEGATES_TO_SOMEBODY),
        (
            (INVITED, ENGAGED),
            DelegateChair(meeting_id=FIRST, to_person_id=EXECUTIVE),
            DELEGATES_TO_ANOTHER,
        ),
        (
            (INVITED, ENGAGED, DELEGATED),
            DelegateChair(meeting_id=FIRST, to_person_id=OTHER),
            DELEGATES_ONCE,
        ),
    ],
)
def test_an_opening_is_delegated_in_order(past: Any, command: Any, rule: Any) -> None:
    given(MEETING, CONVENED, *past).when(command).refuses(rule)


def test_another_chair_is_invited_when_the_first_is_engaged() -> None:
    command = InviteChair(meeting_id=FIRST, person_id=OTHER)
    state = (
        given(MEETING, CONVENED, INVITED, ENGAGED)
        .when(command)
        .then(ChairInvited(meeting_id=FIRST, person_id=OTHER))
    )
    assert state.invitation is not None
    assert not state.invitation.engaged


BEFORE_OPENING = [
    PostponeMeeting(meeting_id=FIRST),
    CancelMeeting(meeting_id=FIRST),
    InviteChair(meeting_id=FIRST, person_id=OTHER),
    RecordChairEngaged(meeting_id=FIRST),
    DelegateChair(meeting_id=FIRST, to_person_id=OTHER),
    WithdrawAgendaItem(meeting_id=FIRST, item_id=ITEM),
    open_it(),
]
UNTIL_CLOSED = [
    InviteOrganisations(meeting_id=FIRST, kinds=(Slug("sao"),)),
    CountEntitled(meeting_id=FIRST, entitled=Count(15)),
    add("other"),
]


@pytest.mark.parametrize("command", BEFORE_OPENING)
@pytest.mark.parametrize("past", [(OPENED,), (CANCELLED,), (OPENED, CLOSED)])
def test_a_meeting_that_was_opened_or_called_off_is_no_longer_prepared(
    command: Any, past: Any
) -> None:
    given(MEETING, CONVENED, *past).when(command).refuses(STILL_TO_COME)


@pytest.mark.parametrize("command", UNTIL_CLOSED)
@pytest.mark.parametrize("past", [(CANCELLED,), (OPENED, CLOSED)])
def test_a_meeting_that_is_over_does_not_change(command: Any, past: Any) -> None:
    given(MEETING, CONVENED, *past).when(command).refuses(NOT_OVER)


@pytest.mark.parametrize("command", [*BEFORE_OPENING, *UNTIL_CLOSED])
def test_a_meeting_nobody_called_cannot_be_prepared(command: Any) -> None:
    assert given(MEETING).when(command).finds_nothing().field == "meeting_id"
