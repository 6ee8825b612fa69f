"""A resource's rows in memory, opened: names are sealed, so no database can sort or search them.

Each process keeps the rows of a list's query and what it needs to sort and search them. A look
costs one small question, whether anything was appended; only then are the rows read again, and
only those that differ are opened and keyed anew. A key that was destroyed takes its texts along.
"""

from __future__ import annotations

import dataclasses
import threading
import time
from collections import OrderedDict
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, func, select, tuple_

from bangduan import seen
from bangduan.events.definition import FORGOTTEN
from bangduan.projection import personal_columns
from bangduan.store import StoreUnavailable
from bangduan.store.rows import BLANK, tables_of
from bangduan.thai import collation_key
from bangduan.web.pages.declared import takes
from bangduan.web.pages.shapes import WORDS, Shape, shapes
from bangduan.web.translate import language

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from bangduan.application import Application
    from bangduan.store.database import Database
    from bangduan.web.pages.declared import Resource

#: Rows of a page.
PAGE: Final = 50
#: Longer lists are paged by the database, in the order of their keys.
MOST: Final = 20_000
_KEPT_FILTERS: Final = 8
#: What a personal column holds that tells nothing of the person.
_UNTOLD: Final = frozenset({None, BLANK})
#: Whatever the log says, rows are read again after this long, seconds.
_OLDEST: Final = 30.0
_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def folded(text: str) -> str:
    """Text as it is compared when searched: case and Thai digits make no difference."""
    return text.casefold().translate(_DIGITS)


class Entry:
    """One row: its values, and what sorts and finds it, made when first asked for."""

    __slots__ = ("_keys", "_text", "raw", "subjects", "values")

    def __init__(self, raw: object, values: dict[str, Any], subjects: frozenset[str]) -> None:
        self.raw = raw
        self.values = values
        self.subjects = subjects
        self._text: str | None = None
        self._keys: dict[str, Any] = {}

    def shown(self) -> dict[str, Any]:
        """The values, for somebody to see: it is noted whose they are."""
        seen.note_all(self.subjects)
        return self.values

    def text(self, shown: Iterable[str]) -> str:
        """Everything in it that a search looks at."""
        if self._text is None:
            values = (self.values.get(name) for name in shown)
            self._text = "\n".join(folded(v) for v in values if isinstance(v, str))
        return self._text

    def key(self, shape: Shape) -> Any:
        """What it is sorted by under a column; None where the column is empty."""
        if shape.name not in self._keys:
            self._keys[shape.name] = sort_key(shape, self.values.get(shape.name))
        return self._keys[shape.name]


def sort_key(shape: Shape, value: Any) -> Any:
    """What a value is sorted by; all of one column compare with one another."""
    if value is None:
        return None
    match shape.kind:
        case "quantity":
            return value["value"] if isinstance(value, dict) else value.value
        case "choice":
            choices = shape.choices
            return choices.index(value) if value in choices else len(choices)
        case "list" | "group" | "mapping":
            return str(value)
        case "text" | "prose" | "slug":
            return collation_key(str(value))
        case _:
            return value


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """Rows of one page of a list.

    Attributes:
        total: how many there are in all; None where that was not counted.
        after: key to continue after, where the database pages.
    """

    rows: list[dict[str, Any]]
    total: int | None
    first: int = 0
    after: str | None = None


class _View:
    """The rows under one choice of filters, as they stood at ``token``."""

    __slots__ = ("entries", "orders", "read_at", "token")

    def __init__(self) -> None:
        self.token: Hashable = None
        self.read_at = 0.0
        self.entries: dict[Any, Entry] = {}
        self.orders: dict[str, list[Entry]] = {}


class Directory:
    """The rows of one resource.

    Args:
        application: the service.
        resource: what is listed.
    """

    def __init__(self, application: Application, resource: Resource) -> None:
        self._application = application
        self._resource = resource
        self._shapes = shapes(resource.row)
        self._searched = tuple(s.name for s in self._shapes.values() if s.kind in WORDS)
        self._views: OrderedDict[Any, _View] = OrderedDict()
        self._lock = threading.Lock()
        self._large = False

    def look(
        self, filters: Any = None, words: str = "", sort: str = "", start: int = 0,
        *, after: str = "", most: int = PAGE,
    ) -> Found:  # fmt: skip
        """One page of the list.

        Args:
            filters: of the resource's dataclass.
            words: every one must occur.
            sort: a column, ``-`` in front for descending.
            start: how many rows to leave out.
            after: instead, the key to continue after; for lists that the database pages.
            most: rows that are shown of it.
        """
        if self.is_large:
            return self._from_database(self._exactly(filters, words)[0], after)
        found = self.entries(filters, words, sort)
        rows = [entry.shown() for entry in found[start : start + min(most, PAGE)]]
        return Found(rows, len(found), start)

    def entries(self, filters: Any = None, words: str = "", sort: str = "") -> list[Entry]:
        """All rows under these filters and with these words, sorted."""
        filters, words = self._exactly(filters, words)
        view = self._current(filters)
        order = sort or self._resource.order
        with self._lock:
            if order not in view.orders:
                view.orders[order] = self._sorted(view.entries.values(), order)
            found = view.orders[order]
        wanted = folded(words).split()
        if not wanted:
            return found
        searched = self._searched
        return [e for e in found if all(word in e.text(searched) for word in wanted)]

    def every(self, filters: Any, words: str, sort: str) -> Iterable[dict[str, Any]]:
        """All rows, for an export."""
        if not self.is_large:
            for entry in self.entries(filters, words, sort):
                yield entry.shown()
            return
        after: str | None = ""
        while after is not None:
            page = self._from_database(filters, after)
            yield from page.rows
            after = page.after

    def one(self, id: str) -> dict[str, Any] | None:
        """The row of one record, None for one that is not listed."""
        if self.is_large:
            query = self._query(None)
            return self._application.reader.one(
                query.where(_column(query, self._resource.key) == id)
            )
        entry = self._current(None).entries.get(id)
        return entry.shown() if entry is not None else None

    def named(self, ids: Iterable[str]) -> dict[str, str]:
        """What records are called, by id, as far as they are listed."""
        key, named = self._resource.key, self._resource.named
        # what no id can hold does not reach the database
        wanted = {id for id in ids if "\0" not in id}
        if self.is_large:
            column = _column(self._query(None), key)
            rows = self._application.reader.all(self._query(None).where(column.in_(wanted)))
            return {row[key]: row[named] for row in rows if row[named] is not None}
        entries = self._current(None).entries
        found = ((id, entries.get(id)) for id in wanted)
        return {id: str(e.shown()[named]) for id, e in found if e is not None and e.values[named]}

    def _exactly(self, filters: Any, words: str) -> tuple[Any, str]:
        """Filters and the words left to look for, where the words name one record exactly."""
        finds, chosen = self._resource.finds, self._resource.filters
        found = finds(words) if finds is not None and words else None
        if found is None or chosen is None:
            return filters, words
        return dataclasses.replace(filters if filters is not None else chosen(), **found), ""

    # -- keeping up ------------------------------------------------------------------------

    def _query(self, filters: Any) -> Any:
        resource = self._resource
        if resource.filters is None:
            return resource.query()
        return resource.query(filters if filters is not None else resource.filters())

    def _is_given(self) -> bool:
        """True when the query answers rows itself, not a SELECT."""
        return takes(self._resource.query)[:1] == ("reader",)

    @property
    def is_large(self) -> bool:
        """True when the database pages the list: it is not searched then, and not sorted."""
        if self._large or self._is_given():
            return self._large
        if not self._views:
            some = self._query(None).order_by(None).limit(MOST + 1).subquery()
            (row,) = self._application.database.select(
                select(func.count().label("n")).select_from(some)
            )
            self._large = row["n"] > MOST
        return self._large

    def _current(self, filters: Any) -> _View:
        if filters is None and self._resource.filters is not None:
            filters = self._resource.filters()
        destroyed = self._application.keyring.destroyed()
        token = (_token(self._application.database), destroyed)
        # what is not read from a table may be named in the language of whoever asks
        choice = (filters, language()) if self._is_given() else filters
        with self._lock:
            view = self._views.setdefault(choice, _View())
            self._views.move_to_end(choice)
            while len(self._views) > _KEPT_FILTERS:
                self._views.popitem(last=False)
            if view.token != token or time.monotonic() - view.read_at > _OLDEST:
                self._read(view, filters, destroyed)
                view.token, view.read_at = token, time.monotonic()
                self._large = len(view.entries) > MOST
        return view

    def _read(self, view: _View, filters: Any, destroyed: frozenset[str]) -> None:
        known = {id: entry for each in self._views.values() for id, entry in each.entries.items()}
        known.update(view.entries)
        if self._is_given():
            with seen.gathered() as people:
                given = self._resource.query(self._application.reader)
            rows = given.get("items", [given]) if given is not None else []
            of = frozenset(people)
            view.entries = {r[self._resource.key]: Entry(None, r, of) for r in rows}
        else:
            with seen.apart():
                view.entries = self._opened(self._query(filters), known, destroyed)
        view.orders = {}

    def _opened(
        self, query: Select[Any], known: dict[Any, Entry], destroyed: frozenset[str]
    ) -> dict[Any, Entry]:
        """The rows of ``query``; those that did not change are taken over as they are."""
        names, rows = _raw(self._application.database, query)
        at = names.index(self._resource.key)
        sealed = {
            names.index(name): names.index(subject)
            for table in tables_of(query)
            for name, subject in personal_columns(table).items()
            if name in names and subject in names
        }
        entries: dict[Any, Entry] = {}
        fresh: list[tuple[Any, ...]] = []
        for row in rows:
            entry = known.get(row[at])
            if entry is not None and entry.raw == row and entry.subjects.isdisjoint(destroyed):
                entries[row[at]] = entry
            else:
                entries[row[at]] = entry = Entry(row, {}, frozenset())
                fresh.append(row)
        keyring = self._application.keyring
        subjects = set(sealed.values())
        keyring.read_ahead(str(row[s]) for row in fresh for s in subjects if row[s] is not None)
        for row in fresh:
            entry = entries[row[at]]
            values = list(row)
            for place, subject in sealed.items():
                if row[place] is not None:
                    gone = row[place] == BLANK or row[subject] in destroyed
                    opened = None if gone else keyring.open(row[subject], row[place])
                    values[place] = FORGOTTEN if opened is None else opened
            entry.values = dict(zip(names, values, strict=True))
            entry.subjects = frozenset(
                row[s] for place, s in sealed.items() if row[place] not in _UNTOLD
            )
        return entries

    def _sorted(self, entries: Iterable[Entry], order: str) -> list[Entry]:
        found = list(entries)
        for by in reversed(order.split(",")):
            found = self._sorted_by(found, by)
        return found

    def _sorted_by(self, entries: Iterable[Entry], order: str) -> list[Entry]:
        shape = self._shapes[order.removeprefix("-")]
        filled: list[tuple[Any, Entry]] = []
        empty: list[Entry] = []
        for entry in entries:
            key = entry.key(shape)
            if key is None:
                empty.append(entry)
            else:
                filled.append((key, entry))
        filled.sort(key=itemgetter(0), reverse=order.startswith("-"))
        return [*(entry for _, entry in filled), *empty]

    def _from_database(self, filters: Any, after: str) -> Found:
        query, key = self._query(filters), self._resource.key
        column = _column(query, key)
        if after and "\0" not in after:
            query = query.where(tuple_(column) > tuple_(after))
        rows = self._application.reader.all(query.order_by(None).order_by(column).limit(PAGE + 1))
        more = len(rows) > PAGE
        rows = rows[:PAGE]
        return Found(rows, None, after=str(rows[-1][key]) if more else None)


def _column(query: Select[Any], name: str) -> Any:
    return next(c for c in query.selected_columns if c.key == name)


def _token(database: Database) -> tuple[Any, ...]:
    """Changes with everything that is written to the service's database."""
    if database.name == "postgresql":
        return tuple(database.rows("SELECT pg_current_snapshot()::text")[0])
    head = database.rows("SELECT max(position) FROM events")[0][0]
    arrived = database.rows("SELECT source, sequence FROM subscriptions ORDER BY source")
    return head, tuple(arrived)


def _raw(database: Database, query: Select[Any]) -> tuple[list[str], Sequence[tuple[Any, ...]]]:
    """Names of the columns and the rows, personal ones sealed still."""
    try:
        return _asked(database, query)
    except StoreUnavailable:
        # as Database.select: the pooled connection may have died
        return _asked(database, query)


def _asked(database: Database, query: Select[Any]) -> tuple[list[str], Sequence[tuple[Any, ...]]]:
    with database.translating(), database.engine.connect() as connection:
        result = connection.execute(query)
        names = list(result.keys())
        return names, [tuple(row) for row in result.all()]
