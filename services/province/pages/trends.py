"""แนวโน้มรายเดือนและรายปี: how what one site reports moved, month by month or year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bangduan.events.reporting import TO_DATE
from services.province.charts.trend import HEIGHT, WIDTH, Trend, trend
from services.province.domain.periods import months_through
from services.province.pages.readings import Key, Measure, Reading, by_key, with_ratios
from services.province.pages.sheets import Heading, Sheet, kind_of
from services.province.projections.official import official_of

if TYPE_CHECKING:
    from bangduan.application import Reader
    from bangduan.web.layout import Words

#: Months and years that a line shows at most; they still read on a narrow screen.
MONTHS: Final = 24
_YEARS: Final = 10
#: Period → values of one site in it.
ByPeriod = Mapping[str, Mapping[Key, Reading]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How one measure of a site moved.

    Attributes:
        periods: in order, without gaps.
        readings: one for each; None where nothing was reported.
        drawn: the line; hidden and unknown values leave a gap in it.
    """

    measure: Measure
    periods: Sequence[str]
    readings: Sequence[Reading | None]
    drawn: Trend

    @property
    def points_known(self) -> int:
        """How many of the periods have a number."""
        return len(self.drawn.points)

    @property
    def is_drawn(self) -> bool:
        """True when there is more than one number to draw a line through."""
        return self.points_known > 1

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the drawing."""
        return WIDTH, HEIGHT


def values_of(reader: Reader, tambon: str) -> ByPeriod:
    """All values of one site, by period."""
    found: dict[str, list[Mapping[str, object]]] = {}
    for row in official_of(reader.all, tambon):
        found.setdefault(row["period"], []).append(row)
    return {period: by_key(rows) for period, rows in found.items()}


def months_of(values: ByPeriod) -> Sequence[str]:
    """The months from the first to the last that anything was reported of, the newest."""
    told = sorted(period for period in values if period[:1].isdigit())
    return months_through(told[0], told[-1])[-MONTHS:] if told else ()


def years_of(values: ByPeriod) -> Sequence[str]:
    """The fiscal years from the first to the last that anything was reported of, the newest."""
    told = sorted(int(period[2:]) for period in values if period.startswith("fy"))
    return [f"fy{year}" for year in range(told[0], told[-1] + 1)][-_YEARS:] if told else ()


def course(
    tambon: str,
    measure: Measure,
    values: ByPeriod,
    periods: Sequence[str],
    target: int | None = None,
) -> Course:
    """One measure of a site over some periods."""
    found = [
        with_ratios(values.get(period, {}), [measure]).get(
            (tambon, measure.indicator, measure.cell)
        )
        for period in periods
    ]
    numbers = [None if reading is None else reading.number for reading in found]
    return Course(measure=measure, periods=periods, readings=found, drawn=trend(numbers, target))


def to_date(tambon: str, measure: Measure, values: ByPeriod) -> Reading | None:
    """What a measure of a site has come to by now."""
    found = with_ratios(values.get(TO_DATE, {}), [measure])
    return found.get((tambon, measure.indicator, measure.cell))


def sheet_of(found: Course, words: Words) -> Sheet:
    """The numbers behind a line."""
    return Sheet(
        "trend",
        found.measure.label(words),
        [
            Heading("period", words.t("งวด", "Period")),
            Heading("value", found.measure.heading(words), kind_of(found.measure.unit)),
        ],
        [
            (words.period(period), reading)
            for period, reading in zip(found.periods, found.readings, strict=True)
        ],
    )
