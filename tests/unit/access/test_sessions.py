"""A statement is believed when a published key signed it, for this site, and it is not too old."""

import base64
import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bangduan.web.sessions import (
    Expired,
    SigningKey,
    Statement,
    Unpublished,
    Untrusted,
    sign,
    verify,
)

TAMBON = "110113"
KEY = SigningKey("key-1", Ed25519PrivateKey.generate())
SESSION = Statement("session", "s-1", "a-1", form_token="f")
TOKEN = Statement("token", "t-1", "a-1", frozenset({"funds:read"}))


def signed(said: Statement = SESSION, *, key: SigningKey = KEY, seconds: float = 60) -> str:
    now = datetime.now(UTC)
    return sign(said, key, TAMBON, now=now, expires_at=now + timedelta(seconds=seconds))


def published(key_id: str) -> str | None:
    return {KEY.id: KEY.public}.get(key_id)


@pytest.mark.parametrize("said", [SESSION, TOKEN])
def test_what_was_said_is_read(said: Statement) -> None:
    assert verify(signed(said), TAMBON, published) == said


def test_no_role_travels() -> None:
    claims = json.loads(base64.urlsafe_b64decode(signed().split(".")[1] + "=="))
    assert set(claims) == {"iss", "aud", "sub", "jti", "kind", "iat", "exp", "form"}


def test_another_site_does_not_believe_it() -> None:
    with pytest.raises(Untrusted):
        verify(signed(), "110114", published)


def test_a_key_nobody_published_is_not_believed() -> None:
    stranger = SigningKey("key-2", Ed25519PrivateKey.generate())
    with pytest.raises(Unpublished):
        verify(signed(key=stranger), TAMBON, published)
    with pytest.raises(Untrusted):
        verify(signed(key=SigningKey(KEY.id, stranger.private)), TAMBON, published)


def test_one_that_came_too_late_is_told_from_a_false_one() -> None:
    with pytest.raises(Expired):
        verify(signed(seconds=-60), TAMBON, published)
    with pytest.raises(Untrusted) as refused:
        verify("nonsense", TAMBON, published)
    assert not isinstance(refused.value, Expired)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_another_algorithm_is_not_believed(algorithm: str) -> None:
    now = datetime.now(UTC)
    claims = {
        "iss": f"/tambon/{TAMBON}/accounts", "aud": f"/tambon/{TAMBON}", "sub": "a-1",
        "jti": "s-1", "kind": "session", "iat": now, "exp": now + timedelta(minutes=1),
    }  # fmt: skip
    secret = "" if algorithm == "none" else KEY.public
    forged = jwt.encode(claims, secret, algorithm=algorithm, headers={"kid": KEY.id})
    with pytest.raises(Untrusted):
        verify(forged, TAMBON, published)


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    with pytest.raises(Untrusted):
        verify(text, TAMBON, published)


@given(share=st.floats(0, 1, exclude_max=True), letter=st.sampled_from("ABCabc019-_"))
def test_no_altered_one_is_believed(share: float, letter: str) -> None:
    text = signed()
    place = int(share * (len(text) - 2))
    altered = text[:place] + letter + text[place + 1 :]
    try:
        assert verify(altered, TAMBON, published) == SESSION
    except Untrusted:
        return
    # base64 has spare bits at the end of a part: another spelling of the same statement
    assert [_bytes(part) for part in altered.split(".")] == [
        _bytes(part) for part in text.split(".")
    ]


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
