"""Small cells: which numbers of people may be told outside the site.

A number of one to four people could tell of somebody, so it is hidden; and so is as much
beside it as is needed that nobody can work it out from the total.

Guarantees: of one publication, each hidden cell has more than one value that fits everything
told, also for a reader who knows this rule. Not guaranteed: anything against a reader who
compares two publications and knows what happened between them.
"""

from __future__ import annotations

from collections.abc import Mapping

from bangduan.events.reporting import TOTAL, Cell
from bangduan.events.types import Slug

#: Counts of people from here on may be told.
SMALLEST_TOLD = 5


def publishable(*tables: Mapping[str, int]) -> tuple[dict[str, Cell], ...]:
    """Tables that break down the same people, each with its total; None where hidden.

    A cell is hidden when it holds one to four people. Where the hidden ones would give
    themselves away, the next cell that holds anybody is hidden too, and where there is no
    other, everything in every table. Otherwise zero is told.
    """
    hidden = [_hidden(counts) for counts in tables]
    told = [
        _told(counts, hides)
        for counts, hides in zip(tables, hidden, strict=True)
        if hides is not None
    ]
    if len(told) < len(tables):
        return tuple(_told(counts, {*counts, TOTAL}) for counts in tables)
    return tuple(told)


def _told(counts: Mapping[str, int], hidden: set[str]) -> dict[str, Cell]:
    everything = {**dict(sorted(counts.items())), TOTAL: sum(counts.values())}
    return {
        cell: Cell(cell=Slug(cell), value=None if cell in hidden else count)
        for cell, count in everything.items()
    }


def _hidden(counts: Mapping[str, int]) -> set[str] | None:
    """Cells to hide; None when that is not enough and everything must go."""
    small = {cell for cell, count in counts.items() if 0 < count < SMALLEST_TOLD}
    if not small or _hide_one_another([counts[cell] for cell in small]):
        return small
    others = sorted(cell for cell, count in counts.items() if count >= SMALLEST_TOLD)
    if not others:
        return None
    # by name alone: choosing the smallest would tell how it compares with the others
    following = [cell for cell in others if cell > min(small)]
    return {*small, (following or others)[0]}


def _hide_one_another(small: list[int]) -> bool:
    """Whether the sum of these, which the total tells, fits more than one table of small ones."""
    fewest, most = len(small), len(small) * (SMALLEST_TOLD - 1)
    return len(small) > 1 and sum(small) >= SMALLEST_TOLD and sum(small) not in (fewest, most)
