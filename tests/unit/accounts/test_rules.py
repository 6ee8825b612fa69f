"""Passwords, sessions, tokens, addresses and keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bangduan.domain import Rule, RuleBroken
from bangduan.events.accounts import (
    AddressRefused,
    ApiTokenIssued,
    ApiTokenRevoked,
    SessionBegun,
    SessionEnded,
    SigningKeyPublished,
    SigningKeyRetired,
)
from bangduan.events.types import EntityId, Line, PositiveCount
from bangduan.testing.scenario import given
from services.accounts.domain import password, session, signing_key, token
from services.accounts.domain.address import ADDRESS, RefuseAddress
from services.accounts.domain.session import SESSION
from services.accounts.domain.signing_key import SIGNING_KEY
from services.accounts.domain.token import TOKEN

ID = EntityId("018f0000-0000-7000-8000-000000000001")
ACCOUNT = EntityId("018f0000-0000-7000-8000-000000000002")
NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("chosen", "rule"),
    [
        ("short", password.LONG_ENOUGH),
        ("x" * 129, password.LONG_ENOUGH),
        ("ผู้ใหญ่บ้าน", password.NOT_THE_USERNAME),
        ("ผู้ใหญ่บ้าน1", password.NOT_THE_USERNAME),
        ("Password 123", password.NOT_COMMON),
        ("1234567890", password.NOT_COMMON),
        ("aaaaaaaaaaaa", password.NOT_COMMON),
        ("รหัสผ่าน1234", password.NOT_COMMON),
    ],
)
def test_a_password_that_may_not_be_chosen(chosen: str, rule: Rule) -> None:
    with pytest.raises(RuleBroken) as refusal:
        password.require_good(chosen, "ผู้ใหญ่บ้าน")
    assert refusal.value.rule == rule.name


@pytest.mark.parametrize("chosen", ["สี่คำ ต่อกัน ยาวพอ", "correct horse battery", "ก-ข-ค-ง-จ-ฉ"])
def test_a_password_that_may(chosen: str) -> None:
    password.require_good(chosen, "somchai")


def test_usernames_are_compared_without_case_and_composed() -> None:
    assert password.folded("Ame\u0301lie ") == password.folded("AM\u00c9LIE")


BEGUN = SessionBegun(
    session_id=ID, account_id=ACCOUNT, secret_digest=Line("d"), device=None, address=None,
    expires_at=NOW + timedelta(hours=12),
)  # fmt: skip


def test_a_session_lasts_twelve_hours() -> None:
    begin = session.SignIn(
        session_id=ID, account_id=ACCOUNT, address_id=ID, secret_digest=Line("d"), at=NOW
    )
    state = given(SESSION).when(begin).then(BEGUN)
    assert state.holds(NOW + timedelta(hours=11, minutes=59))
    assert not state.holds(NOW + timedelta(hours=12))


def test_a_session_ends_once() -> None:
    ended = SessionEnded(session_id=ID, account_id=ACCOUNT, reason="signed-out")
    end = session.EndSession(session_id=ID)
    assert not given(SESSION, BEGUN).when(end).then(ended).holds(NOW)
    given(SESSION, BEGUN, ended).when(end).refuses(session.ENDED)
    given(SESSION).when(end).finds_nothing()


def test_a_session_says_why_it_ended() -> None:
    given(SESSION, BEGUN).when(session.CloseSession(session_id=ID, reason="password-changed")).then(
        SessionEnded(session_id=ID, account_id=ACCOUNT, reason="password-changed")
    )


def issue(*scopes: str, days: float = 30, roles: tuple[str, ...] = ("chair",)) -> token.IssueToken:
    return token.IssueToken(
        token_id=ID, account_id=ACCOUNT, label=Line("meter"), at=NOW,
        scopes=tuple(Line(scope) for scope in scopes), expires_at=NOW + timedelta(days=days),
        services=("membership", "funds"), roles=roles,
    )  # fmt: skip


ISSUED = ApiTokenIssued(
    token_id=ID, account_id=ACCOUNT, label=Line("meter"), scopes=(Line("membership:read"),),
    expires_at=NOW + timedelta(days=30),
)  # fmt: skip


def test_a_token_is_issued_once() -> None:
    given(TOKEN).when(issue("membership:read")).then(ISSUED)
    given(TOKEN, ISSUED).when(issue("membership:read")).refuses(token.ALREADY_ISSUED)


@pytest.mark.parametrize(
    "scopes", [(), ("membership",), ("membership:erase",), ("rain:read",), ("*:read", "*:read")]
)
def test_scopes_are_known_and_each_named_once(scopes: tuple[str, ...]) -> None:
    given(TOKEN).when(issue(*scopes)).refuses(token.KNOWN_SCOPES)


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_lives_a_year_at_most(days: float) -> None:
    given(TOKEN).when(issue("*:read", days=days)).refuses(token.A_YEAR_AT_MOST)


def test_a_token_may_no_more_than_the_account() -> None:
    auditor = issue("funds:write", roles=("auditor",))
    given(TOKEN).when(auditor).refuses(token.NO_MORE_THAN_THE_ACCOUNT)
    assert given(TOKEN).when(issue("*:read", roles=("auditor",))).events


def test_a_token_is_revoked_once() -> None:
    revoked = ApiTokenRevoked(token_id=ID, account_id=ACCOUNT, reason="revoked")
    given(TOKEN, ISSUED).when(token.RevokeToken(token_id=ID)).then(revoked)
    given(TOKEN, ISSUED, revoked).when(token.RevokeToken(token_id=ID)).refuses(token.REVOKED)
    given(TOKEN).when(token.RevokeToken(token_id=ID)).finds_nothing()


def failed(count: int, at: datetime) -> AddressRefused:
    return AddressRefused(address_id=ID, failures=PositiveCount(count), at=at)


def test_failures_of_an_address_are_counted_within_a_quarter_of_an_hour() -> None:
    given(ADDRESS, failed(1, NOW)).when(
        RefuseAddress(address_id=ID, at=NOW + timedelta(minutes=14))
    ).then(failed(2, NOW + timedelta(minutes=14)))
    given(ADDRESS, failed(1, NOW)).when(
        RefuseAddress(address_id=ID, at=NOW + timedelta(minutes=15))
    ).then(failed(1, NOW + timedelta(minutes=15)))


def test_after_twenty_failures_an_address_waits_for_the_first_to_pass() -> None:
    past = [failed(n + 1, NOW + timedelta(seconds=n)) for n in range(20)]
    assert given(ADDRESS, *past[:19]).state.wait(NOW + timedelta(seconds=20)) <= timedelta(0)
    shut = given(ADDRESS, *past).state
    assert shut.wait(NOW + timedelta(seconds=20)) == timedelta(minutes=15, seconds=-20)
    assert shut.wait(NOW + timedelta(minutes=15)) <= timedelta(0)


def test_a_key_is_published_once_and_never_after_it_was_retired() -> None:
    publish = signing_key.PublishSigningKey(key_id=ID, public_key=Line("k"))
    retire = signing_key.RetireSigningKey(key_id=ID)
    published = SigningKeyPublished(key_id=ID, public_key=Line("k"))
    retired = SigningKeyRetired(key_id=ID)
    given(SIGNING_KEY).when(publish).then(published)
    given(SIGNING_KEY, published).when(publish).then()
    given(SIGNING_KEY, published).when(retire).then(retired)
    given(SIGNING_KEY, published, retired).when(publish).refuses(signing_key.RETIRED)
    given(SIGNING_KEY).when(retire).finds_nothing()
