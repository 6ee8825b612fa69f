"""The page of one site: its story, its numbers, how they moved, and what was changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bangduan.events.types import Count, Slug
from services.province.domain.target import SetTarget
from tests.unit.province.pages_kit import BANG_DUAN, BANG_PU_MAI, Province, reached, reported

PAGE = f"/province/tambons/{BANG_DUAN}"
JULY = datetime(2008, 7, 5, tzinfo=UTC)
AUGUST = datetime(2008, 8, 9, tzinfo=UTC)


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    found = Province(tmp_path)
    yield found
    found.close()


def test_a_site_is_shown_with_its_story_and_its_numbers(province: Province) -> None:
    province.hears(
        BANG_DUAN,
        reported("organisations", 15),
        reached("assembly-held", present=108),
        reached("committee-met", date(2008, 6, 30)),
    )
    page = province.shows(PAGE)
    for told in ("ตำบลบางด้วน", "เมืองสมุทรปราการ", "ผู้เข้าประชุม 108 คน", "30 มิถุนายน 2551"):
        assert told in page
    assert "Bang Duan" in province.shows(f"{PAGE}?lang=en")


def test_a_tambon_that_does_not_report_has_no_page(province: Province) -> None:
    assert province.client.get("/province/tambons/110301").status_code == 404


def test_a_line_runs_over_every_month_and_breaks_where_nothing_is_known(
    province: Province,
) -> None:
    for month, value in (("01", 1), ("02", 2), ("04", 4), ("05", 5)):
        told = reported("meetings-held", value, period=f"2008-{month}")
        province.hears(BANG_DUAN, reported("meetings-held", value), told)
    page = province.shows(PAGE)
    chart = page[page.index("<figure") : page.index("</figure>")]
    assert chart.count("<polyline") == 2
    assert chart.count("<circle") == 4
    lines = province.file(f"{PAGE}?format=csv&table=trend").decode("utf-8-sig")
    assert [row[1] for row in csv.reader(io.StringIO(lines))][1:] == ["1", "2", "", "4", "5"]


def test_years_are_drawn_when_they_are_asked_for(province: Province) -> None:
    for year, value in (("2551", 4), ("2552", 7)):
        province.hears(
            BANG_DUAN,
            reported("meetings-held", value),
            reported("meetings-held", value, period=f"fy{year}"),
            reported("meetings-held", value, period="2008-06"),
        )
    page = province.shows(f"{PAGE}?by=year&measure=meetings-held.total")
    assert "ปีงบประมาณ 2551" in page
    assert page.count("<circle") == 2


def test_what_was_changed_after_its_period_is_shown_with_what_it_was(province: Province) -> None:
    province.hears(BANG_DUAN, reported("meetings-held", 3, period="2008-06"), at=JULY)
    province.hears(BANG_DUAN, reported("meetings-held", 5, period="2008-06"), at=AUGUST)
    page = province.shows(PAGE)
    assert "<del>3</del>" in page
    assert "<ins>5</ins>" in page
    assert "9 สิงหาคม 2551" in page
    lines = province.file(f"{PAGE}?format=csv&table=restatements").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(lines)))[1] == [
        "การประชุมที่จัด", "มิถุนายน 2551", "3", "5", "2008-08-09",
    ]  # fmt: skip


def test_money_is_taken_away_in_baht(province: Province) -> None:
    asked = reported("grant-money", 27_000_000, cell="asked", unit="satang")
    province.hears(BANG_DUAN, asked)
    lines = province.file(f"{PAGE}?format=csv&table=indicators").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(lines)))[1] == [
        "งบประมาณภายนอก · เสนอขอ", "270000.0", "บาท",
    ]  # fmt: skip


def test_how_it_reports_and_its_targets_are_for_those_with_an_account(province: Province) -> None:
    province.hears(BANG_DUAN, reported("organisations", 15))
    target = SetTarget(indicator=Slug("organisations"), period=Slug("to-date"), value=Count(12))
    province.application.execute(target)
    assert "ได้รับข้อมูลล่าสุด" not in province.shows(PAGE)
    assert "ถึงเป้า" not in province.shows(PAGE)
    province.signs_in("analyst")
    page = province.shows(PAGE)
    assert "ได้รับข้อมูลล่าสุด" in page
    assert "ถึงเป้า ≥ 12" in page
    assert "รายงานสิบสองเดือนล่าสุด" in page


def test_numbers_of_another_site_are_not_shown(province: Province) -> None:
    province.hears(BANG_DUAN, reported("organisations", 15))
    province.hears(BANG_PU_MAI, reported("villages", 77))
    assert "77" not in province.shows(PAGE)
