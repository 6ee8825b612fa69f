"""Made-up data say so on every page, in every file, and after a restore."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.places import province_beside
from bangduan.rebuilding import prepare
from bangduan.service import named
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.neighbours import Neighbours
from bangduan.web.sessions import COOKIE

THAI = "ข้อมูลจำลอง ไม่ใช่ข้อมูลจริง"
ENGLISH = "Simulated data: nobody here exists"


@contextmanager
def browser(settings: Settings, service: str) -> Iterator[FlaskClient]:
    """A secretary's browser at a service."""
    with closing(Application(named(service), settings)) as application:
        prepare(application)
        app = create_app(application, beside=Neighbours("http://127.0.0.1:9"))
        client = app.test_client()
        cookie, _ = Keys().cookie(application, "secretary")
        client.set_cookie(COOKIE, cookie)
        yield client


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("path", ["/membership/people", "/membership/nothing-here"])
def test_a_page_of_a_simulated_site_says_so_in_both_languages(
    tmp_path: Path, path: str, language: str
) -> None:
    settings = Settings(data=tmp_path)
    settings.mark_simulated()
    with browser(settings, "membership") as client:
        said = client.get(path, headers={"Accept-Language": language})

    assert THAI in said.text
    assert ENGLISH in said.text
    assert said.headers["Bangduan-Data"] == "simulated"


def test_a_file_taken_away_from_it_is_named_so(tmp_path: Path) -> None:
    with browser(Settings(data=tmp_path, simulated=True), "membership") as client:
        said = client.get("/membership/people?format=csv")

    assert said.status_code == 200
    assert "filename=simulated-" in said.headers["Content-Disposition"]


def test_a_real_site_says_nothing_of_the_kind(tmp_path: Path) -> None:
    with browser(Settings(data=tmp_path), "membership") as client:
        page = client.get("/membership/people")
        file = client.get("/membership/people?format=csv")

    assert THAI not in page.text
    assert ENGLISH not in page.text
    assert "Bangduan-Data" not in page.headers
    assert "simulated" not in file.headers["Content-Disposition"]


def test_the_province_beside_a_simulated_site_holds_made_up_data_too(tmp_path: Path) -> None:
    site = Settings(data=tmp_path)
    assert not province_beside(site).holds_simulated
    site.mark_simulated()
    province = province_beside(site)
    assert province.holds_simulated

    with browser(replace(province, sites=()), "province") as client:
        assert THAI in client.get("/").text
