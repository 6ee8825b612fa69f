"""Our side: the library as a service runs it, in green threads.

python -m tests.benchmarks.workers.ours WORKLOAD DATABASE-URL SIZE WRITERS
"""

# ruff: noqa: E402 - everything else is imported after the patch, as in a service
from __future__ import annotations

from bangduan import green

green.patch()

import sys
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bangduan.application import Application
from bangduan.events.types import EntityId
from bangduan.rebuilding import prepare as make_read_tables
from bangduan.rebuilding import rebuild
from bangduan.settings import Settings
from bangduan.unit_of_work import UnitOfWork
from tests.benchmarks.payload import payments
from tests.benchmarks.workers.protocol import serve, together
from tests.benchmarks.workers.savings import (
    ACCOUNT,
    BARE,
    PAYMENTS,
    WHOLE,
    Payment,
    RecordPayment,
    RecordPayments,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bangduan.service import Service
    from tests.benchmarks.workers.protocol import Prepare, Run

    Workload = Callable[[Application, int, int], Prepare]

BATCH: Final = 100
STREAM: Final = 1_000


def appends(application: Application, size: int, writers: int) -> Prepare:
    """One event in each commit."""

    def prepare_one() -> Run:
        commands = _single(size // writers)

        def run() -> int:
            for command in commands:
                application.execute(command)
            return len(commands)

        return run

    return lambda: together([prepare_one() for _ in range(writers)])


def commands(application: Application, size: int, writers: int) -> Prepare:
    """One event, the idempotency key and a row of a read table in each commit."""

    def prepare_one() -> Run:
        commands = _single(size // writers)

        def run() -> int:
            for command in commands:
                application.execute(command, key=command.payment_id)
            return len(commands)

        return run

    return lambda: together([prepare_one() for _ in range(writers)])


def batches(application: Application, size: int, _writers: int) -> Prepare:
    """A hundred events in each commit."""

    def prepare() -> Run:
        commands = [_many(BATCH) for _ in range(size // BATCH)]

        def run() -> int:
            for command in commands:
                application.execute(command)
            return BATCH * len(commands)

        return run

    return prepare


def loads(application: Application, size: int, _writers: int) -> Prepare:
    """A stream of a thousand events into an aggregate, again and again."""
    command = _many(STREAM)
    application.execute(command)

    def run() -> int:
        for _ in range(size // STREAM):
            state = UnitOfWork(application).state(ACCOUNT, command.account_id)
            assert state.payments == STREAM
        return size

    return lambda: run


def replay(application: Application, size: int, _writers: int) -> Prepare:
    """The whole log, decoded."""
    seed(application, size)

    def run() -> int:
        count = 0
        for page in application.log.pages():
            for row in page:
                application.log.event(row)
            count += len(page)
        assert count == size
        return count

    return lambda: run


def projection(application: Application, size: int, _writers: int) -> Prepare:
    """A read table filled from the log."""
    seed(application, size)
    return lambda: lambda: rebuild(application, PAYMENTS)


def _single(count: int) -> list[RecordPayment]:
    account = EntityId(str(uuid.uuid4()))
    return [RecordPayment(account_id=account, **payment._asdict()) for payment in payments(count)]


def _many(count: int) -> RecordPayments:
    paid = tuple(Payment(**payment._asdict()) for payment in payments(count))
    return RecordPayments(account_id=EntityId(str(uuid.uuid4())), payments=paid)


def seed(application: Application, size: int) -> None:
    """Streams of a thousand events."""
    for _ in range(size // STREAM):
        application.execute(_many(STREAM))


WORKLOADS: Final[dict[str, tuple[Service, Workload]]] = {
    "appends": (BARE, appends),
    "commands": (WHOLE, commands),
    "batches": (BARE, batches),
    "loads": (BARE, loads),
    "replay": (BARE, replay),
    "projection": (WHOLE, projection),
}


def main(workload: str, database: str, size: int, writers: int) -> None:
    """Prepare one workload and serve it."""
    service, workload_of = WORKLOADS[workload]
    with tempfile.TemporaryDirectory() as data:
        application = Application(service, Settings(data=Path(data), database=database))
        make_read_tables(application)
        serve(workload_of(application, size, writers))
        application.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
