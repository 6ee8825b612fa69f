"""What is said of an indicator, of a ratio of two, and of a milestone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bangduan.events.reporting import Unit
from bangduan.events.types import Slug

#: How the contributions to a cell become its value.
Measure = Literal["sum", "largest", "mean-of-last-4", "headcount"]

#: Whether a larger value is better, a smaller one, or neither.
Direction = Literal["more", "less", "neutral"]

#: What may be told of people in its cells.
#:
#: ``no-people``: cells count no people. ``seen-in-public``: people who came to a public meeting,
#: told as counted. ``few-left-out``: a number that an organisation gives of itself; one to four
#: is left out of the sum, which is then a lower bound. ``few-hidden``: people of the register;
#: a cell of one to four is hidden, stands in no sum, and is told only together with others.
Disclosure = Literal["no-people", "seen-in-public", "few-left-out", "few-hidden"]

#: What ratios are told in: hundredths of a percent, or satang for each.
RatioUnit = Literal["hundredths-of-percent", "satang"]

#: Counts of people from here on may be told.
SMALLEST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator.

    Attributes:
        slug: its stable name.
        thai, english: what it is called.
        unit: what its values count.
        events: the events it is made of, ``<service>.<Name>``.
        formula, formula_thai: what is counted, in words.
        measure: how contributions become a value.
        has_total: whether its cells together mean something.
        by_period: also reported by month and fiscal year of the business date.
        at_month_end: a stock, also told as it stood when a month or fiscal year was closed.
        direction: whether more of it is better.
        disclosure: what may be told of people in its cells.
        open_data: whether a province may publish it as open data.
    """

    slug: Slug
    thai: str
    english: str
    unit: Unit
    events: tuple[str, ...]
    formula: str
    formula_thai: str
    measure: Measure = "sum"
    has_total: bool = True
    by_period: bool = False
    at_month_end: bool = False
    direction: Direction = "neutral"
    disclosure: Disclosure = "no-people"
    open_data: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One cell, or the sum of some, for each of another: reckoned when it is read.

    Both sides are added up over sites or districts before they are divided, never the ratios.

    Attributes:
        numerator, denominator: ``(indicator, cell)`` of what is added up on either side.
    """

    slug: Slug
    thai: str
    english: str
    unit: RatioUnit
    numerator: tuple[tuple[Slug, Slug], ...]
    denominator: tuple[tuple[Slug, Slug], ...]
    formula: str
    formula_thai: str
    direction: Direction = "neutral"
    open_data: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedIndicator:
    """An indicator that is wanted and that no event tells of yet; ``waits_for`` says which."""

    slug: Slug
    thai: str
    english: str
    unit: Unit
    formula: str
    formula_thai: str
    waits_for: str
    waits_for_thai: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneKind:
    """One kind of milestone; ``stage`` is its place in the way a centre usually goes."""

    slug: Slug
    thai: str
    english: str
    stage: int


#: ``(indicator, cell)`` → value and bound, of one site or added up, in one period.
Cells = Mapping[tuple[str, str], tuple[int | None, str]]


def side_of(parts: tuple[tuple[Slug, Slug], ...], cells: Cells) -> int | None:
    """The sum of one side of a ratio; None where a part is not known exactly.

    A cell nobody told of is empty where its indicator has others, and not known where it has
    none.
    """
    known = {indicator for indicator, _ in cells}
    total = 0
    for indicator, cell in parts:
        if indicator not in known:
            return None
        value, bound = cells.get((indicator, cell), (0, "exact"))
        if value is None or bound != "exact":
            return None
        total += value
    return total


def ratio_of(ratio: Ratio, cells: Cells) -> int | None:
    """The ratio, rounded half up, in its unit; None where either side is not known or nothing."""
    above, below = side_of(ratio.numerator, cells), side_of(ratio.denominator, cells)
    if above is None or not below or below < 0:
        return None
    scaled = above * 10_000 if ratio.unit == "hundredths-of-percent" else above
    return (2 * scaled + below) // (2 * below)
