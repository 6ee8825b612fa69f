"""Rebuilding read tables: beside the old ones, while the service goes on."""

from __future__ import annotations

import dataclasses
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, inspect, select

from bangduan.events import FORGOTTEN
from bangduan.events.envelope import from_cloudevent, to_cloudevent
from bangduan.events.types import EntityId, Line, Satang, VillageCode
from bangduan.messaging import letters
from bangduan.messaging.inbox import Inbox
from bangduan.projection import Projection
from bangduan.rebuilding import prepare, rebuild
from bangduan.service import Service
from bangduan.testing.passbook import (
    HOLDERS,
    PASSBOOK,
    PASSBOOK_SERVICE,
    PASSBOOKS,
    REGISTER_SERVICE,
    Admit,
    ForgetHolder,
    HolderAdmitted,
    MoneyDeposited,
    holders,
    movements,
)
from bangduan.testing.store.bench import (
    Bench,
    BenchContract,
    deposit,
    new_id,
    opened,
)
from bangduan.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Callable

    from bangduan.application import Application
    from bangduan.events.envelope import Arrived, Recorded
    from bangduan.projection import Rows

PAGE = 1_000


class RebuildingContract(BenchContract):
    """What a rebuild must keep."""

    def test_readers_never_see_less_while_a_writer_goes_on(self, application: Application) -> None:
        id = opened(application)
        for _ in range(5):
            deposit_many(application, id, 500)
        over = threading.Event()
        failures: list[BaseException] = []

        def write() -> None:
            while not over.is_set():
                application.execute(deposit(id, 1))
                time.sleep(0)

        def read() -> None:
            last = 0
            query: Any = select(func.count().label("n"), func.max(movements.c.number).label("top"))
            while not over.is_set():
                [row] = application.database.select(query.select_from(movements))
                assert row["n"] >= last, f"{row['n']} movements after {last}"
                assert row["top"] == row["n"] + 1
                last = row["n"]
                time.sleep(0)

        threads = [threading.Thread(target=_kept(job, failures)) for job in (write, read)]
        for thread in threads:
            thread.start()
        applied = [rebuild(application, PASSBOOKS) for _ in range(3)]
        over.set()
        for thread in threads:
            thread.join()

        assert failures == []
        assert applied == sorted(applied)
        assert applied[-1] > applied[0] >= 2_501, "nothing was written meanwhile"
        live = tables_of(application, PASSBOOKS)
        assert len(live["movements"]) == application.log.count() - 1
        rebuild(application, PASSBOOKS)
        assert tables_of(application, PASSBOOKS) == live

    def test_a_new_version_is_rebuilt_at_the_next_start(self, bench: Bench) -> None:
        application = bench.application()
        opened(application, None, 5)
        live = tables_of(application, PASSBOOKS)
        application.database.write([("DELETE FROM movements", ())])
        assert prepare(bench.unprepared()) == []
        newer = dataclasses.replace(PASSBOOKS, version=2)
        service = dataclasses.replace(PASSBOOK_SERVICE, projections=(newer, HOLDERS))

        assert prepare(bench.unprepared(service)) == ["passbooks"]
        assert prepare(bench.unprepared(service)) == []
        assert tables_of(application, PASSBOOKS) == live

    def test_a_table_that_is_not_there_is_made_at_the_next_start(self, bench: Bench) -> None:
        application = bench.application()
        opened(application, None, 5)
        live = tables_of(application, PASSBOOKS)
        with application.database.transaction() as connection:
            connection.exec_driver_sql("DROP TABLE totals")

        assert prepare(bench.unprepared()) == ["passbooks"]
        assert tables_of(application, PASSBOOKS) == live

    def test_one_that_breaks_leaves_the_old_tables_and_nothing_else(
        self, application: Application
    ) -> None:
        id = opened(application)
        deposit_many(application, id, PAGE + 200)
        live, standing = tables_of(application, PASSBOOKS), table_names(application)
        broken = failing_at(PASSBOOKS, MoneyDeposited, PAGE + 100)
        with pytest.raises(ZeroDivisionError):
            rebuild(application, broken)

        assert tables_of(application, PASSBOOKS) == live
        assert table_names(application) == standing
        application.execute(deposit(id, 1))

    def test_what_a_killed_rebuild_left_is_cleared_away(self, application: Application) -> None:
        opened(application, None, 5)
        standing = table_names(application)
        with application.database.transaction() as connection:
            connection.exec_driver_sql("CREATE TABLE passbooks__0a1b2c (passbook_id VARCHAR)")
        rebuild(application, PASSBOOKS)

        assert table_names(application) == standing

    def test_it_can_be_done_again_and_again(self, application: Application) -> None:
        opened(application, None, 5)
        live = tables_of(application, PASSBOOKS)
        for _ in range(3):
            rebuild(application, PASSBOOKS)
        indexes = inspect(application.database.engine).get_indexes("passbooks")

        assert tables_of(application, PASSBOOKS) == live
        assert [index["column_names"] for index in indexes] == [["holder_id"]]

    def test_an_erased_person_stays_forgotten(self, application: Application) -> None:
        holder = new_id()
        opened(application, holder, 5)
        application.execute(ForgetHolder(holder_id=holder))
        live = tables_of(application, PASSBOOKS)
        stored = application.database.rows("SELECT name, phone FROM passbooks")
        rebuild(application, PASSBOOKS)

        assert tables_of(application, PASSBOOKS) == live
        assert live["passbooks"][0]["name"] is FORGOTTEN
        assert application.database.rows("SELECT name, phone FROM passbooks") == stored

    # -- tables fed by another service -----------------------------------------------------

    def test_tables_of_another_services_events_come_from_the_inbox(
        self, application: Application, make_url: Callable[[], str], bench: Bench
    ) -> None:
        arrived = admissions(make_url, bench, "110113", 30)
        inbox_of(application, "110113").receive(arrived)
        live = tables_of(application, HOLDERS)
        assert len(live["holders"]) == 30
        application.database.write([("DELETE FROM holders", ())])

        assert rebuild(application, HOLDERS) == 30
        assert tables_of(application, HOLDERS) == live

    def test_news_of_one_source_is_not_passed_by_while_another_is_read(
        self, make_url: Callable[[], str], bench: Bench
    ) -> None:
        province = Service(
            name="overview", title=("", ""), projections=(HOLDERS,), scope="province"
        )
        application = bench.application(province, sites=("110113", "110114"))
        early = admissions(make_url, bench, "110113", 1)
        inbox_of(application, "110114").receive(admissions(make_url, bench, "110114", PAGE))

        def meanwhile(_name: str, done: int) -> None:
            if done == PAGE:
                inbox_of(application, "110113").receive(early)

        rebuild(application, HOLDERS, meanwhile)

        assert len(tables_of(application, HOLDERS)["holders"]) == PAGE + 1

    def test_a_dead_letter_that_is_handled_meanwhile_is_not_lost(
        self, make_url: Callable[[], str], bench: Bench
    ) -> None:
        arrived = admissions(make_url, bench, "110113", PAGE)
        broken = {arrived[10].data["holder_id"]}
        fragile = Projection("holders", 1, (holders,), source="register")

        @fragile.on(HolderAdmitted)
        def _(event: HolderAdmitted, at: Recorded, rows: Rows) -> None:
            if event.holder_id in broken:
                raise ZeroDivisionError
            HOLDERS.apply(event, at, rows)

        service = dataclasses.replace(PASSBOOK_SERVICE, projections=(PASSBOOKS, fragile))
        application = bench.application(service, retries=1, backoff_seconds=0.0)
        inbox = inbox_of(application, "110113")
        inbox.receive(arrived)
        assert len(tables_of(application, HOLDERS)["holders"]) == PAGE - 1

        def meanwhile(_name: str, done: int) -> None:
            if broken:
                broken.clear()
                letters.retry_subject(inbox, arrived[10].subject)

        rebuild(application, fragile, meanwhile)

        assert len(tables_of(application, HOLDERS)["holders"]) == PAGE


def tables_of(application: Application, projection: Projection) -> dict[str, list[dict[str, Any]]]:
    """The read tables of a projection, whole, personal columns opened."""
    return {
        table.name: application.reader.all(select(table).order_by(*table.primary_key.columns))
        for table in projection.tables
    }


def table_names(application: Application) -> set[str]:
    """Names of all tables of the database."""
    return set(inspect(application.database.engine).get_table_names())


def deposit_many(application: Application, id: EntityId, count: int) -> None:
    """Append ``count`` deposits in one commit."""
    unit = UnitOfWork(application)
    event = MoneyDeposited(passbook_id=id, amount_satang=Satang(1))
    unit.append(PASSBOOK, id, [event] * count)
    application.commit(unit)


def failing_at(projection: Projection, cls: type, count: int) -> Projection:
    """The projection with a handler that fails at the ``count``-th event of ``cls``."""
    left = [count]
    handle = projection.handlers[cls]

    def fail(event: object, at: Recorded, rows: Rows) -> None:
        left[0] -= 1
        if not left[0]:
            raise ZeroDivisionError
        handle(event, at, rows)

    return dataclasses.replace(projection, handlers={**projection.handlers, cls: fail})


def admissions(make_url: Callable[[], str], bench: Bench, tambon: str, count: int) -> list[Arrived]:
    """Events of the register of a site, as they arrive; their keys are in the bench's keyring."""
    register = bench.application(REGISTER_SERVICE, database=make_url(), tambon=tambon)
    for number in range(count):
        register.execute(
            Admit(
                holder_id=new_id(),
                nickname=Line(f"คนที่ {number}"),
                village=VillageCode(f"{tambon}01"),
            )
        )
    arrived: list[Arrived] = []
    predecessor = None
    for row in register.log.read():
        arrived.append(from_cloudevent(to_cloudevent(register.source, row, predecessor)))
        predecessor = row.id
    return arrived


def inbox_of(application: Application, tambon: str) -> Inbox:
    """What reads the register of a site for a subscriber."""
    return Inbox(application, f"/tambon/{tambon}/register", sleep=lambda _: None)


def _kept(job: Callable[[], None], failures: list[BaseException]) -> Callable[[], None]:
    def run() -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001 (the test shows it)
            failures.append(error)

    return run
