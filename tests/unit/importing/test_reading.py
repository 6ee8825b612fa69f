"""Files as offices keep them, and files that are meant to do harm."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangduan.importing import UnreadableFile, reading

ROWS = (("ชื่อ-สกุล", "หมู่ที่"), ("มานะ ใจดี (สมมติ)", "3"))


def workbook(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_is_read_in_every_encoding_and_with_every_separator(
    encoding: str, separator: str
) -> None:
    text = "\r\n".join(separator.join(row) for row in ROWS) + "\r\n"
    assert reading.read(text.encode(encoding)).rows == ROWS


def test_a_cell_with_commas_and_line_ends_is_one_cell() -> None:
    found = reading.read('ชื่อ,ที่อยู่\nมานะ,"12/3, หมู่ 4\nบางด้วน"\n'.encode())
    assert found.rows[1] == ("มานะ", "12/3, หมู่ 4\nบางด้วน")


def test_blank_rows_keep_their_numbers_and_those_at_the_end_go() -> None:
    found = reading.read(b"a,b\n\n,,\nc,d\n\n\n,,\n")
    assert found.rows == (("a", "b"), (), (), ("c", "d"))


def test_a_workbook_keeps_days_numbers_and_text_apart() -> None:
    rows: list[list[Any]] = [
        ["ชื่อ", "เกิด", "เลข"],
        ["มานะ", datetime(1967, 3, 12), 1101700207030],  # noqa: DTZ001 (a workbook knows no zones)
        [None],
        ["x", 2510],
    ]
    found = reading.read(workbook(("ทะเบียน", rows)))
    assert found.rows[1] == ("มานะ", date(1967, 3, 12), 1101700207030)
    assert found.rows[2] == ()
    assert found.rows[3] == ("x", 2510)


def test_the_likeliest_sheet_is_taken_and_another_may_be_named() -> None:
    content = workbook(("ปก", [["หนังสือนำ"]]), ("รายชื่อ", [["ชื่อ", "หมู่"], ["ก", 1]]))
    found = reading.read(content, likely=lambda rows: sum(len(row) for row in rows))
    assert (found.name, found.others) == ("รายชื่อ", ("ปก",))
    assert reading.read(content, "ปก").rows == (("หนังสือนำ",),)
    with pytest.raises(UnreadableFile, match="no sheet"):
        reading.read(content, "ไม่มี")


def test_a_formula_is_never_worked_out() -> None:
    found = reading.read(workbook(("x", [["ชื่อ"], ["=1+1"], ["ข"]])))
    assert found.rows == (("ชื่อ",), (), ("ข",))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no rows"),
        (b"\n\n", "no rows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old Excel"),
        (b"PK\x03\x04 torn", "broken"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "no CSV"),
        (b"\x00\x01\x02\x03", "no CSV"),
        (b"\xff\xfe\x00", "no CSV"),
        (b"x" * (reading.MOST_BYTES + 1), "larger"),
        (b"a,b\n" * (reading.MOST_ROWS + 1), "more than"),
    ],
)
def test_what_is_no_register_says_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said) as refusal:
        reading.read(content)
    assert refusal.value.th != refusal.value.en


def _packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = _packed(**{"xl/workbook.xml": b"<workbook/>", "xl/sheet.xml": bytes(130_000_000)})
    assert len(bomb) < 1_000_000
    with pytest.raises(UnreadableFile, match="too large once unpacked"):
        reading.read(bomb)


def test_a_workbook_with_entities_of_its_own_is_refused() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'
    with pytest.raises(UnreadableFile, match="broken"):
        reading.read(_packed(**{"xl/workbook.xml": evil}))


def test_another_packed_file_is_told_apart() -> None:
    with pytest.raises(UnreadableFile, match="no CSV or Excel"):
        reading.read(_packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"))


def test_a_sheet_formatted_to_its_very_end_is_read_to_its_last_value() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["ชื่อ"])
    sheet.append(["มานะ"])
    sheet.cell(row=30_000, column=1).number_format = "0"
    out = io.BytesIO()
    book.save(out)
    assert reading.read(out.getvalue()).rows == (("ชื่อ",), ("มานะ",))


def refusal_of(content: bytes) -> str:
    """What is said of a file that cannot be read; empty for one that can."""
    try:
        reading.read(content)
    except UnreadableFile as refusal:
        return refusal.th
    return ""


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert isinstance(refusal_of(content), str)


@given(st.binary(max_size=200), st.integers(min_value=0, max_value=4000))
def test_a_workbook_that_was_changed_is_read_or_refused(change: bytes, place: int) -> None:
    content = bytearray(workbook(("x", [["ชื่อ"], ["มานะ"]])))
    content[place : place + len(change)] = change
    assert isinstance(refusal_of(bytes(content)), str)
