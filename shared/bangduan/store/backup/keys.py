"""A site's keys in a backup, and how they come back.

A person once erased stays so: where the keyring or the backup says *erased*, the key is gone.
Otherwise the backup's key is the one that opens what is restored with it.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

import orjson

from bangduan.store.database import open_existing
from bangduan.store.keyring import Keyring, metadata

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

_AT_ONCE: Final = 400

_UNLESS_ERASED: Final = (
    "ON CONFLICT (subject) DO UPDATE SET key = "
    "CASE WHEN personal_keys.key IS NULL THEN NULL ELSE excluded.key END"
)

Key = tuple[str, str | None]


@dataclasses.dataclass(frozen=True, slots=True)
class Merged:
    """What became of the keys of a backup.

    Attributes:
        persons: how many there were in it.
        stay_erased: persons with a key in the backup who have been erased here since.
    """

    persons: int
    stay_erased: int


def export(url: str) -> tuple[Key, ...] | None:
    """Every person of the keyring with their key, None for one erased; None without a keyring."""
    database = open_existing(url, metadata)
    if database is None:
        return None
    try:
        return tuple(
            (subject, key)
            for subject, key in database.rows(
                "SELECT subject, key FROM personal_keys ORDER BY subject"
            )
        )
    finally:
        database.close()


def to_bytes(keys: Sequence[Key]) -> bytes:
    """As it stands in a backup."""
    return b"".join(orjson.dumps(key) + b"\n" for key in keys)


def from_bytes(raw: bytes) -> list[Key]:
    """Read what ``to_bytes`` wrote; ValueError for anything else."""
    found = []
    for line in raw.splitlines():
        match orjson.loads(line):
            case [str() as subject, (str() | None) as key]:
                found.append((subject, key))
            case _:
                raise ValueError("a line of the keyring is no person and their key")
    return found


def merge(url: str, keys: Sequence[Key], erased: AbstractSet[str]) -> Merged:
    """Bring the keys of a backup into the keyring, in one transaction.

    Args:
        erased: persons whom a log says are erased, whatever the keyring and the backup say.
    """
    keyring = Keyring(url)
    try:
        database = keyring.database
        before = dict(database.rows("SELECT subject, key FROM personal_keys"))
        after = {**dict(keys), **dict.fromkeys(erased)}
        rows = list(after.items())
        statements = []
        for start in range(0, len(rows), _AT_ONCE):
            sql, parameters = database.insert(
                "personal_keys", ("subject", "key"), rows[start : start + _AT_ONCE]
            )
            # decided where it is written, so that an erasure meanwhile is not undone
            statements.append((f"{sql} {_UNLESS_ERASED}", parameters))
        if statements:
            database.write(statements)
        if any(before.get(subject) is not None for subject, key in rows if key is None):
            database.scrub("personal_keys")
        gone = {subject for subject, key in before.items() if key is None} | erased
        return Merged(len(keys), sum(key is not None and subject in gone for subject, key in keys))
    finally:
        keyring.close()
