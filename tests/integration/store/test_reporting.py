"""What the reporting service counts, closes and digests is the same on either database."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bangduan.application import Application
from bangduan.days import today
from bangduan.digesting import digest_heads, last_digest
from bangduan.domain import derived_id
from bangduan.events import load_contract, membership
from bangduan.events.envelope import Place, Recorded, source_name
from bangduan.events.reporting import HeadcountReported, SiteDigested, StockReported
from bangduan.events.types import EntityId, Line, Slug
from bangduan.store.verification import heads_digest
from bangduan.testing.store import Bench
from bangduan.unit_of_work import UnitOfWork
from services.reporting.chores import tell_members
from services.reporting.digesting import tell_digests
from services.reporting.domain.period import ClosePeriod
from services.reporting.service import service

GROUP = EntityId(derived_id("counting", "group"))


@pytest.fixture
def bench(make_url: Callable[[], str], tmp_path: Path) -> Bench:
    return Bench(make_url, tmp_path)


def hear(application: Application, number: int, event: object) -> None:
    definition = load_contract().of(type(event))
    at = Recorded(
        source=source_name("110113", definition.service),
        id=derived_id("heard", str(number)),
        stream="heard",
        version=1,
        type=definition.type,
        time="",
        sequence="",
        meta={},
    )
    unit = UnitOfWork(application)
    application.project_from(definition.service, event, at, unit.rows)
    for command in service.policies.commands(event):
        application.run(command, unit)
    application.commit(unit)


def test_members_are_told_months_close_and_the_books_are_digested(bench: Bench) -> None:
    application = bench.application(service)
    told_group = membership.OrganisationRegistered(
        organisation_id=GROUP,
        kind=Slug("savings-group"),
        name=Line("กลุ่มออมทรัพย์ (สมมติ)"),
        location="inside",
        holds_funds=True,
    )
    joined = [
        membership.MemberJoined(
            organisation_id=GROUP, person_id=EntityId(derived_id("counting", str(n))), sex="female"
        )
        for n in range(7)
    ]
    for number, event in enumerate([told_group, *joined]):
        hear(application, number, event)
    for _ in range(2):
        tell_members(application, date(2024, 10, 1))
    application.execute(ClosePeriod(period=Slug("2024-09")))
    digest_heads(application, today() + timedelta(days=1))
    tell_digests(application)

    log = application.log
    told = [log.event(row) for page in log.pages() for row in page]
    (headcount,) = [event for event in told if isinstance(event, HeadcountReported)]
    assert {cell.cell: cell.value for cell in headcount.by_kind} == {"savings-group": 7, "total": 7}
    assert {event.period for event in told if isinstance(event, StockReported)} == {
        "2024-09", "fy2567",
    }  # fmt: skip
    (digested,) = [event for event in told if isinstance(event, SiteDigested)]
    last = last_digest(application)
    assert last is not None
    again = heads_digest(application.database, Place.parse(last.sequence))
    assert digested.services[0].digest == last.digest == again.digest
    bench.close()
