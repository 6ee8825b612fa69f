"""A row is found by exact personal text, of which the database keeps a keyed hash alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, String, select

from bangduan.events import FORGOTTEN
from bangduan.projection import ReadTable, lookup_column, personal_column
from bangduan.store import open_database
from bangduan.store.database import Database
from bangduan.store.rows import RowChanges, reveal

people = ReadTable(
    "looked_up",
    Column("id", String, primary_key=True),
    personal_column("number", subject="id"),
    lookup_column("number_digest", of="number"),
)


class Plain:
    """A cipher that only marks what it seals."""

    def seal(self, subject: str, text: str) -> str:
        return f"sealed:{text}"

    def open(self, subject: str, sealed: str) -> str | None:
        return sealed.removeprefix("sealed:")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path}/lookup.sqlite3")
    with database.transaction() as connection:
        people.create(connection)
    yield database
    database.close()


def changed(database: Database, change: Callable[[RowChanges], None]) -> None:
    changes = RowChanges(database, Plain())
    change(changes)
    database.write(changes.statements())


def found(database: Database, number: str) -> list[str]:
    query = select(people.c.id).where(people.c.number_digest == number)
    return [row["id"] for row in database.select(query)]


def test_a_row_is_found_by_what_was_put_and_by_what_it_was_changed_to(database: Database) -> None:
    changed(database, lambda rows: rows.put(people, id="one", number="1"))
    assert found(database, "1") == ["one"]
    changed(database, lambda rows: rows.change(people, {"id": "one"}, number="2"))
    assert (found(database, "1"), found(database, "2")) == ([], ["one"])
    changed(database, lambda rows: rows.put(people, id="one", number=None))
    assert found(database, "2") == []


def test_what_is_blanked_or_forgotten_is_found_no_more(database: Database) -> None:
    changed(database, lambda rows: rows.put(people, id="one", number="1"))
    changed(database, lambda rows: rows.blank(people, "one"))
    assert found(database, "1") == []
    changed(database, lambda rows: rows.put(people, id="one", number=FORGOTTEN))
    assert found(database, str(FORGOTTEN)) == []


def test_the_hash_is_made_with_a_secret_and_shown_to_nobody(
    database: Database, tmp_path: Path
) -> None:
    changed(database, lambda rows: rows.put(people, id="one", number="1"))
    [row] = reveal([people], database.select(select(people)), Plain())
    assert row == {"id": "one", "number": "1"}
    other = open_database(f"sqlite:///{tmp_path}/other.sqlite3")
    assert other.digest("1") != database.digest("1")
    other.close()
    again = open_database(f"sqlite:///{tmp_path}/lookup.sqlite3")
    assert again.digest("1") == database.digest("1")
    again.close()
