"""The private servers keep what servers must keep, and leave nothing behind."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import kombu
import psycopg2
import pytest

from bangduan.testing.postgresql import Postgres
from bangduan.testing.processes import Child, ToolMissing, descendants, find_program, wait_until
from bangduan.testing.rabbitmq import Rabbit

KEPT = kombu.Queue("kept", routing_key="kept", queue_arguments={"x-queue-type": "quorum"})


@pytest.fixture(scope="module")
def own_rabbit() -> Iterator[Rabbit]:
    with Rabbit() as server:
        yield server


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


def put(url: str, text: str) -> None:
    confirmed = kombu.Connection(url, transport_options={"confirm_publish": True})
    with confirmed as connection, connection.SimpleQueue(KEPT) as simple:
        simple.put(text)


def take(url: str) -> str:
    with kombu.Connection(url) as connection, connection.SimpleQueue(KEPT) as simple:
        message = simple.get(timeout=20)
        message.ack()
        return str(message.payload)


def query(url: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_a_virtual_host_of_ones_own_starts_empty(rabbit: str, rabbit_server: Rabbit) -> None:
    put(rabbit, "สวัสดี")

    assert take(rabbit) == "สวัสดี"
    assert [queue["name"] for queue in rabbit_server.management("queues")] == ["kept"]


def test_two_nodes_share_nothing(rabbit_server: Rabbit, own_rabbit: Rabbit) -> None:
    put(own_rabbit.url(), "here")

    assert own_rabbit.node != rabbit_server.node
    assert all(queue["vhost"] != "/" for queue in rabbit_server.management("queues"))
    assert take(own_rabbit.url()) == "here"


def test_a_killed_node_comes_back_with_what_it_had_confirmed(own_rabbit: Rabbit) -> None:
    put(own_rabbit.url(), "kept over a power cut")
    own_rabbit.wait_for_queue_on_disk("kept")

    own_rabbit.kill()
    assert not own_rabbit.running
    own_rabbit.restart()

    assert take(own_rabbit.url()) == "kept over a power cut"


def test_a_wiped_node_comes_back_empty(own_rabbit: Rabbit) -> None:
    put(own_rabbit.url(), "lost with the disk")

    own_rabbit.stop()
    own_rabbit.wipe()
    own_rabbit.start()

    assert own_rabbit.management("queues") == []


def test_a_database_of_ones_own_starts_empty(postgres_database: Callable[[], str]) -> None:
    first, second = postgres_database(), postgres_database()
    query(first, "CREATE TABLE here ()")

    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    assert query(first, tables) == [("here",)]
    assert query(second, tables) == []


def test_a_commit_answers_when_it_is_on_disk(postgres_server: Postgres) -> None:
    settings = "SELECT current_setting('fsync'), current_setting('synchronous_commit')"

    assert query(postgres_server.url(), settings) == [("on", "on")]


def test_a_killed_server_comes_back_with_what_it_had_committed(own_postgres: Postgres) -> None:
    url = own_postgres.create_database("ledger")
    query(url, "CREATE TABLE postings AS SELECT 100 AS satang")

    own_postgres.kill()
    assert not own_postgres.running
    own_postgres.restart()

    assert query(url, "SELECT satang FROM postings") == [(100,)]


def test_what_is_closed_leaves_no_process_and_no_folder() -> None:
    before = descendants(os.getpid())

    with Postgres(durable=False) as postgres, Rabbit() as rabbit:
        folders = [postgres.directory, rabbit.directory]

    assert not any(folder.exists() for folder in folders)
    assert set(descendants(os.getpid())) <= set(before)


def test_a_child_that_ignores_the_request_is_killed(tmp_path: Path) -> None:
    script = "trap '' TERM; touch ready; while :; do sleep 60; done"
    with Child(
        ["/bin/sh", "-c", script], log=tmp_path / "log", cwd=tmp_path, environment={"PATH": "/bin"}
    ) as child:
        ready = tmp_path / "ready"
        wait_until(ready.exists, otherwise=lambda: AssertionError("never ready"))
        child.kill()

    assert not child.running


def test_a_missing_program_says_which_package_has_it() -> None:
    with pytest.raises(ToolMissing, match="apt-get install some-package"):
        find_program("no-such-program", "some-package")


def test_two_processes_that_ask_for_ports_get_different_ones() -> None:
    script = (
        "import time\n"
        "from bangduan.testing import processes\n"
        "processes._PORTS = range(31980, 31999)\n"
        "print(*processes.free_ports(5), flush=True)\n"
        "time.sleep(60)\n"
    )
    with ExitStack() as stack:
        asking = [
            stack.enter_context(
                subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
            )
            for _ in range(2)
        ]
        for process in asking:
            stack.callback(process.kill)
        found = [
            port
            for process in asking
            if process.stdout
            for port in process.stdout.readline().split()
        ]

    assert len(found) == len(set(found)) == 10
