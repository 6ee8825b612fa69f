"""Signing in and out: who is let in, who waits, what a session lasts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from bangduan.events.types import EntityId, Line
from bangduan.web import sessions as statements
from services.accounts import credentials, keys, signing_in
from services.accounts.commands import too_often
from services.accounts.domain.session import SignIn
from tests.integration.accounts.conftest import PASSWORD, Browser, form_token

if TYPE_CHECKING:
    from flask import Flask

    from bangduan.application import Application
    from tests.integration.accounts.conftest import Open

HERE = signing_in.From("192.0.2.1", "Firefox")


def events(accounts: Application) -> list[str]:
    return [row.type.split(".")[-2] for row in accounts.log.read()]


def test_one_signs_in_and_comes_where_one_wished(browser: Browser, opened: Open) -> None:
    opened("somchai")
    asked = browser.get("/accounts/me")
    assert asked.status_code == 401
    assert 'name="next" value="/accounts/me"' in asked.text
    answer = browser.sign_in("SomChai", next="/accounts/me")
    assert (answer.status_code, answer.location) == (303, "/accounts/me")
    assert browser.get("/accounts/me").status_code == 200


def test_cookies_are_kept_from_scripts_and_other_sites(browser: Browser, opened: Open) -> None:
    opened("somchai")
    sent = browser.sign_in("somchai").headers.getlist("Set-Cookie")
    assert len(sent) == 2
    for cookie in sent:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Secure" not in cookie
    token = form_token(browser.get("/accounts/me"))
    out = browser.client.post(
        "/accounts/sign-out", data={"form_token": token}, base_url="https://localhost"
    )
    assert out.status_code in {303, 401}


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example", "evil", "/a\nb"]
)
def test_nobody_is_led_to_another_site(browser: Browser, opened: Open, elsewhere: str) -> None:
    opened("somchai")
    assert browser.sign_in("somchai", next=elsewhere).location == "/home"


def test_a_wrong_password_and_an_unknown_name_are_told_alike(
    accounts: Application, browser: Browser, opened: Open
) -> None:
    opened("somchai")
    wrong, unknown = browser.sign_in("somchai", "x"), browser.sign_in("nobody", "x")
    assert wrong.status_code == unknown.status_code == 401

    def said(text: str) -> list[str]:
        return re.findall(r'role="alert">(.*?)</div>', text)

    assert said(wrong.text) == said(unknown.text) != []
    assert events(accounts)[-4:] == [
        "SignInRefused", "AddressRefused", "NameRefused", "AddressRefused",
    ]  # fmt: skip


def test_after_five_failures_one_waits_and_nothing_is_recorded(
    accounts: Application, browser: Browser, opened: Open
) -> None:
    opened("somchai")
    for _ in range(5):
        browser.sign_in("somchai", "x")
    count = len(events(accounts))
    answer = browser.sign_in("somchai")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 30
    assert len(events(accounts)) == count


def test_a_name_that_nobody_has_waits_as_one_that_somebody_has(
    accounts: Application, app: Flask, opened: Open
) -> None:
    opened("somchai")

    def refused(username: str, address: str) -> list[tuple[int, str, bool]]:
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        told = []
        for _ in range(7):
            answer = Browser(client).sign_in(username, "x")
            shown = re.search(r'role="alert">(.*?)</div>', answer.text)
            assert shown
            # the seconds left differ with the second in which one asked
            said = re.sub(r"\d+", "n", shown[1])
            told.append((answer.status_code, said, "Retry-After" in answer.headers))
        return told

    known, unknown = refused("somchai", "192.0.2.1"), refused("SomSri", "192.0.2.2")
    assert known == unknown
    assert [status for status, *_ in known] == [401] * 5 + [429] * 2
    # wherever it is tried from, and however it is written
    assert refused("somsri", "192.0.2.3")[0][0] == 429
    count = len(events(accounts))
    assert refused("somsri", "192.0.2.4")[0][0] == 429
    assert len(events(accounts)) == count
    # a name that waited is free for who is given it
    opened("somsri")
    assert signing_in.sign_in(accounts, "somsri", PASSWORD, HERE).account_id


@pytest.mark.parametrize(
    ("seconds", "en", "th"),
    [
        (1, "1 second", "1 วินาที"),
        (30, "30 seconds", "30 วินาที"),
        (60, "1 minute", "1 นาที"),
        (754, "12 minutes 34 seconds", "12 นาที 34 วินาที"),
    ],
)
def test_a_refusal_says_how_long_to_wait(seconds: int, en: str, th: str) -> None:
    refusal = too_often(seconds)
    assert refusal.en.endswith(f"Try again in {en}.")
    assert refusal.th.endswith(f"ในอีก {th}")
    assert refusal.facts["seconds"] == seconds


@pytest.mark.parametrize(("language", "unit"), [("th", "วินาที"), ("en", "second")])
def test_the_page_says_how_long_in_both_languages(
    browser: Browser, opened: Open, language: str, unit: str
) -> None:
    opened("somchai")
    for _ in range(5):
        browser.sign_in("somchai", "x")
    browser.get(f"/accounts/sign-in?lang={language}")
    answer = browser.sign_in("somchai")
    assert answer.status_code == 429
    assert re.search(rf'role="alert">.*\d+ {unit}', answer.text)


def test_an_address_waits_whatever_the_names(accounts: Application, opened: Open) -> None:
    opened("somchai")
    for number in range(20):
        with pytest.raises(Exception, match="do not fit"):
            signing_in.sign_in(accounts, f"nobody{number}", "x", HERE)
    with pytest.raises(Exception, match="Too many"):
        signing_in.sign_in(accounts, "somchai", PASSWORD, HERE)
    other = signing_in.From("192.0.2.2")
    assert signing_in.sign_in(accounts, "somchai", PASSWORD, other).account_id


def test_a_one_time_password_lets_nobody_in_by_itself(
    accounts: Application, browser: Browser
) -> None:
    _, once = signing_in.open_account(
        accounts, username="somsri", name="สมศรี (สมมติ)", roles=["chair"]
    )
    assert once is not None
    asked = browser.sign_in("somsri", once)
    assert asked.status_code == 409
    assert "new_password" in asked.text
    assert browser.get("/accounts/me").status_code == 401
    chosen = {"new_password": PASSWORD, "again": PASSWORD}
    assert browser.sign_in("somsri", once, **chosen).status_code == 303
    assert browser.get("/accounts/me").status_code == 200


def test_a_form_of_another_site_is_refused(browser: Browser, opened: Open) -> None:
    opened("somchai")
    data = {"username": "somchai", "password": PASSWORD}
    assert browser.client.post("/accounts/sign-in", data=data).status_code == 403
    token = form_token(browser.get("/accounts/sign-in"))
    foreign = browser.client.post(
        "/accounts/sign-in", data={**data, "form_token": token},
        headers={"Sec-Fetch-Site": "cross-site"},
    )  # fmt: skip
    assert foreign.status_code == 403
    browser.sign_in("somchai")
    assert browser.client.post("/accounts/sign-out").status_code == 403


def expire(accounts: Application, browser: Browser) -> None:
    """Let the statement of the session be of long ago; what renews it stays."""
    session_id, _, secret = browser.cookie("bangduan_renewal", "/accounts").partition(".")
    begun = signing_in.renewed(accounts, session_id, secret)
    assert begun is not None
    said = statements.Statement(
        "session", session_id, begun.account_id, form_token=begun.form_token
    )
    now = datetime.now(UTC)
    text = statements.sign(
        said, keys.signing_key(accounts), accounts.tambon,
        now=now - timedelta(hours=1), expires_at=now - timedelta(minutes=45),
    )  # fmt: skip
    browser.client.set_cookie("bangduan_session", text)


def test_a_session_is_renewed_and_the_form_that_met_it_survives(
    accounts: Application, browser: Browser, opened: Open
) -> None:
    opened("somchai")
    browser.sign_in("somchai")
    token = form_token(browser.get("/accounts/me"))
    expire(accounts, browser)
    data = {"form_token": token, "label": "meter", "scopes": "*:read", "days": "7"}
    met = browser.client.post("/accounts/me/tokens", data=data)
    assert met.status_code == 307
    renewed = browser.client.post(met.location, data=data)
    assert (renewed.status_code, renewed.location) == (307, "/accounts/me/tokens")
    done = browser.client.post(renewed.location, data=data)
    assert done.status_code == 201
    assert form_token(done) == token


def test_a_session_that_ended_is_not_renewed(
    accounts: Application, browser: Browser, other_browser: Browser, opened: Open
) -> None:
    opened("somchai")
    browser.sign_in("somchai")
    other_browser.sign_in("somchai")
    ended = browser.cookie("bangduan_renewal", "/accounts")
    browser.send("/accounts/me", "/accounts/sign-out")
    assert browser.get("/accounts/me").status_code == 401
    browser.client.set_cookie("bangduan_renewal", ended, path="/accounts")
    assert browser.get("/accounts/renewal?next=/accounts/me").status_code == 401
    assert other_browser.get("/accounts/me").status_code == 200


def test_a_session_is_not_renewed_after_twelve_hours_or_by_a_guess(
    accounts: Application, opened: Open
) -> None:
    account = opened("somchai")
    old = EntityId("018f0000-0000-7000-8000-000000000001")
    accounts.execute(
        SignIn(
            session_id=old, account_id=EntityId(account), address_id=old,
            secret_digest=Line("2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"),
            at=datetime.now(UTC) - timedelta(hours=12, seconds=1),
        )
    )  # fmt: skip
    assert signing_in.renewed(accounts, old, "secret") is None
    begun = signing_in.sign_in(accounts, "somchai", PASSWORD, HERE)
    assert signing_in.renewed(accounts, begun.session_id, "guess") is None
    assert signing_in.renewed(accounts, begun.session_id, begun.secret) is not None


def test_changing_the_password_ends_every_other_session(
    accounts: Application, browser: Browser, other_browser: Browser, opened: Open
) -> None:
    opened("somchai")
    browser.sign_in("somchai")
    other_browser.sign_in("somchai")
    new = "ห้าคำ ใหม่ ยาวพอ"
    wrong = browser.send(
        "/accounts/me", "/accounts/me/password", old_password="x", new_password=new, again=new
    )
    assert wrong.status_code == 409
    changed = browser.send(
        "/accounts/me", "/accounts/me/password",
        old_password=PASSWORD, new_password=new, again=new,
    )  # fmt: skip
    assert changed.status_code == 303
    assert browser.get("/accounts/me").status_code == 200
    assert other_browser.get("/accounts/me").status_code == 401
    assert other_browser.sign_in("somchai", new).status_code == 303


def test_ones_sessions_are_listed_and_one_ends_another_from_here(
    browser: Browser, other_browser: Browser, opened: Open
) -> None:
    opened("somchai")
    other_browser.sign_in("somchai")
    browser.sign_in("somchai")
    api = "/accounts/api/v1"

    def listed() -> list[str]:
        shown = browser.get(f"{api}/me/sessions").json
        assert shown is not None
        return [each["session_id"] for each in shown["items"]]

    here, there = listed()  # newest first
    me = browser.get(f"{api}/me").json
    assert me is not None
    assert me["session_id"] == here
    page = browser.get("/accounts/me").text
    assert page.count(f"/accounts/sessions/{here}/end") == 1
    assert page.count(f"/accounts/sessions/{there}/end") == 1

    assert browser.send("/accounts/me", f"/accounts/sessions/{there}/end").status_code == 303
    assert listed() == [here]
    assert other_browser.get("/accounts/me").status_code == 401
    assert browser.get("/accounts/me").status_code == 200
    again = browser.client.post(f"{api}/sessions/{there}/end", json={})
    assert again.status_code == 409


def test_a_session_ended_from_another_is_not_told_as_signed_out(
    accounts: Application, browser: Browser, other_browser: Browser, opened: Open
) -> None:
    account = opened("somchai")
    _, token, _ = signing_in.issue_token(accounts, account, label="t", scopes=("*:write",), days=1)
    program = browser.client.application.test_client()
    bearer = {"Authorization": f"Bearer {token}"}
    api = "/accounts/api/v1"

    def begun(who: Browser) -> str:
        who.sign_in("somchai")
        return str((who.get(f"{api}/me").json or {})["session_id"])

    listed, asked = begun(other_browser), begun(browser)
    browser.send("/accounts/me", f"/accounts/sessions/{listed}/end")
    by_program = begun(other_browser)
    program.post(f"{api}/sessions/{by_program}/end", json={}, headers=bearer)
    left = begun(other_browser)
    other_browser.send("/accounts/me", "/accounts/sign-out")
    browser.send("/accounts/me", f"/accounts/sessions/{asked}/end")
    shown = program.get(f"{api}/sessions", headers=bearer).json
    assert shown is not None
    assert {each["session_id"]: each["ended"] for each in shown["items"]} == {
        listed: "ended-elsewhere",
        by_program: "ended-elsewhere",
        left: "signed-out",
        asked: "signed-out",
    }


def test_a_hash_of_other_parameters_is_made_anew(accounts: Application, opened: Open) -> None:
    account = opened("somchai")
    dated = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    accounts.database.remember(f"credential/{account}", dated)
    signing_in.sign_in(accounts, "somchai", PASSWORD, HERE)
    kept = credentials.password_hash(accounts, account)
    assert kept is not None
    assert kept != dated
    assert not credentials.is_dated(kept)
    assert credentials.fits(PASSWORD, kept)
