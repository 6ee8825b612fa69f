"""Households: who belongs to one belongs to no other, and its head is one of them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given as examples
from hypothesis import strategies as st

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.errors import DomainError, RuleBroken
from bangduan.events.membership import (
    HouseholdCorrected,
    HouseholdHeadNamed,
    HouseholdJoined,
    HouseholdLeft,
    HouseholdRegistered,
)
from bangduan.events.types import EntityId, Line, TambonCode, VillageCode
from bangduan.rebuilding import rebuild
from bangduan.testing.scenario import given
from bangduan.testing.store.bench import new_id
from services.membership.domain.centre import FoundCentre
from services.membership.domain.household import (
    BELONGS,
    CORRECTS_SOMETHING,
    HEADS_ONCE,
    HOUSEHOLD,
    IN_ONE_HOUSEHOLD,
    JOINS_ONCE,
    REGISTERED_ONCE,
    CorrectHousehold,
    Household,
    JoinHousehold,
    LeaveHousehold,
    NameHouseholdHead,
    RegisterHousehold,
)
from services.membership.domain.life import MergePeople, RecordDeath
from services.membership.domain.person import RegisterPerson
from services.membership.domain.term import IN_ORDER
from services.membership.domain.village import RegisterVillage
from services.membership.projections import households
from tests.unit.membership.browser import Browser

HOUSE = EntityId(derived_id("test", "house"))
ONE, OTHER = (EntityId(derived_id("test", name)) for name in ("one", "other"))
MOO_1 = VillageCode("11011301")
REGISTERED = HouseholdRegistered(household_id=HOUSE, house_number=Line("99/1"), village=MOO_1)
JOINED = HouseholdJoined(household_id=HOUSE, person_id=ONE, joined_on=date(2008, 1, 1))
HEADED = HouseholdHeadNamed(household_id=HOUSE, person_id=ONE)


# -- one household alone ---------------------------------------------------------------------------


def test_a_household_is_registered_once() -> None:
    command = RegisterHousehold(household_id=HOUSE, house_number=Line("99/1"), village=MOO_1)
    given(HOUSEHOLD).when(command).then(REGISTERED)
    given(HOUSEHOLD, REGISTERED).when(command).refuses(REGISTERED_ONCE)


def test_the_number_of_a_house_is_corrected_by_saying_something() -> None:
    command = CorrectHousehold(household_id=HOUSE, house_number=Line("99/2"))
    corrected = HouseholdCorrected(household_id=HOUSE, house_number=Line("99/2"))
    given(HOUSEHOLD, REGISTERED).when(command).then(corrected)
    empty = CorrectHousehold(household_id=HOUSE)
    given(HOUSEHOLD, REGISTERED).when(empty).refuses(CORRECTS_SOMETHING)


def test_somebody_belongs_to_a_household_once() -> None:
    command = JoinHousehold(household_id=HOUSE, person_id=ONE, joined_on=date(2008, 1, 1))
    given(HOUSEHOLD, REGISTERED).when(command).then(JOINED)
    given(HOUSEHOLD, REGISTERED, JOINED).when(command).refuses(JOINS_ONCE)


def test_the_head_is_one_of_those_who_belong_to_it() -> None:
    command = NameHouseholdHead(household_id=HOUSE, person_id=ONE)
    given(HOUSEHOLD, REGISTERED, JOINED).when(command).then(HEADED)
    given(HOUSEHOLD, REGISTERED).when(command).refuses(BELONGS)
    given(HOUSEHOLD, REGISTERED, JOINED, HEADED).when(command).refuses(HEADS_ONCE)


def test_a_head_who_leaves_is_head_no_longer() -> None:
    command = LeaveHousehold(household_id=HOUSE, person_id=ONE, reason="moved")
    left = HouseholdLeft(household_id=HOUSE, person_id=ONE, reason="moved")
    state = given(HOUSEHOLD, REGISTERED, JOINED, HEADED).when(command).then(left)
    assert (dict(state.members), state.head) == ({}, None)


def test_nobody_leaves_before_joining() -> None:
    leave = LeaveHousehold(household_id=HOUSE, person_id=ONE, left_on=date(2007, 1, 1))
    given(HOUSEHOLD, REGISTERED, JOINED).when(leave).refuses(IN_ORDER)
    given(HOUSEHOLD, REGISTERED).when(leave).refuses(BELONGS)


def test_nothing_is_recorded_of_a_household_that_is_not_registered() -> None:
    given(HOUSEHOLD).when(JoinHousehold(household_id=HOUSE, person_id=ONE)).finds_nothing()


STEPS = st.lists(
    st.tuples(
        st.sampled_from((JoinHousehold, LeaveHousehold, NameHouseholdHead)),
        st.sampled_from((ONE, OTHER)),
    )
)


@examples(steps=STEPS)
def test_whatever_happens_the_head_belongs_to_the_household(steps: list[Any]) -> None:
    state = HOUSEHOLD.evolve(Household(), REGISTERED)
    for command, person_id in steps:
        try:
            events = HOUSEHOLD.decide(state, command(household_id=HOUSE, person_id=person_id))
        except DomainError:
            continue
        for event in events:
            state = HOUSEHOLD.evolve(state, event)
        assert state.head is None or state.head in state.members


# -- among others ----------------------------------------------------------------------------------


def new() -> EntityId:
    return EntityId(new_id())


@pytest.fixture
def village(membership: Application) -> VillageCode:
    """A village of the tambon."""
    membership.execute(FoundCentre(tambon=TambonCode("110113"), name=Line("ศอช.ต.")))
    membership.execute(RegisterVillage(village=MOO_1, name=Line("บ้านบางด้วน")))
    return MOO_1


def house(membership: Application, number: str = "99/1") -> EntityId:
    household_id = new()
    registered = RegisterHousehold(
        household_id=household_id, house_number=Line(number), village=MOO_1
    )
    membership.execute(registered)
    return household_id


def person(membership: Application) -> EntityId:
    person_id = new()
    name = Line("สมหญิง ใจดี (สมมติ)")
    membership.execute(RegisterPerson(person_id=person_id, name=name, synthetic=True))
    return person_id


def living_in(membership: Application, household_id: EntityId) -> list[tuple[str, str]]:
    rows = membership.reader.all(households.list_people_of_household(household_id))
    return sorted((row["person_id"], row["status"]) for row in rows)


@pytest.mark.usefixtures("village")
def test_who_belongs_to_a_household_leaves_it_before_joining_another(
    membership: Application,
) -> None:
    first, second, person_id = house(membership), house(membership, "99/2"), person(membership)
    membership.execute(JoinHousehold(household_id=first, person_id=person_id))
    move = JoinHousehold(household_id=second, person_id=person_id)
    with pytest.raises(RuleBroken) as refusal:
        membership.execute(move)
    assert refusal.value.rule == IN_ONE_HOUSEHOLD.name
    assert first in refusal.value.en
    membership.execute(LeaveHousehold(household_id=first, person_id=person_id))
    membership.execute(move)
    assert living_in(membership, second) == [(person_id, "member")]


@pytest.mark.usefixtures("village")
def test_a_death_takes_the_dead_out_of_the_household(membership: Application) -> None:
    household_id, person_id = house(membership), person(membership)
    membership.execute(
        JoinHousehold(household_id=household_id, person_id=person_id, joined_on=date(2008, 1, 1))
    )
    membership.execute(NameHouseholdHead(household_id=household_id, person_id=person_id))
    membership.execute(RecordDeath(person_id=person_id, died_on=date(2007, 1, 1)))
    found = households.one_household(membership.reader, household_id)
    assert found is not None
    assert (found["head"], found["people_count"]) == (None, 0)
    assert living_in(membership, household_id) == [(person_id, "left")]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("also_there", [False, True])
def test_a_double_leaves_the_place_and_the_lead_of_the_household_to_who_stays(
    membership: Application,
    also_there: bool,
) -> None:
    household_id, stays, double = house(membership), person(membership), person(membership)
    if also_there:
        membership.execute(JoinHousehold(household_id=household_id, person_id=stays))
    membership.execute(JoinHousehold(household_id=household_id, person_id=double))
    membership.execute(NameHouseholdHead(household_id=household_id, person_id=double))
    membership.execute(MergePeople(person_id=double, into=stays))
    for _ in range(2):
        found = households.one_household(membership.reader, household_id)
        assert found is not None
        assert (found["head"], found["people_count"]) == (stays, 1)
        assert living_in(membership, household_id) == [(stays, "member")]
        rebuild(membership, households.HOUSEHOLDS)
    with pytest.raises(RuleBroken):
        membership.execute(JoinHousehold(household_id=house(membership), person_id=stays))


@pytest.mark.usefixtures("village")
def test_who_stays_keeps_a_place_of_ones_own(membership: Application) -> None:
    mine, theirs = house(membership), house(membership, "99/2")
    stays, double = person(membership), person(membership)
    membership.execute(JoinHousehold(household_id=mine, person_id=stays))
    membership.execute(JoinHousehold(household_id=theirs, person_id=double))
    membership.execute(MergePeople(person_id=double, into=stays))
    assert living_in(membership, mine) == [(stays, "member")]
    assert living_in(membership, theirs) == []


@pytest.mark.usefixtures("village")
def test_the_number_of_a_house_stands_sealed_on_the_disk(
    membership: Application, tmp_path: Path
) -> None:
    household_id = house(membership, "4711/0815")
    found = households.one_household(membership.reader, household_id)
    assert found is not None
    assert found["house_number"] == "4711/0815"
    membership.database.scrub("events")
    assert not any(b"4711/0815" in file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.usefixtures("village")
def test_a_household_is_kept_through_the_api(client: FlaskClient, membership: Application) -> None:
    root, person_id = "/membership/api/v1", person(membership)
    body = {"house_number": "99/1", "village": MOO_1}
    made = client.post(f"{root}/households", json=body)
    assert made.status_code == 201, made.get_json()
    here = f"{root}/households/{made.get_json()['id']}"
    for path, given_body in (
        ("people", {"person_id": person_id}),
        ("head", {"person_id": person_id}),
        ("corrections", {"house_number": "99/3"}),
    ):
        answer = client.post(f"{here}/{path}", json=given_body)
        assert answer.status_code == 200, answer.get_json()
    shown = client.get(here).get_json()
    assert (shown["house_number"], shown["head"]) == ("99/3", person_id)
    [listed] = client.get(f"{root}/households?village={MOO_1}").get_json()["items"]
    assert listed == shown
    [inside] = client.get(f"{here}/people").get_json()["items"]
    assert (inside["person_id"], inside["status"]) == (person_id, "member")
    left = client.post(f"{here}/people/{person_id}/departure", json={"reason": "moved"})
    assert left.status_code == 200, left.get_json()
    assert client.get(f"{root}/villages").get_json()["items"][0]["households_registered"] == 1
    other = {"house_number": "1", "village": "11011399"}
    assert client.post(f"{root}/households", json=other).status_code == 422


@pytest.mark.usefixtures("village")
def test_the_pages_show_who_lives_where(membership: Application, browser: Browser) -> None:
    household_id, person_id = house(membership), person(membership)
    here = f"/households/{household_id}"
    browser.sends(f"{here}/do/join-household", person_id=person_id)
    page = browser.sees(here)
    assert "สมหญิง ใจดี" in page
    assert f"{here}/do/name-household-head?person_id={person_id}" in page
    assert "99/1" in browser.sees(f"/people/{person_id}")
    assert "99/1" in browser.sees(f"/villages/{MOO_1}")
    assert "99/1" in browser.sees("/households")
