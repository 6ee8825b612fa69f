"""How values, days and names are said."""

from __future__ import annotations

from datetime import date

import pytest

from bangduan.events.types import Bound
from bangduan.web.layout import Words

THAI, ENGLISH = Words("th"), Words("en")


@pytest.mark.parametrize(
    ("value", "unit", "bound", "thai", "english"),
    [
        (108, "people", "exact", "108 คน", "108 people"),
        (800, "people", "at_least", "มากกว่า 800 คน", "more than 800 people"),
        (800, "people", "about", "ประมาณ 800 คน", "about 800 people"),
        (27_000_000, "satang", "exact", "270,000 บาท", "270,000 baht"),
        (100, "satang", "at_least", "ไม่น้อยกว่า 1 บาท", "at least 1 baht"),
        (0, "satang", "at_least", "ไม่ทราบจำนวน", "not known"),
        (0, "satang", "exact", "0 บาท", "0 baht"),
        (None, "people", "exact", "ปกปิด", "hidden"),
        (8_125, "hundredths-of-percent", "exact", "81.2%", "81.2%"),
        (1_234, "things", "exact", "1,234", "1,234"),
    ],
)
def test_a_value_is_said_as_exactly_as_it_is_known(
    value: int | None, unit: str, bound: Bound, thai: str, english: str
) -> None:
    assert THAI.amount(value, unit, bound) == thai
    assert ENGLISH.amount(value, unit, bound) == english


def test_a_day_is_said_in_the_readers_era() -> None:
    assert THAI.day(date(2008, 6, 30)) == "30 มิถุนายน 2551"
    assert ENGLISH.day(date(2008, 6, 30)) == "30 June 2008"
    assert THAI.day(None) == "ไม่ทราบวันที่"


def test_a_period_is_said_in_the_readers_era() -> None:
    said = [(THAI.period(p), ENGLISH.period(p)) for p in ("to-date", "2008-06", "fy2551")]
    assert said == [
        ("ตั้งแต่ต้นจนปัจจุบัน", "To date"),
        ("มิถุนายน 2551", "June 2008"),
        ("ปีงบประมาณ 2551", "Fiscal year 2008"),
    ]


def test_a_sites_own_kind_is_called_what_the_site_calls_it() -> None:
    own = Words("th", {"canal-keepers": ("คนดูแลคลอง", "Canal keepers")})
    assert own.name("canal-keepers") == "คนดูแลคลอง"
    assert ENGLISH.name("canal-keepers") == "canal keepers"


def test_what_a_newer_site_tells_reads_as_its_slug() -> None:
    assert THAI.milestone("bridge-built") == "bridge built"
    assert THAI.indicator("canals-cleaned") == "canals cleaned"
    unknown = {"figure": "boats", "value": 3, "unit": "things", "bound": "exact"}
    assert THAI.figure(unknown) == "boats 3"


def test_a_meeting_without_a_number_is_given_none() -> None:
    number = {"figure": "number", "value": 1}
    assert THAI.meeting_number([number, {"figure": "year", "value": 2551}]) == "ครั้งที่ 1/2551"
    assert THAI.meeting_number([number]) == "ครั้งที่ 1"
    assert THAI.meeting_number([]) == ""
