"""All that is kept of a person handed out; who has seen whom; the register of processing."""

import io
from datetime import timedelta

import openpyxl
import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.days import today
from bangduan.events.types import EntityId, Line, Slug
from bangduan.kept import kept
from bangduan.permissions import Role
from bangduan.testing.access import Keys, client_of
from bangduan.testing.store.bench import new_id
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.membership.domain.consent import GiveConsent
from services.membership.domain.partner import NamePartnerContact, RegisterPartner
from services.membership.domain.person import CorrectPerson, ErasePerson, RegisterPerson
from services.membership.service import service

NAME, OTHER = Line("สมหญิง ใจดี (สมมติ)"), Line("สมชาย อื่น (สมมติ)")


@pytest.fixture
def person(membership: Application) -> EntityId:
    """Somebody of the register, whose entry was corrected once."""
    person_id = EntityId(new_id())
    membership.execute(
        RegisterPerson(person_id=person_id, name=NAME, address=Line("12/3"), synthetic=True)
    )
    membership.execute(CorrectPerson(person_id=person_id, phone=Line("0812345678")))
    return person_id


def _other(membership: Application) -> EntityId:
    person_id = EntityId(new_id())
    membership.execute(RegisterPerson(person_id=person_id, name=OTHER, synthetic=True))
    return person_id


class Reader:
    """Somebody signed in, at the pages."""

    def __init__(self, membership: Application, *roles: Role) -> None:
        self.keys = Keys()
        self.account_id = self.keys.open(membership, *roles)
        value, _ = self.keys.cookie(membership, *roles)
        self.client: FlaskClient = create_app(membership, [service]).test_client()
        self.client.set_cookie(COOKIE, value)

    def sees(self, path: str, status: int = 200) -> str:
        """A page, in English."""
        joint = "&" if "?" in path else "?"
        answer = self.client.get(f"/membership{path}{joint}lang=en")
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)


def _seen(membership: Application) -> list[tuple[str, int, int, int]]:
    membership.sightings.write()
    return [
        (person, page, api, export)
        for person, page, api, export in membership.database.rows(
            "SELECT person_id, page, api, export FROM seen ORDER BY person_id"
        )
    ]


# -- all that is kept ------------------------------------------------------------------------------


def test_the_record_of_a_person_is_whole_and_opened(
    membership: Application, client: FlaskClient, person: EntityId
) -> None:
    membership.execute(
        GiveConsent(
            consent_id=EntityId(new_id()),
            person_id=person,
            purpose=Slug("health"),
            given_on=today(),
            note=Line("เฉพาะเบาหวาน"),
        )
    )
    partner_id = EntityId(new_id())
    membership.execute(
        RegisterPartner(
            partner_id=partner_id, name=Line("อบต."), kind="local_government", level="tambon"
        )
    )
    membership.execute(NamePartnerContact(partner_id=partner_id, person_id=person))

    found = client.get(f"/membership/api/v1/people/{person}/record").get_json()
    [mine] = found["services"]
    [row] = mine["tables"]["people"]
    assert (row["name"], row["address"], row["phone"]) == (NAME, "12/3", "0812345678")
    assert mine["tables"]["consents"][0]["note"] == "เฉพาะเบาหวาน"
    assert mine["tables"]["partners"][0]["contact_person_id"] == person
    told = [event["type"].split(".")[2] for event in mine["events"]]
    assert told == ["PersonRegistered", "PersonCorrected", "ConsentGiven", "PartnerContactNamed"]
    assert mine["events"][0]["data"]["name"] == NAME


def test_the_record_of_one_person_tells_nothing_of_another(
    membership: Application, client: FlaskClient, person: EntityId
) -> None:
    other = _other(membership)
    answer = client.get(f"/membership/api/v1/people/{other}/record")
    assert NAME not in answer.get_data(as_text=True)
    assert person not in answer.get_data(as_text=True)


def test_that_a_record_was_handed_out_is_recorded(
    membership: Application, client: FlaskClient, person: EntityId
) -> None:
    assert client.get(f"/membership/api/v1/people/{person}/record").status_code == 200
    types = [row.type for row in membership.log.read()]
    assert types[-1] == "bangduan.membership.RecordExported.v1"
    [export] = client.get(f"/membership/api/v1/people/{person}/exports").get_json()["items"]
    assert (export["form"], export["account_name"]) == ("json", "administrator")
    assert [export for _, _, _, export in _seen(membership)] == [1]


def test_only_who_may_hand_it_out_gets_it(membership: Application, person: EntityId) -> None:
    secretary = client_of(membership, "secretary")
    assert secretary.get(f"/membership/api/v1/people/{person}/record").status_code == 403
    officer = client_of(membership, "cd_officer")
    assert officer.get(f"/membership/api/v1/people/{person}/record").status_code == 200
    assert officer.get(f"/membership/api/v1/people/{new_id()}/record").status_code == 404


def test_a_workbook_holds_what_is_kept_and_what_happened(
    membership: Application, person: EntityId
) -> None:
    reader = Reader(membership, "administrator")
    assert "record.xlsx" in reader.sees(f"/people/{person}")
    answer = reader.client.get(f"/membership/people/{person}/record.xlsx?lang=en")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["What is kept", "What happened", "Who has seen it"]
    values = {row[4] for row in book["What is kept"].values}
    assert {NAME, "12/3"} <= values
    assert "Record handed out" in reader.sees(f"/people/{person}")


def test_who_was_erased_reads_so_in_the_record(
    membership: Application, client: FlaskClient, person: EntityId
) -> None:
    membership.execute(ErasePerson(person_id=person, reason="asked"))
    answer = client.get(f"/membership/api/v1/people/{person}/record")
    assert answer.status_code == 200
    assert NAME not in answer.get_data(as_text=True)


# -- who has seen whom -----------------------------------------------------------------------------


def test_a_page_and_a_list_note_whom_they_show(membership: Application, person: EntityId) -> None:
    reader = Reader(membership, "chair")
    assert NAME in reader.sees("/people")
    assert NAME in reader.sees(f"/people/{person}")
    assert NAME in reader.sees("/people")
    assert _seen(membership) == [(person, 3, 0, 0)]


def test_a_list_kept_in_memory_notes_everybody_it_is_shown_to(
    membership: Application, person: EntityId
) -> None:
    Reader(membership, "chair").sees("/people")
    Reader(membership, "secretary").sees("/people")
    membership.sightings.write()
    rows = membership.database.rows("SELECT account_id FROM seen WHERE person_id = ?", (person,))
    assert len({account for (account,) in rows}) == 2


def test_the_api_and_a_file_are_told_apart(membership: Application, person: EntityId) -> None:
    client_of(membership, "chair").get("/membership/api/v1/people")
    Reader(membership, "chair").client.get("/membership/people?format=csv").get_data()
    assert sorted(counts for _, *counts in _seen(membership)) == [[0, 0, 1], [0, 1, 0]]


def test_only_rows_that_are_shown_are_noted(membership: Application, person: EntityId) -> None:
    _other(membership)
    Reader(membership, "chair").sees("/people?q=สมหญิง")
    assert _seen(membership) == [(person, 1, 0, 0)]


def test_nobody_is_noted_for_what_the_service_reads_for_itself(
    membership: Application, person: EntityId
) -> None:
    membership.execute(CorrectPerson(person_id=person, address=Line("4")))
    membership.reader.all(service.projections[0].tables[2].select())
    client_of(membership).post(
        f"/membership/api/v1/people/{person}/corrections", json={"address": "5"}
    )
    assert _seen(membership) == []


def test_what_was_noted_is_written_when_the_service_stops(
    membership: Application, person: EntityId
) -> None:
    Reader(membership, "chair").sees(f"/people/{person}")
    assert membership.database.rows("SELECT count(*) FROM seen") == [(0,)]
    membership.sightings.write()
    assert membership.database.rows("SELECT count(*) FROM seen") == [(1,)]


def test_a_breach_report_lists_whose_data_an_account_has_seen(
    membership: Application, person: EntityId
) -> None:
    _other(membership)
    chair = Reader(membership, "chair")
    chair.sees(f"/people/{person}")
    membership.sightings.write()
    [(account,)] = membership.database.rows("SELECT account_id FROM seen")

    auditor = Reader(membership, "auditor")
    page = auditor.sees(f"/breach-report?account_id={account}")
    assert NAME in page
    assert OTHER not in page
    assert "People seen: 1" in page
    assert "/membership/breach-report" in auditor.sees("/people")
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert NAME not in auditor.sees(f"/breach-report?account_id={account}&from_day={tomorrow}")
    told = auditor.client.get(f"/membership/breach-report?account_id={account}&format=csv")
    assert NAME in told.get_data(as_text=True)

    answer = client_of(membership, "auditor").get(
        "/membership/api/v1/breach-report", query_string={"account_id": account}
    )
    [row] = answer.get_json()["items"]
    assert (row["person_id"], row["pages_shown"]) == (person, 1)
    assert client_of(membership, "chair").get("/membership/breach-report").status_code == 403


def test_a_persons_page_leads_to_who_has_seen_it(membership: Application, person: EntityId) -> None:
    Reader(membership, "chair").sees(f"/people/{person}")
    auditor = Reader(membership, "auditor")
    assert f"/membership/people/{person}/seen" in auditor.sees(f"/people/{person}")
    assert "chair" in auditor.sees(f"/people/{person}/seen")


# -- the register of processing --------------------------------------------------------------------


def test_the_register_names_every_personal_field_the_services_keep(client: FlaskClient) -> None:
    items = client.get("/membership/api/v1/processing").get_json()["items"]
    found = {item["activity"]: item for item in items}
    assert {each.activity for each in kept()} == set(found)
    assert "national_id" in found["membership-people"]["fields"]
    assert found["membership-people"]["purpose"] is None


def test_why_data_is_kept_is_described_and_can_be_exported(
    membership: Application, client: FlaskClient
) -> None:
    answer = client.post(
        "/membership/api/v1/processing",
        json={
            "activity": "membership-people",
            "purpose": "ทะเบียนสมาชิกองค์กรชุมชน",
            "basis": "public_task",
            "retention": "ตลอดการเป็นสมาชิก",
        },
    )
    assert answer.status_code == 200, answer.get_json()
    items = client.get("/membership/api/v1/processing").get_json()["items"]
    [people] = [item for item in items if item["activity"] == "membership-people"]
    assert (people["basis"], people["version"]) == ("public_task", 1)
    page = Reader(membership, "administrator").sees("/processing?format=csv")
    assert "ทะเบียนสมาชิกองค์กรชุมชน" in page
