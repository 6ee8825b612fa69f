"""A site of real services that stand still, and the command that looks after it."""

from __future__ import annotations

import dataclasses
import io
import json
import logging
import os
import subprocess
import sys
import time
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import psycopg2
import pytest

from bangduan.application import Application
from bangduan.cli import main
from bangduan.domain import derived_id
from bangduan.events.envelope import from_cloudevent, to_cloudevent
from bangduan.events.types import EntityId, Line
from bangduan.messaging.inbox import Inbox
from bangduan.places import places
from bangduan.rebuilding import prepare
from bangduan.service import installed
from bangduan.settings import Settings
from bangduan.testing.hosts import databases_of
from bangduan.testing.postgresql import Postgres
from services.membership.domain.person import CorrectPerson, ErasePerson, RegisterPerson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.store import Database

PROGRAM = Path(sys.executable).with_name("bangduan")


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What a run of the command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one line of JSON it printed."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON of each line it printed."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclasses.dataclass(frozen=True, slots=True)
class Site:
    """A site's settings, its services' applications, and the command on it."""

    folder: Path
    settings: Settings

    # -- the command -----------------------------------------------------------------------

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which the command finds this site."""
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith("BANGDUAN_") and k != "DATA"
        }
        return {
            **kept,
            "BANGDUAN_DATABASE": self.settings.database,
            "BANGDUAN_KEYRING": self.settings.keyring,
            "BANGDUAN_TAMBON": self.settings.tambon,
            "BANGDUAN_BROKER": self.settings.broker,
            "DATA": str(self.settings.data),
        }

    def run(self, *arguments: str, **environment: str) -> Said:
        """Run ``bangduan`` with these arguments here; ``environment`` goes before the site's."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        root = logging.getLogger()
        handlers, level, code = root.handlers[:], root.level, 0
        try:
            with (
                mock.patch.dict(os.environ, {**self.environment, **environment}, clear=True),
                mock.patch.object(sys, "argv", ["bangduan", *arguments]),
                redirect_stdout(out),
                redirect_stderr(err),
            ):
                main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            root.handlers[:], root.level = handlers, level
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read())
        return Said(code, *said)

    @contextmanager
    def started(self, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
        """The command in a process of its own, ended when the block is left."""
        with subprocess.Popen(
            [PROGRAM, *arguments], env={**self.environment, **environment}, cwd=self.folder,
            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            try:
                yield process
            finally:
                process.kill()

    # -- its services ----------------------------------------------------------------------

    @contextmanager
    def application(self, name: str, *, whole: bool = True) -> Iterator[Application]:
        """A service's application, closed when the block is left.

        Args:
            whole: see first that its read tables are there, as a start does.
        """
        (place,) = places(self.settings, (name,))
        with closing(Application(place.service, place.settings)) as application:
            if whole:
                prepare(application)
            yield application

    @contextmanager
    def database(self, name: str) -> Iterator[Database]:
        """A service's database as it stands."""
        (place,) = places(self.settings, (name,))
        with closing(place.require()) as database:
            yield database

    def file(self, name: str) -> Path:
        """The SQLite file of a service."""
        return self.settings.data / f"{name}.sqlite3"

    def register(self, *persons: str) -> list[str]:
        """Register synthetic persons; returns their ids."""
        with self.application("membership") as application:
            for person in persons:
                application.execute(
                    RegisterPerson(
                        person_id=person_id(person), name=Line(f"{person} (สมมติ)"), synthetic=True
                    )
                )
        return [person_id(person) for person in persons]

    def correct(self, person: str, name: str) -> None:
        """Correct a person's name."""
        with self.application("membership") as application:
            application.execute(CorrectPerson(person_id=person_id(person), name=Line(name)))

    def erase(self, person: str) -> None:
        """Erase a person for good."""
        with self.application("membership") as application:
            application.execute(ErasePerson(person_id=person_id(person), reason="asked"))

    def names(self) -> list[str]:
        """The name in every membership event, as it reads now."""
        with self.application("membership") as application:
            events = [application.log.event(row) for row in application.log.read()]
            return [event.name for event in events if hasattr(event, "name")]

    def rows(self) -> list[tuple[Any, ...]]:
        """Membership's log, to the last byte."""
        with self.database("membership") as database:
            return database.rows(
                "SELECT epoch, id, stream, version, type, time, payload, meta, hash "
                f"FROM events ORDER BY {', '.join(database.order)}"
            )

    def relayed(self, name: str = "membership") -> None:
        """Let it stand in the database that every event of a service has left."""
        with self.application(name) as application:
            head = application.log.head()
            if head is not None:
                sql, parameters = application.database.insert(
                    "relay", ("name", "sequence", "last_id"), [("events", str(head.place), head.id)]
                )
                application.database.write([("DELETE FROM relay", ()), (sql, parameters)])

    def deliver(self, follower: str = "learning", *, whole: bool = True) -> None:
        """Let a service read all that membership has recorded, as its subscription would."""
        with (
            self.application("membership") as origin,
            self.application(follower, whole=whole) as application,
        ):
            inbox = Inbox(application, origin.source, sleep=lambda _: None)
            arrived, last = [], None
            for row in origin.log.read():
                arrived.append(from_cloudevent(to_cloudevent(origin.source, row, last)))
                last = row.id
            inbox.receive(arrived)


def person_id(person: str) -> EntityId:
    """The id of a synthetic person."""
    return EntityId(derived_id("synthetic", person))


def sqlite_site(folder: Path) -> Site:
    """A site in a folder."""
    return Site(folder, Settings(data=folder / "data"))


def postgres_site(folder: Path, server: Postgres) -> Site:
    """A site on a database server."""
    databases = databases_of(server, installed())
    return Site(folder, Settings(data=folder / "data", **databases))


@pytest.fixture
def embedded(tmp_path: Path) -> Site:
    """A site as ``bangduan up`` keeps it: SQLite files in a folder."""
    return sqlite_site(tmp_path)


@pytest.fixture(scope="session")
def careless_server() -> Iterator[Postgres]:
    """A database server that does not wait for the disk: nothing here kills it."""
    with Postgres(durable=False) as server:
        yield server


@pytest.fixture
def server(careless_server: Postgres) -> Iterator[Postgres]:
    """That server, empty again after each test."""
    yield careless_server
    connection = psycopg2.connect(careless_server.url().replace("+psycopg2", ""))
    with closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template)'")
        made = [name for (name,) in cursor.fetchall()]
    for name in made:
        careless_server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    """A site on either kind of database."""
    if request.param == "sqlite":
        return sqlite_site(tmp_path)
    return postgres_site(tmp_path, request.getfixturevalue("server"))


def eventually(condition: Any, seconds: float = 30.0) -> Any:
    """Wait until ``condition()`` is true; returns what it is then."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.05)
    return found
