"""Offices and their terms."""

import dataclasses
from datetime import date, timedelta
from functools import reduce
from typing import Any

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import NotFound, RuleBroken, derived_id
from bangduan.events.membership import (
    OfficeEstablished,
    OfficeHeld,
    OfficeHolderIdentified,
    OfficeLeft,
    OfficeTermCorrected,
)
from bangduan.events.types import EntityId, Line, Slug, VillageCode
from bangduan.testing.scenario import given
from services.membership.domain.office import (
    ESTABLISHED_ONCE,
    HAS_NAMES,
    HOLDER_IS_UNKNOWN,
    LEFT_ONCE,
    OFFICE,
    ONE_UNDATED_TERM,
    TERM_IS_NEW,
    TERMS_DO_NOT_OVERLAP,
    CorrectTerm,
    EstablishOffice,
    HoldOffice,
    IdentifyHolder,
    LeaveOffice,
)
from services.membership.domain.term import IN_ORDER, Term


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


SEAT, FIRST, SECOND, HOLDER = entity("office"), entity("first"), entity("second"), entity("holder")
ESTABLISHED = OfficeEstablished(
    office_id=SEAT,
    office=Slug("centre-chair"),
    thai=Line("ประธาน ศอช.ต."),
    english=Line("Centre chair"),
)


def held(
    term_id: EntityId = FIRST,
    begins: date | None = None,
    ends: date | None = None,
    holder: EntityId | None = None,
) -> OfficeHeld:
    return OfficeHeld(
        office_id=SEAT,
        term_id=term_id,
        office=Slug("centre-chair"),
        holder=holder,
        term_from=begins,
        term_to=ends,
    )


def hold(
    term_id: EntityId = FIRST,
    begins: date | None = None,
    ends: date | None = None,
    holder: EntityId | None = None,
) -> HoldOffice:
    return HoldOffice(
        office_id=SEAT, term_id=term_id, holder=holder, term_from=begins, term_to=ends
    )


def test_an_office_every_centre_knows_has_its_names() -> None:
    command = EstablishOffice(office_id=SEAT, office=Slug("centre-chair"))
    given(OFFICE).when(command).then(ESTABLISHED)


def test_another_office_brings_its_names() -> None:
    command = EstablishOffice(office_id=SEAT, office=Slug("temple-treasurer"))
    given(OFFICE).when(command).refuses(HAS_NAMES)
    thai, english = Line("ไวยาวัจกร"), Line("Temple treasurer")
    given(OFFICE).when(dataclasses.replace(command, thai=thai, english=english)).then(
        OfficeEstablished(
            office_id=SEAT, office=Slug("temple-treasurer"), thai=thai, english=english
        )
    )


def test_an_office_is_established_once() -> None:
    command = EstablishOffice(office_id=SEAT, office=Slug("centre-chair"))
    given(OFFICE, ESTABLISHED).when(command).refuses(ESTABLISHED_ONCE)


def test_an_office_may_be_held_by_somebody_unknown_since_a_day_unknown() -> None:
    given(OFFICE, ESTABLISHED).when(hold()).then(held())


def test_a_village_head_is_the_head_of_one_village() -> None:
    village = VillageCode("11011301")
    established = OfficeEstablished(
        office_id=SEAT,
        office=Slug("village-head"),
        thai=Line("ผู้ใหญ่บ้าน"),
        english=Line("Village head"),
        village=village,
    )
    expected = dataclasses.replace(held(), office=Slug("village-head"), village=village)
    given(OFFICE, established).when(hold()).then(expected)


def test_terms_of_one_office_follow_one_another() -> None:
    first = held(begins=date(2005, 1, 1), ends=date(2008, 12, 31))
    office = given(OFFICE, ESTABLISHED, first)
    office.when(hold(SECOND, date(2009, 1, 1))).then(held(SECOND, date(2009, 1, 1)))
    office.when(hold(SECOND, date(2008, 12, 31))).refuses(TERMS_DO_NOT_OVERLAP)
    office.when(hold(SECOND, date(2004, 1, 1), date(2005, 1, 1))).refuses(TERMS_DO_NOT_OVERLAP)


def test_a_term_without_a_known_end_leaves_room_for_a_later_one_and_not_for_its_first_day() -> None:
    office = given(OFFICE, ESTABLISHED, held(begins=date(2005, 1, 1)))
    office.when(hold(SECOND, date(2009, 1, 1))).then(held(SECOND, date(2009, 1, 1)))
    refused = office.when(hold(SECOND, date(2004, 1, 1), date(2006, 1, 1)))
    assert "?" in refused.refuses(TERMS_DO_NOT_OVERLAP).en


def test_one_term_at_most_runs_on_days_nobody_knows() -> None:
    unknown = given(OFFICE, ESTABLISHED, held())
    unknown.when(hold(SECOND)).refuses(ONE_UNDATED_TERM)
    left = OfficeLeft(office_id=SEAT, term_id=FIRST)
    given(OFFICE, ESTABLISHED, held(), left).when(hold(SECOND)).then(held(SECOND))


def test_a_term_does_not_end_before_it_begins() -> None:
    command = hold(begins=date(2009, 1, 1), ends=date(2008, 1, 1))
    given(OFFICE, ESTABLISHED).when(command).refuses(IN_ORDER)


def test_a_term_is_recorded_once() -> None:
    given(OFFICE, ESTABLISHED, held()).when(hold()).refuses(TERM_IS_NEW)


def test_who_held_a_term_may_become_known_later_and_once() -> None:
    command = IdentifyHolder(office_id=SEAT, term_id=FIRST, holder=HOLDER)
    identified = OfficeHolderIdentified(office_id=SEAT, term_id=FIRST, holder=HOLDER)
    given(OFFICE, ESTABLISHED, held()).when(command).then(identified)
    given(OFFICE, ESTABLISHED, held(), identified).when(command).refuses(HOLDER_IS_UNKNOWN)
    given(OFFICE, ESTABLISHED, held(holder=HOLDER)).when(command).refuses(HOLDER_IS_UNKNOWN)


def test_the_days_of_a_term_may_become_known_later() -> None:
    command = CorrectTerm(office_id=SEAT, term_id=FIRST, term_from=date(2008, 1, 1))
    corrected = OfficeTermCorrected(office_id=SEAT, term_id=FIRST, term_from=date(2008, 1, 1))
    given(OFFICE, ESTABLISHED, held()).when(command).then(corrected)


def test_a_correction_does_not_make_terms_overlap() -> None:
    office = given(
        OFFICE,
        ESTABLISHED,
        held(begins=date(2005, 1, 1), ends=date(2008, 12, 31)),
        held(SECOND, date(2009, 1, 1)),
    )
    longer = CorrectTerm(
        office_id=SEAT, term_id=FIRST, term_from=date(2005, 1, 1), term_to=date(2009, 6, 1)
    )
    office.when(longer).refuses(TERMS_DO_NOT_OVERLAP)
    late = LeaveOffice(office_id=SEAT, term_id=FIRST, left_on=date(2009, 1, 1))
    office.when(late).refuses(TERMS_DO_NOT_OVERLAP)


def test_a_holder_leaves_once_and_the_day_may_be_unknown() -> None:
    command = LeaveOffice(office_id=SEAT, term_id=FIRST)
    left = OfficeLeft(office_id=SEAT, term_id=FIRST)
    given(OFFICE, ESTABLISHED, held()).when(command).then(left)
    given(OFFICE, ESTABLISHED, held(), left).when(command).refuses(LEFT_ONCE)


def test_a_holder_does_not_leave_before_the_term_began() -> None:
    command = LeaveOffice(office_id=SEAT, term_id=FIRST, left_on=date(2007, 12, 31))
    office = given(OFFICE, ESTABLISHED, held(begins=date(2008, 1, 1)))
    office.when(command).refuses(IN_ORDER)


def test_leaving_early_makes_room_from_the_next_day() -> None:
    office = given(
        OFFICE,
        ESTABLISHED,
        held(begins=date(2005, 1, 1), ends=date(2008, 12, 31)),
        OfficeLeft(office_id=SEAT, term_id=FIRST, left_on=date(2006, 6, 30)),
    )
    office.when(hold(SECOND, date(2006, 7, 1))).then(held(SECOND, date(2006, 7, 1)))


@pytest.mark.parametrize(
    "command",
    [
        hold(),
        IdentifyHolder(office_id=SEAT, term_id=FIRST, holder=HOLDER),
        CorrectTerm(office_id=SEAT, term_id=FIRST),
        LeaveOffice(office_id=SEAT, term_id=FIRST),
    ],
)
def test_an_office_nobody_established_has_no_terms(command: Any) -> None:
    assert given(OFFICE).when(command).finds_nothing().field == "office_id"


def test_a_term_nobody_recorded_cannot_end() -> None:
    command = LeaveOffice(office_id=SEAT, term_id=FIRST)
    assert given(OFFICE, ESTABLISHED).when(command).finds_nothing().field == "term_id"


DAYS = st.none() | st.integers(0, 40).map(lambda days: date(2008, 6, 1) + timedelta(days=days))
TERMS = st.integers(0, 4).map(lambda number: entity(f"term {number}"))
COMMANDS = st.one_of(
    st.builds(hold, TERMS, DAYS, DAYS),
    st.builds(CorrectTerm, office_id=st.just(SEAT), term_id=TERMS, term_from=DAYS, term_to=DAYS),
    st.builds(LeaveOffice, office_id=st.just(SEAT), term_id=TERMS, left_on=DAYS),
)


def certain_days(term: Term) -> set[date]:
    days = term.certain_days()
    if days is None:
        return set()
    return {days[0] + timedelta(days=n) for n in range((days[1] - days[0]).days + 1)}


@example_of(st.lists(COMMANDS, max_size=25))
def test_whatever_is_recorded_terms_of_one_office_never_share_a_day(commands: list[Any]) -> None:
    state = OFFICE.evolve(OFFICE.initial, ESTABLISHED)
    for command in commands:
        try:
            state = reduce(OFFICE.evolve, OFFICE.decide(state, command), state)
        except (RuleBroken, NotFound):
            continue
    counted = [day for held_term in state.terms.values() for day in certain_days(held_term.term)]
    assert len(counted) == len(set(counted))
