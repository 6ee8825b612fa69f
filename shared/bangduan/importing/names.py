"""A name as lists have it, title, first name and surname in one cell, taken apart."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

#: Titles as they are written → as they are kept. Longest first, so that นางสาว is not นาง.
_WRITTEN: Final[dict[str, str]] = {
    "เด็กชาย": "เด็กชาย", "ด.ช.": "เด็กชาย", "ดช.": "เด็กชาย",
    "เด็กหญิง": "เด็กหญิง", "ด.ญ.": "เด็กหญิง", "ดญ.": "เด็กหญิง",
    "นางสาว": "นางสาว", "น.ส.": "นางสาว", "นส.": "นางสาว", "น. ส.": "นางสาว", "น.ส": "นางสาว",
    "นาง": "นาง", "นาย": "นาย",
    "ว่าที่ร้อยตรีหญิง": "ว่าที่ ร.ต.หญิง", "ว่าที่ ร.ต.หญิง": "ว่าที่ ร.ต.หญิง",
    "ว่าที่ร.ต.หญิง": "ว่าที่ ร.ต.หญิง",
    "ว่าที่ร้อยตรี": "ว่าที่ ร.ต.", "ว่าที่ ร้อยตรี": "ว่าที่ ร.ต.", "ว่าที่ ร.ต.": "ว่าที่ ร.ต.",
    "ว่าที่ร.ต.": "ว่าที่ ร.ต.", "ว่าที่ ร.ท.": "ว่าที่ ร.ท.", "ว่าที่ ร.อ.": "ว่าที่ ร.อ.",
    "สิบตำรวจตรี": "ส.ต.ต.", "ส.ต.ต.": "ส.ต.ต.", "สิบตำรวจโท": "ส.ต.ท.", "ส.ต.ท.": "ส.ต.ท.",
    "สิบตำรวจเอก": "ส.ต.อ.", "ส.ต.อ.": "ส.ต.อ.", "จ่าสิบตำรวจ": "จ.ส.ต.", "จ.ส.ต.": "จ.ส.ต.",
    "ดาบตำรวจ": "ด.ต.", "ด.ต.": "ด.ต.",
    "ร้อยตำรวจตรี": "ร.ต.ต.", "ร.ต.ต.": "ร.ต.ต.", "ร้อยตำรวจโท": "ร.ต.ท.", "ร.ต.ท.": "ร.ต.ท.",
    "ร้อยตำรวจเอก": "ร.ต.อ.", "ร.ต.อ.": "ร.ต.อ.", "พันตำรวจตรี": "พ.ต.ต.", "พ.ต.ต.": "พ.ต.ต.",
    "พันตำรวจโท": "พ.ต.ท.", "พ.ต.ท.": "พ.ต.ท.", "พันตำรวจเอก": "พ.ต.อ.", "พ.ต.อ.": "พ.ต.อ.",
    "สิบตรี": "ส.ต.", "ส.ต.": "ส.ต.", "สิบโท": "ส.ท.", "ส.ท.": "ส.ท.", "สิบเอก": "ส.อ.",
    "ส.อ.": "ส.อ.", "จ่าสิบเอก": "จ.ส.อ.", "จ.ส.อ.": "จ.ส.อ.", "จ.ส.ท.": "จ.ส.ท.",
    "ร้อยตรี": "ร.ต.", "ร.ต.": "ร.ต.", "ร้อยโท": "ร.ท.", "ร.ท.": "ร.ท.", "ร้อยเอก": "ร.อ.",
    "ร.อ.": "ร.อ.", "พันตรี": "พ.ต.", "พ.ต.": "พ.ต.", "พันโท": "พ.ท.", "พ.ท.": "พ.ท.",
    "พันเอก": "พ.อ.", "พ.อ.": "พ.อ.", "พ.อ.อ.": "พ.อ.อ.", "จ.อ.": "จ.อ.", "พ.จ.อ.": "พ.จ.อ.",
    "ผู้อำนวยการ": "ผอ.", "ผอ.": "ผอ.", "ดร.": "ดร.", "ผศ.": "ผศ.", "รศ.": "รศ.", "ศ.": "ศ.",
    "ผศ.ดร.": "ผศ.ดร.", "รศ.ดร.": "รศ.ดร.", "นพ.": "นพ.", "พญ.": "พญ.", "ทพ.": "ทพ.",
    "พระครู": "พระครู", "พระมหา": "พระมหา", "พระอธิการ": "พระอธิการ", "พระ": "พระ",
    "หม่อมหลวง": "ม.ล.", "ม.ล.": "ม.ล.", "หม่อมราชวงศ์": "ม.ร.ว.", "ม.ร.ว.": "ม.ร.ว.",
    "ผู้ใหญ่บ้าน": "ผู้ใหญ่บ้าน", "ผู้ใหญ่": "ผู้ใหญ่", "กำนัน": "กำนัน", "คุณ": "คุณ",
    "mr.": "นาย", "mrs.": "นาง", "miss": "นางสาว", "ms.": "นางสาว",
}  # fmt: skip
_LONGEST_FIRST: Final = sorted(_WRITTEN, key=len, reverse=True)
_BY_LETTER: Final = {
    letter: [written for written in _LONGEST_FIRST if written.startswith(letter)]
    for letter in {written[0] for written in _WRITTEN}
}
#: Titles that names begin with too: believed only with a space behind them.
_APART: Final = frozenset({"คุณ", "พระ", "ผู้ใหญ่", "กำนัน", "ศ.", "miss", "น.ส"})
#: What no Thai word begins with, so that the letters before it belong to the name.
_NO_BEGINNING: Final = re.compile("[\u0e30-\u0e3a\u0e45-\u0e4e]")
_WOMEN: Final = frozenset({"นาง", "นางสาว", "เด็กหญิง", "ว่าที่ ร.ต.หญิง", "พญ."})
_MEN: Final = frozenset({"นาย", "เด็กชาย", "พระ", "พระครู", "พระมหา", "พระอธิการ"})
_SPACE: Final = re.compile(r"\s+")

Sex = Literal["female", "male", "unknown"]


class Name(NamedTuple):
    """A title, if there is one, and the name without it."""

    title: str | None
    name: str


def taken_apart(whole: str) -> Name:
    """A name with or without its title before it.

    A title is taken off only where a name is left that can be one: นางสาวิตรี is นาง and สาวิตรี.
    """
    tidy = _SPACE.sub(" ", whole).strip()
    lowered = tidy.casefold()
    for written in _BY_LETTER.get(lowered[:1], ()):
        if not lowered.startswith(written):
            continue
        rest = tidy[len(written) :]
        bare = rest.strip(" .")
        if not bare or _NO_BEGINNING.match(bare) or (written in _APART and rest[:1] != " "):
            continue
        return Name(_WRITTEN[written], bare)
    return Name(None, tidy)


def title_of(written: str) -> str:
    """A title that stands alone, as it is kept; one we do not know stays as it is."""
    tidy = _SPACE.sub(" ", written).strip()
    return _WRITTEN.get(tidy.casefold()) or _WRITTEN.get(f"{tidy.casefold()}.") or tidy


def sex_of(title: str | None) -> Sex:
    """What a title says of who bears it."""
    if title in _WOMEN:
        return "female"
    return "male" if title in _MEN else "unknown"


def likeness(name: str) -> str:
    """What two spellings of one name have alike: no spaces, no title, small letters."""
    return _SPACE.sub("", taken_apart(name).name).casefold()
