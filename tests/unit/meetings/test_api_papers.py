"""Rolls, minutes, analyses and the problem board over HTTP."""

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.events.membership import (
    OrganisationDissolved,
    OrganisationRegistered,
    OrganisationRenamed,
    PartnerRegistered,
    PersonCorrected,
    PersonErased,
    PersonRegistered,
    VillageRegistered,
)
from bangduan.events.types import Line, Slug, VillageCode
from tests.unit.meetings.calls import body, entity, get, heard, made, meeting, opened, post


def test_the_roll_of_a_meeting_names_who_came_and_who_did_not(
    client: FlaskClient, meetings: Application
) -> None:
    one, two, three, group = (entity(name) for name in ("one", "two", "three", "group"))
    for person_id, name in ((one, "สมมุติ หนึ่ง"), (two, "สมมุติ สอง"), (three, "สมมุติ สาม")):
        registered = PersonRegistered(
            person_id=person_id, name=Line(name), sex="unknown", synthetic=True
        )
        heard(meetings, registered)
    savings = OrganisationRegistered(
        organisation_id=group,
        kind=Slug("savings-group"),
        name=Line("กลุ่มออมทรัพย์"),
        location="inside",
        holds_funds=True,
    )
    heard(meetings, savings)
    at = f"/meetings/{meeting(client, body(client), held_on='2008-06-30')}"
    post(client, f"{at}/entitled", entitled=15)
    post(client, f"{at}/attendance", person_id=one, organisation_id=group, in_place_of=three)
    post(client, f"{at}/absences", person_id=two, reason="ป่วย")
    post(client, f"{at}/attendance", 409, person_id=two)
    [present] = get(client, f"{at}/attendance?listed_as=member")["items"]
    assert (present["person_name"], present["organisation_name"], present["in_place_of"]) == (
        "สมมุติ หนึ่ง",
        "กลุ่มออมทรัพย์",
        three,
    )
    [absent] = get(client, f"{at}/attendance?listed_as=absent")["items"]
    assert (absent["person_name"], absent["reason"]) == ("สมมุติ สอง", "ป่วย")
    shown = get(client, at)
    assert (shown["members_named"], shown["absent_named"], shown["entitled"]) == (1, 1, 15)
    post(client, f"{at}/attendance/{two}/strike")
    assert get(client, at)["absent_named"] == 0
    assert len(get(client, f"{at}/attendance")["items"]) == 1


def test_the_roll_follows_the_register(client: FlaskClient, meetings: Application) -> None:
    person, other, group = entity("person"), entity("other"), entity("group")
    moo = VillageCode("11011301")
    heard(
        meetings,
        VillageRegistered(village=moo, name=Line("บ้านบางด้วน")),
        PersonRegistered(
            person_id=person,
            name=Line("สมมุติ เดิม"),
            title=Line("นาย"),
            sex="male",
            village=moo,
            synthetic=True,
        ),
        PersonRegistered(person_id=other, name=Line("สมมุติ ลบ"), sex="male", synthetic=True),
        PersonCorrected(person_id=person, name=Line("สมมุติ ใหม่"), cleared=("title",)),
        PersonErased(person_id=other, reason="asked"),
        OrganisationRegistered(
            organisation_id=group,
            kind=Slug("womens-group"),
            name=Line("กลุ่มสตรี"),
            location="inside",
            holds_funds=False,
        ),
        OrganisationRenamed(organisation_id=group, name=Line("กลุ่มสตรีบางด้วน")),
        OrganisationDissolved(organisation_id=group),
    )
    [shown] = get(client, f"/roll/people?village={moo}")["items"]
    assert (shown["person_title"], shown["person_name"]) == (None, "สมมุติ ใหม่")
    assert [p["person_id"] for p in get(client, "/roll/people")["items"]] == [person]
    [organisation] = get(client, "/roll/organisations?status=dissolved")["items"]
    assert organisation["name"] == "กลุ่มสตรีบางด้วน"
    assert get(client, "/roll/villages")["items"] == [{"village": moo, "name": "บ้านบางด้วน"}]


def test_minutes_are_written_reviewed_and_adopted_by_the_next_meeting(
    client: FlaskClient,
) -> None:
    group = body(client)
    first = meeting(client, group, held_on="2008-06-30", numbered=True)
    sections = [{"part": "for_consideration", "text": "ที่ประชุมพิจารณาแผนพัฒนา"}]
    post(client, f"/meetings/{first}/minutes", 409, sections=sections)
    post(client, f"/meetings/{first}/opening", begun_at="09:30")
    post(client, f"/meetings/{first}/closing", ended_at="12:00")
    post(client, f"/meetings/{first}/minutes", sections=sections, recorder=entity("recorder"))
    post(client, f"/meetings/{first}/minutes/review", reviewer=entity("reviewer"))
    second = opened(client, group, held_on="2008-07-30", numbered=True)
    post(client, f"/meetings/{first}/minutes/adoption", adopted_by_meeting_id=second)
    shown = get(client, f"/meetings/{first}/minutes")
    assert (shown["begun_at"], shown["ended_at"], shown["status"]) == ("09:30", "12:00", "adopted")
    assert (shown["recorder"], shown["reviewer"]) == (entity("recorder"), entity("reviewer"))
    assert shown["adopted_by_meeting_id"] == second
    refused = post(client, f"/meetings/{first}/minutes", 409, sections=sections)
    assert refused["type"] == "/problems/minutes-adopted"
    assert get(client, f"/meetings/{first}/minutes") == shown


def test_swot_points_are_shown_with_the_plan_lines_that_answer_them(client: FlaskClient) -> None:
    plan = made(client, "/plans", title="แผน")
    line = entity("line")
    post(client, f"/plans/{plan}/lines", 201, line_id=line, theme="drugs", title="ยาเสพติด")
    swot = made(client, "/swot", title="วิเคราะห์ศูนย์", made_on="2008-06-30")
    for number, kind in enumerate(("strength", "weakness", "opportunity", "threat")):
        point = {"point_id": entity(str(number)), "swot_list": kind, "text": kind}
        post(client, f"/swot/{swot}/points", 201, **point)
    tie = {"plan_id": plan, "line_id": line}
    post(client, f"/swot/{swot}/points/{entity('1')}/ties", **tie)
    wrong = {"plan_id": plan, "line_id": entity("other")}
    answer = post(client, f"/swot/{swot}/points/{entity('1')}/ties", 422, **wrong)
    assert set(answer["errors"]) == {"line_id"}
    post(client, f"/swot/{swot}/points/{entity('3')}/strike")
    shown = get(client, f"/swot/{swot}")
    assert shown["weaknesses"] == [{"point_id": entity("1"), "text": "weakness", "lines": [tie]}]
    assert (len(shown["strengths"]), len(shown["opportunities"]), shown["threats"]) == (1, 1, [])
    assert get(client, "/swot")["items"][0]["made_on"] == "2008-06-30"


def test_the_board_shows_the_urgent_first_and_on_whom_each_waits(
    client: FlaskClient, meetings: Application
) -> None:
    office = entity("partner")
    district = PartnerRegistered(
        partner_id=office, kind="government_agency", level="amphoe", name=Line("ที่ว่าการอำเภอ")
    )
    heard(meetings, district)
    road, drugs, later = (
        made(client, "/problems", title=title) for title in ("ถนน", "ยาเสพติด", "ไว้ก่อน")
    )
    post(client, f"/problems/{road}/rank", urgency=2)
    post(client, f"/problems/{drugs}/rank", urgency=1)
    at = f"/meetings/{meeting(client, body(client))}"
    item = {"part": "for_consideration", "title": "ปัญหายาเสพติด", "problem_id": drugs}
    post(client, f"{at}/agenda", 201, item_id=entity("item"), **item)
    post(client, f"/problems/{drugs}/referrals", partner_id=office, referred_on="2008-07-01")
    board = get(client, "/problems/board")["items"]
    assert [problem["problem_id"] for problem in board] == [drugs, road, later]
    assert (board[0]["agenda_item_id"], board[0]["waiting"]) == (entity("item"), 1)
    [referral] = board[0]["referrals"]
    assert (referral["partner_name"], referral["status"]) == ("ที่ว่าการอำเภอ", "waiting")
    assert get(client, at)["agenda"][0]["problem_id"] == drugs
    post(client, f"/problems/{drugs}/closing", 409, outcome="solved")
    post(client, f"/problems/{road}/closing", outcome="solved", closed_on="2008-08-01")
    [closed] = get(client, "/problems?status=closed")["items"]
    assert (closed["outcome"], closed["closed_on"]) == ("solved", "2008-08-01")
    post(client, f"{at}/agenda", 409, part="other", title="ถนน", problem_id=road)
    assert len(get(client, at)["agenda"]) == 1
    post(client, f"/problems/{road}/reopening")
    assert get(client, f"/problems/{road}")["outcome"] is None


def test_what_is_named_must_be_recorded(client: FlaskClient) -> None:
    nothing = entity("nothing")
    asked = {"kind": "joint", "title": "ประชุม", "numbered": False, "body_id": nothing}
    assert set(post(client, "/meetings", 422, **asked)["errors"]) == {"body_id"}
    for path in ("/plans", "/regulations", "/swot"):
        answer = post(client, path, 422, title="ร่าง", meeting_id=nothing)
        assert set(answer["errors"]) == {"meeting_id"}
    post(client, f"/meetings/{nothing}/opening", 404)
    post(client, f"/bodies/{nothing}/numbering", 404, year=2551, last_number=1)
    assert set(post(client, "/regulations", 422, title="ร่าง", body_id=nothing)["errors"]) == {
        "body_id"
    }


@pytest.mark.parametrize(
    "path",
    [
        "/bodies/{}",
        "/meetings/{}",
        "/meetings/{}/minutes",
        "/resolutions/{}",
        "/regulations/{}",
        "/plans/{}",
        "/swot/{}",
        "/problems/{}",
    ],
)
def test_what_nobody_recorded_is_not_found(client: FlaskClient, path: str) -> None:
    get(client, path.format(entity("nobody")), 404)
