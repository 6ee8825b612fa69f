"""Organisations, their kinds, members and leaders."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from bangduan.domain import derived_id
from bangduan.events.membership import (
    CentreSeatsSet,
    LeaderAppointed,
    LeadershipEnded,
    MemberCountReported,
    MemberJoined,
    MemberLeft,
    OrganisationDissolved,
    OrganisationKindDefined,
    OrganisationRegistered,
    OrganisationRenamed,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Quantity, Slug, VillageCode
from bangduan.testing.scenario import given
from services.membership.domain.kind import DEFINED_ONCE, KIND, DefineOrganisationKind
from services.membership.domain.leadership import LEADS, LEADS_ONCE
from services.membership.domain.membership import (
    JOINS_ONCE,
    LEAVES_ONCE,
    MEMBERSHIP,
    REJOINS_LATER,
    AdmitMember,
    JoinOrganisation,
    LeaveOrganisation,
    membership_id,
)
from services.membership.domain.organisation import (
    NAME_IS_NEW,
    NOT_DISSOLVED,
    ORGANISATION,
    OUTSIDE_HAS_NO_VILLAGE,
    REGISTERED_ONCE,
    AppointLeader,
    DissolveOrganisation,
    EndLeadership,
    RegisterOrganisation,
    RegisterOrganisationOfKind,
    RenameOrganisation,
    ReportMemberCount,
    SetCentreSeats,
)
from services.membership.domain.registry import KINDS, Kind
from services.membership.domain.term import IN_ORDER


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


GROUP, LEADER, OTHER = entity("group"), entity("leader"), entity("other")
NAME = Line("กลุ่มออมทรัพย์เพื่อการผลิตตำบลบางด้วน")
ASKED = RegisterOrganisation(organisation_id=GROUP, kind=Slug("savings-group"), name=NAME)
REGISTERED = OrganisationRegistered(
    organisation_id=GROUP,
    kind=Slug("savings-group"),
    name=NAME,
    location="inside",
    holds_funds=True,
    kind_thai=Line("กลุ่มออมทรัพย์เพื่อการผลิต"),
    kind_english=Line("Savings group for production"),
)
DISSOLVED = OrganisationDissolved(organisation_id=GROUP)
CHAIR = Slug("chair")
APPOINTED = LeaderAppointed(
    organisation_id=GROUP, appointment=PositiveCount(1), person_id=LEADER, role=CHAIR
)
SECOND_APPOINTED = dataclasses.replace(APPOINTED, appointment=PositiveCount(2))


def register(kind: Kind = KINDS["savings-group"], **changes: object) -> RegisterOrganisationOfKind:
    asked = dataclasses.replace(ASKED, kind=Slug(kind.kind), **changes)  # type: ignore[arg-type]
    return RegisterOrganisationOfKind(asked=asked, kind=kind)


def test_an_organisation_takes_what_is_left_out_from_its_kind() -> None:
    given(ORGANISATION).when(register()).then(REGISTERED)


def test_what_an_organisation_says_of_itself_goes_before_its_kind() -> None:
    more = Quantity(value=Count(800), bound="at_least")
    given(ORGANISATION).when(
        register(holds_funds=False, seats=Count(2), member_count=more, location="outside")
    ).then(
        dataclasses.replace(
            REGISTERED,
            holds_funds=False,
            seats=Count(2),
            member_count=more,
            location="outside",
        )
    )


def test_a_kind_that_lays_down_seats_gives_them_to_its_organisations() -> None:
    kind = Kind("elders-club", "ชมรมผู้สูงอายุ", "Elders' club", seats=1)
    given(ORGANISATION).when(register(kind)).then(
        dataclasses.replace(
            REGISTERED,
            kind=Slug("elders-club"),
            kind_thai=Line("ชมรมผู้สูงอายุ"),
            kind_english=Line("Elders' club"),
            holds_funds=False,
            seats=Count(1),
        )
    )


def test_the_power_plant_fund_is_outside_and_opens_no_books_here() -> None:
    given(ORGANISATION).when(register(KINDS["power-plant-fund"])).then(
        dataclasses.replace(
            REGISTERED,
            kind=Slug("power-plant-fund"),
            kind_thai=Line("กองทุนพัฒนาชุมชนในพื้นที่รอบโรงไฟฟ้า"),
            kind_english=Line("Power-plant community development fund"),
            location="outside",
            holds_funds=False,
        )
    )


def test_an_outside_organisation_belongs_to_no_village() -> None:
    command = register(KINDS["power-plant-fund"], village=VillageCode("11011301"))
    given(ORGANISATION).when(command).refuses(OUTSIDE_HAS_NO_VILLAGE)


def test_an_organisation_is_registered_once() -> None:
    given(ORGANISATION, REGISTERED).when(register()).refuses(REGISTERED_ONCE)


def test_an_organisation_is_renamed() -> None:
    new = Line("กลุ่มออมทรัพย์บางด้วน")
    command = RenameOrganisation(organisation_id=GROUP, name=new)
    given(ORGANISATION, REGISTERED).when(command).then(
        OrganisationRenamed(organisation_id=GROUP, name=new)
    )


def test_renaming_gives_another_name() -> None:
    command = RenameOrganisation(organisation_id=GROUP, name=NAME)
    given(ORGANISATION, REGISTERED).when(command).refuses(NAME_IS_NEW)


def test_a_number_of_members_keeps_its_bound() -> None:
    count = Quantity(value=Count(800), bound="at_least")
    command = ReportMemberCount(organisation_id=GROUP, member_count=count)
    given(ORGANISATION, REGISTERED).when(command).then(
        MemberCountReported(organisation_id=GROUP, member_count=count)
    )


def test_seats_in_the_centre_are_set_for_each_organisation() -> None:
    command = SetCentreSeats(organisation_id=GROUP, seats=Count(2))
    given(ORGANISATION, REGISTERED).when(command).then(
        CentreSeatsSet(organisation_id=GROUP, seats=Count(2))
    )


def test_an_organisation_is_dissolved() -> None:
    given(ORGANISATION, REGISTERED).when(
        DissolveOrganisation(organisation_id=GROUP, dissolved_on=date(2010, 9, 30))
    ).then(OrganisationDissolved(organisation_id=GROUP, dissolved_on=date(2010, 9, 30)))


CHANGES = [
    RenameOrganisation(organisation_id=GROUP, name=Line("ใหม่")),
    DissolveOrganisation(organisation_id=GROUP),
    ReportMemberCount(organisation_id=GROUP, member_count=Quantity(value=Count(1))),
    SetCentreSeats(organisation_id=GROUP, seats=Count(1)),
    AppointLeader(organisation_id=GROUP, person_id=LEADER, role=CHAIR),
    EndLeadership(organisation_id=GROUP, person_id=LEADER, role=CHAIR),
]


@pytest.mark.parametrize("command", CHANGES)
def test_a_dissolved_organisation_does_not_change_any_more(command: Any) -> None:
    given(ORGANISATION, REGISTERED, APPOINTED, DISSOLVED).when(command).refuses(NOT_DISSOLVED)


@pytest.mark.parametrize("command", CHANGES)
def test_an_organisation_nobody_registered_does_not_change(command: Any) -> None:
    given(ORGANISATION).when(command).finds_nothing()


def test_a_leader_is_appointed_for_a_term_that_may_be_unknown() -> None:
    command = AppointLeader(organisation_id=GROUP, person_id=LEADER, role=CHAIR)
    given(ORGANISATION, REGISTERED).when(command).then(APPOINTED)


def test_a_leader_is_not_appointed_to_a_role_held_already() -> None:
    command = AppointLeader(
        organisation_id=GROUP, person_id=LEADER, role=CHAIR, term_from=date(2010, 1, 1)
    )
    given(ORGANISATION, REGISTERED, APPOINTED).when(command).refuses(LEADS_ONCE)


def test_a_leader_whose_term_is_over_may_be_appointed_again() -> None:
    first = dataclasses.replace(APPOINTED, term_from=date(2008, 1, 1), term_to=date(2009, 12, 31))
    again = AppointLeader(
        organisation_id=GROUP, person_id=LEADER, role=CHAIR, term_from=date(2010, 1, 1)
    )
    expected = dataclasses.replace(SECOND_APPOINTED, term_from=date(2010, 1, 1))
    given(ORGANISATION, REGISTERED, first).when(again).then(expected)


def test_another_person_may_lead_in_the_same_role_and_one_person_in_two_roles() -> None:
    led = given(ORGANISATION, REGISTERED, APPOINTED)
    led.when(AppointLeader(organisation_id=GROUP, person_id=OTHER, role=CHAIR)).then(
        dataclasses.replace(SECOND_APPOINTED, person_id=OTHER)
    )
    led.when(AppointLeader(organisation_id=GROUP, person_id=LEADER, role=Slug("treasurer"))).then(
        dataclasses.replace(SECOND_APPOINTED, role=Slug("treasurer"))
    )


def test_a_term_of_leadership_does_not_end_before_it_begins() -> None:
    command = AppointLeader(
        organisation_id=GROUP,
        person_id=LEADER,
        role=CHAIR,
        term_from=date(2010, 1, 1),
        term_to=date(2009, 1, 1),
    )
    given(ORGANISATION, REGISTERED).when(command).refuses(IN_ORDER)


def test_leadership_ends_and_may_begin_anew() -> None:
    ended = LeadershipEnded(
        organisation_id=GROUP, appointment=PositiveCount(1), person_id=LEADER, role=CHAIR
    )
    led = given(ORGANISATION, REGISTERED, APPOINTED)
    led.when(EndLeadership(organisation_id=GROUP, person_id=LEADER, role=CHAIR)).then(ended)
    given(ORGANISATION, REGISTERED, APPOINTED, ended).when(
        AppointLeader(organisation_id=GROUP, person_id=LEADER, role=CHAIR)
    ).then(SECOND_APPOINTED)


def test_the_appointment_that_still_lasts_is_the_one_that_ends() -> None:
    first = dataclasses.replace(APPOINTED, term_from=date(2008, 1, 1), term_to=date(2009, 12, 31))
    second = dataclasses.replace(SECOND_APPOINTED, term_from=date(2010, 1, 1))
    state = (
        given(ORGANISATION, REGISTERED, first, second)
        .when(EndLeadership(organisation_id=GROUP, person_id=LEADER, role=CHAIR))
        .then(
            LeadershipEnded(
                organisation_id=GROUP, appointment=PositiveCount(2), person_id=LEADER, role=CHAIR
            )
        )
    )
    assert [leader.over for leader in state.leaders] == [False, True]


def test_only_a_leader_stops_leading() -> None:
    command = EndLeadership(organisation_id=GROUP, person_id=OTHER, role=CHAIR)
    given(ORGANISATION, REGISTERED, APPOINTED).when(command).refuses(LEADS)


def test_leadership_does_not_end_before_it_began() -> None:
    begun = dataclasses.replace(APPOINTED, term_from=date(2008, 6, 30))
    command = EndLeadership(
        organisation_id=GROUP, person_id=LEADER, role=CHAIR, ended_on=date(2008, 6, 29)
    )
    given(ORGANISATION, REGISTERED, begun).when(command).refuses(IN_ORDER)


JOIN = JoinOrganisation(organisation_id=GROUP, person_id=LEADER, joined_on=date(2008, 6, 30))
JOINED = MemberJoined(
    organisation_id=GROUP, person_id=LEADER, sex="female", joined_on=date(2008, 6, 30)
)
LEFT = MemberLeft(organisation_id=GROUP, person_id=LEADER, sex="female", left_on=date(2009, 6, 30))


def test_a_member_joins_with_the_sex_the_register_says() -> None:
    given(MEMBERSHIP).when(AdmitMember(asked=JOIN, sex="female")).then(JOINED)


def test_a_member_joins_once() -> None:
    given(MEMBERSHIP, JOINED).when(AdmitMember(asked=JOIN, sex="female")).refuses(JOINS_ONCE)


def test_a_member_leaves_as_the_one_who_was_counted() -> None:
    command = LeaveOrganisation(organisation_id=GROUP, person_id=LEADER, left_on=date(2009, 6, 30))
    given(MEMBERSHIP, JOINED).when(command).then(LEFT)


def test_a_member_leaves_once() -> None:
    command = LeaveOrganisation(organisation_id=GROUP, person_id=LEADER)
    given(MEMBERSHIP, JOINED, LEFT).when(command).refuses(LEAVES_ONCE)
    given(MEMBERSHIP).when(command).finds_nothing()


def test_a_member_does_not_leave_before_joining() -> None:
    command = LeaveOrganisation(organisation_id=GROUP, person_id=LEADER, left_on=date(2008, 6, 29))
    given(MEMBERSHIP, JOINED).when(command).refuses(IN_ORDER)


def test_a_member_who_left_may_join_again_but_not_earlier() -> None:
    gone = given(MEMBERSHIP, JOINED, LEFT)
    gone.when(AdmitMember(asked=JOIN, sex="female")).refuses(REJOINS_LATER)
    again = dataclasses.replace(JOIN, joined_on=date(2010, 1, 1))
    gone.when(AdmitMember(asked=again, sex="female")).then(
        dataclasses.replace(JOINED, joined_on=date(2010, 1, 1))
    )


def test_a_membership_is_one_stream_whoever_names_it() -> None:
    assert JOIN.membership_id == membership_id(GROUP, LEADER)
    assert AdmitMember(asked=JOIN, sex="male").membership_id == JOIN.membership_id
    leaving = LeaveOrganisation(organisation_id=GROUP, person_id=LEADER)
    assert leaving.membership_id == JOIN.membership_id


DEFINE = DefineOrganisationKind(
    kind=Slug("elders-club"), thai=Line("ชมรมผู้สูงอายุ"), english=Line("Elders' club")
)
DEFINED = OrganisationKindDefined(
    kind=Slug("elders-club"),
    thai=Line("ชมรมผู้สูงอายุ"),
    english=Line("Elders' club"),
    holds_funds=False,
)


def test_another_kind_is_defined_and_then_known() -> None:
    state = given(KIND).when(DEFINE).then(DEFINED)
    assert state.known == Kind("elders-club", "ชมรมผู้สูงอายุ", "Elders' club")


def test_a_kind_is_defined_once() -> None:
    given(KIND, DEFINED).when(DEFINE).refuses(DEFINED_ONCE)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_every_centre_knows_is_not_defined_again(kind: str) -> None:
    given(KIND).when(dataclasses.replace(DEFINE, kind=Slug(kind))).refuses(DEFINED_ONCE)
