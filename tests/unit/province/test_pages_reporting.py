"""Who reports: month by month, who stopped, and who joined when."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bangduan.days import today
from bangduan.events.types import PositiveCount, Slug
from services.province.domain.deadline import SetDeadline
from services.province.pages.reporting import joinings, months_of
from tests.unit.province.pages_kit import BANG_BO, BANG_DUAN, BANG_PU_MAI, Province, reported

PAGE = "/province/reporting"


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    found = Province(tmp_path)
    yield found
    found.close()


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 5, tzinfo=UTC)


def test_a_month_counts_reports_on_time_late_and_missing(province: Province) -> None:
    deadline = SetDeadline(from_period=Slug("2026-01"), day_of_month=PositiveCount(15))
    province.application.execute(deadline)
    for site in (BANG_DUAN, BANG_PU_MAI, BANG_BO):
        province.hears(site, reported("organisations", 3), at=at(2026, 6, 5))
    province.hears(BANG_DUAN, reported("organisations", 4), at=at(2026, 7, 9))
    province.hears(BANG_PU_MAI, reported("organisations", 4), at=at(2026, 7, 20))
    june = months_of(province.application.reader, date(2026, 7, 25))[-1]
    assert june.period == "2026-06"
    assert june.by_site == {BANG_DUAN: "on-time", BANG_PU_MAI: "late", BANG_BO: "missing"}
    assert (june.expected, june.reported, june.rate) == (3, 2, 6_666)


def test_a_site_is_not_expected_before_it_was_heard(province: Province) -> None:
    province.hears(BANG_DUAN, reported("organisations", 3), at=at(2026, 6, 5))
    months = months_of(province.application.reader, date(2026, 7, 25))
    assert len(months) == 12
    assert [month.expected for month in months] == [0] * 11 + [1]
    assert months[0].rate is None


def test_who_joined_adds_up_over_months_in_which_nobody_did() -> None:
    found = joinings([date(2026, 1, 3), date(2026, 3, 1), date(2026, 3, 9)], date(2026, 4, 1))
    assert [(each.period, each.new, each.total) for each in found] == [
        ("2026-01", 1, 1), ("2026-02", 0, 1), ("2026-03", 2, 3), ("2026-04", 0, 3),
    ]  # fmt: skip
    assert joinings([], date(2026, 4, 1)) == []


def test_who_stopped_reporting_is_listed_with_the_days_and_what_to_do(province: Province) -> None:
    noon = datetime.combine(today(), datetime.min.time(), UTC) + timedelta(hours=5)
    province.hears(BANG_DUAN, reported("organisations", 3), at=noon - timedelta(days=50))
    province.hears(BANG_BO, reported("organisations", 3), at=noon - timedelta(days=2))
    province.signs_in("analyst")
    page = province.shows(PAGE)
    assert "bangduan join --check" in page
    lines = province.file(f"{PAGE}?format=csv&table=silent").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(lines)))[1:]
    assert [(row[0], row[4]) for row in rows] == [(BANG_DUAN, "50")]
    longer = province.file(f"{PAGE}?silent=60&format=csv&table=silent").decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(longer)))) == 1


def test_the_calendar_says_each_status_in_words_too(province: Province) -> None:
    province.hears(BANG_DUAN, reported("organisations", 3), at=at(2025, 1, 5))
    province.signs_in("province_officer")
    page = province.shows(PAGE)
    assert page.count('class="sign waiting" title="รอรายงาน"') == 12
    lines = province.file(f"{PAGE}?format=csv").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(lines)))[1][3:] == ["รอรายงาน"] * 12


def test_a_province_that_heard_nobody_says_so(province: Province) -> None:
    province.signs_in("analyst")
    page = province.shows(PAGE)
    assert "ยังไม่มีตำบลใดรายงานเข้ามา" in page
    assert "ไม่มีตำบลใดเงียบไปนานเท่านี้" in page


def test_who_has_no_account_is_asked_to_sign_in(province: Province) -> None:
    assert province.client.get(PAGE).status_code == 401
