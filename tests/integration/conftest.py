"""Empty databases of each kind we have an adapter for, quickly made."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from bangduan.testing.postgresql import Postgres

MakeUrl = Callable[[], str]


@pytest.fixture(scope="session")
def quick_postgres() -> Iterator[Postgres]:
    """A server that does not wait for the disk; what is about durability uses the one that does."""
    with Postgres(durable=False) as server:
        yield server


@pytest.fixture
def quick_database(quick_postgres: Postgres) -> Iterator[MakeUrl]:
    """Makes an empty database on it and returns its URL."""
    urls: list[str] = []

    def create() -> str:
        urls.append(quick_postgres.create_database())
        return urls[-1]

    yield create
    for url in urls:
        quick_postgres.drop_database(url.rpartition("/")[2])


@pytest.fixture(scope="session")
def databases(
    quick_postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, MakeUrl]:
    """By the kind: makes what looks like an empty database and returns its URL.

    Of PostgreSQL it is a schema, made in a fraction of the time.
    """
    shared = quick_postgres.create_database()
    folder = tmp_path_factory.mktemp("sqlite")
    return {
        "postgresql": lambda: with_schema(shared),
        "sqlite": lambda: in_file(folder),
    }


def with_schema(url: str) -> str:
    name = f"s{secrets.token_hex(6)}"
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {name}")
    connection.close()
    return f"{url}?options=-csearch_path%3D{name}"


def in_file(folder: Path) -> str:
    return f"sqlite:///{folder}/{secrets.token_hex(6)}.sqlite3"
