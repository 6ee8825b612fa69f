"""ชั้นของค่า: values put in classes of about as many each, as a map colours them.

Equal values are always of one class, so there may be fewer classes than were asked for.
"""

from __future__ import annotations

import statistics
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes of values, the lowest first.

    Attributes:
        ranges: smallest and largest value that is in each class.
    """

    ranges: tuple[tuple[int, int], ...]

    def of(self, value: int) -> int:
        """Number of the class a value belongs to, from 1 on."""
        return min(bisect_left([most for _, most in self.ranges], value) + 1, len(self.ranges))


def classes(values: Sequence[int], wanted: int = 5) -> Classes:
    """Quantile classes of some values; none of none.

    Args:
        values: whole numbers, in any order.
        wanted: how many classes at most.
    """
    different = sorted(set(values))
    if len(different) <= wanted:
        return Classes(tuple((value, value) for value in different))
    bounds = statistics.quantiles(sorted(values), n=wanted, method="inclusive")
    groups: dict[int, list[int]] = {}
    for value in different:
        groups.setdefault(bisect_left(bounds, value), []).append(value)
    return Classes(tuple((group[0], group[-1]) for _, group in sorted(groups.items())))
