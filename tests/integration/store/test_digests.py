"""What a log came to once is kept elsewhere; whoever changes it later is found out by that."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bangduan.application import Application
from bangduan.events.envelope import Place, Row
from bangduan.store.log import GENESIS, link
from bangduan.store.verification import HeadsDigest, heads_digest, verify
from bangduan.testing.store import Bench
from bangduan.testing.store.bench import opened


@pytest.fixture
def application(make_url: Callable[[], str], tmp_path: Path) -> Iterator[Application]:
    bench = Bench(make_url, tmp_path)
    yield bench.application()
    bench.close()


@pytest.fixture
def stream(application: Application) -> str:
    """A stream of five events between two others."""
    opened(application, None, 1, 2)
    id = opened(application, None, 1, 2, 3, 4)
    opened(application, None, 1, 2)
    return f"passbook-{id}"


@pytest.fixture
def unguarded(application: Application, stream: str) -> Application:
    if application.database.name == "postgresql":
        guards = ["ALTER TABLE events DISABLE TRIGGER events_append_only"]
    else:
        guards = ["DROP TRIGGER events_no_update", "DROP TRIGGER events_no_delete"]
    application.database.write([(guard, ()) for guard in guards])
    return application


def head(application: Application) -> Place:
    row = application.log.head()
    assert row is not None
    return row.place


def write(application: Application, sql: str, *values: object) -> None:
    mark = application.database.placeholder
    application.database.write([(sql.replace("?", mark), values)])


@pytest.mark.usefixtures("stream")
def test_the_digest_of_a_place_stays_while_the_log_grows(application: Application) -> None:
    place = head(application)
    then = heads_digest(application.database, place)
    opened(application, None, 1)
    assert heads_digest(application.database, place) == then
    assert heads_digest(application.database, head(application)) != then
    assert (then.events, then.streams) == (11, 3)


def test_an_empty_log_comes_to_nothing(application: Application) -> None:
    found = heads_digest(application.database, Place(1, 0, 0))
    assert (found.events, found.streams) == (0, 0)


def test_a_stream_cut_at_its_end_is_found_though_its_chain_holds(
    unguarded: Application, stream: str
) -> None:
    place = head(unguarded)
    then = heads_digest(unguarded.database, place)
    write(unguarded, "DELETE FROM events WHERE stream = ? AND version = 5", stream)
    assert verify(unguarded.log) == []
    assert heads_digest(unguarded.database, place) != then


def test_a_stream_that_is_gone_is_found(unguarded: Application, stream: str) -> None:
    place = head(unguarded)
    then = heads_digest(unguarded.database, place)
    write(unguarded, "DELETE FROM events WHERE stream = ?", stream)
    now = heads_digest(unguarded.database, place)
    assert verify(unguarded.log) == []
    assert (now.events, now.streams) == (then.events - 5, then.streams - 1)


def test_a_stream_written_anew_with_all_its_hashes_is_found(
    unguarded: Application, stream: str
) -> None:
    place = head(unguarded)
    then = heads_digest(unguarded.database, place)
    previous = GENESIS
    for row in unguarded.log.read_stream(stream):
        forged = _forged(row)
        previous = link(previous, *forged[4:6], forged.id, *forged[6:10])
        write(
            unguarded,
            "UPDATE events SET time = ?, hash = ? WHERE stream = ? AND version = ?",
            forged.time,
            previous,
            stream,
            row.version,
        )
    assert verify(unguarded.log) == []
    now = heads_digest(unguarded.database, place)
    assert now == HeadsDigest(then.events, then.streams, now.digest)
    assert now.digest != then.digest


def _forged(row: Row) -> Row:
    return row._replace(time=row.time.replace("T", "t")) if row.version == 3 else row
