"""Small cells: which numbers of people may be told outside the site.

A number of one to four people could tell of somebody, so it is hidden, and it stands in no sum
that is told: neither in the total nor in the table by sex. So nothing told holds a hidden number,
and no subtraction of what is told, now or over time, comes to it.

Guarantees: a hidden kind may have any number from one to four, whatever else was told and
whenever; so may a sex, for a reader who knows these rules and does not know how many memberships
began or ended between two tellings (``headcount`` keeps that from being known). Not guaranteed:
anything against a reader who knows from elsewhere who joined and who left.
"""

from __future__ import annotations

from collections.abc import Mapping

from bangduan.events.indicators import SMALLEST_TOLD
from bangduan.events.reporting import TOTAL, Cell
from bangduan.events.types import Bound, Count, Quantity, Slug

#: Members by ``(kind of organisation, sex)``.
Counts = Mapping[tuple[str, str], int]
Told = dict[str, Cell]


def publishable(counts: Counts) -> tuple[Told, Told]:
    """Members by kind and by sex, each with its total; None where hidden.

    The table by sex is of the kinds that are told. It is told whole, or, where a sex has one to
    four, nothing of it but the total.
    """
    by_kind = _summed(counts, 0)
    told = {kind: count for kind, count in by_kind.items() if not is_few(count)}
    bound: Bound = "exact" if len(told) == len(by_kind) else "at_least"
    by_sex = _summed({k: n for k, n in counts.items() if k[0] in told}, 1)
    hidden = any(map(is_few, by_sex.values()))
    total = _cell(TOTAL, sum(told.values()), bound)
    kinds = {kind: _cell(kind, told.get(kind)) for kind in sorted(by_kind)}
    sexes = {s: _cell(s, None if hidden else by_sex[s], bound) for s in sorted(by_sex)}
    return {**kinds, TOTAL: total}, {**sexes, TOTAL: total}


def is_few(count: int) -> bool:
    """Whether so many people are too few to be told."""
    return 0 < count < SMALLEST_TOLD


def without_few(stated: Quantity) -> Quantity:
    """A number of people for a sum: few are left out, which makes the sum a lower bound."""
    return Quantity(value=Count(0), bound="at_least") if is_few(stated.value) else stated


def _summed(counts: Counts, part: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, count in counts.items():
        found[key[part]] = found.get(key[part], 0) + count
    return found


def _cell(name: str, value: int | None, bound: Bound = "exact") -> Cell:
    return Cell(cell=Slug(name), value=value, bound="exact" if value is None else bound)
