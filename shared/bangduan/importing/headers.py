"""Which row of a file holds its headings, and which column holds what.

Offices' files begin with the name of the office, a title and empty rows; headings are spelt in
many ways. What is found here is a proposal, which whoever hands the file in may change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from bangduan.importing.reading import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bangduan.importing.declared import Field

Rows = Sequence[Sequence[Cell]]

#: Rows among which headings are looked for.
_LOOKED_AT: Final = 40
_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_ASIDE: Final = re.compile(r"[(\[{（].*?[)\]}）]")
_SIGNS: Final = re.compile(r"[^0-9a-z\u0e01-\u0e4e]")
#: How much of a heading a word must be to stand for it.
_MOSTLY: Final = 0.6
#: A shorter word must be the whole heading: ลงชื่อ, where people sign, is no name.
_LONG: Final = 5


class Headings(NamedTuple):
    """Where the headings stand.

    Attributes:
        row: number of the row, from 1; 0 when none was found.
        columns: field → number of its column, from 0.
    """

    row: int
    columns: dict[str, int]


def folded(heading: Cell) -> str:
    """A heading without what differs between spellings: spaces, dashes, case, what is aside."""
    if not isinstance(heading, str):
        return ""
    plain = unicodedata.normalize("NFC", heading).replace("ํา", "ำ").translate(_DIGITS).casefold()
    return _SIGNS.sub("", _ASIDE.sub("", plain)) or _SIGNS.sub("", plain)


def found(rows: Rows, fields: Sequence[Field]) -> Headings:
    """The first row of which most cells are headings of ``fields``."""
    best = Headings(0, {})
    for number, row in enumerate(rows[:_LOOKED_AT], start=1):
        columns = matched(row, fields)
        if len(columns) > len(best.columns):
            best = Headings(number, columns)
    return best


def matched(row: Sequence[Cell], fields: Iterable[Field]) -> dict[str, int]:
    """Which field each heading of a row stands for: the surest first, each once."""
    known = [(field.name, [folded(word) for word in field.words]) for field in fields]
    sure = []
    for place, cell in enumerate(row):
        heading = folded(cell)
        if not heading:
            continue
        for order, (name, words) in enumerate(known):
            likeness = max(_likeness(heading, word) for word in words)
            if likeness:
                sure.append((-likeness, place, order, name))
    columns: dict[str, int] = {}
    for _, place, _, name in sorted(sure):
        if name not in columns and place not in columns.values():
            columns[name] = place
    return columns


def _likeness(heading: str, word: str) -> float:
    """1 for the same, less for a heading that mostly is the word, 0 for another."""
    if heading == word:
        return 1.0
    if len(word) >= _LONG and (heading.startswith(word) or heading.endswith(word)):
        share = len(word) / len(heading)
        return share if share >= _MOSTLY else 0.0
    return 0.0
