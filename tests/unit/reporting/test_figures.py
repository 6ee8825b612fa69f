"""The indicators' pages: a period at a time, in both languages, and as files."""

from __future__ import annotations

import html
import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from bangduan.domain import derived_id
from bangduan.events import funds, meetings, membership
from bangduan.events.indicators import INDICATORS, RATIOS, Indicator, Ratio
from bangduan.events.types import Count, EntityId, Line, Quantity, Satang, Slug
from bangduan.web.app import create_app
from services.reporting.domain.period import ClosePeriod


def id_of(name: str) -> EntityId:
    return EntityId(derived_id("figures", name))


@pytest.fixture
def client(site: Any) -> FlaskClient:
    site.hear(
        membership.OrganisationRegistered(
            organisation_id=id_of("group"),
            kind=Slug("savings-group"),
            name=Line("กลุ่มออมทรัพย์ (สมมติ)"),
            location="inside",
            holds_funds=True,
        ),
        *(
            membership.MemberJoined(
                organisation_id=id_of("group"),
                person_id=id_of(str(n)),
                sex="male" if n < 5 else "female",
            )
            for n in range(20)
        ),
        meetings.MeetingClosed(
            meeting_id=id_of("meeting"),
            kind="assembly",
            title=Line("ประชาคม"),
            body_id=id_of("body"),
            held_on=date(2024, 9, 9),
            present=Quantity(value=Count(80)),
            entitled=Count(100),
            resolutions_passed=Count(0),
        ),
        funds.GrantSubmitted(
            grant_id=id_of("grant"),
            requested_satang=Satang(1_234_550),
            grantor_organisation_id=id_of("p"),
            submitted_on=date(2024, 9, 10),
        ),
        funds.GrantApproved(grant_id=id_of("grant"), approved_satang=None),
    )
    site.tell_members(date(2024, 10, 1))
    site.application.execute(ClosePeriod(period=Slug("2024-09")))
    return create_app(site.application).test_client()


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = answer.get_data(as_text=True)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_periods_are_chosen_in_the_buddhist_era(client: FlaskClient) -> None:
    page = text_of(client, "/reporting/indicators")
    for told in ("ตั้งแต่ต้นจนปัจจุบัน", "ปีงบประมาณ 2567", "กันยายน 2567"):
        assert told in page
    assert "2024" not in page


def test_a_month_shows_its_own_values_and_that_it_is_closed(client: FlaskClient) -> None:
    page = text_of(client, "/reporting/indicators?period=2024-09")
    assert "ปิดงวดเมื่อ" in page
    assert "ผู้เข้าประชุม 80 คน" in page
    assert "12,345.50 บาท" in page
    assert "สัดส่วนสมาชิกหญิง 75.0%" in page
    assert "ร้อยละของผู้มาประชุมต่อผู้มีสิทธิ 80.0%" in page


def test_what_is_not_known_is_said_to_be_so_and_never_zero(client: FlaskClient) -> None:
    page = text_of(client, "/reporting/indicators?lang=en")
    assert "Own-source share of money not known" in page
    assert "Planned, not measured yet" in page
    assert "Loan portfolio principal outstanding of all loans loans of members" in page
    assert "Approved not known" in page


def test_a_period_there_is_not_reads_as_to_date(client: FlaskClient) -> None:
    assert "ตั้งแต่ต้นจนปัจจุบัน" in text_of(client, "/reporting/indicators?period=2099-01")
    assert text_of(client, "/reporting/indicators?period=<script>")


def test_each_indicator_and_ratio_has_a_page_that_says_what_it_means(client: FlaskClient) -> None:
    every: tuple[Indicator | Ratio, ...] = (*INDICATORS.values(), *RATIOS.values())
    for known in every:
        assert known.formula_thai in text_of(client, f"/reporting/indicators/{known.slug}?lang=th")
        assert known.english in text_of(client, f"/reporting/indicators/{known.slug}?lang=en")


def test_there_is_no_page_of_what_is_no_indicator(client: FlaskClient) -> None:
    assert client.get("/reporting/indicators/loan-portfolio").status_code == 404


def test_an_indicator_is_shown_by_month_and_year(client: FlaskClient) -> None:
    page = text_of(client, "/reporting/indicators/attendance")
    assert "รายเดือน" in page
    assert "กันยายน 2567 80 คน" in page
    assert "ปีงบประมาณ 2567 80 คน" in page


def test_a_file_for_a_spreadsheet_has_a_mark_of_the_byte_order_and_thai_headings(
    client: FlaskClient,
) -> None:
    answer = client.get("/reporting/indicators?period=2024-09&format=csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    heading, *lines = answer.get_data(as_text=True).removeprefix("\ufeff").splitlines()
    assert heading == "ช่วงเวลา,ตัวชี้วัด,แยกตาม,ค่า,จำนวนเงิน (บาท),ค่าที่แสดง"
    assert 'กันยายน 2567,งบประมาณภายนอก,เสนอขอ,,12345.50,"12,345.50 บาท"' in lines


def test_a_workbook_holds_numbers_as_numbers(client: FlaskClient) -> None:
    answer = client.get("/reporting/indicators?period=2024-09&format=xlsx&lang=en")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert ("September 2024", "Grant money", "Asked", None, 12345.5, "12,345.50 baht") in rows
    assert ("September 2024", "Meetings held", "Assembly", 1, None, "1") in rows


def test_a_program_reads_the_same_with_hidden_values_as_null(client: FlaskClient) -> None:
    told = client.get("/reporting/indicators?period=2024-09&format=json").get_json()
    assert told["period"] == "2024-09"
    values = {(item["indicator"], item["cell"]): item["value"] for item in told["items"]}
    assert values["members", "savings-group"] == 20
    assert values["attendance-share", "ratio"] == 8_000
    assert values["own-source-share", "ratio"] is None
