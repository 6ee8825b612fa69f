"""Kinds, mergers, terms that end, how seats were filled, requests that wait: over HTTP."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.days import today
from bangduan.domain import derived_id
from bangduan.events.envelope import Recorded
from bangduan.events.meetings import (
    AttendanceRecorded,
    AttendanceStruck,
    Candidate,
    ElectionHeld,
    HeadCountRecorded,
    MeetingConvened,
    MotionMoved,
    ResolutionPassed,
    VotesCounted,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose, Quantity
from bangduan.unit_of_work import UnitOfWork

ROOT = "/membership/api/v1"


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


def post(client: FlaskClient, path: str, status: int = 200, /, **body: Any) -> Any:
    answer = client.post(ROOT + path, json=body)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def made(client: FlaskClient, path: str, /, **body: Any) -> str:
    id: str = post(client, path, 201, **body)["id"]
    return id


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    answer = client.get(ROOT + path)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def heard(membership: Application, *events: object) -> None:
    """Let membership hear what meetings tell."""
    unit = UnitOfWork(membership)
    for event in events:
        at = Recorded("/tambon/110113/meetings", "", "", 1, "", "", "", {})
        membership.project_from("meetings", event, at, unit.rows)
    membership.commit(unit)


def person(client: FlaskClient, name: str = "สมหญิง ใจดี (สมมติ)") -> str:
    return made(client, "/people", name=name, sex="female", synthetic=True)


def organisation(client: FlaskClient, name: str = "กลุ่มสตรี", **more: Any) -> str:
    return made(client, "/organisations", kind=more.pop("kind", "womens-group"), name=name, **more)


def day(days: int) -> str:
    """The day so many days from now."""
    return (today() + timedelta(days=days)).isoformat()


# -- kinds -----------------------------------------------------------------------------------------


def test_an_organisation_says_what_its_kind_asks_for_and_is_not_recorded_yet(
    client: FlaskClient,
) -> None:
    post(
        client, "/kinds", kind="water-users", thai="กลุ่มผู้ใช้น้ำ", english="Water users",
        needs=["founding_day", "leader", "centre_seats"], least_members=2,
    )  # fmt: skip
    group = organisation(client, kind="water-users")
    lacks = get(client, f"/organisations/{group}")["lacks"]
    assert lacks == ["founding_day", "leader", "centre_seats", "members"]
    chair = person(client)
    post(client, f"/organisations/{group}/leaders", person_id=chair, role="chair")
    post(client, f"/organisations/{group}/seats", seats=1)
    count = {"value": 2, "bound": "at_least"}
    post(client, f"/organisations/{group}/member-count", member_count=count)
    assert get(client, f"/organisations/{group}")["lacks"] == ["founding_day"]


def test_a_kind_every_centre_knows_is_said_anew_with_all_its_organisations(
    client: FlaskClient,
) -> None:
    group = organisation(client)
    revised = {"thai": "กลุ่มสตรีตำบล", "english": "Women of the tambon", "needs": ["village"]}
    post(client, "/kinds/womens-group/revision", **revised)
    kinds = [k for k in get(client, "/kinds")["items"] if k["kind"] == "womens-group"]
    assert [(k["thai"], k["needs"]) for k in kinds] == [("กลุ่มสตรีตำบล", ["village"])]
    shown = get(client, f"/organisations/{group}")
    assert (shown["kind_thai"], shown["lacks"]) == ("กลุ่มสตรีตำบล", ["village"])
    post(client, "/kinds/womens-group/revision", 409, **revised)
    post(client, "/kinds/nobody-knows/revision", 404, **revised)
    post(client, "/kinds", 409, kind="womens-group", thai="ก", english="a")


def test_an_organisation_from_outside_lacks_no_village(client: FlaskClient) -> None:
    known = {"thai": "กองทุน", "english": "Fund", "location": "outside", "needs": ["village"]}
    post(client, "/kinds/power-plant-fund/revision", **known)
    group = organisation(client, kind="power-plant-fund")
    assert get(client, f"/organisations/{group}")["lacks"] == []


# -- mergers ---------------------------------------------------------------------------------------


def test_members_and_leaders_go_along_and_nobody_is_counted_twice(client: FlaskClient) -> None:
    goes, stays = organisation(client, "กลุ่มเล็ก"), organisation(client, "กลุ่มใหญ่")
    both, one, chair = person(client), person(client), person(client)
    for group, members in ((goes, (both, one, chair)), (stays, (both,))):
        for each in members:
            post(client, f"/organisations/{group}/members", person_id=each, reason="applied")
    for each, role in ((chair, "chair"), (one, "secretary")):
        post(client, f"/organisations/{goes}/leaders", person_id=each, role=role)
    post(client, f"/organisations/{stays}/leaders", person_id=both, role="chair")
    post(client, f"/organisations/{goes}/merger", into=stays, merged_on="2010-09-07")
    gone, here = get(client, f"/organisations/{goes}"), get(client, f"/organisations/{stays}")
    assert (gone["status"], gone["dissolved_because"], gone["merged_into"]) == (
        "dissolved", "merged", stays,
    )  # fmt: skip
    assert (gone["members_registered"], here["members_registered"]) == (0, 3)
    assert (gone["women_registered"], here["women_registered"]) == (0, 3)
    assert {leader["ended_because"] for leader in gone["leaders"]} == {"merged"}
    now = {(each["person_id"], each["role"]) for each in here["leaders"]}
    assert now == {(both, "chair"), (one, "secretary")}
    left = get(client, f"/organisations/{goes}/members?status=left")["items"]
    assert [m["left_because"] for m in left] == ["merged"] * 3
    joined = get(client, f"/organisations/{stays}/members")["items"]
    assert sorted(m["joined_because"] for m in joined) == ["applied", "merged", "merged"]


def test_committees_and_offices_of_the_one_that_goes_are_those_of_the_one_that_stays(
    client: FlaskClient,
) -> None:
    goes, stays = organisation(client, "กลุ่มเล็ก"), organisation(client, "กลุ่มใหญ่")
    office = made(client, "/offices", office="centre-chair", organisation_id=goes)
    committee = made(client, "/committees", name="คณะกรรมการ", seats=3, organisation_id=goes)
    post(client, f"/organisations/{goes}/merger", into=stays)
    assert get(client, f"/offices/{office}")["organisation_id"] == stays
    assert get(client, f"/committees/{committee}")["organisation_id"] == stays


def test_an_organisation_merges_once_into_another_that_stands(client: FlaskClient) -> None:
    goes, stays = organisation(client, "กลุ่มเล็ก"), organisation(client, "กลุ่มใหญ่")
    post(client, f"/organisations/{goes}/merger", 409, into=goes)
    post(client, f"/organisations/{goes}/merger", 422, into=entity("nobody"))
    post(client, f"/organisations/{goes}/merger", into=stays)
    post(client, f"/organisations/{goes}/merger", 409, into=stays)
    post(client, f"/organisations/{stays}/merger", 409, into=goes)


def test_who_joins_leaves_and_ends_says_why(client: FlaskClient) -> None:
    group, member = organisation(client), person(client)
    at = f"/organisations/{group}"
    post(client, f"{at}/members", person_id=member, joined_on="2008-01-01", reason="founded")
    post(client, f"{at}/members", 409, person_id=member)
    post(client, f"{at}/members/{member}/departure", 409, left_on="2007-12-31")
    gone = {"left_on": "2009-01-01", "reason": "moved"}
    post(client, f"{at}/members/{member}/departure", **gone)
    [shown] = get(client, f"{at}/members")["items"]
    assert (shown["joined_because"], shown["left_because"]) == ("founded", "moved")
    post(client, f"{at}/dissolution", reason="inactive", note="สมาชิกเหลือน้อย")
    assert get(client, at)["dissolution_note"] == "สมาชิกเหลือน้อย"


# -- terms that end --------------------------------------------------------------------------------


def ending(client: FlaskClient, asked: str = "") -> list[str]:
    return [row["post_name"] for row in get(client, f"/terms-ending{asked}")["items"]]


def test_terms_are_shown_90_days_before_they_end_and_when_over_until_somebody_follows(
    client: FlaskClient,
) -> None:
    office = made(client, "/offices", office="tambon-headman")
    over = post(client, f"/offices/{office}/terms", 201, term_from="2000-01-01", term_to=day(-10))
    later = organisation(client, "กลุ่มไกล")
    post(
        client, f"/organisations/{later}/leaders", person_id=person(client), role="chair",
        term_to=day(91),
    )  # fmt: skip
    made(client, "/committees", name="คณะกรรมการใกล้ครบ", seats=1, term_to=day(90))
    made(client, "/committees", name="คณะไม่ทราบวัน", seats=1)
    assert sorted(ending(client)) == ["กำนัน", "คณะกรรมการใกล้ครบ"]
    assert "กลุ่มไกล" in ending(client, "?within_days=91")
    assert ending(client, "?within_days=0") == ["กำนัน"]
    assert ending(client, "?term_of=committee") == ["คณะกรรมการใกล้ครบ"]
    [headman] = get(client, "/terms-ending?term_of=office")["items"]
    assert headman["days_left"] == -10
    post(client, f"/offices/{office}/terms", 201, term_from=day(-9))
    assert ending(client, "?term_of=office") == []
    assert over["id"]


def test_a_term_that_was_ended_waits_for_nobody(client: FlaskClient) -> None:
    office = made(client, "/offices", office="tambon-headman")
    term = entity("term")
    post(client, f"/offices/{office}/terms", 201, term_id=term, term_to=day(5))
    group, chair = organisation(client), person(client)
    post(client, f"/organisations/{group}/leaders", person_id=chair, role="chair", term_to=day(5))
    assert len(ending(client)) == 2
    post(client, f"/offices/{office}/terms/{term}/end", reason="died")
    post(client, f"/organisations/{group}/leaders/{chair}/end", role="chair", reason="resigned")
    assert ending(client) == []


def test_a_new_chair_follows_the_old_one_and_a_second_member_of_a_board_follows_nobody(
    client: FlaskClient,
) -> None:
    group, one, two = organisation(client), person(client), person(client)
    at = f"/organisations/{group}/leaders"
    for role in ("chair", "committee-member"):
        post(client, at, person_id=one, role=role, term_from="2020-01-01", term_to=day(5))
        post(client, at, person_id=two, role=role, term_from=day(6), term_to=day(900))
    rows = get(client, "/terms-ending")["items"]
    assert [row["role"] for row in rows] == ["committee-member"]
    post(client, at, 409, person_id=person(client), role="chair", term_from=day(700))
    clash = {"role": "chair", "term_from": day(6), "term_to": day(10)}
    post(client, at, 409, person_id=person(client), **clash)


# -- how seats were filled -------------------------------------------------------------------------

ASSEMBLY, RESOLUTION, MOTION = entity("assembly"), entity("resolution"), entity("motion")
CONVENED = MeetingConvened(
    meeting_id=ASSEMBLY,
    kind="assembly",
    body=Line("ประชาคมตำบล"),
    body_id=entity("body"),
    held_on=date(2008, 6, 1),
    title=Line("ประชุมประชาคมตำบลบางด้วน"),
)


def test_each_seat_tells_the_assembly_the_votes_and_how_many_were_present(
    client: FlaskClient, membership: Application
) -> None:
    elected, other = EntityId(person(client)), EntityId(person(client))
    committee = made(
        client, "/committees", name="คณะทำงาน", seats=3, unnamed=1, members=[elected],
        chosen_by_meeting_id=ASSEMBLY, resolution_id=RESOLUTION, how_chosen="elected",
    )  # fmt: skip
    heard(
        membership,
        CONVENED,
        HeadCountRecorded(meeting_id=ASSEMBLY, present=Quantity(value=Count(108))),
        ResolutionPassed(
            resolution_id=RESOLUTION,
            meeting_id=ASSEMBLY,
            number=PositiveCount(1),
            subject="election",
            text=Prose("เลือกตั้งคณะทำงาน"),
        ),
        ElectionHeld(
            meeting_id=ASSEMBLY,
            resolution_id=RESOLUTION,
            committee_id=EntityId(committee),
            committee_name=Line("คณะทำงาน"),
            seats=PositiveCount(3),
            elected=(elected,),
            unnamed=Count(1),
            candidates=(Candidate(person_id=elected, votes=Count(71)),),
            quorum="met",
            method="secret_ballot",
        ),
    )
    told = get(client, f"/committees/{committee}/seats")
    assert (told["unnamed"], told["unnamed_filled_by"]["quorum"]) == (1, "met")
    post(client, f"/committees/{committee}/names", person_id=other)
    assert get(client, f"/committees/{committee}/seats")["unnamed_filled_by"] is None
    rows = {row["person_id"]: row for row in get(client, f"/committees/{committee}/seats")["items"]}
    by = rows[elected]["filled_by"]
    assert (by["meeting_id"], by["meeting_title"], by["held_on"]) == (
        ASSEMBLY, "ประชุมประชาคมตำบลบางด้วน", "2008-06-01",
    )  # fmt: skip
    assert (by["resolution_id"], by["motion"], by["votes"]) == (
        RESOLUTION, "เลือกตั้งคณะทำงาน", 71,
    )  # fmt: skip
    assert (by["present"], by["quorum"], by["method"]) == (
        {"value": 108, "bound": "exact"}, "met", "secret_ballot",
    )  # fmt: skip
    named_later = rows[other]["filled_by"]
    assert (named_later["resolution_id"], named_later["votes"]) == (RESOLUTION, None)


def test_a_by_election_is_told_apart_from_the_choice_of_the_others(
    client: FlaskClient, membership: Application
) -> None:
    first, substitute, third = (EntityId(person(client)) for _ in range(3))
    committee = made(client, "/committees", name="คณะทำงาน", seats=1, members=[first])
    assert get(client, f"/committees/{committee}/seats")["items"][0]["filled_by"] is None
    post(client, f"/committees/{committee}/members/{first}/vacancy", reason="resigned")
    heard(
        membership,
        CONVENED,
        AttendanceRecorded(meeting_id=ASSEMBLY, person_id=first),
        AttendanceRecorded(meeting_id=ASSEMBLY, person_id=third),
        AttendanceStruck(meeting_id=ASSEMBLY, person_id=first, was="member"),
        MotionMoved(meeting_id=ASSEMBLY, motion_id=MOTION, subject="general", text=Prose("ตั้งผู้แทน")),
        VotesCounted(
            meeting_id=ASSEMBLY,
            motion_id=MOTION,
            votes_for=Count(30),
            votes_against=Count(2),
            abstained=Count(1),
            carried=True,
            quorum="met",
        ),
        ResolutionPassed(
            resolution_id=RESOLUTION,
            meeting_id=ASSEMBLY,
            number=PositiveCount(2),
            subject="general",
            text=Prose("ตั้งผู้แทน"),
            motion_id=MOTION,
        ),
    )
    filled = {"in_place_of": first, "resolution_id": RESOLUTION, "how_chosen": "elected"}
    post(client, f"/committees/{committee}/members", person_id=substitute, **filled)
    rows = {row["person_id"]: row for row in get(client, f"/committees/{committee}/seats")["items"]}
    by = rows[substitute]["filled_by"]
    assert (by["meeting_id"], by["motion"]) == (ASSEMBLY, "ตั้งผู้แทน")
    assert (by["votes_for"], by["votes_against"], by["abstained"]) == (30, 2, 1)
    assert by["present"] == {"value": 1, "bound": "exact"}
    assert rows[first]["status"] == "vacated"


def test_the_seats_of_a_committee_nobody_seated_are_not_found(client: FlaskClient) -> None:
    get(client, f"/committees/{entity('nobody')}/seats", 404)


# -- requests --------------------------------------------------------------------------------------


@pytest.fixture
def partner(client: FlaskClient) -> str:
    return made(client, "/partners", kind="local_government", name="อบต.บางด้วน")


def test_a_request_counts_its_days_to_today_and_to_its_answer(
    client: FlaskClient, partner: str
) -> None:
    waits = made(client, "/requests", partner_id=partner, subject="ขอเต็นท์", asked_on=day(-12))
    undated = made(client, "/requests", partner_id=partner, subject="ขอเก้าอี้")
    answered = made(client, "/requests", partner_id=partner, subject="ขอรถ", asked_on=day(-12))
    post(client, f"/requests/{answered}/answer", outcome="granted", answered_on=day(-5))
    days = {row["request_id"]: row["days_open"] for row in get(client, "/requests")["items"]}
    assert days == {waits: 12, undated: None, answered: 7}
    still = {row["request_id"] for row in get(client, "/requests?open=yes")["items"]}
    assert still == {waits, undated}


def test_a_request_is_overdue_when_its_answer_was_wanted_before_today(
    client: FlaskClient, partner: str
) -> None:
    asked = {"partner_id": partner, "asked_on": day(-12)}
    late = made(client, "/requests", subject="ขอเต็นท์", wanted_by=day(-1), **asked)
    made(client, "/requests", subject="ขอเก้าอี้", wanted_by=day(0), **asked)
    answered = made(client, "/requests", subject="ขอรถ", wanted_by=day(-1), **asked)
    post(client, f"/requests/{answered}/answer", outcome="granted")
    overdue = get(client, "/requests?overdue=yes")["items"]
    assert [row["request_id"] for row in overdue] == [late]
    assert len(get(client, "/requests?overdue=no")["items"]) == 2
    post(client, "/requests", 409, subject="ขอ", wanted_by=day(-13), **asked)


# -- duties ----------------------------------------------------------------------------------------


def duties(client: FlaskClient, asked: str) -> list[str]:
    return sorted(row["task"] for row in get(client, f"/duties?{asked}")["items"])


def test_a_persons_duties_are_also_those_of_the_offices_held(client: FlaskClient) -> None:
    somsri = person(client)
    office = made(client, "/offices", office="centre-chair")
    post(client, f"/offices/{office}/terms", 201, term_id=entity("term"), holder=somsri)
    own = made(client, "/duties", task="ดูแลหอกระจายข่าว", holder=somsri, due_on=day(-1))
    made(client, "/duties", task="เรียกประชุม", office_id=office, due_on=day(3))
    made(client, "/duties", task="เก็บเอกสาร", holder=person(client))
    assert duties(client, f"holder={somsri}") == ["ดูแลหอกระจายข่าว", "เรียกประชุม"]
    assert duties(client, "due=overdue") == ["ดูแลหอกระจายข่าว"]
    assert duties(client, "due=to_come") == ["เรียกประชุม"]
    assert duties(client, "due=no_day") == ["เก็บเอกสาร"]
    assert get(client, f"/duties/{own}")["days_left"] == -1
    post(client, f"/duties/{own}/completion", done_on=day(0))
    done = get(client, f"/duties/{own}")
    assert (done["status"], done["days_left"]) == ("done", None)
    assert duties(client, "due=overdue") == []


def test_a_duty_is_of_people_and_bodies_that_are_recorded(client: FlaskClient) -> None:
    nobody = entity("nobody")
    post(client, "/duties", 422, task="งาน", holder=nobody)
    post(client, "/duties", 422, task="งาน", office_id=nobody)
    post(client, "/duties", 422, task="งาน", holder=person(client), committee_id=nobody)


# -- papers of appointment -------------------------------------------------------------------------


def test_papers_are_issued_numbered_listed_and_revoked_by_programs_too(client: FlaskClient) -> None:
    group, chair = organisation(client), person(client)
    office = made(client, "/offices", office="centre-chair")
    term = entity("term")
    post(client, f"/offices/{office}/terms", 201, term_id=term, holder=chair)
    post(client, f"/organisations/{group}/leaders", person_id=chair, role="chair")
    committee = made(client, "/committees", name="คณะอนุกรรมการ", seats=1, members=[chair])
    numbers = {"paper_form": "certificate", "year": 2568, "last_number": 9}
    post(client, "/paper-numbers", **numbers)
    post(client, "/paper-numbers", 409, **numbers)
    on = {"issued_on": "2025-06-30"}
    first = made(client, f"/offices/{office}/terms/{term}/certificates", **on)
    made(client, f"/organisations/{group}/certificates", appointment=1, **on)
    post(client, f"/organisations/{group}/certificates", 422, appointment=2, **on)
    made(client, f"/committees/{committee}/members/{chair}/certificates", **on)
    told = get(client, f"/certificates?person_id={chair}")["items"]
    assert sorted((row["reference"], row["position"]) for row in told) == [
        ("10/2568", "ประธาน ศอช.ต."),
        ("11/2568", "ประธาน"),
        ("12/2568", "อนุกรรมการ"),
    ]
    assert get(client, "/paper-numbers")["items"] == [
        {"year": 2568, "certificates": 12, "orders": None}
    ]
    post(client, f"/certificates/{first}/revocation", reason="ออกผิด")
    assert get(client, f"/certificates/{first}")["status"] == "revoked"
    assert len(get(client, "/certificates?status=valid&year=2568")["items"]) == 2
