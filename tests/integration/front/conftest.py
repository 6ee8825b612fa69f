"""Each installed service without its network, and whoever asks it for something."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from uuid6 import uuid7

from bangduan.application import Application
from bangduan.permissions import Permission, Role, permission_of
from bangduan.rebuilding import prepare
from bangduan.service import installed
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.guard import FORM_FIELD
from bangduan.web.pages import Pages
from bangduan.web.sessions import cookie_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

SERVICES = tuple(installed())
UNASKED = {"HEAD", "OPTIONS"}


@dataclasses.dataclass(frozen=True, slots=True)
class Route:
    """One way to ask a service for something."""

    method: str
    path: str
    permission: Permission | None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_api(self) -> bool:
        """A program asks, with a token; a browser asks for the rest, within a session."""
        return "/api/" in self.path

    @property
    def body(self) -> dict[str, str] | None:
        """What is sent along: nothing that could be read, for who may not is refused before."""
        return {} if self.is_api and self.method != "GET" else None


@dataclasses.dataclass(frozen=True, slots=True)
class House:
    """A service without its network, and the accounts it knows."""

    application: Application
    app: Flask
    keys: Keys
    people: dict[tuple[Role, ...], dict[str, str]] = dataclasses.field(default_factory=dict)
    browsers: dict[tuple[Role, ...], tuple[FlaskClient, str]] = dataclasses.field(
        default_factory=dict
    )

    @property
    def routes(self) -> list[Route]:
        """Every route but the files of the layout, which have no addresses to guess."""
        return [
            Route(method, filled(rule), permission_of(self.app.view_functions[rule.endpoint]))
            for rule in self.app.url_map.iter_rules()
            for method in sorted((rule.methods or set()) - UNASKED)
        ] + self.exports

    @property
    def exports(self) -> list[Route]:
        """The tables once more, as files to take away."""
        service = self.application.service
        resources = service.pages.resources.values() if isinstance(service.pages, Pages) else ()
        return [
            Route("GET", f"/{service.name}/{each.name}?format={kind}", each.permission)
            for each in resources
            for kind in ("csv", "xlsx")
        ]

    @property
    def guarded(self) -> list[Route]:
        """Those that are not for everybody."""
        return [r for r in self.routes if r.permission is not None and not r.permission.public]

    @property
    def recorded(self) -> int:
        """How many events there are."""
        return self.application.log.count()

    def headers(self, *roles: Role) -> dict[str, str]:
        """Of an account with these roles, opened at the first asking."""
        if roles not in self.people:
            self.people[roles] = self.keys.let_in(self.application, *roles)
        return self.people[roles]

    def browser(self, *roles: Role) -> tuple[FlaskClient, str]:
        """A browser in which an account with these roles signed in, and what its forms carry."""
        if roles not in self.browsers:
            cookie, form_token = self.keys.cookie(self.application, *roles)
            client = self.app.test_client()
            client.set_cookie(cookie_at(self.application.scope), cookie)
            self.browsers[roles] = client, form_token
        return self.browsers[roles]

    def ask(self, route: Route, headers: dict[str, str] | None = None) -> TestResponse:
        """Ask as a program does, or as nobody."""
        client = self.app.test_client(use_cookies=False)
        return client.open(
            route.path, method=route.method, json=route.body, headers=headers, buffered=True
        )  # fmt: skip

    def ask_signed_in(self, route: Route, *roles: Role) -> TestResponse:
        """Ask as a browser does in which somebody with these roles has signed in."""
        client, form_token = self.browser(*roles)
        form = {FORM_FIELD: form_token} if route.method != "GET" and not route.is_api else None
        answer = client.open(
            route.path, method=route.method, json=route.body, data=form, buffered=True
        )
        if client.get_cookie(cookie_at(self.application.scope)) is None:  # signed out
            del self.browsers[roles]
        return answer

    def ask_as(self, route: Route, *roles: Role) -> TestResponse:
        """Ask as is usual there: some of what is one's own is for no program."""
        assert route.permission is not None
        if route.is_api and not route.permission.personal:
            return self.ask(route, self.headers(*roles))
        return self.ask_signed_in(route, *roles)


def filled(rule: Rule) -> str:
    """A path of the rule, naming what is not there."""
    values = {name: str(uuid7()) for name in rule.arguments}
    built = rule.build(values, append_unknown=False)
    assert built is not None, rule
    return built[1]


@pytest.fixture(scope="module", params=SERVICES)
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Each installed service in turn, also one from another repository."""
    service = installed()[request.param]
    settings = Settings(data=tmp_path_factory.mktemp(service.name))
    with closing(Application(service, settings)) as application:
        prepare(application)
        yield House(application, create_app(application), Keys())
