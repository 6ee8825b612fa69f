"""การกระจาย: how the values of one indicator spread over the sites, and which sites are where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bangduan.permissions import needs
from services.province.charts.spread import Spread, bins, spread
from services.province.pages import frame
from services.province.pages.comparison import district_of, name_of
from services.province.pages.heat import default_of
from services.province.pages.readings import (
    HEADLINES,
    Key,
    Measure,
    Reading,
    is_locked,
    measures_of,
    periods_of,
    readings,
)
from services.province.pages.sheets import Heading, Sheet, Value, kind_of
from services.province.permissions import READ
from services.province.projections.sites import list_sites

if TYPE_CHECKING:
    from flask import Blueprint
    from flask.typing import ResponseReturnValue

    from bangduan.web.app import Web
    from bangduan.web.layout import Words

Row = Mapping[str, Any]
#: The drawing, in units of its own; it is stretched to where it stands.
WIDTH: Final = 600
HEIGHT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the histogram: values from ``start`` to below ``end``, and whose they are.

    ``x``, ``y``, ``width`` and ``height`` are where it is drawn.
    """

    start: Reading
    end: Reading
    sites: Sequence[tuple[Row, Reading]]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How one measure spreads.

    Attributes:
        spread: of what is known to be more than a lower bound; None where nothing is.
        marks: quartiles, the median second: what they are and where they are drawn.
        apart: sites whose value no column holds: hidden, not known, a lower bound, not reported.
    """

    measure: Measure
    spread: Spread | None
    columns: Sequence[Column]
    marks: Sequence[tuple[Reading, float]]
    apart: Sequence[tuple[Row, Reading | None]]


def distribution_of(
    sites: Sequence[Row], measure: Measure, values: Mapping[Key, Reading]
) -> Distribution:
    """Put the sites in the columns of a histogram."""
    held: list[tuple[Row, Reading, int]] = []
    apart: list[tuple[Row, Reading | None]] = []
    for site in sorted(sites, key=lambda site: str(site["tambon"])):
        reading = values.get((site["tambon"], measure.indicator, measure.cell))
        if reading is None or reading.measured is None:
            apart.append((site, reading))
        else:
            held.append((site, reading, reading.measured))
    numbers = [number for _, _, number in held]
    found, found_spread = bins(numbers), spread(numbers)
    most = max((len(each.members) for each in found), default=1)
    width = WIDTH / max(1, len(found))

    def column(place: int) -> Column:
        each = found[place]
        height = round(HEIGHT * len(each.members) / most, 1)
        return Column(
            start=Reading(value=each.start, unit=measure.unit),
            end=Reading(value=each.end, unit=measure.unit),
            sites=[held[member][:2] for member in each.members],
            x=round(place * width + 2, 1),
            y=round(HEIGHT - height, 1),
            width=round(width - 4, 1),
            height=height,
        )

    def mark(value: float) -> tuple[Reading, float]:
        low, high = found[0].start, found[-1].end
        at = round(WIDTH * (value - low) / (high - low), 1)
        return Reading(value=round(value), unit=measure.unit), at

    quartiles = (
        ()
        if found_spread is None
        else (found_spread.lower, found_spread.median, found_spread.upper)
    )
    return Distribution(
        measure=measure,
        spread=found_spread,
        columns=[column(place) for place in range(len(found))],
        marks=[mark(value) for value in quartiles],
        apart=apart,
    )


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add the page."""

    @needs(READ)
    def distribution() -> ResponseReturnValue:
        return _show(web)

    blueprint.add_url_rule("/province/distribution", "distribution", distribution)


def _show(web: Web) -> ResponseReturnValue:
    words = frame.words()
    every = measures_of(web.reader) or {HEADLINES[0].key: HEADLINES[0]}
    measure = every[frame.asked("measure", every, default_of(every))]
    periods = periods_of(web.reader)
    period = frame.asked("period", periods, periods[0])
    sites = web.reader.all(list_sites())
    found = distribution_of(sites, measure, readings(web.reader, period, [measure]))
    return frame.show(
        "distribution",
        web,
        [sheet_of(found, words)],
        found=found,
        measure=measure,
        measures=every.values(),
        locked=is_locked(web.reader, period),
        period=period,
        periods=periods,
        size=(WIDTH, HEIGHT),
    )


def sheet_of(found: Distribution, words: Words) -> Sheet:
    """Every site with its value and the column it stands in."""
    kind = kind_of(found.measure.unit)

    def line(site: Row, reading: Reading | None, column: Column | None) -> Sequence[Value]:
        return (
            site["tambon"],
            name_of(site, words),
            district_of(site, words),
            reading,
            column.start if column else None,
            column.end if column else None,
        )

    return Sheet(
        "distribution",
        found.measure.label(words),
        [
            Heading("tambon", words.t("รหัสตำบล", "Tambon code")),
            Heading("name", words.t("ตำบล", "Sub-district")),
            Heading("district", words.t("อำเภอ", "District")),
            Heading("value", found.measure.heading(words), kind),
            Heading("from", words.t("ช่วงตั้งแต่", "Range from"), kind),
            Heading("below", words.t("ถึงน้อยกว่า", "to below"), kind),
        ],
        [
            *(line(s, r, column) for column in found.columns for s, r in column.sites),
            *(line(s, r, None) for s, r in found.apart),
        ],
    )
