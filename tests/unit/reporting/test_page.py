"""The site's page: for everybody, in both languages, with nothing from outside."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from bangduan.domain import derived_id
from bangduan.events import funds, meetings, membership
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Quantity, Satang
from bangduan.web.app import create_app


def id_of(name: str) -> EntityId:
    return EntityId(derived_id("page", name))


@pytest.fixture
def client(site: Any) -> FlaskClient:
    return create_app(site.application).test_client()


@pytest.fixture
def story(site: Any) -> None:
    site.hear(
        membership.CentreFounded(
            centre_id=id_of("centre"),
            tambon="110113",  # type: ignore[arg-type]
            name=Line("ศูนย์ประสานงานองค์การชุมชนตำบลบางด้วน <b>"),
            missions=(Line("ช่วยเหลือสนับสนุน"),),
        ),
        meetings.MeetingClosed(
            meeting_id=id_of("assembly"),
            kind="assembly",
            title=Line("x"),
            body_id=id_of("body"),
            present=Quantity(value=Count(108)),
            resolutions_passed=Count(1),
        ),
        meetings.MeetingClosed(
            meeting_id=id_of("first"),
            kind="committee",
            title=Line("x"),
            body_id=id_of("body"),
            number=PositiveCount(1),
            year=2551,  # type: ignore[arg-type]
            held_on=date(2008, 6, 30),
            present=Quantity(value=Count(15)),
            resolutions_passed=Count(1),
        ),
        funds.GrantApproved(grant_id=id_of("grant"), approved_satang=Satang(27_000_000)),
        funds.SavingsPooled(
            institution_id=id_of("institution"),
            pooling=PositiveCount(1),
            savers=Quantity(value=Count(800), bound="at_least"),
        ),
    )


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True)).split())


@pytest.mark.usefixtures("story")
def test_the_story_is_told_in_thai_with_buddhist_dates(client: FlaskClient) -> None:
    page = text_of(client, "/")
    for told in ("110113", "30 มิถุนายน 2551", "ครั้งที่ 1/2551", "ผู้เข้าประชุม 108 คน", "270,000"):
        assert told in page
    assert "2008" not in page
    assert "2551-" not in page


@pytest.mark.usefixtures("story")
def test_what_is_not_known_is_said_to_be_so(client: FlaskClient) -> None:
    page = text_of(client, "/")
    assert "ไม่ทราบวันที่ ประชุมประชาคม" in page
    assert "มากกว่า 800 คน" in page
    assert "เงินออมที่รวมกัน ไม่ทราบจำนวน" in page


@pytest.mark.usefixtures("story")
def test_the_same_story_is_told_in_english(client: FlaskClient) -> None:
    page = text_of(client, "/?lang=en")
    for told in ("30 June 2008", "no. 1/2551", "108 present", "more than 800", "Date not known"):
        assert told in page


def test_an_empty_site_says_where_to_begin(client: FlaskClient) -> None:
    assert "ยังไม่มีเหตุการณ์ที่บันทึก" in text_of(client, "/")
    assert "Nothing is recorded yet" in text_of(client, "/?lang=en")


@pytest.mark.usefixtures("story")
def test_the_page_runs_no_script_and_loads_nothing_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|https?://|//\w", page)
    assert "<b>" not in page.split("</h1>")[0], "names are escaped"


def test_the_stylesheet_is_served_by_the_site(client: FlaskClient) -> None:
    found = re.search(
        r'href="(/assets/bangduan\.css\?v=\w+)"', client.get("/").get_data(as_text=True)
    )
    assert found
    with client.get(found[1]) as stylesheet:
        assert stylesheet.mimetype == "text/css"
        assert not re.search(r"url\(|@import", stylesheet.get_data(as_text=True))


def test_each_service_is_linked(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    for path in re.findall(r'href="(/reporting/[^"]+)"', page):
        assert client.get(path).status_code == 200
