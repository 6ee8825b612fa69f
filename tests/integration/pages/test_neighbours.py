"""What one service's pages ask of another's."""

import threading
from collections.abc import Iterable
from typing import Any

import pytest

from bangduan.application import Application
from bangduan.testing.processes import free_ports
from bangduan.web import neighbours
from bangduan.web.app import create_app
from bangduan.web.neighbours import Neighbours
from tests.integration.pages.conftest import SERVICE, Browser


def test_a_neighbour_sees_who_asks(treasurer: Browser, application: Application) -> None:
    one = treasurer.open("สมหญิง")
    app = create_app(application, (SERVICE,))
    beside = Neighbours("http://127.0.0.1:1", {"passbook": app})
    assert beside.fetch("passbook", "/options/passbooks").status == 401
    cookie = treasurer.client.get_cookie("bangduan_session")
    assert cookie is not None
    headers = {"Cookie": f"bangduan_session={cookie.value}"}
    with app.test_request_context("/?lang=en", headers=headers):
        answer = beside.fetch("passbook", f"/options/passbooks?ids={one}", limit="3")
    assert answer.ok
    assert "สมหญิง" in answer.text


def test_one_that_is_not_there_is_left_out() -> None:
    (port,) = free_ports(1)
    beside = Neighbours(f"http://127.0.0.1:{port}")
    found = beside.fetch_all([("funds", "/fragments/home"), ("learning", "/fragments/home")])
    assert {answer.status for answer in found.values()} == {503}


def test_one_that_does_not_answer_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "TIMEOUT", 0.05)
    done = threading.Event()

    def stuck(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        done.wait(30)
        start_response("200 OK", [])
        return [b""]

    def prompt(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/html")])
        return ["ก".encode()]

    beside = Neighbours("http://127.0.0.1:1", {"stuck": stuck, "prompt": prompt})
    found = beside.fetch_all([("prompt", "/x"), ("stuck", "/x")])
    done.set()
    assert found["prompt", "/x"].text == "ก"
    assert found["stuck", "/x"].status == 503
