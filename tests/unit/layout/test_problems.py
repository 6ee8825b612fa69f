"""Problems: a person gets a page that says what to do, a program gets problem details."""

from __future__ import annotations

import pytest

from bangduan.permissions import PUBLIC, needs
from bangduan.store import StoreUnavailable
from bangduan.web.app import create_app
from bangduan.web.problems import CONTENT_TYPE

from .conftest import Site


def test_who_is_not_signed_in_gets_the_form_to_sign_in(site: Site) -> None:
    answer = site.client("membership").get("/membership/people")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert answer.mimetype == "text/html"
    assert 'name="password"' in page
    assert "/membership/people" in page


def test_who_may_not_is_told_who_may(site: Site) -> None:
    answer = site.signed_in("auditor", service="membership").get("/membership/people/new?lang=en")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 403
    assert "Secretary" in page
    assert "You are signed in as Auditor" in page


@pytest.mark.parametrize(("language", "said"), [("th", "ไม่พบข้อมูล"), ("en", "Not found")])
def test_what_is_not_there_is_said_in_the_reader_s_language(
    site: Site, language: str, said: str
) -> None:
    answer = site.client().get(f"/nowhere?lang={language}")
    assert answer.status_code == 404
    assert said in answer.get_data(as_text=True)


def test_a_page_that_cannot_be_used_so_names_what_can(site: Site) -> None:
    answer = site.client().delete("/")
    assert answer.status_code == 405
    assert answer.mimetype == "text/html"
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/reporting/api/v1/nowhere", "/reporting/api/v1/events"])
def test_a_program_gets_problem_details(site: Site, path: str) -> None:
    assert site.client().get(path).mimetype == CONTENT_TYPE


def test_a_program_that_asks_a_page_for_json_gets_json(site: Site) -> None:
    answer = site.client().get("/nowhere", headers={"Accept": "application/json"})
    assert answer.mimetype == CONTENT_TYPE


@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError("secret"), 500), (StoreUnavailable("secret"), 503)]
)
def test_what_breaks_inside_is_not_told(site: Site, error: Exception, status: int) -> None:
    app = create_app(site.root)

    def broken() -> str:
        raise error

    app.view_functions["reporting_pages.site"] = needs(PUBLIC)(broken)
    answer = app.test_client().get("/?lang=en")
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert "secret" not in answer.get_data(as_text=True)
    assert ("Retry-After" in answer.headers) == (status == 503)
