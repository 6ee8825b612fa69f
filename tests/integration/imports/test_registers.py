"""Registers as they really are, taken into the register."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from sqlalchemy import select

from bangduan.application import Application
from bangduan.errors import RuleBroken
from bangduan.events.types import EntityId, Line
from bangduan.importing import UnreadableFile, running, taking
from bangduan.importing.keeping import Kept
from bangduan.importing.planning import Matching
from bangduan.testing.access import client_of
from bangduan.testing.store.bench import new_id
from services.membership.domain.person import ErasePerson, RegisterPerson
from services.membership.projections.organisations import members, organisations
from services.membership.projections.register import people
from tests.integration.imports.files import (
    WHO,
    as_csv,
    handed_in,
    many,
    number,
    prepared,
    taken_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADINGS = (
    "ที่", "ชื่อ - นามสกุล", "เลขประจำตัวประชาชน", "วัน/เดือน/ปีเกิด", "บ้านเลขที่", "หมู่ที่", "เบอร์โทร",
    "เพศ",
)  # fmt: skip


def everybody(application: Application) -> list[dict[str, Any]]:
    """The people of the register by name."""
    rows = application.reader.all(select(people))
    return sorted(rows, key=lambda row: str(row["name"]))


def problems(application: Application, sort: str, content: bytes) -> list[tuple[int, str, str]]:
    """Row, field and what is said, of a dry run."""
    plan = taking.tried(application, handed_in(application, sort, content))
    return [(each["row"], each["field"], each["en"]) for each in plan["problems"]]


def test_a_messy_register_is_understood(membership: Application) -> None:
    content = as_csv(
        ["ทะเบียนสมาชิก ศอช.ต. บางด้วน (สมมติ)"],
        [],
        HEADINGS,
        [1, "น.ส.มานี  ใจดี (สมมติ)", f"{number(1)[0]}-{number(1)[1:]}", "๑๒ มีนาคม พ.ศ. ๒๕๑๐", "12/3",
         "หมู่ที่ ๓", "812345678", ""],
        [],
        [2, "ว่าที่ ร.ต.ปิติ ใจดี (สมมติ)", "", "2515", "", "บ้านคลอง 2", "-", "ช"],
        HEADINGS,
        [3, "รวมพร ใจดี (สมมติ)", "", "", "", "11011304", "", "หญิง"],
        ["", "รวม", "", "3 คน"],
    )  # fmt: skip
    assert taken_in(membership, "people", content)["made"] == 3
    piti, mani, ruam = sorted(everybody(membership), key=lambda row: str(row["village"]))
    assert (piti["title"], piti["name"], piti["sex"]) == ("ว่าที่ ร.ต.", "ปิติ ใจดี (สมมติ)", "male")
    assert (piti["birth_year"], piti["born_on"], piti["phone"]) == ("2515", None, None)
    assert (mani["title"], mani["name"], mani["sex"]) == ("นางสาว", "มานี ใจดี (สมมติ)", "female")
    assert (mani["national_id"], mani["born_on"]) == (number(1), "1967-03-12")
    assert (mani["phone"], mani["address"]) == ("0812345678", "บ้านเลขที่ 12/3")
    assert (mani["village"], mani["synthetic"]) == ("11011303", True)
    assert (ruam["name"], ruam["village"]) == ("รวมพร ใจดี (สมมติ)", "11011304")


def test_a_workbook_with_apart_names_and_days_of_both_eras_is_understood(
    membership: Application,
) -> None:
    book = openpyxl.Workbook()
    cover, sheet = book.worksheets[0], book.create_sheet("รายชื่อ")
    cover.append(["บันทึกข้อความ"])
    sheet.append(["คำนำหน้า", "ชื่อตัว", "ชื่อสกุล", "เลขบัตร", "วันเกิด"])
    sheet.append(["นาง", "ชูใจ (สมมติ)", "เลิศล้ำ", int(number(7)), datetime(2510, 3, 12)])  # noqa: DTZ001
    sheet.append(["นาย", "วีระ (สมมติ)", "เลิศล้ำ", None, datetime(1967, 3, 12)])  # noqa: DTZ001
    out = io.BytesIO()
    book.save(out)
    assert taken_in(membership, "people", out.getvalue())["made"] == 2
    first, second = everybody(membership)
    assert (first["name"], first["national_id"]) == ("ชูใจ (สมมติ) เลิศล้ำ", number(7))
    assert first["born_on"] == second["born_on"] == "1967-03-12"


def test_every_cell_that_is_wrong_is_told_with_what_to_do(membership: Application) -> None:
    future = f"1/1/{date.today().year + 545}"  # noqa: DTZ011 (a year is enough)
    content = as_csv(
        ["ชื่อ-สกุล", "เลขบัตร", "วันเกิด", "หมู่ที่", "โทร"],
        ["ก (สมมติ)", "1.1007E+12", "12/3/10", "9", "12"],
        ["", number(3), "", "1", ""],
        ["ข (สมมติ)", "", future, "", ""],
        ["ค" * 400, "", "", "", ""],
    )
    said = problems(membership, "people", content)
    assert [(row, field) for row, field, _ in said] == [
        (2, "national_id"), (2, "birth"), (2, "phone"), (2, "village"), (3, "name"), (4, ""),
        (5, "name"),
    ]  # fmt: skip
    assert "future" in said[5][2]
    assert taken_in(membership, "people", content)["wrong"] == 4
    assert everybody(membership) == []


def test_the_same_file_again_changes_nothing(membership: Application) -> None:
    content = many(60)
    first = taken_in(membership, "people", content)
    assert first == {"made": 59, "there": 0, "alike": 0, "wrong": 1}
    before = everybody(membership)
    again = taken_in(membership, "people", content)
    assert again == {"made": 0, "there": 59, "alike": 0, "wrong": 1}
    assert everybody(membership) == before


def test_somebody_said_twice_in_a_file_is_registered_once(membership: Application) -> None:
    content = as_csv(
        ["ชื่อ-สกุล", "เลขบัตร"],
        ["นายมานะ ใจดี (สมมติ)", number(5)],
        ["มานะ ใจดี (สมมติ)", number(5)],
        ["มานะ ใจดี (สมมติ)", number(6)],
    )
    assert taken_in(membership, "people", content) == {
        "made": 2, "there": 1, "alike": 0, "wrong": 0,
    }  # fmt: skip


def test_somebody_of_the_same_name_is_left_out_until_somebody_says_otherwise(
    membership: Application,
) -> None:
    membership.execute(
        RegisterPerson(person_id=EntityId(new_id()), name=Line("มานะ ใจดี (สมมติ)"), synthetic=True)
    )
    content = as_csv(["ชื่อ-สกุล", "หมู่ที่"], ["นายมานะ  ใจดี (สมมติ)", "1"], ["มานี (สมมติ)", ""])
    import_id = handed_in(membership, "people", content)
    assert taking.tried(membership, import_id)["counts"]["alike"] == 1
    said = taking.matching_of(membership, import_id)
    taking.matched(
        membership, import_id, Matching(said.header_row, said.columns, frozenset({2})), WHO
    )
    assert taking.tried(membership, import_id)["counts"] == {
        "made": 2, "there": 0, "alike": 0, "wrong": 0,
    }  # fmt: skip


def test_who_was_erased_may_come_back(membership: Application) -> None:
    content = as_csv(["ชื่อ-สกุล", "เลขบัตร"], ["มานะ (สมมติ)", number(8)])
    assert taken_in(membership, "people", content)["made"] == 1
    (person,) = everybody(membership)
    membership.execute(ErasePerson(person_id=person["person_id"], reason="asked"))
    assert taken_in(membership, "people", content)["made"] == 1


def test_organisations_and_who_belongs_to_them_follow(membership: Application) -> None:
    taken_in(membership, "people", many(4))
    groups = as_csv(
        ["ชื่อกลุ่ม", "ประเภท", "หมู่ที่", "จำนวนสมาชิก", "วันที่จัดตั้ง"],
        ["กลุ่มออมทรัพย์บ้านคลอง", "กลุ่มออมทรัพย์เพื่อการผลิต", "1", "กว่า 30 คน", "5/12/2540"],
        ["กลุ่มสตรีบ้านคลอง", "", "2", "", ""],
        ["กลุ่มสตรี บ้านคลอง", "กลุ่มสตรี", "2", "", ""],
        ["กลุ่มหนึ่ง", "แปลก", "", "", ""],
    )
    assert taken_in(membership, "organisations", groups) == {
        "made": 2, "there": 1, "alike": 0, "wrong": 1,
    }  # fmt: skip
    rows = {row["name"]: row for row in membership.reader.all(select(organisations))}
    assert rows["กลุ่มสตรีบ้านคลอง"]["kind"] == "womens-group"
    savings = rows["กลุ่มออมทรัพย์บ้านคลอง"]
    assert savings["founded_on"] == date(1997, 12, 5)
    assert savings["member_count"] == {"value": 30, "bound": "at_least"}
    belonging = as_csv(
        ["ชื่อกลุ่ม", "ชื่อ-สกุล", "เลขบัตร", "วันที่สมัคร"],
        ["กลุ่มออมทรัพย์ บ้านคลอง", "", number(0), "1/1/2560"],
        ["กลุ่มออมทรัพย์บ้านคลอง", "นางทดสอบ1 นามสกุล1 (สมมติ)", "", ""],
        ["กลุ่มออมทรัพย์บ้านคลอง", "นางทดสอบ1 นามสกุล1 (สมมติ)", "", ""],
        ["กลุ่มไม่มี", "นางทดสอบ1 นามสกุล1 (สมมติ)", "", ""],
        ["กลุ่มสตรีบ้านคลอง", "ใครก็ไม่รู้", "", ""],
    )
    assert taken_in(membership, "memberships", belonging) == {
        "made": 2, "there": 1, "alike": 0, "wrong": 2,
    }  # fmt: skip
    belongs = membership.reader.all(select(members))
    assert {row["organisation_id"] for row in belongs} == {savings["organisation_id"]}
    assert taken_in(membership, "memberships", belonging)["made"] == 0
    assert taken_in(membership, "organisations", groups)["made"] == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_what_was_exported_is_taken_in_without_any_change(
    membership: Application, kind: str, language: str
) -> None:
    taken_in(membership, "people", many(20))
    before = everybody(membership)
    exported = client_of(membership).get(f"/membership/people?format={kind}&lang={language}")
    content = exported.get_data()
    exported.close()
    assert exported.status_code == 200
    done = taken_in(membership, "people", content)
    assert done["made"] == done["wrong"] == 0
    assert done["there"] + done["alike"] == 20
    assert everybody(membership) == before


def test_a_file_without_the_headings_waits_for_somebody_to_say(membership: Application) -> None:
    content = as_csv(["นายมานะ ใจดี (สมมติ)", "3"], ["นางมานี ใจดี (สมมติ)", "4"])
    import_id = handed_in(membership, "people", content)
    with pytest.raises(RuleBroken, match="No column holds"):
        taking.tried(membership, import_id)
    with pytest.raises(RuleBroken, match="No column holds"):
        taking.matched(membership, import_id, Matching(0, {"village": 1}), WHO)
    with pytest.raises(RuleBroken, match="two things"):
        taking.matched(membership, import_id, Matching(0, {"name": 1, "village": 1}), WHO)
    taking.matched(membership, import_id, Matching(0, {"name": 0, "village": 1}), WHO)
    assert taking.tried(membership, import_id)["counts"]["made"] == 2


def test_a_file_lies_sealed_and_is_destroyed_for_good(membership: Application) -> None:
    content = as_csv(["ชื่อ-สกุล"], ["มานะ ความลับ (สมมติ)"])
    import_id = handed_in(membership, "people", content)
    taking.tried(membership, import_id)
    stored = membership.database.rows("SELECT sealed FROM import_parts")
    assert stored
    assert not any("มานะ" in sealed for (sealed,) in stored)
    log = membership.database.rows("SELECT payload FROM events WHERE stream LIKE 'import-%'")
    assert not any("มานะ" in payload or "ทะเบียน" in payload for (payload,) in log)
    kept = Kept(membership, import_id)
    taking.removed(membership, import_id, WHO)
    assert membership.database.rows("SELECT 1 FROM import_parts") == []
    membership.database.write(
        [("INSERT INTO import_parts VALUES (?, 'file', ?)", (import_id, stored[0][0]))]
    )
    assert kept.part("file") is None, "a copy of a backup can no longer be opened"
    with pytest.raises(UnreadableFile):
        taking.tried(membership, import_id)


def test_a_file_that_nobody_removes_is_destroyed_after_thirty_days(
    membership: Application,
) -> None:
    import_id = handed_in(membership, "people", as_csv(["ชื่อ-สกุล"], ["มานะ (สมมติ)"]))
    now = datetime.now(UTC)
    assert running.tidy(membership, now + timedelta(days=29)) == []
    assert running.tidy(membership, now + timedelta(days=31)) == [import_id]
    assert running.tidy(membership, now + timedelta(days=31)) == []


def test_what_is_refused_when_it_is_carried_out_is_told_and_the_rest_goes_on(
    membership: Application,
) -> None:
    content = as_csv(
        ["ชื่อ-สกุล", "เลขบัตร", "หมู่ที่"],
        *([f"คนที่ {n} (สมมติ)", number(n), "1"] for n in range(5)),
    )
    import_id = handed_in(membership, "people", content)
    taking.started(membership, import_id, WHO)
    run = running.Run(membership, import_id)
    run._planner = taking.planner(membership, import_id)
    membership.execute(
        RegisterPerson(
            person_id=EntityId(new_id()), name=Line("ใครคนหนึ่ง (สมมติ)"), national_id=Line(number(2)),
            synthetic=True,
        )
    )  # fmt: skip
    while run.advance() is not None:
        pass
    found = taking.imports_of(membership).item(membership.reader, import_id)
    assert found is not None
    assert (found["made"], found["wrong"] + found["there"]) == (4, 1)
    (told,) = taking.kept_problems(membership, import_id)
    assert told["row"] == 4


def test_an_import_is_started_once(membership: Application) -> None:
    import_id = handed_in(membership, "people", as_csv(["ชื่อ-สกุล"], ["มานะ (สมมติ)"]))
    taking.started(membership, import_id, WHO)
    with pytest.raises(RuleBroken, match="started already"):
        taking.started(membership, import_id, WHO)
    with pytest.raises(RuleBroken, match="under way"):
        taking.removed(membership, import_id, WHO)
    running.work(membership)
    running.work(membership)
    assert len(everybody(membership)) == 1


def test_on_postgresql_it_is_the_same(tmp_path: Path, quick_database: Callable[[], str]) -> None:
    application = prepared(tmp_path, database=quick_database(), keyring=quick_database())
    content = many(210)
    assert taken_in(application, "people", content) == {
        "made": 206, "there": 2, "alike": 0, "wrong": 2,
    }  # fmt: skip
    assert taken_in(application, "people", content)["made"] == 0
    import_id = handed_in(application, "people", content)
    taking.started(application, import_id, WHO)
    running.work(application)
    assert running.tidy(application, datetime.now(UTC) + timedelta(days=31))
    assert application.database.rows("SELECT 1 FROM import_parts") == []
    application.close()
