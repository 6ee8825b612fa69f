"""Where the headings of a file stand, and what they are."""

import pytest

from bangduan.importing import headers
from bangduan.importing.reading import Cell
from services.membership.imports.organisations import MEMBERSHIPS, ORGANISATIONS
from services.membership.imports.people import PEOPLE

Row = tuple[Cell, ...]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("ชื่อ-สกุล", "name"), ("ชื่อ - นามสกุล", "name"), ("ชื่อ  –  สกุล", "name"),
        ("เลขบัตร", "national_id"), ("เลขประจำตัวประชาชน", "national_id"),
        ("เลขบัตรประชาชน (13 หลัก)", "national_id"), ("เลขประจำตัว\nประชาชน", "national_id"),
        ("วัน/เดือน/ปีเกิด", "birth"), ("วัน เดือน ปีเกิด (พ.ศ.)", "birth"), ("ว.ด.ป. เกิด", "birth"),
        ("หมู่ที่", "village"), ("ม.", "village"), ("บ้านเลขที่", "house"), ("เบอร์โทร", "phone"),
        ("เบอร์โทรศัพท์", "phone"), ("คำนำหน้าชื่อ", "title"), ("เพศ", "sex"),
        ("National ID", "national_id"),
        ("Date of birth", "birth"),
    ],
)  # fmt: skip
def test_a_heading_is_known_in_every_spelling(heading: str, field: str) -> None:
    assert headers.matched((heading,), PEOPLE.fields) == {field: 0}


@pytest.mark.parametrize("heading", ["ลำดับ", "ลำดับที่", "หมายเหตุ", "ชื่อกลุ่ม", "", "ลงชื่อ"])
def test_another_heading_is_nobodys(heading: str) -> None:
    assert headers.matched((heading,), PEOPLE.fields) == {}


def test_headings_stand_below_a_title_and_empty_rows() -> None:
    rows: list[Row] = [
        ("ทะเบียนสมาชิก ศอช.ต. บางด้วน",),
        (),
        (None, "ประจำปี 2569", None),
        ("ลำดับ", "ชื่อ-สกุล", "เลขบัตรประชาชน", "หมู่ที่"),
        (1, "นายมานะ ใจดี (สมมติ)", None, 3),
    ]
    found = headers.found(rows, PEOPLE.fields)
    assert found == (4, {"name": 1, "national_id": 2, "village": 3})


def test_name_and_surname_may_stand_apart() -> None:
    row: Row = ("คำนำหน้า", "ชื่อ", "สกุล")
    assert headers.matched(row, PEOPLE.fields) == {"title": 0, "name": 1, "last_name": 2}


def test_a_heading_said_twice_is_taken_once() -> None:
    found = headers.matched(("ชื่อ-สกุล", "ชื่อ-สกุล", "โทร", "มือถือ"), PEOPLE.fields)
    assert found["name"] == 0
    assert found["phone"] in {2, 3}


def test_a_file_of_groups_and_one_of_their_members_are_told_apart() -> None:
    groups: Row = ("ที่", "ชื่อกลุ่ม/องค์กร", "ประเภท", "หมู่ที่", "จำนวนสมาชิก (คน)", "วันที่จัดตั้ง")
    assert set(headers.matched(groups, ORGANISATIONS.fields)) == {
        "name", "kind", "village", "member_count", "founded_on",
    }  # fmt: skip
    belonging: Row = ("ชื่อกลุ่ม", "ชื่อ-นามสกุล", "เลขบัตร", "วันที่สมัคร")
    assert headers.matched(belonging, MEMBERSHIPS.fields) == {
        "organisation": 0, "name": 1, "national_id": 2, "joined_on": 3,
    }  # fmt: skip


def test_nothing_is_found_in_a_file_of_something_else() -> None:
    assert headers.found([("a", 1), ("b", 2)], PEOPLE.fields) == (0, {})
