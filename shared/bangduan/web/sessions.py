"""Signed statements of who is asking: made by accounts, verified by everybody else.

A session's cookie and an API token are JSON Web Tokens (RFC 7519) signed with Ed25519 (EdDSA,
RFC 8037). A session's lives a quarter of an hour and is renewed at accounts; an API token lives
until the day it was issued for. Neither holds a role: roles are looked up where they are needed.
"""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    from bangduan.permissions import Scope

#: The cookie that holds a session.
COOKIE: Final = "bangduan_session"
#: The same at a province: one machine may serve both, and a browser's cookies know no port.
PROVINCE_COOKIE: Final = "bangduan_province_session"
#: How long a session's statement holds before it is renewed.
SESSION_SECONDS: Final = 15 * 60
_ALGORITHM: Final = "EdDSA"
_LEEWAY_SECONDS: Final = 5

Kind = Literal["session", "token"]


def cookie_at(scope: Scope) -> str:
    """Name of the cookie that holds a session of a site, or of a province."""
    return PROVINCE_COOKIE if scope == "province" else COOKIE


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """What a signed statement says.

    Attributes:
        id: of the session or the token.
        account_id: whose it is.
        scopes: of a token; None for a session.
        form_token: of a session.
    """

    kind: Kind
    id: str
    account_id: str
    scopes: frozenset[str] | None = None
    form_token: str = ""


class Untrusted(Exception):
    """A statement that is not to be believed."""


class Expired(Untrusted):
    """A statement that would be believed, had it not come too late."""


class Unpublished(Untrusted):
    """A statement signed with a key that nobody published here."""


@dataclasses.dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that statements are signed with, and the id under which it is published."""

    id: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """Its public half, as it stands in its event: raw, base64url without padding."""
        raw = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def sign(
    statement: Statement, key: SigningKey, tambon: str, *, now: datetime, expires_at: datetime
) -> str:
    """The statement as it travels.

    Args:
        tambon: the site it is for; no other believes it.
    """
    claims: dict[str, Any] = {
        "iss": _issuer(tambon),
        "aud": _audience(tambon),
        "sub": statement.account_id,
        "jti": statement.id,
        "kind": statement.kind,
        "iat": now,
        "exp": expires_at,
    }
    if statement.scopes is not None:
        claims["scopes"] = sorted(statement.scopes)
    if statement.form_token:
        claims["form"] = statement.form_token
    return jwt.encode(claims, key.private, algorithm=_ALGORITHM, headers={"kid": key.id})


def verify(text: str, tambon: str, public_key: Callable[[str], str | None]) -> Statement:
    """What a statement says, once it is believed.

    Args:
        public_key: key id → the published key, None for one that nobody published.

    Raises:
        Expired: it is ours, and too old.
        Unpublished: its key is not known here.
        Untrusted: it is not ours, not for this site, or altered.
    """
    try:
        key_id = jwt.get_unverified_header(text).get("kid")
        published = public_key(key_id) if isinstance(key_id, str) else None
        if published is None:
            raise Unpublished(f"the key {key_id!r} is not known")
        claims = jwt.decode(
            text,
            Ed25519PublicKey.from_public_bytes(_unpadded(published)),
            algorithms=[_ALGORITHM],
            audience=_audience(tambon),
            issuer=_issuer(tambon),
            leeway=_LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "sub", "jti"]},
        )
    except jwt.ExpiredSignatureError as error:
        raise Expired(str(error)) from error
    except (jwt.PyJWTError, ValueError) as error:
        raise Untrusted(str(error)) from error
    if claims.get("kind") not in ("session", "token"):
        raise Untrusted("of no known kind")
    scopes = claims.get("scopes")
    return Statement(
        kind=claims["kind"],
        id=claims["jti"],
        account_id=claims["sub"],
        scopes=None if claims["kind"] == "session" else frozenset(scopes or ()),
        form_token=claims.get("form", ""),
    )


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _issuer(tambon: str) -> str:
    return f"/tambon/{tambon}/accounts"


def _audience(tambon: str) -> str:
    return f"/tambon/{tambon}"
