"""Kinds said anew, one chair at a time, mergers: as organisations decide them."""

import dataclasses
from datetime import date, timedelta
from functools import reduce
from typing import Any

from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import NotFound, RuleBroken, derived_id
from bangduan.events.membership import (
    LeaderAppointed,
    OrganisationAbsorbed,
    OrganisationDissolved,
    OrganisationKindRevised,
    OrganisationMerged,
    OrganisationRegistered,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Slug
from bangduan.testing.scenario import given
from services.membership.domain.kind import (
    KIND,
    REVISES_SOMETHING,
    ReviseKind,
    ReviseOrganisationKind,
    lacking,
)
from services.membership.domain.leadership import ROLE_IS_FREE
from services.membership.domain.organisation import (
    MERGES_INTO_ANOTHER,
    NOT_DISSOLVED,
    ORGANISATION,
    Absorb,
    AppointLeader,
    EndLeadership,
    MergeInto,
    MergeOrganisations,
)
from services.membership.domain.registry import KINDS, SOLE_ROLES, Kind


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


GROUP, OTHER, ONE, TWO = (entity(name) for name in ("group", "other", "one", "two"))


def registered(organisation_id: EntityId) -> OrganisationRegistered:
    return OrganisationRegistered(
        organisation_id=organisation_id,
        kind=Slug("womens-group"),
        name=Line("กลุ่มสตรี"),
        location="inside",
        holds_funds=False,
    )


# -- kinds -----------------------------------------------------------------------------------------


def test_a_kind_is_said_anew_when_something_changes() -> None:
    asked = ReviseOrganisationKind(
        kind=Slug("womens-group"),
        thai=Line("กลุ่มสตรี"),
        english=Line("Women's group"),
        needs=("leader", "leader"),
    )
    before = KINDS["womens-group"]
    revised = OrganisationKindRevised(
        kind=asked.kind,
        thai=asked.thai,
        english=asked.english,
        holds_funds=False,
        needs=("leader",),
    )
    given(KIND).when(ReviseKind(asked=asked, before=before)).then(revised)
    same = dataclasses.replace(asked, needs=())
    given(KIND).when(ReviseKind(asked=same, before=before)).refuses(REVISES_SOMETHING)


def test_what_a_kind_does_not_ask_for_is_not_lacking() -> None:
    nothing: dict[str, Any] = {
        "founded": False, "placed": False, "led": False, "seated": False, "members": 0,
    }  # fmt: skip
    assert lacking(KINDS["womens-group"], **nothing) == ()
    asks = Kind("k", "ก", "k", needs=("leader", "village"), least_members=5)
    assert lacking(asks, **nothing) == ("leader", "village", "members")
    assert lacking(asks, **{**nothing, "led": True, "placed": True, "members": 5}) == ()


# -- mergers ---------------------------------------------------------------------------------------

MERGE = MergeOrganisations(organisation_id=GROUP, into=OTHER, merged_on=date(2010, 9, 7))
MEMBERS, LEADERS = Count(3), Count(1)


def test_the_one_that_goes_is_merged_and_dissolved_with_the_reason() -> None:
    merged = OrganisationMerged(
        organisation_id=GROUP,
        into=OTHER,
        merged_on=date(2010, 9, 7),
        members=MEMBERS,
        leaders=LEADERS,
    )
    dissolved = OrganisationDissolved(
        organisation_id=GROUP, dissolved_on=date(2010, 9, 7), reason="merged"
    )
    scenario = given(ORGANISATION, registered(GROUP))
    scenario.when(MergeInto(asked=MERGE, members=MEMBERS, leaders=LEADERS)).then(merged, dissolved)
    gone = given(ORGANISATION, registered(GROUP), merged, dissolved)
    gone.when(MergeInto(asked=MERGE, members=MEMBERS, leaders=LEADERS)).refuses(NOT_DISSOLVED)


def test_the_one_that_stays_tells_of_it_too() -> None:
    absorbed = OrganisationAbsorbed(
        organisation_id=OTHER,
        absorbed_id=GROUP,
        merged_on=date(2010, 9, 7),
        members=MEMBERS,
        leaders=LEADERS,
    )
    state = given(ORGANISATION, registered(OTHER)).when(
        Absorb(asked=MERGE, members=MEMBERS, leaders=LEADERS)
    )
    assert not state.then(absorbed).dissolved


def test_nothing_merges_into_itself() -> None:
    itself = MergeInto(
        asked=dataclasses.replace(MERGE, into=GROUP), members=MEMBERS, leaders=LEADERS
    )
    given(ORGANISATION, registered(GROUP)).when(itself).refuses(MERGES_INTO_ANOTHER)


# -- one chair at a time ---------------------------------------------------------------------------


def test_a_second_chair_waits_until_the_first_term_is_over() -> None:
    first = LeaderAppointed(
        organisation_id=GROUP,
        appointment=PositiveCount(1),
        person_id=ONE,
        role=Slug("chair"),
        term_from=date(2008, 1, 1),
        term_to=date(2011, 12, 31),
    )
    second = AppointLeader(
        organisation_id=GROUP, person_id=TWO, role=Slug("chair"), term_from=date(2011, 12, 31)
    )
    led = given(ORGANISATION, registered(GROUP), first)
    led.when(second).refuses(ROLE_IS_FREE)
    later = dataclasses.replace(second, term_from=date(2012, 1, 1))
    assert len(led.when(later).state.leaders) == 2
    member = dataclasses.replace(second, role=Slug("committee-member"))
    assert len(led.when(member).state.leaders) == 2


DAY = st.integers(0, 40).map(lambda days: date(2008, 1, 1) + timedelta(days=days))
WHO = st.sampled_from((ONE, TWO, OTHER))
ROLE = st.sampled_from(("chair", "treasurer", "committee-member")).map(Slug)
COMMANDS = st.one_of(
    st.builds(
        AppointLeader,
        organisation_id=st.just(GROUP),
        person_id=WHO,
        role=ROLE,
        term_from=st.none() | DAY,
        term_to=st.none() | DAY,
    ),
    st.builds(
        EndLeadership,
        organisation_id=st.just(GROUP),
        person_id=WHO,
        role=ROLE,
        ended_on=st.none() | DAY,
    ),
)


@example_of(st.lists(COMMANDS, max_size=25))
def test_whatever_is_recorded_one_persons_role_never_has_two_on_a_day(commands: list[Any]) -> None:
    state = reduce(ORGANISATION.evolve, [registered(GROUP)], ORGANISATION.initial)
    for command in commands:
        try:
            state = reduce(ORGANISATION.evolve, ORGANISATION.decide(state, command), state)
        except (RuleBroken, NotFound):
            continue
        for place, one in enumerate(state.leaders):
            for other in state.leaders[:place]:
                if one.role == other.role and one.role in SOLE_ROLES:
                    assert not one.term.overlaps(other.term)
