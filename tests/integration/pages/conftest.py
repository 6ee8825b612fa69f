"""The passbook service with pages, and browsers of people who may do different things."""

import dataclasses
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, select
from werkzeug.test import TestResponse

from bangduan.application import Application
from bangduan.permissions import Role, reads
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.testing import passbook
from bangduan.testing.access import Keys
from bangduan.testing.store.bench import new_id
from bangduan.web.app import create_app
from bangduan.web.pages import Card, Pages, Related, Resource
from bangduan.web.sessions import COOKIE


@reads(passbook.READ)
def list_shares() -> Select[Any]:
    """Passbooks of shares."""
    return select(passbook.passbooks).where(passbook.passbooks.c.kind == "shares")


PAGES = Pages("passbook")
PAGES.add(
    Resource(
        "passbooks",
        title="Passbooks",
        one="Passbook",
        key="passbook_id",
        query=passbook.list_passbooks,
        filters=passbook.PassbookFilter,
        row=passbook.PassbookView,
        columns=("name", "kind", "opened_on", "balance_satang"),
        item=passbook.one_passbook,
        named="name",
        aggregate=passbook.PASSBOOK,
        create=passbook.OpenPassbook,
        actions=(passbook.Deposit, passbook.Withdraw, passbook.Transfer),
        related=(
            Related(
                "movements",
                title="Movements",
                query=passbook.list_movements,
                row=passbook.MovementView,
                columns=("number", "amount_satang"),
            ),
        ),
        picks=("to_passbook_id",),
    )
)
PAGES.add(
    Card(
        "shares",
        title="Shares",
        query=list_shares,
        columns=("name", "balance_satang"),
        links="passbooks",
    )
)
SERVICE = dataclasses.replace(passbook.PASSBOOK_SERVICE, pages=PAGES)


@dataclasses.dataclass
class Browser:
    """Somebody at the pages."""

    client: FlaskClient
    form_token: str
    application: Application

    def get(self, path: str, status: int = 200) -> str:
        """What a page shows, in English."""
        joint = "&" if "?" in path else "?"
        answer = self.client.get(f"/passbook{path}{joint}lang=en")
        assert answer.status_code == status, answer.get_data(as_text=True)
        return unescape(answer.get_data(as_text=True))

    def post(self, path: str, **fields: Any) -> TestResponse:
        """The answer to a form sent; ``form_token`` may be given."""
        data = {"form_token": self.form_token, **fields}
        return self.client.post(f"/passbook{path}?lang=en", data=data)

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of a form."""
        return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', self.get(path)))

    def do(self, path: str, **fields: Any) -> TestResponse:
        """Open a form, fill it, send it."""
        return self.post(path, **{**self.hidden(path), **fields})

    def open(self, name: str, **fields: Any) -> str:
        """The id of a new passbook, made by its form."""
        fields = {"holder_id": new_id(), "name": name, "kind": "savings", **fields}
        answer = self.do("/passbooks/new", **fields)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return answer.headers["Location"].partition("?")[0].rpartition("/")[2]


Browse = Callable[..., Browser]


@pytest.fixture
def application(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Application]:
    """The service on an empty database: SQLite, or the kind that the test names."""
    settings = Settings(data=tmp_path)
    kind = getattr(request, "param", "sqlite")
    if kind != "sqlite":
        url = request.getfixturevalue("databases")[kind]()
        settings = dataclasses.replace(settings, database=url)
    made = Application(SERVICE, settings)
    prepare(made)
    yield made
    made.close()


@pytest.fixture
def browse(application: Application) -> Browse:
    """Makes a browser of somebody with the roles given."""
    keys, app = Keys(), create_app(application, (SERVICE,))

    def open_browser(*roles: Role) -> Browser:
        client = app.test_client()
        value, form_token = keys.cookie(application, *roles)
        client.set_cookie(COOKIE, value)
        return Browser(client, form_token, application)

    return open_browser


@pytest.fixture
def treasurer(browse: Browse) -> Browser:
    """Who keeps the passbooks."""
    return browse("treasurer")


@pytest.fixture
def chair(browse: Browse) -> Browser:
    """Who may only look."""
    return browse("chair")
