"""Many periods over many sites at a glance: the same numbers as one by one, in as few questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bangduan.application import Application
from bangduan.days import today
from bangduan.domain import derived_id
from bangduan.events.reporting import Cell, Contribution, IndicatorReported
from bangduan.events.types import EntityId, Line, PositiveCount, Prose, Slug, TambonCode
from services.province.domain.deadline import SetDeadline
from services.province.domain.periods import month_before, month_of, months_through, span_of
from services.province.domain.review import ApproveReport, ExcuseSite
from services.province.projections.overview import newest_years, periods_at_a_glance
from services.province.projections.standing import period_standing

Told = Callable[..., None]
SITES = ("110113", "110108", "110201", "110301")
ALIKE = ("period", "starts_on", "ends_on", "due_on", "status", "expected", "reported", "on_time",
         "late", "missing")  # fmt: skip


def told(period: str, value: int = 2) -> IndicatorReported:
    return IndicatorReported(
        report_id=EntityId(derived_id("report", "meetings-held", period)),
        indicator=Slug("meetings-held"),
        period=Slug(period),
        unit="things",
        cells=(Cell(cell=Slug("total"), value=value),),
        contribution=Contribution(source=Line("x"), cell=Slug("total"), value=value),
    )


@contextmanager
def statements_of(province: Application) -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        sent.append(statement)

    engine = province.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def months() -> tuple[str, ...]:
    """The five months that were over last."""
    last = month_before(today())
    return months_through("2020-01", last)[-5:]


def ends_on(period: str) -> date:
    span = span_of(period)
    assert span is not None
    return span.ends_on


@pytest.fixture
def busy(province: Application, tell: Told, months: tuple[str, ...]) -> Application:
    """Sites on time, late, silent, new; one approved, one excused."""
    first = ends_on(months[0])
    tell(SITES[0], first, told(months[0]))
    for month in months:
        tell(SITES[0], ends_on(month) + timedelta(days=2), told(month))
        tell(SITES[1], ends_on(month) + timedelta(days=20), told(month))
    tell(SITES[2], first - timedelta(days=3), told(months[0]))
    tell(SITES[3], today(), told("fy2551"))
    province.execute(SetDeadline(from_period=Slug(months[1]), day_of_month=PositiveCount(10)))
    approve = ApproveReport(tambon=TambonCode(SITES[0]), period=Slug(months[2]))
    province.execute(approve)
    why = Prose("เครื่องเสีย (สมมติ)")
    province.execute(ExcuseSite(tambon=TambonCode(SITES[2]), period=Slug(months[2]), reason=why))
    return province


def test_a_period_among_many_reads_as_it_does_alone(
    busy: Application, months: tuple[str, ...]
) -> None:
    together = periods_at_a_glance(busy.reader, (*months, "fy2551", "to-date"))
    assert [row["period"] for row in together] == [*months, "fy2551"]
    for row in together:
        alone = period_standing(busy.reader, row["period"])
        assert alone is not None
        assert {name: row[name] for name in ALIKE} == {name: alone[name] for name in ALIKE}
        stages = [site["stage"] for site in alone["sites"]]
        assert (row["approved"], row["excused"]) == (
            stages.count("approved"), stages.count("excused")
        )  # fmt: skip
    assert [row["approved"] for row in together] == [0, 0, 1, 0, 0, 0]
    assert {row["late"] for row in together[1:4]} == {1}


def test_the_statements_do_not_grow_with_the_sites(
    province: Application, tell: Told, months: tuple[str, ...]
) -> None:
    counts = []
    for count in (1, 40):
        for number in range(count):
            for month in months:
                tell(f"11{number // 20 + 1:02d}{number % 20 + 1:02d}", ends_on(month), told(month))
        with statements_of(province) as sent:
            periods_at_a_glance(province.reader, months)
            newest_years(province.reader, today(), 3)
        glance = len(sent)
        with statements_of(province) as sent:
            period_standing(province.reader, months[0])
        counts.append((glance, len(sent)))
    assert counts[0] == counts[1]
    with statements_of(province) as sent:
        periods_at_a_glance(province.reader, months[:1])
        newest_years(province.reader, today(), 3)
    assert len(sent) == counts[0][0]


def test_the_newest_fiscal_years_that_are_over_and_were_told_of(
    province: Application, tell: Told
) -> None:
    for year in ("fy2551", "fy2568", "fy2552", "fy2699", "2026-01", "to-date"):
        tell(SITES[0], today(), told(year))
    assert newest_years(province.reader, today(), 2) == ["fy2568", "fy2552"]
    assert newest_years(province.reader, today(), 5) == ["fy2568", "fy2552", "fy2551"]


def test_of_no_period_nothing_is_asked(province: Application) -> None:
    with statements_of(province) as sent:
        assert periods_at_a_glance(province.reader, ("to-date", month_of(today())[:4])) == []
    assert sent == []
