"""The row of two services: how long until a command is in the other one's read table.

The clock starts when a command is due to be sent over HTTP, at a steady rate whatever the answers
take, and stops when PostgreSQL tells that the other service's read table has it, committed.
"""

from __future__ import annotations

import dataclasses
import http.client
import queue
import select
import statistics
import threading
import time
import uuid
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final, Self

import orjson
import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from bangduan.testing.processes import free_ports
from tests.benchmarks.bench import Outcome
from tests.benchmarks.measuring import BenchmarkError, Program, wait_for_answer
from tests.benchmarks.payload import Payment, payments

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tests.benchmarks.bench import Bench

_A_SECOND: Final = 200
_SECONDS: Final = 20
_WARMING_SECONDS: Final = 2
_SENDERS: Final = 16
_PATIENCE_SECONDS: Final = 60.0
_P50_MS: Final = 10.0
_P99_MS: Final = 50.0

_TELL: Final = """
    CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_notify(''followed'', NEW.payment_id); RETURN NULL; END';
    CREATE TRIGGER tell AFTER INSERT ON followed FOR EACH ROW EXECUTE FUNCTION tell();
    LISTEN followed
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Following:
    """Milliseconds from a command to another service's read table, both services under load."""

    name: str = "rabbitmq-following"
    title: str = f"RabbitMQ: a command to another service's read table, {_A_SECOND}/s"

    def measure(self, bench: Bench) -> Outcome:
        """Run both services in processes of their own and send commands at a steady rate."""
        seconds = 1 if bench.quick else _SECONDS
        with ExitStack() as ending:
            folder, broker = bench.folder(), bench.broker()
            databases = {name: bench.database("postgresql") for name in ("savings", "follower")}
            ports = dict(zip(databases, free_ports(2), strict=True))
            for name, database in databases.items():
                environment = _environment(folder, broker, database, ports[name])
                module = "tests.benchmarks.workers.host"
                ending.enter_context(Program([bench.ours, "-m", module, name], environment))
            for name, port in ports.items():
                wait_for_answer(port, f"/{name}/health", _PATIENCE_SECONDS)
            listener = ending.enter_context(_Listener(databases["follower"]))
            _send(ports["savings"], payments(_WARMING_SECONDS * _A_SECOND), listener)
            waited = _send(ports["savings"], payments(seconds * _A_SECOND), listener)
        p50, p99 = statistics.median(waited), statistics.quantiles(waited, n=100)[98]
        return Outcome(
            ours=f"p50 {p50:.1f} ms, p99 {p99:.1f} ms",
            target=f"{_P50_MS:g}, {_P99_MS:g} ms",
            met=p50 <= _P50_MS and p99 <= _P99_MS,
            figures={"p50_ms": p50, "p99_ms": p99, "max_ms": max(waited), "count": len(waited)},
        )


class _Listener:
    """Hears of every row that the follower has committed, and when."""

    def __init__(self, database: str) -> None:
        self._connection = psycopg2.connect(database.replace("+psycopg2", ""))
        self._connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with self._connection.cursor() as cursor:
            cursor.execute(_TELL)
        self.heard: dict[str, float] = {}
        self._stopping = False
        self._thread = threading.Thread(target=self._listen)

    def wait_for(self, ids: Iterable[str]) -> None:
        """Wait until all of these have come; BenchmarkError when they do not."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        missing = set(ids)
        while missing := missing - self.heard.keys():
            if time.monotonic() > deadline:
                raise BenchmarkError(f"{len(missing)} commands never reached the other service")
            time.sleep(0.05)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping = True
        self._thread.join()
        self._connection.close()

    def _listen(self) -> None:
        while not self._stopping:
            if select.select([self._connection], [], [], 0.1)[0]:
                self._connection.poll()
                now = time.monotonic()
                self.heard.update((told.payload, now) for told in self._connection.notifies)
                self._connection.notifies.clear()


def _send(port: int, paid: Iterable[Payment], listener: _Listener) -> Sequence[float]:
    """Send payments at a steady rate; milliseconds until each was in the other service."""
    due: dict[str, float] = {}
    waiting: queue.SimpleQueue[Payment | None] = queue.SimpleQueue()
    failures: list[str] = []
    senders = [
        threading.Thread(target=_sender, args=(port, waiting, failures)) for _ in range(_SENDERS)
    ]
    for sender in senders:
        sender.start()
    began = time.monotonic()
    for number, payment in enumerate(paid):
        due[payment.payment_id] = began + number / _A_SECOND
        time.sleep(max(0.0, due[payment.payment_id] - time.monotonic()))
        waiting.put(payment)
    for _ in senders:
        waiting.put(None)
    for sender in senders:
        sender.join()
    if failures:
        raise BenchmarkError(f"{len(failures)} commands failed; the first: {failures[0]}")
    listener.wait_for(due)
    return [1_000 * (listener.heard[id] - at) for id, at in due.items()]


def _sender(port: int, waiting: queue.SimpleQueue[Payment | None], failures: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
    account = uuid.uuid4()
    while (payment := waiting.get()) is not None:
        connection.request(
            "POST",
            f"/savings/api/v1/accounts/{account}/payments",
            orjson.dumps(payment._asdict()),
            {"Content-Type": "application/json", "Idempotency-Key": payment.payment_id},
        )
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            failures.append(f"{answer.status} {body.decode()}")
    connection.close()


def _environment(folder: Path, broker: str, database: str, port: int) -> dict[str, str]:
    return {
        "BANGDUAN_DATA": str(folder),
        "BANGDUAN_BROKER": broker,
        "BANGDUAN_DATABASE": database,
        "BANGDUAN_PORT": str(port),
    }


FOLLOWING: Final = Following()
