"""The accounts service on a database of each kind, and browsers that use it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bangduan.application import Application
from bangduan.permissions import Role
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.web.app import create_app
from services.accounts import signing_in
from services.accounts.service import service

PASSWORD = "สี่คำ ต่อกัน ยาวพอ"
_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


@pytest.fixture(params=["sqlite", "postgresql"])
def accounts(
    request: pytest.FixtureRequest, databases: dict[str, Callable[[], str]], tmp_path: Path
) -> Iterator[Application]:
    """The service without its network, and without any account."""
    url = databases[request.param]()
    application = Application(service, Settings(data=tmp_path, database=url))
    prepare(application)
    yield application
    application.close()


@pytest.fixture
def app(accounts: Application) -> Flask:
    return create_app(accounts)


@dataclasses.dataclass(slots=True)
class Browser:
    """Somebody at the keyboard: sends the forms of pages, as they are shown."""

    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def send(self, page: str, path: str | None = None, /, **fields: Any) -> TestResponse:
        """Open a page and send the form on it to ``path``, or to the page itself."""
        token = form_token(self.client.get(page))
        return self.client.post(path or page, data={"form_token": token, **fields})

    def sign_in(self, username: str, password: str = PASSWORD, **fields: Any) -> TestResponse:
        return self.send("/accounts/sign-in", username=username, password=password, **fields)

    def cookie(self, name: str, path: str = "/") -> str:
        kept = self.client.get_cookie(name, path=path)
        assert kept is not None
        return kept.value


def form_token(page: TestResponse) -> str:
    found = _TOKEN.search(page.text)
    assert found, page.text
    return found[1]


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def other_browser(app: Flask) -> Browser:
    return Browser(app.test_client())


Open = Callable[..., str]


@pytest.fixture
def opened(accounts: Application) -> Open:
    """Opens an account whose password was chosen by its holder; returns its id."""

    def open_account(username: str, *roles: Role) -> str:
        id, _ = signing_in.open_account(
            accounts, username=username, name=f"{username} (สมมติ)",
            roles=roles or ("administrator",), password=PASSWORD, synthetic=True,
        )  # fmt: skip
        return id

    return open_account
