"""What words a service needs: found in its commands, views, events, pages and templates."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeGuard

from babel.messages.extract import extract_from_dir

from bangduan.events.definition import registry
from bangduan.permissions import ROLE_NAMES, permission_of
from bangduan.service import installed
from bangduan.web.translate.catalogues import LIBRARY, folder, packages
from bangduan.web.translate.names import NAMES

if TYPE_CHECKING:
    from bangduan.service import Service

#: Arguments of a page's declaration that are shown.
_SHOWN: Final = frozenset({"title", "one", "empty", "help", "caption", "under"})
#: Classes whose arguments those are.
_DECLARING: Final = frozenset(
    {"Resource", "Related", "Leaf", "Way", "Card", "Action", "Filter", "Section", "Import"}
)
_KEYWORDS: Final[dict[str, Any]] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Word:
    """One entry a catalogue must have; ``plural`` for a text that counts."""

    id: str
    context: str = ""
    plural: str = ""


def needed(name: str) -> set[Word]:
    """Every word of a service, or of the library, whichever catalogue has it."""
    here = folder(name)
    if here is None:
        return set()
    if name == LIBRARY:
        return set(_written(here / "web"))
    service = installed()[name]
    package = packages()[name]
    commands = list(_commands(service))
    words = {Word(command.__name__, "command") for command in commands}
    events = [definition for definition in registry if definition.service == name]
    words |= {Word(definition.name, "event") for definition in events}
    shown = [*commands, *_views(package), *_of_pages(service), *(d.cls for d in events)]
    words |= set(_of_fields(shown)) | set(_imported(service))
    words |= set(_written(here))
    words |= set(_declared(here)) | set(_titles_of_pages(service))
    return words


def _commands(service: Service) -> Iterator[type]:
    """Commands that a client may give."""
    seen = {*service.aggregates_by_command(), *service.handlers}
    yield from sorted((c for c in seen if permission_of(c)), key=lambda c: c.__name__)


def _views(package: str) -> Iterator[type]:
    """What the API shows and filters by: the dataclasses of ``views``, or of ``api``."""
    for name in ("views", "api"):
        for module in _modules(f"{package}.{name}"):
            for what in vars(module).values():
                if _is_ours(what) and what.__module__ == module.__name__:
                    yield what


def _parts_of_pages(service: Service) -> Iterator[object]:
    """Resources with their lists and leaves, and cards, where the pages are declared."""
    for resource in getattr(service.pages, "resources", {}).values():
        yield resource
        yield from (*resource.related, *resource.leaves, *resource.ways)
    yield from getattr(service.pages, "cards", ())
    yield from (service.imports.sorts if service.imports is not None else ())


def _imported(service: Service) -> Iterator[Word]:
    """What columns of the files that a service takes in may hold."""
    for sort in service.imports.sorts if service.imports is not None else ():
        yield from (Word(field.name, "field") for field in sort.fields)


def _of_pages(service: Service) -> Iterator[type]:
    """Rows, details and filters that the service's pages declare."""
    for part in _parts_of_pages(service):
        for name in ("row", "detail", "filters"):
            what = getattr(part, name, None)
            if _is_ours(what):
                yield what


def _titles_of_pages(service: Service) -> Iterator[Word]:
    """Titles and the like that the service's pages declare."""
    for part in _parts_of_pages(service):
        for name in sorted(_SHOWN):
            said = getattr(part, name, None)
            if said and isinstance(said, str):
                yield Word(said)


def _modules(name: str) -> Iterator[Any]:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        return
    yield module
    for inner in pkgutil.iter_modules(getattr(module, "__path__", ())):
        yield from _modules(f"{name}.{inner.name}")


def _is_ours(what: object) -> TypeGuard[type]:
    return isinstance(what, type) and dataclasses.is_dataclass(what)


def _of_fields(classes: Iterable[type]) -> Iterator[Word]:
    """Names of fields, also nested ones, and the values that some are limited to."""
    waiting, seen = list(classes), set[type]()
    while waiting:
        cls = waiting.pop()
        if cls in seen:
            continue
        seen.add(cls)
        for name, hint in typing.get_type_hints(cls).items():
            yield Word(name, "field")
            for part in _parts(hint):
                if typing.get_origin(part) is Literal:
                    yield from _values(typing.get_args(part))
                elif _is_ours(part):
                    waiting.append(part)


def _parts(hint: Any) -> Iterator[Any]:
    """A type and those it is made of: of ``tuple[Share, ...] | None`` also ``Share``."""
    yield hint
    if typing.get_origin(hint) is not Literal:
        for part in typing.get_args(hint):
            yield from _parts(part)


def _values(values: Iterable[object]) -> Iterator[Word]:
    for value in values:
        known = value in NAMES or value in ROLE_NAMES
        if isinstance(value, str) and not known:
            yield Word(value, "value")


def _written(here: Path) -> Iterator[Word]:
    """Texts in templates and in code that are marked to be looked up."""
    methods = [("**/*.py", "python"), ("**/templates/**.html", "jinja2"), ("**.html", "jinja2")]
    for _, _, message, _, context in extract_from_dir(
        str(here), methods, {"jinja2": {"silent": "false"}}, keywords=_KEYWORDS
    ):
        one, several = message if isinstance(message, tuple) else (message, "")
        if one:
            yield Word(one, context or "", several or "")


def _declared(here: Path) -> Iterator[Word]:
    """Titles and the like in what ``pages.py`` (or the modules of ``pages/``) declares."""
    for source in (here / "pages.py", *sorted((here / "pages").glob("*.py"))):
        if source.exists():
            yield from _titles(ast.parse(source.read_text("utf-8")))


def _titles(tree: ast.AST) -> Iterator[Word]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id in _DECLARING:
            for given in call.keywords:
                value = given.value
                if given.arg in _SHOWN and isinstance(value, ast.Constant) and value.value:
                    yield Word(str(value.value))
