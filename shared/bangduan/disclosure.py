"""การตรวจการเปิดเผยข้อมูล: what can somebody work out of numbers that are hidden?

Whoever reads what was published knows sums: a total and the cells that were told leave the sum of
those that were not. Here all such sums are put together, those of several tables and of several
days, and each hidden number is bounded as closely as subtraction can:

    found = leaks(
        {"women": Range(1, 4), "men": Range(0, None)},
        [Sum({"women": 1, "men": 1}, 9), Sum({"men": 1}, 7)],
    )                                          # women: exactly 2

Sums are first taken from one another until each says something of its own (Gauss), then each
bounds its members by what the others may be (intervals of whole numbers). The bounds hold for
every table that fits what was published; they may be wider than the closest ones there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final, NamedTuple

from bangduan.events.indicators import SMALLEST_TOLD


class Range(NamedTuple):
    """Whole numbers from ``low`` to ``high``; ``high`` None where nothing bounds them."""

    low: int
    high: int | None

    def within(self, other: Range) -> Range:
        """What both allow."""
        highs = [high for high in (self.high, other.high) if high is not None]
        return Range(max(self.low, other.low), min(highs) if highs else None)


@dataclass(frozen=True, slots=True)
class Sum:
    """A known relation: the members, each so many times, come to ``value``."""

    members: Mapping[str, int]
    value: int


class Leak(NamedTuple):
    """A hidden number that is known more closely than it may be."""

    name: str
    known: Range


#: What everybody may know of a small number: that it is one.
FEW: Final = Range(1, SMALLEST_TOLD - 1)

_ROUNDS: Final = 100

_Row = dict[str, Fraction]


def bounds(unknown: Mapping[str, Range], sums: Iterable[Sum]) -> dict[str, Range]:
    """How closely each unknown number is known from all the sums together.

    Args:
        unknown: what is known of each number beforehand; every member of a sum stands here.

    Raises:
        ValueError: no numbers fit the sums.
    """
    rows = [({n: Fraction(c) for n, c in s.members.items() if c}, Fraction(s.value)) for s in sums]
    rows += _reduced(rows)
    known = dict(unknown)
    for _ in range(_ROUNDS):
        before = dict(known)
        for members, value in rows:
            _narrow(known, members, value)
        if known == before:
            break
    return known


def leaks(
    unknown: Mapping[str, Range], sums: Iterable[Sum], *, hidden: Iterable[str] | None = None
) -> list[Leak]:
    """The hidden small numbers that are known more closely than that they are small.

    Args:
        hidden: names of the numbers that are small and were hidden; all of those that are known
            to be small beforehand when not given.
    """
    known = bounds(unknown, sums)
    small = hidden if hidden is not None else [n for n, r in unknown.items() if r == FEW]
    return [Leak(name, known[name]) for name in small if known[name].within(FEW) != FEW]


def _reduced(rows: list[tuple[_Row, Fraction]]) -> list[tuple[_Row, Fraction]]:
    """The same relations in reduced row echelon form."""
    done: list[tuple[str, _Row, Fraction]] = []
    for given, total in rows:
        members, value = dict(given), total
        for pivot, other, rest in done:
            members, value = _less(members, value, members.get(pivot), other, rest)
        if not members:
            if value:
                raise ValueError("no numbers fit these sums")
            continue
        pivot = min(members)
        scale = members[pivot]
        members = {name: factor / scale for name, factor in members.items()}
        value /= scale
        done = [
            (p, *_less(other, rest, other.get(pivot), members, value)) for p, other, rest in done
        ]
        done.append((pivot, members, value))
    return [(members, value) for _, members, value in done]


def _less(
    members: _Row, value: Fraction, times: Fraction | None, other: _Row, rest: Fraction
) -> tuple[_Row, Fraction]:
    if not times:
        return members, value
    left = {
        name: members.get(name, Fraction()) - times * other.get(name, Fraction())
        for name in {**members, **other}
    }
    return {name: factor for name, factor in left.items() if factor}, value - times * rest


def _narrow(known: dict[str, Range], members: _Row, value: Fraction) -> None:
    """Bound each member by what the others may come to."""
    for name, factor in members.items():
        least, most = Fraction(), Fraction()
        open_below = open_above = False
        for other, times in members.items():
            if other == name:
                continue
            low, high = known[other]
            ends = (times * low, None if high is None else times * high)
            if times > 0:
                least += ends[0]
                open_above |= ends[1] is None
                most += ends[1] or 0
            else:
                most += ends[0]
                open_below |= ends[1] is None
                least += ends[1] or 0
        at_most = None if open_below else (value - least) / factor
        at_least = None if open_above else (value - most) / factor
        if factor < 0:
            at_most, at_least = at_least, at_most
        found = known[name].within(
            Range(
                known[name].low if at_least is None else ceil(at_least),
                None if at_most is None else floor(at_most),
            )
        )
        if found.high is not None and found.high < found.low:
            raise ValueError("no numbers fit these sums")
        known[name] = found
