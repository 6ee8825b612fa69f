"""วาระ: the days somebody is in office, of which a source may give both ends, one or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bangduan.domain import Rule

IN_ORDER = Rule(
    "term-ends-before-it-begins",
    en="The term ends on {ends}, before it begins on {begins}. Correct one of the days.",
    th="วาระสิ้นสุดวันที่ {ends} ก่อนวันเริ่ม {begins} โปรดแก้ไขวันที่",
    field="term_to",
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term, both days included; None: unknown."""

    begins: date | None = None
    ends: date | None = None

    def certain_days(self) -> tuple[date, date] | None:
        """First and last day on which the office was held for certain, or None.

        With one end known, that day alone is certain: a term without a known end may have
        ended the day after it began.
        """
        known = [day for day in (self.begins, self.ends) if day is not None]
        return (known[0], known[-1]) if known else None

    def overlaps(self, other: Term) -> bool:
        """True when some day certainly belongs to both terms."""
        mine, theirs = self.certain_days(), other.certain_days()
        if mine is None or theirs is None:
            return False
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]


def term_of(begins: date | None, ends: date | None) -> Term:
    """The term from one day to another; IN_ORDER refuses one that ends before it begins."""
    if begins is not None and ends is not None:
        IN_ORDER.require(begins <= ends, begins=begins, ends=ends)
    return Term(begins, ends)


def overlapping(term: Term, others: Iterable[Term]) -> Term | None:
    """The first of ``others`` that certainly shares a day with ``term``."""
    return next((other for other in others if term.overlaps(other)), None)
