"""ใครเปิดดูข้อมูลของใคร: whose personal data is shown in the answer that is being made.

While a request is answered, the keyring notes whose sealed values it opens, and a list that is
kept open in memory whose rows it shows. ``store.sightings`` keeps what was noted.

What programs read for themselves (policies, projections, commands being decided) is shown to
nobody and is not noted.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_noting: ContextVar[set[str] | None] = ContextVar("noting", default=None)


def note(subject: str) -> None:
    """A person's data is shown in what is being answered, if anything is."""
    noting = _noting.get()
    if noting is not None:
        noting.add(subject)


def note_all(subjects: Iterable[str]) -> None:
    """As ``note``, of several."""
    noting = _noting.get()
    if noting is not None:
        noting.update(subjects)


def begin(noted: set[str] | None) -> set[str] | None:
    """Note into ``noted`` from now on, or nothing; returns what was filled before."""
    before = _noting.get()
    _noting.set(noted)
    return before


@contextmanager
def gathered() -> Iterator[set[str]]:
    """Whose data is read within, for whoever shows it later; shown to nobody yet."""
    noted: set[str] = set()
    before = begin(noted)
    try:
        yield noted
    finally:
        begin(before)


@contextmanager
def apart() -> Iterator[None]:
    """What is read within is shown to nobody."""
    before = begin(None)
    try:
        yield
    finally:
        begin(before)
