"""What stands in a cell, read as the people who typed it meant it."""

import contextlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bangduan.importing import Unclear, cells
from bangduan.importing.reading import Cell

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.text(max_size=60),
    st.text(alphabet="0123456789๐๑๒-/. ,eE+พศมีคเ", max_size=24),
)
READERS = [
    cells.text, cells.digits, cells.national_id, cells.phone, cells.day, cells.birth,
    cells.quantity,
]  # fmt: skip


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@given(cell=CELLS)
@example(cell=float("nan"))
@example(cell=float("-inf"))
@example(cell=date(9999, 12, 31))
@example(cell="\ud800")
@example(cell="31/2/2510")
@example(cell=4_000_000_000)
def test_any_cell_is_read_or_said_to_be_unclear(read: Callable[[Cell], Any], cell: Cell) -> None:
    with contextlib.suppress(Unclear):
        read(cell)
    assert isinstance(cells.plain(cell), str)


@pytest.mark.parametrize(
    "cell",
    [
        "12/3/2510", "12-03-2510", "12 มี.ค. 2510", "๑๒ มีนาคม พ.ศ. ๒๕๑๐", "12 มีนาคม พ.ศ.2510",
        "วันที่ 12 เดือนมีนาคม พ.ศ. 2510", "12 / 3 / 2510", "2510-03-12 00:00:00", "1967-03-12",
        date(2510, 3, 12), date(1967, 3, 12), 24543, 24543.0,
    ],
)  # fmt: skip
def test_a_birth_is_read_in_either_era_however_it_is_kept(cell: Cell) -> None:
    assert cells.birth(cell) == (date(1967, 3, 12), None)


@pytest.mark.parametrize("cell", ["2510", "พ.ศ. 2510", "ปี ๒๕๑๐", 2510, 2510.0, "1967", 1967])
def test_only_a_year_of_birth_stays_a_year(cell: Cell) -> None:
    assert cells.birth(cell) == (None, 2510)


@pytest.mark.parametrize("cell", ["12/3/10", "12 มี.ค. 10"])
def test_a_year_of_two_digits_is_asked_for_again(cell: Cell) -> None:
    with pytest.raises(Unclear, match="two digits"):
        cells.birth(cell)


@pytest.mark.parametrize("cell", ["31/2/2510", "เมื่อวาน", "12 มีนาค 2510", 17, 10**9, date(1, 1, 1)])
def test_what_is_no_day_is_said(cell: Cell) -> None:
    with pytest.raises(Unclear, match="Write the day"):
        cells.birth(cell)


def test_a_day_is_wanted_whole() -> None:
    with pytest.raises(Unclear, match="Only a year"):
        cells.day("2510")


@pytest.mark.parametrize(
    "cell",
    ["1101700207030", "1-1017-00207-03-0", "1 1017 00207 03 0", "๑๑๐๑๗๐๐๒๐๗๐๓๐", "'1101700207030",
     1101700207030, 1101700207030.0],
)  # fmt: skip
def test_a_national_id_is_read_through_dashes_spaces_and_thai_digits(cell: Cell) -> None:
    assert cells.national_id(cell) == "1101700207030"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1.1007E+12", "shortened"), ("1.10E12", "shortened"), (1.1017e12, "check the others"),
        ("110170020703", "here are 12"), ("1101700207031", "check the others"),
        ("ไม่ทราบเลข", "digits only"),
    ],
)  # fmt: skip
def test_a_national_id_that_cannot_be_says_what_to_do(cell: Cell, said: str) -> None:
    with pytest.raises(Unclear, match=said):
        cells.national_id(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("081-234-5678", "0812345678"), (812345678, "0812345678"), (812345678.0, "0812345678"),
        ("812345678", "0812345678"), ("โทร. 02 123 4567", "021234567"), (21234567, "021234567"),
        ("+66 81 234 5678", "+66812345678"), ("'+66812345678", "+66812345678"),
        ("66812345678", "+66812345678"),
    ],
)  # fmt: skip
def test_a_telephone_gets_back_the_0_that_a_spreadsheet_took(cell: Cell, number: str) -> None:
    assert cells.phone(cell) == number


@pytest.mark.parametrize(
    "cell", ["081-2345678, 089-1234567", "0812345678/0891234567", "1234", "ไม่"]
)
def test_several_numbers_or_none_are_said(cell: Cell) -> None:
    with pytest.raises(Unclear, match=r"Several|9 or 10"):
        cells.phone(cell)


@pytest.mark.parametrize(
    ("cell", "value", "bound"),
    [("800", 800, "exact"), ("1,200 คน", 1200, "exact"), ("กว่า ๓๐ คน", 30, "at_least"),
     ("ประมาณ 45", 45, "about"), ("100 กว่าคน", 100, "at_least"), (30.0, 30, "exact")],
)  # fmt: skip
def test_a_number_of_people_keeps_how_sure_it_is(cell: Cell, value: int, bound: str) -> None:
    read = cells.quantity(cell)
    assert (read.value, read.bound) == (value, bound)


@pytest.mark.parametrize("cell", ["-", "–", " ", "ไม่มี", "n/a", "\u200b", None])
def test_what_stands_for_nothing_is_nothing(cell: Cell) -> None:
    assert cells.text(cell) == ""


def test_a_house_number_that_became_a_date_is_said() -> None:
    with pytest.raises(Unclear, match="house number"):
        cells.text(date(2026, 3, 12))


def test_an_error_of_a_formula_is_said() -> None:
    with pytest.raises(Unclear, match="#REF!"):
        cells.text("#REF!")


def test_thai_letters_typed_in_parts_are_the_same_letters() -> None:
    assert cells.text("ก\u0e4d\u0e32นัน") == "กำนัน"
