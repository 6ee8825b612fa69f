"""The composition root: a service is what stands here, and nothing it must inherit.

    service = Service(
        name="membership",
        title=("สมาชิกและองค์กร", "Members and organisations"),
        aggregates=(PERSON, ORGANISATION),
        handlers=HANDLERS,
        policies=POLICIES,
        projections=(PEOPLE, ORGANISATIONS),
        api=API,
    )

Services are found by the entry-point group ``bangduan.services``; one from another
repository installs and appears.
"""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Literal

from bangduan.access import ACCESS, SOURCE
from bangduan.errors import ConfigurationError
from bangduan.events.definition import load_contract, registry
from bangduan.events.envelope import to_cloudevent
from bangduan.permissions import AUDIT, Permission
from bangduan.policies import Policies
from bangduan.projection import personal_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from flask import Blueprint

    from bangduan.application import Application, Reader
    from bangduan.chores import Chore
    from bangduan.domain import Aggregate
    from bangduan.events.envelope import Row
    from bangduan.events.membership import KindOfOrganisation
    from bangduan.importing.declared import Imports
    from bangduan.permissions import Scope
    from bangduan.projection import Projection
    from bangduan.settings import Settings
    from bangduan.web.api import Api
    from bangduan.web.app import Web
    from bangduan.web.pages import Pages

ENTRY_POINTS = "bangduan.services"


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Service:
    """What a service is made of.

    Attributes:
        name: first part of its paths, its routing keys and its events' types.
        title: Thai and English.
        aggregates: what decides its commands.
        handlers: commands that need more than their own aggregate.
        policies: reactions to other services' events.
        projections: its read tables, fed by itself or by others.
        api: its JSON resources.
        pages: its HTML pages, declared, or a function that makes them.
        scope: ``site`` for one of a sub-district, ``province`` for one of the province,
            ``everywhere`` for one that each of them has for itself.
        starting: called once when it begins to serve, before it answers anything.
        demonstrating: makes what a demonstration needs, once; where that is written down.
        audit: who may read its log and its process's figures.
        organisation_kinds: kinds of organisation that it knows, for the register of members.
        chores: what it does every now and then by itself.
        imports: registers in files that it takes in.
        following: sites that it follows beside those of the settings, as its own read tables
            say at this moment; they may come and go while it runs.
        refusing: sites that are not followed whatever the settings say, as its read tables say.
        on_divergence: what becomes of a site that no longer holds what was read of it: it is
            read anew at once, or held until somebody decides (``bangduan.store.holding``).
        encloses: what it says to a site that it follows, along with its requests: JSON values, or
            None for nothing. It is looked up for each request, so it is said until the site's
            events tell that it came.
        opens: takes what somebody elsewhere enclosed: the application, the code of who said it,
            and what was said, of which nothing is certain.
        names_actors: whether what it publishes says which account did it. Not of a service that
            is read beyond its site: an account's id is somebody's, month after month.
    """

    name: str
    title: tuple[str, str]
    aggregates: tuple[Aggregate[Any], ...] = ()
    handlers: Mapping[type, Callable[..., object]] = dataclasses.field(default_factory=dict)
    policies: Policies = dataclasses.field(default_factory=Policies)
    projections: tuple[Projection, ...] = ()
    api: Api | None = None
    pages: Pages | Callable[[Web], Blueprint] | None = None
    scope: Literal["site", "province", "everywhere"] = "site"
    starting: Callable[[Application], object] | None = None
    demonstrating: Callable[[Application], Path] | None = None
    audit: Permission = AUDIT
    organisation_kinds: tuple[KindOfOrganisation, ...] = ()
    chores: tuple[Chore, ...] = ()
    imports: Imports | None = None
    following: Callable[[Reader], Collection[str]] | None = None
    refusing: Callable[[Reader], Collection[str]] | None = None
    on_divergence: Literal["read-anew", "hold"] = "read-anew"
    encloses: Callable[[Reader, str], Mapping[str, Any] | None] | None = None
    opens: Callable[[Application, str, Mapping[str, Any]], object] | None = None
    names_actors: bool = True

    def __post_init__(self) -> None:
        if self.knows_access and ACCESS not in self.projections:
            object.__setattr__(self, "projections", (*self.projections, ACCESS))
        tables = [table.name for p in self.projections for table in p.tables]
        twice = {name for name in tables if tables.count(name) > 1}
        if twice:
            msg = f"service {self.name}: tables {sorted(twice)} belong to two projections"
            raise ConfigurationError(msg)

    def published(self, source: str, row: Row, predecessor: str | None) -> bytes:
        """The bytes by which it tells others what it has recorded.

        Args:
            source: ``/tambon/<code>/<service>``.
            predecessor: id of the event before it; None for the first.
        """
        return to_cloudevent(source, row, predecessor, names_actor=self.names_actors)

    @property
    def knows_access(self) -> bool:
        """True when somebody may sign in to it: not all that it serves is for everybody."""
        asked = (self.audit, *self.api.permissions) if self.api is not None else ()
        return self.pages is not None or any(not permission.public for permission in asked)

    def aggregates_by_command(self) -> dict[type, Aggregate[Any]]:
        """Which aggregate decides which command."""
        return {command: a for a in self.aggregates for command in a.commands}

    def feeds_itself(self, projection: Projection) -> bool:
        """True when a projection follows the service's own events."""
        return projection.source in (None, self.name)

    def follows(self, source: str) -> frozenset[type]:
        """Event classes of another service that this one handles."""
        handled = {cls for p in self.projections if p.source == source for cls in p.handlers}
        reacted = {c for c in self.policies.classes() if registry.of(c).service == source}
        return frozenset(handled | reacted | self._erasures(source))

    def sources(self) -> tuple[str, ...]:
        """Names of the services it subscribes to."""
        erasing = {d.service for d in registry if d.erases and self._keeps_personal_data()}
        return tuple(sorted({*self._named(), *erasing} - {self.name}))

    def runs_at(self, scope: Scope) -> bool:
        """True when a site, or a province, has it."""
        return self.scope in {scope, "everywhere"}

    def scope_at(self, settings: Settings) -> Scope:
        """Where it runs under these settings."""
        return settings.scope if self.scope == "everywhere" else self.scope

    def sources_at(
        self, settings: Settings, reader: Reader | None = None
    ) -> tuple[tuple[str, str], ...]:
        """``(tambon, service)`` of everything it subscribes to under these settings.

        At a province these are the province's own services, its accounts above all, and of each
        site what is named; nobody is let in by the accounts of a site.

        Args:
            reader: its read tables, for whom it follows beside the sites of the settings.
        """
        if self.scope_at(settings) == "site":
            return tuple((settings.tambon, source) for source in self.sources())
        own = tuple(source for source in self.sources() if _is_of_province(source))
        found: Collection[str] = ()
        if reader is not None and self.following is not None:
            found = sorted(self.following(reader))
        refused = self.refusing(reader) if reader is not None and self.refusing is not None else ()
        sites = (code for code in dict.fromkeys((*settings.sites, *found)) if code not in refused)
        return (
            *((settings.tambon, source) for source in own),
            *((tambon, source) for tambon in sites for source in self._of_sites()),
        )

    def _of_sites(self) -> tuple[str, ...]:
        """Services of every site that one of a province subscribes to."""
        return tuple(source for source in self._named() if not _is_of_province(source))

    def _named(self) -> tuple[str, ...]:
        """Services whose events a projection or a policy takes."""
        named = {p.source for p in self.projections if p.source is not None}
        return tuple(sorted((named | self.policies.sources) - {self.name}))

    def _erasures(self, source: str) -> set[type]:
        if not self._keeps_personal_data():
            return set()
        return {d.cls for d in registry if d.erases and d.service == source}

    def _keeps_personal_data(self) -> bool:
        return any(personal_columns(table) for p in self.projections for table in p.tables)


def _is_of_province(source: str) -> bool:
    """True for a service that a province has for itself."""
    known = installed().get(source)
    return source == SOURCE or (known is not None and known.runs_at("province"))


@lru_cache(maxsize=1)
def installed() -> dict[str, Service]:
    """Every installed service by name.

    Raises:
        ConfigurationError: two services have one name, or an entry point is no Service.
    """
    load_contract()
    found: dict[str, Service] = {}
    for entry_point in entry_points(group=ENTRY_POINTS):
        service = entry_point.load()
        if not isinstance(service, Service) or service.name in found:
            msg = f"entry point {entry_point.value} is no service of its own name"
            raise ConfigurationError(msg)
        found[service.name] = service
    return dict(sorted(found.items()))


def named(name: str) -> Service:
    """The installed service of this name, or ConfigurationError that lists what there is."""
    services = installed()
    if name not in services:
        msg = f"There is no service {name!r}. Installed: {', '.join(services)}."
        raise ConfigurationError(msg)
    return services[name]
