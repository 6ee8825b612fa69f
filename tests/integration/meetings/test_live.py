"""The page of a meeting that is being held, without its scripts: every button is a plain form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from bangduan.testing.access import Keys
from bangduan.web.guard import ACCOUNT
from tests.integration.meetings.conftest import NAMES, entity, said, secretary_of

if TYPE_CHECKING:
    from bangduan.application import Application
    from bangduan.permissions import Role
    from tests.integration.meetings.conftest import Secretary


def label(number: int) -> str:
    """By what the page calls somebody of the roll."""
    return f"นาย{NAMES[number]}" + (" · village 1" if number < 2 else "")


def check_in(secretary: Secretary, *numbers: int) -> None:
    for number in numbers:
        secretary.records("present", person_id___typed=label(number))


def test_the_roll_comes_with_the_page(secretary: Secretary) -> None:
    page = secretary.page()
    for number in range(len(NAMES)):
        assert f'<option value="{label(number)}" data-id="{entity(NAMES[number])}">' in page


def test_who_is_checked_in_by_a_part_of_the_name_stands_on_the_roll(secretary: Secretary) -> None:
    secretary.records("present", person_id___typed="สมชาย")
    secretary.records("observer", person_id___typed="บุญมี")
    secretary.records("absent", person_id___typed="เอกชัย", reason="ป่วย")
    listed = {row["person_id"]: row["listed_as"] for row in secretary.asks("/attendance")["items"]}
    assert listed == {
        entity(NAMES[0]): "member",
        entity(NAMES[2]): "attending",
        entity(NAMES[3]): "absent",
    }
    assert "Present (1)" in secretary.page()


def test_somebody_attends_in_anothers_place(secretary: Secretary) -> None:
    secretary.records(
        "present", person_id___typed=label(0), in_place_of___typed=label(1), village="11011301"
    )
    (row,) = secretary.asks("/attendance")["items"]
    assert (row["in_place_of"], row["village"]) == (entity(NAMES[1]), "11011301")
    assert "in place of" in secretary.page()


@pytest.mark.parametrize(
    ("typed", "why"),
    [("สม", "Several people"), ("ไม่มีผู้นี้", "Nobody on the roll"), ("", "must be filled in")],
)
def test_a_name_that_means_nobody_or_several_is_said_so(
    secretary: Secretary, typed: str, why: str
) -> None:
    answer = secretary.press("present", person_id___typed=typed)
    assert answer.status_code == 422
    assert why in said(answer)
    assert secretary.asks("/attendance")["items"] == []


def test_a_form_sent_twice_records_once(secretary: Secretary) -> None:
    for _ in range(2):
        secretary.records("present", person_id___typed=label(0), _key=f"form:{entity('form')}")
    assert secretary.asks()["members_named"] == 1


def test_a_name_recorded_by_mistake_is_struck(secretary: Secretary) -> None:
    check_in(secretary, 0)
    secretary.records("strike", person_id=entity(NAMES[0]))
    assert secretary.asks("/attendance")["items"] == []


def test_the_quorum_is_told_before_the_meeting_is_opened(secretary: Secretary) -> None:
    check_in(secretary, 0, 1)
    assert "No quorum yet: 1 more" in secretary.page()
    check_in(secretary, 2)
    assert "The quorum is there" in secretary.page()


def test_a_refusal_stands_at_its_form_with_what_was_typed(secretary: Secretary) -> None:
    check_in(secretary, 0)
    answer = secretary.press("present", person_id___typed=label(0))
    assert answer.status_code == 409
    assert "on the roll already" in said(answer)
    assert f'value="{label(0)}"' in answer.get_data(as_text=True)


def test_a_meeting_is_held_from_opening_to_closing(secretary: Secretary) -> None:
    check_in(secretary, 0, 1, 2)
    secretary.records("open", opened_by___typed=label(0), begun_at="09:30")
    secretary.records("move", text="สร้างสะพาน", subject="general", moved_by___typed=label(1))
    motion = secretary.asks()["motions"][0]["motion_id"]
    secretary.records("votes", motion_id=motion, votes_for="๒", votes_against="1", abstained="0")
    candidates = {
        f"candidates__{place}__{field}": value
        for place, votes in enumerate((3, 2, 1))
        for field, value in (("person_id___typed", label(place)), ("votes", str(votes)))
    }
    secretary.records(
        "elect", committee_name="คณะกรรมการ (สมมติ)", seats="2", candidates___n="24",
        term_from="1/10/2551", **candidates,
    )  # fmt: skip
    secretary.records(
        "notes", sections___n="5", sections__0__part="notices", sections__0__text="",
        sections__3__part="for_consideration", sections__3__text="ที่ประชุมเห็นชอบ",
    )  # fmt: skip
    secretary.records("close", ended_at="11:45")

    meeting = secretary.asks()
    assert (meeting["status"], meeting["begun_at"], meeting["ended_at"]) == (
        "closed", "09:30", "11:45",
    )  # fmt: skip
    assert next(r["text"] for r in meeting["resolutions"]) == "สร้างสะพาน"
    (election,) = meeting["elections"]
    assert election["elected"] == [entity(NAMES[0]), entity(NAMES[1])]
    assert election["term_from"] == "2008-10-01"
    sections = secretary.asks("/minutes")["sections"]
    assert [(s["part"], s["text"]) for s in sections] == [("for_consideration", "ที่ประชุมเห็นชอบ")]


def test_a_tie_for_the_last_seat_is_broken_by_ticking_who_was_elected(
    secretary: Secretary,
) -> None:
    secretary.records("open")
    rows = {
        f"candidates__{place}__{field}": value
        for place in range(2)
        for field, value in (("person_id___typed", label(place)), ("votes", "7"))
    }
    asked = {"committee_name": "คณะทำงาน", "seats": "1", "candidates___n": "24", **rows}
    assert "tie" in said(secretary.press("elect", **asked))
    secretary.records("elect", **asked, chosen__1="true", tie_broken_by="lot")
    (election,) = secretary.asks()["elections"]
    assert election["elected"] == [entity(NAMES[1])]


def test_a_motion_is_carried_without_counting_or_withdrawn(secretary: Secretary) -> None:
    secretary.records("open")
    for text in ("หนึ่ง", "สอง", "สาม"):
        secretary.records("move", text=text, subject="general")
    motions = {motion["text"]: motion["motion_id"] for motion in secretary.asks()["motions"]}
    for text, button in (("หนึ่ง", "carried"), ("สอง", "lost"), ("สาม", "withdraw")):
        secretary.records(button, motion_id=motions[text])
    status = {motion["text"]: motion["status"] for motion in secretary.asks()["motions"]}
    assert status == {"หนึ่ง": "carried", "สอง": "lost", "สาม": "withdrawn"}


def test_a_count_that_does_not_stand_yet_is_declared(secretary: Secretary) -> None:
    secretary.records("open")
    secretary.records("move", text="สร้างสะพาน", subject="general")
    motion = secretary.asks()["motions"][0]["motion_id"]
    counted = {"votes_for": 3, "votes_against": 1, "provisional": True}
    path = f"/meetings/{secretary.meeting}/motions/{motion}/votes"
    assert secretary.api(path, **counted).status_code == 201
    assert "Declare the count" in secretary.page()
    secretary.records("declare", motion_id=motion)
    assert secretary.asks()["motions"][0]["status"] == "carried"


def test_a_closed_meeting_offers_no_form_that_would_change_it(secretary: Secretary) -> None:
    secretary.records("open")
    secretary.records("close")
    page = secretary.page()
    assert 'id="check-in-form"' not in page
    assert 'id="election-form"' not in page
    assert 'id="notes-form"' in page, "the draft of the minutes is written on"


def test_the_record_leads_to_the_page_while_the_meeting_is_to_be_held(
    secretary: Secretary,
) -> None:
    def leads() -> bool:
        page = secretary.client.get(f"/meetings/meetings/{secretary.meeting}")
        return f'href="{secretary.path}"' in page.get_data(as_text=True)

    assert leads()
    secretary.records("open")
    assert leads()
    secretary.records("close")
    assert not leads()


def test_what_changes_is_given_alone_and_reads_the_same_until_it_changes(
    secretary: Secretary,
) -> None:
    secretary.records("open")
    secretary.records("move", text="สร้างสะพาน", subject="general")
    first, second = (secretary.client.get(f"{secretary.path}/now").data for _ in range(2))
    assert first == second
    assert b"<datalist" not in first
    check_in(secretary, 0)
    assert secretary.client.get(f"{secretary.path}/now").data != first


@pytest.mark.parametrize("role", ["auditor", "fund_officer"])
def test_only_who_keeps_meetings_may_hold_one(
    meetings: Application, secretary: Secretary, role: Role
) -> None:
    other = secretary_of(meetings, role)
    other.meeting = secretary.meeting
    for path in (other.path, f"{other.path}/now"):
        assert other.client.get(path).status_code == 403
    assert other.press("open").status_code == 403
    assert f'href="{other.path}"' not in other.client.get(
        f"/meetings/meetings/{other.meeting}"
    ).get_data(as_text=True)


def test_a_form_of_another_site_is_refused(secretary: Secretary) -> None:
    secretary.form_token = "somebody else's"
    assert secretary.press("open").status_code == 403


def test_what_one_account_typed_is_not_recorded_as_anothers(
    meetings: Application, secretary: Secretary
) -> None:
    other = Keys().open(meetings, "secretary")
    mine = re.findall(r'data-account="([^"]+)"', secretary.page())[0]
    path = f"/meetings/api/v1/meetings/{secretary.meeting}/opening"
    refused = secretary.client.post(path, json={}, headers={ACCOUNT: other})
    assert refused.status_code == 401
    assert refused.get_json()["type"] == "/problems/other-account"
    assert secretary.client.post(path, json={}, headers={ACCOUNT: mine}).status_code == 200


def test_the_scripts_name_each_other_by_their_version(secretary: Secretary) -> None:
    address = re.findall(r'src="(/meetings/assets/live\.js\?v=\w+)"', secretary.page())[0]
    script = secretary.client.get(address)
    assert script.mimetype == "text/javascript"
    assert "immutable" in script.headers["Cache-Control"]
    imported = re.findall(r'from "([^"]+)"', script.get_data(as_text=True))
    assert len(imported) == 6
    for name in imported:
        part = secretary.client.get(urljoin(address, name))
        assert part.status_code == 200
        assert "immutable" in part.headers["Cache-Control"], name
    for name in ("nothing.js", "../live/views.py", "..%2Flive%2Fviews.py"):
        assert secretary.client.get(f"/meetings/assets/{name}").status_code == 404
