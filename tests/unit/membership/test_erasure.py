"""Erasing a person: refused with the reasons while something stands against it, done later."""

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.application import Application
from bangduan.days import today
from bangduan.domain import RuleBroken, derived_id
from bangduan.events import holds, registry
from bangduan.events.definition import event
from bangduan.events.membership import (
    ErasureCalledOff,
    ErasureDeferred,
    Hold,
    PersonHeldElsewhere,
    PersonReleasedElsewhere,
    RetentionRuleEnded,
    RetentionRuleSet,
)
from bangduan.events.types import EntityId, Line, PositiveCount, Slug, TambonCode, VillageCode
from bangduan.testing.scenario import given
from bangduan.testing.store.bench import new_id
from bangduan.unit_of_work import UnitOfWork
from services.membership import erasing
from services.membership.domain.centre import FoundCentre
from services.membership.domain.committee import SeatCommittee, VacateSeat
from services.membership.domain.erasure import (
    ASKED,
    ASKED_ONCE,
    ERASURE,
    NOT_HELD,
    NOT_SET,
    RETENTION,
    AskErasure,
    CallOffErasure,
    DeferErasure,
    EndRetentionRule,
    HoldPerson,
    ReleasePerson,
    Retention,
    SetRetentionRule,
    kept_until,
)
from services.membership.domain.household import (
    JoinHousehold,
    NameHouseholdHead,
    RegisterHousehold,
)
from services.membership.domain.person import PERSON, ErasePerson, RegisterPerson
from services.membership.domain.village import RegisterVillage
from services.membership.policies import POLICIES


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


WHO, DEBT = entity("person"), entity("debt")
ASK = AskErasure(person_id=WHO, reason="asked", asked_on=date(2026, 1, 5))
SEAT = Hold(kind="seat", what=Line("คณะทำงาน"))
WAITS = ErasureDeferred(person_id=WHO, reason="asked", holds=(SEAT,), asked_on=date(2026, 1, 5))
OWES = PersonHeldElsewhere(
    person_id=WHO, hold_id=DEBT, service=Slug("funds"), reason=Line("มีหนี้คงค้าง · owes a loan")
)

# -- rules -----------------------------------------------------------------------------------------


def test_an_erasure_that_is_held_waits_with_its_reasons() -> None:
    given(ERASURE).when(DeferErasure(asked=ASK, holds=(SEAT,))).then(WAITS)


def test_an_erasure_waits_once_and_can_be_called_off() -> None:
    given(ERASURE, WAITS).when(DeferErasure(asked=ASK, holds=(SEAT,))).refuses(ASKED_ONCE)
    off = ErasureCalledOff(person_id=WHO)
    given(ERASURE, WAITS).when(CallOffErasure(person_id=WHO)).then(off)
    given(ERASURE, WAITS, off).when(CallOffErasure(person_id=WHO)).refuses(ASKED)


def test_what_another_service_says_is_remembered_once_until_it_is_gone() -> None:
    hold = HoldPerson(person_id=WHO, hold_id=DEBT, service=Slug("funds"), reason=OWES.reason)
    state = given(ERASURE).when(hold).then(OWES)
    assert [each.what for each in state.holds()] == ["funds"]
    given(ERASURE, OWES).when(hold).then()
    release = ReleasePerson(person_id=WHO, hold_id=DEBT)
    released = PersonReleasedElsewhere(person_id=WHO, hold_id=DEBT)
    assert given(ERASURE, OWES).when(release).then(released).holds() == ()
    given(ERASURE).when(release).then()


KEEP = SetRetentionRule(
    rule=Slug("minutes"),
    after="seat",
    years=PositiveCount(10),
    basis=Line("ระเบียบงานสารบรรณ (สมมติ)"),
)
KEPT = RetentionRuleSet(
    rule=Slug("minutes"),
    after="seat",
    years=PositiveCount(10),
    basis=Line("ระเบียบงานสารบรรณ (สมมติ)"),
)


def test_a_retention_rule_is_set_changed_and_ended() -> None:
    given(RETENTION).when(KEEP).then(KEPT)
    given(RETENTION, KEPT).when(KEEP).refuses(NOT_SET)
    shorter = dataclasses.replace(KEEP, years=PositiveCount(5))
    given(RETENTION, KEPT).when(shorter).then(dataclasses.replace(KEPT, years=PositiveCount(5)))
    end = EndRetentionRule(rule=Slug("minutes"))
    given(RETENTION, KEPT).when(end).then(RetentionRuleEnded(rule=Slug("minutes")))
    given(RETENTION).when(end).finds_nothing()


@example_of(
    ended=st.dates(date(2000, 1, 1), date(2030, 12, 31)),
    years=st.lists(st.integers(1, 30), max_size=4),
)
def test_the_longest_rule_wins_and_no_rule_holds_nobody(ended: date, years: list[int]) -> None:
    rules = [Retention("seat", number, "law") for number in years]
    found = kept_until(rules, "seat", ended)
    assert kept_until(rules, "office", ended) is None
    if not years:
        assert found is None
    else:
        assert found is not None
        assert found[0].year == ended.year + max(years)
        assert found[0] >= ended + timedelta(days=365 * max(years))


# -- as it happens ---------------------------------------------------------------------------------


@pytest.fixture
def person(membership: Application) -> EntityId:
    """Somebody of the register."""
    person_id = EntityId(new_id())
    membership.execute(
        RegisterPerson(person_id=person_id, name=Line("ประเสริฐ (สมมติ)"), synthetic=True)
    )
    return person_id


@pytest.fixture
def committee(membership: Application, person: EntityId) -> EntityId:
    """A committee in which that person sits."""
    committee_id = EntityId(new_id())
    membership.execute(
        SeatCommittee(
            committee_id=committee_id,
            name=Line("คณะทำงานน้ำประปา"),
            seats=PositiveCount(1),
            members=(person,),
        )
    )
    return committee_id


def _erased(membership: Application, person_id: str) -> bool:
    return UnitOfWork(membership).state(PERSON, person_id).erased


def _vacate(membership: Application, committee: EntityId, person: EntityId) -> None:
    membership.execute(
        VacateSeat(committee_id=committee, person_id=person, reason="resigned", vacated_on=today())
    )


def test_who_holds_nothing_is_erased_at_once(membership: Application, person: EntityId) -> None:
    membership.execute(AskErasure(person_id=person, reason="asked"))
    assert _erased(membership, person)


def test_who_has_a_seat_is_not_erased_and_both_languages_say_why(
    membership: Application, person: EntityId, committee: EntityId
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        membership.execute(ErasePerson(person_id=person, reason="asked"))
    assert refusal.value.rule == NOT_HELD.name
    assert "a seat in คณะทำงานน้ำประปา" in refusal.value.en
    assert "มีที่นั่งใน คณะทำงานน้ำประปา" in refusal.value.th
    assert not _erased(membership, person)


def test_an_erasure_that_waited_is_done_by_itself_once_the_seat_is_given_up(
    membership: Application, person: EntityId, committee: EntityId
) -> None:
    membership.execute(AskErasure(person_id=person, reason="asked"))
    erasing.carry_out(membership)
    assert not _erased(membership, person)

    _vacate(membership, committee, person)
    erasing.carry_out(membership)
    erasing.carry_out(membership)
    assert _erased(membership, person)
    last = membership.log.read_stream(PERSON.stream(person))[-1]
    assert "policy:membership" in last.meta


def test_the_head_of_a_household_is_not_erased(membership: Application, person: EntityId) -> None:
    village, household = VillageCode("11011301"), EntityId(new_id())
    for command in (
        FoundCentre(tambon=TambonCode("110113"), name=Line("ศอช.ต. บางด้วน")),
        RegisterVillage(village=village, name=Line("บ้านคลองใหญ่")),
        RegisterHousehold(household_id=household, house_number=Line("9/9"), village=village),
        JoinHousehold(household_id=household, person_id=person),
        NameHouseholdHead(household_id=household, person_id=person),
    ):
        membership.execute(command)
    with pytest.raises(RuleBroken, match="heads a household of บ้านคลองใหญ่"):
        membership.execute(ErasePerson(person_id=person, reason="asked"))


def test_an_erasure_that_was_called_off_is_not_done(
    membership: Application, person: EntityId, committee: EntityId
) -> None:
    membership.execute(AskErasure(person_id=person, reason="asked"))
    membership.execute(CallOffErasure(person_id=person))
    _vacate(membership, committee, person)
    erasing.carry_out(membership)
    assert not _erased(membership, person)


def test_a_law_keeps_the_data_for_its_years_after_the_seat(
    membership: Application, person: EntityId, committee: EntityId
) -> None:
    membership.execute(KEEP)
    _vacate(membership, committee, person)
    membership.execute(AskErasure(person_id=person, reason="asked"))
    assert not _erased(membership, person)

    read = membership.database.select
    [hold] = erasing.held_by(person, read, today())
    assert (hold.kind, hold.reason) == ("retention", KEEP.basis)
    assert hold.until is not None
    assert erasing.held_by(person, read, hold.until + timedelta(days=1)) == ()

    membership.execute(EndRetentionRule(rule=Slug("minutes")))
    erasing.carry_out(membership)
    assert _erased(membership, person)


# -- what other services say -----------------------------------------------------------------------


@pytest.fixture
def pledge() -> Iterator[tuple[type, type]]:
    """The two events of a service from elsewhere; gone from the contract afterwards."""

    @event("pledges")
    class PersonHeld(holds.PersonHeld):
        """มีเงินสัจจะ: the person has savings."""

    @event("pledges")
    class PersonReleased(holds.PersonReleased):
        """หมดเงินสัจจะ: nothing is left."""

    yield PersonHeld, PersonReleased
    for cls in (PersonHeld, PersonReleased):
        del registry._by_type[registry.of(cls).type]
        del registry._by_class[cls]


def test_a_service_that_keeps_a_persons_money_stands_against_the_erasure(
    membership: Application, person: EntityId, pledge: tuple[type, type]
) -> None:
    held, released = pledge
    assert "pledges" in membership.service.sources()
    assert membership.service.follows("pledges") >= {held, released}

    for command in POLICIES.commands(
        held(person_id=person, hold_id=DEBT, reason=Line("มีเงินสัจจะ 500 บาท"))
    ):
        membership.execute(command)
    membership.execute(AskErasure(person_id=person, reason="asked"))
    assert not _erased(membership, person)
    with pytest.raises(RuleBroken, match="pledges"):
        membership.execute(ErasePerson(person_id=person, reason="asked"))

    for command in POLICIES.commands(released(person_id=person, hold_id=DEBT)):
        membership.execute(command)
    erasing.carry_out(membership)
    assert _erased(membership, person)


def test_the_api_tells_what_stands_against_an_erasure(
    client: FlaskClient, person: EntityId, committee: EntityId
) -> None:
    base = f"/membership/api/v1/people/{person}"
    answer = client.post(f"{base}/erasure-request", json={"reason": "asked"})
    assert answer.status_code == 200, answer.get_json()
    [hold] = client.get(f"{base}/holds").get_json()["items"]
    assert (hold["kind"], hold["what"]) == ("seat", "คณะทำงานน้ำประปา")
    [waiting] = client.get(
        "/membership/api/v1/erasures", query_string={"status": "deferred"}
    ).get_json()["items"]
    assert waiting["person_id"] == person
