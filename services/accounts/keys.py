"""The private key that statements are signed with: in a file of its own, published by an event.

The file is made whole or not at all, so of two processes that start at once one makes it and both
use it. A key is published before anything is signed with it.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from bangduan.domain import derived_id
from bangduan.errors import ConfigurationError
from bangduan.events.types import EntityId, Line
from bangduan.web.sessions import SigningKey
from services.accounts.domain.signing_key import PublishSigningKey, RetireSigningKey

if TYPE_CHECKING:
    from bangduan.application import Application


def signing_key(application: Application) -> SigningKey:
    """The key of this site, made and published if it is not.

    Raises:
        ConfigurationError: the file holds no Ed25519 key.
        RuleBroken: the key in the file was retired.
    """
    path = application.settings.signing_key_path
    if not path.exists():
        with suppress(FileExistsError):
            _write(path, Ed25519PrivateKey.generate(), replace=False)
    key = _read(path)
    publish(application, key)
    return key


def publish(application: Application, key: SigningKey) -> None:
    """Let everybody know the key; nothing happens when they do."""
    application.execute(PublishSigningKey(key_id=EntityId(key.id), public_key=Line(key.public)))


def rotate(application: Application, *, retire: bool) -> SigningKey:
    """Sign with a new key from now on.

    Args:
        retire: believe nothing any longer that the old one signed; everybody signs in again and
            every token is issued anew.
    """
    old = signing_key(application)
    private = Ed25519PrivateKey.generate()
    new = _named(private)
    publish(application, new)
    _write(application.settings.signing_key_path, private, replace=True)
    if retire:
        application.execute(RetireSigningKey(key_id=EntityId(old.id)))
    return new


def _read(path: Path) -> SigningKey:
    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise ConfigurationError(f"{path} is no private key: {error}. Restore it.") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise ConfigurationError(f"{path} holds no Ed25519 key. Set BANGDUAN_SIGNING_KEY.")
    return _named(private)


def _named(private: Ed25519PrivateKey) -> SigningKey:
    """The same key has the same id, whoever reads it first."""
    return SigningKey(derived_id("signing-key", SigningKey("", private).public), private)


def _write(path: Path, private: Ed25519PrivateKey, *, replace: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    raw = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            unfinished.replace(path)
        else:
            path.hardlink_to(unfinished)  # refuses when somebody else was first
    finally:
        unfinished.unlink(missing_ok=True)
