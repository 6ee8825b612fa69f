"""The province's first page: everybody sees how it stands, an officer what wants looking at."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bangduan.events.envelope import source_name
from bangduan.store.holding import decide, hold
from services.province.pages.front import Integrated, headline, integrated
from services.province.pages.readings import Measure, Reading
from tests.unit.province.pages_kit import (
    BANG_DUAN,
    BANG_PU_MAI,
    Province,
    digested,
    reached,
    reported,
)

SAVERS = Measure(indicator="savers", unit="people")


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    found = Province(tmp_path)
    yield found
    found.close()


def people(value: int | None) -> Reading:
    return Reading(value=value, unit="people")


def test_a_headline_is_the_median_of_the_sites_that_tell_a_number() -> None:
    values = {
        ("1", "savers", "total"): people(10),
        ("2", "savers", "total"): people(30),
        ("3", "savers", "total"): people(None),
        ("4", "savers", "total"): Reading(value=900, unit="people", bound="at_least"),
        ("5", "villages", "total"): people(1),
    }
    found = headline(SAVERS, values)
    assert (found.median, found.sites) == (people(20), 2)
    assert headline(SAVERS, {}).median is None


def test_funds_integrated_are_added_up_over_the_sites_that_tell_both_sides() -> None:
    values = {
        ("1", "funds", "existing"): people(6),
        ("1", "funds", "integrated"): people(5),
        ("2", "funds", "existing"): people(4),
        ("2", "funds", "integrated"): people(0),
        ("3", "funds", "existing"): people(8),
        ("4", "funds", "existing"): people(8),
        ("4", "funds", "integrated"): people(None),
        ("5", "funds", "integrated"): Reading(value=0, unit="things", bound="at_least"),
        ("5", "funds", "existing"): people(8),
    }
    assert integrated(values) == Integrated(said="5 / 10", sites=2)
    assert integrated({}) is None


def test_everybody_sees_who_reports_the_medians_and_the_newest_milestones(
    province: Province,
) -> None:
    province.hears(BANG_DUAN, reported("organisations", 15), reached("plan-drafted"))
    province.hears(
        BANG_PU_MAI,
        reported("organisations", 5),
        reached("assembly-held", date(2008, 6, 1), present=108),
    )
    page = province.shows("/")
    for told in ("2 ตำบลรายงานเข้ามาแล้ว", "มัธยฐานของ 2 ตำบล", "1 มิถุนายน 2551", "จัดทำแผนพัฒนา"):
        assert told in page
    assert page.index("ประชุมประชาคม") < page.index("จัดทำแผนพัฒนา")
    assert "รอรับรอง" not in page


def test_an_officer_sees_what_wants_looking_at(province: Province) -> None:
    long_ago = datetime(2025, 1, 5, tzinfo=UTC)
    province.hears(BANG_DUAN, reported("organisations", 15), at=long_ago)
    province.signs_in("province_officer")
    page = province.shows("/")
    for told in ("รอรับรอง", "เงียบไปตั้งแต่ 35 วันขึ้นไป", "รายงานงวด"):
        assert told in page


def test_a_province_that_heard_nobody_says_so_to_all(province: Province) -> None:
    assert "ยังไม่มีตำบลใดรายงานเข้ามา" in province.shows("/")
    province.signs_in("analyst")
    assert "ยังไม่มีตำบลใดรายงานเข้ามา" in province.shows("/")


def test_the_home_page_names_who_has_gone_silent(province: Province) -> None:
    long_ago = datetime(2025, 1, 5, tzinfo=UTC)
    province.hears(BANG_DUAN, reported("organisations", 15), at=long_ago)
    province.signs_in("province_officer")
    page = province.shows("/province/fragments/home")
    assert f"/province/connections/{BANG_DUAN}" in page
    assert "ไม่มีตำบลที่รอรับรอง" in page


def test_a_site_whose_record_went_back_is_told_of_until_somebody_has_decided(
    province: Province,
) -> None:
    province.hears(BANG_DUAN, reported("organisations", 15))
    site, database = f"/province/tambons/{BANG_DUAN}", province.application.database
    source = source_name(BANG_DUAN, "reporting")
    undecided, stopped = "บันทึกย้อนกลับ รอตัดสินใจ", "ระหว่างรอจังหวัดตัดสินใจ"
    assert stopped not in province.shows(site)
    province.signs_in("province_officer")
    assert undecided not in province.shows("/")
    assert "บันทึกของทุกตำบลมีครบ" in province.shows("/province/fragments/home")

    database.write([hold(database, source, "000001.0.1")])
    assert stopped in province.shows(site)
    assert undecided in province.shows("/")
    told = province.shows("/province/fragments/home")
    assert "บันทึกของทุกตำบลมีครบ" not in told
    assert undecided in told
    assert f"/province/connections/{BANG_DUAN}" in told

    database.write([decide(database, source)])
    assert stopped not in province.shows(site)
    assert "กำลังอ่านใหม่ทั้งหมด" in province.shows(site)
    assert undecided not in province.shows("/")


def test_the_home_page_names_whose_digest_does_not_come_to_its_root(province: Province) -> None:
    province.signs_in("province_officer")
    assert "ลายนิ้วมือรวมทุกค่าคำนวณแล้วตรงกัน" in province.shows("/province/fragments/home")
    true, other = (digested(date(2026, 11, 2), "1", 10, each) for each in "ab")
    province.hears(BANG_DUAN, dataclasses.replace(true, services=other.services))
    told = province.shows("/province/fragments/home")
    assert "ลายนิ้วมือรวมทุกค่าคำนวณแล้วตรงกัน" not in told
    assert f"/province/connections/{BANG_DUAN}" in told
