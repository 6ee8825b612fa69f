"""Seats of committees and working groups."""

import dataclasses
from datetime import date
from functools import reduce
from typing import Any

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import NotFound, RuleBroken, derived_id
from bangduan.events.meetings import ElectionHeld
from bangduan.events.membership import (
    CommitteeDissolved,
    CommitteeSeated,
    SeatFilled,
    SeatNamed,
    SeatVacated,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount
from bangduan.testing.scenario import given
from services.membership.domain.committee import (
    COMMITTEE,
    NOT_DISSOLVED,
    REPLACED_ONCE,
    REPLACES_SOMEBODY_GONE,
    SEAT_IS_UNNAMED,
    SEAT_IS_VACANT,
    SEATED_BY_ONE_CHOICE,
    SEATS_HOLD,
    SITS,
    SITS_ONCE,
    DissolveCommittee,
    FillSeat,
    NameSeat,
    SeatCommittee,
    VacateSeat,
)
from services.membership.domain.term import IN_ORDER
from services.membership.policies import POLICIES


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


GROUP, ASSEMBLY, CHOICE = entity("working group"), entity("assembly"), entity("resolution")
PEOPLE = tuple(entity(f"person {number}") for number in range(16))
NAME = Line("คณะทำงานศูนย์ประสานงานองค์การชุมชนตำบลบางด้วน")
SEAT_FIFTEEN = SeatCommittee(
    committee_id=GROUP,
    name=NAME,
    seats=PositiveCount(15),
    chosen_by_meeting_id=ASSEMBLY,
    resolution_id=CHOICE,
    members=PEOPLE[:15],
    how_chosen="elected",
)
FIFTEEN_SEATED = CommitteeSeated(
    committee_id=GROUP,
    name=NAME,
    seats=PositiveCount(15),
    chosen_by_meeting_id=ASSEMBLY,
    resolution_id=CHOICE,
    members=PEOPLE[:15],
    how_chosen="elected",
)
FIRST_LEFT = SeatVacated(committee_id=GROUP, person_id=PEOPLE[0], reason="resigned")


def test_the_working_group_of_fifteen_is_seated() -> None:
    state = given(COMMITTEE).when(SEAT_FIFTEEN).then(FIFTEEN_SEATED)
    assert state.seated == 15


def test_an_election_seats_whom_it_chose() -> None:
    election = ElectionHeld(
        meeting_id=ASSEMBLY,
        resolution_id=CHOICE,
        committee_id=GROUP,
        committee_name=NAME,
        seats=PositiveCount(15),
        elected=PEOPLE[:15],
        quorum="met",
    )
    assert POLICIES.commands(election) == [SEAT_FIFTEEN]


def test_a_by_election_fills_vacant_seats_and_leaves_the_others_where_they_are() -> None:
    election = ElectionHeld(
        meeting_id=ASSEMBLY,
        resolution_id=CHOICE,
        committee_id=GROUP,
        committee_name=NAME,
        seats=PositiveCount(1),
        elected=PEOPLE[15:],
        quorum="met",
        fills_vacancies=True,
    )
    (command,) = POLICIES.commands(election)
    filled = SeatFilled(
        committee_id=GROUP,
        person_id=PEOPLE[15],
        chosen_by_meeting_id=ASSEMBLY,
        resolution_id=CHOICE,
        how_chosen="elected",
    )
    state = given(COMMITTEE, FIFTEEN_SEATED, FIRST_LEFT).when(command).then(filled)
    assert state.seated == 15


def test_fifteen_people_whom_nobody_named_take_fifteen_seats() -> None:
    command = dataclasses.replace(SEAT_FIFTEEN, members=(), unnamed=Count(15))
    state = (
        given(COMMITTEE)
        .when(command)
        .then(dataclasses.replace(FIFTEEN_SEATED, members=(), unnamed=Count(15)))
    )
    assert state.seated == 15


def test_sixteen_people_do_not_fit_fifteen_seats() -> None:
    given(COMMITTEE).when(dataclasses.replace(SEAT_FIFTEEN, members=PEOPLE)).refuses(SEATS_HOLD)
    unnamed = dataclasses.replace(SEAT_FIFTEEN, unnamed=Count(1))
    given(COMMITTEE).when(unnamed).refuses(SEATS_HOLD)


def test_nobody_sits_twice() -> None:
    command = dataclasses.replace(SEAT_FIFTEEN, members=(PEOPLE[0], PEOPLE[0]))
    given(COMMITTEE).when(command).refuses(SITS_ONCE)


def test_one_resolution_seats_a_committee_once() -> None:
    given(COMMITTEE, FIFTEEN_SEATED).when(SEAT_FIFTEEN).refuses(SEATED_BY_ONE_CHOICE)


def test_another_resolution_seats_the_committee_anew() -> None:
    again = dataclasses.replace(
        SEAT_FIFTEEN, resolution_id=entity("next"), members=PEOPLE[1:], seats=PositiveCount(15)
    )
    state = (
        given(COMMITTEE, FIFTEEN_SEATED, FIRST_LEFT)
        .when(again)
        .then(dataclasses.replace(FIFTEEN_SEATED, resolution_id=entity("next"), members=PEOPLE[1:]))
    )
    assert state.members == frozenset(PEOPLE[1:])
    assert not state.gone


def test_a_committee_seated_without_a_resolution_is_seated_anew_for_a_later_term_only() -> None:
    first = dataclasses.replace(FIFTEEN_SEATED, resolution_id=None, term_from=date(2008, 1, 1))
    again = dataclasses.replace(SEAT_FIFTEEN, resolution_id=None)
    seated = given(COMMITTEE, first)
    seated.when(again).refuses(SEATED_BY_ONE_CHOICE)
    same = dataclasses.replace(again, term_from=date(2008, 1, 1))
    seated.when(same).refuses(SEATED_BY_ONE_CHOICE)
    later = dataclasses.replace(again, term_from=date(2012, 1, 1))
    seated.when(later).then(
        dataclasses.replace(first, resolution_id=None, term_from=date(2012, 1, 1))
    )


def test_the_term_of_a_committee_does_not_end_before_it_begins() -> None:
    command = dataclasses.replace(
        SEAT_FIFTEEN, term_from=date(2012, 1, 1), term_to=date(2008, 1, 1)
    )
    given(COMMITTEE).when(command).refuses(IN_ORDER)


def test_a_member_gives_up_the_seat() -> None:
    command = VacateSeat(committee_id=GROUP, person_id=PEOPLE[0], reason="resigned")
    state = given(COMMITTEE, FIFTEEN_SEATED).when(command).then(FIRST_LEFT)
    assert state.seated == 14


def test_only_a_member_gives_up_a_seat() -> None:
    command = VacateSeat(committee_id=GROUP, person_id=PEOPLE[15])
    given(COMMITTEE, FIFTEEN_SEATED).when(command).refuses(SITS)


def test_a_substitute_takes_the_vacant_seat_of_somebody_who_left() -> None:
    command = FillSeat(committee_id=GROUP, person_id=PEOPLE[15], in_place_of=PEOPLE[0])
    filled = SeatFilled(committee_id=GROUP, person_id=PEOPLE[15], in_place_of=PEOPLE[0])
    given(COMMITTEE, FIFTEEN_SEATED, FIRST_LEFT).when(command).then(filled)


def test_a_full_committee_takes_no_substitute() -> None:
    command = FillSeat(committee_id=GROUP, person_id=PEOPLE[15])
    given(COMMITTEE, FIFTEEN_SEATED).when(command).refuses(SEAT_IS_VACANT)


def test_a_substitute_does_not_sit_already() -> None:
    command = FillSeat(committee_id=GROUP, person_id=PEOPLE[1])
    given(COMMITTEE, FIFTEEN_SEATED, FIRST_LEFT).when(command).refuses(SITS_ONCE)


def test_a_substitute_replaces_only_somebody_who_left() -> None:
    command = FillSeat(committee_id=GROUP, person_id=PEOPLE[15], in_place_of=PEOPLE[1])
    given(COMMITTEE, FIFTEEN_SEATED, FIRST_LEFT).when(command).refuses(REPLACES_SOMEBODY_GONE)


def test_somebody_who_left_is_replaced_once_and_anew_after_coming_back() -> None:
    second_left = SeatVacated(committee_id=GROUP, person_id=PEOPLE[1], reason="died")
    filled = SeatFilled(committee_id=GROUP, person_id=PEOPLE[15], in_place_of=PEOPLE[0])
    again = FillSeat(committee_id=GROUP, person_id=PEOPLE[0], in_place_of=PEOPLE[0])
    past = (FIFTEEN_SEATED, FIRST_LEFT, second_left, filled)
    given(COMMITTEE, *past).when(again).refuses(REPLACED_ONCE)
    back = SeatFilled(committee_id=GROUP, person_id=PEOPLE[0], in_place_of=PEOPLE[1])
    other = FillSeat(committee_id=GROUP, person_id=entity("late"), in_place_of=PEOPLE[0])
    replaced = SeatFilled(committee_id=GROUP, person_id=entity("late"), in_place_of=PEOPLE[0])
    given(COMMITTEE, *past, back, FIRST_LEFT).when(other).then(replaced)


def test_a_by_election_says_by_which_meeting_and_resolution() -> None:
    command = FillSeat(
        committee_id=GROUP,
        person_id=PEOPLE[15],
        chosen_by_meeting_id=ASSEMBLY,
        resolution_id=CHOICE,
        how_chosen="elected",
    )
    filled = SeatFilled(
        committee_id=GROUP,
        person_id=PEOPLE[15],
        chosen_by_meeting_id=ASSEMBLY,
        resolution_id=CHOICE,
        how_chosen="elected",
    )
    given(COMMITTEE, FIFTEEN_SEATED, FIRST_LEFT).when(command).then(filled)


def test_who_sits_in_an_unnamed_seat_may_become_known() -> None:
    seated = dataclasses.replace(FIFTEEN_SEATED, members=(), unnamed=Count(1))
    command = NameSeat(committee_id=GROUP, person_id=PEOPLE[0])
    named = SeatNamed(committee_id=GROUP, person_id=PEOPLE[0])
    state = given(COMMITTEE, seated).when(command).then(named)
    assert (state.members, state.unnamed) == (frozenset({PEOPLE[0]}), 0)
    given(COMMITTEE, seated, named).when(command).refuses(SEAT_IS_UNNAMED)


def test_an_unnamed_seat_is_not_that_of_somebody_who_sits() -> None:
    seated = dataclasses.replace(FIFTEEN_SEATED, members=PEOPLE[:1], unnamed=Count(1))
    command = NameSeat(committee_id=GROUP, person_id=PEOPLE[0])
    given(COMMITTEE, seated).when(command).refuses(SITS_ONCE)


def test_a_committee_is_dissolved_for_good() -> None:
    dissolved = CommitteeDissolved(committee_id=GROUP)
    command = DissolveCommittee(committee_id=GROUP)
    given(COMMITTEE, FIFTEEN_SEATED).when(command).then(dissolved)
    given(COMMITTEE, FIFTEEN_SEATED, dissolved).when(command).refuses(NOT_DISSOLVED)


@pytest.mark.parametrize(
    "command",
    [
        VacateSeat(committee_id=GROUP, person_id=PEOPLE[0]),
        FillSeat(committee_id=GROUP, person_id=PEOPLE[0]),
        NameSeat(committee_id=GROUP, person_id=PEOPLE[0]),
        DissolveCommittee(committee_id=GROUP),
    ],
)
def test_a_committee_nobody_seated_does_not_change(command: Any) -> None:
    given(COMMITTEE).when(command).finds_nothing()


WHO = st.sampled_from(PEOPLE[:6])
COMMANDS = st.one_of(
    st.builds(
        SeatCommittee,
        committee_id=st.just(GROUP),
        name=st.just(NAME),
        seats=st.integers(1, 4).map(PositiveCount),
        resolution_id=st.none() | WHO,
        members=st.lists(WHO, max_size=5).map(tuple),
        unnamed=st.integers(0, 3).map(Count),
    ),
    st.builds(VacateSeat, committee_id=st.just(GROUP), person_id=WHO),
    st.builds(FillSeat, committee_id=st.just(GROUP), person_id=WHO, in_place_of=st.none() | WHO),
    st.builds(NameSeat, committee_id=st.just(GROUP), person_id=WHO),
)


@example_of(st.lists(COMMANDS, max_size=30))
def test_whatever_happens_seats_are_never_over_filled(commands: list[Any]) -> None:
    state = COMMITTEE.initial
    for command in commands:
        try:
            state = reduce(COMMITTEE.evolve, COMMITTEE.decide(state, command), state)
        except (RuleBroken, NotFound):
            continue
        assert 0 <= state.seated <= state.seats
        assert not state.members & state.gone or state.seated
