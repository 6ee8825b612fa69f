"""People move away, return and die; what somebody dead held is held no longer."""

from datetime import date
from typing import Any

import pytest

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.errors import RuleBroken
from bangduan.events.membership import (
    DeathRetracted,
    PersonDied,
    PersonErased,
    PersonMerged,
    PersonMoved,
    PersonRegistered,
    PersonReturned,
)
from bangduan.events.types import EntityId, Line, PositiveCount, Slug
from bangduan.testing.scenario import given
from bangduan.testing.store.bench import new_id
from services.membership.domain.committee import FillSeat, SeatCommittee
from services.membership.domain.life import (
    IS_AWAY,
    IS_DECEASED,
    MERGES_INTO_ANOTHER,
    NOT_DECEASED,
    NOT_IN_FUTURE,
    NOT_MERGED,
    TELLS_APART_ANOTHER,
    MergePeople,
    RecordDeath,
    RecordMove,
    RecordReturn,
    RetractDeath,
    TellApart,
)
from services.membership.domain.membership import JoinOrganisation
from services.membership.domain.office import EstablishOffice, HoldOffice
from services.membership.domain.organisation import AppointLeader, RegisterOrganisation
from services.membership.domain.person import PERSON, CorrectPerson, ErasePerson, RegisterPerson
from services.membership.projections import organisations, register, seats
from services.membership.views import LeaderFilter, MemberFilter, PersonFilter
from tests.unit.membership.browser import Browser

ID = EntityId(derived_id("test", "person"))
OTHER = EntityId(derived_id("test", "other"))
REGISTERED = PersonRegistered(person_id=ID, name=Line("สมชาย (สมมติ)"), sex="male", synthetic=True)
DAY = date(2009, 6, 30)
DIED = PersonDied(person_id=ID)


def new() -> EntityId:
    return EntityId(new_id())


# -- the person alone ------------------------------------------------------------------------------


def test_somebody_moves_away_and_returns() -> None:
    moved = PersonMoved(person_id=ID, moved_on=DAY, moved_to=Line("บางกะปิ"))
    command = RecordMove(person_id=ID, moved_on=DAY, moved_to=Line("บางกะปิ"))
    assert given(PERSON, REGISTERED).when(command).then(moved).life.status == "moved"
    back = given(PERSON, REGISTERED, moved).when(RecordReturn(person_id=ID))
    assert back.then(PersonReturned(person_id=ID)).life.status == "active"


def test_somebody_who_is_here_does_not_return() -> None:
    given(PERSON, REGISTERED).when(RecordReturn(person_id=ID)).refuses(IS_AWAY)


def test_a_death_may_be_on_a_day_unknown_and_is_retracted_when_it_was_a_mistake() -> None:
    assert given(PERSON, REGISTERED).when(RecordDeath(person_id=ID)).then(DIED).life.deceased
    retracted = given(PERSON, REGISTERED, DIED).when(RetractDeath(person_id=ID))
    assert not retracted.then(DeathRetracted(person_id=ID)).life.deceased


@pytest.mark.parametrize("command", [RecordDeath(person_id=ID), RecordMove(person_id=ID)])
def test_the_dead_neither_die_again_nor_move(command: Any) -> None:
    given(PERSON, REGISTERED, DIED).when(command).refuses(NOT_DECEASED)


def test_no_death_is_retracted_of_the_living() -> None:
    given(PERSON, REGISTERED).when(RetractDeath(person_id=ID)).refuses(IS_DECEASED)


@pytest.mark.parametrize(
    "command",
    [
        CorrectPerson(person_id=ID, name=Line("ใหม่ (สมมติ)")),
        RecordDeath(person_id=ID),
        MergePeople(person_id=ID, into=OTHER),
        TellApart(person_id=ID, other_id=OTHER),
    ],
)
def test_of_an_entry_that_was_merged_nothing_more_is_recorded(command: Any) -> None:
    merged = PersonMerged(person_id=ID, into=OTHER)
    refusal = given(PERSON, REGISTERED, merged).when(command).refuses(NOT_MERGED)
    assert OTHER in refusal.en


def test_an_entry_that_was_merged_can_still_be_erased() -> None:
    merged = PersonMerged(person_id=ID, into=OTHER)
    erase = ErasePerson(person_id=ID, reason="asked")
    erased = PersonErased(person_id=ID, reason="asked")
    given(PERSON, REGISTERED, merged).when(erase).then(erased)


def test_nobody_is_merged_with_or_told_apart_from_oneself() -> None:
    person = given(PERSON, REGISTERED)
    person.when(MergePeople(person_id=ID, into=ID)).refuses(MERGES_INTO_ANOTHER)
    person.when(TellApart(person_id=ID, other_id=ID)).refuses(TELLS_APART_ANOTHER)


# -- what the person held --------------------------------------------------------------------------


def _person(membership: Application, name: str = "สมชาย (สมมติ)") -> EntityId:
    person_id = new()
    membership.execute(RegisterPerson(person_id=person_id, name=Line(name), synthetic=True))
    return person_id


def _everything(membership: Application, person_id: EntityId) -> dict[str, EntityId]:
    ids = {name: new() for name in ("group", "office", "term", "committee")}
    for command in (
        RegisterOrganisation(
            organisation_id=ids["group"], kind=Slug("womens-group"), name=Line("กลุ่ม")
        ),
        JoinOrganisation(
            organisation_id=ids["group"], person_id=person_id, joined_on=date(2008, 1, 1)
        ),
        AppointLeader(organisation_id=ids["group"], person_id=person_id, role=Slug("chair")),
        EstablishOffice(office_id=ids["office"], office=Slug("village-head")),
        HoldOffice(office_id=ids["office"], term_id=ids["term"], holder=person_id),
        SeatCommittee(
            committee_id=ids["committee"],
            name=Line("คณะทำงาน"),
            seats=PositiveCount(3),
            members=(person_id,),
        ),
    ):
        membership.execute(command)
    return ids


def _held(membership: Application, person_id: str, ids: dict[str, EntityId]) -> list[Any]:
    all_of = membership.reader.all
    [member] = all_of(organisations.list_members(MemberFilter(), ids["group"]))
    [leader] = all_of(organisations.list_leaders(LeaderFilter(person_id=EntityId(person_id))))
    [term] = all_of(seats.list_terms(ids["office"]))
    [seat] = all_of(seats.list_seats(ids["committee"]))
    return [member, leader, term, seat]


@pytest.mark.parametrize("day", [DAY, None])
def test_a_death_ends_memberships_roles_terms_and_seats(
    membership: Application, day: date | None
) -> None:
    person_id = _person(membership)
    ids = _everything(membership, person_id)
    membership.execute(RecordDeath(person_id=person_id, died_on=day))
    member, leader, term, seat = _held(membership, person_id, ids)
    assert (member["status"], member["left_on"], member["left_because"]) == ("left", day, "died")
    assert (leader["status"], leader["term_to"], leader["ended_because"]) == ("ended", day, "died")
    assert (term["status"], term["term_to"], term["ended_because"]) == ("over", day, "died")
    assert (seat["status"], seat["vacated_on"], seat["reason"]) == ("vacated", day, "died")
    group = organisations.one_organisation(membership.reader, ids["group"])
    assert group is not None
    assert group["members_registered"] == 0


def test_what_began_after_the_day_of_death_ends_on_a_day_unknown(membership: Application) -> None:
    person_id = _person(membership)
    ids = _everything(membership, person_id)
    membership.execute(RecordDeath(person_id=person_id, died_on=date(2007, 1, 1)))
    [member] = membership.reader.all(organisations.list_members(MemberFilter(), ids["group"]))
    assert (member["status"], member["left_on"]) == ("left", None)


def test_somebody_dead_takes_nothing_up_but_may_have_held_an_office_long_ago(
    membership: Application,
) -> None:
    person_id = _person(membership)
    ids = _everything(membership, person_id)
    membership.execute(RecordDeath(person_id=person_id))
    for command in (
        JoinOrganisation(organisation_id=ids["group"], person_id=person_id),
        AppointLeader(organisation_id=ids["group"], person_id=person_id, role=Slug("chair")),
        FillSeat(committee_id=ids["committee"], person_id=person_id),
        HoldOffice(office_id=ids["office"], term_id=new(), holder=person_id),
    ):
        with pytest.raises(RuleBroken) as refusal:
            membership.execute(command)
        assert refusal.value.rule == NOT_DECEASED.name
    long_ago = HoldOffice(
        office_id=ids["office"], term_id=new(), holder=person_id, term_to=date(2001, 1, 1)
    )
    membership.execute(long_ago)


@pytest.mark.parametrize(
    "command",
    [
        RecordDeath(person_id=ID, died_on=date(2150, 1, 1)),
        RecordMove(person_id=ID, moved_on=date(2150, 1, 1)),
        RecordReturn(person_id=ID, returned_on=date(2150, 1, 1)),
    ],
)
def test_nothing_has_happened_in_the_future(membership: Application, command: Any) -> None:
    membership.execute(RegisterPerson(person_id=ID, name=Line("สมชาย (สมมติ)"), synthetic=True))
    with pytest.raises(RuleBroken) as refusal:
        membership.execute(command)
    assert refusal.value.rule == NOT_IN_FUTURE.name


def test_the_list_shows_the_living_first_and_is_filtered_by_what_became_of_people(
    membership: Application, browser: Browser
) -> None:
    dead = _person(membership, "ก กก (สมมติ)")
    away = _person(membership, "ข ขข (สมมติ)")
    here = _person(membership, "ฮ ฮฮ (สมมติ)")
    membership.execute(RecordDeath(person_id=dead))
    membership.execute(RecordMove(person_id=away, moved_to=Line("เชียงใหม่")))
    page = browser.sees("/people")
    assert page.index(here) < page.index(away) < page.index(dead)
    filtered = register.list_people(PersonFilter(status="moved"))
    assert [row["person_id"] for row in membership.reader.all(filtered)] == [away]
    assert "เชียงใหม่" in browser.sees(f"/people/{away}")
