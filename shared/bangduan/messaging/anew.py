"""Reading a source from its first event again, while what was known of it stays shown.

What was read is put away, and what comes is **gathered**: it is kept and policies act on it, but
no table shows it. Once the source has told everything, the tables are built from what was
gathered and change places with the old ones. So figures never vanish in between, and never read
as they stood years ago.

Not so where a table is built anew for another reason meanwhile (a release that changes it): it
then shows of this source what has come by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bangduan.events.envelope import START
from bangduan.store.log import utc_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bangduan.projection import Projection
    from bangduan.store import Database
    from bangduan.store.database import Statement

#: What is remembered of a source beside its events: columns of ``subscriptions``.
COLUMNS: Final = ("source", "sequence", "last_id", "follows")
#: Tables that hold what was read of a source.
_READ: Final = ("inbox", "dead_letters", "subscriptions")
#: A fact of the database, as long as a source is gathered: since when.
_GATHERED: Final = "gathered/"


def forget(
    database: Database, source: str, follows: str, *, set_aside: bool
) -> Sequence[Statement]:
    """The statements that put away what was read of a source, to begin before its first event.

    Args:
        follows: the types of events that are taken from now on.
        set_aside: what was read is kept for comparison.
    """
    mark = database.placeholder
    kept = (
        "INSERT INTO set_aside (source, set_aside_at, sequence, body) "
        f"SELECT source, {mark}, sequence, body FROM inbox WHERE source = {mark}",
        (utc_now(), source),
    )
    return [
        *((kept,) if set_aside else ()),
        *((f"DELETE FROM {table} WHERE source = {mark}", (source,)) for table in _READ),
        database.insert("subscriptions", COLUMNS, [(source, str(START), None, follows)]),
    ]


def outdate(database: Database, projections: Sequence[Projection]) -> Sequence[Statement]:
    """The statements after which tables are not what they should be, until they are rebuilt."""
    mark = database.placeholder
    return [(f"DELETE FROM projections WHERE name = {mark}", (p.name,)) for p in projections]


def gather(database: Database, source: str) -> Statement:
    """The statement from which on a source is gathered."""
    sql, parameters = database.insert(
        "facts", ("name", "value"), [(f"{_GATHERED}{source}", utc_now())]
    )
    return (f"{sql} ON CONFLICT (name) DO NOTHING", parameters)


def show(database: Database, source: str) -> Statement:
    """The statement from which on a source is gathered no longer."""
    return (f"DELETE FROM facts WHERE name = {database.placeholder}", (f"{_GATHERED}{source}",))


def is_gathered(database: Database, source: str) -> bool:
    """True while what comes of a source is kept and not shown yet."""
    return database.fact(f"{_GATHERED}{source}") is not None
