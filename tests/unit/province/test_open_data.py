"""Open data: what everybody may take away, with its meaning and licence."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.indicators import INDICATORS
from bangduan.events.province import OpenDataLicensed
from bangduan.events.reporting import Cell, Contribution, IndicatorReported
from bangduan.events.types import Bound, EntityId, Line, Slug
from bangduan.testing.scenario import given
from bangduan.web.app import create_app
from services.province.domain.licence import (
    LICENCE,
    LICENCE_CHANGES,
    READ_SOMEWHERE,
    SetLicence,
)

SITE, DAY = "110113", date(2026, 7, 1)
CLOSED = next(slug for slug, indicator in INDICATORS.items() if not indicator.open_data)
ADDRESS = "/province/api/v1/open-data"

Told = Callable[..., None]


def told(
    indicator: str, value: int | None, period: str = "to-date", bound: Bound = "exact"
) -> IndicatorReported:
    return IndicatorReported(
        report_id=EntityId(derived_id("report", indicator, period)),
        indicator=Slug(indicator),
        period=Slug(period),
        unit="things",
        cells=(Cell(cell=Slug("total"), value=value, bound=bound),),
        contribution=Contribution(source=Line("x"), cell=Slug("total"), value=1),
    )


@pytest.fixture
def client(province: Application) -> FlaskClient:
    return create_app(province).test_client()


def test_open_indicators_are_published_with_what_they_mean_and_no_others(
    client: FlaskClient, tell: Told
) -> None:
    tell(SITE, DAY, told("organisations", 15), told(CLOSED, 3), told("canals-cleaned", 2))
    answer = client.get(ADDRESS)
    found = answer.get_json()
    assert [(row["tambon"], row["indicator"], row["value"]) for row in found["items"]] == [
        (SITE, "organisations", 15)
    ]
    assert found["items"][0]["tambon_thai"] == "บางด้วน"
    assert found["publisher"]["english"] == "Samut Prakan"
    assert CLOSED not in {meaning["slug"] for meaning in found["indicators"]}
    assert all(meaning["formula"] for meaning in found["indicators"])
    assert found["licence"] is None
    assert "Set-Cookie" not in answer.headers


def test_a_hidden_number_is_published_as_hidden(client: FlaskClient, tell: Told) -> None:
    tell(SITE, DAY, told("members", None))
    (row,) = client.get(ADDRESS).get_json()["items"]
    assert (row["state"], row["value"]) == ("hidden", None)
    lines = client.get(f"{ADDRESS}.csv").get_data().decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(lines))
    assert (line["state"], line["value"], line["tambon_thai"]) == ("hidden", "", "บางด้วน")


def test_a_number_that_nobody_knows_is_published_as_unknown_never_as_nothing(
    client: FlaskClient, tell: Told
) -> None:
    tell(SITE, DAY, told("members-stated", 0, bound="at_least"))
    (row,) = client.get(ADDRESS).get_json()["items"]
    assert (row["state"], row["value"], row["bound"]) == ("unknown", None, "at_least")
    lines = client.get(f"{ADDRESS}.csv").get_data().decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(lines))
    assert (line["state"], line["value"]) == ("unknown", "")


def test_a_period_is_asked_for_by_name(client: FlaskClient, tell: Told) -> None:
    tell(SITE, DAY, told("meetings-held", 2, "2026-06"), told("meetings-held", 9))
    found = client.get(f"{ADDRESS}?period=2026-06").get_json()
    assert (found["starts_on"], found["ends_on"]) == ("2026-06-01", "2026-06-30")
    assert [row["value"] for row in found["items"]] == [2]
    assert found["periods"] == ["2026-06", "to-date"]
    missing = client.get(f"{ADDRESS}?period=2026-07")
    assert missing.status_code == 404


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}.csv"])
def test_who_has_it_is_told_that_nothing_is_new(
    client: FlaskClient, tell: Told, address: str
) -> None:
    tell(SITE, DAY, told("organisations", 15))
    first = client.get(address)
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    tell(SITE, DAY, told("organisations", 16))
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_its_files_are_described_with_the_other_resources(client: FlaskClient, tell: Told) -> None:
    paths = client.get("/province/api/v1/openapi.json").get_json()["paths"]
    as_json, as_csv = (paths[f"{ADDRESS}{ending}"]["get"] for ending in ("", ".csv"))
    assert as_json["security"] == as_csv["security"] == []
    for told_of in (as_json, as_csv):
        assert [each["name"] for each in told_of["parameters"]] == ["period"]
        assert {"200", "304"} <= set(told_of["responses"])
    assert list(as_csv["responses"]["200"]["content"]) == ["text/csv; charset=utf-8"]
    schema = as_json["responses"]["200"]["content"]["application/json"]["schema"]
    name = schema["$ref"].rpartition("/")[2]
    described = client.get("/province/api/v1/openapi.json").get_json()["components"]["schemas"]
    tell(SITE, DAY, told("organisations", 15))
    assert set(described[name]["properties"]) == set(client.get(ADDRESS).get_json())
    assert client.get(f"{ADDRESS}?moon=full").status_code == 400


def test_the_licence_that_the_province_chose_is_told_with_the_data(
    province: Application, client: FlaskClient, tell: Told
) -> None:
    tell(SITE, DAY, told("organisations", 15))
    province.execute(SetLicence(name=Line("CC BY 4.0"), address=Line("https://example.org/by")))
    answer = client.get(ADDRESS)
    assert answer.get_json()["licence"] == {
        "name": "CC BY 4.0",
        "address": "https://example.org/by",
    }
    assert answer.headers["Link"] == '<https://example.org/by>; rel="license"'


def test_a_licence_can_be_read_on_the_web_or_stands_without_an_address() -> None:
    chosen = SetLicence(name=Line("CC BY 4.0"), address=Line("https://example.org/by"))
    done = OpenDataLicensed(name=Line("CC BY 4.0"), address=Line("https://example.org/by"))
    given(LICENCE).when(chosen).then(done)
    given(LICENCE, done).when(chosen).refuses(LICENCE_CHANGES)
    for address in ("ftp://example.org", 'https://x/"onload', "https://a b"):
        other = SetLicence(name=Line("x"), address=Line(address))
        given(LICENCE).when(other).refuses(READ_SOMEWHERE)
    plain = SetLicence(name=Line("x"))
    given(LICENCE, done).when(plain).then(OpenDataLicensed(name=Line("x"), address=None))
