"""Who somebody is on a paper: a person by id, an office or an organisation by its Thai name."""

from __future__ import annotations

from collections.abc import Iterator

from bangduan.events.meetings import PaperWords
from bangduan.events.types import EntityId, Prose
from bangduan.web.translate.catalogues import translations
from bangduan.web.translate.names import NAMES


def office(slug: str | None) -> str:
    """What an office is called in Thai; one nobody named reads as itself."""
    if slug is None:
        return ""
    said = str(translations("meetings", "th").pgettext("value", slug))
    if said != slug:
        return said
    return NAMES[slug][0] if slug in NAMES else slug.replace("-", " ")


def somebody(person: str | None, slug: str | None) -> Iterator[PaperWords]:
    """A person, an office, or both."""
    if person:
        yield PaperWords(name_of=EntityId(person))
    if slug:
        yield text(f" {office(slug)}" if person else office(slug))


def text(said: str) -> PaperWords:
    """Words that name nobody."""
    return PaperWords(text=Prose(said))
