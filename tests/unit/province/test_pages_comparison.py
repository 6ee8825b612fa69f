"""The comparison: sites side by side, in order, and nothing that is hidden told."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from bangduan.events.types import Slug, TambonCode
from services.province.domain.period import LockPeriod
from services.province.domain.review import ApproveReport
from tests.unit.province.pages_kit import (
    BANG_BO,
    BANG_DUAN,
    BANG_PU_MAI,
    Province,
    counted,
    first_cells,
    reported,
)

PAGE = "/province/comparison"


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    found = Province(tmp_path)
    yield found
    found.close()


def test_sites_stand_by_their_code_with_what_they_reported(province: Province) -> None:
    province.hears(BANG_DUAN, reported("organisations", 15))
    province.hears(BANG_PU_MAI, reported("organisations", 4))
    rows = province.table(PAGE)
    assert [row[:2] for row in rows[1:]] == [
        ["บางปูใหม่ 110108", "4"],
        ["บางด้วน 110113", "15"],
        ["มัธยฐาน", "10 จาก 2"],
    ]


def test_the_largest_stands_first_and_what_has_no_number_last(province: Province) -> None:
    province.hears(BANG_DUAN, reported("organisations", 3))
    province.hears(BANG_PU_MAI, reported("organisations", 40))
    province.hears(BANG_BO, reported("villages", 12))
    sort = f"{PAGE}?sort=-organisations.total"
    assert first_cells(province.table(sort))[:3] == [
        "บางปูใหม่ 110108", "บางด้วน 110113", "บางบ่อ 110201",
    ]  # fmt: skip
    turned = f"{PAGE}?sort=organisations.total"
    assert first_cells(province.table(turned))[:3] == [
        "บางด้วน 110113", "บางปูใหม่ 110108", "บางบ่อ 110201",
    ]  # fmt: skip


def test_hidden_not_known_and_not_reported_are_told_apart(province: Province) -> None:
    province.hears(BANG_DUAN, counted(("savings-group", None), ("village-fund", 20)))
    province.hears(BANG_PU_MAI, reported("members", 0, cell="village-fund", bound="at_least"))
    rows = province.table(f"{PAGE}?show=members")
    assert rows[0][1:] == ["กลุ่มออมทรัพย์เพื่อการผลิต", "กองทุนหมู่บ้าน"]
    assert rows[1] == ["บางปูใหม่ 110108", "–", "ไม่ทราบ"]
    assert rows[2] == ["บางด้วน 110113", "ปกปิด", "20"]


def test_a_lower_bound_is_shown_and_left_out_of_the_median(province: Province) -> None:
    province.hears(BANG_DUAN, reported("savers", 800, bound="at_least", unit="people"))
    province.hears(BANG_PU_MAI, reported("savers", 100, unit="people"))
    rows = province.table(f"{PAGE}?show=savers")
    assert [row[1] for row in rows[1:]] == ["100", "มากกว่า 800", "100 จาก 1"]


def test_only_the_sites_of_the_chosen_district_are_shown(province: Province) -> None:
    for site in (BANG_DUAN, BANG_BO):
        province.hears(site, reported("organisations", 4))
    assert first_cells(province.table(f"{PAGE}?district=1102")) == ["บางบ่อ 110201", "มัธยฐาน"]


def test_a_month_shows_what_is_reported_by_month(province: Province) -> None:
    province.hears(
        BANG_DUAN,
        reported("organisations", 15),
        reported("meetings-held", 1, cell="assembly"),
        reported("meetings-held", 7, cell="assembly", period="2008-06"),
    )
    rows = province.table(f"{PAGE}?period=2008-06")
    assert rows[1][rows[0].index("ประชาคม")] == "7"
    assert rows[1][rows[0].index("องค์กร")] == "–"
    assert "มิถุนายน 2551" in province.shows(f"{PAGE}?period=2008-06")


def test_what_the_address_asks_for_in_vain_is_left_out(province: Province) -> None:
    province.hears(BANG_DUAN, reported("organisations", 15))
    asked = f"{PAGE}?period=2099-01&district=9999&show=nothing&sort=-nobody&format=exe"
    assert province.table(asked) == province.table(PAGE)


def test_a_province_without_sites_says_so(province: Province) -> None:
    assert "ยังไม่มีตำบลใดรายงานเข้ามา" in province.shows(PAGE)
    assert "No sub-district has reported yet" in province.shows(f"{PAGE}?lang=en")


def test_the_table_is_taken_away_as_a_spreadsheet_with_numbers_and_words(
    province: Province,
) -> None:
    province.hears(
        BANG_DUAN,
        reported("grant-money", 27_000_050, cell="asked", unit="satang"),
        reported("grant-money", 100, cell="approved", unit="satang", bound="at_least"),
    )
    asked = f"{PAGE}?show=grant-money&format="
    lines = list(csv.reader(io.StringIO(province.file(f"{asked}csv").decode("utf-8-sig"))))
    assert lines[1] == ["110113", "บางด้วน", "เมืองสมุทรปราการ", "ไม่น้อยกว่า 1", "270000.50"]
    book = openpyxl.load_workbook(io.BytesIO(province.file(f"{asked}xlsx")))
    assert [cell.value for cell in book.active[2]][3:] == ["ไม่น้อยกว่า 1", 270000.5]
    read = json.loads(province.file(f"{asked}json"))
    assert read["items"][0]["grant-money.asked"] == {
        "value": 27_000_050, "bound": "exact", "state": "known",
    }  # fmt: skip


def test_a_hidden_number_is_in_no_file(province: Province) -> None:
    province.hears(BANG_DUAN, counted(("savings-group", None)))
    asked = f"{PAGE}?show=members&format="
    assert "ปกปิด" in province.file(f"{asked}csv").decode()
    read = json.loads(province.file(f"{asked}json"))
    assert read["items"][0]["members.savings-group"] == {
        "value": None, "bound": "exact", "state": "hidden",
    }  # fmt: skip


def test_a_locked_period_shows_the_figures_it_was_locked_with(province: Province) -> None:
    july, august = datetime(2008, 7, 5, tzinfo=UTC), datetime(2008, 8, 5, tzinfo=UTC)
    province.hears(BANG_DUAN, reported("meetings-held", 2), at=july)
    province.hears(BANG_DUAN, reported("meetings-held", 2, period="2008-06"), at=july)
    approve = ApproveReport(tambon=TambonCode(BANG_DUAN), period=Slug("2008-06"))
    province.application.execute(approve)
    province.application.execute(LockPeriod(period=Slug("2008-06")))
    province.hears(BANG_DUAN, reported("meetings-held", 9, period="2008-06"), at=august)
    asked = f"{PAGE}?show=meetings-held&period=2008-06"
    assert province.table(asked)[1] == ["บางด้วน 110113", "2"]
    assert "ตัวเลขเป็นค่าเมื่อปิดงวด" in province.shows(asked)


def test_a_ratio_is_reckoned_from_its_cells_and_not_known_where_one_is_not(
    province: Province,
) -> None:
    province.hears(
        BANG_DUAN,
        reported("funds", 6, cell="existing"),
        reported("funds", 3, cell="integrated"),
    )
    province.hears(BANG_PU_MAI, reported("funds", 2, cell="existing"))
    province.hears(BANG_BO, reported("funds", None, cell="existing"))
    rows = province.table(f"{PAGE}?show=ratio")
    assert [row[1] for row in rows[1:]] == ["ไม่ทราบ", "50.0%", "ปกปิด", "50.0% จาก 1"]
