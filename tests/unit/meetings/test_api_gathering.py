"""Notices, matters carried over, quorum, actions and what stands behind a seat, through the API."""

from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.days import today
from bangduan.events.membership import PersonRegistered, VillageRegistered
from bangduan.events.types import Line, VillageCode
from tests.unit.meetings.calls import (
    OVER_HALF,
    body,
    entity,
    get,
    heard,
    made,
    meeting,
    opened,
    post,
)

MOO_1, MOO_2 = VillageCode("11011301"), VillageCode("11011302")
HALF = {"numerator": 1, "denominator": 2}


def people(meetings: Application, count: int) -> list[str]:
    """People of the register, invented."""
    known = [
        PersonRegistered(
            person_id=entity(f"person {n}"), name=Line(f"คนที่ {n} (สมมติ)"), sex="unknown",
            synthetic=True,
        )
        for n in range(count)
    ]  # fmt: skip
    heard(meetings, *known)
    return [person.person_id for person in known]


def check_in(client: FlaskClient, at: str, *entries: dict[str, Any]) -> Any:
    return post(client, f"{at}/check-in", entries=list(entries))


def part(client: FlaskClient, path: str, field: str, **given: Any) -> str:
    """Id of what a command makes within a meeting."""
    id: str = post(client, path, 201, **given)["made"][field]
    return id


# -- quorum --------------------------------------------------------------------------------------


def test_the_quorum_is_told_while_people_come(client: FlaskClient, meetings: Application) -> None:
    heard(
        meetings,
        VillageRegistered(village=MOO_1, name=Line("บ้านหนึ่ง")),
        VillageRegistered(village=MOO_2, name=Line("บ้านสอง")),
    )
    who = people(meetings, 3)
    at = f"/meetings/{meeting(client, body(client, quorum_share=HALF), entitled=4)}"
    before = get(client, f"{at}/quorum")
    assert (before["state"], before["required"], before["present"]) == ("unknown", 2, None)
    assert [each["name"] for each in before["missing_villages"]] == ["บ้านหนึ่ง", "บ้านสอง"]

    check_in(client, at, {"person_id": who[0], "village": MOO_1})
    one = get(client, f"{at}/quorum")
    assert (one["state"], one["present"]["value"]) == ("not_met", 1)
    check_in(client, at, {"person_id": who[1]}, {"person_id": who[2], "listed_as": "absent"})
    post(client, f"{at}/representation", village=MOO_2)
    now = get(client, f"{at}/quorum")
    assert (now["state"], now["present"]["value"], now["entitled"]) == ("met", 2, 4)
    assert now["by_village"] == [
        {"village": MOO_1, "name": "บ้านหนึ่ง", "present": 1},
        {"village": MOO_2, "name": "บ้านสอง", "present": None},
    ]
    assert now["missing_villages"] == []
    get(client, f"/meetings/{entity('none')}/quorum", 404)


def test_the_quorum_of_an_open_meeting_is_by_the_rules_it_was_opened_under(
    client: FlaskClient,
) -> None:
    of = body(client, quorum_at_least=50)
    at = f"/meetings/{opened(client, of)}"
    post(client, f"{at}/head-count", present={"value": 49})
    assert get(client, f"{at}/quorum")["state"] == "not_met"
    post(client, f"{at}/head-count", present={"value": 108})
    told = get(client, f"{at}/quorum")
    assert (told["state"], told["required"]) == ("met", 50)


def test_a_list_that_is_sent_again_is_no_mistake(
    client: FlaskClient, meetings: Application
) -> None:
    who = people(meetings, 3)
    at = f"/meetings/{meeting(client, body(client))}"
    names = [{"person_id": each} for each in who]
    check_in(client, at, *names)
    check_in(client, at, *names)
    assert get(client, at)["members_named"] == 3
    post(client, f"{at}/check-in", 409, entries=[{"person_id": who[0], "listed_as": "absent"}])


# -- matters carried over ------------------------------------------------------------------------


def item(client: FlaskClient, at: str, title: str, under: str = "for_consideration") -> str:
    return part(client, f"{at}/agenda", "item_id", part=under, title=title)


def test_the_next_meeting_is_offered_what_is_unfinished_and_takes_it_over(
    client: FlaskClient,
) -> None:
    of = body(client)
    first = meeting(client, of, held_on="2008-06-30")
    at = f"/meetings/{first}"
    item(client, at, "แจ้งเพื่อทราบ", "notices")
    done, put_off, forgotten, voted = (
        item(client, at, title) for title in ("เสร็จ", "เลื่อน", "ค้าง", "ลงมติ")
    )
    post(client, f"{at}/opening")
    post(client, f"{at}/agenda/{done}/outcome", outcome="finished")
    post(client, f"{at}/agenda/{put_off}/outcome", outcome="deferred", note="รอข้อมูล")
    motion = part(client, f"{at}/motions", "motion_id", text="เห็นชอบ", item_id=voted)
    post(client, f"{at}/motions/{motion}/outcome", 201, carried=True)
    action = made(client, "/actions", meeting_id=first, title="หาข้อมูล", office="cd-officer")
    post(client, f"{at}/closing")

    following = meeting(client, of, held_on="2008-07-30")
    offered = get(client, f"/meetings/{following}/carry-over")
    assert offered["from_meeting_id"] == first
    assert {each["item_id"] for each in offered["items"]} == {put_off, forgotten}
    assert [each["action_id"] for each in offered["actions"]] == [action]
    chosen: dict[str, Any] = {"from_meeting_id": first, "item_ids": [put_off]}
    post(client, f"/meetings/{following}/carry-over", **chosen, action_ids=[action])
    agenda = get(client, f"/meetings/{following}")["agenda"]
    assert [(each["title"], each["part"], each["number"]) for each in agenda] == [
        ("เลื่อน", "matters_arising", 1), ("หาข้อมูล", "matters_arising", 2),
    ]  # fmt: skip
    assert [each["from_item_id"] for each in agenda] == [put_off, None]
    left = get(client, f"/meetings/{following}/carry-over")
    assert [each["item_id"] for each in left["items"]] == [forgotten]
    assert left["actions"] == []


def test_an_action_is_offered_to_every_meeting_until_it_is_done(client: FlaskClient) -> None:
    of = body(client)
    first = opened(client, of, held_on="2008-06-30")
    action = made(client, "/actions", meeting_id=first, title="หาข้อมูล", office="cd-officer")
    post(client, f"/meetings/{first}/closing")
    second = opened(client, of, held_on="2008-07-30")
    post(client, f"/meetings/{second}/closing")
    third = meeting(client, of, held_on="2008-08-30")
    [offered] = get(client, f"/meetings/{third}/carry-over")["actions"]
    assert offered["action_id"] == action
    post(client, f"/actions/{action}/completion", finished_on="2008-08-01")
    assert get(client, f"/meetings/{third}/carry-over")["actions"] == []


def test_the_first_meeting_of_a_body_is_offered_nothing(client: FlaskClient) -> None:
    offered = get(client, f"/meetings/{meeting(client, body(client))}/carry-over")
    assert (offered["from_meeting_id"], offered["items"], offered["actions"]) == (None, [], [])
    get(client, f"/meetings/{entity('none')}/carry-over", 404)


# -- actions -------------------------------------------------------------------------------------


def test_an_action_is_overdue_from_the_day_after_it_was_due(client: FlaskClient) -> None:
    held = opened(client, body(client))
    late, due = (
        made(
            client, "/actions", meeting_id=held, title="งาน", office="cd-officer",
            due_on=(today() - timedelta(days=days)).isoformat(),
        )
        for days in (1, 0)
    )  # fmt: skip
    [overdue] = get(client, "/actions?status=overdue")["items"]
    assert overdue["action_id"] == late
    [still] = get(client, f"/actions?status=open&meeting_id={held}")["items"]
    assert still["action_id"] == due
    post(client, f"/actions/{late}/progress", text="ครึ่งหนึ่งแล้ว", percent=50)
    post(client, f"/actions/{late}/due", due_on=today().isoformat())
    assert get(client, "/actions?status=overdue")["items"] == []
    shown = get(client, f"/actions/{late}")
    assert (shown["percent"], shown["progress"][0]["text"]) == (50, "ครึ่งหนึ่งแล้ว")
    post(client, f"/actions/{late}/drop", reason="ไม่จำเป็นแล้ว")
    assert get(client, f"/actions/{late}")["status"] == "dropped"


# -- the chain -----------------------------------------------------------------------------------


def test_from_an_election_back_to_the_assembly_its_quorum_and_the_votes(
    client: FlaskClient, meetings: Application
) -> None:
    who = people(meetings, 4)
    of = body(client, "ประชาคมตำบล", quorum_at_least=50, tie_rule="runoff")
    assembly = opened(client, of, kind="assembly", title="ประชุมประชาคม")
    post(client, f"/meetings/{assembly}/head-count", present={"value": 108})
    votes = [{"person_id": id, "votes": n} for id, n in zip(who, (60, 30, 30, 5), strict=True)]
    group = entity("working group")
    resolution = part(
        client, f"/meetings/{assembly}/elections", "resolution_id", committee_id=group,
        committee_name="คณะทำงาน", seats=2, candidates=votes, method="secret_ballot",
        ballots=108, spoilt=3, runoff=[{"person_id": who[1], "votes": 50},
                                       {"person_id": who[2], "votes": 55}],
    )  # fmt: skip
    post(client, f"/meetings/{assembly}/closing")

    told = get(client, f"/elections/{resolution}")
    assert (told["committee_id"], told["elected"]) == (group, [who[0], who[2]])
    assert (told["method"], told["spoilt"], told["tie_broken_by"]) == ("secret_ballot", 3, "runoff")
    held = told["meeting"]
    assert (held["title"], held["quorum"], held["quorum_required"]) == ("ประชุมประชาคม", "met", 50)
    assert held["present"] == {"value": 108, "bound": "exact"}
    assert [(p["person_name"], p["votes"], p["runoff_votes"], p["elected"])
            for p in told["stood"]] == [
        ("คนที่ 0 (สมมติ)", 60, None, True), ("คนที่ 2 (สมมติ)", 30, 55, True),
        ("คนที่ 1 (สมมติ)", 30, 50, False), ("คนที่ 3 (สมมติ)", 5, None, False),
    ]  # fmt: skip
    [listed] = get(client, f"/elections?committee_id={group}")["items"]
    assert listed["resolution_id"] == resolution
    assert get(client, f"/resolutions/{resolution}")["election"]["committee_id"] == group

    get(client, f"/elections/{entity('none')}", 404)


def test_from_a_resolution_back_to_its_motion_and_on_to_its_actions(client: FlaskClient) -> None:
    held = opened(client, body(client, majority=OVER_HALF), entitled=15)
    at = f"/meetings/{held}"
    post(client, f"{at}/head-count", present={"value": 12})
    motion = part(client, f"{at}/motions", "motion_id", text="ซื้อเครื่องถ่ายเอกสาร")
    counted = {"votes_for": 5, "votes_against": 6, "provisional": True}
    post(client, f"{at}/motions/{motion}/votes", 201, **counted)
    assert get(client, at)["motions"][0]["status"] == "counted"
    again = {**counted, "votes_for": 6, "votes_against": 5, "method": "secret_ballot", "spoilt": 1}
    post(client, f"{at}/motions/{motion}/votes", 201, **again)
    resolution = part(client, f"{at}/motions/{motion}/declaration", "resolution_id")
    action = made(
        client, "/actions", meeting_id=held, resolution_id=resolution, title="ขอใบเสนอราคา",
        office="cd-officer",
    )  # fmt: skip
    told = get(client, f"/resolutions/{resolution}")
    assert (told["motion"]["votes_for"], told["motion"]["spoilt"]) == (6, 1)
    assert (told["motion"]["status"], told["motion"]["unanimous"]) == ("carried", False)
    assert told["meeting"]["present"]["value"] == 12
    assert [each["action_id"] for each in told["actions"]] == [action]
    assert (told["election"], told["stood"]) == (None, [])
