"""Passwords and usernames where they are kept: beside the log, never in an event.

The accounts database remembers, as facts of its own, the argon2id hash of each password and, under
a keyed hash of each username, whose it is. Both change in the transaction of the event that tells
of it, and nobody else's database has them.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import unicodedata
import uuid
from typing import TYPE_CHECKING, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from bangduan import green
from services.accounts.domain.account import USERNAME_IS_FREE
from services.accounts.domain.password import folded

if TYPE_CHECKING:
    from bangduan.application import Application
    from bangduan.unit_of_work import UnitOfWork

SECRET: Final = "username_secret"  # noqa: S105 (the name of a fact)
#: 64 MiB a sign-in: an old machine has that. It takes tenths of a second, beside the requests of
#: others; of many at once most wait, so that together they take no more than 256 MiB.
HASHER: Final = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_AT_ONCE: Final = threading.BoundedSemaphore(4)
_ALPHABET: Final = "abcdefghijkmnpqrstuvwxyz23456789"
_GROUPS: Final = 4
_dummy: list[str] = []


def hashed(password: str) -> str:
    """The argon2id hash that is kept of a password."""
    with _AT_ONCE:
        return green.beside(HASHER.hash, folded_password(password))


def fits(password: str, known: str | None) -> bool:
    """True when the password is the one that was hashed; as slow where there is none."""
    try:
        with _AT_ONCE:
            green.beside(HASHER.verify, known or _of_nobody(), folded_password(password))
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


def is_dated(known: str) -> bool:
    """True when it was hashed with other parameters than today's."""
    return HASHER.check_needs_rehash(known)


def folded_password(password: str) -> str:
    """The password composed one way, whatever keyboard it came from."""
    return unicodedata.normalize("NFC", password)


def one_time_password() -> str:
    """A new password to be read out and typed: 80 bits, no letter that looks like another."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(_GROUPS))
    return "-".join(groups)


def digest(secret: str, kind: str, text: str) -> str:
    """Keyed hash of a username or an address, in the form of an id."""
    key = bytes.fromhex(secret)
    raw = hmac.new(key, f"{kind}:{text}".encode(), hashlib.sha256).digest()
    return str(uuid.UUID(bytes=raw[:16]))


# -- within a command ------------------------------------------------------------------------------


def take_username(unit: UnitOfWork, account_id: str, username: str) -> None:
    """Let the account have this username, or RuleBroken when another has it."""
    secret = unit.fact(SECRET)
    if secret is None:
        secret = secrets.token_hex(32)
        unit.claim(SECRET, secret)
    name = _of_username(secret, username)
    if unit.fact(name) is not None:
        raise USERNAME_IS_FREE.broken()
    unit.claim(name, account_id)
    unit.remember(f"username-of/{account_id}", name)


def keep(unit: UnitOfWork, account_id: str, password_hash: str) -> None:
    """Keep the hash of the account's password, instead of the one before."""
    unit.remember(f"credential/{account_id}", password_hash)


def give_up(unit: UnitOfWork, account_id: str) -> None:
    """Forget password and username of an account."""
    username = unit.fact(f"username-of/{account_id}")
    if username is not None:
        unit.forget(username)
    unit.forget(f"username-of/{account_id}")
    unit.forget(f"credential/{account_id}")


# -- outside of one --------------------------------------------------------------------------------


def secret_of(application: Application) -> str | None:
    """The secret of this database; None before its first account."""
    return application.database.fact(SECRET)


def account_named(application: Application, username: str) -> str | None:
    """Id of the account that has this username."""
    secret = secret_of(application)
    return None if secret is None else application.database.fact(_of_username(secret, username))


def password_hash(application: Application, account_id: str) -> str | None:
    """The hash that is kept of the account's password."""
    return application.database.fact(f"credential/{account_id}")


def renew_hash(application: Application, account_id: str, before: str, password: str) -> None:
    """Keep a hash made with today's parameters, unless the password changed meanwhile."""
    mark = application.database.placeholder
    sql = f"UPDATE facts SET value = {mark} WHERE name = {mark} AND value = {mark}"  # noqa: S608
    application.database.write([(sql, (hashed(password), f"credential/{account_id}", before))])


def _of_username(secret: str, username: str) -> str:
    return f"username/{digest(secret, 'username', folded(username))}"


def _of_nobody() -> str:
    if not _dummy:
        _dummy.append(green.beside(HASHER.hash, secrets.token_hex(16)))
    return _dummy[0]
