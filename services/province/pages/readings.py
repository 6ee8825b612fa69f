"""ค่าตัวชี้วัด: values of indicators as pages show them: known, hidden, not known, not reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import select

from bangduan.events.indicators import INDICATORS, RATIOS, Ratio
from bangduan.events.reporting import TO_DATE, TOTAL
from bangduan.events.types import Bound, Slug
from services.province.domain.comparison import COMPARED
from services.province.domain.ratios import share_of
from services.province.domain.statistics import Told
from services.province.projections.official import official
from services.province.projections.reviews import periods
from services.province.projections.sites import indicators

if TYPE_CHECKING:
    from bangduan.application import Reader
    from bangduan.web.layout import Words

State = Literal["known", "hidden", "unknown"]
#: ``(tambon, indicator, cell)`` of a value.
Key = tuple[str, str, str]
#: What stands in place of the indicator where a measure is a ratio of two; the cell names it.
RATIO: Final = "ratio"


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
    """One number that sites have: a cell of an indicator, or a ratio of cells.

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

    @property
    def ratio(self) -> Ratio | None:
        """What it divides; None for a cell."""
        return RATIOS.get(Slug(self.cell)) if self.indicator == RATIO else None

    @property
    def indicators(self) -> frozenset[str]:
        """Indicators it is read from."""
        if self.ratio is None:
            return frozenset({self.indicator})
        return frozenset(part for part, _ in (*self.ratio.numerator, *self.ratio.denominator))

    @property
    def is_by_period(self) -> bool:
        """True when months and fiscal years have it too."""
        found = [INDICATORS.get(Slug(name)) for name in self.indicators]
        return all(each is None or each.by_period or each.at_month_end for each in found)

    def label(self, words: Words) -> str:
        """What it is called in full, without its unit."""
        if self.ratio is not None:
            return words.t(self.ratio.thai, self.ratio.english)
        name = words.indicator(self.indicator)
        return name if self.cell == TOTAL else f"{name} · {words.name(self.cell)}"

    def heading(self, words: Words) -> str:
        """What a column of it is headed with."""
        if self.short is not None:
            return words.pair(self.short)
        own = self.ratio is None and self.cell != TOTAL
        name = words.name(self.cell) if own else self.label(words)
        said = {"satang": words.t("บาท", "baht"), "hundredths-of-percent": "%"}
        return f"{name} ({said[self.unit]})" if self.unit in said else name


def unit_of(indicator: str) -> str:
    """What an indicator counts; things, where the catalogue does not name it."""
    known = INDICATORS.get(Slug(indicator))
    return known.unit if known is not None else "things"


#: What is compared at first: few, "short and simple".
HEADLINES: Final = tuple(
    Measure(
        indicator=column.indicator,
        cell=column.cell,
        unit=unit_of(column.indicator),
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
    cells = [Measure(indicator=r["indicator"], cell=r["cell"], unit=r["unit"]) for r in found]
    cells.sort(key=lambda m: (order.get(Slug(m.indicator), len(order)), m.cell != TOTAL, m.cell))
    told = {measure.indicator for measure in cells}
    ratios = [Measure(indicator=RATIO, cell=r.slug, unit=r.unit) for r in RATIOS.values()]
    made = [*cells, *(ratio for ratio in ratios if ratio.indicators <= told)]
    return {measure.key: measure for measure in made}


def periods_of(reader: Reader) -> list[str]:
    """Periods that a site has a value of: to date, then years, then months, the newest first."""
    found = {str(row["period"]) for row in reader.all(select(indicators.c.period).distinct())}
    years = sorted((p for p in found if p.startswith("fy")), reverse=True)
    months = sorted((p for p in found if p[:1].isdigit()), reverse=True)
    return [str(TO_DATE), *years, *months]


def readings(reader: Reader, period: str, measures: Collection[Measure]) -> Mapping[Key, Reading]:
    """Values of these measures in one period, of every site that reported them.

    Of a locked period these are the figures it was locked with.
    """
    wanted: set[str] = set().union(*(measure.indicators for measure in measures))
    return with_ratios(by_key(official(reader.all, period, sorted(wanted)).rows), measures)


def is_locked(reader: Reader, period: str) -> bool:
    """True for a period whose figures stand."""
    query = select(periods.c.period).where(periods.c.period == period)
    return reader.one(query.where(periods.c.status == "locked")) is not None


def with_ratios(values: Mapping[Key, Reading], measures: Iterable[Measure]) -> dict[Key, Reading]:
    """The values, and of each site the ratios among the measures that can be reckoned."""
    made = dict(values)
    by_site: dict[str, dict[tuple[str, str], Reading]] = {}
    for (tambon, indicator, cell), reading in values.items():
        by_site.setdefault(tambon, {})[indicator, cell] = reading
    for measure in measures:
        ratio = measure.ratio
        for tambon, cells in by_site.items() if ratio is not None else ():
            found = _ratio(ratio, cells) if ratio is not None else None
            if found is not None:
                made[tambon, measure.indicator, measure.cell] = found
    return made


def _ratio(ratio: Ratio, cells: Mapping[tuple[str, str], Reading]) -> Reading | None:
    """A ratio of one site; hidden or not known where a part is; None of nothing."""
    told = {key: Told(each.value, each.bound) for key, each in cells.items()}
    value, state = share_of(ratio, told)
    if state == "unknown":
        return Reading(value=0, unit=ratio.unit, bound="at_least")
    return Reading(value=value, unit=ratio.unit) if state in ("told", "hidden") else None


def by_key(rows: Iterable[Mapping[str, Any]]) -> dict[Key, Reading]:
    """Rows of a table of values by site, indicator and cell."""
    return {
        (row["tambon"], row["indicator"], row["cell"]): Reading(
            value=row["value"], unit=row["unit"], bound=row["bound"]
        )
        for row in rows
    }
