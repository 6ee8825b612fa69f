"""What only a file can do: be locked by another process, be full, be no database."""

import sqlite3
from pathlib import Path

import pytest

from bangduan.store import Interrupted, StoreUnavailable, open_database
from bangduan.store import sqlite as adapter


def test_a_file_that_another_process_keeps_locked_interrupts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a.sqlite3")
    monkeypatch.setattr(adapter, "_PRAGMAS", ("PRAGMA busy_timeout = 1",))
    other = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    database.close()
    with pytest.raises(Interrupted):
        database.remember("a", "1")
    with pytest.raises(Interrupted), database.transaction():
        pass
    other.execute("ROLLBACK")
    other.close()

    database.remember("a", "2")
    assert database.fact("a") == "2"
    database.close()


def test_a_full_disk_is_an_outage_that_changed_nothing(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a.sqlite3")
    database.remember("a", "1")
    assert isinstance(database, adapter.SqliteDatabase)
    database._connection().execute("PRAGMA max_page_count = 1")
    with pytest.raises(StoreUnavailable):
        database.write([database.insert("facts", ("name", "value"), [("b", "x" * 100_000)])])
    assert database.fact("b") is None

    database._connection().execute("PRAGMA max_page_count = 10000")
    database.remember("b", "2")
    assert (database.fact("a"), database.fact("b")) == ("1", "2")
    database.close()


def test_a_file_that_is_no_database_is_an_outage(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite3").write_bytes(b"not a database, but long enough to look at" * 50)
    with pytest.raises(StoreUnavailable):
        open_database(f"sqlite:///{tmp_path}/a.sqlite3")


def test_a_log_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a file"):
        open_database("sqlite:///:memory:")
