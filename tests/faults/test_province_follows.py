"""A province whose sites come and go, go back in time, and pretend to be others."""

from __future__ import annotations

import dataclasses
import shutil
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

import pytest
from kombu import Connection, Producer
from sqlalchemy import select

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.envelope import CONTENT_TYPE, START, to_cloudevent
from bangduan.events.province import SiteApproved, SiteRegistered
from bangduan.events.reporting import MilestoneReached
from bangduan.events.types import EntityId, Prose, Slug, TambonCode
from bangduan.messaging.diverging import diverged_answers
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.store.database import open_existing
from bangduan.store.holding import held
from bangduan.testing.hosts import Hosts
from bangduan.testing.processes import ServerFailed, wait_until
from bangduan.unit_of_work import UnitOfWork
from services.province.domain.reconciliation import AcceptRestoredRecord
from services.province.domain.review import ExcuseSite, ReturnReport
from services.province.domain.site import SITE, ResumeSite, SuspendSite
from services.province.projections.reviews import list_reviews
from services.province.service import service as province_service
from services.reporting.domain.milestone import MILESTONE
from services.reporting.projections import reviews as site_reviews
from services.reporting.service import service as reporting_service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bangduan.service import Service

PROVINCE: Final = "province"
#: A month that is over.
PERIOD: Final = Slug("2026-06")
WHY: Final = Prose("เพื่อทดสอบ (สมมติ)")
QUICK: Final = Settings(
    heartbeat_seconds=1.0, link_heartbeat_seconds=2.0, poll_seconds=0.2, backoff_seconds=0.05
)
_SOON: Final = 120.0


class Country:
    """A province and its sites on one broker, each with data of its own."""

    def __init__(self, folder: Path, broker: str) -> None:
        self.folder = folder
        self.broker = broker
        self.hosts = Hosts(folder, dataclasses.replace(QUICK, broker=broker))
        self._started: set[str] = set()

    def settings(self, tambon: str) -> Settings:
        """Where a site, or the province, keeps its data."""
        return dataclasses.replace(
            QUICK, broker=self.broker, tambon=tambon, data=self.folder / tambon
        )

    def application(self, service: Service, tambon: str) -> Application:
        """A service beside its process, to look into it and to decide things."""
        self.settings(tambon).data.mkdir(exist_ok=True)
        application = Application(service, self.settings(tambon))
        prepare(application)
        return application

    def province(self) -> Application:
        """The province's, beside its process."""
        return self.application(province_service, "110000")

    def start_province(self) -> None:
        """Start the province; it follows whom its log says."""
        self._start(PROVINCE, "province", "110000")

    def start_site(self, tambon: str) -> None:
        """Start a site's reporting."""
        self._start(tambon, "reporting", tambon)

    def reaches(self, tambon: str, kind: str, times: int = 1) -> None:
        """Let a site record milestones of one kind."""
        with closing(self.application(reporting_service, tambon)) as application:
            unit = UnitOfWork(application)
            for number in range(times):
                id = derived_id("milestone", tambon, kind, str(number))
                reached = MilestoneReached(milestone_id=EntityId(id), kind=Slug(kind))
                unit.append(MILESTONE, id, [reached])
            application.commit(unit)

    def approve(self, tambon: str) -> None:
        """Have the province approve a site."""
        code = TambonCode(tambon)
        with closing(self.province()) as province:
            unit = UnitOfWork(province)
            unit.append(SITE, tambon, [SiteRegistered(tambon=code), SiteApproved(tambon=code)])
            province.commit(unit)

    def decide(self, command: object) -> None:
        """Have the province decide something, beside the process that reads."""
        with closing(self.province()) as province:
            province.execute(command)

    def shown(self, tambon: str) -> dict[str, int]:
        """Milestones of a site as the province shows them: kind → how many."""
        return dict(
            self.query(
                f"SELECT kind, count(*) FROM milestones WHERE tambon = '{tambon}' GROUP BY kind"
            )
        )

    def received(self) -> list[tuple[str, bool]]:
        """What the province said of reports, and whether their sites say that it came."""
        with closing(self.province()) as province:
            rows = province.reader.all(list_reviews())
        return [(row["stage"], row["received_on"] is not None) for row in rows]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the province's database."""
        database = open_existing(self.settings("110000").database_url("province"))
        assert database is not None
        with closing(database):
            return database.rows(sql)

    def wait(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; when it never does, say what the province said."""
        wait_until(
            holds, seconds=_SOON,
            otherwise=lambda: ServerFailed(self.hosts.log(PROVINCE)[-4000:]),
        )  # fmt: skip

    def _start(self, name: str, service: str, tambon: str) -> None:
        settings = self.settings(tambon)
        self.hosts.launch(name, [service], tambon=tambon, data=settings.data)
        self.hosts.wait_healthy(name)


@pytest.fixture
def country(tmp_path: Path, rabbit: str) -> Iterator[Country]:
    found = Country(tmp_path, rabbit)
    with found.hosts:
        yield found


def test_sites_come_and_go_while_the_province_runs(country: Country) -> None:
    country.start_province()
    for tambon in ("110113", "110114"):
        country.start_site(tambon)
        country.reaches(tambon, "committee-met", 30)
    country.approve("110113")
    country.wait(lambda: country.shown("110113") == {"committee-met": 30})
    assert country.shown("110114") == {}

    country.approve("110114")
    country.wait(lambda: country.shown("110114") == {"committee-met": 30})

    country.decide(SuspendSite(tambon=TambonCode("110113"), reason=WHY))
    log = country.hosts.log
    country.wait(lambda: "/tambon/110113/reporting is followed no longer" in log(PROVINCE))
    country.reaches("110113", "assembly-held", 10)
    country.reaches("110114", "assembly-held", 10)
    country.wait(lambda: country.shown("110114").get("assembly-held") == 10)
    assert country.shown("110113") == {"committee-met": 30}

    country.hosts.kill(PROVINCE)
    country.reaches("110114", "plan-adopted", 5)
    country.start_province()
    country.wait(lambda: country.shown("110114").get("plan-adopted") == 5)
    assert country.shown("110113") == {"committee-met": 30}

    country.decide(ResumeSite(tambon=TambonCode("110113")))
    country.wait(lambda: country.shown("110113") == {"committee-met": 30, "assembly-held": 10})
    taken = country.query("SELECT source, count(*) FROM inbox GROUP BY source ORDER BY source")
    assert taken == [("/tambon/110113/reporting", 40), ("/tambon/110114/reporting", 45)]


def test_a_site_that_went_back_waits_for_a_decision_and_both_ends_know(country: Country) -> None:
    country.reaches("110113", "committee-met", 5)
    data = country.settings("110113").data
    shutil.copy(data / "reporting.sqlite3", data / "backup")
    country.reaches("110113", "assembly-held", 2)
    country.start_site("110113")
    country.approve("110113")
    country.start_province()
    before = {"committee-met": 5, "assembly-held": 2}
    country.wait(lambda: country.shown("110113") == before)

    country.hosts.stop("110113")
    for path in data.glob("reporting.sqlite3*"):
        path.unlink()
    shutil.copy(data / "backup", data / "reporting.sqlite3")
    country.reaches("110113", "plan-adopted", 3)
    country.start_site("110113")
    country.wait(lambda: country.query("SELECT source FROM held_sources") != [])
    with closing(country.application(reporting_service, "110113")) as site:
        country.wait(lambda: len(diverged_answers(site.database)) == 1)
        (told,) = diverged_answers(site.database)
        assert told.queue == "110000.province.from.110113.reporting"
        assert country.shown("110113") == before

        country.decide(AcceptRestoredRecord(tambon=TambonCode("110113"), reason=WHY))
        after = {"committee-met": 5, "plan-adopted": 3}
        country.wait(lambda: country.shown("110113") == after)
        country.wait(lambda: diverged_answers(site.database) == [])
    with closing(country.province()) as province:
        assert held(province.database) == []
    assert country.query("SELECT count(*) FROM set_aside") == [(7,)]


def test_what_the_province_says_of_a_report_comes_to_its_site_whoever_was_down(
    country: Country,
) -> None:
    country.approve("110113")
    country.start_province()
    country.decide(ReturnReport(tambon=TambonCode("110113"), period=PERIOD, reason=WHY))
    country.reaches("110113", "committee-met", 1)
    data = country.settings("110113").data
    shutil.copy(data / "reporting.sqlite3", data / "backup")

    country.start_site("110113")
    country.wait(lambda: country.received() == [("returned", True)])
    with closing(country.application(reporting_service, "110113")) as site:
        assert [row["reason"] for row in site.reader.all(select(site_reviews))] == [WHY]

    # while the site is down it is excused instead, and the site comes back from its backup
    country.hosts.kill("110113")
    for path in data.glob("reporting.sqlite3*"):
        path.unlink()
    shutil.copy(data / "backup", data / "reporting.sqlite3")
    country.decide(ExcuseSite(tambon=TambonCode("110113"), period=PERIOD, reason=WHY))
    assert country.received() == [("excused", False)]
    country.hosts.kill(PROVINCE)
    country.start_site("110113")
    country.start_province()
    country.wait(lambda: country.query("SELECT source FROM held_sources") != [])
    country.decide(AcceptRestoredRecord(tambon=TambonCode("110113"), reason=WHY))

    country.wait(lambda: country.received() == [("excused", True)])
    with closing(country.application(reporting_service, "110113")) as site:
        [review] = site.reader.all(select(site_reviews))
        assert (review["period"], review["verdict"]) == (PERIOD, "excused")
        told = [row for row in site.log.read(START, 10) if "ReviewReceived" in row.type]
        assert len(told) == 1


def test_nobody_speaks_for_another_site(country: Country) -> None:
    country.start_site("110113")
    country.approve("110113")
    country.start_province()
    country.reaches("110113", "committee-met", 1)
    country.wait(lambda: country.shown("110113") == {"committee-met": 1})

    country.reaches("110199", "assembly-held", 1)
    with closing(country.application(reporting_service, "110199")) as other:
        (row,) = other.log.read(START, 10)
        forged = to_cloudevent(other.source, row, None)
    with Connection(country.broker) as connection:
        Producer(connection).publish(
            forged, routing_key="110000.province.from.110113.reporting",
            content_type=CONTENT_TYPE, content_encoding="utf-8",
        )  # fmt: skip
    said = (
        "dropped a message in the queue of /tambon/110113/reporting that says it is of "
        "/tambon/110199/reporting"
    )
    country.wait(lambda: said in country.hosts.log(PROVINCE))
    country.reaches("110113", "plan-adopted", 1)
    country.wait(lambda: country.shown("110113") == {"committee-met": 1, "plan-adopted": 1})
    assert country.shown("110199") == {}
