"""Approving what a site told of a period, and locking the period; the rules alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.events.province import (
    FiguresLocked,
    LockedFigure,
    PeriodLocked,
    PeriodReopened,
    ReportApproved,
    ReportReturned,
    SiteExcused,
)
from bangduan.events.types import Count, PositiveCount, Prose, Slug, TambonCode
from bangduan.testing.scenario import given
from services.province.domain.figures import digest_of, digest_over
from services.province.domain.period import (
    APPROVALS_STILL_HOLD,
    EVERY_SITE_IS_REVIEWED,
    IS_LOCKED,
    LOCKS_A_PERIOD_THAT_IS_OVER,
    NOT_LOCKED,
    PERIOD,
    SOMEBODY_REPORTS,
    LockPeriod,
    LockPeriodOn,
    ReopenPeriod,
    SiteStanding,
)
from services.province.domain.review import (
    NOT_APPROVED_AS_IT_STANDS,
    NOT_EXCUSED,
    PERIOD_IS_OVER,
    REVIEW,
    SOMETHING_IS_TOLD,
    ApproveReport,
    ExcuseSite,
    LockFigures,
    ReturnReport,
    ReviewOn,
)

SITE, OTHER = TambonCode("110113"), TambonCode("110108")
JUNE = Slug("2026-06")
IN_JULY = date(2026, 7, 3)
REASON = Prose("ยอดผู้เข้าประชุมสูงกว่าจำนวนสมาชิก")


def figure(value: int | None = 3, indicator: str = "meetings-held") -> LockedFigure:
    return LockedFigure(
        indicator=Slug(indicator), cell=Slug("total"), value=value, bound="exact", unit="things"
    )


FIGURES = (figure(),)
APPROVED = ReportApproved(
    tambon=SITE, period=JUNE, figures=Count(1), digest=digest_of(FIGURES), note=None
)
APPROVE = ApproveReport(tambon=SITE, period=JUNE)
EXCUSE = ExcuseSite(tambon=SITE, period=JUNE, reason=REASON)


def on(
    asked: ApproveReport | ReturnReport | ExcuseSite,
    figures: tuple[LockedFigure, ...] = FIGURES,
    today: date = IN_JULY,
) -> ReviewOn:
    return ReviewOn(asked=asked, today=today, figures=figures)


def test_a_report_is_approved_as_it_stands() -> None:
    given(REVIEW).when(on(APPROVE)).then(APPROVED)


def test_what_is_approved_is_not_approved_again_until_it_changes() -> None:
    approved = given(REVIEW, APPROVED)
    approved.when(on(APPROVE)).refuses(NOT_APPROVED_AS_IT_STANDS)
    (event,) = approved.when(on(APPROVE, (figure(4),))).events
    assert isinstance(event, ReportApproved)
    assert event.digest != APPROVED.digest


def test_a_month_that_goes_on_is_not_reviewed() -> None:
    given(REVIEW).when(on(APPROVE, today=date(2026, 6, 30))).refuses(PERIOD_IS_OVER)
    everything = ApproveReport(tambon=SITE, period=Slug("to-date"))
    given(REVIEW).when(on(everything)).refuses(PERIOD_IS_OVER)


def test_nothing_is_not_approved_but_may_be_excused() -> None:
    given(REVIEW).when(on(APPROVE, ())).refuses(SOMETHING_IS_TOLD)
    excused = SiteExcused(tambon=SITE, period=JUNE, reason=REASON)
    given(REVIEW).when(on(EXCUSE, ())).then(excused)
    given(REVIEW, excused).when(on(EXCUSE, ())).refuses(NOT_EXCUSED)


def test_a_report_is_returned_with_the_reason_and_approved_afterwards() -> None:
    returned = ReportReturned(tambon=SITE, period=JUNE, reason=REASON)
    asked = ReturnReport(tambon=SITE, period=JUNE, reason=REASON)
    given(REVIEW, APPROVED).when(on(asked)).then(returned)
    given(REVIEW, APPROVED, returned).when(on(APPROVE)).then(APPROVED)


def test_the_figures_go_into_the_record_with_the_lock() -> None:
    command = LockFigures(tambon=SITE, period=JUNE, round=PositiveCount(1), figures=FIGURES)
    given(REVIEW, APPROVED).when(command).then(
        FiguresLocked(
            tambon=SITE,
            period=JUNE,
            round=PositiveCount(1),
            figures=FIGURES,
            digest=digest_of(FIGURES),
        )
    )


def site(stage: str, tambon: TambonCode = SITE, digest: str = digest_of(FIGURES)) -> SiteStanding:
    return SiteStanding(
        tambon=tambon,
        stage=stage,  # type: ignore[arg-type]
        figures=FIGURES,
        approved_digest=digest,
    )


def lock(*sites: SiteStanding, today: date = IN_JULY, period: Slug = JUNE) -> LockPeriodOn:
    return LockPeriodOn(asked=LockPeriod(period=period), today=today, sites=sites)


LOCKED = PeriodLocked(
    period=JUNE,
    round=PositiveCount(1),
    approved=(SITE,),
    excused=(OTHER,),
    digest=digest_over({SITE: digest_of(FIGURES), OTHER: digest_of(FIGURES)}),
)


def test_a_period_is_locked_once_every_site_is_approved_or_excused() -> None:
    given(PERIOD).when(lock(site("approved"), site("excused", OTHER))).then(LOCKED)


@pytest.mark.parametrize("stage", ["", "returned"])
def test_a_period_is_not_locked_over_a_site_that_nobody_approved(stage: str) -> None:
    refusal = given(PERIOD).when(lock(site("approved"), site(stage, OTHER)))
    assert OTHER in str(refusal.refuses(EVERY_SITE_IS_REVIEWED))
    assert SITE not in str(refusal.refuses(EVERY_SITE_IS_REVIEWED))


def test_a_period_is_not_locked_with_figures_that_changed_since_approval() -> None:
    changed = lock(site("approved"), site("approved", OTHER, digest_of((figure(9),))))
    refusal = given(PERIOD).when(changed).refuses(APPROVALS_STILL_HOLD)
    assert OTHER in str(refusal)
    assert SITE not in str(refusal)


def test_a_month_that_goes_on_or_that_nobody_reports_for_is_not_locked() -> None:
    early = lock(site("approved"), today=date(2026, 6, 30))
    given(PERIOD).when(early).refuses(LOCKS_A_PERIOD_THAT_IS_OVER)
    given(PERIOD).when(lock()).refuses(SOMEBODY_REPORTS)


def test_a_locked_period_is_opened_again_for_a_reason_and_locked_a_second_time() -> None:
    opened = PeriodReopened(period=JUNE, round=PositiveCount(1), reason=REASON)
    reopen = ReopenPeriod(period=JUNE, reason=REASON)
    given(PERIOD).when(reopen).refuses(IS_LOCKED)
    given(PERIOD, LOCKED).when(lock(site("approved"))).refuses(NOT_LOCKED)
    given(PERIOD, LOCKED).when(reopen).then(opened)
    (again,) = given(PERIOD, LOCKED, opened).when(lock(site("approved"))).events
    assert isinstance(again, PeriodLocked)
    assert again.round == 2


@example_of(st.permutations([figure(1, "a"), figure(None, "b"), figure(0, "c"), figure(1, "d")]))
def test_a_digest_does_not_depend_on_the_order(figures: list[LockedFigure]) -> None:
    assert digest_of(figures) == digest_of(figures[::-1])


def test_a_digest_tells_hidden_from_nothing() -> None:
    assert digest_of([figure(None)]) != digest_of([figure(0)])
    assert digest_of([figure(None)]) != digest_of([])
