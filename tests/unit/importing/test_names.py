"""Titles and names that stand in one cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangduan.importing import names


@pytest.mark.parametrize(
    ("whole", "title", "name"),
    [
        ("นายมานะ ใจดี", "นาย", "มานะ ใจดี"),
        ("นาย มานะ  ใจดี", "นาย", "มานะ ใจดี"),
        ("น.ส.มานี ใจดี", "นางสาว", "มานี ใจดี"),
        ("น.ส. มานี ใจดี", "นางสาว", "มานี ใจดี"),
        ("นางสาวมานี ใจดี", "นางสาว", "มานี ใจดี"),
        ("นางสาวิตรี ใจดี", "นาง", "สาวิตรี ใจดี"),
        ("ด.ต.ปิติ ใจดี", "ด.ต.", "ปิติ ใจดี"),
        ("ว่าที่ ร.ต.ปิติ ใจดี", "ว่าที่ ร.ต.", "ปิติ ใจดี"),
        ("ว่าที่ร้อยตรีปิติ ใจดี", "ว่าที่ ร.ต.", "ปิติ ใจดี"),
        ("พ.ต.ท. ปิติ ใจดี", "พ.ต.ท.", "ปิติ ใจดี"),
        ("ผอ.ชูใจ ใจดี", "ผอ.", "ชูใจ ใจดี"),
        ("ดร.ชูใจ ใจดี", "ดร.", "ชูใจ ใจดี"),
        ("ด.ญ.ชูใจ ใจดี", "เด็กหญิง", "ชูใจ ใจดี"),
        ("คุณากร ใจดี", None, "คุณากร ใจดี"),
        ("คุณ ชูใจ ใจดี", "คุณ", "ชูใจ ใจดี"),
        ("กำนันต์ ใจดี", None, "กำนันต์ ใจดี"),
        ("มานะ ใจดี", None, "มานะ ใจดี"),
        ("นาง", None, "นาง"),
    ],
)
def test_a_title_is_taken_off_where_a_name_is_left(
    whole: str, title: str | None, name: str
) -> None:
    assert names.taken_apart(whole) == (title, name)


@pytest.mark.parametrize(
    ("title", "sex"),
    [
        ("นาย", "male"),
        ("นางสาว", "female"),
        ("เด็กหญิง", "female"),
        ("ดร.", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_title_says_the_sex_only_where_it_does(title: str | None, sex: str) -> None:
    assert names.sex_of(title) == sex


@given(st.text(max_size=60))
def test_no_letter_of_a_name_is_lost_but_the_title(whole: str) -> None:
    found = names.taken_apart(whole)
    tidy = " ".join(whole.split())
    assert tidy.replace(" ", "").strip(".").endswith(found.name.replace(" ", "").strip("."))
    assert names.likeness(whole) == names.likeness(f" {whole} ")


def test_spaces_and_titles_make_no_other_person() -> None:
    assert names.likeness("นาย มานะ  ใจดี") == names.likeness("มานะ ใจดี")
