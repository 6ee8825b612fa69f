"""Every route of every installed service is let in by its permission, and by nothing else.

What a route needs stands at its view. Each is asked for by nobody, by every role there is, and
with tokens for less than it needs: pages, forms, lists for choosing, exports and the API.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from bangduan.permissions import ROLES, Role
from bangduan.web.app import create_app
from bangduan.web.guard import RENEWAL
from tests.integration.front.conftest import Route

if TYPE_CHECKING:
    from tests.integration.front.conftest import House

REFUSED = {401, 403}
NO_ROLE: tuple[Role, ...] = ()
#: Scopes of a token → whether it may read, whether it may change; %s is the service.
SCOPES = {
    ("%s:read",): (True, False),
    ("%s:write",): (True, True),
    ("*:read",): (True, False),
    ("*:write",): (True, True),
    ("elsewhere:write", "%sx:write"): (False, False),
    (): (False, False),
}


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


@pytest.mark.parametrize("role", [None, *ROLES])
def test_each_role_may_what_is_said_of_it_and_nothing_else(house: House, role: Role | None) -> None:
    roles = (role,) if role is not None else NO_ROLE
    before = house.recorded
    let_in: list[Route] = []
    shut_out: list[Route] = []
    for route in house.guarded:
        assert route.permission is not None
        allowed = route.permission.personal or role in route.permission.roles
        (let_in if allowed else shut_out).append(route)
    answered = {str(route): house.ask_as(route, *roles).status_code for route in shut_out}
    assert {route: status for route, status in answered.items() if status != 403} == {}
    assert house.recorded == before
    answered = {str(route): house.ask_as(route, *roles).status_code for route in let_in}
    wrong = {r: status for r, status in answered.items() if status in REFUSED or status >= 500}
    assert wrong == {}
    if role == "auditor":
        assert house.recorded == before


def test_an_auditor_reads_everything_and_changes_nothing(house: House) -> None:
    for route in house.guarded:
        assert route.permission is not None
        may = "auditor" in route.permission.roles or route.permission.personal
        assert may is not route.permission.changes or route.permission.personal, str(route)


@pytest.mark.parametrize("scopes", SCOPES, ids="+".join)
def test_a_token_lets_in_where_it_was_issued_for(house: House, scopes: tuple[str, ...]) -> None:
    reads, changes = SCOPES[scopes]
    tokens: dict[str, dict[str, str]] = {}
    wrong = []
    for route in house.guarded:
        assert route.permission is not None
        # what of the library every service has is of no service
        service = route.permission.service
        if service not in tokens:
            named = {scope.replace("%s", service) for scope in scopes}
            tokens[service] = house.keys.let_in(house.application, *ROLES, scopes=named)
        status = house.ask(route, tokens[service]).status_code
        allowed = changes if route.permission.changes else reads
        if not allowed:
            fits = status == 403
        else:  # a program may be refused what is one's own all the same
            fits = status not in REFUSED or (route.permission.personal and status == 403)
        if not fits:
            wrong.append(f"{route}: {status}")
    assert wrong == []


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


def test_a_form_that_shows_no_token_of_the_session_is_refused(house: House) -> None:
    before = house.recorded
    wrong = []
    for route in house.guarded:
        if route.method == "GET" or route.is_api:
            continue
        client, _ = house.browser(*ROLES)
        for shown in ({}, {"form_token": ""}, {"form_token": "guess"}):
            status = client.open(route.path, method=route.method, data=shown).status_code
            if status != 403:
                wrong.append(f"{route} with {shown}: {status}")
    assert wrong == []
    assert house.recorded == before
