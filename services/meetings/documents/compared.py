"""เปรียบเทียบระเบียบ: two texts of a regulation article by article, the words that differ marked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any, Literal

#: By number, then by what was put in after it.
Place = tuple[int, int]
Row = Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stand in both texts, only in the earlier one, or only in the later one."""

    what: Literal["same", "removed", "added"]
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """One article in two texts; an article that one of them lacks is added or struck."""

    article: str
    change: Literal["same", "changed", "added", "struck"]
    before: str | None
    after: str | None
    pieces: tuple[Piece, ...]


def compare(before: Iterable[Row], after: Iterable[Row]) -> list[Difference]:
    """Two texts of a regulation article by article, in the order of their numbers."""
    old, new = _by_place(before), _by_place(after)
    return [_difference(old.get(place), new.get(place)) for place in sorted({*old, *new})]


def _by_place(rows: Iterable[Row]) -> dict[Place, Row]:
    return {(row["number"], row["inserted"]): row for row in rows}


def _difference(old: Row | None, new: Row | None) -> Difference:
    before, after = _said(old), _said(new)
    article = str((old or new or {})["article"])
    if before is None or after is None:
        there: Literal["removed", "added"] = "removed" if after is None else "added"
        change: Literal["struck", "added"] = "struck" if after is None else "added"
        return Difference(article, change, before, after, (Piece(there, before or after or ""),))
    return Difference(
        article, "same" if before == after else "changed", before, after,
        tuple(pieces(before, after)),
    )  # fmt: skip


def _said(row: Row | None) -> str | None:
    """An article as it reads, its heading above it."""
    if row is None:
        return None
    return f"{row['heading']}\n{row['text']}" if row["heading"] else str(row["text"])


def pieces(before: str, after: str) -> list[Piece]:
    """What two wordings have in common, and what each has of its own, word by word."""
    if before == after:
        return [Piece("same", before)]
    old, new = words(before), words(after)
    found: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[i:j])))
            continue
        if i < j:
            found.append(Piece("removed", "".join(old[i:j])))
        if k < m:
            found.append(Piece("added", "".join(new[k:m])))
    return found


def words(text: str) -> list[str]:
    """A text in words; Thai writes none between them, so a dictionary tells where they end."""
    from pythainlp.tokenize import word_tokenize  # noqa: PLC0415 - brings a dictionary

    cut = [str(word) for word in word_tokenize(text, engine="newmm", keep_whitespace=True)]
    return cut if "".join(cut) == text else list(text)
