"""A service restored from an older backup: its subscribers see it, keep what they held, agree."""

from __future__ import annotations

import dataclasses
import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import psycopg2
import pytest
import sqlalchemy

from bangduan.settings import Settings
from bangduan.testing.hosts import databases_of
from bangduan.testing.messaging import Site
from bangduan.testing.messaging.site import SERVICES, new_account

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bangduan.testing.postgresql import Postgres

QUICK = Settings(heartbeat_seconds=1.0, backoff_seconds=0.05, retries=2)


class Backup(Protocol):
    """Copies of the till's database, while it does not run."""

    def take(self) -> None:
        """Copy it."""

    def bring_back(self) -> None:
        """Replace it by the copy."""


class FileBackup:
    """Of a SQLite file."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        url = sqlalchemy.make_url(settings.database_url("till"))
        self._file = Path(str(url.database))
        self._copy = folder / "till.backup"

    def take(self) -> None:
        shutil.copy(self._file, self._copy)

    def bring_back(self) -> None:
        for path in self._file.parent.glob("till.sqlite3*"):
            path.unlink()
        shutil.copy(self._copy, self._file)


class DatabaseBackup:
    """Of a PostgreSQL database."""

    def __init__(self, settings: Settings, server: Postgres) -> None:
        self._server = server
        self._name = settings.database_url("till").rpartition("/")[2]

    def take(self) -> None:
        self._copy(self._name, f"{self._name}_backup")

    def bring_back(self) -> None:
        self._server.drop_database(self._name)
        self._copy(f"{self._name}_backup", self._name)

    def _copy(self, source: str, target: str) -> None:
        url = self._server.url().replace("+psycopg2", "")
        with closing(psycopg2.connect(url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {target} TEMPLATE {source}")


@pytest.fixture(params=["sqlite", "postgresql"])
def restorable(
    request: pytest.FixtureRequest, tmp_path: Path, rabbit: str
) -> Iterator[tuple[Site, Backup]]:
    """A running site, and how to copy its till's database."""
    backup: Backup
    if request.param == "sqlite":
        settings = dataclasses.replace(QUICK, data=tmp_path / "data", broker=rabbit)
        backup = FileBackup(settings, tmp_path)
    else:
        server: Postgres = request.getfixturevalue("postgres_server")
        settings = dataclasses.replace(QUICK, broker=rabbit, **databases_of(server, SERVICES))
        backup = DatabaseBackup(settings, server)
    with Site(tmp_path, settings, forget=lambda _: None) as site:
        site.run()
        yield site, backup


def test_a_subscriber_of_a_restored_source_sets_aside_what_it_held_and_agrees_again(
    restorable: tuple[Site, Backup],
) -> None:
    site, backup = restorable
    site.pay(new_account(), 700)
    site.wait_agreed()
    away("till", site, backup.take)
    lost = new_account()
    site.pay(lost, 30)
    site.wait_agreed()

    away("till", site, backup.bring_back, begins=True)
    site.pay(new_account(), 5)
    site.pay(new_account(), 25)

    site.wait_for(lambda: lost not in site.shown() and shown(site) == paid(site))
    assert site.shown_twice() == []
    # the ledger reads by itself, at a pace of its own
    site.wait_for(lambda: set(site.booked()) >= set(site.paid()))
    for subscriber in ("ledger", "display"):
        [(aside,)] = site.query(subscriber, "SELECT count(*) FROM set_aside")
        [(kept,)] = site.query(subscriber, "SELECT count(*) FROM inbox")
        assert (aside, kept) == (730, 730)


def test_a_source_restored_by_hand_is_noticed_without_news_and_later_by_its_news(
    restorable: tuple[Site, Backup],
) -> None:
    site, backup = restorable
    site.pay(new_account(), 20)
    site.wait_agreed()
    away("till", site, backup.take)

    # the subscribers hold no more than the restored source: there is nothing to notice
    away("till", site, backup.bring_back)
    site.pay(new_account(), 5)
    site.wait_agreed()
    assert site.query("display", "SELECT count(*) FROM set_aside") == [(0,)]

    away("till", site, backup.bring_back)
    site.wait_for(lambda: shown(site) == paid(site))

    lost = new_account()
    site.pay(lost, 7)
    site.wait_for(lambda: shown(site) == paid(site))
    away("till", site, backup.bring_back)
    site.pay(new_account(), 9)
    site.wait_for(lambda: lost not in site.shown() and shown(site) == paid(site))


def away(service: str, site: Site, work: Callable[[], None], *, begins: bool = False) -> None:
    """Do something while a service is stopped."""
    site.hosts.stop(service)
    work()
    if begins:
        site.done("begin-epoch", service)
    site.hosts.start(service)


def paid(site: Site) -> dict[str, int]:
    """Payments by account, as the till has them."""
    return dict(site.paid())


def shown(site: Site) -> dict[str, int]:
    """Payments by account, as the display has them."""
    return {account: count for account, (count, _) in site.shown().items()}
