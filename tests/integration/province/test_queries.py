"""The province's lists say the same on either database."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bangduan.application import Application
from bangduan.days import today
from bangduan.domain import derived_id
from bangduan.events.envelope import Recorded, source_name
from bangduan.events.reporting import (
    TOTAL,
    Cell,
    Contribution,
    IndicatorReported,
    ServiceHeads,
    SiteDigested,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose, Slug, TambonCode
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.unit_of_work import UnitOfWork
from services.province.domain.deadline import SetDeadline
from services.province.domain.period import LockPeriod
from services.province.domain.periods import month_before, span_of
from services.province.domain.review import ApproveReport, ExcuseSite
from services.province.domain.target import SetTarget
from services.province.projections import (
    comparison,
    digests,
    overview,
    reviews,
    standing,
    statements,
    targets,
)
from services.province.projections import status as reporting
from services.province.projections.open_data import open_values
from services.province.restored import held_of, list_undecided
from services.province.service import service

SITE, OTHER = TambonCode("110113"), TambonCode("110108")
MONTH = month_before(today())


@pytest.fixture(params=["sqlite", "postgresql"])
def province(
    request: pytest.FixtureRequest, databases: dict[str, Callable[[], str]], tmp_path: Path
) -> Iterator[Application]:
    url = databases[request.param]()
    settings = Settings(tambon="110000", data=tmp_path, database=url, sites=(SITE, OTHER))
    application = Application(service, settings)
    prepare(application)
    yield application
    application.close()


def told(value: int | None) -> IndicatorReported:
    return IndicatorReported(
        report_id=EntityId(derived_id("report", "meetings-held", MONTH)),
        indicator=Slug("meetings-held"),
        period=MONTH,
        unit="things",
        cells=(Cell(cell=TOTAL, value=value),),
        contribution=Contribution(source=Line("x"), cell=Slug("assembly"), value=1),
    )


def digested(day: date, events: int, digest: str) -> SiteDigested:
    heads = ServiceHeads(
        service=Slug("funds"), day=day, sequence=Line("1"), events=Count(events),
        streams=Count(1), digest=Line(digest * 64),
    )  # fmt: skip
    return SiteDigested(
        digest_id=EntityId(derived_id("d")), day=day, services=(heads,), root=Line(digest * 64)
    )


def story(province: Application) -> None:
    """Two sites report a month, it is locked, and one of them restates it."""
    span, numbers = span_of(MONTH), itertools.count(1)
    assert span is not None

    def tell(tambon: str, on: date, *events: object) -> None:
        unit = UnitOfWork(province)
        for event in events:
            at = Recorded(
                source=source_name(tambon, "reporting"),
                id=f"00000000-0000-7000-8000-{next(numbers):012d}",
                stream="x", version=1, type="", time=f"{on.isoformat()}T05:00:00Z",
                sequence="", meta={},
            )  # fmt: skip
            province.project_from("reporting", event, at, unit.rows)
        province.commit(unit)

    tell(SITE, span.ends_on, told(3), digested(span.ends_on, 10, "a"))
    tell(OTHER, span.ends_on, told(None))
    province.execute(SetDeadline(from_period=Slug("2020-01"), day_of_month=PositiveCount(28)))
    province.execute(
        SetTarget(indicator=Slug("meetings-held"), period=MONTH, value=Count(4), cell=TOTAL)
    )
    province.execute(ApproveReport(tambon=SITE, period=MONTH))
    province.execute(ExcuseSite(tambon=OTHER, period=MONTH, reason=Prose("น้ำท่วม")))
    province.execute(LockPeriod(period=MONTH))
    tell(SITE, today(), told(5), digested(today(), 10, "b"))


def test_every_list_says_what_happened_on_either_database(province: Application) -> None:
    story(province)
    read = province.reader

    def rows(query: Any, *names: str) -> list[tuple[Any, ...]]:
        return sorted(tuple(row[name] for name in names) for row in read.all(query))

    assert rows(statements.list_values(), "tambon", "value", "restated") == [
        (OTHER, None, 0),
        (SITE, 5, 1),
    ]
    assert rows(statements.list_restatements(), "value_before", "value") == [(3, 5)]
    assert rows(reporting.list_reports(), "tambon", "indicators", "hidden", "stage") == [
        (OTHER, 1, 1, "excused"),
        (SITE, 1, 0, "approved"),
    ]
    assert rows(reporting.freshness_on(today(), 1), "tambon") == [(OTHER,)]
    assert rows(reporting.list_never_heard(), "tambon") == []
    assert rows(targets.list_achievements(), "tambon", "target", "own_target", "reached") == [
        (OTHER, 4, False, None),
        (SITE, 4, False, True),
    ]
    assert rows(reviews.list_late_changes(), "tambon", "locked_value", "value") == [(SITE, 3, 5)]
    assert rows(reviews.list_locked_figures(), "tambon", "value") == [(OTHER, None), (SITE, 3)]
    assert rows(digests.list_contradictions(), "tambon", "kind") == [(SITE, "differs")]
    stands = standing.period_standing(read, MONTH)
    assert stands is not None
    assert (stands["status"], stands["expected"]) == ("locked", 2)
    (glance,) = overview.periods_at_a_glance(read, [MONTH])
    assert {name: glance[name] for name in ("status", "expected", "reported", "on_time")} == {
        name: stands[name] for name in ("status", "expected", "reported", "on_time")
    }
    assert (glance["approved"], glance["excused"]) == (1, 1)
    assert overview.newest_years(read, today(), 3) == []
    assert rows(digests.list_false_roots(), "tambon") == [(SITE,), (SITE,)]
    assert held_of(read, SITE) is None
    assert rows(list_undecided(), "tambon") == []
    compared = comparison.comparison(read, "meetings-held", TOTAL, MONTH)
    assert compared is not None
    assert (compared["locked"], compared["total"]["value"]) == (True, 3)
    line = comparison.trend(read, SITE, "meetings-held", TOTAL)
    assert line is not None
    assert [point["value"] for point in line["months"]] == [3]
    assert [row["value"] for row in open_values(read, MONTH)["items"]] == [None, 3]
