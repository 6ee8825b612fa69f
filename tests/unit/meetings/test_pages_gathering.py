"""Pages of notices, calendars, matters carried over, actions, and what stands behind a seat."""

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from bangduan.application import Application
from bangduan.events.membership import PersonRegistered
from bangduan.events.types import EntityId, Line
from bangduan.testing.access import Keys, client_of
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.meetings.pages.notice import calendar, composed
from services.meetings.service import service
from tests.unit.meetings.calls import body, entity, get, heard, made, meeting, opened, post


@pytest.fixture
def secretary(meetings: Application) -> FlaskClient:
    """A browser of the secretary's."""
    value, _ = Keys().cookie(meetings, "secretary")
    client: FlaskClient = create_app(meetings, [service]).test_client()
    client.set_cookie(COOKIE, value)
    return client


def sees(browser: FlaskClient, path: str) -> str:
    answer = browser.get(f"/meetings{path}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return unescape(answer.get_data(as_text=True))


def called(client: FlaskClient, **more: Any) -> str:
    given = {"title": "ประชุมคณะทำงาน", "held_on": "2008-06-30", "numbered": True, **more}
    return meeting(client, body(client), **given)


# -- the notice ----------------------------------------------------------------------------------


def test_a_notice_begins_with_what_is_recorded(client: FlaskClient, secretary: FlaskClient) -> None:
    id = called(client, begins_at="09:30", place="ศาลาประชาคม")
    post(client, f"/meetings/{id}/agenda", 201, part="other", title="เสียงตามสาย")
    form = sees(secretary, f"/meetings/{id}/do/write-notice")
    for said in (
        "เรื่อง ขอเชิญประชุมคณะทำงาน ครั้งที่ 1/2551",
        "เรียน ผู้เข้าร่วมประชุมทุกท่าน",
        "ในวันจันทร์ที่ 30 มิถุนายน 2551 เวลา 09.30 น. ณ ศาลาประชาคม",
        "ระเบียบวาระที่ 5 เรื่องอื่น ๆ",
        "5.1 เสียงตามสาย",
    ):
        assert said in form
    page = sees(secretary, f"/meetings/{id}/notice")
    assert "ฉบับร่าง" in page
    assert "5.1 เสียงตามสาย" in page


def test_a_notice_that_was_written_is_what_is_printed(
    client: FlaskClient, secretary: FlaskClient
) -> None:
    id = called(client)
    written = {"text": "เรียนเชิญ <ทุกท่าน>\nจึงเรียนมา", "written_on": "2008-06-20"}
    post(client, f"/meetings/{id}/notice", **written)
    page = sees(secretary, f"/meetings/{id}/notice")
    assert "ฉบับร่าง" not in page
    assert "วันที่ 20 มิถุนายน 2551" in page
    assert "เรียนเชิญ <ทุกท่าน>" in page
    assert "เรียนเชิญ <ทุกท่าน>" in sees(secretary, f"/meetings/{id}/do/write-notice")


def test_what_is_not_set_yet_is_said_to_be_told_later() -> None:
    unset: dict[str, Any] = dict.fromkeys(("numbered_as", "held_on", "begins_at", "place"))
    said = composed({**unset, "title": "ประชุมประชาคม", "body": "ประชาคมตำบล"}, [], [])
    assert "ด้วยประชาคมตำบล กำหนดจัดประชุมประชาคม วันและเวลา" in said
    assert "วันและเวลาจะแจ้งให้ทราบภายหลัง สถานที่จะแจ้งให้ทราบภายหลัง" in said
    assert "None" not in said


def test_a_notice_goes_to_those_invited_and_many_stand_at_its_end(client: FlaskClient) -> None:
    id = called(client, title="การจัดทำแผน")
    shown = {**get(client, f"/meetings/{id}"), "numbered_as": None, "held_on": None}
    few = composed(shown, [], ["กำนัน", "กลุ่มออมทรัพย์"])
    assert "เรื่อง ขอเชิญประชุม การจัดทำแผน\nเรียน กำนัน, กลุ่มออมทรัพย์\n" in few
    many = composed(shown, [], [f"กลุ่มที่ {n}" for n in range(1, 7)])
    assert "เรียน ผู้มีรายชื่อแนบท้าย" in many
    assert many.endswith("รายชื่อแนบท้าย\n" + "\n".join(f"{n}. กลุ่มที่ {n}" for n in range(1, 7)))


# -- the calendar --------------------------------------------------------------------------------


def entry_of(text: bytes) -> Any:
    [entry] = Calendar.from_ical(text).walk("VEVENT")
    return entry


def test_a_meeting_goes_into_a_calendar_at_its_hour_in_thailand(
    client: FlaskClient, secretary: FlaskClient
) -> None:
    id = called(client, begins_at="09:30", place="ศาลาประชาคม")
    answer = secretary.get(f"/meetings/meetings/{id}/calendar.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    entry = entry_of(answer.data)
    begins = entry.decoded("dtstart")
    assert begins.astimezone(UTC) == datetime(2008, 6, 30, 2, 30, tzinfo=UTC)
    assert b"TZID=Asia/Bangkok" in answer.data
    assert b"BEGIN:VTIMEZONE" in answer.data
    assert "ครั้งที่ 1/2551" in entry["summary"]
    assert entry["location"] == "ศาลาประชาคม"
    assert entry["status"] == "CONFIRMED"
    assert "attendee" not in entry


def test_without_an_hour_it_takes_the_whole_day_and_without_a_day_there_is_no_file(
    client: FlaskClient, secretary: FlaskClient
) -> None:
    id = called(client)
    entry = entry_of(secretary.get(f"/meetings/meetings/{id}/calendar.ics").data)
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (
        date(2008, 6, 30), date(2008, 7, 1),
    )  # fmt: skip
    undated = called(client, held_on=None, numbered=False)
    assert secretary.get(f"/meetings/meetings/{undated}/calendar.ics").status_code == 404
    assert "calendar.ics" not in sees(secretary, f"/meetings/{undated}")


def test_a_meeting_called_off_is_taken_out_under_the_same_name(client: FlaskClient) -> None:
    id = called(client)
    first = {
        **get(client, f"/meetings/{id}"),
        "numbered_as": "1/2551",
        "held_on": date(2008, 6, 30),
    }
    cancelled = {**first, "status": "cancelled", "version": 2}
    now = datetime(2008, 6, 1, tzinfo=UTC)
    before, after = (entry_of(calendar(m, "110113", now)) for m in (first, cancelled))
    assert before["uid"] == after["uid"] == f"{id}@110113"
    assert (after["status"], after["sequence"] > before["sequence"]) == ("CANCELLED", True)


# -- matters carried over, actions, the chain ----------------------------------------------------


def test_the_form_that_takes_over_begins_with_everything_that_is_left(
    client: FlaskClient, secretary: FlaskClient
) -> None:
    of = body(client)
    first = meeting(client, of, title="ครั้งก่อน")
    asked = {"part": "other", "title": "เสียงตามสาย"}
    item = post(client, f"/meetings/{first}/agenda", 201, **asked)["made"]["item_id"]
    post(client, f"/meetings/{first}/opening")
    action = made(client, "/actions", meeting_id=first, title="หาข้อมูล", office="cd-officer")
    post(client, f"/meetings/{first}/closing")
    form = sees(secretary, f"/meetings/{meeting(client, of)}/do/carry-over")
    for filled in (first, item, action):
        assert f'value="{filled}"' in form


def test_an_action_is_assigned_from_the_page_of_its_resolution(
    client: FlaskClient, secretary: FlaskClient
) -> None:
    held = opened(client, body(client))
    motion = post(client, f"/meetings/{held}/motions", 201, text="ซื้อเครื่อง")["made"]["motion_id"]
    outcome = {"carried": True, "method": "acclamation"}
    passed = post(client, f"/meetings/{held}/motions/{motion}/outcome", 201, **outcome)
    resolution = EntityId(passed["made"]["resolution_id"])
    assert "do/assign-action" in sees(secretary, f"/resolutions/{resolution}")
    form = sees(secretary, f"/resolutions/{resolution}/do/assign-action")
    assert held in form
    made(
        client, "/actions", meeting_id=held, resolution_id=resolution, title="ขอใบเสนอราคา",
        office="cd-officer", due_on="2009-01-31",
    )  # fmt: skip
    for page in (f"/resolutions/{resolution}", f"/meetings/{held}", "/actions", "/fragments/home"):
        assert "ขอใบเสนอราคา" in sees(secretary, page)
    assert "เกินกำหนด" in sees(secretary, "/actions?status=overdue")


def test_a_resolution_shows_whom_it_seated_and_on_which_committee(
    client: FlaskClient, secretary: FlaskClient, meetings: Application
) -> None:
    held = opened(client, body(client))
    person, group = (made(client_of(meetings), "/bodies", name="ก") for _ in range(2))
    election = post(
        client, f"/meetings/{held}/elections", 201, committee_id=group, committee_name="คณะทำงาน",
        seats=3, candidates=[{"person_id": person, "votes": 41}],
    )  # fmt: skip
    page = sees(secretary, f"/resolutions/{election['made']['resolution_id']}")
    assert "คณะทำงาน" in page
    assert "41" in page


def test_a_meeting_is_shown_as_it_stood_before_its_hour_was_set(
    client: FlaskClient, secretary: FlaskClient
) -> None:
    id = called(client, place="ศาลาประชาคม")
    post(client, f"/meetings/{id}/arrangement", begins_at="13:00", place="ที่ทำการ อบต.")
    now, then = (sees(secretary, f"/meetings/{id}{asked}") for asked in ("", "?version=1"))
    assert "13:00" in now.split("ประวัติ")[0]
    facts = then.split("ประวัติ")[0]
    assert "13:00" not in facts
    assert "ศาลาประชาคม" in facts


def test_several_who_came_are_put_on_the_roll_with_one_form(
    client: FlaskClient, meetings: Application
) -> None:
    value, form_token = Keys().cookie(meetings, "secretary")
    browser: FlaskClient = create_app(meetings, [service]).test_client()
    browser.set_cookie(COOKIE, value)
    heard(
        meetings,
        *(
            PersonRegistered(
                person_id=entity(name), name=Line(f"{name} (สมมติ)"), sex="unknown", synthetic=True
            )
            for name in ("ก", "ข")
        ),
    )
    id = called(client)
    path = f"/meetings/meetings/{id}/do/record-attendances"
    page = browser.get(path).get_data(as_text=True)
    hidden = dict(re.findall(r'type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    rows = {f"entries.{n}.listed_as": "member" for n in range(8)}
    rows |= {f"entries.{n}.person_id": entity(name) for n, name in enumerate(("ก", "ข"))}
    sent = browser.post(path, data={**hidden, **rows, "form_token": form_token})
    assert sent.status_code == 303, sent.get_data(as_text=True)
    assert get(client, f"/meetings/{id}")["members_named"] == 2


def test_whom_a_body_meets_with_is_chosen_by_name(secretary: FlaskClient) -> None:
    form = sees(secretary, "/meetings/new?lang=en")
    assert '<select id="f-with_body_ids.0" name="with_body_ids.0"' in form
    assert "Together with" in form
