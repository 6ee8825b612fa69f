"""What only a server can do: lose connections, deadlock, restart, be restored elsewhere."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from sqlalchemy import select

from bangduan.application import Application
from bangduan.events.envelope import START
from bangduan.events.types import Satang
from bangduan.store import Interrupted, StoreUnavailable
from bangduan.store.verification import verify
from bangduan.testing.passbook import (
    ForgetHolder,
    Transfer,
    movements,
    passbooks,
)
from bangduan.testing.postgresql import Postgres
from bangduan.testing.processes import ServerFailed, wait_until
from bangduan.testing.store import Bench
from bangduan.testing.store.bench import deposit, new_id, opened, state_of, together
from bangduan.testing.store.reading import follow
from bangduan.testing.store.rebuilding import deposit_many

OWN_END = "SELECT pg_terminate_backend(pg_backend_pid())"
OTHERS_END = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def bench(quick_database: Callable[[], str], tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(quick_database, tmp_path)
    yield bench
    bench.close()


@pytest.fixture
def application(bench: Bench) -> Application:
    return bench.application()


@pytest.fixture
def onlooker(bench: Bench) -> Iterator[Any]:
    """A connection of somebody else to the service's database."""
    connection = connect(bench.url)
    yield connection
    connection.close()


def connect(url: str) -> Any:
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    connection.autocommit = True
    return connection


def run(connection: Any, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall()) if cursor.description else []


# -- many writers ----------------------------------------------------------------------------


def test_a_reader_beside_eight_writers_misses_nothing_of_40000_events(
    postgres_database: Callable[[], str], tmp_path: Path
) -> None:
    bench = Bench(postgres_database, tmp_path)
    try:
        follow(bench, processes=8, threads=1, events=5_000, seconds=120)
    finally:
        bench.close()


def test_an_event_waits_for_the_transactions_that_began_before_it(
    application: Application, onlooker: Any
) -> None:
    run(onlooker, "BEGIN")
    run(onlooker, "SELECT pg_current_xact_id()")
    id = opened(application)
    assert application.log.read() == []
    assert application.log.head() is None
    run(onlooker, "ROLLBACK")

    assert [row.stream for row in application.log.read()] == [f"passbook-{id}"]


# -- lost connections ------------------------------------------------------------------------


def lose_once(
    application: Application, patch: pytest.MonkeyPatch, *, after_commit: bool
) -> list[str]:
    """Let the next write lose its connection; returns the list that then has one entry."""
    write = application.database.write
    lost: list[str] = []

    def losing(statements: Sequence[Any]) -> None:
        if not lost:
            lost.append("now")
            end = [("COMMIT", ()), (OWN_END, ())] if after_commit else [(OWN_END, ())]
            statements = [*statements, *end]
        write(statements)

    patch.setattr(application.database, "write", losing)
    return lost


@pytest.mark.parametrize("after_commit", [True, False], ids=["after-commit", "before-commit"])
@pytest.mark.parametrize("key", [None, "k"])
def test_a_connection_lost_while_writing_neither_doubles_nor_loses(
    application: Application, monkeypatch: pytest.MonkeyPatch, key: str | None, after_commit: bool
) -> None:
    id = opened(application)
    lost = lose_once(application, monkeypatch, after_commit=after_commit)

    assert application.execute(deposit(id, 5), key=key).version == 2
    assert lost
    assert application.execute(deposit(id, 1)).version == 3
    assert state_of(application, id).balance == 6
    assert len(application.reader.all(select(movements))) == 2


def test_where_it_cannot_be_known_the_client_is_told_and_may_ask_again(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget = ForgetHolder(holder_id=new_id())
    application.execute(forget)
    lost = lose_once(application, monkeypatch, after_commit=True)
    with pytest.raises(StoreUnavailable):
        application.execute(forget, key="nothing is left to do")
    assert lost

    assert application.execute(forget, key="nothing is left to do").ids == ()


def test_connections_that_keep_breaking_double_nothing_and_lose_nothing(
    application: Application, onlooker: Any
) -> None:
    id = opened(application)
    over = threading.Event()
    count = 60

    def pay(writer: int) -> None:
        for number in range(count):
            while True:
                try:
                    application.execute(deposit(id, 1), key=f"{writer}/{number}")
                except StoreUnavailable:
                    continue
                break

    def cut() -> None:
        while not over.is_set():
            run(onlooker, OTHERS_END)
            time.sleep(0.02)  # the pace of the failures, not a wait

    cutter = threading.Thread(target=cut)
    cutter.start()
    results = together(*(partial(pay, writer) for writer in range(3)))
    over.set()
    cutter.join()

    assert results == [None] * 3
    assert state_of(application, id).balance == 3 * count
    assert len(application.reader.all(select(movements))) == 3 * count
    [row] = application.reader.all(select(passbooks))
    assert row["balance_satang"] == 3 * count
    assert verify(application.log) == []


def test_connections_that_died_while_idle_are_not_noticed(
    application: Application, onlooker: Any
) -> None:
    id = opened(application)
    together(*[application.log.count for _ in range(5)])
    for use in (
        application.log.count,
        lambda: application.reader.all(select(passbooks)),
        lambda: application.execute(deposit(id, 5)),
    ):
        run(onlooker, OTHERS_END)
        use()

    assert state_of(application, id).balance == 5


def test_a_server_that_is_down_is_said_to_be_so_and_found_again(tmp_path: Path) -> None:
    with Postgres(durable=False) as server:
        bench = Bench(server.create_database, tmp_path)
        application = bench.application()
        id = opened(application)
        server.stop()
        database = application.database
        for use in (
            lambda: database.rows("SELECT 1"),
            lambda: database.select(select(passbooks)),
            lambda: database.write([("SELECT 1", ())]),
            lambda: database.transaction().__enter__(),
            lambda: database.leadership("relay").__enter__(),
            lambda: application.execute(deposit(id, 5)),
        ):
            with pytest.raises(StoreUnavailable):
                use()
        server.start()

        assert application.execute(deposit(id, 5)).version == 2
        bench.close()


CUT_OFF = """
import sys
from bangduan.green import patch
patch()
import eventlet
from bangduan.store import open_database
database = open_database(sys.argv[1])
try:
    with eventlet.Timeout(0.1):
        database.write([("SELECT pg_sleep(600)", ())])
except eventlet.Timeout:
    print(database.rows("SELECT 'still fine'"))
"""


def test_a_write_that_is_cut_off_does_not_spoil_the_pool(
    quick_database: Callable[[], str],
) -> None:
    arguments = [sys.executable, "-c", CUT_OFF, quick_database()]
    ended = subprocess.run(arguments, capture_output=True, check=True, text=True, timeout=240)

    assert ended.stdout.strip() == "[('still fine',)]"


# -- deadlocks -------------------------------------------------------------------------------


def test_a_deadlock_is_an_interruption_that_changed_nothing(
    application: Application, onlooker: Any
) -> None:
    for name in ("one", "two"):
        application.database.remember(name, "0")
    update = "UPDATE facts SET value = value || 'x' WHERE name = %s"
    run(onlooker, "SET deadlock_timeout = '60s'")
    run(onlooker, "BEGIN")
    run(onlooker, update, ("two",))

    def write() -> None:
        application.database.write([(update, ("one",)), (update, ("two",))])

    def block() -> None:
        wait_for_lock(application)
        run(onlooker, update, ("one",))
        run(onlooker, "COMMIT")

    interrupted, blocked = together(write, block)

    assert isinstance(interrupted, Interrupted)
    assert blocked is None
    assert [application.database.fact(name) for name in ("one", "two")] == ["0x", "0x"]


def test_a_command_that_ran_into_a_deadlock_is_carried_out_after_all(
    application: Application, onlooker: Any
) -> None:
    one, other = opened(application, None, 10), opened(application)
    change = "UPDATE passbooks SET phone = 'x' WHERE passbook_id = %s"
    run(onlooker, "SET deadlock_timeout = '60s'")
    run(onlooker, "BEGIN")
    run(onlooker, change, (other,))

    def move() -> int:
        return application.execute(
            Transfer(passbook_id=one, to_passbook_id=other, amount_satang=Satang(10))
        ).version

    def block() -> None:
        wait_for_lock(application)
        run(onlooker, change, (one,))
        run(onlooker, "COMMIT")

    assert together(move, block) == [3, None]
    assert [state_of(application, id).balance for id in (one, other)] == [0, 10]
    assert application.log.count() == 5


def wait_for_lock(application: Application) -> None:
    waiting = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    wait_until(
        lambda: application.database.rows(waiting) == [(1,)],
        every=0.005,
        otherwise=lambda: ServerFailed("nobody waits for a lock"),
    )


# -- restored on another server --------------------------------------------------------------


def test_a_log_restored_on_another_server_keeps_its_order(
    bench: Bench, quick_database: Callable[[], str]
) -> None:
    source = bench.application()
    id = opened(source, None, 1, 2, 3)
    rows = source.log.read()
    url = quick_database()
    insert = (
        "INSERT INTO events (epoch, xid, position, id, stream, version, type, time, payload, "
        "meta, hash) OVERRIDING SYSTEM VALUE "
        "VALUES (%s, %s::text::xid8, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    )
    # as a dump brings them: with the ids of transactions that this server has yet to run
    bench.application(database=url).database.write(
        [(insert, row._replace(xid=row.xid + 10**12)) for row in rows]
        + [("SELECT setval('events_position_seq', 4)", ())]
    )
    restored = bench.application(database=url)
    deposit_many(restored, id, 2)

    assert restored.log.epoch == 2
    assert [row.version for row in restored.log.read()] == [1, 2, 3, 4, 5, 6]
    place, found = START, []
    while page := restored.log.read(place, limit=1):
        found += page
        place = page[-1].place
    assert [row.id for row in found[:4]] == [row.id for row in rows]
    assert [row.version for row in found] == [1, 2, 3, 4, 5, 6]
    assert restored.log.head() == found[-1]
    assert verify(restored.log) == []
