"""The register over HTTP: what the story needs, what is refused, what stays private."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.definition import FORGOTTEN
from bangduan.events.meetings import ElectionHeld, ProblemReferred
from bangduan.events.types import Count, EntityId, Line, PositiveCount
from services.membership.domain.registry import KINDS
from services.membership.policies import POLICIES

ROOT = "/membership/api/v1"
TAMBON, MOO_1 = "110113", "11011301"


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


def post(client: FlaskClient, path: str, status: int = 200, /, **body: Any) -> Any:
    answer = client.post(ROOT + path, json=body)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    answer = client.get(ROOT + path)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


@pytest.fixture(autouse=True)
def bang_duan(client: FlaskClient) -> None:
    """The centre is founded and has one village."""
    post(client, "/centre", tambon=TAMBON, name="ศอช.ต.บางด้วน", missions=["ประสานความร่วมมือ"])
    post(client, "/villages", village=MOO_1, name="บ้านบางด้วน")


def person(client: FlaskClient, name: str = "สมมุติ ตัวอย่าง", **more: Any) -> str:
    body = {"name": name, "sex": "female", "synthetic": True, **more}
    id: str = post(client, "/people", 201, **body)["id"]
    return id


def organisation(client: FlaskClient, kind: str = "savings-group", **more: Any) -> str:
    id: str = post(client, "/organisations", 201, kind=kind, name="กลุ่ม", **more)["id"]
    return id


def test_the_centre_and_its_villages_are_shown(client: FlaskClient) -> None:
    post(client, f"/centre/{TAMBON}/missions", missions=["แก้ปัญหา", "ประสาน"])
    post(client, f"/centre/{TAMBON}/name", name="ศูนย์ประสานงานองค์การชุมชนตำบลบางด้วน")
    post(client, f"/villages/{MOO_1}/name", name="บ้านบางด้วนใน")
    centre = get(client, "/centre")
    assert centre["name"] == "ศูนย์ประสานงานองค์การชุมชนตำบลบางด้วน"
    assert (centre["missions"], centre["founded_on"]) == (["แก้ปัญหา", "ประสาน"], None)
    assert get(client, "/villages")["items"] == [get(client, f"/villages/{MOO_1}")]


def test_a_village_is_of_a_tambon_whose_centre_is_founded(client: FlaskClient) -> None:
    answer = post(client, "/villages", 422, village="10220201", name="บางด้วน ภาษีเจริญ")
    assert set(answer["errors"]) == {"village"}


def test_a_person_is_shown_with_the_national_id_masked(client: FlaskClient) -> None:
    id = person(
        client, title="นาง", phone="081-234-5678", national_id="1-1017-00203-45-0", village=MOO_1
    )
    shown = get(client, f"/people/{id}")
    assert (shown["title"], shown["name"]) == ("นาง", "สมมุติ ตัวอย่าง")
    assert shown["national_id"] == "x-xxxx-xxxxx-45-0"
    assert shown["phone"] == "0812345678"
    listed = get(client, f"/people?village={MOO_1}&sex=female")["items"]
    assert [item["person_id"] for item in listed] == [id]
    assert "phone" not in listed[0]
    assert not get(client, "/people?sex=male")["items"]


def test_a_person_lives_in_a_village_that_is_registered(client: FlaskClient) -> None:
    answer = post(client, "/people", 422, name="สมมุติ ไกลบ้าน", village="11011399")
    assert set(answer["errors"]) == {"village"}


def test_a_person_is_corrected(client: FlaskClient) -> None:
    id = person(client, phone="0812345678")
    post(client, f"/people/{id}/corrections", name="สมมุติ ใหม่", cleared=["phone"])
    shown = get(client, f"/people/{id}")
    assert (shown["name"], shown["phone"], shown["sex"]) == ("สมมุติ ใหม่", None, "female")


def test_who_was_erased_is_forgotten_everywhere_and_cannot_return(client: FlaskClient) -> None:
    id, group = person(client, national_id="1101700203450"), organisation(client)
    post(client, f"/organisations/{group}/members", person_id=id)
    post(client, f"/people/{id}/erasure", reason="asked")
    assert get(client, "/people")["items"] == []
    shown = get(client, f"/people/{id}")
    assert (shown["name"], shown["national_id"], shown["erased"]) == (FORGOTTEN, FORGOTTEN, True)
    [member] = get(client, f"/organisations/{group}/members")["items"]
    assert member["name"] == FORGOTTEN
    refused = post(client, f"/people/{id}/corrections", 409, name="สมมุติ กลับมา")
    assert refused["type"] == "/problems/person-erased"
    post(client, f"/organisations/{group}/leaders", 409, person_id=id, role="chair")


def test_an_organisation_is_of_a_known_kind(client: FlaskClient) -> None:
    unknown = {"kind": "elders-club", "name": "ชมรมผู้สูงอายุ"}
    assert set(post(client, "/organisations", 422, **unknown)["errors"]) == {"kind"}
    post(client, "/kinds", kind="elders-club", thai="ชมรมผู้สูงอายุ", english="Elders' club")
    id = post(client, "/organisations", 201, **unknown)["id"]
    assert get(client, f"/organisations/{id}")["kind_thai"] == "ชมรมผู้สูงอายุ"
    kinds = get(client, "/kinds")["items"]
    assert [kind["kind"] for kind in kinds] == [*KINDS, "elders-club"]


def test_an_organisation_counts_its_members_and_the_women_among_them(
    client: FlaskClient,
) -> None:
    group = organisation(client, member_count={"value": 800, "bound": "at_least"})
    woman, man = person(client), person(client, "สมมุติ ชาย", sex="male")
    for id in (woman, man):
        post(client, f"/organisations/{group}/members", person_id=id, joined_on="2008-06-30")
    shown = get(client, f"/organisations/{group}")
    assert shown["member_count"] == {"value": 800, "bound": "at_least"}
    assert (shown["members_registered"], shown["women_registered"]) == (2, 1)
    post(client, f"/organisations/{group}/members/{woman}/departure", left_on="2009-06-30")
    shown = get(client, f"/organisations/{group}")
    assert (shown["members_registered"], shown["women_registered"]) == (1, 0)
    [left] = get(client, f"/organisations/{group}/members?status=left")["items"]
    assert (left["person_id"], left["left_on"]) == (woman, "2009-06-30")


def test_a_member_is_in_the_register(client: FlaskClient) -> None:
    group = organisation(client)
    answer = post(client, f"/organisations/{group}/members", 422, person_id=entity("nobody"))
    assert set(answer["errors"]) == {"person_id"}
    post(client, f"/organisations/{entity('none')}/members", 404, person_id=person(client))


def test_nobody_joins_a_dissolved_organisation(client: FlaskClient) -> None:
    group = organisation(client)
    post(client, f"/organisations/{group}/dissolution")
    refused = post(client, f"/organisations/{group}/members", 409, person_id=person(client))
    assert refused["type"] == "/problems/organisation-dissolved"
    assert get(client, "/organisations?status=active")["items"] == []
    assert get(client, "/organisations?status=dissolved&holds_funds=yes")["items"]
    assert get(client, "/organisations?holds_funds=no")["items"] == []


def test_leaders_are_listed_with_the_organisation_they_lead(client: FlaskClient) -> None:
    group, chair = organisation(client), person(client)
    post(client, f"/organisations/{group}/leaders", person_id=chair, role="chair")
    post(client, f"/organisations/{group}/name", name="กลุ่มออมทรัพย์บางด้วน")
    [leader] = get(client, "/leaders?role=chair&status=leading")["items"]
    assert (leader["name"], leader["organisation_name"]) == (
        "สมมุติ ตัวอย่าง",
        "กลุ่มออมทรัพย์บางด้วน",
    )
    post(client, f"/organisations/{group}/leaders/{chair}/end", role="chair", ended_on="2010-09-07")
    [leader] = get(client, f"/organisations/{group}")["leaders"]
    assert (leader["status"], leader["term_to"]) == ("ended", "2010-09-07")


def test_an_organisation_tells_its_seats_and_its_newest_count(client: FlaskClient) -> None:
    group = organisation(client, seats=1)
    post(client, f"/organisations/{group}/seats", seats=2)
    count = {"value": 120, "bound": "exact"}
    post(client, f"/organisations/{group}/member-count", member_count=count, as_of="2010-09-07")
    shown = get(client, f"/organisations/{group}")
    assert (shown["seats"], shown["member_count"]) == (2, count)
    assert (shown["member_count_as_of"], shown["version"]) == ("2010-09-07", 3)


def test_the_centre_chair_is_an_office_whose_holder_is_unknown(client: FlaskClient) -> None:
    office = post(client, "/offices", 201, office="centre-chair")["id"]
    term = entity("term")
    post(client, f"/offices/{office}/terms", 201, term_id=term)
    [shown] = get(client, f"/offices/{office}")["terms"]
    assert shown == {
        "term_id": term,
        "holder": None,
        "title": None,
        "name": None,
        "term_from": None,
        "term_to": None,
        "ended_because": None,
        "status": "holding",
    }
    chair = person(client)
    post(client, f"/offices/{office}/terms/{term}/holder", holder=chair)
    post(client, f"/offices/{office}/terms/{term}/days", term_from="2008-06-01")
    post(client, f"/offices/{office}/terms/{term}/end", left_on="2012-05-31")
    [shown] = get(client, f"/offices/{office}")["terms"]
    assert (shown["name"], shown["term_to"], shown["status"]) == (
        "สมมุติ ตัวอย่าง",
        "2012-05-31",
        "over",
    )


def test_a_village_head_is_found_by_village(client: FlaskClient) -> None:
    post(client, "/offices", 201, office="village-head", village=MOO_1)
    [office] = get(client, f"/offices?village={MOO_1}&office=village-head")["items"]
    assert (office["thai"], office["organisation_name"]) == ("ผู้ใหญ่บ้าน", None)
    answer = post(client, "/offices", 422, office="village-head", village="11011399")
    assert set(answer["errors"]) == {"village"}


def test_an_office_is_held_by_somebody_registered(client: FlaskClient) -> None:
    office = post(client, "/offices", 201, office="tambon-headman")["id"]
    answer = post(client, f"/offices/{office}/terms", 422, holder=entity("nobody"))
    assert set(answer["errors"]) == {"holder"}


def elect(membership: Application, elected: tuple[EntityId, ...], unnamed: int = 0) -> EntityId:
    """What the policy does when an election arrives from the meetings service."""
    committee = entity("working group")
    election = ElectionHeld(
        meeting_id=entity("assembly"),
        resolution_id=entity("resolution"),
        committee_id=committee,
        committee_name=Line("คณะทำงาน ศอช.ต.บางด้วน"),
        seats=PositiveCount(15),
        elected=elected,
        unnamed=Count(unnamed),
    )
    for command in POLICIES.commands(election):
        membership.execute(command)
    return committee


def test_the_fifteen_whom_the_assembly_elected_are_seated(
    client: FlaskClient, membership: Application
) -> None:
    people = [EntityId(person(client, f"สมมุติ คนที่ {n}")) for n in range(1, 16)]
    committee = elect(membership, tuple(people))
    shown = get(client, f"/committees/{committee}")
    assert (shown["seats"], shown["seated"], shown["vacant"]) == (15, 15, 0)
    assert shown["how_chosen"] == "elected"
    assert {member["name"] for member in shown["members"]} == {
        f"สมมุติ คนที่ {n}" for n in range(1, 16)
    }


def test_a_seat_falls_vacant_and_a_substitute_takes_it(
    client: FlaskClient, membership: Application
) -> None:
    first, second, third = (EntityId(person(client, f"สมมุติ {n}")) for n in range(3))
    committee = elect(membership, (first,), unnamed=14)
    post(client, f"/committees/{committee}/names", person_id=second)
    post(client, f"/committees/{committee}/members", 409, person_id=third)
    post(client, f"/committees/{committee}/members/{first}/vacancy", reason="resigned")
    shown = get(client, f"/committees/{committee}")
    assert (shown["seated"], shown["unnamed"], shown["vacant"]) == (14, 13, 1)
    post(client, f"/committees/{committee}/members", person_id=third, in_place_of=first)
    shown = get(client, f"/committees/{committee}")
    assert (shown["seated"], shown["vacant"]) == (15, 0)
    seats = {member["person_id"]: member for member in shown["members"]}
    assert (seats[first]["status"], seats[first]["reason"]) == ("vacated", "resigned")
    assert seats[third]["in_place_of"] == first
    post(client, f"/committees/{committee}/dissolution")
    assert [c["status"] for c in get(client, "/committees")["items"]] == ["dissolved"]


def test_a_committee_of_somebody_unknown_is_not_seated(client: FlaskClient) -> None:
    body = {"name": "คณะกรรมการ", "seats": 1, "members": [entity("nobody")]}
    assert set(post(client, "/committees", 422, **body)["errors"]) == {"members"}


def test_every_request_shows_on_whom_it_waits(client: FlaskClient) -> None:
    sao, province = (
        post(client, "/partners", 201, kind=kind, level=level, name=name)["id"]
        for kind, level, name in (
            ("local_government", "tambon", "อบต.บางด้วน"),
            ("local_government", "province", "อบจ.สมุทรปราการ"),
        )
    )
    request = post(client, "/requests", 201, partner_id=sao, subject="ขอรถดับเพลิง")["id"]
    assert get(client, f"/requests/{request}")["waiting_on_name"] == "อบต.บางด้วน"
    post(client, f"/requests/{request}/passing-on", waiting_on_partner_id=province)
    [waiting] = get(client, f"/requests?waiting_on_partner_id={province}")["items"]
    assert (waiting["partner_name"], waiting["waiting_on_name"]) == (
        "อบต.บางด้วน",
        "อบจ.สมุทรปราการ",
    )
    assert get(client, f"/partners/{province}")["waiting"] == 1
    post(client, f"/requests/{request}/passing-on")
    assert get(client, f"/requests/{request}")["status"] == "with_centre"
    post(client, f"/requests/{request}/answer", outcome="granted", answer="อนุมัติ")
    answered = get(client, f"/requests/{request}")
    assert (answered["status"], answered["answered_by_partner_id"]) == ("answered", sao)
    assert answered["waiting_on_name"] is None
    withdrawn = post(client, "/requests", 201, partner_id=sao, subject="ขอเต็นท์")["id"]
    post(client, f"/requests/{withdrawn}/withdrawal")
    assert get(client, "/requests?status=withdrawn")["items"][0]["request_id"] == withdrawn


def test_a_problem_referred_by_a_meeting_waits_on_the_partner(
    client: FlaskClient, membership: Application
) -> None:
    body = {"kind": "government_agency", "level": "amphoe", "name": "สำนักงานพัฒนาชุมชนอำเภอ"}
    office = post(client, "/partners", 201, **body)["id"]
    referred = ProblemReferred(
        problem_id=entity("problem"),
        request_id=entity("request"),
        partner_id=office,
        title=Line("ปัญหายาเสพติด"),
    )
    for command in POLICIES.commands(referred):
        membership.execute(command)
    [request] = get(client, f"/requests?problem_id={entity('problem')}")["items"]
    assert (request["request_id"], request["status"]) == (entity("request"), "waiting")


def test_a_partner_shows_its_contact_and_forgets_who_was_erased(client: FlaskClient) -> None:
    body = {"kind": "state_enterprise", "name": "การไฟฟ้า", "supports": ["กองทุน"]}
    partner = post(client, "/partners", 201, **body)["id"]
    assert get(client, f"/partners/{partner}")["contact"] is None
    contact = person(client, "สมมุติ ประสานงาน", phone="021234567")
    post(client, f"/partners/{partner}/contact", person_id=contact, capacity="หัวหน้าฝ่าย")
    post(client, f"/partners/{partner}/supports", supports=["กองทุน", "ไฟส่องสว่าง"])
    shown = get(client, f"/partners/{partner}")
    assert (shown["contact"]["name"], shown["contact"]["phone"]) == (
        "สมมุติ ประสานงาน",
        "021234567",
    )
    assert shown["supports"] == ["กองทุน", "ไฟส่องสว่าง"]
    post(client, f"/people/{contact}/erasure", reason="asked")
    assert get(client, f"/partners/{partner}")["contact"]["phone"] == FORGOTTEN
    post(client, f"/partners/{partner}/end")
    refused = post(client, "/requests", 409, partner_id=partner, subject="ขอเพิ่ม")
    assert refused["type"] == "/problems/partnership-ended"
    assert get(client, "/partners?status=active&kind=state_enterprise")["items"] == []


@pytest.mark.parametrize(
    "path",
    [
        f"/{name}/{entity('nobody')}"
        for name in ("people", "organisations", "offices", "committees", "partners", "requests")
    ],
)
def test_what_nobody_recorded_is_not_found(client: FlaskClient, path: str) -> None:
    get(client, path, 404)
