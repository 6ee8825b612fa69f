"""After an erasure nobody's bytes hold the name: not the files, not the interface, no old copy."""

import base64
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import orjson
import psycopg2
import pytest

from bangduan.application import Application
from bangduan.events import FORGOTTEN
from bangduan.events.envelope import from_cloudevent, to_cloudevent
from bangduan.events.types import EntityId, Line, VillageCode
from bangduan.settings import Settings
from bangduan.testing.access import client_of
from bangduan.testing.passbook import (
    PASSBOOK_SERVICE,
    REGISTER_SERVICE,
    Admit,
    ForgetHolder,
    OpenPassbook,
)
from bangduan.testing.postgresql import Postgres
from bangduan.testing.store import Bench
from bangduan.testing.store.bench import new_id
from bangduan.testing.store.rebuilding import inbox_of

NAME = Line("พิมพ์ใจ ทดสอบระบบ")
PHONE = Line("0899999991")
FORMS = {
    form
    for text in (NAME, PHONE)
    for form in (
        text.encode(),
        text.encode("utf-16-le"),
        orjson.dumps(text),
        repr(text).encode(),
        ascii(text)[1:-1].encode(),
        base64.b64encode(text.encode()),
    )
}


@pytest.fixture(params=["sqlite", "postgresql"])
def make_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    if request.param == "postgresql":
        create: Callable[[], str] = request.getfixturevalue("quick_database")
        return create
    numbers = count()
    return lambda: f"sqlite:///{tmp_path}/{next(numbers)}.sqlite3"


@pytest.fixture
def bench(make_url: Callable[[], str], tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(make_url, tmp_path)
    yield bench
    bench.close()


@pytest.fixture
def application(bench: Bench) -> Application:
    return bench.application()


@pytest.fixture
def files(
    application: Application, quick_postgres: Postgres, tmp_path: Path
) -> Callable[[], list[Path]]:
    """All files that the databases keep, everything in them."""

    def of_postgres() -> list[Path]:
        with application.database.engine.connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
        return [path for path in quick_postgres.directory.rglob("*") if path.is_file()]

    def of_sqlite() -> list[Path]:
        return [path for path in tmp_path.rglob("*") if path.is_file()]

    return of_postgres if application.database.name == "postgresql" else of_sqlite


@pytest.fixture
def holder(application: Application, bench: Bench, make_url: Callable[[], str]) -> EntityId:
    """Somebody of whom the log, the read tables and the inbox tell."""
    holder = new_id()
    register = bench.application(REGISTER_SERVICE, database=make_url())
    register.execute(Admit(holder_id=holder, nickname=NAME, village=VillageCode("11011301")))
    [row] = register.log.read()
    arrived = from_cloudevent(to_cloudevent(register.source, row, None))
    inbox_of(application, "110113").receive([arrived])
    for who in (new_id(), new_id(), holder, new_id(), new_id()):
        name, phone = (NAME, PHONE) if who == holder else (Line("คนอื่น"), None)
        application.execute(
            OpenPassbook(passbook_id=new_id(), holder_id=who, name=name, phone=phone), key=who
        )
    return holder


def holding(files: list[Path], forms: set[bytes]) -> list[tuple[Path, bytes]]:
    found = []
    for path in files:
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # a running server removes some of its own meanwhile
            continue
        found += [(path, form) for form in forms if form in content]
    return found


def answers_of(application: Application) -> list[bytes]:
    client = client_of(application, "administrator")
    items = client.get("/passbook/api/v1/passbooks").get_json()["items"]
    [his] = [item["passbook_id"] for item in items if item["phone"] is not None]
    return [
        client.get(path).data
        for path in (
            "/passbook/api/v1/passbooks",
            f"/passbook/api/v1/passbooks/{his}",
            f"/passbook/api/v1/passbooks/{his}/movements",
            "/passbook/api/v1/events",
            "/passbook/metrics",
            "/passbook/api/v1/openapi.json",
        )
    ]


def test_no_file_of_a_database_ever_holds_a_name(
    application: Application, holder: EntityId, files: Callable[[], list[Path]]
) -> None:
    assert holding(files(), {holder.encode()}), "the search itself must work"
    assert holding(files(), FORMS) == []
    application.execute(ForgetHolder(holder_id=holder))
    assert holding(files(), FORMS) == []


def test_the_interface_tells_the_name_until_it_is_erased(
    application: Application, holder: EntityId
) -> None:
    before = answers_of(application)
    assert NAME.encode() in before[0]
    assert not any(form in before[3] for form in FORMS), "the feed is sealed"
    application.execute(ForgetHolder(holder_id=holder))

    assert not any(form in answer for form in FORMS for answer in answers_of(application))
    assert str(FORGOTTEN).encode() in answers_of(application)[0]


def test_the_key_is_gone_from_the_keyrings_table_files(
    application: Application, holder: EntityId, files: Callable[[], list[Path]]
) -> None:
    mark = application.database.placeholder
    [(key,)] = application.keyring.database.rows(
        f"SELECT key FROM personal_keys WHERE subject = {mark}", (holder,)
    )
    pieces = {key[start : start + 8].encode() for start in range(len(key) - 8)}
    assert {piece for _, piece in holding(files(), pieces)} == pieces, "the search must work"
    application.execute(ForgetHolder(holder_id=holder))

    # PostgreSQL's write-ahead log keeps what it wrote until it is recycled
    kept = [path for path in files() if "pg_wal" not in path.parts]
    assert holding(kept, pieces) == []


def test_a_copy_of_the_log_made_before_reads_forgotten(
    application: Application, bench: Bench, holder: EntityId, tmp_path: Path
) -> None:
    url = copy_of(application, bench.url, tmp_path)
    application.execute(ForgetHolder(holder_id=holder))

    copy = Application(PASSBOOK_SERVICE, Settings(database=url, keyring=bench.keyring_url))
    try:
        events = [copy.log.event(row) for row in copy.log.read()]
        assert [(e.name, e.phone) for e in events if e.holder_id == holder] == [
            (FORGOTTEN, FORGOTTEN)
        ]
        assert {e.name for e in events if e.holder_id != holder} == {"คนอื่น"}
        assert [answer for answer in answers_of(copy) if NAME.encode() in answer] == []
    finally:
        copy.close()


def copy_of(application: Application, url: str, folder: Path) -> str:
    """A whole copy of the database, as a backup has it."""
    if application.database.name == "sqlite":
        source = sqlite3.connect(url.removeprefix("sqlite:///"))
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        source.close()
        shutil.copy(url.removeprefix("sqlite:///"), folder / "copy.sqlite3")
        return f"sqlite:///{folder}/copy.sqlite3"
    application.close()
    server, _, name = url.rpartition("/")
    connection = psycopg2.connect(f"{server}/postgres".replace("+psycopg2", ""))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}_copy TEMPLATE {name}")
    connection.close()
    return f"{url}_copy"
