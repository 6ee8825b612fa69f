"""Every view is shut to whom its permission does not let in, and to who is no longer let in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from uuid6 import uuid7

from bangduan.application import Application
from bangduan.events.accounts import (
    AccountErased,
    AccountRestored,
    AccountSuspended,
    ApiTokenRevoked,
    RolesChanged,
    SessionEnded,
    SigningKeyRetired,
)
from bangduan.events.types import EntityId
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.testing.access import Keys, tell
from bangduan.testing.passbook import KEEP, PASSBOOK_SERVICE, READ
from bangduan.web import sessions
from bangduan.web.app import create_app
from bangduan.web.guard import needs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

LIST = "/passbook/api/v1/passbooks"
PAGE = "/passbook/page"


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    application = Application(PASSBOOK_SERVICE, Settings(data=tmp_path))
    prepare(application)
    yield application
    application.close()


@pytest.fixture
def app(application: Application) -> Flask:
    """The service with two more views: a page, and one that says nothing of who may use it."""
    app = create_app(application)
    app.add_url_rule(PAGE, "page", needs(READ)(lambda: "seen"), methods=["GET"])
    app.add_url_rule(PAGE, "change", needs(KEEP)(lambda: "done"), methods=["POST"])
    app.add_url_rule("/passbook/forgotten", "forgotten", lambda: "open to all")
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def keys() -> Keys:
    return Keys()


def new_id() -> EntityId:
    return EntityId(str(uuid7()))


def test_nobody_gets_in_without_saying_who(client: FlaskClient) -> None:
    answer = client.get(LIST)
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["type"] == "/problems/sign-in"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "header", ["Basic YTpi", "Bearer", "Bearer nonsense", "nonsense", "Bearer a.b.c", "bearer é"]
)
def test_what_is_no_token_lets_nobody_in(client: FlaskClient, header: str) -> None:
    assert client.get(LIST, headers={"Authorization": header}).status_code == 401


def test_a_role_opens_what_it_may(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    body = {"holder_id": new_id(), "name": "สมหญิง"}
    treasurer = keys.let_in(application, "treasurer")
    secretary = keys.let_in(application, "secretary")
    assert client.get(LIST, headers=secretary).status_code == 200
    assert client.post(LIST, json=body, headers=secretary).status_code == 403
    assert client.post(LIST, json=body, headers=treasurer).status_code == 201


def test_a_refusal_says_who_may(client: FlaskClient, application: Application, keys: Keys) -> None:
    headers = keys.let_in(application, "secretary")
    answer = client.post(LIST, json={}, headers=headers)
    assert answer.json is not None
    assert "เหรัญญิก" in answer.json["detail"]


def test_who_may_not_learns_nothing_of_the_body(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    headers = {**keys.let_in(application, "secretary"), "Content-Type": "application/json"}
    assert client.post(LIST, data=b"{", headers=headers).status_code == 403
    assert client.post(LIST, data=b"{").status_code in {401, 415}


def test_what_says_nothing_is_shut(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    headers = keys.let_in(application, "administrator", "treasurer")
    assert client.get("/passbook/forgotten", headers=headers).status_code == 403


def test_the_actor_stands_in_the_log(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    account = keys.open(application, "treasurer")
    said = sessions.Statement("token", new_id(), account, frozenset({"*:write"}))
    headers = {"Authorization": f"Bearer {keys.signed(application, said)}"}
    client.post(LIST, json={"holder_id": new_id(), "name": "สมหญิง"}, headers=headers)
    (row,) = application.database.rows("SELECT meta FROM events")
    assert f'"actor":"{account}"' in row[0]


def test_roles_are_those_of_now(client: FlaskClient, application: Application, keys: Keys) -> None:
    account = keys.open(application, "auditor")
    said = sessions.Statement("token", new_id(), account, frozenset({"*:write"}))
    headers = {"Authorization": f"Bearer {keys.signed(application, said)}"}
    body = {"holder_id": new_id(), "name": "สมหญิง"}
    assert client.post(LIST, json=body, headers=headers).status_code == 403
    tell(application, RolesChanged(account_id=EntityId(account), roles=("treasurer",)))
    assert client.post(LIST, json=body, headers=headers).status_code == 201


def test_what_has_ended_lets_nobody_in(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    account, token = EntityId(keys.open(application, "auditor")), new_id()
    said = sessions.Statement("token", token, account, frozenset({"*:read"}))
    headers = {"Authorization": f"Bearer {keys.signed(application, said)}"}
    assert client.get(LIST, headers=headers).status_code == 200
    tell(application, AccountSuspended(account_id=account))
    assert client.get(LIST, headers=headers).status_code == 401
    tell(application, AccountRestored(account_id=account))
    assert client.get(LIST, headers=headers).status_code == 200
    tell(application, ApiTokenRevoked(token_id=token, account_id=account, reason="signed-out"))
    assert client.get(LIST, headers=headers).status_code == 401


def test_an_erased_account_and_a_retired_key_let_nobody_in(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    account = EntityId(keys.open(application, "auditor"))
    said = sessions.Statement("token", new_id(), account, frozenset({"*:read"}))
    headers = {"Authorization": f"Bearer {keys.signed(application, said)}"}
    other = keys.let_in(application, "auditor")
    tell(application, AccountErased(account_id=account))
    assert client.get(LIST, headers=headers).status_code == 401
    assert client.get(LIST, headers=other).status_code == 200
    third = Keys().let_in(application, "auditor")
    tell(application, SigningKeyRetired(key_id=EntityId(keys.key.id)))
    assert client.get(LIST, headers=third).status_code == 200
    assert client.get(LIST, headers=other).status_code == 401


def test_a_session_is_no_token_and_a_token_no_session(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    account = keys.open(application, "auditor")
    session = keys.signed(application, sessions.Statement("session", new_id(), account))
    token = keys.signed(
        application, sessions.Statement("token", new_id(), account, frozenset({"*:read"}))
    )
    assert client.get(LIST, headers={"Authorization": f"Bearer {session}"}).status_code == 401
    client.set_cookie(sessions.COOKIE, token)
    assert client.get(LIST).status_code == 401
    client.set_cookie(sessions.COOKIE, session)
    assert client.get(LIST).status_code == 200


def test_a_session_that_ended_elsewhere_lets_nobody_in(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    account, session = EntityId(keys.open(application, "auditor")), new_id()
    said = sessions.Statement("session", session, account)
    client.set_cookie(sessions.COOKIE, keys.signed(application, said))
    assert client.get(PAGE).status_code == 200
    tell(
        application,
        SessionEnded(session_id=session, account_id=account, reason="ended-elsewhere"),
    )
    assert client.get(PAGE).status_code == 401


def test_a_session_that_is_only_too_old_is_renewed_with_what_was_typed(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    account = keys.open(application, "treasurer")
    old = keys.signed(application, sessions.Statement("session", new_id(), account), seconds=-60)
    client.set_cookie(sessions.COOKIE, old)
    answer = client.post(f"{PAGE}?a=1", data={"typed": "ก"})
    assert answer.status_code == 307
    assert answer.headers["Location"] == "/accounts/renewal?next=%2Fpassbook%2Fpage%3Fa%3D1"
    assert client.get(LIST).status_code == 401


def test_who_was_just_opened_is_asked_to_come_again_until_the_account_arrives(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    account = EntityId(str(uuid7()))
    said = sessions.Statement("session", new_id(), account)
    client.set_cookie(sessions.COOKIE, keys.signed(application, said))
    for _ in range(2):  # before the key, then before the account
        page, program = client.get(PAGE), client.get(LIST)
        assert (page.status_code, program.status_code) == (503, 503)
        assert page.headers["Refresh"] == page.headers["Retry-After"] == "2"
        assert program.json is not None
        assert program.json["type"] == "/problems/not-known-yet"
        assert "Refresh" not in client.post(PAGE).headers
        keys.open(application, "auditor")
    keys.open(application, "auditor", account=account)
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_a_form_is_believed_from_a_page_of_ours_only(
    client: FlaskClient, application: Application, keys: Keys, headers: dict[str, str], status: int
) -> None:
    cookie, form_token = keys.cookie(application, "treasurer")
    client.set_cookie(sessions.COOKIE, cookie)
    answer = client.post(PAGE, data={"form_token": form_token}, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize("shown", [{}, {"form_token": ""}, {"form_token": "é"}])
def test_a_form_without_its_sessions_token_is_refused(
    client: FlaskClient, application: Application, keys: Keys, shown: dict[str, str]
) -> None:
    cookie, _ = keys.cookie(application, "treasurer")
    client.set_cookie(sessions.COOKIE, cookie)
    assert client.post(PAGE, data=shown).status_code == 403


def test_a_browsers_cookie_changes_nothing_from_another_site(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    cookie, _ = keys.cookie(application, "treasurer")
    client.set_cookie(sessions.COOKIE, cookie)
    body = {"holder_id": new_id(), "name": "สมหญิง"}
    foreign = {"Origin": "https://elsewhere.example"}
    assert client.post(LIST, json=body, headers=foreign).status_code == 403
    assert client.post(LIST, json=body).status_code == 201


def test_a_service_says_whether_anybody_can_sign_in(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    health = client.get("/passbook/health")
    assert health.json is not None
    assert health.json["sign_in"] == "waiting"
    keys.open(application)
    health = client.get("/passbook/health")
    assert health.json is not None
    assert health.json["sign_in"] == "ready"


def test_the_log_and_the_figures_are_for_auditors(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    auditor, chair = keys.let_in(application, "auditor"), keys.let_in(application, "chair")
    for path in ("/passbook/api/v1/events", "/passbook/metrics"):
        assert client.get(path).status_code == 401
        assert client.get(path, headers=chair).status_code == 403
        assert client.get(path, headers=auditor).status_code == 200


def test_a_token_of_a_site_is_none_of_anothers(
    client: FlaskClient, application: Application, keys: Keys
) -> None:
    account = keys.open(application, "auditor")
    now = datetime.now(UTC)
    said = sessions.Statement("token", new_id(), account, frozenset({"*:read"}))
    foreign = sessions.sign(
        said, keys.key, "110114", now=now, expires_at=now.replace(year=now.year + 1)
    )
    assert client.get(LIST, headers={"Authorization": f"Bearer {foreign}"}).status_code == 401
