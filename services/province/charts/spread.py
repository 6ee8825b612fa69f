"""การกระจาย: how the values of one indicator spread over the sites.

Quartiles are those of Tukey's hinges' kin that spreadsheets call QUARTILE.INC: the smallest value
is at 0, the largest at 1, and what falls between two values is drawn straight between them.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from math import ceil, log10, sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Bins that still read on a narrow screen.
_MOST_BINS: Final = 10
_STEPS: Final = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Spread:
    """Five numbers that say how values spread; all in the unit of the values.

    Attributes:
        count: how many values there are.
    """

    count: int
    least: float
    lower: float
    median: float
    upper: float
    most: float


@dataclass(frozen=True, slots=True)
class Bin:
    """One column of a histogram: values from ``start`` up to, not with, ``end``.

    Attributes:
        members: places, in what was given, of the values in it.
    """

    start: int
    end: int
    members: tuple[int, ...]


def spread(values: Sequence[int]) -> Spread | None:
    """The five numbers of some values; None of none."""
    if not values:
        return None
    ordered = sorted(values)
    if len(ordered) == 1:
        only = float(ordered[0])
        return Spread(1, only, only, only, only, only)
    lower, median, upper = statistics.quantiles(ordered, n=4, method="inclusive")
    return Spread(len(ordered), ordered[0], lower, median, upper, ordered[-1])


def bins(values: Sequence[int]) -> tuple[Bin, ...]:
    """A histogram of whole numbers, in about as many bins as the root of their count.

    The bins are equally wide, at a width that reads well (1, 2, 5 or 10 times a power of ten),
    they touch, and each value lies in exactly one.
    """
    if not values:
        return ()
    least, most = min(values), max(values)
    width = _width(most - least, len(values))
    start = least // width * width
    columns = (most - start) // width + 1
    held: list[list[int]] = [[] for _ in range(columns)]
    for place, value in enumerate(values):
        held[(value - start) // width].append(place)
    return tuple(
        Bin(start + number * width, start + (number + 1) * width, tuple(members))
        for number, members in enumerate(held)
    )


def _width(extent: int, count: int) -> int:
    """Width of a bin for values that extend over ``extent``, at least 1."""
    wanted = (extent + 1) / min(_MOST_BINS, max(1, ceil(sqrt(count))))
    if wanted <= 1:
        return 1
    power = int(10 ** int(log10(wanted)))
    return next(step * power for step in _STEPS if step * power >= wanted)
