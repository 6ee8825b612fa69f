"""One cell, read as the people who typed it meant it.

Each reader takes a cell that is not blank and gives a value, or raises ``Unclear`` that says what
to do. Days and national IDs follow ``bangduan.thai``, as what is typed into a form does.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from bangduan import thai
from bangduan.events.types import Count, Quantity
from bangduan.importing.said import Unclear

if TYPE_CHECKING:
    from bangduan.events.types import Bound
    from bangduan.importing.reading import Cell

_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_UNSEEN: Final = re.compile(
    "[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]"
)
_SPACE: Final = re.compile(r"\s+")
#: What a table has where nothing is known.
_NOTHING: Final = frozenset(
    {"-", "–", "—", "--", "---", ".", "/", "n/a", "na", "none", "null", "ไม่มี", "ไม่ทราบ", "ไม่ระบุ",
     "not known", "unknown", "not recorded", "ไม่มีบันทึก"}
)  # fmt: skip
_BROKEN: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"}
)
_GUARDED: Final = re.compile(r"'(?=[=+\-@\t\r0-9๐-๙])")
_SHORTENED: Final = re.compile(r"\d(?:[.,]\d+)?\s*[eE]\s*\+?\s*\d+")
_SEVERAL: Final = re.compile(r"[,/;\n]|\s+(?:หรือ|และ|or|and)\s+|หรือ|และ")
_TWO_DIGITS: Final = re.compile(
    r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2}|\d{1,2}\s*[^\d\s]+\s*\d{2}"
)
_TIME: Final = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(น\.?)?\Z")
_YEAR_ALONE: Final = re.compile(r"(?:ปี\s*)?((?:พ|ค)\.?\s*ศ\.?\s*)?(\d{4})")
_QUANTITY: Final = re.compile(
    r"(ประมาณ|ราว|about|~|กว่า|มากกว่า|เกิน|ไม่น้อยกว่า|อย่างน้อย)?\s*"
    r"(\d{1,3}(?:,\d{3})+|\d{1,9})\s*(กว่า|เศษ)?\s*(?:คน|ราย|ครัวเรือน|หลัง|members)?\s*(กว่า|เศษ)?"
)
_AT_LEAST: Final = frozenset({"กว่า", "มากกว่า", "เกิน", "ไม่น้อยกว่า", "อย่างน้อย", "เศษ"})
#: Day 0 of a spreadsheet's count of days, after its year 1900 that was no leap year.
_DAY_ZERO: Final = date(1899, 12, 30)


class Birth(NamedTuple):
    """When somebody was born: the day, or the year alone (Buddhist era)."""

    on: date | None
    year: int | None


def text(cell: Cell) -> str:
    """A cell as one line of text, tidied; empty where nothing is known.

    Raises:
        Unclear: it is a number that lost digits, a day that should be text, or a formula's error.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        raise Unclear(
            "The spreadsheet made a date of this (as of house number 12/3). Type it with an "
            "apostrophe before it: '12/3.",
            "โปรแกรมตารางแปลงค่านี้เป็นวันที่ (เช่น บ้านเลขที่ 12/3) โปรดพิมพ์ใหม่โดยมี ' นำหน้า เช่น '12/3",
        )
    if isinstance(cell, (int, float)):
        return _number_text(cell)
    tidy = unicodedata.normalize("NFC", _UNSEEN.sub("", cell)).replace("ํา", "ำ")
    tidy = _GUARDED.sub("", _SPACE.sub(" ", tidy).strip(), count=1)
    if tidy.upper() in _BROKEN:
        raise Unclear(
            f"The spreadsheet shows the error {tidy} here. Put the value itself in its place.",
            f"ช่องนี้แสดงข้อผิดพลาด {tidy} โปรดพิมพ์ค่าจริงแทนสูตร",
        )
    return "" if tidy.casefold() in _NOTHING else tidy


def plain(cell: Cell) -> str:
    """A cell as it is shown to whoever must correct it; never fails."""
    if isinstance(cell, date):
        year = cell.year if cell.year >= 2400 else thai.buddhist_year(cell)
        return f"{cell.day} {thai.SHORT_MONTHS[cell.month - 1]} {year}"
    try:
        return text(cell)
    except Unclear:
        return str(cell)


def digits(cell: Cell) -> str:
    """As ``text``, with Thai digits as Arabic ones."""
    return text(cell).translate(_DIGITS)


def national_id(cell: Cell) -> str:
    """Thirteen digits that check.

    Raises:
        Unclear: digits are missing, too many, lost by a spreadsheet, or do not check.
    """
    said = digits(cell)
    if _SHORTENED.fullmatch(said):
        raise Unclear(
            "The spreadsheet shortened this number and its last digits are lost. Make the column "
            "Text, type the 13 digits again from the paper, and save.",
            "โปรแกรมตารางย่อเลขนี้ทำให้เลขท้ายหายไป โปรดกำหนดคอลัมน์เป็น ข้อความ (Text) "
            "พิมพ์เลข 13 หลักใหม่จากเอกสาร แล้วบันทึก",
        )
    number = re.sub(r"[\s\-–.]", "", said)
    if not re.fullmatch(r"[0-9]+", number):
        raise Unclear(
            "A national ID has digits only. Correct it, or leave the cell empty.",
            "เลขประจำตัวประชาชนมีแต่ตัวเลข โปรดแก้ไข หรือเว้นว่างไว้",
        )
    if len(number) != 13:
        raise Unclear(
            f"A national ID has 13 digits; here are {len(number)}. Read it again from the card.",
            f"เลขประจำตัวประชาชนต้องมี 13 หลัก แต่ที่พบมี {len(number)} หลัก โปรดตรวจจากบัตร",
        )
    try:
        return thai.parse_national_id(number)
    except ValueError:
        raise Unclear(
            "The last digit does not check the others: one of the 13 is wrong. Read it again "
            "from the card.",
            "หลักตรวจสอบไม่ถูกต้อง มีตัวเลขผิดอย่างน้อยหนึ่งหลัก โปรดตรวจจากบัตร",
        ) from None


def phone(cell: Cell) -> str:
    """A telephone number; the 0 that a spreadsheet took from its front is put back.

    Raises:
        Unclear: several numbers, or none.
    """
    said = re.sub(r"^(?:โทร(?:ศัพท์)?|เบอร์|tel)[.:\s]*", "", digits(cell), flags=re.IGNORECASE)
    if len([part for part in _SEVERAL.split(said) if len(re.sub(r"\D", "", part)) >= 8]) > 1:
        raise Unclear(
            "Several numbers stand here. Keep one.", "ช่องนี้มีหลายหมายเลข โปรดเหลือไว้หมายเลขเดียว"
        )
    number = re.sub(r"[\s().\-–]", "", said)
    if re.fullmatch(r"[1-9][0-9]{7,8}", number):
        number = f"0{number}"
    if re.fullmatch(r"66[0-9]{8,9}", number):
        number = f"+{number}"
    if not re.fullmatch(r"(0|\+66)[0-9]{8,9}", number):
        raise Unclear(
            "A telephone number has 9 or 10 digits and begins with 0. Correct it, or leave the "
            "cell empty.",
            "หมายเลขโทรศัพท์ต้องมี 9 หรือ 10 หลัก ขึ้นต้นด้วย 0 โปรดแก้ไข หรือเว้นว่างไว้",
        )
    return number


def day(cell: Cell) -> date:
    """A day in either era, also one a spreadsheet took for a day of the year 2510.

    Raises:
        Unclear: no day, no whole year, or one that does not exist.
    """
    found = birth(cell)
    if found.on is None:
        raise Unclear(
            "Only a year stands here. Write the whole day, as 12/3/2510, or leave it empty.",
            "ช่องนี้มีเฉพาะปี โปรดเขียนวันเดือนปีให้ครบ เช่น 12/3/2510 หรือเว้นว่างไว้",
        )
    return found.on


def birth(cell: Cell) -> Birth:
    """A day in either era, or only the year.

    Raises:
        Unclear: neither.
    """
    if isinstance(cell, date):
        return Birth(_in_our_era(cell), None)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _counted_day(cell)
    said = _TIME.sub("", digits(cell))
    said = re.sub(r"^(?:เกิด)?(?:เมื่อ)?(?:วันที่)?\s*", "", said).replace("เดือน", " ")
    alone = _YEAR_ALONE.fullmatch(said.strip())
    try:
        if alone:
            year = thai.parse_year((alone[1] or "") + alone[2])
            return Birth(None, year + thai.BUDDHIST_OFFSET)
        return Birth(thai.parse_date(re.sub(r"\s*([-/])\s*", r"\1", said.strip())), None)
    except ValueError:
        if _TWO_DIGITS.fullmatch(said.strip()):
            raise Unclear(
                "The year has only two digits: 10 may be 2510 or 2010. Write all four.",
                "ปีมีเพียงสองหลัก ไม่ทราบว่าเป็นปีใด โปรดเขียนปีให้ครบสี่หลัก เช่น 2510",
            ) from None
        raise _no_day() from None


def quantity(cell: Cell) -> Quantity:
    """A number of people as it is written: 800, กว่า 800, ประมาณ 800 คน.

    Raises:
        Unclear: no whole number.
    """
    found = _QUANTITY.fullmatch(digits(cell))
    if found is None:
        raise Unclear(
            "Write a whole number, as 800.", "โปรดเขียนเป็นจำนวนเต็ม เช่น 800",
        )  # fmt: skip
    before, number, *after = found.groups()
    words = {word for word in (before, *after) if word}
    bound: Bound = "exact" if not words else "at_least" if words & _AT_LEAST else "about"
    return Quantity(value=Count(int(number.replace(",", ""))), bound=bound)


def _number_text(number: float) -> str:
    if not math.isfinite(number):
        return ""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def _in_our_era(day: date) -> date:
    """A spreadsheet's day, whose year may be of the Buddhist era."""
    try:
        year = thai.parse_year(day.year)
        return day.replace(year=year)
    except ValueError:
        raise _no_day() from None


def _counted_day(number: float) -> Birth:
    """A year, or a spreadsheet's count of days since 1900."""
    if not math.isfinite(number):
        raise _no_day()
    whole = int(number)
    if number == whole and len(str(whole)) == 4:
        try:
            return Birth(None, thai.parse_year(whole) + thai.BUDDHIST_OFFSET)
        except ValueError:
            raise _no_day() from None
    if 3_000 < whole < 300_000:
        return Birth(_in_our_era(_DAY_ZERO + timedelta(days=whole)), None)
    raise _no_day()


def _no_day() -> Unclear:
    return Unclear(
        "Write the day as 12/3/2510 or 12 มี.ค. 2510, or only the year, as 2510.",
        "โปรดเขียนวันที่เป็น 12/3/2510 หรือ 12 มี.ค. 2510 หรือเฉพาะปี เช่น 2510",
    )
