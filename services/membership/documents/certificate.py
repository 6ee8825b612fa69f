"""หนังสือรับรองและคำสั่งแต่งตั้ง as an office words them, composed from what is recorded.

What is not known is left out. Nothing here knows of HTML or of a word processor.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from bangduan import thai

if TYPE_CHECKING:
    from services.membership.projections.papers import Certified

Digits = Literal["arabic", "thai"]

CALLED: Final = {"certificate": "หนังสือรับรอง", "order": "คำสั่ง"}
_THAI_DIGITS: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
#: A number that is no part of a Latin word, as A4.
_NUMBER: Final = re.compile(r"(?<![A-Za-z0-9])[0-9]+(?![A-Za-z0-9])")
#: What an XML file cannot hold.
_UNHOLDABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNBROKEN: Final = "\N{NO-BREAK SPACE}"
#: Longer resolutions are named by the meeting alone.
_LONGEST_RESOLUTION: Final = 300


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper as it reads, line by line.

    Attributes:
        called: what sort of paper it is.
        reference: number and year in Arabic digits, for the name of a file.
        left, right: what stands at the sides at the top.
        heading: lines in the middle.
        ruled: a line is drawn below the heading.
        paragraphs: what it says.
        given: where and when.
        signed_by, signed_as: who signs; empty for dots to fill in.
        remark: that it no longer holds; empty while it does.
    """

    called: str
    reference: str
    left: str
    right: tuple[str, ...]
    heading: tuple[str, ...]
    ruled: bool
    paragraphs: tuple[str, ...]
    given: str
    signed_by: str
    signed_as: str
    remark: str


def compose(said: Certified, digits: Digits = "arabic") -> Paper:
    """The paper with its numbers in the digits asked for."""
    is_order = said.paper_form == "order"
    reference = f"{said.number}/{said.year}"
    numbered = f"ที่ {reference}"
    heading = (
        (f"{CALLED['order']}{said.issuer}", numbered, f"เรื่อง แต่งตั้ง{said.position}")
        if is_order
        else (CALLED["certificate"],)
    )
    paragraphs = _order(said) if is_order else _certificate(said)
    given = f"{'สั่ง' if is_order else 'ให้ไว้'} ณ วันที่ {_dated(said.issued_on)}"

    def written(text: str) -> str:
        plain = _UNHOLDABLE.sub("", text)
        if digits == "arabic":
            return plain
        return _NUMBER.sub(lambda found: found.group().translate(_THAI_DIGITS), plain)

    return Paper(
        called=CALLED[said.paper_form],
        reference=reference,
        left="" if is_order else written(numbered),
        right=()
        if is_order
        else tuple(written(each) for each in (said.issuer, said.place) if each),
        heading=tuple(written(each) for each in heading),
        ruled=is_order,
        paragraphs=tuple(written(each) for each in paragraphs),
        given=written(given),
        signed_by=written(said.signed_by or ""),
        signed_as=written(said.signed_as or ""),
        remark=written(_remark(said)),
    )


def _certificate(said: Certified) -> tuple[str, ...]:
    certified = (
        f"หนังสือฉบับนี้ให้ไว้เพื่อรับรองว่า {said.name} ดำรงตำแหน่ง {_post(said)}"
        f"{_days(said.term_from, said.term_to)}"
    )
    by = _by(said)
    return (certified, f"ทั้งนี้ ตาม{by}") if by else (certified,)


def _order(said: Certified) -> tuple[str, ...]:
    by = _by(said)
    begins = f"อาศัย{by} จึงแต่งตั้งให้" if by else "แต่งตั้งให้"
    days = _days(said.term_from, said.term_to)
    appointed = f"{begins} {said.name} เป็น{_post(said)}{days}"
    if said.term_from is not None:
        return (appointed,)
    return (appointed, "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป")


def _post(said: Certified) -> str:
    """The position and of which body; the body alone where it is called after the position."""
    if said.body is None:
        return said.position
    if said.body.startswith(said.position):
        return said.body
    return f"{said.position}{'ใน' if said.in_committee else 'ของ'}{said.body}"


def _days(begins: date | None, ends: date | None) -> str:
    if begins is not None and ends is not None:
        return f" ตั้งแต่วันที่ {_dated(begins)} ถึงวันที่ {_dated(ends)}"
    if begins is not None:
        return f" ตั้งแต่วันที่ {_dated(begins)} เป็นต้นไป"
    return "" if ends is None else f" จนถึงวันที่ {_dated(ends)}"


def _by(said: Certified) -> str:
    """By which resolution; empty where none is recorded."""
    if said.meeting is None and said.resolution is None:
        return ""
    met = (said.meeting or "").removeprefix("การ")
    at = f"มติที่{met}" if met.startswith("ประชุม") else f"มติที่ประชุม {met}".rstrip()
    on = "" if said.met_on is None else f" เมื่อวันที่ {_dated(said.met_on)}"
    text = said.resolution or ""
    quoted = f" เรื่อง {text}" if text and len(text) <= _LONGEST_RESOLUTION else ""
    return f"{at}{on}{quoted}"


def _remark(said: Certified) -> str:
    if not said.revoked:
        return ""
    on = "" if said.revoked_on is None else f" เมื่อวันที่ {_dated(said.revoked_on)}"
    return f"ยกเลิกแล้ว{on}"


def _dated(day: date) -> str:
    """30 มิถุนายน พ.ศ. 2551, which no line's end tears apart."""
    said = f"{day.day} {thai.MONTHS[day.month - 1]} พ.ศ. {thai.buddhist_year(day)}"
    return said.replace(" ", _UNBROKEN)
