"""รับรองรายงาน: what the province says of what one site told of one period.

An approval is of the figures as they were. When the site restates one of them, the approval no
longer covers what is held, and the report is looked at again before its period is locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from bangduan.domain import Aggregate, Rule, command
from bangduan.events.province import (
    FiguresLocked,
    LockedFigure,
    ReportApproved,
    ReportReturned,
    SiteExcused,
)
from bangduan.events.types import Count, PositiveCount, Prose, Slug, TambonCode
from services.province.domain.figures import digest_of
from services.province.domain.periods import is_over
from services.province.permissions import REVIEW as MAY_REVIEW

PERIOD_IS_OVER = Rule(
    "review-period-not-over",
    en="{period} is not over. Review a month or a fiscal year that has ended.",
    th="งวด {period} ยังไม่สิ้นสุด โปรดตรวจสอบเดือนหรือปีงบประมาณที่สิ้นสุดแล้ว",
    field="period",
)
SOMETHING_IS_TOLD = Rule(
    "review-nothing-reported",
    en="{tambon} has told nothing of {period}. Ask the site, or excuse it.",
    th="ตำบล {tambon} ยังไม่มีตัวเลขของงวด {period} โปรดติดตามตำบล หรือยกเว้นการรายงาน",
    field="tambon",
)
NOT_APPROVED_AS_IT_STANDS = Rule(
    "review-already-approved",
    en="The report of {tambon} for {period} is approved as it stands.",
    th="รับรองรายงานของตำบล {tambon} งวด {period} ตามตัวเลขปัจจุบันแล้ว",
    field="tambon",
)
NOT_EXCUSED = Rule(
    "review-already-excused",
    en="{tambon} is excused for {period} already.",
    th="ยกเว้นตำบล {tambon} สำหรับงวด {period} แล้ว",
    field="tambon",
)

Stage = Literal["", "approved", "returned", "excused"]


@command(MAY_REVIEW)
class ApproveReport:
    """รับรองรายงาน: the figures of a site and period as they stand now."""

    tambon: TambonCode
    period: Slug
    note: Prose | None = None

    @property
    def review_id(self) -> str:
        """The review of this site and period."""
        return review_id(self.tambon, self.period)


@command(MAY_REVIEW)
class ReturnReport:
    """ส่งคืนรายงาน: with the reason, for the site to look at it again."""

    tambon: TambonCode
    period: Slug
    reason: Prose

    @property
    def review_id(self) -> str:
        """The review of this site and period."""
        return review_id(self.tambon, self.period)


@command(MAY_REVIEW)
class ExcuseSite:
    """ยกเว้นการรายงาน: the period may be locked without this site."""

    tambon: TambonCode
    period: Slug
    reason: Prose

    @property
    def review_id(self) -> str:
        """The review of this site and period."""
        return review_id(self.tambon, self.period)


@command
class ReviewOn:
    """One of the above with the day it is and the figures as they stand."""

    asked: ApproveReport | ReturnReport | ExcuseSite
    today: date
    figures: tuple[LockedFigure, ...]

    @property
    def review_id(self) -> str:
        """The review that is asked for."""
        return self.asked.review_id


@command
class LockFigures:
    """The period is locked: the figures of this site as they stand."""

    tambon: TambonCode
    period: Slug
    round: PositiveCount
    figures: tuple[LockedFigure, ...]

    @property
    def review_id(self) -> str:
        """The review of this site and period."""
        return review_id(self.tambon, self.period)


@dataclass(frozen=True, slots=True)
class Review:
    """State of a review; ``digest`` is that of the figures which were approved."""

    stage: Stage = ""
    digest: str = ""


def review_id(tambon: str, period: str) -> str:
    """What names the review of a site and period."""
    return f"{period}-{tambon}"


def decide(state: Review, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken."""
    match command:
        case LockFigures():
            return [
                FiguresLocked(
                    tambon=command.tambon,
                    period=command.period,
                    round=command.round,
                    figures=command.figures,
                    digest=digest_of(command.figures),
                )
            ]
        case _:
            return [_reviewed(state, command)]


def _reviewed(state: Review, command: ReviewOn) -> object:
    asked = command.asked
    named = {"tambon": asked.tambon, "period": asked.period}
    PERIOD_IS_OVER.require(is_over(asked.period, command.today), period=asked.period)
    match asked:
        case ApproveReport():
            SOMETHING_IS_TOLD.require(command.figures, **named)
            digest = digest_of(command.figures)
            as_it_stands = state.stage == "approved" and state.digest == digest
            NOT_APPROVED_AS_IT_STANDS.require(not as_it_stands, **named)
            return ReportApproved(
                tambon=asked.tambon,
                period=asked.period,
                figures=Count(len(command.figures)),
                digest=digest,
                note=asked.note,
            )
        case ReturnReport():
            return ReportReturned(tambon=asked.tambon, period=asked.period, reason=asked.reason)
        case ExcuseSite():
            NOT_EXCUSED.require(state.stage != "excused", **named)
            return SiteExcused(tambon=asked.tambon, period=asked.period, reason=asked.reason)


def evolve(state: Review, event: object) -> Review:
    """The review after ``event``."""
    match event:
        case ReportApproved():
            return Review(stage="approved", digest=event.digest)
        case ReportReturned():
            return replace(state, stage="returned")
        case SiteExcused():
            return replace(state, stage="excused")
        case _:
            return state


REVIEW: Final = Aggregate(
    "review",
    key="review_id",
    initial=Review(),
    decide=decide,
    evolve=evolve,
    commands=(ApproveReport, ReturnReport, ExcuseSite, ReviewOn, LockFigures),
)
