"""The learning of the story over HTTP, and what its lists may be asked."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.definition import FORGOTTEN
from bangduan.events.envelope import Recorded
from bangduan.events.membership import OrganisationRegistered, PersonCorrected, PersonRegistered
from bangduan.events.types import EntityId, Line, Slug
from bangduan.rebuilding import rebuild
from bangduan.unit_of_work import UnitOfWork

ROOT = "/learning/api/v1"
NUMBERS = itertools.count()
FORM = {"problem_solved": "การบริหารงาน", "methods": ["แก้ไขปัญหาสำคัญเร่งด่วน"]}


def post(client: FlaskClient, path: str, status: int = 200, /, **body: Any) -> Any:
    answer = client.post(ROOT + path, json=body)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def put(client: FlaskClient, path: str, **body: Any) -> None:
    answer = client.put(ROOT + path, json=body)
    assert answer.status_code == 200, answer.get_json()


def made(client: FlaskClient, path: str, **body: Any) -> str:
    id: str = post(client, path, 201, **body)["id"]
    return id


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    answer = client.get(ROOT + path)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def heard(learning: Application, *events: object) -> None:
    """Let the read tables follow what membership tells."""
    unit = UnitOfWork(learning)
    for event in events:
        at = Recorded("/tambon/110113/membership", "", "", 1, "", "", "", {})
        learning.project_from("membership", event, at, unit.rows)
    learning.commit(unit)


@pytest.fixture
def owner(learning: Application) -> EntityId:
    """Somebody in the register, invented."""
    person_id = EntityId(derived_id("api", "owner", str(next(NUMBERS))))
    registered = PersonRegistered(
        person_id=person_id,
        title=Line("นาง"),
        name=Line("สมมติ ตัวอย่าง"),
        sex="female",
        synthetic=True,
    )
    heard(learning, registered)
    return person_id


def test_a_record_is_read_with_its_owner_and_every_edition_kept(
    client: FlaskClient, owner: str
) -> None:
    record = made(client, "/knowledge", title="เทคนิคการทำงาน", form=FORM, owner_id=owner)
    get(client, f"/knowledge/{record}/published", 404)
    post(client, f"/knowledge/{record}/publication", published_on="2010-09-07")
    fuller = {**FORM, "core": ["เป็นต้นแบบ"]}
    body = {"title": "เทคนิคการทำงาน", "form": fuller, "owner_id": owner, "reason": "เพิ่มแก่นความรู้"}
    post(client, f"/knowledge/{record}/editions", **body)
    public = get(client, f"/knowledge/{record}/published")
    assert (public["edition"], public["form"]["core"]) == (1, [])
    assert public["published_on"] == "2010-09-07"
    assert (public["owner_title"], public["owner_name"]) == ("นาง", "สมมติ ตัวอย่าง")
    newest = get(client, f"/knowledge/{record}")
    assert (newest["edition"], newest["published_edition"]) == (2, 1)
    assert newest["form"]["core"] == ["เป็นต้นแบบ"]
    editions = get(client, f"/knowledge/{record}/editions")["items"]
    assert [edition["reason"] for edition in editions] == [None, "เพิ่มแก่นความรู้"]
    found = get(client, f"/knowledge?text=เทคนิค&status=published&owner_id={owner}")["items"]
    assert [item["knowledge_id"] for item in found] == [record]
    post(client, f"/knowledge/{record}/withdrawal", reason="ปรับปรุง")
    get(client, f"/knowledge/{record}/published", 404)
    assert get(client, f"/knowledge/{record}")["status"] == "withdrawn"


def test_a_record_whose_owner_is_unknown_shows_none(client: FlaskClient) -> None:
    record = made(client, "/knowledge", title="ไม่ทราบเจ้าของ", form={})
    assert get(client, f"/knowledge/{record}")["owner_name"] is None


def test_an_owner_whose_name_is_corrected_is_shown_with_the_new_one(
    learning: Application, client: FlaskClient, owner: EntityId
) -> None:
    record = made(client, "/knowledge", title="แก้ชื่อ", form={}, owner_id=owner)
    heard(
        learning,
        PersonCorrected(person_id=owner, name=Line("สมมติ ใหม่"), cleared=("title",)),
        PersonCorrected(person_id=owner, phone=Line("0000000000")),
    )
    shown = get(client, f"/knowledge/{record}")
    assert (shown["owner_title"], shown["owner_name"]) == (None, "สมมติ ใหม่")


def test_an_owner_who_was_erased_is_forgotten_and_the_knowledge_stays(
    learning: Application, client: FlaskClient, owner: str
) -> None:
    record = made(client, "/knowledge", title="ลบเจ้าของ", form=FORM, owner_id=owner)
    unit = UnitOfWork(learning)
    unit.erase(owner)
    learning.commit(unit)
    shown = get(client, f"/knowledge/{record}")
    assert shown["owner_name"] == FORGOTTEN
    assert shown["form"]["problem_solved"] == "การบริหารงาน"


def test_a_lesson_is_written_up_as_new_knowledge(client: FlaskClient) -> None:
    lesson = made(client, "/lessons", about="other", title="งานศพหนึ่งงาน")
    answer = post(client, f"/lessons/{lesson}/knowledge", 201, title="พวงหรีดผ้า", form=FORM)
    shown = get(client, f"/lessons/{lesson}")
    assert shown["status"] == "captured"
    assert f"knowledge-{shown['knowledge_id']}" in answer["ids"]
    assert get(client, f"/knowledge/{shown['knowledge_id']}")["title"] == "พวงหรีดผ้า"


def test_a_lesson_is_captured_only_in_a_record_that_is_there(client: FlaskClient) -> None:
    lesson = made(client, "/lessons", about="other", title="บทเรียน")
    unknown = derived_id("api", "unknown")
    problem = post(client, f"/lessons/{lesson}/capture", 422, knowledge_id=unknown)
    assert "knowledge_id" in problem["errors"]
    record = made(client, "/knowledge", title="ความรู้", form=FORM)
    post(client, f"/lessons/{lesson}/capture", knowledge_id=record)
    (found,) = get(client, f"/lessons?knowledge_id={record}")["items"]
    assert found["lesson_id"] == lesson


def test_a_lesson_set_aside_keeps_the_reason_and_may_be_reopened(client: FlaskClient) -> None:
    lesson = made(client, "/lessons", about="other", title="บทเรียน")
    post(client, f"/lessons/{lesson}/setting-aside", reason="ซ้ำ")
    aside = get(client, "/lessons?status=set-aside&about=other")["items"]
    assert ("ซ้ำ", lesson) in {(item["reason"], item["lesson_id"]) for item in aside}
    post(client, f"/lessons/{lesson}/reopening", reason="ไม่ซ้ำแล้ว")
    assert get(client, f"/lessons/{lesson}")["status"] == "open"


def test_the_community_finds_a_place_to_learn_by_topic(
    learning: Application, client: FlaskClient
) -> None:
    host = EntityId(derived_id("api", "host"))
    group = OrganisationRegistered(
        organisation_id=host,
        kind=Slug("agricultural-innovation-group"),
        name=Line("กลุ่มเกษตรนวัตกรรม"),
        location="inside",
        holds_funds=False,
    )
    heard(learning, group)
    topics = ["ปลูกผักไร้สารไร้ดิน", "เพาะเห็ดไร้สาร"]
    place = made(client, "/places", name="แปลงผัก", topics=topics, host_organisation_id=host)
    search = f"/places?topic=เพาะเห็ดไร้สาร&listed=yes&host_organisation_id={host}"
    assert get(client, search)["items"] == []
    post(client, f"/places/{place}/listing")
    (found,) = get(client, search)["items"]
    assert (found["host_name"], found["topics"]) == ("กลุ่มเกษตรนวัตกรรม", topics)
    put(client, f"/places/{place}/topics", topics=["ปลูกผักไร้สารไร้ดิน"])
    assert get(client, search)["items"] == []
    post(client, f"/places/{place}/unlisting", reason="ปรับปรุงแปลง")
    assert get(client, f"/places/{place}")["listed"] is False
    post(client, f"/places/{place}/closure", reason="ย้ายที่")
    assert get(client, f"/places/{place}")["status"] == "closed"


def test_a_livelihood_is_found_by_its_money_while_that_is_unknown_too(
    client: FlaskClient,
) -> None:
    place = made(client, "/places", name="บ่อปลา", topics=["เลี้ยงปลา"])
    fish = made(client, "/livelihoods", kind="fish", name="เลี้ยงปลา", taught_at_place_id=place)
    unknown = f"/livelihoods?source_of_money=unknown&taught_at_place_id={place}"
    assert [item["livelihood_id"] for item in get(client, unknown)["items"]] == [fish]
    put(client, f"/livelihoods/{fish}/money", source_of_money="power-plant-fund")
    assert get(client, unknown)["items"] == []
    about_seven = {"value": 7, "bound": "about"}
    post(client, f"/livelihoods/{fish}/counts", practitioners=about_seven)
    other = made(client, "/places", name="บ่อใหม่", topics=["เลี้ยงปลา"])
    post(client, f"/livelihoods/{fish}/places", place_id=other)
    shown = get(client, f"/livelihoods/{fish}")
    assert shown["practitioners"] == about_seven
    assert {there["name"] for there in shown["taught_at"]} == {"บ่อปลา", "บ่อใหม่"}
    post(client, f"/livelihoods/{fish}/end", reason="น้ำเสีย")
    known = "/livelihoods?kind=fish&source_of_money=power-plant-fund&status=ended"
    assert [item["livelihood_id"] for item in get(client, known)["items"]] == [fish]


def test_a_visit_is_booked_hosted_and_followed_up(client: FlaskClient) -> None:
    place = made(client, "/places", name="ศูนย์เรียนรู้", topics=["บูรณาการกองทุน"])
    visit = made(client, "/visits", topic="บูรณาการกองทุน", visitors_from="ตำบลสมมติ", place_id=place)
    put(client, f"/visits/{visit}/day", booked_for="2010-09-07")
    post(client, f"/visits/{visit}/hosting", visitors={"value": 40}, hosted_on="2010-09-07")
    waiting = f"/visits?status=hosted&applied=not-asked&place_id={place}"
    assert [item["place_name"] for item in get(client, waiting)["items"]] == ["ศูนย์เรียนรู้"]
    post(client, f"/visits/{visit}/follow-ups", applied="unknown")
    post(client, f"/visits/{visit}/follow-ups", applied="yes", what="ตั้งกลุ่มออมทรัพย์")
    assert get(client, waiting)["items"] == []
    shown = get(client, f"/visits/{visit}")
    assert shown["applied"] == "yes"
    assert [answer["applied"] for answer in shown["follow_ups"]] == ["unknown", "yes"]
    assert get(client, f"/visits?applied=yes&place_id={place}")["items"][0]["visit_id"] == visit


def test_a_visit_is_cancelled_with_its_reason(client: FlaskClient) -> None:
    visit = made(client, "/visits", topic="ดูงาน", visitors_from="ตำบลสมมติ")
    post(client, f"/visits/{visit}/cancellation", reason="น้ำท่วม")
    assert get(client, f"/visits/{visit}")["reason"] == "น้ำท่วม"


@pytest.mark.parametrize(
    ("path", "field", "body"),
    [
        ("/visits", "place_id", {"topic": "ดูงาน", "visitors_from": "ตำบลสมมติ"}),
        ("/livelihoods", "taught_at_place_id", {"kind": "fish", "name": "เลี้ยงปลา"}),
    ],
)
def test_nobody_is_sent_to_a_place_that_is_closed_or_unknown(
    client: FlaskClient, path: str, field: str, body: dict[str, str]
) -> None:
    unknown = derived_id("api", "unknown")
    assert field in post(client, path, 422, **{**body, field: unknown})["errors"]
    closed = made(client, "/places", name="ปิดแล้ว", topics=["x"])
    post(client, f"/places/{closed}/closure", reason="ย้าย")
    problem = post(client, path, 409, **{**body, field: closed})
    assert problem["type"] == "/problems/place-is-closed"


@pytest.mark.parametrize("path", ["/knowledge", "/lessons", "/places", "/livelihoods", "/visits"])
def test_what_does_not_exist_is_not_found(client: FlaskClient, path: str) -> None:
    get(client, f"{path}/{derived_id('api', 'nothing')}", 404)


def read_tables(learning: Application) -> Iterator[tuple[str, list[dict[str, object]]]]:
    for projection in learning.own_projections():
        for table in projection.tables:
            query = select(table).order_by(*table.primary_key.columns)
            yield table.name, learning.reader.all(query)


def test_tables_rebuilt_from_the_log_equal_those_kept_live(learning: Application) -> None:
    live = dict(read_tables(learning))
    assert live["editions"]
    for projection in learning.own_projections():
        rebuild(learning, projection)
    assert dict(read_tables(learning)) == live
