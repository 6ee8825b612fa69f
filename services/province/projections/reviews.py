"""การรับรองและการปิดงวด: what the province said of reports, which periods stand, with which figures.

A locked period's figures come from the province's own log, never from what its sites tell: a
site that restates something later changes the values as they stand, and the difference shows.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Date, Integer, Select, String, and_, or_, select

from bangduan.events.envelope import Recorded
from bangduan.events.province import (
    FiguresLocked,
    PeriodLocked,
    PeriodReopened,
    ReportApproved,
    ReportReturned,
    SiteExcused,
)
from bangduan.events.reporting import ReviewReceived
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.province.permissions import READ, READ_REVIEW
from services.province.projections.heard import day_of
from services.province.projections.sites import indicators
from services.province.views.review import LateChangeFilter, LockedFigureFilter, ReviewFilter

reviews = ReadTable(
    "reviews",
    Column("period", String, primary_key=True),
    Column("tambon", String, primary_key=True),
    Column("stage", String, nullable=False),
    Column("figures", Integer),
    Column("digest", String),
    Column("note", String),
    Column("decided_on", Date, nullable=False),
    Column("decision_id", String, nullable=False),
    Column("version", Integer, nullable=False),
)
received_reviews = ReadTable(
    "received_reviews",
    Column("tambon", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("decision_id", String, nullable=False),
    Column("received_on", Date),
)
periods = ReadTable(
    "periods",
    Column("period", String, primary_key=True),
    Column("status", String, nullable=False),
    Column("round", Integer, nullable=False),
    Column("approved", Integer, nullable=False),
    Column("excused", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("locked_on", Date, nullable=False),
    Column("reason", String),
    Column("reopened_on", Date),
    Column("version", Integer, nullable=False),
)
locked_figures = ReadTable(
    "locked_figures",
    Column("period", String, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("tambon", String, primary_key=True),
    Column("indicator", String, primary_key=True),
    Column("cell", String, primary_key=True),
    Column("value", BigInteger),
    Column("bound", String, nullable=False),
    Column("unit", String, nullable=False),
)

REVIEWS = Projection("reviews", version=2, tables=(reviews, periods, locked_figures))
RECEIVED = Projection("received-reviews", version=1, tables=(received_reviews,), source="reporting")


@REVIEWS.on(ReportApproved)
def _(event: ReportApproved, at: Recorded, rows: Rows) -> None:
    _put(rows, event, at, "approved", event.note, figures=event.figures, digest=event.digest)


@REVIEWS.on(ReportReturned)
def _(event: ReportReturned, at: Recorded, rows: Rows) -> None:
    _put(rows, event, at, "returned", event.reason)


@REVIEWS.on(SiteExcused)
def _(event: SiteExcused, at: Recorded, rows: Rows) -> None:
    _put(rows, event, at, "excused", event.reason)


def _put(
    rows: Rows,
    event: ReportApproved | ReportReturned | SiteExcused,
    at: Recorded,
    stage: str,
    note: str | None,
    *,
    figures: int | None = None,
    digest: str | None = None,
) -> None:
    rows.put(
        reviews,
        period=event.period,
        tambon=event.tambon,
        stage=stage,
        figures=figures,
        digest=digest,
        note=note,
        decided_on=day_of(at),
        decision_id=at.id,
        version=at.version,
    )


@RECEIVED.on(ReviewReceived)
def _(event: ReviewReceived, at: Recorded, rows: Rows) -> None:
    rows.put(
        received_reviews,
        tambon=at.tambon,
        period=event.period,
        decision_id=event.decision_id,
        received_on=day_of(at),
    )


@REVIEWS.on(FiguresLocked)
def _(event: FiguresLocked, at: Recorded, rows: Rows) -> None:
    for figure in event.figures:
        rows.put(
            locked_figures,
            period=event.period,
            round=event.round,
            tambon=event.tambon,
            indicator=figure.indicator,
            cell=figure.cell,
            value=figure.value,
            bound=figure.bound,
            unit=figure.unit,
        )
    rows.change(reviews, {"period": event.period, "tambon": event.tambon}, version=at.version)


@REVIEWS.on(PeriodLocked)
def _(event: PeriodLocked, at: Recorded, rows: Rows) -> None:
    rows.put(
        periods,
        period=event.period,
        status="locked",
        round=event.round,
        approved=len(event.approved),
        excused=len(event.excused),
        digest=event.digest,
        locked_on=day_of(at),
        reason=None,
        reopened_on=None,
        version=at.version,
    )


@REVIEWS.on(PeriodReopened)
def _(event: PeriodReopened, at: Recorded, rows: Rows) -> None:
    rows.change(
        periods,
        {"period": event.period},
        status="reopened",
        reason=event.reason,
        reopened_on=day_of(at),
        version=at.version,
    )


_HAS_COME = and_(
    received_reviews.c.tambon == reviews.c.tambon,
    received_reviews.c.period == reviews.c.period,
    received_reviews.c.decision_id == reviews.c.decision_id,
)

# -- queries -------------------------------------------------------------------------------------


@reads(READ_REVIEW)
def list_reviews(chosen: ReviewFilter | None = None) -> Select[Any]:
    """การรับรองรายงาน: by site, period and what was said, and when the site received it."""
    query = select(reviews, received_reviews.c.received_on).select_from(
        reviews.outerjoin(received_reviews, _HAS_COME)
    )
    return _narrowed(query, reviews.c, chosen or ReviewFilter())


def untold_to(tambon: str) -> Select[Any]:
    """The decisions that a site has not said it received, as it is told them, the latest first."""
    return (
        select(
            reviews.c.period,
            reviews.c.decision_id,
            reviews.c.stage.label("verdict"),
            reviews.c.decided_on,
            reviews.c.note.label("reason"),
        )
        .select_from(reviews.outerjoin(received_reviews, _HAS_COME))
        .where(reviews.c.tambon == tambon, received_reviews.c.decision_id.is_(None))
        .order_by(reviews.c.decision_id.desc())
    )


@reads(READ)
def list_periods() -> Select[Any]:
    """งวดที่ปิด: periods that are or were locked, the newest first."""
    return select(periods).order_by(periods.c.period.desc())


@reads(READ)
def list_locked_figures(chosen: LockedFigureFilter | None = None) -> Select[Any]:
    """ตัวเลขที่ปิดงวด: of each round in which a period was locked."""
    return _narrowed(select(locked_figures), locked_figures.c, chosen or LockedFigureFilter())


@reads(READ)
def list_late_changes(chosen: LateChangeFilter | None = None) -> Select[Any]:
    """แก้ไขหลังปิดงวด: values of locked periods that a site tells otherwise now."""
    locked, value = locked_figures, indicators
    same = (
        and_(*(locked.c[name] == value.c[name] for name in ("tambon", "indicator", "cell")))
        & (locked.c.period == value.c.period)
        & (locked.c.round == periods.c.round)
    )
    query = (
        select(
            value,
            periods.c.round,
            locked.c.value.label("locked_value"),
            locked.c.bound.label("locked_bound"),
        )
        .select_from(
            value.join(periods, periods.c.period == value.c.period).outerjoin(locked, same)
        )
        .where(
            periods.c.status == "locked",
            or_(
                value.c.value.is_distinct_from(locked.c.value),
                value.c.bound.is_distinct_from(locked.c.bound),
            ),
        )
    )
    return _narrowed(query, value.c, chosen or LateChangeFilter())


def _narrowed(query: Select[Any], columns: Any, chosen: Any) -> Select[Any]:
    for name in chosen.__dataclass_fields__:
        wanted = getattr(chosen, name)
        if wanted is not None:
            query = query.where(columns[name] == wanted)
    return query
