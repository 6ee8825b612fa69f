"""What a look at a site comes to: findings that say what is so and what to do, in two languages."""

from __future__ import annotations

import dataclasses
from typing import Literal


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        check: what was looked at; kebab case, stable.
        about: the service or thing it speaks of.
        state: ``wrong`` needs somebody to do something; a ``note`` is only worth knowing.
        th, en: what was found.
        do_th, do_en: what to do about it; empty unless it is wrong.
    """

    check: str
    about: str
    state: Literal["fine", "note", "wrong"]
    th: str
    en: str
    do_th: str = ""
    do_en: str = ""


def fine(check: str, about: str, *, th: str, en: str) -> Finding:
    """All is well."""
    return Finding(check, about, "fine", th, en)


def note(check: str, about: str, *, th: str, en: str) -> Finding:
    """Worth knowing, nothing to do."""
    return Finding(check, about, "note", th, en)


def wrong(check: str, about: str, *, th: str, en: str, do_th: str, do_en: str) -> Finding:
    """Something is wrong, and this is what to do."""
    return Finding(check, about, "wrong", th, en, do_th, do_en)
