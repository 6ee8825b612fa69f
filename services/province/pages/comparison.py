"""เปรียบเทียบ: the sites side by side, each in a row, what they report in columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import request

from bangduan.permissions import needs
from bangduan.web.guard import may
from bangduan.web.translate import gettext
from services.province.charts.spread import spread
from services.province.pages import frame
from services.province.pages.aims import aims
from services.province.pages.places import province_of
from services.province.pages.readings import (
    HEADLINES,
    RATIO,
    Key,
    Measure,
    Reading,
    is_locked,
    measures_of,
    periods_of,
    readings,
)
from services.province.pages.sheets import Heading, Sheet, Value, kind_of
from services.province.permissions import READ, READ_REVIEW
from services.province.projections.sites import list_sites

if TYPE_CHECKING:
    from flask import Blueprint
    from flask.typing import ResponseReturnValue

    from bangduan.web.app import Web
    from bangduan.web.layout import Words

Row = Mapping[str, Any]
#: What is shown when nothing is chosen.
_HEADLINES: Final = "headlines"
_SITE: Final = "tambon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A site and its values, one for each measure; None where it reported nothing."""

    site: Row
    cells: Sequence[Reading | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Sites side by side.

    Attributes:
        medians: of what is known to be more than a lower bound; None where nothing is.
        counted: how many values each median is of.
    """

    measures: Sequence[Measure]
    lines: Sequence[Line]
    medians: Sequence[Reading | None]
    counted: Sequence[int]


def compare(
    sites: Sequence[Row], measures: Sequence[Measure], values: Mapping[Key, Reading], sort: str
) -> Comparison:
    """Set sites side by side.

    Args:
        sort: key of a measure, ``-`` in front for the largest first; by code otherwise. What has
            no number stands last either way.
    """
    lines = [
        Line(
            site=site,
            cells=[values.get((site["tambon"], m.indicator, m.cell)) for m in measures],
        )
        for site in sorted(sites, key=lambda site: str(site["tambon"]))
    ]
    keys = [measure.key for measure in measures]
    by = sort.removeprefix("-")
    if by in keys:
        place = keys.index(by)
        known = [line for line in lines if _number(line, place) is not None]
        known.sort(key=lambda line: _number(line, place) or 0, reverse=sort.startswith("-"))
        lines = [*known, *(line for line in lines if _number(line, place) is None)]
    elif sort == f"-{_SITE}":
        lines.reverse()
    columns = [
        [cell.measured for line in lines if (cell := line.cells[place]) is not None]
        for place in range(len(measures))
    ]
    measured = [[number for number in column if number is not None] for column in columns]
    return Comparison(
        measures=measures,
        lines=lines,
        medians=[_median(m, numbers) for m, numbers in zip(measures, measured, strict=True)],
        counted=[len(numbers) for numbers in measured],
    )


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add the page."""

    @needs(READ)
    def comparison() -> ResponseReturnValue:
        return _show(web)

    blueprint.add_url_rule("/province/comparison", "comparison", comparison)


def _show(web: Web) -> ResponseReturnValue:
    words = frame.words()
    place = province_of(web.tambon)
    every = measures_of(web.reader)
    periods = periods_of(web.reader)
    period = frame.asked("period", periods, periods[0])
    district = frame.asked("district", [d.code for d in place.districts], "")
    shown = frame.asked("show", {m.indicator for m in every.values()}, _HEADLINES)
    chosen: Sequence[Measure] = HEADLINES
    if shown != _HEADLINES:
        chosen = [measure for measure in every.values() if measure.indicator == shown]
    if period != periods[0]:
        chosen = [measure for measure in chosen if measure.is_by_period] or chosen
    sort = request.args.get("sort", _SITE)
    sites = [s for s in web.reader.all(list_sites()) if s["tambon"].startswith(district)]
    values = readings(web.reader, period, chosen)
    found = compare(sites, chosen, values, sort)
    return frame.show(
        "comparison",
        web,
        [sheet_of(found, words, period)],
        comparison=found,
        columns=[_column(measure, words, sort) for measure in found.measures],
        by_code={"url": frame.link(sort=_turned(_SITE, sort)), "sorted": _sorted(_SITE, sort)},
        locked=is_locked(web.reader, period),
        period=period,
        periods=periods,
        district=district,
        districts=place.districts,
        shown=shown,
        sets=_sets(every.values(), words),
        targets=aims(web.reader, period, values) if may(READ_REVIEW) else {},
        sort=sort if sort != _SITE else "",
    )


def _sets(every: Iterable[Measure], words: Words) -> list[tuple[str, str]]:
    """What may be compared: the headlines, the ratios, or all cells of one indicator."""
    named = dict.fromkeys(measure.indicator for measure in every)
    ratios = [(RATIO, gettext("Ratios and means"))] if RATIO in named else []
    cells = [(name, words.indicator(name)) for name in named if name != RATIO]
    return [(_HEADLINES, gettext("Headline indicators")), *ratios, *cells]


def sheet_of(found: Comparison, words: Words, period: str) -> Sheet:
    """The comparison as a table to take away."""
    headings = [
        Heading("tambon", words.t("รหัสตำบล", "Tambon code")),
        Heading("name", words.t("ตำบล", "Sub-district")),
        Heading("district", words.t("อำเภอ", "District")),
        *(Heading(m.key, m.heading(words), kind_of(m.unit)) for m in found.measures),
    ]
    rows: list[Sequence[Value]] = [
        [line.site["tambon"], name_of(line.site, words), district_of(line.site, words), *line.cells]
        for line in found.lines
    ]
    if rows:
        rows.append(["", words.t("มัธยฐาน", "Median"), "", *found.medians])
        counted = [Reading(value=number, unit="things") for number in found.counted]
        rows.append(["", words.t("มัธยฐานของกี่ตำบล", "Median of how many"), "", *counted])
    return Sheet("comparison", words.period(period), headings, rows)


def name_of(site: Row, words: Words) -> str:
    """What a site's tambon is called; its code where nobody has that code."""
    known = site["tambon_thai"]
    return words.t(known, site["tambon_english"]) if known else str(site["tambon"])


def district_of(site: Row, words: Words) -> str:
    """What a site's district is called; empty where nobody has its code."""
    known = site["district_thai"]
    return words.t(known, site["district_english"]) if known else ""


def _number(line: Line, place: int) -> int | None:
    cell = line.cells[place]
    return None if cell is None else cell.number


def _median(measure: Measure, numbers: Sequence[int]) -> Reading | None:
    found = spread(numbers)
    return None if found is None else Reading(value=round(found.median), unit=measure.unit)


def _column(measure: Measure, words: Words, sort: str) -> dict[str, Any]:
    return {
        "label": measure.heading(words),
        "title": measure.label(words),
        "indicator": measure.indicator,
        "cell": measure.cell,
        "unit": measure.unit,
        "url": frame.link(sort=_turned(measure.key, sort, first="-")),
        "sorted": _sorted(measure.key, sort),
    }


def _turned(key: str, sort: str, first: str = "") -> str:
    """What to sort by when a heading is chosen: its own order first, the other one then."""
    other = "" if first else "-"
    return f"{other}{key}" if sort == f"{first}{key}" else f"{first}{key}"


def _sorted(key: str, sort: str) -> str:
    if sort.removeprefix("-") != key:
        return ""
    return "descending" if sort.startswith("-") else "ascending"
