"""What a service says of its pages. Everything wrong in it is told when it is imported."""

from __future__ import annotations

import dataclasses
import inspect
import re
from typing import TYPE_CHECKING, Any, Final

from bangduan import access
from bangduan.errors import ConfigurationError
from bangduan.permissions import Permission, permission_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from flask import Blueprint

    from bangduan.access import Identity
    from bangduan.domain import Aggregate
    from bangduan.web.app import Web

    #: Fields of a record as they stand, or what finds them.
    Begins = tuple[str, ...] | Callable[..., Mapping[str, Any] | None]

_KEBAB: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: Paths below a record; ``do`` is its forms'.
_LEAF: Final = re.compile(r"(?!do(/|$))[a-z0-9]+([-/][a-z0-9]+)*(\.[a-z0-9]+)?")
#: First parts of a path below a service that are no resource's.
_TAKEN: Final = frozenset({"api", "assets", "fragments", "health", "metrics", "options"})


@dataclasses.dataclass(frozen=True, slots=True)
class Related:
    """A list that belongs to a record.

    Attributes:
        name: kebab case; its place on the page.
        title: msgid.
        query: ``(**{key: id}) -> Select``; one that takes filters first is given the filters
            with the key set where they have it.
        row: dataclass of a row.
        columns: fields of ``row``, in order.
        links: resource its rows lead to, ``service:resource`` for one of another service.
        by: field of ``row`` with the id that leads there; found by the resource's key otherwise.
        actions: commands that speak of one row; its fields fill the form.
        offers: ``(record, row)`` to those of them that make sense; all when not given.
        begins: command that says a row anew → the fields its form begins with as they stand.
        names: fields of ``row`` that name a row to its commands though they are no ids.
        limit: rows shown.
    """

    name: str
    title: str
    query: Callable[..., Any]
    row: type
    columns: tuple[str, ...]
    links: str | None = None
    by: str | None = None
    names: tuple[str, ...] = ()
    actions: tuple[type, ...] = ()
    offers: Callable[[Mapping[str, Any], Mapping[str, Any]], Collection[type]] | None = None
    begins: Mapping[type, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    limit: int = 100

    def __post_init__(self) -> None:
        _name(self.name)
        _fields(self.name, self.row, *self.columns, *self.names, *((self.by,) if self.by else ()))
        needed(self.query)
        for command in self.actions:
            needed(command)
        for command, fields in self.begins.items():
            _fields(self.name, command, *fields)
            _fields(self.name, self.row, *fields)

    @property
    def permission(self) -> Permission:
        """Who may see it."""
        return needed(self.query)


@dataclasses.dataclass(frozen=True, slots=True)
class Leaf:
    """A page or a paper of one record that the service makes itself, linked from the record's.

    Attributes:
        path: below the record's page, as ``notice`` or ``calendar.ics``.
        title: msgid of the link.
        show: ``(web, id)`` to what Flask answers; it says who may see it, as a query does.
        offers: ``(record)`` to whether it makes sense for a record as it is; always otherwise.
    """

    path: str
    title: str
    show: Callable[..., Any]
    offers: Callable[[Mapping[str, Any]], bool] | None = None

    def __post_init__(self) -> None:
        if not _LEAF.fullmatch(self.path):
            msg = f"{self.path!r} is no path below a record: kebab case, with an ending or none"
            raise ConfigurationError(msg)
        needed(self.show)


@dataclasses.dataclass(frozen=True, slots=True)
class Way:
    """A link above a table to a page of the service's own making.

    Attributes:
        title: msgid.
        href: below the service.
        needs: who is shown it.
    """

    title: str
    href: str
    needs: Permission


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """Records of one sort.

    Attributes:
        name: kebab case; the part of the path after the service.
        title, one: msgids, of the table and of one record.
        key: field of ``row`` and ``detail`` with the id, and the parameter of ``item``.
        query: ``(filters) -> Select``, ``() -> Select`` without filters, or ``(reader)`` to
            what an API gives, a mapping with ``items``.
        row: dataclass of a row.
        columns: fields of ``row`` that the table shows, in order.
        named: field that names a record: headings, links, pickers.
        filters: dataclass of optional scalars.
        item: ``(reader, **{key: id})`` to a mapping or None.
        detail: dataclass of what ``item`` gives; ``row`` when it is the same.
        aggregate: whose stream is a record's history.
        create: command that makes a record.
        facts: fields of a record that its page shows, in order; all of them when none are
            named. One with a question mark after it is shown only where it says something.
        actions: commands that speak to a record.
        offers: those of ``actions`` that make sense for a record as it is; all when not given.
        begins: command that says something anew → the fields its form begins with as they stand;
            without it, what is not typed again would be lost. Where the record does not show
            them, ``(reader, **{key: id})`` to a mapping of them, or None.
        empty: msgid, said when there are no records at all.
        related: lists below the record.
        leaves: pages and papers of a record, of the service's own making.
        ways: links above its table to pages of the service's own making.
        menu: stands in the navigation.
        under: msgid of the heading below which it stands on the service's first page instead of
            in the line of its pages: for what is looked at seldom.
        search: its records are found by the site's search.
        finds: words that were searched for → filters that find exactly what they name, as a
            number that is kept as a hash; None for words like any others.
        picks: form fields, of any service, that hold the id of one of these; ``Posting.account``
            is the field of that one dataclass, where the name alone says too little.
        here: as ``picks``, of this service's forms alone, for a name that others use otherwise.
        sort: column the table is ordered by at first, ``-`` in front for descending; several
            with commas between; the one that names the records otherwise.
    """

    name: str
    title: str
    one: str
    key: str
    query: Callable[..., Any]
    row: type
    columns: tuple[str, ...]
    named: str
    filters: type | None = None
    item: Callable[..., Any] | None = None
    detail: type | None = None
    aggregate: Aggregate[Any] | None = None
    create: type | None = None
    actions: tuple[type, ...] = ()
    related: tuple[Related, ...] = ()
    leaves: tuple[Leaf, ...] = ()
    ways: tuple[Way, ...] = ()
    menu: bool = True
    under: str = ""
    search: bool = True
    finds: Callable[[str], Mapping[str, Any] | None] | None = None
    picks: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    sort: str | None = None
    facts: tuple[str, ...] = ()
    offers: Callable[[Mapping[str, Any]], Collection[type]] | None = None
    begins: Mapping[type, Begins] = dataclasses.field(default_factory=dict)
    empty: str = ""

    def __post_init__(self) -> None:
        _name(self.name)
        if self.name in _TAKEN:
            msg = f"{self.name} cannot be the name of a resource"
            raise ConfigurationError(msg)
        _fields(self.name, self.row, self.key, self.named, *self.columns)
        if self.sort is not None:
            _fields(self.name, self.row, *(by.removeprefix("-") for by in self.sort.split(",")))
        if self.detail is not None:
            _fields(self.name, self.detail, self.key)
        _fields(self.name, self.shown, *(fact.removesuffix("?") for fact in self.facts))
        for what in (self.query, self.item, self.create, *self.actions):
            if what is not None:
                needed(what)
        # what is named by what it says, as a target of a cell and period, reckons its own id
        if self.create is not None and not isinstance(
            getattr(self.create, self.key, None), property
        ):
            _fields(self.name, self.create, self.key)
        for command, fields in self.begins.items():
            if callable(fields):
                needed(fields)
                continue
            _fields(self.name, command, *fields)
            _fields(self.name, self.shown, *fields)

    @property
    def permission(self) -> Permission:
        """Who may see the table."""
        return needed(self.query)

    @property
    def shown(self) -> type:
        """Dataclass of one record."""
        return self.detail or self.row

    @property
    def order(self) -> str:
        """What the table is ordered by at first."""
        return self.sort or self.named

    def stream(self, id: str) -> str | None:
        """Name of the stream that tells of the record."""
        return self.aggregate.stream(id) if self.aggregate is not None else None


@dataclasses.dataclass(frozen=True, slots=True)
class Card:
    """A short list on the home page.

    Attributes:
        name: kebab case.
        title: msgid.
        query: ``() -> Select``, in the order wanted.
        columns: columns of the query, in order.
        links: resource its rows lead to.
        limit: rows shown.
        empty: msgid, said when there are none.
        row: dataclass of a row, where the types of columns are not plain from the query.
    """

    name: str
    title: str
    query: Callable[..., Any]
    columns: tuple[str, ...]
    links: str | None = None
    limit: int = 5
    empty: str = "Nothing waits."
    row: type | None = None

    def __post_init__(self) -> None:
        _name(self.name)
        needed(self.query)
        if self.row is not None:
            _fields(self.name, self.row, *self.columns)

    @property
    def permission(self) -> Permission:
        """Who sees it."""
        return needed(self.query)


@dataclasses.dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the navigation: msgids of it and of its heading, and where it leads."""

    title: str
    href: str
    under: str = ""


@dataclasses.dataclass(slots=True)
class Pages:
    """The pages of one service.

    Args:
        service: its name.
        templates: package with ``templates/<service>/``, for pages of its own.
        known: field → well-known values of an open registry, offered where it is filled in.
        new: ids, as ``ProjectProposal.project_id``, of what may be there already or is made
            with the form that names it.
        public: ``(web)`` to HTML of what everybody should know, without personal data; it stands
            on the first page of the site, which nobody signs in to see.
        rows: list, as ``RecordEntry.postings`` → rows its form opens with; one otherwise.
        own: ``(blueprint, web)`` adds views that are no resource's; each says ``@needs``.
        ways: those of them that stand in the navigation, before the resources.
        place: where it stands among the services of the site, small numbers first.
    """

    service: str
    templates: str | None = None
    known: Mapping[str, Iterable[str]] = dataclasses.field(default_factory=dict)
    new: frozenset[str] = frozenset()
    rows: Mapping[str, int] = dataclasses.field(default_factory=dict)
    public: Callable[[Web], str] | None = None
    own: list[Callable[[Blueprint, Web], None]] = dataclasses.field(default_factory=list)
    ways: tuple[Way, ...] = ()
    place: int = 50
    resources: dict[str, Resource] = dataclasses.field(default_factory=dict)
    cards: list[Card] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        if self.public is not None and not needed(self.public).public:
            msg = (
                f"what {self.service} shows to everybody must be read by everybody: @reads(PUBLIC)"
            )
            raise ConfigurationError(msg)

    def add(self, what: Resource | Card) -> None:
        """Declare a resource or a card.

        Raises:
            ConfigurationError: there is one of this name.
        """
        if isinstance(what, Card):
            self.cards.append(what)
            return
        if what.name in self.resources:
            msg = f"{self.service} has two resources {what.name}"
            raise ConfigurationError(msg)
        self.resources[what.name] = what

    def menu(self, identity: Identity | None) -> list[MenuEntry]:
        """Entries of the navigation that whoever asks may use."""
        ways = [
            MenuEntry(way.title, f"/{self.service}/{way.href}")
            for way in self.ways
            if access.may(identity, way.needs)
        ]
        return ways + [
            MenuEntry(each.title, f"/{self.service}/{each.name}", each.under)
            for each in self.resources.values()
            if each.menu and access.may(identity, each.permission)
        ]

    def blueprint(self, web: Web) -> Blueprint:
        """The Flask blueprint that serves everything declared."""
        # the views stand on this module
        from bangduan.web.pages.views import blueprint  # noqa: PLC0415

        return blueprint(self, web)


def takes(query: Callable[..., Any]) -> tuple[str, ...]:
    """Names of the parameters of a query."""
    return tuple(inspect.signature(query).parameters)


def needed(what: Any) -> Permission:
    """What a query or a command needs; ConfigurationError when it does not say."""
    permission = permission_of(what)
    if permission is None:
        msg = f"{what.__qualname__} does not say who may use it: give it a permission"
        raise ConfigurationError(msg)
    return permission


def _name(name: str) -> None:
    if not _KEBAB.fullmatch(name):
        msg = f"{name!r} is no name for a page: use kebab case"
        raise ConfigurationError(msg)


def _reckons(cls: type, name: str) -> bool:
    return isinstance(getattr(cls, name, None), property)


def _fields(where: str, cls: type, *names: str) -> None:
    known = {field.name for field in dataclasses.fields(cls)}
    missing = sorted(set(names) - known)
    if missing:
        msg = f"{where}: {cls.__name__} has no {', '.join(missing)}"
        raise ConfigurationError(msg)
