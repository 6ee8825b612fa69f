"""A national ID finds its person, belongs to one alone, and is forgotten with the person."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from bangduan.application import Application
from bangduan.errors import RuleBroken
from bangduan.events.definition import FORGOTTEN
from bangduan.events.types import EntityId, Line
from bangduan.rebuilding import rebuild
from bangduan.store import Taken
from bangduan.testing.store.bench import new_id
from bangduan.unit_of_work import UnitOfWork
from services.membership.domain.person import RegisterPerson
from services.membership.people import NUMBER_IS_FREE
from services.membership.projections.register import REGISTER, people
from services.membership.service import service
from tests.unit.membership.browser import Browser

ROOT = "/membership/api/v1"
NUMBER, ANOTHER = "1101700203450", "3101200004462"


def post(client: FlaskClient, path: str, status: int = 200, /, **body: Any) -> Any:
    answer = client.post(ROOT + path, json=body)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def person(client: FlaskClient, status: int = 201, **more: Any) -> Any:
    body = {"name": "สมหญิง ใจดี (สมมติ)", "synthetic": True, **more}
    return post(client, "/people", status, **body)


def found(client: FlaskClient, written: str) -> list[str]:
    answer = client.get(f"{ROOT}/people", query_string={"national_id": written})
    assert answer.status_code == 200, answer.get_json()
    return [each["person_id"] for each in answer.get_json()["items"]]


def digests(membership: Application) -> list[Any]:
    with membership.database.engine.connect() as connection:
        asked = select(people.c.number_digest).where(people.c.number_digest.is_not(None))
        return [digest for (digest,) in connection.execute(asked)]


@pytest.mark.parametrize("written", [NUMBER, "1-1017-00203-45-0", "๑๑๐๑๗๐๐๒๐๓๔๕๐"])
def test_a_number_finds_its_person_however_it_is_written(client: FlaskClient, written: str) -> None:
    person(client)
    id = person(client, national_id=NUMBER)["id"]
    assert found(client, written) == [id]
    assert found(client, ANOTHER) == []


def test_a_second_person_with_the_number_is_refused_and_told_where_the_first_is(
    client: FlaskClient,
) -> None:
    id = person(client, national_id=NUMBER)["id"]
    refused = person(client, 409, national_id="1-1017-00203-45-0")
    assert refused["type"] == f"/problems/{NUMBER_IS_FREE.name}"
    assert id in str(refused)
    other = person(client)["id"]
    post(client, f"/people/{other}/corrections", 409, national_id=NUMBER)


def registering(name: str) -> RegisterPerson:
    return RegisterPerson(
        person_id=EntityId(new_id()), name=Line(name), national_id=Line(NUMBER), synthetic=True
    )


def test_of_two_who_register_one_number_at_once_the_second_is_refused(
    membership: Application,
) -> None:
    first, second = registering("หนึ่ง (สมมติ)"), registering("สอง (สมมติ)")
    slower = UnitOfWork(membership)
    membership.run(first, slower)
    membership.execute(second)
    with pytest.raises(Taken):
        membership.commit(slower)
    with pytest.raises(RuleBroken) as refusal:
        membership.execute(first)
    assert second.person_id in refusal.value.en


def test_of_two_in_one_unit_of_work_the_second_is_refused(membership: Application) -> None:
    first, second = registering("หนึ่ง (สมมติ)"), registering("สอง (สมมติ)")
    unit = UnitOfWork(membership)
    membership.run(first, unit)
    with pytest.raises(RuleBroken) as refusal:
        membership.run(second, unit)
    assert first.person_id in refusal.value.en


def test_a_number_that_was_corrected_is_free_again(client: FlaskClient) -> None:
    id = person(client, national_id=NUMBER)["id"]
    post(client, f"/people/{id}/corrections", national_id=ANOTHER)
    other = person(client, national_id=NUMBER)["id"]
    post(client, f"/people/{id}/corrections", cleared=["national_id"])
    assert (found(client, NUMBER), found(client, ANOTHER)) == ([other], [])
    person(client, national_id=ANOTHER)


def test_a_number_may_be_written_again_for_its_own_person(client: FlaskClient) -> None:
    id = person(client, national_id=NUMBER)["id"]
    post(client, f"/people/{id}/corrections", national_id=NUMBER, phone="0812345678")
    assert found(client, NUMBER) == [id]


def test_a_number_goes_with_the_person_and_a_rebuild_brings_it_back_only_for_who_is_left(
    membership: Application, client: FlaskClient
) -> None:
    gone, left = (
        person(client, national_id=NUMBER)["id"],
        person(client, national_id=ANOTHER)["id"],
    )
    post(client, f"/people/{gone}/erasure", reason="asked")
    for _ in range(2):
        assert (found(client, NUMBER), found(client, ANOTHER)) == ([], [left])
        assert len(digests(membership)) == 1
        rebuild(membership, REGISTER)
    kept = membership.database.rows("SELECT value FROM facts WHERE name LIKE 'of-person/%'")
    assert kept == [(left,)]
    person(client, national_id=NUMBER)


def test_a_digest_is_no_number_and_leaves_the_database_in_no_row(
    membership: Application, client: FlaskClient
) -> None:
    person(client, national_id=NUMBER)
    (digest,) = digests(membership)
    assert NUMBER not in digest
    (row,) = membership.reader.all(select(people))
    assert (row["national_id"], "number_digest" in row) == (NUMBER, False)
    with membership.database.engine.connect() as connection:
        logged = connection.execute(text("SELECT payload FROM events")).scalars()
        assert not any(digest in str(payload) for payload in logged)


def test_the_same_number_has_another_digest_on_another_site(
    membership: Application, tmp_path: Any
) -> None:
    elsewhere = type(membership)(service, type(membership.settings)(data=tmp_path / "another-site"))
    assert membership.database.digest(NUMBER) != elsewhere.database.digest(NUMBER)
    elsewhere.close()


def test_a_birth_is_shown_until_the_person_is_erased(client: FlaskClient) -> None:
    id = person(client, born_on="1967-03-12")["id"]
    shown = client.get(f"{ROOT}/people/{id}").get_json()
    assert (shown["born_on"], shown["birth_year"]) == ("1967-03-12", "2510")
    post(client, f"/people/{id}/erasure", reason="asked")
    shown = client.get(f"{ROOT}/people/{id}").get_json()
    assert (shown["born_on"], shown["birth_year"]) == (FORGOTTEN, FORGOTTEN)


def test_a_birth_in_the_future_is_refused(client: FlaskClient) -> None:
    refused = person(client, 409, born_on="2150-01-01")
    assert refused["type"] == "/problems/person-born-in-the-future"


def test_the_id_of_somebody_registered_is_new(client: FlaskClient) -> None:
    id = new_id()
    person(client, person_id=id)
    person(client, 409, person_id=id)


def test_the_search_of_the_list_finds_a_number_and_shows_the_birth_in_the_thai_era(
    client: FlaskClient, browser: Browser
) -> None:
    person(client, name="ไม่ใช่คนนี้ (สมมติ)")
    id = person(client, national_id=NUMBER, born_on="1967-03-12")["id"]
    page = browser.sees("/people?q=1-1017-00203-45-0")
    assert id in page
    assert "ไม่ใช่คนนี้" not in page
    assert "12 มี.ค. 2510" in browser.sees(f"/people/{id}?lang=th")
