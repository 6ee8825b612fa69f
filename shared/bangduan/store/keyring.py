"""The site's keyring: one key a person, apart from every service's database.

Personal fields are sealed with the person's own key (AES-256-GCM, the person's id as associated
data, so that a sealed value cannot be moved to another person). Destroying the key makes every
copy unreadable at once: in logs, read tables, queues, backups of the databases. The keyring's
own backups must be short-lived, or an erasure is not final there.

Services read it through a cache that forgets within ``CACHE_SECONDS``, so an erasure in one
process reaches the others that soon.
"""

from __future__ import annotations

import base64
import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, MetaData, String, Table

from bangduan import seen
from bangduan.errors import PersonForgotten
from bangduan.store.database import open_database

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bangduan.store.database import Database

CACHE_SECONDS: Final = 3.0
_CACHE_SIZE: Final = 20_000
_AT_ONCE: Final = 500
_PREFIX: Final = "pd1:"
_NONCE: Final = 12

metadata = MetaData()

keys = Table(
    "personal_keys",
    metadata,
    Column("subject", String, primary_key=True),
    Column("key", String, nullable=True),  # base64; NULL once destroyed
)


class StillSealed:
    """A cipher for looking at a log: personal data stay sealed, no keyring is opened for it."""

    def seal(self, subject: str, text: str) -> str:
        """Nothing is recorded through this one."""
        raise PersonForgotten(subject)

    def open(self, subject: str, sealed: str) -> str:
        """The value as it is stored."""
        return sealed


class Keyring:
    """Seals and opens personal data; destroys a person's key.

    Implements ``bangduan.events.codec.Cipher``. Safe for threads and green threads.
    """

    def __init__(self, url: str) -> None:
        _make_private(url)
        self.database: Database = open_database(url, metadata)
        self._cache: dict[str, tuple[float, AESGCM | None]] = {}
        self._lock = threading.Lock()
        # a key was destroyed that the database's files may still hold
        self._unscrubbed = False

    def seal(self, subject: str, text: str) -> str:
        """Encrypt ``text`` with the key of ``subject``, making the key if there is none.

        Raises:
            PersonForgotten: the key was destroyed.
        """
        cipher = self._cipher(subject, make=True)
        if cipher is None:
            raise PersonForgotten(subject)
        nonce = os.urandom(_NONCE)
        sealed = nonce + cipher.encrypt(nonce, text.encode(), subject.encode())
        return _PREFIX + base64.b64encode(sealed).decode()

    def open(self, subject: str, sealed: str) -> str | None:
        """Decrypt what ``seal`` made; None when the key of ``subject`` was destroyed.

        Raises:
            ValueError: ``sealed`` was not sealed for this subject, or was changed.
        """
        cipher = self._cipher(subject, make=False)
        if cipher is None:
            return None
        raw = base64.b64decode(sealed.removeprefix(_PREFIX))
        try:
            opened = cipher.decrypt(raw[:_NONCE], raw[_NONCE:], subject.encode()).decode()
        except InvalidTag:
            msg = f"a sealed value of {subject} cannot be opened with that person's key"
            raise ValueError(msg) from None
        seen.note(subject)
        return opened

    def read_ahead(self, subjects: Iterable[str]) -> None:
        """Read many keys at once, so that ``open`` need not ask for each."""
        now = time.monotonic()
        wanted = sorted(
            s for s in set(subjects) if (known := self._cache.get(s)) is None or known[0] <= now
        )[:_CACHE_SIZE]
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            marks = ",".join([self.database.placeholder] * len(some))
            rows = self.database.rows(
                f"SELECT subject, key FROM personal_keys WHERE subject IN ({marks})", some
            )
            expires = time.monotonic() + CACHE_SECONDS
            with self._lock:
                if len(self._cache) + len(rows) > _CACHE_SIZE:
                    self._cache.clear()
                for subject, key in rows:
                    cipher = AESGCM(base64.b64decode(key)) if key else None
                    self._cache[subject] = (expires, cipher)

    def make_ahead(self, subjects: Iterable[str]) -> None:
        """Make the keys of many in one transaction; who has one keeps it."""
        wanted = sorted(set(subjects))
        for start in range(0, len(wanted), _AT_ONCE):
            made = [
                (subject, base64.b64encode(AESGCM.generate_key(256)).decode())
                for subject in wanted[start : start + _AT_ONCE]
            ]
            sql, parameters = self.database.insert("personal_keys", ("subject", "key"), made)
            self.database.write([(f"{sql} ON CONFLICT (subject) DO NOTHING", parameters)])
        self.read_ahead(wanted)

    def destroyed(self) -> frozenset[str]:
        """Everybody whose key was destroyed, without the cache's delay."""
        rows = self.database.rows("SELECT subject FROM personal_keys WHERE key IS NULL")
        return frozenset(subject for (subject,) in rows)

    def destroy(self, subject: str) -> None:
        """Destroy the key of ``subject`` for good; harmless when done before."""
        state = self._read(subject)
        if state is None or state[0] is not None:
            # several services may do this at once
            sql, parameters = self.database.insert(
                "personal_keys", ("subject", "key"), [(subject, None)]
            )
            self.database.write(
                [(f"{sql} ON CONFLICT (subject) DO UPDATE SET key = NULL", parameters)]
            )
            self._unscrubbed = True
        if self._unscrubbed:
            self.database.scrub("personal_keys")
            self._unscrubbed = False
        with self._lock:
            self._cache[subject] = (time.monotonic() + CACHE_SECONDS, None)

    def is_destroyed(self, subject: str) -> bool:
        """True when the key of ``subject`` was destroyed; a person never seen is not."""
        return self._read(subject) == (None,)

    def close(self) -> None:
        """Close the keyring's database and forget every key."""
        self._cache.clear()
        self.database.close()

    def _cipher(self, subject: str, *, make: bool) -> AESGCM | None:
        now = time.monotonic()
        cached = self._cache.get(subject)
        if cached is not None and cached[0] > now:
            return cached[1]
        found = self._read(subject)
        if found is None and make:
            self._make(subject)
            found = self._read(subject)
        if found is None:
            return None
        (key,) = found
        cipher = AESGCM(base64.b64decode(key)) if key else None
        with self._lock:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            self._cache[subject] = (now + CACHE_SECONDS, cipher)
        return cipher

    def _read(self, subject: str) -> tuple[str | None] | None:
        mark = self.database.placeholder
        rows = self.database.rows(
            f"SELECT key FROM personal_keys WHERE subject = {mark}", (subject,)
        )
        return (rows[0][0],) if rows else None

    def _make(self, subject: str) -> None:
        key = base64.b64encode(AESGCM.generate_key(256)).decode()
        sql, parameters = self.database.insert(
            "personal_keys", ("subject", "key"), [(subject, key)]
        )
        self.database.write([(f"{sql} ON CONFLICT (subject) DO NOTHING", parameters)])


def _make_private(url: str) -> None:
    """A keyring in a file is its owner's alone, from the first byte; SQLite's own files follow."""
    parsed = sqlalchemy.make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        path = Path(parsed.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
