"""What a Thai reader expects: the Buddhist era, baht in words, dictionary order, national IDs.

Everything inside is CE dates, integer satang and plain text; these functions stand at the
edge, where a person reads or types. Heavy libraries are imported when first used, so that a
service that prints no document pays nothing for them.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

#: Years between CE and the Buddhist era (พ.ศ.).
BUDDHIST_OFFSET: Final = 543

MONTHS: Final = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS: Final = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)

#: Titles that dictionary order and lists of names leave out, longest first so that
#: นางสาว is not taken for นาง. ท่าน is how the minutes address an office-holder.
TITLES: Final = (
    "ว่าที่ร้อยตรี",
    "ว่าที่ ร.ต.",
    "เด็กหญิง",
    "เด็กชาย",
    "นางสาว",
    "ด.ญ.",
    "ด.ช.",
    "น.ส.",
    "ท่าน",
    "กำนัน",
    "นาง",
    "นาย",
    "คุณ",
)

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
_TONE = re.compile("[็-์]")
_ERA = re.compile(r"^\s*(พ\.?\s*ศ\.?|ค\.?\s*ศ\.?)\s*")
_NUMERIC = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")
_SPELT = re.compile(r"(?:วันที่\s*)?(\d{1,2})\s*([^\d\s]+)\s*((?:พ|ค)\.?\s*ศ\.?\s*)?(\d{4})")


def buddhist_year(day: date) -> int:
    """Year of the Buddhist era that a day falls in."""
    return day.year + BUDDHIST_OFFSET


def fiscal_year(day: date) -> int:
    """Buddhist-era fiscal year (ปีงบประมาณ): October to September, named after its end."""
    return buddhist_year(day) + (1 if day.month >= 10 else 0)


def long_date(day: date) -> str:
    """30 มิถุนายน 2551."""
    return f"{day.day} {MONTHS[day.month - 1]} {buddhist_year(day)}"


def short_date(day: date) -> str:
    """30 มิ.ย. 2551; the year stays whole, since 51 could be CE."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {buddhist_year(day)}"


def long_month(day: date) -> str:
    """มิถุนายน 2551."""
    return f"{MONTHS[day.month - 1]} {buddhist_year(day)}"


def parse_year(typed: str | int) -> int:
    """CE year of a typed year.

    2400 to 2700 is the Buddhist era, 1857 to 2157 CE, and the two do not meet: a year is
    converted once or not at all. Thai digits and พ.ศ./ค.ศ. in front are understood.

    Raises:
        ValueError: no number, outside both ranges (also two digits), or in the other era than
            the one written before it.
    """
    text = str(typed).translate(_DIGITS).strip()
    era = _ERA.match(text)
    number = text[era.end() :] if era else text
    if not re.fullmatch(r"\d{4}", number):
        raise ValueError(f"{typed!r} is no year of four digits")
    year = int(number)
    is_buddhist = 2400 <= year <= 2700
    if era and is_buddhist != era.group(1).startswith("พ"):
        raise ValueError(f"{typed!r} is a year of the other era")
    if is_buddhist:
        return year - BUDDHIST_OFFSET
    if 2400 - BUDDHIST_OFFSET <= year <= 2700 - BUDDHIST_OFFSET:
        return year
    raise ValueError(f"{typed!r} is neither a year 2400-2700 BE nor 1857-2157 CE")


def parse_date(typed: str) -> date:
    """The day that somebody typed, in either era.

    Understood: ``30 มิถุนายน 2551``, ``30 มิ.ย. พ.ศ. 2551``, ``30/6/2551``, ``30-06-2008``,
    ``2551-06-30``, ISO ``2008-06-30``, and all of them in Thai digits. Day before month.

    Raises:
        ValueError: anything else, a year of two digits, or a day that does not exist.
    """
    text = typed.translate(_DIGITS).strip()
    if numeric := _NUMERIC.fullmatch(text):
        first, month, last = numeric.groups()
        day, year = (last, first) if len(first) == 4 else (first, last)
        return date(parse_year(year), int(month), int(day))
    if spelt := _SPELT.fullmatch(text):
        day, name, era, year = spelt.groups()
        return date(parse_year((era or "") + year), _month(name), int(day))
    raise ValueError(f"{typed!r} is no date; write 30 มิถุนายน 2551, 30/6/2551 or 2008-06-30")


def _month(name: str) -> int:
    plain = name.replace(".", "")
    for names in (MONTHS, SHORT_MONTHS):
        for number, known in enumerate(names, start=1):
            if plain == known.replace(".", ""):
                return number
    raise ValueError(f"{name!r} is no month")


def baht(satang: int) -> str:
    """Digits for a screen: 27_000_000 satang is ``270,000``, 150 is ``1.50``."""
    sign = "-" if satang < 0 else ""
    whole, part = divmod(abs(satang), 100)
    return f"{sign}{whole:,}.{part:02d}" if part else f"{sign}{whole:,}"


def baht_text(satang: int) -> str:
    """Words for a document: 27_000_000 satang is สองแสนเจ็ดหมื่นบาทถ้วน."""
    from decimal import Decimal  # noqa: PLC0415 - used on documents only

    from num2words import num2words  # noqa: PLC0415 - the same

    return str(num2words(Decimal(satang) / 100, lang="th", to="currency"))


class Place(NamedTuple):
    """A sub-district and what it is part of, each in Thai and English."""

    code: str
    tambon: tuple[str, str]
    district: tuple[str, str]
    province: tuple[str, str]


@lru_cache(maxsize=512)
def place_of(tambon: str) -> Place | None:
    """The sub-district of a six-digit code, None for a code nobody has.

    The code is the key: there are three tambons called บางด้วน.
    """
    import geothai  # noqa: PLC0415 - brings the whole country, which only pages need

    found = geothai.subdistrict(tambon)
    district, province = geothai.district(tambon[:4]), geothai.province(tambon[:2])
    if found is None or district is None or province is None:
        return None
    names = ((part.name_th, part.name_en) for part in (found, district, province))
    return Place(tambon, *names)


def without_title(name: str) -> str:
    """The name without นาย, นางสาว and the like, as lists sort and print it."""
    name = name.strip()
    for title in TITLES:
        rest = name.removeprefix(title).strip()
        if rest != name and rest:
            return rest
    return name


def collation_key(name: str) -> str:
    """Sorts as the Royal Society's dictionary does: เ แ โ ใ ไ after their consonant, then tones.

    Tone marks decide between words that are otherwise equal, so ก่า stands between กา and
    กาน (``pythainlp.util.collate`` sorts it behind both, and gives no key to store).
    The title is left out.
    """
    bare = _LEADING_VOWEL.sub(r"\2\1", without_title(name))
    primary = _TONE.sub("", bare)
    tones = "".join(c if _TONE.match(c) else "." for c in bare)
    return f"{primary}\0{tones}"


def parse_national_id(typed: str) -> str:
    """Thirteen digits of a national ID; dashes, spaces and Thai digits are understood.

    Raises:
        ValueError: wrong length or check digit.
    """
    from stdnum.exceptions import ValidationError  # noqa: PLC0415 - used on forms only
    from stdnum.th import pin  # noqa: PLC0415 - the same

    try:
        return str(pin.validate(typed.translate(_DIGITS)))
    except ValidationError as reason:
        raise ValueError(f"{mask_national_id(typed)} is no national ID: {reason}") from None


def mask_national_id(number: str) -> str:
    """``x-xxxx-xxxxx-01-5``: the last three digits only, whatever was typed before them."""
    digits = "".join(c for c in number.translate(_DIGITS) if c in "0123456789")
    if len(digits) != 13:
        return "x-xxxx-xxxxx-xx-x"
    return f"x-xxxx-xxxxx-{digits[10:12]}-{digits[12]}"
