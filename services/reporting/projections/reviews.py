"""ผลการตรวจรายงานจากจังหวัด: the province's latest word on each period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Date, Select, String, select

from bangduan.events.envelope import Recorded
from bangduan.events.reporting import ReviewReceived, Verdict
from bangduan.events.types import Slug
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.reporting.permissions import READ_REVIEWS

reviews = ReadTable(
    "reviews",
    Column("period", String, primary_key=True),
    Column("verdict", String, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("reason", String),
)

REVIEWS = Projection("reviews", version=1, tables=(reviews,))


@REVIEWS.on(ReviewReceived)
def _(event: ReviewReceived, at: Recorded, rows: Rows) -> None:
    rows.put(
        reviews,
        period=event.period,
        verdict=event.verdict,
        decided_on=event.decided_on,
        reason=event.reason,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFilter:
    """Which reviews: of one period, or with one verdict."""

    period: Slug | None = None
    verdict: Verdict | None = None


@reads(READ_REVIEWS)
def list_reviews(chosen: ReviewFilter | None = None) -> Select[Any]:
    """What the province last said of each period, the latest decision first."""
    chosen = chosen or ReviewFilter()
    query = select(reviews).order_by(reviews.c.decided_on.desc(), reviews.c.period.desc())
    if chosen.period is not None:
        query = query.where(reviews.c.period == chosen.period)
    if chosen.verdict is not None:
        query = query.where(reviews.c.verdict == chosen.verdict)
    return query
