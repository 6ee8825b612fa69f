"""Whether the catalogues say everything: what one lacks, and what is not sure."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

from bangduan.web.translate.catalogues import LANGUAGES, LIBRARY, read, write
from bangduan.web.translate.inventory import Word, needed

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """A word of a catalogue that is not in order."""

    catalogue: str
    language: str
    what: Literal["missing", "untranslated", "fuzzy"]
    word: Word

    def __str__(self) -> str:
        context = f"{self.word.context}: " if self.word.context else ""
        return f"{self.catalogue}/{self.language}: {self.what} {context}{self.word.id}"


def faults(name: str) -> list[Fault]:
    """What is wrong with the catalogues of a service or of the library."""
    found = []
    for language in LANGUAGES:
        catalogue = read(name, language)
        found += [Fault(name, language, "missing", word) for word in _missing(name, catalogue)]
        for message in catalogue:
            if not message.id:
                continue  # the catalogue's own header
            if message.fuzzy:
                found.append(Fault(name, language, "fuzzy", _word(message)))
            elif not _is_translated(message):
                found.append(Fault(name, language, "untranslated", _word(message)))
    return found


def update(name: str) -> dict[str, int]:
    """Add what is missing; answers how many words each language got."""
    added = {}
    for language in LANGUAGES:
        catalogue = read(name, language)
        missing = _missing(name, catalogue)
        for word in missing:
            id = (word.id, word.plural) if word.plural else word.id
            # a text is English already; a name of code wants somebody to say it well
            itself = id if language == "en" and not word.context else None
            catalogue.add(id, itself, context=word.context or None)
        if missing:
            write(name, language, catalogue)
        added[language] = len(missing)
    return added


def _missing(name: str, catalogue: Catalog) -> list[Word]:
    """Words that neither the catalogue nor the library's has."""
    behind = read(LIBRARY, str(catalogue.locale)) if name != LIBRARY else None
    known = {_word(m) for c in (catalogue, behind) if c is not None for m in c if m.id}
    ids = {(word.id, word.context) for word in known}
    return sorted(word for word in needed(name) if (word.id, word.context) not in ids)


def _word(message: Message) -> Word:
    one, plural = message.id if isinstance(message.id, tuple) else (message.id, "")
    return Word(str(one), message.context or "", str(plural))


def _is_translated(message: Message) -> bool:
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return bool(said) and all(said)
