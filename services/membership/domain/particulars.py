"""ข้อมูลประจำตัว: how a number, a telephone and a birth are written, or why they are refused."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from bangduan.domain import Rule
from bangduan.events.types import BuddhistYear, Line, PersonalDay, PersonalYear

NATIONAL_ID_HOLDS = Rule(
    "person-national-id-wrong",
    en="A national ID has 13 digits and its last one checks the others. Read it again.",
    th="เลขประจำตัวประชาชนต้องมี 13 หลักและหลักตรวจสอบถูกต้อง โปรดตรวจทาน",
    field="national_id",
)
PHONE_HOLDS = Rule(
    "person-phone-wrong",
    en="A telephone number has 9 or 10 digits and begins with 0, or begins with +66.",
    th="หมายเลขโทรศัพท์ต้องมี 9 หรือ 10 หลัก ขึ้นต้นด้วย 0 หรือขึ้นต้นด้วย +66",
    field="phone",
)
BIRTH_AGREES = Rule(
    "person-birth-disagrees",
    en="The day of birth is of the year {of_day} BE, but the year given is {birth_year} BE. "
    "Correct one of them, or leave the year out.",
    th="วันเกิดอยู่ในปี พ.ศ. {of_day} แต่ปีเกิดที่ระบุคือ พ.ศ. {birth_year} โปรดแก้ไขให้ตรงกัน หรือเว้นปีเกิดไว้",
    field="birth_year",
)
BIRTH_IS_POSSIBLE = Rule(
    "person-birth-impossible",
    en="Nobody of this register can be born on {born_on}. Check the year and its era.",
    th="วันเกิด {born_on} เป็นไปไม่ได้ โปรดตรวจสอบว่าระบุปีเป็น พ.ศ. หรือ ค.ศ. ถูกต้อง",
    field="born_on",
)
BORN_BY_NOW = Rule(
    "person-born-in-the-future",
    en="The birth lies in the future. Check the year and its era.",
    th="วันหรือปีเกิดเป็นอนาคต โปรดตรวจสอบว่าระบุปีเป็น พ.ศ. หรือ ค.ศ. ถูกต้อง",
    field="born_on",
)

_THAI_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
#: What may stand between the digits of a number, as people write it.
_BETWEEN: Final = re.compile(r"[\s-]")
_BUDDHIST_OFFSET: Final = 543
_FIRST_YEAR: Final = 2400
_LAST_YEAR: Final = 2700


def digits_of(written: str) -> str:
    """A number as people write it, in Arabic digits and without dashes and spaces."""
    return _BETWEEN.sub("", written.translate(_THAI_DIGITS))


def looks_like_a_national_id(written: str) -> bool:
    """True for thirteen digits, however they are written; whether they check is open."""
    return re.fullmatch(r"[0-9]{13}", digits_of(written)) is not None


def checked_national_id(written: Line | None) -> Line | None:
    """Thirteen digits without the dashes of the card, or the refusal.

    The last digit is 11 less the weighted sum of the others modulo 11, modulo 10 (Department
    of Provincial Administration).
    """
    if written is None:
        return None
    digits = digits_of(written)
    NATIONAL_ID_HOLDS.require(re.fullmatch(r"[0-9]{13}", digits))
    weights = range(13, 1, -1)
    weighted = sum(int(digit) * by for digit, by in zip(digits[:12], weights, strict=True))
    NATIONAL_ID_HOLDS.require(int(digits[12]) == (11 - weighted % 11) % 10)
    return Line(digits)


def checked_phone(written: Line | None) -> Line | None:
    """The number without spaces and dashes, or the refusal."""
    if written is None:
        return None
    digits = re.sub(r"[\s().-]", "", written.translate(_THAI_DIGITS))
    PHONE_HOLDS.require(re.fullmatch(r"(0|\+66)[0-9]{8,9}", digits))
    return Line(digits)


def checked_birth(
    born_on: date | None, birth_year: BuddhistYear | None
) -> tuple[PersonalDay | None, PersonalYear | None]:
    """Day and Buddhist-era year of a birth as they are recorded; the day gives the year.

    Raises:
        RuleBroken: they disagree, or the day is of no year anybody could write.
    """
    if born_on is None:
        return None, None if birth_year is None else PersonalYear(str(birth_year))
    of_day = _buddhist_year(born_on)
    BIRTH_IS_POSSIBLE.require(_FIRST_YEAR <= of_day <= _LAST_YEAR, born_on=born_on.isoformat())
    BIRTH_AGREES.require(birth_year in (None, of_day), of_day=of_day, birth_year=birth_year)
    return PersonalDay(born_on.isoformat()), PersonalYear(str(of_day))


def require_born_by(today: date, born_on: date | None, birth_year: BuddhistYear | None) -> None:
    """Refuse a birth that lies after today."""
    BORN_BY_NOW.require(born_on is None or born_on <= today)
    BORN_BY_NOW.require(birth_year is None or birth_year <= _buddhist_year(today))


def _buddhist_year(day: date) -> int:
    return day.year + _BUDDHIST_OFFSET
