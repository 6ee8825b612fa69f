"""ตำบลหนึ่ง: all that one site has told: its story, its numbers and how they moved, what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from flask import abort, request
from sqlalchemy import select

from bangduan.days import today
from bangduan.events.reporting import TO_DATE
from bangduan.events.types import TambonCode
from bangduan.permissions import needs
from bangduan.web.guard import may
from bangduan.web.layout import timeline
from services.province.domain.periods import month_before, months_through
from services.province.pages import frame, trends
from services.province.pages.aims import Aim, aims
from services.province.pages.comparison import name_of
from services.province.pages.readings import HEADLINES, Measure, Reading, measures_of
from services.province.pages.sheets import Heading, Sheet
from services.province.permissions import READ, READ_REVIEW
from services.province.projections.enrolment import list_enrolments
from services.province.projections.sites import list_sites, milestones
from services.province.projections.statements import list_restatements
from services.province.projections.status import list_freshness, reports_on
from services.province.restored import held_of
from services.province.views.enrolment import EnrolmentFilter
from services.province.views.figures import RestatementFilter

if TYPE_CHECKING:
    from flask import Blueprint
    from flask.typing import ResponseReturnValue

    from bangduan.web.app import Web
    from bangduan.web.layout import Words

Row = Mapping[str, Any]
#: Months of the calendar, and restatements shown.
_CALENDAR: Final = 12
_MOST_RESTATEMENTS: Final = 50
_MOST_STEPS: Final = 40
_MOST_HEADLINES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One measure of the site: what it has come to, and how it moved by month.

    Attributes:
        aim: the target it has to date; None without one.
    """

    measure: Measure
    reading: Reading
    course: trends.Course
    aim: Aim | None


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add the page."""

    @needs(READ)
    def tambon(code: str) -> ResponseReturnValue:
        return _show(web, code)

    blueprint.add_url_rule("/province/tambons/<code>", "tambon", tambon)


def _show(web: Web, code: str) -> ResponseReturnValue:
    site = next((row for row in web.reader.all(list_sites()) if row["tambon"] == code), None)
    if site is None:
        abort(404)
    words = frame.words()
    values = trends.values_of(web.reader, code)
    reviewed = may(READ_REVIEW)
    told = _told(web, code, values, reviewed=reviewed)
    chosen = _course(code, told, values)
    restated = _restated(web, code)
    steps = timeline(web.reader.all(select(milestones).where(milestones.c.tambon == code)))
    return frame.show(
        "tambon",
        web,
        [
            _sheet_of(told, words, name_of(site, words)),
            *([trends.sheet_of(chosen, words)] if chosen is not None else []),
            _restatements_sheet(restated, words),
        ],
        site=site,
        held=held_of(web.reader, code),
        told=told,
        headlines=_headlines(told),
        course=chosen,
        movers=[each.measure for each in told if each.course.points_known],
        by=frame.asked("by", ("month", "year"), "month"),
        restated=restated,
        steps=steps[-_MOST_STEPS:],
        earlier=max(0, len(steps) - _MOST_STEPS),
        calendar=_calendar(web, code) if reviewed else None,
        heard=_heard(web, code) if reviewed else None,
        enrolment=_enrolment(web, code) if reviewed else None,
    )


def _headlines(told: Sequence[Told]) -> list[tuple[Measure, Reading]]:
    """The few numbers that stand on top, as narrow as they are called."""
    found = {each.measure.key: each.reading for each in told}
    return [(m, found[m.key]) for m in HEADLINES if m.key in found][:_MOST_HEADLINES]


def _told(web: Web, code: str, values: trends.ByPeriod, *, reviewed: bool) -> list[Told]:
    """Every measure that the site has told to date, with what it is meant to come to."""
    months = trends.months_of(values)[-_CALENDAR:]
    known = {
        measure: reading
        for measure in measures_of(web.reader).values()
        if (reading := trends.to_date(code, measure, values)) is not None
    }
    by_key = {(code, m.indicator, m.cell): reading for m, reading in known.items()}
    aimed = aims(web.reader, TO_DATE, by_key) if reviewed else {}
    return [
        Told(
            measure=measure,
            reading=reading,
            course=trends.course(code, measure, values, months),
            aim=aimed.get((code, measure.indicator, measure.cell)),
        )
        for measure, reading in known.items()
    ]


def _course(code: str, told: Sequence[Told], values: trends.ByPeriod) -> trends.Course | None:
    """The measure whose course is drawn large: the one asked for, or the first that moved."""
    moved = {each.measure.key: each.measure for each in told if each.course.points_known}
    if not moved:
        return None
    measure = moved[frame.asked("measure", moved, next(iter(moved)))]
    yearly = request.args.get("by") == "year"
    periods = trends.years_of(values) if yearly else trends.months_of(values)
    return trends.course(code, measure, values, periods)


def _restated(web: Web, code: str) -> list[dict[str, Any]]:
    """What was changed after its period had ended, the newest first."""
    query = list_restatements(RestatementFilter(tambon=TambonCode(code)))
    newest = query.order_by(query.selected_columns["stated_on"].desc()).limit(_MOST_RESTATEMENTS)
    return [
        {
            **row,
            "after": Reading(value=row["value"], unit=row["unit"], bound=row["bound"]),
            "before": Reading(
                value=row["value_before"], unit=row["unit"], bound=row["bound_before"]
            ),
            "measure": Measure(indicator=row["indicator"], cell=row["cell"], unit=row["unit"]),
        }
        for row in web.reader.all(newest)
    ]


def _calendar(web: Web, code: str) -> Sequence[Row]:
    """The reports of the last twelve months that are over, the oldest first."""
    last = month_before(today())
    first = f"{int(last[:4]) - 1}{last[4:]}"
    made = []
    for month in months_through(first, last)[-_CALENDAR:]:
        query = reports_on(month, today())
        found = web.reader.one(query.where(query.selected_columns["tambon"] == code))
        made.append(found or {"period": month, "status": "none", "reported_on": None})
    return made


def _heard(web: Web, code: str) -> Row | None:
    query = list_freshness()
    return web.reader.one(query.where(query.selected_columns["tambon"] == code))


def _enrolment(web: Web, code: str) -> Row | None:
    """How far the site has come with its connection; None for one that is not registered."""
    found = web.reader.one(list_enrolments(EnrolmentFilter(tambon=TambonCode(code))))
    if found is None:
        return None
    until = found["certificate_until"]
    return {**found, "until": datetime.fromisoformat(until).date() if until else None}


def _sheet_of(told: Sequence[Told], words: Words, title: str) -> Sheet:
    return Sheet(
        "indicators",
        title,
        [
            Heading("indicator", words.t("ตัวชี้วัด", "Indicator")),
            Heading("value", words.t("ค่า", "Value"), "number"),
            Heading("unit", words.t("หน่วย", "Unit")),
        ],
        [
            (
                each.measure.label(words),
                each.reading,
                _UNITS[words.language].get(each.measure.unit, ""),
            )
            for each in told
        ],
    )


#: What the numbers of a file count.
_UNITS: Final[Mapping[str, Mapping[str, str]]] = {
    "th": {"satang": "บาท", "people": "คน", "hundredths-of-percent": "%"},
    "en": {"satang": "baht", "people": "people", "hundredths-of-percent": "%"},
}


def _restatements_sheet(rows: Sequence[Mapping[str, Any]], words: Words) -> Sheet:
    return Sheet(
        "restatements",
        words.t("การแก้ไขตัวเลขย้อนหลัง", "Restatements"),
        [
            Heading("indicator", words.t("ตัวชี้วัด", "Indicator")),
            Heading("period", words.t("งวด", "Period")),
            Heading("before", words.t("ค่าเดิม", "Before"), "number"),
            Heading("after", words.t("ค่าใหม่", "After"), "number"),
            Heading("stated_on", words.t("แก้ไขเมื่อ", "Changed on"), "date"),
        ],
        [
            (
                row["measure"].label(words),
                words.period(row["period"]),
                row["before"],
                row["after"],
                row["stated_on"],
            )
            for row in rows
        ],
    )
