"""What an API says of itself: who may use what, what may go wrong, and what each problem means."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from bangduan.application import Application
from bangduan.rebuilding import prepare
from bangduan.service import installed
from bangduan.settings import Settings
from bangduan.testing.access import client_of
from bangduan.testing.store.bench import new_id
from bangduan.web.documents import explained
from bangduan.web.problems import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

API = "/meetings/api/v1"
_PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A secretary at the meetings service."""
    settings = Settings(data=tmp_path_factory.mktemp("meetings"))
    with closing(Application(installed()["meetings"], settings)) as application:
        prepare(application)
        yield client_of(application, "secretary")


@pytest.fixture(scope="module")
def document(client: FlaskClient) -> Any:
    return client.get(f"{API}/openapi.json").get_json()


def test_each_operation_says_who_may_use_it(document: Any) -> None:
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    command = document["paths"][f"{API}/meetings"]["post"]
    assert command["security"] == [{"bearer": []}]
    assert "`meetings.keep-meetings`" in command["description"]
    assert "For Administrator, Chair, Secretary; scope `meetings:write`" in command["description"]


def test_each_operation_says_what_may_go_wrong(document: Any) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method == "parameters":
                continue
            told = set(operation["responses"])
            assert told >= {"400", "401", "403", "404", "422", "429", "500", "503"}, path
            if method != "get":
                assert told >= {"409", "412", "413", "415"}, path
            limited = operation["responses"]["429"]
            assert "Retry-After" in limited["headers"]


def test_what_is_made_within_something_is_told_by_its_id(client: FlaskClient) -> None:
    plan = client.post(f"{API}/plans", json={"title": "แผนพัฒนาตำบล"}).get_json()
    assert plan["made"] == {"plan_id": plan["id"]}
    line = {"theme": "environment", "priority": 1, "title": "ขุดลอกคลอง"}
    headers = {"Idempotency-Key": new_id()}
    for _ in range(2):
        again = client.post(f"{API}/plans/{plan['id']}/lines", json=line, headers=headers)
        assert again.status_code == 201, again.get_json()
        assert again.get_json()["id"] == plan["id"]
        (written,) = client.get(f"{API}/plans/{plan['id']}").get_json()["lines"]
        assert again.get_json()["made"] == {"line_id": written["line_id"]}


def test_the_page_of_an_api_shows_every_operation(client: FlaskClient, document: Any) -> None:
    page = client.get(f"{API}/docs")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    for path in document["paths"]:
        assert path in text
    assert not re.search(r"(src|href)=.https?://|<script(?! src=./)|<style|\sstyle=", text)


@pytest.mark.parametrize("name", [each.name for each in ALL])
def test_the_type_of_a_problem_leads_to_what_it_means(client: FlaskClient, name: str) -> None:
    found = client.get(f"/problems/{name}").get_json()
    assert found["type"] == f"/problems/{name}"
    assert found["title"]["th"]
    assert found["detail"]["en"]
    page = client.get(f"/problems/{name}", headers=_PAGE)
    assert page.mimetype == "text/html"
    assert found["detail"]["th"] in page.get_data(as_text=True)


def test_a_rule_that_refused_is_explained_too(client: FlaskClient) -> None:
    refused = client.post(f"{API}/problems/{new_id()}/closure", json={})
    assert refused.status_code >= 400
    assert client.get(refused.get_json()["type"]).status_code == 200
    rules = set(explained()) - {each.name for each in ALL}
    assert len(rules) > 50
    listed = {each["type"] for each in client.get("/problems/").get_json()}
    assert listed == {f"/problems/{name}" for name in explained()}


def test_no_other_site_is_told_that_it_may_ask(client: FlaskClient) -> None:
    asked = client.get(f"{API}/meetings", headers={"Origin": "https://elsewhere.example"})
    assert not [name for name in dict(asked.headers) if name.startswith("Access-Control")]
