"""รายการที่อาจซ้ำ: entries of the register that may be one person, found when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Select, select

from bangduan import green, seen
from bangduan.application import Reader
from bangduan.permissions import reads
from bangduan.thai import without_title
from services.membership.domain.likeness import Entry, Pair, pairs_alike
from services.membership.permissions import KEEP_PEOPLE
from services.membership.projections.register import people, told_apart

_BETWEEN: Final = "_"
_COMPARED: Final = (
    "person_id",
    "name",
    "sex",
    "village",
    "born_on",
    "birth_year",
    "national_id",
    "phone",
)


@reads(KEEP_PEOPLE)
def list_duplicates(reader: Reader) -> dict[str, Any]:
    """รายการที่อาจซ้ำ, the surest first, without the pairs that were told apart."""
    with seen.apart():  # everybody is compared, but only those who are alike are shown
        entries = _entries(reader.all(_standing()))
    apart = _apart(reader)
    # thousands of names take seconds, in which others are answered
    pairs = green.beside(pairs_alike, entries, thai_sound)
    found = [pair for pair in pairs if _ids(pair) not in apart]
    seen.note_all(person_id for pair in found for person_id in _ids(pair))
    return {"items": [_row(pair) for pair in found], "next": None}


@reads(KEEP_PEOPLE)
def one_duplicate(reader: Reader, pair_id: str) -> dict[str, Any] | None:
    """รายการที่อาจซ้ำคู่หนึ่ง; nothing once the two were merged or told apart."""
    ids = tuple(sorted(pair_id.split(_BETWEEN)))
    entries = _entries(reader.all(_standing().where(people.c.person_id.in_(ids))))
    if len(entries) != len(ids) or ids in _apart(reader):
        return None
    pairs = pairs_alike(entries, thai_sound)
    return _row(pairs[0]) if len(pairs) == 1 else None


@reads(KEEP_PEOPLE)
def entries_of_duplicate(reader: Reader, pair_id: str) -> list[dict[str, Any]]:
    """ทั้งสองรายการ, each with the other into which it may be merged."""
    ids = pair_id.split(_BETWEEN)
    query = _standing().where(people.c.person_id.in_(ids)).order_by(people.c.person_id)
    rows = reader.all(query)
    others = list(reversed([row["person_id"] for row in rows]))
    return [
        {**row, "into": other, "other_id": other}
        for row, other in zip(rows, others, strict=True)
        if len(rows) == len(ids) > 1
    ]


def _standing() -> Select[Any]:
    """Entries that stand in the register for somebody."""
    chosen = [people.c[name] for name in _COMPARED]
    return select(*chosen).where(people.c.erased.is_(False), people.c.merged_into.is_(None))


def _entries(rows: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(**{**{name: row[name] for name in _COMPARED}, "name": bare(row["name"])})
        for row in rows
    )


def bare(name: str) -> str:
    """A name without the title that may stand before it."""
    return without_title(name.strip())


def thai_sound(part: str) -> str:
    """Key of how a part of a name sounds (LK82); the part itself where it is not Thai."""
    # what compares nobody need not load a language
    from pythainlp.soundex import lk82  # noqa: PLC0415

    return str(lk82(part)) if re.search("[ก-ฮ]", part) else part


def _apart(reader: Reader) -> set[tuple[str, ...]]:
    rows = reader.all(select(told_apart))
    return {(row["person_id"], row["other_id"]) for row in rows}


def _ids(pair: Pair) -> tuple[str, str]:
    return pair.first.person_id, pair.second.person_id


def _row(pair: Pair) -> dict[str, Any]:
    """A pair; what was registered later is taken for the double."""
    return {
        "pair_id": _BETWEEN.join(_ids(pair)),
        "into": pair.first.person_id,
        "into_name": pair.first.name,
        "person_id": pair.second.person_id,
        "name": pair.second.name,
        "village": pair.second.village or pair.first.village,
        "certainty": pair.certainty,
        "signs": pair.signs,
    }
