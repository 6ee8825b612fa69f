"""How far an import is: remembered in the transaction that carries its rows out."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final, Self

import orjson

if TYPE_CHECKING:
    from bangduan.application import Application

_PREFIX: Final = "import/"


@dataclasses.dataclass(frozen=True, slots=True)
class Progress:
    """Where an import that is under way stands.

    Attributes:
        row: the last row that was carried out, of ``of``.
        made, there, alike, wrong: rows so far, by what became of them.
        actor: who started it.
    """

    row: int
    of: int
    made: int = 0
    there: int = 0
    alike: int = 0
    wrong: int = 0
    actor: str | None = None

    def to_json(self) -> str:
        """As it is remembered."""
        return orjson.dumps(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """As it was remembered."""
        known: dict[str, Any] = orjson.loads(text)
        return cls(**known)


def remembered(import_id: str) -> str:
    """The name under which it is remembered."""
    return f"{_PREFIX}{import_id}"


def progress_of(application: Application, import_id: str) -> Progress | None:
    """Where an import stands; None for one that is not under way."""
    found = application.database.fact(remembered(import_id))
    return None if found is None else Progress.from_json(found)
