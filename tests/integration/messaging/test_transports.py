"""The way between services holds on every transport, with every store."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy

from bangduan.settings import Settings
from bangduan.testing.hosts import databases_of
from bangduan.testing.messaging import ProcessesContract, Site, TransportContract
from bangduan.testing.messaging.site import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.testing.postgresql import Postgres
    from bangduan.testing.rabbitmq import Rabbit

QUICK = Settings(retries=4, backoff_seconds=0.05, heartbeat_seconds=1.0)


def forget_file(settings: Settings, service: str) -> None:
    """Remove a service's SQLite file and what lies beside it."""
    url = sqlalchemy.make_url(settings.database_url(service))
    for path in Path(str(url.database)).parent.glob(f"{service}.sqlite3*"):
        path.unlink()


class TestInMemoryWithSqlite(TransportContract):
    @pytest.fixture(scope="class")
    @classmethod
    def running(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
        folder = tmp_path_factory.mktemp("memory")
        settings = dataclasses.replace(QUICK, data=folder / "data")
        with Site(
            folder,
            settings,
            together=True,
            forget=lambda service: forget_file(settings, service),
        ) as site:
            yield site


class TestOnRabbitmqWithSqlite(ProcessesContract, TransportContract):
    @pytest.fixture(scope="class")
    @classmethod
    def running(
        cls, tmp_path_factory: pytest.TempPathFactory, rabbit_server: Rabbit
    ) -> Iterator[Site]:
        folder, vhost = tmp_path_factory.mktemp("sqlite"), rabbit_server.create_vhost()
        settings = dataclasses.replace(QUICK, data=folder / "data", broker=rabbit_server.url(vhost))
        with Site(
            folder,
            settings,
            lose=lambda: wipe(rabbit_server, vhost),
            forget=lambda service: forget_file(settings, service),
        ) as site:
            yield site
        rabbit_server.delete_vhost(vhost)


class TestOnRabbitmqWithPostgresql(ProcessesContract, TransportContract):
    @pytest.fixture(scope="class")
    @classmethod
    def running(
        cls,
        tmp_path_factory: pytest.TempPathFactory,
        rabbit_server: Rabbit,
        postgres_server: Postgres,
    ) -> Iterator[Site]:
        folder, vhost = tmp_path_factory.mktemp("postgresql"), rabbit_server.create_vhost()
        settings = dataclasses.replace(
            QUICK, broker=rabbit_server.url(vhost), **databases_of(postgres_server, SERVICES)
        )

        def forget(service: str) -> None:
            name = settings.database_url(service).rpartition("/")[2]
            postgres_server.drop_database(name)
            postgres_server.create_database(name)

        with Site(folder, settings, lose=lambda: wipe(rabbit_server, vhost), forget=forget) as site:
            yield site
        rabbit_server.delete_vhost(vhost)


def wipe(rabbit: Rabbit, vhost: str) -> None:
    """Make the broker forget everything it holds for a virtual host."""
    rabbit.delete_vhost(vhost)
    rabbit.create_vhost(vhost)
