"""Cookies travel by https alone wherever the site is reached by https."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bangduan.application import Application
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.web.app import create_app
from services.accounts import signing_in
from services.accounts.projections import list_sessions
from services.accounts.service import service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD = "four words in a row"
PAGE = "/accounts/sign-in"
HTTP, HTTPS = "http://site.example", "https://site.example"
FORWARDED = {"X-Forwarded-Proto": "https"}


@pytest.fixture
def behind_proxy(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def accounts(tmp_path: Path, behind_proxy: int) -> Iterator[Application]:
    application = Application(service, Settings(data=tmp_path, behind_proxy=behind_proxy))
    prepare(application)
    yield application
    application.close()


@pytest.mark.parametrize(
    ("behind_proxy", "base_url", "headers", "secure"),
    [
        pytest.param(0, HTTP, {}, False, id="http"),
        pytest.param(0, HTTPS, {}, True, id="https"),
        pytest.param(1, HTTP, FORWARDED, True, id="https-as-far-as-the-proxy"),
        pytest.param(1, HTTP, {}, False, id="http-as-far-as-the-proxy"),
        pytest.param(0, HTTP, FORWARDED, False, id="a-client-that-says-it-is-a-proxy"),
    ],
    indirect=["behind_proxy"],
)
def test_cookies_go_by_https_alone_where_there_is_https(
    accounts: Application, base_url: str, headers: dict[str, str], *, secure: bool
) -> None:
    signing_in.open_account(
        accounts, username="somchai", name="สมชาย (สมมติ)", roles=["chair"], password=PASSWORD,
        synthetic=True,
    )  # fmt: skip
    # each answer's cookies are sent back as they come, whatever the client would keep to itself
    client = create_app(accounts).test_client(use_cookies=False)

    page = client.get(PAGE, base_url=base_url, headers=headers)
    (form_cookie,) = page.headers.getlist("Set-Cookie")
    token = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert token
    data = {"form_token": token[1], "username": "somchai", "password": PASSWORD}
    sent = {**headers, "Cookie": form_cookie.partition(";")[0]}
    answer = client.post(PAGE, data=data, base_url=base_url, headers=sent)

    assert answer.status_code == 303
    cookies = [form_cookie, *answer.headers.getlist("Set-Cookie")]
    assert len(cookies) == 3
    for cookie in cookies:
        assert ("Secure" in cookie.split("; ")) is secure, cookie
        assert "HttpOnly" in cookie


@pytest.mark.parametrize(
    ("behind_proxy", "known"),
    [(0, "127.0.0.1"), (1, "172.18.0.1"), (2, "192.0.2.7")],
    indirect=["behind_proxy"],
)
def test_who_asks_is_known_by_what_the_outermost_proxy_of_ours_saw(
    accounts: Application, known: str
) -> None:
    signing_in.open_account(
        accounts, username="somchai", name="สมชาย (สมมติ)", roles=["chair"], password=PASSWORD,
        synthetic=True,
    )  # fmt: skip
    client = create_app(accounts).test_client()
    # the first is what the client made up
    headers = {"X-Forwarded-For": "203.0.113.9, 192.0.2.7, 172.18.0.1"}
    token = re.search(r'name="form_token" value="([^"]+)"', client.get(PAGE).text)
    assert token
    data = {"form_token": token[1], "username": "somchai", "password": PASSWORD}
    assert client.post(PAGE, data=data, headers=headers).status_code == 303
    (session,) = accounts.reader.all(list_sessions())
    assert session["address"] == known
