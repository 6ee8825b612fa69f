"""ปิดงวด: a period whose figures stand, whatever its sites tell later; opened again for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from bangduan.domain import Aggregate, Rule, command
from bangduan.events.province import LockedFigure, PeriodLocked, PeriodReopened
from bangduan.events.types import PositiveCount, Prose, Slug, TambonCode
from services.province.domain.figures import digest_of, digest_over
from services.province.domain.periods import is_over
from services.province.permissions import REVIEW

LOCKS_A_PERIOD_THAT_IS_OVER = Rule(
    "period-not-over",
    en="{period} is not over. Lock a month or a fiscal year that has ended.",
    th="งวด {period} ยังไม่สิ้นสุด ปิดได้เฉพาะเดือนหรือปีงบประมาณที่สิ้นสุดแล้ว",
    field="period",
)
NOT_LOCKED = Rule(
    "period-locked",
    en="{period} is locked. Open it again first, with the reason.",
    th="ปิดงวด {period} แล้ว หากต้องการเปลี่ยนแปลงโปรดเปิดงวดอีกครั้งพร้อมเหตุผล",
    field="period",
)
IS_LOCKED = Rule(
    "period-not-locked",
    en="{period} is not locked.",
    th="ยังไม่ได้ปิดงวด {period}",
    field="period",
)
SOMEBODY_REPORTS = Rule(
    "period-without-sites",
    en="No site reports for {period}. There is nothing to lock.",
    th="ไม่มีตำบลที่ต้องรายงานงวด {period} จึงไม่มีตัวเลขให้ปิด",
    field="period",
)
EVERY_SITE_IS_REVIEWED = Rule(
    "period-with-sites-not-reviewed",
    en="Approve or excuse these sites first: {sites}.",
    th="โปรดรับรองหรือยกเว้นตำบลต่อไปนี้ก่อน: {sites}",
    field="period",
)
APPROVALS_STILL_HOLD = Rule(
    "period-with-figures-changed-since-approval",
    en="These sites changed figures after they were approved: {sites}. Look at them again and "
    "approve anew.",
    th="ตำบลต่อไปนี้แก้ไขตัวเลขหลังการรับรอง: {sites} โปรดตรวจสอบและรับรองใหม่",
    field="period",
)


@command(REVIEW)
class LockPeriod:
    """ปิดงวด: from now on the province tells what it holds of the period now."""

    period: Slug


@command(REVIEW)
class ReopenPeriod:
    """เปิดงวดอีกครั้ง: with the reason."""

    period: Slug
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStanding:
    """How one site stands for a period that is to be locked.

    Attributes:
        stage: what its review says, as ``review.Stage``.
        figures: what it has told of the period, as it stands.
        approved_digest: of the figures that were approved.
    """

    tambon: TambonCode
    stage: Literal["", "approved", "returned", "excused"]
    figures: tuple[LockedFigure, ...]
    approved_digest: str

    @property
    def digest(self) -> str:
        """Of its figures as they stand."""
        return digest_of(self.figures)

    @property
    def changed(self) -> bool:
        """True when figures were changed since they were approved."""
        return self.stage == "approved" and self.digest != self.approved_digest


@command
class LockPeriodOn:
    """``LockPeriod`` with the day it is and how every site stands."""

    asked: LockPeriod
    today: date
    sites: tuple[SiteStanding, ...]

    @property
    def period(self) -> Slug:
        """The period that is to be locked."""
        return self.asked.period


@dataclass(frozen=True, slots=True)
class Period:
    """State of a period; ``round`` counts how often it was locked."""

    locked: bool = False
    round: int = 0


def decide(state: Period, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken."""
    match command:
        case ReopenPeriod():
            IS_LOCKED.require(state.locked, period=command.period)
            return [
                PeriodReopened(
                    period=command.period,
                    round=PositiveCount(state.round),
                    reason=command.reason,
                )
            ]
        case _:
            return [_locked(state, command)]


def _locked(state: Period, command: LockPeriodOn) -> PeriodLocked:
    period, sites = command.period, command.sites
    NOT_LOCKED.require(not state.locked, period=period)
    LOCKS_A_PERIOD_THAT_IS_OVER.require(is_over(period, command.today), period=period)
    SOMEBODY_REPORTS.require(sites, period=period)
    waiting = [site for site in sites if site.stage not in {"approved", "excused"}]
    EVERY_SITE_IS_REVIEWED.require(not waiting, sites=_named(waiting))
    approved = [site for site in sites if site.stage == "approved"]
    changed = [site for site in approved if site.changed]
    APPROVALS_STILL_HOLD.require(not changed, sites=_named(changed))
    return PeriodLocked(
        period=period,
        round=PositiveCount(state.round + 1),
        approved=tuple(site.tambon for site in approved),
        excused=tuple(site.tambon for site in sites if site.stage == "excused"),
        digest=digest_over({site.tambon: site.digest for site in sites}),
    )


def _named(sites: Iterable[SiteStanding]) -> str:
    return ", ".join(site.tambon for site in sites)


def evolve(state: Period, event: object) -> Period:
    """The period after ``event``."""
    match event:
        case PeriodLocked():
            return Period(locked=True, round=event.round)
        case PeriodReopened():
            return replace(state, locked=False)
        case _:
            return state


PERIOD: Final = Aggregate(
    "period",
    key="period",
    initial=Period(),
    decide=decide,
    evolve=evolve,
    commands=(LockPeriod, ReopenPeriod, LockPeriodOn),
)
