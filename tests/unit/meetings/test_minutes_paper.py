"""The minutes as a paper in the official form: what it says, and what it leaves out."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given as drawn
from hypothesis import strategies as st

from bangduan.application import Application
from bangduan.events.membership import (
    OrganisationRegistered,
    OrganisationRenamed,
    PersonErased,
    PersonRegistered,
)
from bangduan.events.types import EntityId, Line, Slug
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.meetings.documents.adopted import Printed, printed
from services.meetings.documents.spelling import Sheet, written
from services.meetings.service import service
from tests.unit.meetings.calls import body, entity, get, heard, made, opened, post

GROUP = entity("กลุ่มออมทรัพย์")
CHAIR, MEMBER, STAND_IN, ABSENT = (entity(name) for name in ("ประธาน", "สมาชิก", "แทน", "ขาด"))


def person(id: EntityId, name: str, title: str = "นาย") -> PersonRegistered:
    return PersonRegistered(
        person_id=id, name=Line(f"{name} (สมมติ)"), title=Line(title), sex="unknown", synthetic=True
    )


@pytest.fixture
def held(meetings: Application, client: FlaskClient) -> str:
    """A meeting of three who came and one who did not, with a motion that was carried."""
    heard(
        meetings,
        OrganisationRegistered(
            organisation_id=GROUP,
            kind=Slug("savings-group"),
            name=Line("กลุ่มออมทรัพย์ (สมมติ)"),
            location="inside",
            holds_funds=True,
        ),
        person(CHAIR, "สมชาย ใจดี"),
        person(MEMBER, "กมล ดีงาม", "นาง"),
        person(STAND_IN, "ขวัญ เรืองศรี", "น.ส."),
        person(ABSENT, "อุดม ชื่นใจ"),
    )
    group = body(client)
    id = made(
        client, "/meetings", body_id=group, kind="committee", title="ประชุมคณะทำงาน",
        numbered=True, held_on="2008-06-30", place="ศาลาประชาคม หมู่ที่ 3",
    )  # fmt: skip
    item, motion, resolution = (entity(name) for name in ("วาระ", "ญัตติ", "มติ"))
    post(
        client, f"/meetings/{id}/agenda", 201, item_id=item, part="for_consideration",
        title="โครงการเสียงตามสาย",
    )  # fmt: skip
    post(client, f"/meetings/{id}/opening", presided_by=CHAIR, begun_at="09:30")
    post(client, f"/meetings/{id}/attendance", person_id=MEMBER, organisation_id=GROUP)
    post(client, f"/meetings/{id}/attendance", person_id=CHAIR)
    post(client, f"/meetings/{id}/attendance", person_id=STAND_IN, in_place_of=ABSENT)
    post(client, f"/meetings/{id}/absences", person_id=ABSENT, reason="ป่วย")
    post(
        client, f"/meetings/{id}/motions", 201, motion_id=motion, text="ให้จัดตั้งเสียงตามสาย",
        item_id=item, moved_by=MEMBER, seconded_by=STAND_IN,
    )  # fmt: skip
    post(
        client, f"/meetings/{id}/motions/{motion}/votes", 201, resolution_id=resolution,
        votes_for=2, votes_against=1, abstained=0,
    )  # fmt: skip
    post(
        client, "/actions", 201, action_id=entity("งาน"), meeting_id=id, resolution_id=resolution,
        title="จัดซื้อเครื่องขยายเสียง", person_id=MEMBER, due_on="2008-07-31",
    )  # fmt: skip
    post(client, f"/meetings/{id}/closing", ended_at="11:45")
    sections = [{"part": "notices", "text": "ประธานแจ้งเรื่องงบประมาณ"}]
    post(client, f"/meetings/{id}/minutes", sections=sections, recorder=MEMBER)
    return id


def paper(meetings: Application, id: str, digits: Any = "arabic") -> Printed:
    found = printed(meetings.reader.all, id, digits)
    assert found is not None
    return found


def told(sheet: Sheet) -> list[str]:
    """Every line of a paper, in order."""
    lines = list(sheet.heading)
    for section in sheet.sections:
        lines.append(section.heading)
        lines += [" ".join(filter(None, (s.label, s.text, s.detail))) for s in section.lines]
    return [*lines, *(f"{each.name} {each.signs_as}" for each in sheet.signatures)]


def adopted(client: FlaskClient, id: str, **more: Any) -> None:
    (mine,) = (m for m in get(client, "/meetings")["items"] if m["meeting_id"] == id)
    later = opened(client, mine["body_id"], held_on="2008-07-30", title="ครั้งถัดไป")
    post(client, f"/meetings/{id}/minutes/review", reviewer=CHAIR)
    post(client, f"/meetings/{id}/minutes/adoption", adopted_by_meeting_id=later, **more)


def test_the_paper_says_in_the_official_order_who_came_and_what_was_resolved(
    meetings: Application, held: str
) -> None:
    assert told(paper(meetings, held).sheet) == [
        "รายงานการประชุมคณะทำงาน ศอช.ต.บางด้วน",
        "ประชุมคณะทำงาน",
        "ครั้งที่ 1/2551",
        "เมื่อวันที่ 30 มิถุนายน 2551",
        "ณ ศาลาประชาคม หมู่ที่ 3",
        "ผู้มาประชุม",
        "1. นายสมชาย ใจดี (สมมติ) ประธานในที่ประชุม",
        "2. นางกมล ดีงาม (สมมติ) กลุ่มออมทรัพย์ (สมมติ)",
        "3. น.ส.ขวัญ เรืองศรี (สมมติ) แทน นายอุดม ชื่นใจ (สมมติ)",
        "ผู้ไม่มาประชุม",
        "1. นายอุดม ชื่นใจ (สมมติ) ป่วย",
        "เริ่มประชุมเวลา 09.30 น.",
        "นายสมชาย ใจดี (สมมติ) เป็นประธานดำเนินการประชุม",
        "ระเบียบวาระที่ 1 เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
        "ประธานแจ้งเรื่องงบประมาณ",
        "ระเบียบวาระที่ 2 รับรองรายงานการประชุม",
        "(ไม่ได้บันทึก)",
        "ระเบียบวาระที่ 3 เรื่องสืบเนื่อง",
        "(ไม่ได้บันทึก)",
        "ระเบียบวาระที่ 4 เรื่องเสนอเพื่อพิจารณา",
        "4.1 โครงการเสียงตามสาย",
        "นางกมล ดีงาม (สมมติ) เสนอ น.ส.ขวัญ เรืองศรี (สมมติ) รับรอง",
        "มติที่ประชุม ให้จัดตั้งเสียงตามสาย (เห็นด้วย 2 เสียง ไม่เห็นด้วย 1 เสียง งดออกเสียง 0 เสียง)",
        "มอบหมายให้ นางกมล ดีงาม (สมมติ) จัดซื้อเครื่องขยายเสียง ภายในวันที่ 31 กรกฎาคม 2551",
        "ระเบียบวาระที่ 5 เรื่องอื่น ๆ",
        "(ไม่ได้บันทึก)",
        "เลิกประชุมเวลา 11.45 น.",
        "นางกมล ดีงาม (สมมติ) ผู้จดรายงานการประชุม",
        " ผู้ตรวจรายงานการประชุม",
    ]


def test_of_an_assembly_only_the_number_of_heads_is_told_where_no_names_were_taken(
    meetings: Application, client: FlaskClient
) -> None:
    id = opened(client, body(client, "ประชาคมตำบล"), kind="assembly", title="ประชุมประชาคม")
    post(client, f"/meetings/{id}/head-count", present={"value": 108, "bound": "exact"})
    lines = told(paper(meetings, id).sheet)
    assert "ไม่ได้บันทึกรายชื่อ จำนวน 108 คน" in lines
    assert "เมื่อวันที่ (ไม่ได้บันทึก)" in lines
    assert "เริ่มประชุมเวลา (ไม่ได้บันทึก)" in lines
    assert "ผู้ไม่มาประชุม" not in lines


def test_a_paper_can_be_had_in_thai_digits(meetings: Application, held: str) -> None:
    lines = told(paper(meetings, held, "thai").sheet)
    assert {"ครั้งที่ ๑/๒๕๕๑", "เมื่อวันที่ ๓๐ มิถุนายน ๒๕๕๑", "เลิกประชุมเวลา ๑๑.๔๕ น."} < set(lines)


@drawn(st.text())
def test_thai_digits_change_no_latin_word_and_no_letter(said: str) -> None:
    shown = written(said, "thai")
    assert written(shown, "thai") == shown
    plain = written(said, "arabic")
    assert [c for c in plain if not c.isdigit()] == [c for c in shown if not c.isdigit()]
    assert written(f"กระดาษ A4 {5} ใบ", "thai") == "กระดาษ A4 ๕ ใบ"


# -- adopted ---------------------------------------------------------------------------------------


def test_the_adopted_text_stays_as_it_was_whatever_is_renamed_later(
    meetings: Application, client: FlaskClient, held: str
) -> None:
    adopted(client, held)
    before = paper(meetings, held)
    heard(meetings, OrganisationRenamed(organisation_id=GROUP, name=Line("สถาบันการเงิน (สมมติ)")))
    after = paper(meetings, held)
    assert after == before
    assert (after.adopted, after.intact, len(after.digest)) == (True, True, 64)
    assert get(client, f"/meetings/{held}/minutes")["digest"] == after.digest


def test_corrections_stand_apart_from_the_written_text(
    meetings: Application, client: FlaskClient, held: str
) -> None:
    correction = {"part": "notices", "page": "1", "was": "งบประมาณ", "becomes": "งบประมาณปี 2551"}
    adopted(client, held, corrections=[correction])
    lines = told(paper(meetings, held).sheet)
    assert "ประธานแจ้งเรื่องงบประมาณ" in lines
    place = lines.index("ข้อแก้ไขที่รับรองโดยการประชุมคณะทำงาน ศอช.ต.บางด้วน เมื่อวันที่ 30 กรกฎาคม 2551")
    assert lines[place + 1] == (
        "1. เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ หน้า 1 ข้อความ “งบประมาณ” แก้เป็น “งบประมาณปี 2551”"
    )
    (kept,) = get(client, f"/meetings/{held}/minutes")["corrections"]
    assert kept["becomes"] == "งบประมาณปี 2551"


def test_a_correction_that_changes_nothing_is_refused(client: FlaskClient, held: str) -> None:
    later = opened(client, body(client))
    post(client, f"/meetings/{held}/minutes/review")
    refused = post(
        client, f"/meetings/{held}/minutes/adoption", 409, adopted_by_meeting_id=later,
        corrections=[{"was": "ก", "becomes": "ก "}],
    )  # fmt: skip
    assert refused["type"].endswith(("correction-changes-nothing", "adopted-by-another-body"))


def test_nobody_is_named_in_what_is_kept_and_who_is_erased_reads_forgotten(
    meetings: Application, client: FlaskClient, held: str
) -> None:
    adopted(client, held)
    rows = [dict(row.__dict__) if hasattr(row, "__dict__") else row for row in meetings.log.read()]
    assert "สมชาย" not in json.dumps(rows, default=str, ensure_ascii=False)
    heard(meetings, PersonErased(person_id=ABSENT, reason="asked"))
    meetings.keyring.destroy(ABSENT)
    lines = " ".join(told(paper(meetings, held).sheet))
    assert "อุดม" not in lines
    assert "forgotten" in lines


# -- pages and files -------------------------------------------------------------------------------


def pages(meetings: Application) -> FlaskClient:
    value, _ = Keys().cookie(meetings, "secretary")
    browser = create_app(meetings, [service]).test_client()
    browser.set_cookie(COOKIE, value)
    return browser


def test_the_minutes_are_printed_from_the_page_of_their_meeting(
    meetings: Application, held: str
) -> None:
    browser = pages(meetings)
    record = browser.get(f"/meetings/meetings/{held}").get_data(as_text=True)
    for path in (f"meetings/{held}/minutes/print", f"meetings/{held}/minutes.docx"):
        assert f"/meetings/{path}" in record
    page = browser.get(f"/meetings/meetings/{held}/minutes/print?digits=thai&lang=en")
    assert page.status_code == 200
    shown = page.get_data(as_text=True)
    assert "Save for a word processor" in shown
    assert "ครั้งที่ ๑/๒๕๕๑" in shown
    assert browser.get(f"/meetings/minutes/{held}/print").status_code == 200
    assert browser.get(f"/meetings/meetings/{entity('none')}/minutes/print").status_code == 404


def test_the_file_is_named_after_its_meeting(meetings: Application, held: str) -> None:
    answer = pages(meetings).get(f"/meetings/meetings/{held}/minutes.docx")
    assert answer.data[:2] == b"PK"
    assert "wordprocessingml" in (answer.mimetype or "")
    assert "1-2551.docx" in answer.headers["Content-Disposition"]
