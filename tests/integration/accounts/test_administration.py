"""The first account, everybody's accounts, tokens, and what is written down of it all."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bangduan.application import Application
from bangduan.permissions import SITE_ROLES
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from services.accounts import demo, keys, signing_in
from services.accounts.service import service
from tests.integration.accounts.conftest import PASSWORD, Browser, form_token

if TYPE_CHECKING:
    from flask import Flask

    from tests.integration.accounts.conftest import Open

API = "/accounts/api/v1"
FIRST = {"username": "somchai", "name": "สมชาย (สมมติ)", "password": PASSWORD}


def bearer(accounts: Application, account: str, *scopes: str) -> dict[str, str]:
    _, token, _ = signing_in.issue_token(accounts, account, label="test", scopes=scopes, days=1)
    return {"Authorization": f"Bearer {token}"}


def everything_kept(accounts: Application) -> str:
    """The text of the log, as it is stored and as it travels."""
    rows = accounts.database.rows("SELECT payload, meta FROM events")
    return " ".join(part for row in rows for part in row)


def test_the_site_is_set_up_once_even_by_two_at_once(accounts: Application, app: Flask) -> None:
    answers: list[int] = []
    start = threading.Barrier(2)

    def set_up(username: str) -> None:
        client = app.test_client()
        start.wait()
        answer = client.post(f"{API}/set-up", json={**FIRST, "username": username})
        answers.append(answer.status_code)

    threads = [threading.Thread(target=set_up, args=(name,)) for name in ("somchai", "somsri")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201, 409]
    assert accounts.database.rows("SELECT count(*) FROM accounts") == [(1,)]


def test_the_first_run_leads_to_setting_up(browser: Browser) -> None:
    assert "/accounts/set-up" in browser.get("/accounts/me").text
    done = browser.send("/accounts/set-up", **FIRST, again=PASSWORD)
    assert (done.status_code, done.location) == (303, "/home")
    assert browser.get("/accounts/accounts").status_code == 200
    assert browser.get("/accounts/set-up").status_code == 409
    assert (
        "/accounts/set-up" not in browser.client.application.test_client().get("/accounts/me").text
    )


def test_a_username_is_taken_once(accounts: Application, app: Flask, opened: Open) -> None:
    headers = bearer(accounts, opened("somchai"), "*:write")
    body = {"username": "SOMCHAI", "name": "อีกคน (สมมติ)", "roles": ["chair"]}
    answer = app.test_client().post(f"{API}/accounts", json=body, headers=headers)
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["type"] == "/problems/username-taken"


def test_somebody_stays_administrator(accounts: Application, app: Flask, opened: Open) -> None:
    one, two = opened("one"), opened("two")
    client, headers = app.test_client(), bearer(accounts, one, "*:write")

    def change(path: str, body: dict[str, Any] | None = None, method: str = "POST") -> int:
        return client.open(
            f"{API}/accounts/{path}", method=method, json=body or {}, headers=headers
        ).status_code

    assert change(f"{two}/suspension") == 200
    assert change(f"{one}/suspension") == 409
    assert change(f"{one}/erasure") == 409
    assert change(f"{one}/roles", {"roles": ["chair"]}, "PUT") == 409
    assert change(f"{two}/restoration") == 200
    assert change(f"{one}/roles", {"roles": ["chair"]}, "PUT") == 200
    assert change(f"{two}/suspension") == 403


def test_two_administrators_cannot_leave_at_once(
    accounts: Application, app: Flask, opened: Open
) -> None:
    ids = [opened("one"), opened("two")]
    headers = [bearer(accounts, id, "*:write") for id in ids]
    answers: list[int] = []
    start = threading.Barrier(2)

    def leave(number: int) -> None:
        client = app.test_client()
        start.wait()
        answers.append(
            client.put(
                f"{API}/accounts/{ids[number]}/roles", json={"roles": ["chair"]},
                headers=headers[number],
            ).status_code
        )  # fmt: skip

    threads = [threading.Thread(target=leave, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]


def test_a_token_does_what_it_was_issued_for(
    accounts: Application, app: Flask, opened: Open
) -> None:
    account = opened("somchai")
    client = app.test_client()
    reading = bearer(accounts, account, "accounts:read")
    elsewhere = bearer(accounts, account, "funds:write")
    assert client.get(f"{API}/accounts", headers=reading).status_code == 200
    assert client.get(f"{API}/accounts", headers=elsewhere).status_code == 403
    body = {"username": "new", "name": "ใหม่ (สมมติ)", "roles": ["chair"]}
    assert client.post(f"{API}/accounts", json=body, headers=reading).status_code == 403


def test_a_token_makes_no_token(accounts: Application, app: Flask, opened: Open) -> None:
    headers = bearer(accounts, opened("somchai"), "*:write")
    body = {"label": "more", "scopes": ["*:write"], "days": 366}
    answer = app.test_client().post(f"{API}/me/tokens", json=body, headers=headers)
    assert answer.status_code == 403


def test_a_token_is_shown_once_and_revoked(
    accounts: Application, app: Flask, browser: Browser, opened: Open
) -> None:
    opened("somchai")
    browser.sign_in("somchai")
    shown = browser.client.post(
        f"{API}/me/tokens", json={"label": "meter", "scopes": ["accounts:write"], "days": 7}
    )
    assert shown.status_code == 201
    assert shown.json is not None
    headers = {"Authorization": f"Bearer {shown.json['token']}"}
    client = app.test_client()
    assert client.get(f"{API}/me", headers=headers).status_code == 200
    assert shown.json["token"] not in browser.get("/accounts/me").text
    path = f"/accounts/tokens/{shown.json['id']}/revocation"
    assert browser.send("/accounts/me", path).status_code == 303
    assert client.get(f"{API}/me", headers=headers).status_code == 401


def test_a_session_of_another_is_an_administrators_to_end(
    accounts: Application, browser: Browser, other_browser: Browser, opened: Open
) -> None:
    opened("somchai")
    opened("somsri", "chair")
    browser.sign_in("somchai")
    other_browser.sign_in("somsri")
    mine = browser.client.get(f"{API}/me").json
    theirs = other_browser.client.get(f"{API}/me").json
    assert mine is not None
    assert theirs is not None
    ending = other_browser.client.post(f"{API}/sessions/{mine['session_id']}/end", json={})
    assert ending.status_code == 409
    ended = browser.client.post(f"{API}/sessions/{theirs['session_id']}/end", json={})
    assert ended.status_code == 200
    assert other_browser.get("/accounts/me").status_code == 401


def test_suspending_ends_sessions_and_tokens_for_good(
    accounts: Application, app: Flask, browser: Browser, opened: Open
) -> None:
    admin, chair = opened("somchai"), opened("somsri", "chair")
    headers = bearer(accounts, chair, "*:read")
    browser.sign_in("somsri")
    client, mine = app.test_client(), bearer(accounts, admin, "*:write")
    assert (
        client.post(f"{API}/accounts/{chair}/suspension", json={}, headers=mine).status_code == 200
    )
    assert client.get(f"{API}/me", headers=headers).status_code == 401
    assert browser.get("/accounts/me").status_code == 401
    assert browser.sign_in("somsri").status_code == 401
    client.post(f"{API}/accounts/{chair}/restoration", json={}, headers=mine)
    assert client.get(f"{API}/me", headers=headers).status_code == 401
    assert browser.get("/accounts/me").status_code == 401
    assert browser.sign_in("somsri").status_code == 303


def test_an_erased_account_leaves_no_name(accounts: Application, app: Flask, opened: Open) -> None:
    admin, chair = opened("somchai"), opened("somsri", "chair")
    client, headers = app.test_client(), bearer(accounts, admin, "*:write")
    assert (
        client.post(f"{API}/accounts/{chair}/erasure", json={}, headers=headers).status_code == 200
    )
    shown = client.get(f"{API}/accounts/{chair}", headers=headers).json
    assert shown is not None
    assert shown["status"] == "erased"
    assert "somsri" not in json.dumps(shown)
    facts = " ".join(
        f"{name} {value}" for name, value in accounts.database.rows("SELECT name, value FROM facts")
    )
    assert f"credential/{chair}" not in facts
    assert f"username-of/{chair}" not in facts
    opened("somsri", "chair")


def test_no_password_and_nothing_made_from_one_stands_in_the_log(
    accounts: Application, browser: Browser, opened: Open
) -> None:
    opened("somchai")
    browser.sign_in("somchai", "a wrong password")
    browser.sign_in("somchai")
    kept = everything_kept(accounts)
    assert "argon2" not in kept
    assert PASSWORD not in kept
    assert "a wrong password" not in kept
    assert "somchai" not in kept
    assert "127.0.0.1" not in kept
    commands = " ".join(
        row[0] for row in accounts.database.rows("SELECT fingerprint FROM commands")
    )
    assert commands == ""


def test_the_audit_says_who_did_what_and_whence(
    accounts: Application, app: Flask, browser: Browser, opened: Open
) -> None:
    account = opened("somchai")
    browser.sign_in("somchai", "wrong")
    browser.sign_in("somchai")
    headers = bearer(accounts, account, "*:read")
    page = app.test_client().get(f"{API}/audit?account_id={account}", headers=headers).json
    assert page is not None
    told = {entry["event"]: entry for entry in page["items"]}
    assert told["SignInRefused"]["address"] == "127.0.0.1"
    assert told["SessionBegun"]["actor"] == account
    assert told["SessionBegun"]["name"] == "somchai (สมมติ)"
    assert told["SignInRefused"]["detail"]["failures"] == "1"
    assert "secret_digest" not in told["SessionBegun"]["detail"]
    assert browser.get("/accounts/audit").status_code == 200


def test_every_page_of_an_administrator_opens(browser: Browser, opened: Open) -> None:
    opened("somchai")
    chair = opened("somsri", "chair")
    browser.sign_in("somchai")
    for path in ("me", "accounts", "accounts/new", f"accounts/{chair}", "audit"):
        answer = browser.get(f"/accounts/{path}?lang=en")
        assert answer.status_code == 200, path
        assert form_token(answer)


def test_demo_accounts_are_made_once_and_known_to_their_owner_alone(
    accounts: Application,
) -> None:
    path = demo.make(accounts)
    first = path.read_text()
    assert demo.make(accounts) == path
    assert path.read_text() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = json.loads(first)
    assert set(kept) == set(SITE_ROLES)
    here = signing_in.From("192.0.2.1")
    for made in kept.values():
        assert set(made) == {"username", "password", "token"}
    auditor = kept["auditor"]
    begun = signing_in.sign_in(accounts, auditor["username"], auditor["password"], here)
    assert begun.form_token


def test_two_processes_that_start_at_once_use_one_key(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    processes = [Application(service, settings) for _ in range(2)]
    for application in processes:
        prepare(application)
    found: list[str] = []
    start = threading.Barrier(2)

    def begin(application: Application) -> None:
        start.wait()
        found.append(keys.signing_key(application).id)

    threads = [threading.Thread(target=begin, args=(process,)) for process in processes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1
    assert stat.S_IMODE(settings.signing_key_path.stat().st_mode) == 0o600
    assert processes[0].database.rows("SELECT count(*) FROM events") == [(1,)]
    for application in processes:
        application.close()


def test_a_new_key_signs_and_the_old_is_believed_until_it_is_retired(
    accounts: Application, app: Flask, opened: Open
) -> None:
    account, client = opened("somchai"), app.test_client()
    old = bearer(accounts, account, "*:read")
    keys.rotate(accounts, retire=False)
    new = bearer(accounts, account, "*:read")
    for headers in (old, new):
        assert client.get(f"{API}/me", headers=headers).status_code == 200
    keys.rotate(accounts, retire=True)
    assert client.get(f"{API}/me", headers=new).status_code == 401
