"""ภาพรวมของงวด: how a period stands over all its sites, and whether it can be locked."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select

from bangduan.application import Reader
from bangduan.days import today
from bangduan.events.types import Slug, TambonCode
from bangduan.permissions import reads
from services.province.domain.figures import digest_of, figures_of
from services.province.domain.period import SiteStanding
from services.province.domain.periods import due_on, is_over, span_of
from services.province.permissions import READ_REVIEW
from services.province.projections.reviews import periods, reviews
from services.province.projections.sites import indicators, sites
from services.province.projections.status import Rows, expected_in, never_heard, reports_on
from services.province.projections.targets import deadlines

_HUNDREDTHS: Final = 10_000


@reads(READ_REVIEW)
def period_standing(reader: Reader, period: str) -> dict[str, Any] | None:
    """การปิดงวด: how a period stands over all its sites; None for what is no period."""
    span = span_of(period)
    if span is None:
        return None
    due, unheard = deadline_of(reader.all, period), never_heard(reader.all, period)
    statuses = [row["status"] for row in reader.all(reports_on(period, today()))]
    return {
        "period": period,
        **span._asdict(),
        "due_on": due,
        **_rates(statuses, unheard, due_is_over=due is not None and today() > due),
        "never_heard": unheard,
        **_locking(reader, period),
    }


def _rates(statuses: list[str], unheard: Sized, *, due_is_over: bool) -> dict[str, Any]:
    expected = len(statuses) + len(unheard)
    reported = sum(status in {"on-time", "late", "reported"} for status in statuses)
    return {
        "expected": expected,
        "reported": reported,
        "on_time": statuses.count("on-time"),
        "late": statuses.count("late"),
        "missing": statuses.count("missing") + (len(unheard) if due_is_over else 0),
        "rate": reported * _HUNDREDTHS // expected if expected else None,
    }


def _locking(reader: Reader, period: str) -> dict[str, Any]:
    locked = reader.one(select(periods.c.status).where(periods.c.period == period))
    status = "open" if locked is None else locked["status"]
    found = _shown(reader.all, period)
    ready = all(
        s["stage"] == "excused" or (s["stage"] == "approved" and not s["changed"]) for s in found
    )
    can_be = status != "locked" and bool(found) and is_over(period, today())
    return {"status": status, "lockable": can_be and ready, "sites": found}


def _shown(read: Rows, period: str) -> list[dict[str, Any]]:
    """How every site stands, as ``standings`` tells it; figures are read of those approved only."""
    said = _said(read, period)
    counts = {
        row["tambon"]: row["count"]
        for row in read(
            select(indicators.c.tambon, func.count().label("count"))
            .where(indicators.c.period == period)
            .group_by(indicators.c.tambon)
        )
    }
    approved = [tambon for tambon, row in said.items() if row["stage"] == "approved"]
    figures: dict[str, list[dict[str, Any]]] = {tambon: [] for tambon in approved}
    if approved:
        for row in read(select(indicators).where(indicators.c.period == period)):
            if row["tambon"] in figures:
                figures[row["tambon"]].append(row)
    digests = {tambon: digest_of(figures_of(rows)) for tambon, rows in figures.items()}
    return [
        {
            "tambon": tambon,
            "stage": said[tambon]["stage"] if tambon in said else None,
            "figures": counts.get(tambon, 0),
            "changed": tambon in digests and digests[tambon] != said[tambon]["digest"],
        }
        for tambon in _reporting(read, period, said)
    ]


def standings(read: Rows, period: str) -> list[SiteStanding]:
    """How every site that reports for ``period``, or was reviewed, stands, by its code."""
    figures: dict[str, list[dict[str, Any]]] = {}
    for row in read(select(indicators).where(indicators.c.period == period)):
        figures.setdefault(row["tambon"], []).append(row)
    said = _said(read, period)
    return [
        SiteStanding(
            tambon=TambonCode(tambon),
            stage=said[tambon]["stage"] if tambon in said else "",
            figures=figures_of(figures.get(tambon, ())),
            approved_digest=(said[tambon]["digest"] or "") if tambon in said else "",
        )
        for tambon in _reporting(read, period, said)
    ]


def _said(read: Rows, period: str) -> dict[str, dict[str, Any]]:
    return {row["tambon"]: row for row in read(select(reviews).where(reviews.c.period == period))}


def _reporting(read: Rows, period: str, said: Iterable[str]) -> list[str]:
    """Sites that report for a period, or were reviewed, by their codes."""
    expected = {row["tambon"] for row in read(select(sites).where(expected_in(period)))}
    return sorted(expected.union(said, never_heard(read, period)))


def deadline_of(read: Rows, period: str) -> date | None:
    """The last day on which a report of ``period`` is on time; None for no deadline."""
    rules = {row["from_period"]: row["day_of_month"] for row in read(select(deadlines))}
    return due_on(Slug(period), rules)
