"""ค่าตัวชี้วัด: values of indicators as pages show them: known, hidden, not known, not reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import select

from bangduan.events.indicators import INDICATORS
from bangduan.events.reporting import TO_DATE, TOTAL
from bangduan.events.types import Bound, Slug
from services.province.domain.comparison import COMPARED
from services.province.projections.sites import indicators

if TYPE_CHECKING:
    from bangduan.application import Reader
    from bangduan.web.layout import Words

State = Literal["known", "hidden", "unknown"]
#: ``(tambon, indicator, cell)`` of a value.
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value of one site, or of several together.

    Attributes:
        value: None where it is hidden because it is small.
        unit: what it counts.
        bound: how exact it is.
    """

    value: int | None
    unit: str
    bound: Bound = "exact"

    @property
    def state(self) -> State:
        """Whether there is a number to show: a bound of nothing says that nobody knows it."""
        if self.value is None:
            return "hidden"
        return "unknown" if self.value == 0 and self.bound != "exact" else "known"

    @property
    def number(self) -> int | None:
        """The number as far as it is known, to sort by; None of what is hidden or not known."""
        return self.value if self.state == "known" else None

    @property
    def measured(self) -> int | None:
        """The number where it is more than a lower bound, to reckon medians of."""
        return None if self.bound == "at_least" else self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number that sites have: a cell of an indicator.

    Attributes:
        short: Thai and English of a narrow column, which say the unit themselves.
    """

    indicator: str
    cell: str = TOTAL
    unit: str = "things"
    short: tuple[str, str] | None = None

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.indicator}.{self.cell}"

    def label(self, words: Words) -> str:
        """What it is called in full, without its unit."""
        name = words.indicator(self.indicator)
        return name if self.cell == TOTAL else f"{name} · {words.name(self.cell)}"

    def heading(self, words: Words) -> str:
        """What a column of it is headed with."""
        if self.short is not None:
            return words.pair(self.short)
        name = words.indicator(self.indicator) if self.cell == TOTAL else words.name(self.cell)
        return f"{name} ({words.t('บาท', 'baht')})" if self.unit == "satang" else name


def _unit(indicator: str) -> str:
    known = INDICATORS.get(Slug(indicator))
    return known.unit if known is not None else "things"


#: What is compared at first: few, "short and simple".
HEADLINES: Final = tuple(
    Measure(
        indicator=column.indicator,
        cell=column.cell,
        unit=_unit(column.indicator),
        short=(column.thai, column.english),
    )
    for column in COMPARED
)
_BY_KEY: Final = {measure.key: measure for measure in HEADLINES}


def measures_of(reader: Reader) -> dict[str, Measure]:
    """Every measure that a site has a value of, by key, in the order of the catalogue."""
    found = reader.all(
        select(indicators.c.indicator, indicators.c.cell, indicators.c.unit)
        .where(indicators.c.period == TO_DATE)
        .distinct()
    )
    order = {slug: place for place, slug in enumerate(INDICATORS)}
    made = [Measure(indicator=r["indicator"], cell=r["cell"], unit=r["unit"]) for r in found]
    made.sort(key=lambda m: (order.get(Slug(m.indicator), len(order)), m.cell != TOTAL, m.cell))
    return {measure.key: measure for measure in made}


def periods_of(reader: Reader) -> list[str]:
    """Periods that a site has a value of: to date, then years, then months, the newest first."""
    found = {str(row["period"]) for row in reader.all(select(indicators.c.period).distinct())}
    years = sorted((p for p in found if p.startswith("fy")), reverse=True)
    months = sorted((p for p in found if p[:1].isdigit()), reverse=True)
    return [str(TO_DATE), *years, *months]


def readings(reader: Reader, period: str, measures: Collection[Measure]) -> Mapping[Key, Reading]:
    """Values of these measures in one period, of every site that reported them."""
    rows = reader.all(
        select(indicators)
        .where(indicators.c.period == period)
        .where(indicators.c.indicator.in_({measure.indicator for measure in measures}))
    )
    return by_key(rows)


def by_key(rows: Iterable[Mapping[str, Any]]) -> dict[Key, Reading]:
    """Rows of a table of values by site, indicator and cell."""
    return {
        (row["tambon"], row["indicator"], row["cell"]): Reading(
            value=row["value"], unit=row["unit"], bound=row["bound"]
        )
        for row in rows
    }
