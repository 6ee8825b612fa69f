"""How statements reach a database may differ; what they leave there may not.

PostgreSQL is given many rows as one JSON text, and what is written often by its prepared form.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bangduan.application import Application
from bangduan.errors import StaleVersion
from bangduan.events import codec
from bangduan.events.types import Prose, Satang
from bangduan.rebuilding import projection_named, rebuild
from bangduan.store.verification import verify
from bangduan.testing.passbook import PASSBOOK, MoneyDeposited, movements, totals
from bangduan.testing.store import Bench
from bangduan.testing.store.bench import deposit, opened, state_of
from bangduan.unit_of_work import UnitOfWork

AWKWARD = (
    "quotes \" ' and \\ and $1 and %s and {braces}",
    "น้ำใจ · กำแพงเพชร · 🐃 · \u2028 · \u200b",
    'NULL, null, "", [1, 2], {"a": 1}',
    "one\ntwo\ttabs",
)


@pytest.fixture
def application(make_url: Callable[[], str], tmp_path: Path) -> Iterator[Application]:
    bench = Bench(make_url, tmp_path)
    yield bench.application()
    bench.close()


@pytest.mark.parametrize("count", [1, 9, 10, 500])
def test_however_many_events_a_commit_has_they_are_stored_to_the_byte_and_in_order(
    application: Application, count: int
) -> None:
    id = opened(application)
    events = [
        MoneyDeposited(
            passbook_id=id, amount_satang=Satang(2**53 - 1 - n), note=Prose(AWKWARD[n % 4])
        )
        for n in range(count)
    ]
    unit = UnitOfWork(application)
    unit.append(PASSBOOK, id, events)
    application.commit(unit)

    rows = application.log.read_stream(PASSBOOK.stream(id), 1)
    assert [row.payload for row in rows] == [codec.encode(e, application.keyring) for e in events]
    assert [row.version for row in rows] == list(range(2, count + 2))
    assert [row.place for row in rows] == sorted(row.place for row in rows)
    assert rows == application.log.read()[1:]
    assert verify(application.log) == []


def test_many_events_at_a_version_that_is_taken_leave_nothing(application: Application) -> None:
    id = opened(application)
    late = UnitOfWork(application)
    late.append(
        PASSBOOK, id, [MoneyDeposited(passbook_id=id, amount_satang=Satang(1)) for _ in range(50)]
    )
    application.execute(deposit(id, 7))
    with pytest.raises(StaleVersion):
        application.commit(late)

    assert state_of(application, id).balance == 7
    assert len(application.log.read()) == 2


def test_what_is_written_often_follows_its_table_through_a_rebuild(
    application: Application,
) -> None:
    id = opened(application)
    for turn in range(1, 4):
        for amount in (1, 2, 3):
            application.execute(deposit(id, amount), key=f"{turn}.{amount}")
        rebuild(application, projection_named(application, "passbooks"))

        assert len(application.reader.all(select(movements))) == 3 * turn
        assert application.reader.all(select(totals))
    assert state_of(application, id).balance == 18
