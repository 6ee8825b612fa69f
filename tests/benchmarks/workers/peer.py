"""The peer's side: PyPI's ``eventsourcing``, used as its documentation does.

    python -m tests.benchmarks.workers.peer WORKLOAD DATABASE-URL SIZE WRITERS

Runs in an environment of its own, which has nothing of ours but the payload and the protocol.
"""

from __future__ import annotations

import sys
import threading
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import urlsplit

from eventsourcing.application import Application  # type: ignore[import-not-found]
from eventsourcing.dispatch import singledispatchmethod  # type: ignore[import-not-found]
from eventsourcing.domain import Aggregate, event  # type: ignore[import-not-found]
from eventsourcing.persistence import (  # type: ignore[import-not-found]
    InfrastructureFactory,
    Tracking,
    Transcoder,
    Transcoding,
)
from eventsourcing.postgres import (  # type: ignore[import-not-found]
    PostgresApplicationRecorder,
    PostgresTrackingRecorder,
)
from eventsourcing.projection import Projection, ProjectionRunner  # type: ignore[import-not-found]
from eventsourcing.sqlite import SQLiteTrackingRecorder  # type: ignore[import-not-found]
from eventsourcing.utils import Environment  # type: ignore[import-not-found]
from psycopg.sql import SQL  # type: ignore[import-not-found]

from tests.benchmarks.payload import payments
from tests.benchmarks.workers.protocol import serve, together

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.workers.protocol import Prepare, Run

BATCH: Final = 100
STREAM: Final = 1_000
PAGE: Final = 2_000
PATIENCE_SECONDS: Final = 600.0


class DateAsISO(Transcoding):
    type = date
    name = "date_iso"

    def encode(self, obj: date) -> str:
        return obj.isoformat()

    def decode(self, data: str) -> date:
        return date.fromisoformat(data)


class Account(Aggregate):
    class PaymentRecorded(Aggregate.Event):
        payment_id: str
        name: str
        day: date
        amount: int

    def __init__(self) -> None:
        self.payments = 0
        self.total = 0

    @event(PaymentRecorded)
    def record_payment(self, payment_id: str, name: str, day: date, amount: int) -> None:
        self.payments += 1
        self.total += amount


class Savings(Application):
    def register_transcodings(self, transcoder: Transcoder) -> None:
        super().register_transcodings(transcoder)
        transcoder.register(DateAsISO())


def appends(savings: Savings, size: int, writers: int) -> Prepare:
    """One event in each commit; the aggregate stays in memory."""

    def prepare_one() -> Run:
        account = Account()
        savings.save(account)
        paid = [payment._asdict() for payment in payments(size // writers)]

        def run() -> int:
            for one in paid:
                account.record_payment(**one)
                savings.save(account)
            return len(paid)

        return run

    return lambda: together([prepare_one() for _ in range(writers)])


def batches(savings: Savings, size: int, _writers: int) -> Prepare:
    """A hundred events in each commit (the account's creation is the first)."""

    def prepare() -> Run:
        paid = [[p._asdict() for p in payments(BATCH - 1)] for _ in range(size // BATCH)]

        def run() -> int:
            for batch in paid:
                _save_many(savings, batch)
            return BATCH * len(paid)

        return run

    return prepare


def loads(savings: Savings, size: int, _writers: int) -> Prepare:
    """A stream of a thousand events into an aggregate, again and again."""
    account_id = _save_many(savings, [p._asdict() for p in payments(STREAM - 1)])

    def run() -> int:
        for _ in range(size // STREAM):
            account = savings.repository.get(account_id)
            assert account.version == STREAM
        return size

    return lambda: run


def replay(savings: Savings, size: int, _writers: int) -> Prepare:
    """The whole log, decoded."""
    _seed(savings, size)

    def run() -> int:
        count, after = 0, 0
        while page := savings.recorder.select_notifications(after, PAGE, inclusive_of_start=False):
            for notification in page:
                savings.mapper.to_domain_event(notification)
            count, after = count + len(page), page[-1].id
        assert count == size
        return count

    return lambda: run


def projection(savings: Savings, size: int, _writers: int) -> Prepare:
    """A read table filled from the log, one transaction an event.

    On PostgreSQL by its ``ProjectionRunner``. It has no subscriptions on SQLite: there the
    runner's loop is written out, without its threads.
    """
    _seed(savings, size)
    if isinstance(savings.recorder, PostgresApplicationRecorder):
        return _by_runner(savings, size)
    return _by_hand(savings, size)


def _by_runner(savings: Savings, size: int) -> Prepare:
    PaymentList.last = savings.recorder.max_notification_id()
    factory = InfrastructureFactory.construct(Environment(PaymentList.name, dict(savings.env)))
    view = factory.tracking_recorder(PostgresPayments)

    def prepare() -> Run:
        view.forget()
        PaymentList.reached.clear()
        return run

    def run() -> int:
        with ProjectionRunner(
            application_class=Savings,
            projection_class=PaymentList,
            view_class=PostgresPayments,
            env=dict(savings.env),
        ):
            assert PaymentList.reached.wait(PATIENCE_SECONDS)
        return size

    return prepare


def _by_hand(savings: Savings, size: int) -> Prepare:
    view = savings.factory.tracking_recorder(SQLitePayments)
    payment_list = PaymentList(view)

    def prepare() -> Run:
        view.forget()
        return run

    def run() -> int:
        after = 0
        while page := savings.recorder.select_notifications(after, PAGE, inclusive_of_start=False):
            for notification in page:
                tracking = Tracking(savings.name, notification.id)
                payment_list.process_event(savings.mapper.to_domain_event(notification), tracking)
            after = page[-1].id
        return size

    return prepare


class PostgresPayments(PostgresTrackingRecorder):
    def __init__(self, datastore: Any, **options: Any) -> None:
        super().__init__(datastore, **options)
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS payments (payment_id varchar PRIMARY KEY, "
                "name varchar NOT NULL, day date NOT NULL, amount bigint NOT NULL)"
            ),
        )

    def put(self, paid: Any, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                "INSERT INTO payments VALUES (%s, %s, %s, %s) ON CONFLICT (payment_id) DO UPDATE "
                "SET name = excluded.name, day = excluded.day, amount = excluded.amount",
                (paid.payment_id, paid.name, paid.day, paid.amount),
                prepare=True,
            )

    def forget(self) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("TRUNCATE payments")
            cursor.execute("DELETE FROM paymentlist_tracking WHERE application_name = 'Savings'")


class SQLitePayments(SQLiteTrackingRecorder):
    def construct_create_table_statements(self) -> list[str]:
        payments = (
            "CREATE TABLE IF NOT EXISTS payments (payment_id TEXT PRIMARY KEY, "
            "name TEXT NOT NULL, day TEXT NOT NULL, amount INTEGER NOT NULL)"
        )
        return [*super().construct_create_table_statements(), payments]

    def put(self, paid: Any, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                "INSERT INTO payments VALUES (?, ?, ?, ?) ON CONFLICT (payment_id) DO UPDATE "
                "SET name = excluded.name, day = excluded.day, amount = excluded.amount",
                (paid.payment_id, paid.name, paid.day.isoformat(), paid.amount),
            )

    def forget(self) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("DELETE FROM payments")
            cursor.execute("DELETE FROM tracking WHERE application_name = 'Savings'")


class PaymentList(Projection):
    last: ClassVar[int] = 0
    reached: ClassVar[threading.Event] = threading.Event()

    @singledispatchmethod
    def process_event(self, _event: Any, tracking: Tracking) -> None:
        self.view.insert_tracking(tracking)
        self._note(tracking)

    @process_event.register
    def _(self, event: Account.PaymentRecorded, tracking: Tracking) -> None:
        self.view.put(event, tracking)
        self._note(tracking)

    def _note(self, tracking: Tracking) -> None:
        if tracking.notification_id == self.last:
            self.reached.set()


def _save_many(savings: Savings, paid: list[dict[str, Any]]) -> Any:
    """One commit of an account's creation and its payments; returns its id."""
    account = Account()
    for one in paid:
        account.record_payment(**one)
    savings.save(account)
    return account.id


def _seed(savings: Savings, size: int) -> None:
    """Streams of a thousand events."""
    for _ in range(size // STREAM):
        _save_many(savings, [payment._asdict() for payment in payments(STREAM - 1)])


WORKLOADS: Final[dict[str, Callable[[Savings, int, int], Prepare]]] = {
    "appends": appends,
    "commands": appends,
    "batches": batches,
    "loads": loads,
    "replay": replay,
    "projection": projection,
}


def environment(database: str) -> dict[str, str]:
    """The peer's settings for a database URL; everything not named is its default."""
    url = urlsplit(database)
    if url.scheme == "sqlite":
        return {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": url.path[1:],
        }
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": url.path[1:],
        "POSTGRES_HOST": str(url.hostname),
        "POSTGRES_PORT": str(url.port),
        "POSTGRES_USER": str(url.username),
        "POSTGRES_PASSWORD": "",
    }


def main(workload: str, database: str, size: int, writers: int) -> None:
    """Prepare one workload and serve it."""
    savings = Savings(env=environment(database))
    serve(WORKLOADS[workload](savings, size, writers))
    savings.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
