"""Who reports, who is late and who has gone silent; and locking what they reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bangduan.application import Application
from bangduan.days import today
from bangduan.domain import RuleBroken, derived_id
from bangduan.events.reporting import (
    TOTAL,
    Cell,
    Contribution,
    IndicatorReported,
    PeriodClosed,
    StockReported,
)
from bangduan.events.types import EntityId, Line, PositiveCount, Prose, Slug, TambonCode
from bangduan.rebuilding import rebuild
from bangduan.unit_of_work import UnitOfWork
from services.province.domain.deadline import SetDeadline
from services.province.domain.period import LockPeriod, ReopenPeriod
from services.province.domain.periods import month_before, span_of
from services.province.domain.review import ApproveReport, ExcuseSite, ReturnReport
from services.province.projections.enrolment import enrolments
from services.province.projections.reviews import (
    REVIEWS,
    list_late_changes,
    list_locked_figures,
    list_periods,
    list_reviews,
    locked_figures,
)
from services.province.projections.standing import period_standing
from services.province.projections.status import (
    freshness_on,
    list_never_heard,
    list_reports,
    reports_on,
    site_report,
)
from services.province.views.status import ReportFilter

BANG_DUAN, BANG_PU_MAI = TambonCode("110113"), TambonCode("110108")
JUNE = Slug("2026-06")
REASON = Prose("ขาดรายงานการประชุม")
Told = Callable[..., None]


def held(value: int | None, period: str = JUNE, indicator: str = "meetings-held") -> Any:
    return IndicatorReported(
        report_id=EntityId(derived_id("report", indicator, period)),
        indicator=Slug(indicator),
        period=Slug(period),
        unit="things",
        cells=(Cell(cell=TOTAL, value=value),),
        contribution=Contribution(source=Line("x"), cell=Slug("assembly"), value=1),
    )


def statuses(province: Application, on: date, period: str = JUNE) -> dict[str, str]:
    rows = province.reader.all(reports_on(period, on))
    return {row["tambon"]: row["status"] for row in rows}


def due_by_the_fifteenth(province: Application) -> None:
    province.execute(SetDeadline(from_period=Slug("2026-01"), day_of_month=PositiveCount(15)))


def test_a_report_is_waited_for_until_its_deadline_and_then_missing(
    province: Application, tell: Told
) -> None:
    due_by_the_fifteenth(province)
    tell(BANG_DUAN, date(2026, 6, 20), held(1))
    assert statuses(province, date(2026, 7, 15)) == {BANG_DUAN: "waiting"}
    assert statuses(province, date(2026, 7, 16)) == {BANG_DUAN: "missing"}


@pytest.mark.parametrize(("day", "status"), [(1, "on-time"), (15, "on-time"), (16, "late")])
def test_a_report_is_here_once_something_later_is_here(
    province: Application, tell: Told, day: int, status: str
) -> None:
    due_by_the_fifteenth(province)
    tell(BANG_DUAN, date(2026, 6, 20), held(1))
    tell(BANG_DUAN, date(2026, 7, day), held(1, "2026-07"))
    (report,) = province.reader.all(reports_on(JUNE, date(2026, 8, 1)))
    assert report["status"] == status
    assert str(report["reported_on"]) == f"2026-07-{day:02d}"
    assert (report["indicators"], report["hidden"], report["due_day"]) == (1, 0, 15)


def test_without_a_deadline_nothing_is_late_or_missing(province: Application, tell: Told) -> None:
    tell(BANG_DUAN, date(2026, 6, 20), held(None))
    assert statuses(province, date(2026, 12, 1)) == {BANG_DUAN: "waiting"}
    tell(BANG_DUAN, date(2026, 11, 1), held(None))
    (report,) = province.reader.all(reports_on(JUNE, date(2026, 12, 1)))
    assert (report["status"], report["hidden"]) == ("reported", 1)


def test_a_site_that_joined_later_is_not_asked_for_what_was_before(
    province: Application, tell: Told
) -> None:
    tell(BANG_DUAN, date(2026, 8, 3), held(1, "2026-08"))
    assert not statuses(province, date(2026, 9, 1))
    tell(BANG_DUAN, date(2026, 8, 4), held(2))
    assert statuses(province, date(2026, 9, 1)) == {BANG_DUAN: "reported"}


def test_a_report_is_asked_for_by_status(province: Application, tell: Told) -> None:
    tell(BANG_DUAN, date(2026, 6, 20), held(1))
    tell(BANG_PU_MAI, date(2026, 7, 20), held(1))
    waiting = list_reports(ReportFilter(period=JUNE, status="waiting"))
    assert [row["tambon"] for row in province.reader.all(waiting)] == [BANG_DUAN]
    other = list_reports(ReportFilter(period=JUNE, tambon=BANG_PU_MAI))
    assert [row["status"] for row in province.reader.all(other)] == ["reported"]
    assert not province.reader.all(list_reports(ReportFilter(period=Slug("to-date"))))


def test_who_has_gone_silent_is_told_with_the_days(province: Application, tell: Told) -> None:
    tell(BANG_DUAN, date(2026, 6, 20), held(1))
    tell(BANG_PU_MAI, date(2026, 7, 1), held(1))
    rows = province.reader.all(freshness_on(date(2026, 7, 4)))
    assert [(row["tambon"], row["days_silent"]) for row in rows] == [
        (BANG_DUAN, 14),
        (BANG_PU_MAI, 3),
    ]
    silent = province.reader.all(freshness_on(date(2026, 7, 4), 7))
    assert [row["tambon"] for row in silent] == [BANG_DUAN]


# -- locking -------------------------------------------------------------------------------------


@pytest.fixture
def month() -> Slug:
    """The month that was over last."""
    return month_before(today())


@pytest.fixture
def reported(province: Application, tell: Told, month: Slug) -> Application:
    span = span_of(month)
    assert span is not None
    for tambon, value in ((BANG_DUAN, 3), (BANG_PU_MAI, None)):
        tell(tambon, span.ends_on, held(value, month), held(4, month, "resolutions"))
    return province


def test_an_approval_is_shown_with_how_many_figures_it_is_of(
    reported: Application, month: Slug
) -> None:
    reported.execute(ApproveReport(tambon=BANG_DUAN, period=month))
    reported.execute(ReturnReport(tambon=BANG_PU_MAI, period=month, reason=REASON))
    rows = reported.reader.all(list_reviews())
    assert {row["tambon"]: (row["stage"], row["figures"], row["note"]) for row in rows} == {
        BANG_DUAN: ("approved", 2, None),
        BANG_PU_MAI: ("returned", None, REASON),
    }


def test_a_period_is_locked_as_it_stands_and_later_changes_show_beside_it(
    reported: Application, tell: Told, month: Slug
) -> None:
    with pytest.raises(RuleBroken, match=BANG_PU_MAI):
        reported.execute(LockPeriod(period=month))
    reported.execute(ApproveReport(tambon=BANG_DUAN, period=month))
    reported.execute(ExcuseSite(tambon=BANG_PU_MAI, period=month, reason=REASON))
    reported.execute(LockPeriod(period=month))
    (locked,) = reported.reader.all(list_periods())
    assert (locked["status"], locked["round"]) == ("locked", 1)
    assert (locked["approved"], locked["excused"]) == (1, 1)
    assert not reported.reader.all(list_late_changes())

    tell(BANG_DUAN, today(), held(5, month), held(1, month, "projects"))
    changes = reported.reader.all(list_late_changes())
    assert {(r["indicator"], r["locked_value"], r["value"]) for r in changes} == {
        ("meetings-held", 3, 5),
        ("projects", None, 1),
    }
    figures = reported.reader.all(list_locked_figures())
    assert {(row["tambon"], row["indicator"], row["value"]) for row in figures} == {
        (BANG_DUAN, "meetings-held", 3),
        (BANG_DUAN, "resolutions", 4),
        (BANG_PU_MAI, "meetings-held", None),
        (BANG_PU_MAI, "resolutions", 4),
    }


def test_nothing_is_reviewed_while_its_period_is_locked(reported: Application, month: Slug) -> None:
    for tambon in (BANG_DUAN, BANG_PU_MAI):
        reported.execute(ApproveReport(tambon=tambon, period=month))
    reported.execute(LockPeriod(period=month))
    with pytest.raises(RuleBroken, match="locked"):
        reported.execute(ReturnReport(tambon=BANG_DUAN, period=month, reason=REASON))
    reported.execute(ReopenPeriod(period=month, reason=REASON))
    reported.execute(ReturnReport(tambon=BANG_DUAN, period=month, reason=REASON))
    (period,) = reported.reader.all(list_periods())
    assert (period["status"], period["reason"]) == ("reopened", REASON)


def test_a_figure_that_changes_after_approval_keeps_the_period_open(
    reported: Application, tell: Told, month: Slug
) -> None:
    for tambon in (BANG_DUAN, BANG_PU_MAI):
        reported.execute(ApproveReport(tambon=tambon, period=month))
    standing = period_standing(reported.reader, month)
    assert standing is not None
    assert standing["lockable"]
    tell(BANG_DUAN, today(), held(9, month))
    with pytest.raises(RuleBroken, match=BANG_DUAN):
        reported.execute(LockPeriod(period=month))
    standing = period_standing(reported.reader, month)
    assert standing is not None
    assert not standing["lockable"]
    assert [site["changed"] for site in standing["sites"]] == [False, True]


def test_locked_figures_are_the_same_when_their_table_is_built_anew(
    reported: Application, tell: Told, month: Slug
) -> None:
    for tambon in (BANG_DUAN, BANG_PU_MAI):
        reported.execute(ApproveReport(tambon=tambon, period=month))
    reported.execute(LockPeriod(period=month))
    before = reported.reader.all(select(locked_figures))
    tell(BANG_DUAN, today(), held(99, month))
    rebuild(reported, REVIEWS)
    assert reported.reader.all(select(locked_figures)) == before


def test_a_second_lock_keeps_the_figures_of_the_first(
    reported: Application, tell: Told, month: Slug
) -> None:
    for tambon in (BANG_DUAN, BANG_PU_MAI):
        reported.execute(ApproveReport(tambon=tambon, period=month))
    reported.execute(LockPeriod(period=month))
    reported.execute(ReopenPeriod(period=month, reason=REASON))
    tell(BANG_DUAN, today(), held(5, month))
    reported.execute(ApproveReport(tambon=BANG_DUAN, period=month))
    reported.execute(LockPeriod(period=month))
    rows = reported.reader.all(
        select(locked_figures).where(
            locked_figures.c.tambon == BANG_DUAN, locked_figures.c.indicator == "meetings-held"
        )
    )
    assert sorted((row["round"], row["value"]) for row in rows) == [(1, 3), (2, 5)]
    assert not reported.reader.all(list_late_changes())


def test_a_period_tells_how_many_reported_and_how_many_did_not(
    reported: Application, tell: Told, month: Slug
) -> None:
    reported.execute(SetDeadline(from_period=Slug("2026-01"), day_of_month=PositiveCount(1)))
    tell(BANG_DUAN, today() + timedelta(days=1), held(1, "to-date"))
    standing = period_standing(reported.reader, month)
    assert standing is not None
    assert (standing["expected"], standing["reported"], standing["rate"]) == (2, 1, 5_000)
    assert standing["status"] == "open"
    assert period_standing(reported.reader, "to-date") is None


def test_a_site_that_was_approved_and_tells_nothing_is_expected_and_missed(
    reported: Application, month: Slug
) -> None:
    never = TambonCode("110102")
    span = span_of(month)
    assert span is not None
    unit = UnitOfWork(reported)
    unit.rows.put(
        enrolments,
        tambon=never,
        invitation_open=False,
        enrolled=True,
        approved=True,
        suspended=False,
        registered_at="2026-01-01T00:00:00.000000Z",
        approved_at=f"{span.starts_on.isoformat()}T00:00:00.000000Z",
        version=1,
    )
    reported.commit(unit)
    assert [row["tambon"] for row in reported.reader.all(list_never_heard())] == [never]
    for tambon in (BANG_DUAN, BANG_PU_MAI):
        reported.execute(ApproveReport(tambon=tambon, period=month))
    with pytest.raises(RuleBroken, match=never):
        reported.execute(LockPeriod(period=month))
    standing = period_standing(reported.reader, month)
    assert standing is not None
    assert (standing["never_heard"], standing["expected"]) == ((never,), 3)
    reported.execute(ExcuseSite(tambon=never, period=month, reason=REASON))
    reported.execute(LockPeriod(period=month))
    (locked,) = reported.reader.all(list_periods())
    assert (locked["approved"], locked["excused"]) == (2, 1)


def test_a_site_says_that_it_told_all_of_a_period_when_it_closes_it(
    province: Application, tell: Told
) -> None:
    tell(BANG_DUAN, date(2026, 6, 20), held(1))
    stock = StockReported(
        indicator=Slug("organisations"),
        period=JUNE,
        unit="things",
        cells=(Cell(cell=TOTAL, value=15),),
    )
    closed = PeriodClosed(period=JUNE, closed_on=date(2026, 7, 1))
    tell(BANG_DUAN, date(2026, 7, 1), stock, closed)
    (report,) = province.reader.all(reports_on(JUNE, date(2026, 7, 4)))
    assert str(report["closed_on"]) == "2026-07-01"
    assert report["indicators"] == 2
    found = site_report(province.reader, JUNE, BANG_DUAN)
    assert found is not None
    assert found["told"] == ["meetings-held", "organisations"]
    assert "members" in found["untold"]
    assert "organisations" not in found["untold"]
    assert site_report(province.reader, "to-date", BANG_DUAN) is None
