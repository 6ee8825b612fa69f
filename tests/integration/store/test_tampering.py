"""Whoever changes the log behind our back is found out: which stream, which version."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bangduan.application import Application
from bangduan.store.verification import verify
from bangduan.testing.store import Bench
from bangduan.testing.store.bench import opened

MARK = {"sqlite": "?", "postgresql": "%s"}


@pytest.fixture
def application(make_url: Callable[[], str], tmp_path: Path) -> Iterator[Application]:
    bench = Bench(make_url, tmp_path)
    yield bench.application()
    bench.close()


@pytest.fixture
def stream(application: Application) -> str:
    """A stream of five events between two others, its guard taken away."""
    opened(application, None, 1, 2)
    id = opened(application, None, 1, 2, 3, 4)
    opened(application, None, 1, 2)
    assert verify(application.log) == []
    if application.database.name == "postgresql":
        guards = ["ALTER TABLE events DISABLE TRIGGER events_append_only"]
    else:
        guards = ["DROP TRIGGER events_no_update", "DROP TRIGGER events_no_delete"]
    application.database.write([(guard, ()) for guard in guards])
    return f"passbook-{id}"


def write(application: Application, *statements: tuple[str, tuple[object, ...]]) -> None:
    mark = application.database.placeholder
    application.database.write([(sql.replace("?", mark), values) for sql, values in statements])


def found(application: Application) -> list[tuple[str, int]]:
    return [(tampered.stream, tampered.version) for tampered in verify(application.log)]


@pytest.mark.parametrize("column", ["payload", "time", "meta", "type", "id"])
def test_one_changed_byte_is_found(application: Application, stream: str, column: str) -> None:
    rows = application.log.read_stream(stream)
    value = getattr(rows[2], column)
    middle = len(value) // 2
    changed = value[:middle] + chr(ord(value[middle]) ^ 1) + value[middle + 1 :]
    write(
        application,
        (f"UPDATE events SET {column} = ? WHERE stream = ? AND version = 3", (changed, stream)),
    )

    assert found(application) == [(stream, 3)]


def test_a_changed_hash_is_found_and_so_is_what_stands_on_it(
    application: Application, stream: str
) -> None:
    hash = application.log.read_stream(stream)[2].hash
    changed = ("0" if hash[0] != "0" else "1") + hash[1:]
    write(
        application,
        ("UPDATE events SET hash = ? WHERE stream = ? AND version = 3", (changed, stream)),
    )

    assert found(application) == [(stream, 3), (stream, 4)]


def test_a_removed_event_is_found(application: Application, stream: str) -> None:
    write(application, ("DELETE FROM events WHERE stream = ? AND version = 3", (stream,)))

    [tampered] = verify(application.log)
    assert (tampered.stream, tampered.version) == (stream, 3)
    assert "is missing" in str(tampered)


def test_a_removed_first_event_is_found(application: Application, stream: str) -> None:
    write(application, ("DELETE FROM events WHERE stream = ? AND version = 1", (stream,)))

    assert found(application) == [(stream, 1)]


def test_a_removed_event_whose_gap_was_closed_is_found(
    application: Application, stream: str
) -> None:
    write(
        application,
        ("DELETE FROM events WHERE stream = ? AND version = 3", (stream,)),
        ("UPDATE events SET version = 3 WHERE stream = ? AND version = 4", (stream,)),
        ("UPDATE events SET version = 4 WHERE stream = ? AND version = 5", (stream,)),
    )

    assert found(application)[0] == (stream, 3)


def test_a_swapped_order_is_found(application: Application, stream: str) -> None:
    write(
        application,
        ("UPDATE events SET version = 99 WHERE stream = ? AND version = 2", (stream,)),
        ("UPDATE events SET version = 2 WHERE stream = ? AND version = 3", (stream,)),
        ("UPDATE events SET version = 3 WHERE stream = ? AND version = 99", (stream,)),
    )

    assert found(application)[0] == (stream, 2)


def test_an_event_moved_to_another_stream_is_found(application: Application, stream: str) -> None:
    write(
        application,
        ("UPDATE events SET stream = ? WHERE stream = ? AND version = 5", ("passbook-0", stream)),
        ("UPDATE events SET version = 1 WHERE stream = ?", ("passbook-0",)),
    )

    assert found(application) == [("passbook-0", 1)]
