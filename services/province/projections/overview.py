"""ภาพรวมของหลายงวด: how many reports of each period stand how, in as many questions as for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Date, func, literal, or_, select, true, union_all

from bangduan.application import Reader
from bangduan.days import today
from bangduan.permissions import reads
from services.province.domain.periods import Span, due_on, span_of
from services.province.permissions import READ_REVIEW
from services.province.projections.heard import heard_days
from services.province.projections.reviews import periods, reviews
from services.province.projections.sites import indicators, sites
from services.province.projections.status import approved_days
from services.province.projections.targets import deadlines

_STAGES: Final = ("approved", "excused")
_YEAR: Final = "fy"


@reads(READ_REVIEW)
def periods_at_a_glance(reader: Reader, names: Iterable[str]) -> list[dict[str, Any]]:
    """The periods among ``names``, in their order, with how many reports of each stand how.

    The statements asked do not grow with the sites, nor with the periods.
    """
    spans = {name: span for name in names if (span := span_of(name)) is not None}
    if not spans:
        return []
    rules = {r["from_period"]: r["day_of_month"] for r in reader.all(select(deadlines))}
    locks = _locks(reader, spans)
    stages = _stages(reader, spans)
    reported = _reported(reader, spans)
    approved = approved_days(reader.all)
    found = []
    for name, span in spans.items():
        due = due_on(name, rules)
        unheard = sum(day <= span.ends_on for day in approved.values())
        found.append(
            {
                "period": name,
                **span._asdict(),
                "due_on": due,
                "status": locks.get(name, "open"),
                **_counts(reported.get(name, ()), unheard, due),
                **{stage: stages.get((name, stage), 0) for stage in _STAGES},
            }
        )
    return found


def _counts(reported: Sequence[date | None], unheard: int, due: date | None) -> dict[str, int]:
    """How many sites report, and how.

    Args:
        reported: the day of each expected site's report; None where it is not here.
        unheard: sites that could report and have told nothing at all.
    """
    here = [day for day in reported if day is not None]
    late = sum(due is not None and day > due for day in here)
    away = len(reported) - len(here) + unheard
    return {
        "expected": len(reported) + unheard,
        "reported": len(here),
        "on_time": 0 if due is None else len(here) - late,
        "late": late,
        "missing": away if due is not None and today() > due else 0,
    }


def _reported(reader: Reader, spans: Mapping[str, Span]) -> dict[str, list[date | None]]:
    """By period, the day of the report of each site that is expected to report.

    Of each site and period the database looks up three single places of its indices.
    """
    asked = union_all(
        *(
            select(literal(name).label("period"), literal(span.ends_on, Date).label("ends_on"))
            for name, span in spans.items()
        )
    ).subquery("asked")
    of_site = heard_days.c.tambon == sites.c.tambon
    outer = (sites, asked)
    after = select(func.min(heard_days.c.day)).where(of_site, heard_days.c.day > asked.c.ends_on)
    before = select(heard_days.c.day).where(of_site, heard_days.c.day <= asked.c.ends_on)
    told = select(indicators.c.cell).where(
        indicators.c.tambon == sites.c.tambon, indicators.c.period == asked.c.period
    )
    query = (
        select(asked.c.period, after.correlate(*outer).scalar_subquery().label("reported_on"))
        .select_from(sites.join(asked, true()))
        .where(or_(before.correlate(*outer).exists(), told.correlate(*outer).exists()))
    )
    found: dict[str, list[date | None]] = {}
    for row in reader.all(query):
        found.setdefault(row["period"], []).append(row["reported_on"])
    return found


def _locks(reader: Reader, names: Iterable[str]) -> dict[str, str]:
    query = select(periods.c.period, periods.c.status).where(periods.c.period.in_(names))
    return {row["period"]: row["status"] for row in reader.all(query)}


def _stages(reader: Reader, names: Iterable[str]) -> dict[tuple[str, str], int]:
    """How many sites were said to be at which stage, by period and stage."""
    query = (
        select(reviews.c.period, reviews.c.stage, func.count().label("count"))
        .where(reviews.c.period.in_(names))
        .group_by(reviews.c.period, reviews.c.stage)
    )
    return {(row["period"], row["stage"]): row["count"] for row in reader.all(query)}


def newest_years(reader: Reader, before: date, count: int) -> list[str]:
    """The newest fiscal years that something was told of and that were over, the newest first."""
    found: list[str] = []
    last: str | None = None
    while len(found) < count:
        query = select(func.max(indicators.c.period).label("period")).where(
            indicators.c.period >= _YEAR, indicators.c.period < (last or f"{_YEAR}~")
        )
        row = reader.one(query)
        last = row["period"] if row is not None else None
        if last is None:
            break
        span = span_of(last)
        if span is not None and span.ends_on < before:
            found.append(last)
    return found
