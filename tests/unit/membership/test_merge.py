"""One person registered twice becomes one entry, and nothing recorded of either is lost."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangduan import seen
from bangduan.application import Application
from bangduan.errors import NotFound, RuleBroken
from bangduan.events.definition import FORGOTTEN
from bangduan.events.types import EntityId, Line, PositiveCount, Slug
from bangduan.rebuilding import prepare, rebuild
from bangduan.settings import Settings
from bangduan.testing.store.bench import new_id
from services.membership.domain.committee import FillSeat, SeatCommittee, VacateSeat
from services.membership.domain.consent import GiveConsent
from services.membership.domain.duty import AssignDuty
from services.membership.domain.life import (
    MERGES_INTO_ANOTHER,
    NOT_MERGED,
    MergePeople,
    RecordDeath,
    TellApart,
)
from services.membership.domain.membership import JoinOrganisation, LeaveOrganisation
from services.membership.domain.office import EstablishOffice, HoldOffice
from services.membership.domain.organisation import (
    AppointLeader,
    EndLeadership,
    RegisterOrganisation,
)
from services.membership.domain.partner import NamePartnerContact, RegisterPartner
from services.membership.domain.person import NOT_ERASED, ErasePerson, RegisterPerson
from services.membership.merging import BOTH_ALIVE_OR_NEITHER
from services.membership.people import NUMBER_IS_FREE
from services.membership.projections import (
    duplicates,
    duties,
    organisations,
    partners,
    privacy,
    register,
    seats,
)
from services.membership.service import service
from services.membership.views import LeaderFilter, MemberFilter, PersonFilter
from services.membership.views.privacy import ConsentFilter
from tests.unit.membership.browser import Browser

NAME = Line("สมหญิง ใจดี (สมมติ)")
NUMBER = Line("1101700203450")


def new() -> EntityId:
    return EntityId(new_id())


def person(membership: Application, **more: Any) -> EntityId:
    person_id = new()
    membership.execute(RegisterPerson(person_id=person_id, name=NAME, synthetic=True, **more))
    return person_id


def group(membership: Application) -> EntityId:
    organisation_id = new()
    membership.execute(
        RegisterOrganisation(
            organisation_id=organisation_id, kind=Slug("womens-group"), name=Line("กลุ่ม")
        )
    )
    return organisation_id


def merge(membership: Application, double: EntityId, into: EntityId) -> None:
    membership.execute(MergePeople(person_id=double, into=into))


def refused(membership: Application, command: object, rule: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as refusal:
        membership.execute(command)
    assert refusal.value.rule == rule.name
    return refusal.value


def counted(membership: Application, organisation_id: str) -> tuple[int, int]:
    found = organisations.one_organisation(membership.reader, organisation_id)
    assert found is not None
    return found["members_registered"], found["women_registered"]


# -- what is carried over --------------------------------------------------------------------------


def test_who_belongs_twice_is_counted_once(membership: Application) -> None:
    stays, double = person(membership, sex="female"), person(membership, sex="female")
    both, only = group(membership), group(membership)
    for joined in (
        JoinOrganisation(organisation_id=both, person_id=stays),
        JoinOrganisation(organisation_id=both, person_id=double),
        JoinOrganisation(organisation_id=only, person_id=double, joined_on=date(2008, 1, 1)),
    ):
        membership.execute(joined)
    assert counted(membership, both) == (2, 2)
    merge(membership, double, stays)
    assert (counted(membership, both), counted(membership, only)) == ((1, 1), (1, 1))
    for organisation_id in (both, only):
        query = organisations.list_members(MemberFilter(), organisation_id)
        [row] = membership.reader.all(query)
        assert (row["person_id"], row["status"]) == (stays, "member")
    membership.execute(LeaveOrganisation(organisation_id=only, person_id=stays))
    assert counted(membership, only) == (0, 0)


def test_roles_terms_seats_contacts_and_duties_go_to_who_stays(membership: Application) -> None:
    stays, double = person(membership), person(membership)
    ids = {name: new() for name in ("office", "term", "committee", "partner", "duty")}
    organisation_id = group(membership)
    for command in (
        AppointLeader(organisation_id=organisation_id, person_id=double, role=Slug("chair")),
        EstablishOffice(office_id=ids["office"], office=Slug("village-head")),
        HoldOffice(office_id=ids["office"], term_id=ids["term"], holder=double),
        SeatCommittee(
            committee_id=ids["committee"],
            name=Line("คณะทำงาน"),
            seats=PositiveCount(2),
            members=(double,),
        ),
        RegisterPartner(partner_id=ids["partner"], kind="local_government", name=Line("อบต.")),
        NamePartnerContact(partner_id=ids["partner"], person_id=double, capacity=Line("ปลัด")),
        AssignDuty(duty_id=ids["duty"], task=Line("ทำบัญชี"), holder=double),
    ):
        membership.execute(command)
    merge(membership, double, stays)
    for _ in range(2):
        [led] = membership.reader.all(organisations.list_leaders(LeaderFilter()))
        assert (led["person_id"], led["role"], led["status"]) == (stays, "chair", "leading")
        [term] = membership.reader.all(seats.list_terms(ids["office"]))
        assert (term["holder"], term["status"]) == (stays, "holding")
        [seat] = membership.reader.all(seats.list_seats(ids["committee"]))
        assert (seat["person_id"], seat["status"]) == (stays, "seated")
        partner = partners.one_partner(membership.reader, ids["partner"])
        assert partner is not None
        assert partner["contact_person_id"] == stays
        [duty] = membership.database.select(duties.duties.select())
        assert duty["holder"] == stays
        for projection in service.projections:
            rebuild(membership, projection)
    membership.execute(
        EndLeadership(organisation_id=organisation_id, person_id=stays, role=Slug("chair"))
    )
    membership.execute(VacateSeat(committee_id=ids["committee"], person_id=stays))


def test_who_sits_twice_sits_once_and_the_other_seat_is_vacant(membership: Application) -> None:
    stays, double, committee_id = person(membership), person(membership), new()
    seat = SeatCommittee(
        committee_id=committee_id,
        name=Line("คณะทำงาน"),
        seats=PositiveCount(2),
        members=(stays, double),
    )
    membership.execute(seat)
    merge(membership, double, stays)
    committee = seats.one_committee(membership.reader, committee_id)
    assert committee is not None
    assert (committee["seated"], committee["vacant"]) == (1, 1)
    assert [row["person_id"] for row in committee["members"]] == [stays]


def test_what_was_known_of_the_double_alone_is_known_of_who_stays(
    membership: Application,
) -> None:
    stays = person(membership, phone=Line("0812345678"))
    double = person(
        membership, phone=Line("0899999999"), national_id=NUMBER, born_on=date(1967, 3, 12),
        sex="female", residency="resident",
    )  # fmt: skip
    merge(membership, double, stays)
    [row] = membership.reader.all(register.entry(stays))
    assert (row["phone"], row["national_id"], row["born_on"]) == (
        "0812345678", NUMBER, "1967-03-12",
    )  # fmt: skip
    assert (row["sex"], row["residency"]) == ("female", "resident")
    [found] = membership.reader.all(register.list_people(PersonFilter(national_id=NUMBER)))
    assert found["person_id"] == stays
    other = RegisterPerson(person_id=new(), name=NAME, national_id=NUMBER, synthetic=True)
    refused(membership, other, NUMBER_IS_FREE)


def test_a_committee_elected_with_the_double_seats_who_stays(membership: Application) -> None:
    stays, double, committee_id = person(membership), person(membership), new()
    merge(membership, double, stays)
    seat = SeatCommittee(
        committee_id=committee_id, name=Line("คณะ"), seats=PositiveCount(2), members=(double,)
    )
    membership.execute(seat)
    [row] = membership.reader.all(seats.list_seats(committee_id))
    assert row["person_id"] == stays


def test_a_consent_given_under_the_double_is_found_at_who_stays(membership: Application) -> None:
    stays, double = person(membership), person(membership)
    consent = GiveConsent(
        consent_id=new(), person_id=double, purpose=Slug("photographs"), given_on=date(2020, 1, 1),
        how="in_writing",
    )  # fmt: skip
    membership.execute(consent)
    merge(membership, double, stays)
    [row] = membership.reader.all(privacy.list_consents(ConsentFilter(person_id=stays)))
    assert row["consent_id"] == consent.consent_id


# -- what is refused -------------------------------------------------------------------------------


def test_an_entry_is_merged_into_another_that_stands(membership: Application) -> None:
    one, other, third = (person(membership) for _ in range(3))
    refused(membership, MergePeople(person_id=one, into=one), MERGES_INTO_ANOTHER)
    with pytest.raises(NotFound):
        merge(membership, one, new())
    merge(membership, one, other)
    refused(membership, MergePeople(person_id=one, into=third), NOT_MERGED)
    said = refused(membership, MergePeople(person_id=other, into=one), NOT_MERGED)
    assert other in said.en
    refused(membership, JoinOrganisation(
        organisation_id=group(membership), person_id=one
    ), NOT_MERGED)  # fmt: skip
    membership.execute(ErasePerson(person_id=third, reason="asked"))
    refused(membership, MergePeople(person_id=other, into=third), NOT_ERASED)


def test_somebody_dead_and_somebody_alive_are_not_merged(membership: Application) -> None:
    one, other = person(membership), person(membership)
    membership.execute(RecordDeath(person_id=one))
    refused(membership, MergePeople(person_id=one, into=other), BOTH_ALIVE_OR_NEITHER)
    membership.execute(RecordDeath(person_id=other))
    merge(membership, one, other)


def test_who_is_erased_is_erased_as_the_double_too(membership: Application) -> None:
    stays, double = person(membership), person(membership, national_id=NUMBER)
    merge(membership, double, stays)
    membership.execute(ErasePerson(person_id=stays, reason="asked"))
    for person_id in (stays, double):
        [row] = membership.reader.all(register.entry(person_id))
        assert (row["erased"], row["name"]) == (True, FORGOTTEN)
    person(membership, national_id=NUMBER)


# -- what is shown ---------------------------------------------------------------------------------


def test_the_doubles_page_leads_to_who_stays_and_its_history_stays_readable(
    membership: Application, browser: Browser
) -> None:
    stays, double, last = (person(membership) for _ in range(3))
    merge(membership, double, stays)
    merge(membership, stays, last)
    page = browser.sees(f"/people/{double}?lang=en")
    assert f'href="/membership/people/{last}"' in page
    assert "Merged into another entry" in page
    assert "MergePeople" not in page
    assert double not in browser.sees("/people")
    assert double in browser.sees("/people?status=merged")
    assert "A double was merged into this entry" in browser.sees(f"/people/{last}?lang=en")


def test_doubles_are_suggested_until_they_are_merged_or_told_apart(
    membership: Application, browser: Browser
) -> None:
    one, other, third = (person(membership) for _ in range(3))
    found = duplicates.list_duplicates(membership.reader)["items"]
    pairs = {(row["into"], row["person_id"]) for row in found}
    assert pairs == {(one, other), (one, third), (other, third)}
    page = browser.sees("/duplicates?lang=en")
    assert "Same name" in page
    pair = f"/duplicates/{one}_{other}"
    assert f"{pair}/do/merge-people?person_id={other}&amp;into={one}" in browser.sees(pair)
    form = browser.sees(f"{pair}/do/merge-people?person_id={other}&into={one}")
    assert one in form
    led_to = browser.sends(f"{pair}/do/merge-people", person_id=other, into=one)
    assert led_to.startswith("/membership/duplicates?")
    membership.execute(TellApart(person_id=third, other_id=one))
    assert duplicates.list_duplicates(membership.reader)["items"] == []
    browser.sees(pair, 404)


def test_only_those_who_are_alike_are_noted_as_shown(membership: Application) -> None:
    one, other = person(membership), person(membership)
    membership.execute(
        RegisterPerson(person_id=new(), name=Line("วิชัย มั่นคง (สมมติ)"), synthetic=True)
    )
    with seen.gathered() as shown:
        duplicates.list_duplicates(membership.reader)
    assert shown == {one, other}


# -- whatever was recorded -------------------------------------------------------------------------

_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["join", "leave", "lead", "end", "seat", "vacate"]),
        st.integers(0, 1),
        st.integers(0, 1),
    ),
    max_size=14,
)


def _carry_out(
    membership: Application, steps: Sequence[tuple[str, int, int]], people: list[EntityId]
) -> tuple[list[EntityId], list[EntityId]]:
    groups = [group(membership), group(membership)]
    committees = [new(), new()]
    for committee_id in committees:
        seat = SeatCommittee(committee_id=committee_id, name=Line("คณะ"), seats=PositiveCount(3))
        membership.execute(seat)
    for verb, who, where in steps:
        person_id, organisation_id = people[who], groups[where]
        role = Slug("member")
        commands: dict[str, object] = {
            "join": JoinOrganisation(organisation_id=organisation_id, person_id=person_id),
            "leave": LeaveOrganisation(organisation_id=organisation_id, person_id=person_id),
            "lead": AppointLeader(organisation_id=organisation_id, person_id=person_id, role=role),
            "end": EndLeadership(organisation_id=organisation_id, person_id=person_id, role=role),
            "seat": FillSeat(committee_id=committees[where], person_id=person_id),
            "vacate": VacateSeat(committee_id=committees[where], person_id=person_id),
        }
        try:
            membership.execute(commands[verb])
        except (RuleBroken, NotFound):
            continue
    return groups, committees


def _events(membership: Application) -> list[tuple[Any, ...]]:
    return membership.database.rows("SELECT stream, version, id, payload FROM events")


@settings(
    max_examples=12, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(steps=_STEPS)
def test_nothing_is_lost_and_nobody_is_counted_twice(
    shared_membership: Application, steps: list[tuple[str, int, int]]
) -> None:
    membership = shared_membership
    people = [person(membership), person(membership)]
    stays, double = people
    groups, committees = _carry_out(membership, steps, people)
    before = _events(membership)
    everything = {id: _relations(membership, groups, committees, id) for id in people}
    merge(membership, double, stays)
    assert set(before) <= set(_events(membership))
    after = _relations(membership, groups, committees, stays)
    assert _relations(membership, groups, committees, double) == set()
    assert {(k, w) for k, w, _ in after} == {
        (k, w) for held in everything.values() for k, w, _ in held
    }
    now = {(k, w) for held in everything.values() for k, w, is_now in held if is_now}
    assert {(k, w) for k, w, is_now in after if is_now} == now
    for organisation_id in groups:
        assert counted(membership, organisation_id)[0] == (("member", organisation_id) in now)
    for committee_id in committees:
        committee = seats.one_committee(membership.reader, committee_id)
        assert committee is not None
        assert committee["seated"] == (("seat", committee_id) in now)


def _relations(
    membership: Application,
    groups: list[EntityId],
    committees: list[EntityId],
    person_id: str,
) -> set[tuple[str, str, bool]]:
    """What a person belongs to, leads and sits in; and whether now."""
    found: set[tuple[str, str, bool]] = set()
    for organisation_id in groups:
        rows = membership.reader.all(organisations.list_members(MemberFilter(), organisation_id))
        found |= {
            ("member", organisation_id, row["status"] == "member")
            for row in rows
            if row["person_id"] == person_id
        }
        query = organisations.list_leaders(LeaderFilter(organisation_id=organisation_id))
        found |= {
            ("leader", organisation_id, row["status"] == "leading")
            for row in membership.reader.all(query)
            if row["person_id"] == person_id
        }
    for committee_id in committees:
        found |= {
            ("seat", committee_id, row["status"] == "seated")
            for row in membership.reader.all(seats.list_seats(committee_id))
            if row["person_id"] == person_id
        }
    return found


@pytest.fixture(scope="module")
def shared_membership(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """One service for all examples; each has people and groups of its own."""
    folder: Path = tmp_path_factory.mktemp("merging")
    application = Application(service, Settings(data=folder))
    prepare(application)
    yield application
    application.close()
