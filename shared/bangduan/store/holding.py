"""A source that no longer holds what was read of it, where somebody decides what becomes of that.

It was restored from an older backup: what it tells from now on does not follow what it told. It
is **held**: what was read stays as it is and stays shown, and nothing else of it is read, until
an officer accepts its restored record (``UnitOfWork.read_anew``) or it is restored once more and
holds again what was read, which is noticed by itself.

The decision is a row of a table, written in the transaction of the command; whichever process
reads the source carries it out.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from bangduan.store.log import utc_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bangduan.store import Database
    from bangduan.store.database import Statement

_COLUMNS: Final = ("source", "held_at", "sequence", "decided_at")


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """A source that is held.

    Attributes:
        source: ``/tambon/<code>/<service>``.
        held_at: when that was noticed, ISO 8601 in UTC; None for one that was to be read anew
            without having been held.
        sequence: of the last event read of it, which it does not hold.
        decided_at: when somebody decided that it is to be read anew; None while nobody has.
    """

    source: str
    held_at: str | None
    sequence: str | None
    decided_at: str | None


def held(database: Database, source: str | None = None) -> list[Held]:
    """Every source that is held or about to be read anew, by name; ``source`` alone if given."""
    select = f"SELECT {','.join(_COLUMNS)} FROM held_sources"
    if source is None:
        rows = database.rows(f"{select} ORDER BY source")
    else:
        rows = database.rows(f"{select} WHERE source = {database.placeholder}", (source,))
    return [Held(*row) for row in rows]


def decided(database: Database) -> Sequence[str]:
    """Sources that are to be read anew."""
    rows = database.rows("SELECT source FROM held_sources WHERE decided_at IS NOT NULL")
    return [source for (source,) in rows]


def hold(database: Database, source: str, sequence: str) -> Statement:
    """The statement that holds a source which does not hold this event."""
    sql, parameters = database.insert(
        "held_sources", _COLUMNS, [(source, utc_now(), sequence, None)]
    )
    return (f"{sql} ON CONFLICT (source) DO NOTHING", parameters)


def decide(database: Database, source: str) -> Statement:
    """The statement that has a source read anew, held or not."""
    sql, parameters = database.insert("held_sources", _COLUMNS, [(source, None, None, utc_now())])
    return (
        f"{sql} ON CONFLICT (source) DO UPDATE SET decided_at = excluded.decided_at",
        parameters,
    )


def mend(database: Database, source: str) -> Statement:
    """The statement by which a source is held no longer: it holds again what was read of it."""
    mark = database.placeholder
    return (f"DELETE FROM held_sources WHERE source = {mark} AND decided_at IS NULL", (source,))


def release(database: Database, source: str) -> Statement:
    """The statement by which nothing is held or decided of a source any more."""
    return (f"DELETE FROM held_sources WHERE source = {database.placeholder}", (source,))
