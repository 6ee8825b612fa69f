"""The province: many sites side by side, and nobody's personal data."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.definition import FORGOTTEN
from bangduan.events.envelope import Recorded, source_name
from bangduan.events.indicators import INDICATORS
from bangduan.events.reporting import (
    Cell,
    Contribution,
    Figure,
    HeadcountReported,
    IndicatorReported,
    MilestoneReached,
)
from bangduan.events.types import Bound, Count, EntityId, Line, Slug
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.unit_of_work import UnitOfWork
from bangduan.web.app import create_app
from services.province.domain.comparison import COMPARED, ratio
from services.province.projections import SITES
from services.province.service import service

BANG_DUAN, BANG_PU_MAI, NOWHERE = "110113", "110108", "990101"
_NUMBERS = itertools.count(1)


def indicator(name: str, cell: str, value: int, bound: Bound = "exact") -> IndicatorReported:
    return IndicatorReported(
        report_id=EntityId(derived_id("report", name, "to-date")),
        indicator=Slug(name),
        period=Slug("to-date"),
        unit="satang" if name == "grant-money" else "things",
        cells=(Cell(cell=Slug(cell), value=value, bound=bound),),
        contribution=Contribution(source=Line("x"), cell=Slug(cell), value=value, bound=bound),
    )


def milestone(kind: str, on: date | None = None) -> MilestoneReached:
    return MilestoneReached(
        milestone_id=EntityId(derived_id("milestone", kind)),
        kind=Slug(kind),
        on=on,
        figures=(Figure(figure=Slug("present"), value=Count(108), unit="people"),),
    )


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Application]:
    settings = Settings(tambon="110000", data=tmp_path, sites=(BANG_DUAN, BANG_PU_MAI))
    application = Application(service, settings)
    prepare(application)
    yield application
    application.close()


@pytest.fixture
def hear(province: Application) -> Callable[..., None]:
    def told(tambon: str, *events: object) -> None:
        for event in events:
            unit = UnitOfWork(province)
            at = Recorded(
                source=source_name(tambon, "reporting"),
                id=derived_id("heard", str(next(_NUMBERS))),
                stream="x",
                version=1,
                type="",
                time="",
                sequence="",
                meta={},
            )
            province.project_from("reporting", event, at, unit.rows)
            province.commit(unit)

    return told


@pytest.fixture
def client(province: Application) -> FlaskClient:
    return create_app(province).test_client()


def test_a_site_appears_with_its_first_report_named_by_its_code(
    hear: Callable[..., None], client: FlaskClient
) -> None:
    hear(BANG_DUAN, indicator("organisations", "sao", 1))
    (site,) = client.get("/province/api/v1/sites").get_json()["items"]
    assert site["tambon_thai"] == "บางด้วน"
    assert site["district_english"] == "Mueang Samut Prakan"
    assert site["first_on"] is None


def test_a_site_whose_code_nobody_has_is_shown_by_its_code(
    hear: Callable[..., None], client: FlaskClient
) -> None:
    hear(NOWHERE, indicator("organisations", "sao", 1))
    (site,) = client.get("/province/api/v1/sites").get_json()["items"]
    assert site["tambon_thai"] is None
    assert NOWHERE in client.get("/").get_data(as_text=True)


def test_the_first_and_last_day_are_business_dates(
    hear: Callable[..., None], client: FlaskClient
) -> None:
    hear(
        BANG_DUAN,
        milestone("joint-meeting-held", date(2008, 8, 8)),
        milestone("committee-met", date(2008, 6, 30)),
        milestone("assembly-held"),
    )
    (site,) = client.get("/province/api/v1/sites").get_json()["items"]
    assert (site["first_on"], site["last_on"]) == ("2008-06-30", "2008-08-08")


def test_two_sites_keep_their_values_apart(hear: Callable[..., None], client: FlaskClient) -> None:
    hear(BANG_DUAN, indicator("organisations", "total", 15))
    hear(BANG_PU_MAI, indicator("organisations", "total", 4))
    address = f"/province/api/v1/indicators?tambon={BANG_PU_MAI}"
    (value,) = client.get(address).get_json()["items"]
    assert value["value"] == 4


def test_a_newer_value_takes_the_place_of_the_one_before(
    hear: Callable[..., None], client: FlaskClient
) -> None:
    hear(
        BANG_DUAN,
        indicator("savers", "total", 500, "about"),
        indicator("savers", "total", 800, "at_least"),
    )
    (value,) = client.get("/province/api/v1/indicators").get_json()["items"]
    assert (value["value"], value["bound"]) == (800, "at_least")


def test_hidden_numbers_stay_hidden(hear: Callable[..., None], client: FlaskClient) -> None:
    few = (Cell(cell=Slug("savings-group"), value=None),)
    hear(
        BANG_DUAN,
        HeadcountReported(
            report_id=EntityId(derived_id("report")),
            period=Slug("to-date"),
            by_kind=few,
            by_sex=(),
            workings=Line(FORGOTTEN),
        ),
    )
    (value,) = client.get("/province/api/v1/indicators?indicator=members").get_json()["items"]
    assert value["value"] is None


def test_what_a_newer_site_reports_is_kept_though_it_has_no_name_here(
    hear: Callable[..., None], client: FlaskClient
) -> None:
    hear(BANG_DUAN, indicator("canals-cleaned", "total", 3), milestone("bridge-built"))
    assert client.get("/province/api/v1/indicators").get_json()["items"][0]["value"] == 3
    assert "bridge built" in client.get("/").get_data(as_text=True)


def test_the_page_compares_the_sites(hear: Callable[..., None], client: FlaskClient) -> None:
    hear(
        BANG_DUAN,
        indicator("grant-money", "approved", 27_000_000),
        indicator("funds", "existing", 6),
        indicator("funds", "integrated", 5),
        milestone("committee-met", date(2008, 6, 30)),
    )
    hear(BANG_PU_MAI, indicator("organisations", "total", 4))
    page = client.get("/").get_data(as_text=True)
    for told in ("สมุทรปราการ", "บางด้วน", "บางปูใหม่", "270,000", "5 / 6", "30 มิถุนายน 2551"):
        assert told in page
    assert "Samut Prakan" in client.get("/?lang=en").get_data(as_text=True)
    assert not re.search(r"<script|<style|\sstyle=|https?://", page)


def test_a_province_without_sites_says_so(client: FlaskClient) -> None:
    assert "ยังไม่มีตำบลใดรายงานเข้ามา" in client.get("/").get_data(as_text=True)
    assert "No sub-district has reported yet" in client.get("/?lang=en").get_data(as_text=True)


def test_a_part_is_shown_of_its_whole_once_there_is_one() -> None:
    assert ratio(5, 6) == "5 / 6"
    assert ratio(None, 6) is None
    assert ratio(0, 6) == "0 / 6"
    assert ratio(None, None) is None
    assert ratio(0, 0) is None


def test_every_compared_column_is_an_indicator_of_the_catalogue() -> None:
    assert {column.indicator for column in COMPARED} <= set(INDICATORS)


def test_no_table_has_room_for_a_person_or_a_clock() -> None:
    columns = {column.name for table in SITES.tables for column in table.columns}
    assert not {name for name in columns if re.search("person|phone|time|_at$|received", name)}


def test_the_order_between_sites_never_matters(
    province: Application, hear: Callable[..., None]
) -> None:
    def tables() -> list[list[dict[str, Any]]]:
        return [sorted(province.reader.all(select(table)), key=str) for table in SITES.tables]

    told = [
        (BANG_DUAN, indicator("organisations", "total", 15)),
        (BANG_DUAN, milestone("committee-met", date(2008, 6, 30))),
        (BANG_PU_MAI, indicator("organisations", "total", 4)),
        (BANG_PU_MAI, milestone("committee-met")),
    ]
    for tambon, event in told:
        hear(tambon, event)
    before = tables()
    for tambon, event in told[2:] + told[:2]:
        hear(tambon, event)
    assert tables() == before
