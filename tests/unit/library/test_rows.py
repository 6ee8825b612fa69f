"""Many changes written together leave the rows that they leave one by one."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, BigInteger, Column, Date, Integer, String, select

from bangduan.events import FORGOTTEN
from bangduan.projection import ReadTable, personal_column
from bangduan.store import open_database
from bangduan.store.database import Database
from bangduan.store.rows import RowChanges, reveal

counts = ReadTable(
    "counts",
    Column("kind", String, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("how_many", BigInteger),
    Column("said", String),
    Column("day", Date),
    Column("more", JSON),
)
people = ReadTable(
    "people", Column("id", String, primary_key=True), personal_column("name", subject="id")
)
Change = tuple[str, dict[str, Any], dict[str, Any]]

KEYS = st.fixed_dictionaries({"kind": st.sampled_from("ab"), "part": st.integers(1, 2)})
VALUES = st.fixed_dictionaries({}, optional={"how_many": st.integers(-9, 9), "said": st.text("xy")})
CHANGES: st.SearchStrategy[list[Change]] = st.lists(
    st.one_of(
        st.tuples(st.just("put"), KEYS, VALUES),
        st.tuples(st.just("add"), KEYS, st.fixed_dictionaries({"how_many": st.integers(-9, 9)})),
        st.tuples(st.just("change"), KEYS, VALUES.filter(bool)),
        st.tuples(st.just("change"), st.just({"kind": "a"}), VALUES.filter(bool)),
        st.tuples(st.just("remove"), KEYS, st.just({})),
        st.tuples(st.just("remove"), st.just({"kind": "a"}), st.just({})),
    ),
    max_size=12,
)


class Backwards:
    """A cipher that a reader of this test can follow."""

    def seal(self, subject: str, text: str) -> str:
        return f"{subject}:{text[::-1]}"

    def open(self, subject: str, sealed: str) -> str | None:
        return sealed.removeprefix(f"{subject}:")[::-1] if subject != "erased" else None


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("rows")
    database = open_database(f"sqlite:///{folder}/rows.sqlite3")
    with database.transaction() as connection:
        counts.create(connection)
        people.create(connection)
    yield database
    database.close()


@pytest.fixture
def changes(database: Database) -> RowChanges:
    database.write([("DELETE FROM counts", ()), ("DELETE FROM people", ())])
    return RowChanges(database, Backwards())


def ask(changes: RowChanges, asked: Sequence[Change]) -> RowChanges:
    for verb, key, values in asked:
        match verb:
            case "put":
                changes.put(counts, **key, **values)
            case "add":
                changes.add(counts, key, **values)
            case "change":
                changes.change(counts, key, **values)
            case _:
                changes.remove(counts, key)
    return changes


def rows_after(database: Database, units: Sequence[Sequence[Change]]) -> list[dict[str, Any]]:
    database.write([("DELETE FROM counts", ())])
    for unit in units:
        statements = ask(RowChanges(database, Backwards()), unit).statements()
        if statements:
            database.write(statements)
    return database.select(select(counts).order_by("kind", "part"))


@settings(max_examples=60, database=None, suppress_health_check=list(HealthCheck))
@given(asked=CHANGES)
def test_together_is_as_one_by_one(database: Database, asked: list[Change]) -> None:
    assert rows_after(database, [asked]) == rows_after(database, [[change] for change in asked])


def test_neighbours_of_one_shape_are_one_statement(changes: RowChanges) -> None:
    for part in range(100):
        changes.put(counts, kind="a", part=part, said="x")

    assert len(changes.statements()) == 1


def test_a_row_set_again_and_again_is_written_once(database: Database, changes: RowChanges) -> None:
    for said in "xyz":
        changes.put(counts, kind="a", part=1, said=said)
    statements = changes.statements()
    database.write(statements)

    assert len(statements) == 1
    assert statements[0][1] == ["a", 1, "z"]
    assert [row["said"] for row in database.select(select(counts))] == ["z"]


def test_adding_begins_at_nothing(database: Database, changes: RowChanges) -> None:
    changes.put(counts, kind="a", part=1, said="x")
    changes.add(counts, {"kind": "a", "part": 1}, how_many=5)
    changes.add(counts, {"kind": "b", "part": 1}, how_many=2)
    database.write(changes.statements())

    assert [row["how_many"] for row in database.select(select(counts))] == [5, 2]


def test_a_row_needs_its_whole_key(changes: RowChanges) -> None:
    with pytest.raises(KeyError, match="part"):
        changes.put(counts, kind="a", said="x")


def test_a_personal_column_is_sealed_for_its_person(
    database: Database, changes: RowChanges
) -> None:
    changes.put(people, id="p", name="กข")
    changes.put(people, id="erased", name="กข")
    changes.put(people, id="unknown", name=None)
    changes.put(people, id="blank", name=FORGOTTEN)
    database.write(changes.statements())

    assert [row["name"] for row in database.select(select(people).order_by("id"))] == [
        "", "erased:ขก", "p:ขก", None,
    ]  # fmt: skip
    shown = reveal([people], database.select(select(people).order_by("id")), Backwards())
    assert [row["name"] for row in shown] == [FORGOTTEN, FORGOTTEN, "กข", None]
