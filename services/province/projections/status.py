"""สถานะการรายงาน: who reports for a period, on time or late, and who has gone silent.

A site reports for a period when it was heard before the period ended, or has told a value of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, and_, case, distinct, false, func, literal, or_, select

from bangduan.application import Reader
from bangduan.days import days_between, today
from bangduan.events.types import Slug, TambonCode
from bangduan.permissions import reads
from services.province.domain.figures import figures_of
from services.province.domain.period import SiteStanding
from services.province.domain.periods import due_on, is_over, month_before, month_of, span_of
from services.province.permissions import READ_REVIEW
from services.province.projections.heard import heard_days
from services.province.projections.reviews import periods, reviews
from services.province.projections.sites import indicators, sites
from services.province.projections.targets import deadlines
from services.province.views.status import FreshnessFilter, ReportFilter

Rows = Callable[[Select[Any]], list[dict[str, Any]]]

_HUNDREDTHS: Final = 10_000


@reads(READ_REVIEW)
def list_reports(chosen: ReportFilter | None = None) -> Select[Any]:
    """สถานะการรายงาน of every site that reports for a period; none for what is no period."""
    chosen = chosen or ReportFilter()
    query = reports_on(chosen.period or month_before(today()), today())
    if chosen.tambon is not None:
        query = query.where(sites.c.tambon == chosen.tambon)
    if chosen.status is not None:
        query = query.where(query.selected_columns["status"] == chosen.status)
    return query


def reports_on(period: str, day: date) -> Select[Any]:
    """As ``list_reports``, as it stands on ``day``."""
    span = span_of(period)
    ends_on = span.ends_on if span is not None else date.min
    reported_on, last_heard_on = (
        _heard(func.min, heard_days.c.day > ends_on),
        _heard(func.max),
    )
    due_day = (
        select(deadlines.c.day_of_month)
        .where(deadlines.c.from_period <= month_of(ends_on))
        .order_by(deadlines.c.from_period.desc())
        .limit(1)
        .scalar_subquery()
    )
    late_by = days_between(reported_on, ends_on)
    status = case(
        (and_(reported_on.is_(None), (day - ends_on).days > due_day), "missing"),
        (reported_on.is_(None), "waiting"),
        (due_day.is_(None), "reported"),
        (late_by <= due_day, "on-time"),
        else_="late",
    )
    told = [indicators.c.tambon == sites.c.tambon, indicators.c.period == period]
    review = and_(reviews.c.tambon == sites.c.tambon, reviews.c.period == period)
    query = (
        select(
            sites,
            literal(period).label("period"),
            status.label("status"),
            reported_on.label("reported_on"),
            due_day.label("due_day"),
            _counted(func.count(distinct(indicators.c.indicator)), *told).label("indicators"),
            _counted(func.count(), *told, indicators.c.value.is_(None)).label("hidden"),
            last_heard_on.label("last_heard_on"),
            reviews.c.stage,
        )
        .select_from(sites.outerjoin(reviews, review))
        .where(_expected(period))
        .order_by(sites.c.tambon)
    )
    return query if span is not None else query.where(false())


@reads(READ_REVIEW)
def list_freshness(chosen: FreshnessFilter | None = None) -> Select[Any]:
    """ความสดใหม่ของข้อมูล: when each site was heard last, and for how many days it is silent."""
    chosen = chosen or FreshnessFilter()
    return freshness_on(today(), chosen.silent_for)


def freshness_on(day: date, silent_for: int | None = None) -> Select[Any]:
    """As ``list_freshness``, as it stands on ``day``; the longest silent first."""
    last = _heard(func.max)
    silent = days_between(day, last)
    query = select(
        sites,
        _heard(func.min).label("first_heard_on"),
        last.label("last_heard_on"),
        silent.label("days_silent"),
    ).order_by(last, sites.c.tambon)
    if silent_for is None:
        return query
    return query.where(or_(silent >= silent_for, last.is_(None)))


@reads(READ_REVIEW)
def period_standing(reader: Reader, period: str) -> dict[str, Any] | None:
    """การปิดงวด: how a period stands over all its sites; None for what is no period."""
    span = span_of(period)
    if span is None:
        return None
    return {
        "period": period,
        **span._asdict(),
        "due_on": deadline_of(reader.all, period),
        **_rates([row["status"] for row in reader.all(reports_on(period, today()))]),
        **_locking(reader, period),
    }


def _rates(statuses: list[str]) -> dict[str, Any]:
    expected = len(statuses)
    reported = sum(status in {"on-time", "late", "reported"} for status in statuses)
    return {
        "expected": expected,
        "reported": reported,
        "on_time": statuses.count("on-time"),
        "late": statuses.count("late"),
        "missing": statuses.count("missing"),
        "rate": reported * _HUNDREDTHS // expected if expected else None,
    }


def _locking(reader: Reader, period: str) -> dict[str, Any]:
    locked = reader.one(select(periods.c.status).where(periods.c.period == period))
    status = "open" if locked is None else locked["status"]
    found = standings(reader.all, period)
    ready = all(s.stage == "excused" or (s.stage == "approved" and not s.changed) for s in found)
    shown = [
        {
            "tambon": standing.tambon,
            "stage": standing.stage or None,
            "figures": len(standing.figures),
            "changed": standing.changed,
        }
        for standing in found
    ]
    can_be = status != "locked" and bool(found) and is_over(period, today())
    return {"status": status, "lockable": can_be and ready, "sites": shown}


def standings(read: Rows, period: str) -> list[SiteStanding]:
    """How every site that reports for ``period`` stands, by its code."""
    told = read(select(indicators).where(indicators.c.period == period))
    by_site: dict[str, list[dict[str, Any]]] = {}
    for row in told:
        by_site.setdefault(row["tambon"], []).append(row)
    said = read(
        select(sites.c.tambon, reviews.c.stage, reviews.c.digest)
        .select_from(
            sites.outerjoin(
                reviews, and_(reviews.c.tambon == sites.c.tambon, reviews.c.period == period)
            )
        )
        .where(or_(_expected(period), reviews.c.stage.is_not(None)))
        .order_by(sites.c.tambon)
    )
    return [
        SiteStanding(
            tambon=TambonCode(row["tambon"]),
            stage=row["stage"] or "",
            figures=figures_of(by_site.get(row["tambon"], ())),
            approved_digest=row["digest"] or "",
        )
        for row in said
    ]


def deadline_of(read: Rows, period: str) -> date | None:
    """The last day on which a report of ``period`` is on time; None for no deadline."""
    rules = {row["from_period"]: row["day_of_month"] for row in read(select(deadlines))}
    return due_on(Slug(period), rules)


def _expected(period: str) -> Any:
    """Condition: the site was heard before the period ended, or has told a value of it."""
    span = span_of(period)
    if span is None:
        return false()
    heard = select(heard_days.c.day).where(
        heard_days.c.tambon == sites.c.tambon, heard_days.c.day <= span.ends_on
    )
    told = select(indicators.c.cell).where(
        indicators.c.tambon == sites.c.tambon, indicators.c.period == period
    )
    return or_(heard.correlate(sites).exists(), told.correlate(sites).exists())


def _heard(extreme: Any, *conditions: Any) -> Any:
    return (
        select(extreme(heard_days.c.day))
        .where(heard_days.c.tambon == sites.c.tambon, *conditions)
        .correlate(sites)
        .scalar_subquery()
    )


def _counted(what: Any, *conditions: Any) -> Any:
    return (
        select(what).select_from(indicators).where(*conditions).correlate(sites).scalar_subquery()
    )
