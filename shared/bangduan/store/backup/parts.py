"""What a backup is of: one database, and the keyring that opens it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final, Protocol

import orjson
import sqlalchemy

from bangduan.events.definition import registry
from bangduan.events.envelope import Place
from bangduan.store.log import EPOCH

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack
    from pathlib import Path

    from bangduan.store.postgresql import PostgresqlDatabase
    from bangduan.store.sqlite import SqliteDatabase

    Rows = Callable[[str], list[tuple[Any, ...]]]

#: Tables with what is in no other table of a database.
HOLDINGS: Final = frozenset({"events", "inbox"})


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One service's database.

    Attributes:
        service: the service's name; of what a province has beside a site of that name
            ``accounts@province``.
        scope: ``site`` or ``province``; each has one keyring.
        tambon: six digits, as its events give them.
        url: of its database.
        keyring_url: of its keyring.
    """

    service: str
    scope: str
    tambon: str
    url: str
    keyring_url: str

    @property
    def kind(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return sqlalchemy.make_url(self.url).get_backend_name()

    @property
    def relay(self) -> str:
        """What the service leads while it runs."""
        return f"relay.{self.service.partition('@')[0]}"


@dataclasses.dataclass(frozen=True, slots=True)
class LogState:
    """How far a log has come: its epoch, its events and the sequence of the last of them."""

    epoch: int
    events: int
    head: str | None


class Snapshot(Protocol):
    """A database as of one moment, while its service goes on."""

    state: LogState

    def write(self, path: Path) -> None:
        """Write it to a new file.

        Raises:
            BackupRefused: the database is damaged.
        """

    def close(self) -> None:
        """Let the moment go."""


class Target(Protocol):
    """A database that is to be replaced: every step but ``put`` leaves it as it is.

    ``held`` is how many events stand in it, its own and those of others; ``epoch`` its log's, 0
    without one; ``erased`` the persons whom its log erases, after ``put`` also the new one. They
    are known once it is claimed.
    """

    held: int
    epoch: int
    erased: frozenset[str]

    def claim(self, stack: ExitStack) -> None:
        """Find out that nothing runs on it, keep it so until ``stack`` is left, and look at it.

        Raises:
            BackupRefused: a service runs on it.
        """

    def prepare(self, staged: Path, above: int) -> None:
        """Make what is to be put there of a member of the backup, in an epoch after ``above``.

        Args:
            above: the epoch of the log in the backup.
        """

    def keep_aside(self, folder: Path) -> None:
        """Copy what there is into ``folder``; nothing when there is nothing."""

    def put(self) -> None:
        """Replace it, at once or not at all."""

    def undo(self) -> None:
        """Bring back what was kept aside, also when ``put`` was never called."""

    def clear(self) -> None:
        """Remove what ``prepare`` made and ``put`` did not use."""


def log_state(adapter: type[SqliteDatabase | PostgresqlDatabase], rows: Rows) -> LogState:
    """The state of the log that ``rows`` reads, all in one snapshot."""
    ((events,),) = rows("SELECT count(*) FROM events")
    newest_first = ", ".join(f"{column} DESC" for column in adapter.order)
    last = rows(f"SELECT {adapter.place_columns} FROM events ORDER BY {newest_first} LIMIT 1")
    epoch = rows(f"SELECT value FROM facts WHERE name = '{EPOCH}'")
    return LogState(
        int(epoch[0][0]) if epoch else 1, int(events), str(Place(*last[0])) if last else None
    )


def erased_persons(rows: Rows) -> frozenset[str]:
    """Ids of the persons whom the events of a log erase."""
    fields = {definition.type: definition.erases for definition in registry if definition.erases}
    if not fields:
        return frozenset()
    types = ",".join(f"'{type}'" for type in fields)
    found = rows(f"SELECT type, payload FROM events WHERE type IN ({types})")
    return frozenset(str(orjson.loads(payload)[fields[type]]) for type, payload in found)
