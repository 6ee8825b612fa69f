"""Every route of every installed service is let in by its permission, and by nothing else."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from uuid6 import uuid7

from bangduan.application import Application
from bangduan.permissions import ROLES, Permission, Role, permission_of
from bangduan.rebuilding import prepare
from bangduan.service import installed
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.guard import FORM_FIELD, RENEWAL
from bangduan.web.sessions import COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

SERVICES = tuple(installed())
UNASKED = {"HEAD", "OPTIONS"}
REFUSED = {401, 403}


@dataclasses.dataclass(frozen=True, slots=True)
class Route:
    """One way to ask a service for something."""

    method: str
    path: str
    permission: Permission | None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclasses.dataclass(frozen=True, slots=True)
class House:
    """A service without its network, and the accounts it knows."""

    application: Application
    app: Flask
    keys: Keys
    people: dict[tuple[Role, ...], dict[str, str]]

    @property
    def routes(self) -> list[Route]:
        """Every route but the files of the layout, which have no addresses to guess."""
        return [
            Route(method, filled(rule), permission_of(self.app.view_functions[rule.endpoint]))
            for rule in self.app.url_map.iter_rules()
            for method in sorted((rule.methods or set()) - UNASKED)
        ]

    @property
    def guarded(self) -> list[Route]:
        """Those that are not for everybody."""
        return [r for r in self.routes if r.permission is not None and not r.permission.public]

    def headers(self, *roles: Role) -> dict[str, str]:
        """Of an account with these roles, opened at the first asking."""
        if roles not in self.people:
            self.people[roles] = self.keys.let_in(self.application, *roles)
        return self.people[roles]

    def ask_signed_in(self, route: Route, role: Role) -> TestResponse:
        """Ask as a browser does in which somebody with this role has signed in."""
        cookie, form_token = self.keys.cookie(self.application, role)
        client = self.app.test_client()
        client.set_cookie(COOKIE, cookie)
        body: dict[str, str] | None = (
            {} if "/api/" in route.path and route.method != "GET" else None
        )
        form = None if body is not None or route.method == "GET" else {FORM_FIELD: form_token}
        return client.open(route.path, method=route.method, json=body, data=form)

    def ask(self, route: Route, headers: dict[str, str] | None = None) -> TestResponse:
        """Ask with nothing in the body: whom it refuses, it refuses before it reads."""
        body: dict[str, str] | None = (
            {} if "/api/" in route.path and route.method != "GET" else None
        )
        client = self.app.test_client()
        return client.open(route.path, method=route.method, json=body, headers=headers)


def filled(rule: Rule) -> str:
    """A path of the rule, naming what is not there."""
    values = {name: str(uuid7()) for name in rule.arguments}
    built = rule.build(values, append_unknown=False)
    assert built is not None, rule
    return built[1]


def one_of(roles: Sequence[Role], number: int) -> Sequence[Role]:
    """The role whose turn it is, if there is any."""
    return (roles[number % len(roles)],) if roles else ()


@pytest.fixture(scope="module", params=SERVICES)
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Each installed service in turn, also one from another repository."""
    service = installed()[request.param]
    settings = Settings(data=tmp_path_factory.mktemp(service.name))
    with closing(Application(service, settings)) as application:
        prepare(application)
        yield House(application, create_app(application), Keys(), {})


def test_every_route_says_who_may_use_it(house: House) -> None:
    assert house.routes
    assert [str(route) for route in house.routes if route.permission is None] == []


def test_whom_nobody_knows_sees_only_what_is_public(house: House) -> None:
    for route in house.routes:
        assert route.permission is not None
        status = house.ask(route).status_code
        if not route.permission.public:
            assert status == 401, str(route)
        elif route.method == "GET" and route.path != RENEWAL:  # forms refuse who shows nothing
            assert status not in REFUSED, str(route)


def test_an_account_without_the_role_is_refused(house: House) -> None:
    for number, route in enumerate(house.guarded):
        assert route.permission is not None
        if route.permission.personal:
            continue
        without = [role for role in ROLES if role not in route.permission.roles]
        # each in turn, so that all of them are tried
        for roles in ((), *((role,) for role in one_of(without, number))):
            assert house.ask(route, house.headers(*roles)).status_code == 403, (str(route), roles)


def test_an_account_with_the_role_is_let_in(house: House) -> None:
    for number, route in enumerate(house.guarded):
        assert route.permission is not None
        (role,) = one_of(sorted(route.permission.roles) or ROLES, number)
        if route.permission.personal:  # some of it only for a person, not for a program
            status = house.ask_signed_in(route, role).status_code
        else:
            status = house.ask(route, house.headers(role)).status_code
        assert status not in REFUSED, (str(route), role)


def test_a_token_that_was_not_issued_for_it_is_refused(house: House) -> None:
    for route in house.guarded:
        assert route.permission is not None
        roles = tuple(sorted(route.permission.roles)) or ("administrator",)
        covering = route.permission.scope
        others = {"*:read"} if route.permission.changes else {"elsewhere:write"}
        narrow = house.keys.let_in(house.application, *roles, scopes=others)
        assert house.ask(route, narrow).status_code == 403, str(route)
        if route.permission.personal:
            continue
        exact = house.keys.let_in(house.application, *roles, scopes={covering})
        assert house.ask(route, exact).status_code not in REFUSED, str(route)


def test_an_auditor_reads_everything_and_changes_nothing(house: House) -> None:
    for route in house.guarded:
        assert route.permission is not None
        status = house.ask(route, house.headers("auditor")).status_code
        if route.permission.changes and not route.permission.personal:
            assert status == 403, str(route)
        elif not route.permission.changes:
            assert status not in REFUSED, str(route)


def test_a_route_without_a_permission_is_shut(house: House) -> None:
    app = create_app(house.application)
    app.add_url_rule("/planted", "planted", lambda: "open", methods=["GET", "POST"])
    planted = dataclasses.replace(house, app=app)
    for method in ("GET", "POST"):
        route = Route(method, "/planted", None)
        assert planted.ask(route).status_code == 401
        if house.application.service.knows_access:
            assert planted.ask(route, house.headers(*ROLES)).status_code == 403


def test_a_session_is_let_in_where_its_role_is(house: House) -> None:
    for route in [r for r in house.guarded if r.method == "GET"][:5]:
        status = house.ask_signed_in(route, "administrator").status_code
        assert status not in REFUSED, str(route)
