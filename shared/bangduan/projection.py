"""Read tables and the handlers that keep them, declared; ``store`` carries them out.

A projection is a set of read tables, a version, the service whose events feed it and one
handler per event class. Handlers only write: they say which rows change and never look,
so that a whole command reaches the database in one round trip and a rebuild runs at the
speed of the log. Whatever a handler needs must stand in the event.

    PEOPLE = Projection("people", version=1, tables=(people,))

    @PEOPLE.on(PersonRegistered)
    def _(event, at, rows):
        rows.put(people, person_id=event.person_id, name=event.name)

Guarantees: own tables change in the transaction of the append; tables fed by another service
change in the transaction that records how far it was read; each event is applied once.
Not guaranteed: any order between events of different services.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary, WeakMethod

from sqlalchemy import Column, Dialect, MetaData, String, Table
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.schema import SchemaItem

    from bangduan.events.envelope import Recorded

__all__ = ["Projection", "ReadTable", "Rows", "lookup_column", "personal_column"]

PERSONAL = "personal"
LOOKUP = "lookup"

#: How the database behind each dialect hashes what is looked up, with a secret of its own.
DIGESTS: WeakKeyDictionary[Dialect, WeakMethod[Callable[[str], str | None]]] = WeakKeyDictionary()


class _Digested(TypeDecorator[str]):
    """Text that the database keeps as a keyed hash only; a query compares it with the text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        method = DIGESTS.get(dialect)
        digest = method() if method is not None else None
        return None if value is None or digest is None else digest(value)


class Rows(Protocol):
    """What a handler may do to the read tables of its projection.

    Column values are plain Python; personal columns are sealed on the way in.
    """

    def put(self, table: Table, **values: Any) -> None:
        """Insert the row, or set the named columns of the row with this primary key."""

    def change(self, table: Table, where: Mapping[str, Any], **values: Any) -> None:
        """Set columns of the rows whose columns equal ``where``; no such row, no change."""

    def add(self, table: Table, key: Mapping[str, Any], **amounts: int) -> None:
        """Add to number columns of the row with this whole primary key, made if missing."""

    def remove(self, table: Table, where: Mapping[str, Any]) -> None:
        """Delete the rows whose columns equal ``where``."""


def ReadTable(name: str, *columns: SchemaItem) -> Table:  # noqa: N802 (reads as a type)
    """A table of a service's read model; its name is unique within the service."""
    return Table(name, MetaData(), *columns)


def personal_column(name: str, *, subject: str) -> Column[str]:
    """A text column with personal data of the person whose id stands in column ``subject``.

    It is sealed with that person's key, blanked when the person is erased, and can be
    neither searched nor sorted by the database.
    """
    return Column(name, String, nullable=True, info={PERSONAL: subject})


def lookup_column(name: str, *, of: str) -> Column[str]:
    """A column by which rows are found that hold exactly some text in the personal column ``of``.

    It holds a keyed hash, made with a secret that never leaves the database, and is filled and
    emptied with that column. A query compares it with the text itself; it is never read.
    """
    return Column(name, _Digested(), nullable=True, index=True, info={LOOKUP: of})


@cache
def lookup_columns(table: Table) -> Mapping[str, str]:
    """Personal columns that rows are looked up by: column → the column with its keyed hash."""
    return {c.info[LOOKUP]: c.name for c in table.columns if LOOKUP in c.info}


def personal_columns(table: Table) -> dict[str, str]:
    """Personal columns of a read table: column → column with the person's id."""
    return {c.name: c.info[PERSONAL] for c in table.columns if PERSONAL in c.info}


@dataclasses.dataclass(slots=True)
class Projection:
    """Read tables that follow the events of one service.

    Args:
        name: unique within the service that keeps it.
        version: raise it when a table or a handler changes; the tables are rebuilt at start.
        tables: its read tables; a table belongs to one projection.
        source: the service whose events feed it, None for the service that keeps it.
    """

    name: str
    version: int
    tables: tuple[Table, ...]
    source: str | None = None
    handlers: dict[type, Callable[[Any, Recorded, Rows], None]] = dataclasses.field(
        default_factory=dict
    )

    def on(self, *event_classes: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Register the handler of these event classes."""

        def register(handler: Callable[..., None]) -> Callable[..., None]:
            for cls in event_classes:
                if cls in self.handlers:
                    msg = f"projection {self.name} handles {cls.__name__} twice"
                    raise ValueError(msg)
                self.handlers[cls] = handler
            return handler

        return register

    def apply(self, event: object, at: Recorded, rows: Rows) -> None:
        """Apply one event; one that has no handler changes nothing."""
        handler = self.handlers.get(type(event))
        if handler is not None:
            handler(event, at, rows)
