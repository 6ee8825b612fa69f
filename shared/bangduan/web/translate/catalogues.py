"""Catalogues of words: where they lie, how they are read, compiled once in a process.

Only the readable source (``messages.po``) is kept; nothing is compiled at build time that could
be out of date.
"""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import NullTranslations, Translations

LANGUAGES: Final = ("th", "en")
#: The library's own name among the catalogues.
LIBRARY: Final = "library"
_ENTRY_POINTS: Final = "bangduan.services"
_HEADER: Final = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Plural-Forms: {plurals}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
_SHARED: Final = Path(__file__).parents[2]


@lru_cache(maxsize=1)
def packages() -> dict[str, str]:
    """The package of every installed service, by the service's name."""
    found = entry_points(group=_ENTRY_POINTS)
    return {e.name: e.value.partition(":")[0].rpartition(".")[0] for e in sorted(found)}


@lru_cache(maxsize=64)
def folder(name: str) -> Path | None:
    """The folder of a service's package, or of the library; None for one not installed."""
    if name == LIBRARY:
        return _SHARED
    package = packages().get(name)
    spec = find_spec(package) if package else None
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def path(name: str, language: str) -> Path | None:
    """Where a catalogue lies; None for a service that is not installed."""
    here = folder(name)
    return here / "translations" / language / "LC_MESSAGES" / "messages.po" if here else None


def read(name: str, language: str) -> Catalog:
    """A catalogue as it is written; an empty one where there is none yet."""
    source = path(name, language)
    if source is None or not source.exists():
        return Catalog(locale=language, domain="messages", project="Bang Duan", charset="utf-8")
    with source.open("rb") as file:
        return read_po(file, locale=language, domain="messages")


def write(name: str, language: str, catalogue: Catalog) -> None:
    """Write a catalogue, sorted, without the places where its words are used."""
    source = path(name, language)
    if source is None:
        raise ValueError(f"{name} is not installed")
    source.parent.mkdir(parents=True, exist_ok=True)
    with source.open("wb") as file:
        file.write(_HEADER.format(language=language, plurals=catalogue.plural_forms).encode())
        write_po(file, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)


@lru_cache(maxsize=64)
def translations(name: str, language: str) -> NullTranslations:
    """The words of a service with the library's behind them, ready to be looked up."""
    if name == LIBRARY:
        return _compiled(LIBRARY, language)
    library = translations(LIBRARY, language)
    if folder(name) is None:
        return library
    own = _compiled(name, language)
    own.add_fallback(library)
    return own


def _compiled(name: str, language: str) -> Translations:
    binary = io.BytesIO()
    write_mo(binary, read(name, language))
    binary.seek(0)
    return Translations(binary, domain="messages")
