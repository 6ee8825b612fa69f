"""The people who may be checked in, each under a label that is nobody else's."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from bangduan.thai import collation_key
from bangduan.web.translate import gettext
from services.meetings.projections.roll import list_roll_people, roll_people
from services.meetings.views.board import RollPersonFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bangduan.application import Reader

#: People that the page holds; a larger register is checked in by the form of the record.
MOST: Final = 2000
_VILLAGE_DIGITS: Final = 2
_TAIL: Final = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the roll.

    Attributes:
        label: name with title and village; unlike any other of the roll.
        village: 8 digits, or empty.
    """

    id: str
    label: str
    village: str


@dataclasses.dataclass(frozen=True, slots=True)
class Roll:
    """The roll, in the order of a Thai dictionary.

    Attributes:
        cut: there are more people than the page holds.
    """

    people: tuple[Person, ...]
    cut: bool

    def find(self, typed: str) -> list[str]:
        """Ids of those meant: the one of that label, else all whose label has the words in it."""
        words = " ".join(typed.split())
        exact = [person.id for person in self.people if person.label == words]
        return exact or [person.id for person in self.people if words and words in person.label]


def roll_of(reader: Reader) -> Roll:
    """Everybody who can come."""
    rows = reader.all(list_roll_people(RollPersonFilter()).limit(MOST + 1))
    named = [row for row in rows[:MOST] if row["person_name"]]
    named.sort(key=lambda row: collation_key(row["person_name"]))
    labels = [label_of(row) for row in named]
    times = Counter(labels)
    people = tuple(
        Person(
            row["person_id"],
            label if times[label] == 1 else f"{label} · {row['person_id'][-_TAIL:]}",
            row["village"] or "",
        )
        for row, label in zip(named, labels, strict=True)
    )
    return Roll(people, cut=len(rows) > MOST)


def names_of(reader: Reader, ids: Iterable[str | None]) -> Mapping[str, str]:
    """Id → label of some, also of those who can come no more."""
    wanted = {id for id in ids if id is not None}
    if not wanted:
        return {}
    rows = reader.all(select(roll_people).where(roll_people.c.person_id.in_(sorted(wanted))))
    return {row["person_id"]: label_of(row) for row in rows if row["person_name"]}


def label_of(row: Mapping[str, Any]) -> str:
    """Name with title, and the village where it is known."""
    name = " ".join(f"{row['person_title'] or ''}{row['person_name']}".split())
    village = row["village"]
    if not village:
        return name
    return f"{name} · {gettext('village %(number)s', number=int(village[-_VILLAGE_DIGITS:]))}"
