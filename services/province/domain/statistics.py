"""สถิติข้ามตำบล: sums over sites that say what they leave out, and shares of them.

A sum is of the numbers that sites have published, and of nothing else. A hidden number, and
whatever a site did not report or does not know, is left out of every sum alike, of a district and
of the province,
and the sum says ``at_least``. So no sum, and no difference of two sums, tells more than the
numbers that are published already: what a site hides, the province does not have.

Medians and quartiles are in ``charts.spread``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from bangduan.events.types import Bound

#: Digits of a tambon code that name its district.
_DISTRICT: Final = 4
_WHOLE: Final = 10_000


class Told(NamedTuple):
    """A number as a site tells it; ``value`` is None where it hides it."""

    value: int | None
    bound: Bound = "exact"

    @property
    def is_unknown(self) -> bool:
        """True of a bound of nothing: the site reports it, and nobody there knows the number."""
        return self.value == 0 and self.bound != "exact"


@dataclass(frozen=True, slots=True)
class Sum:
    """Numbers of several sites together.

    Attributes:
        value: of what is told; None where nothing is.
        bound: ``at_least`` where a part is hidden, unknown, missing or itself a lower bound; else
            ``about`` where a part is.
        sites: how many sites told a number.
        hidden: how many hide theirs.
        unknown: how many report it and do not know the number.
        missing: how many have told nothing.
    """

    value: int | None
    bound: Bound
    sites: int
    hidden: int
    unknown: int
    missing: int


def sum_of(told: Iterable[Told | None]) -> Sum:
    """The sum over sites; None stands for a site that has told nothing."""
    parts = list(told)
    told_something = [part for part in parts if part is not None]
    known = [p for p in told_something if p.value is not None and not p.is_unknown]
    missing = len(parts) - len(told_something)
    hidden = sum(part.value is None for part in told_something)
    unknown = len(told_something) - len(known) - hidden
    bounds = {part.bound for part in known}
    bound: Bound = "exact"
    if len(known) < len(parts) or "at_least" in bounds:
        bound = "at_least"
    elif "about" in bounds:
        bound = "about"
    value = sum(part.value or 0 for part in known) if known else None
    return Sum(value, bound, len(known), hidden, unknown, missing)


def by_district(told: Mapping[str, Told | None]) -> dict[str, Sum]:
    """Sums by the first four digits of the tambon codes, in their order."""
    parts: dict[str, list[Told | None]] = {}
    for tambon in sorted(told):
        parts.setdefault(tambon[:_DISTRICT], []).append(told[tambon])
    return {district: sum_of(found) for district, found in parts.items()}


def share(part: Sum, whole: Sum) -> int | None:
    """Hundredths of a percent, rounded half up; None where either is not known exactly.

    A share of sums, never a mean of shares: each site weighs as much as its whole does.
    """
    if part.value is None or not whole.value or "at_least" in {part.bound, whole.bound}:
        return None
    return (2 * part.value * _WHOLE + whole.value) // (2 * whole.value)
