"""ผลนับของผู้เล่า: what the indicators must come to, counted by who made the life up.

It counts what it had happen, with no look at what the services made of it. So it is an oracle:
where the site's report and this tally differ, one of them is wrong.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from bangduan.events.indicators import INDICATORS
from bangduan.events.reporting import TO_DATE, TOTAL
from bangduan.events.types import Slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_OFFSET: Final = 543
_FIRST_MONTH: Final = 10

#: Indicator, period and cell.
Key = tuple[str, str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """A number that the site reports and the tally has otherwise; None: not reported."""

    indicator: str
    period: str
    cell: str
    expected: int
    reported: int | None

    def __str__(self) -> str:
        return (
            f"{self.indicator} {self.period} {self.cell}: "
            f"{self.reported} is reported, {self.expected} was made to happen"
        )


class Tally:
    """Counts by indicator, period and cell."""

    def __init__(self) -> None:
        self._counts: defaultdict[Key, int] = defaultdict(int)
        self._month_ends: list[Mapping[Key, int]] = [{}]

    def add(
        self, indicator: str, cell: str = TOTAL, amount: int = 1, *, on: date | None = None
    ) -> None:
        """So many more (or fewer) in a cell; in the periods of ``on`` too, where it has some."""
        known = INDICATORS[Slug(indicator)]
        periods = [str(TO_DATE)]
        if on is not None and known.by_period:
            year = on.year + _OFFSET + (on.month >= _FIRST_MONTH)
            periods += [f"{on:%Y-%m}", f"fy{year}"]
        for period in periods:
            self._counts[indicator, period, cell] += amount
            if known.has_total and cell != TOTAL:
                self._counts[indicator, period, TOTAL] += amount

    def move(self, indicator: str, was: str, becomes: str) -> None:
        """One that counted in a cell counts in another now."""
        self.add(indicator, was, -1)
        self.add(indicator, becomes)

    def end_month(self) -> None:
        """A month is over: members are told as they are now, or as they were at an earlier end."""
        self._month_ends.append({key: n for key, n in self._counts.items() if _counts_heads(key)})

    def value(self, indicator: str, cell: str = TOTAL, period: str = TO_DATE) -> int:
        """What was counted."""
        return self._counts.get((indicator, period, cell), 0)

    def cells(self) -> int:
        """How many numbers it holds."""
        return len(self._counts)

    def differences(self, reported: Iterable[Mapping[str, Any]]) -> list[Difference]:
        """Where a report is otherwise; numbers that are hidden, or are no exact ones, pass.

        Members are told now and then, so that nobody is seen in what changed: they must be as
        they were at the end of one of the months.

        Args:
            reported: rows with ``indicator``, ``period``, ``cell``, ``value``, ``bound``.
        """
        rows = {(row["indicator"], row["period"], row["cell"]): row for row in reported}
        counts = {key: n for key, n in self._counts.items() if not _counts_heads(key)}
        others = {key: row for key, row in rows.items() if not _counts_heads(key)}
        heads = {key: row for key, row in rows.items() if _counts_heads(key)}
        told = (_differences(heads, self._known(), then) for then in self._month_ends[::-1])
        return _differences(others, self._known(), counts) + min(told, key=len)

    def _known(self) -> frozenset[str]:
        return frozenset(indicator for indicator, _, _ in self._counts)


def _counts_heads(key: Key) -> bool:
    indicator = INDICATORS.get(Slug(key[0]))
    return indicator is not None and indicator.measure == "headcount"


def _differences(
    rows: Mapping[Key, Mapping[str, Any]], known: frozenset[str], counts: Mapping[Key, int]
) -> list[Difference]:
    found = []
    for key in sorted({*counts, *rows}):
        indicator, period, cell = key
        if indicator not in known or not _tells(indicator, period):
            continue
        row, expected = rows.get(key), counts.get(key, 0)
        if row is None:
            if expected:
                found.append(Difference(indicator, period, cell, expected, None))
        elif row["bound"] == "exact" and row["value"] not in {None, expected}:
            found.append(Difference(indicator, period, cell, expected, row["value"]))
    return found


def _tells(indicator: str, period: str) -> bool:
    """Whether the tally counts the period: what happened in it, not how much there was."""
    return period == TO_DATE or INDICATORS[Slug(indicator)].by_period
