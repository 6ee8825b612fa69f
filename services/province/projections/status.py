"""สถานะการรายงาน: who reports for a period, on time or late, and who has gone silent.

A site reports for a period when it was heard before the period ended, or has told a value of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, distinct, false, func, literal, or_, select

from bangduan.application import Reader
from bangduan.days import BANGKOK, days_between, today
from bangduan.events.indicators import INDICATORS
from bangduan.permissions import reads
from services.province.domain.periods import month_before, month_of, span_of
from services.province.permissions import READ_REVIEW
from services.province.projections.enrolment import enrolments
from services.province.projections.heard import closed_periods, heard_days
from services.province.projections.reviews import reviews
from services.province.projections.sites import indicators, sites
from services.province.projections.targets import deadlines
from services.province.views.status import FreshnessFilter, ReportFilter

Rows = Callable[[Select[Any]], list[dict[str, Any]]]


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
    closed = and_(closed_periods.c.tambon == sites.c.tambon, closed_periods.c.period == period)
    review = and_(reviews.c.tambon == sites.c.tambon, reviews.c.period == period)
    query = (
        select(
            sites,
            literal(period).label("period"),
            status.label("status"),
            reported_on.label("reported_on"),
            closed_periods.c.closed_on,
            due_day.label("due_day"),
            _counted(func.count(distinct(indicators.c.indicator)), *told).label("indicators"),
            _counted(func.count(), *told, indicators.c.value.is_(None)).label("hidden"),
            last_heard_on.label("last_heard_on"),
            reviews.c.stage,
        )
        .select_from(sites.outerjoin(reviews, review).outerjoin(closed_periods, closed))
        .where(expected_in(period))
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
def site_report(reader: Reader, period: str, tambon: str) -> dict[str, Any] | None:
    """รายงานของตำบล: the indicators a site has told of a period; None for what is no period."""
    if span_of(period) is None:
        return None
    mine = [indicators.c.tambon == tambon, indicators.c.period == period]
    rows = reader.all(select(indicators.c.indicator, indicators.c.value).where(*mine))
    closed = reader.one(
        select(closed_periods.c.closed_on).where(
            closed_periods.c.tambon == tambon, closed_periods.c.period == period
        )
    )
    told = {row["indicator"] for row in rows}
    by_period = [slug for slug, i in INDICATORS.items() if i.by_period or i.at_month_end]
    return {
        "tambon": tambon,
        "period": period,
        "closed_on": None if closed is None else closed["closed_on"],
        "told": sorted(told),
        "untold": [slug for slug in by_period if slug not in told],
        "hidden": sum(row["value"] is None for row in rows),
    }


@reads(READ_REVIEW)
def list_never_heard() -> Select[Any]:
    """ตำบลที่ยังไม่เคยรายงาน: sites that may report and have told nothing yet."""
    heard = select(sites.c.tambon).where(sites.c.tambon == enrolments.c.tambon)
    return (
        select(enrolments)
        .where(
            enrolments.c.approved.is_(True),
            enrolments.c.suspended.is_(False),
            ~heard.correlate(enrolments).exists(),
        )
        .order_by(enrolments.c.tambon)
    )


def never_heard(read: Rows, period: str) -> tuple[str, ...]:
    """Codes of sites that could have reported for a period and have told nothing at all."""
    span = span_of(period)
    if span is None:
        return ()
    return tuple(code for code, day in approved_days(read).items() if day <= span.ends_on)


def approved_days(read: Rows) -> dict[str, date]:
    """When each site that has told nothing yet was approved, by its code."""
    return {
        row["tambon"]: datetime.fromisoformat(row["approved_at"]).astimezone(BANGKOK).date()
        for row in read(list_never_heard())
    }


def expected_in(period: str) -> Any:
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
