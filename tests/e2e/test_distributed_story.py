"""The same story on RabbitMQ and PostgreSQL, one process a service, disturbed on the way."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import httpx
import pytest

from bangduan.service import installed
from bangduan.settings import Settings
from bangduan.story import Story, replay
from bangduan.testing.hosts import Hosts, databases_of
from bangduan.testing.rabbitmq import Rabbit
from bangduan.testing.tables import Tables, site_tables, wait_for_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bangduan.testing.postgresql import Postgres
    from tests.e2e.conftest import Undisturbed

FROM_THE_START = ("accounts", "membership", "meetings", "funds", "learning")
SITE, PROVINCE = "110113", "110000"


class ByService(httpx.BaseTransport):
    """One origin for many processes, as a site's proxy: the path's first part names the service."""

    def __init__(self, hosts: Hosts) -> None:
        self._hosts = hosts
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to the process of its service."""
        service = request.url.path.split("/")[1]
        process = httpx.URL(self._hosts.url(service))
        request.url = request.url.copy_with(host=process.host, port=process.port)
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close every connection; ``replay`` does, as it owns its client."""
        self._inner.close()


@pytest.fixture
def broker() -> Iterator[Rabbit]:
    """A RabbitMQ node of this test's own, to be killed and wiped."""
    with Rabbit() as server:
        yield server


@pytest.fixture
def hosts(tmp_path: Path, broker: Rabbit, postgres_server: Postgres) -> Iterator[Hosts]:
    """A process for each service, on one broker, each with a database of its own."""
    databases = databases_of(postgres_server, installed())
    with Hosts(tmp_path, Settings(broker=broker.url(), **databases)) as running:
        yield running


def tables_of(hosts: Hosts) -> Tables:
    """The read tables of all services."""
    where = {
        service: dataclasses.replace(
            hosts.settings,
            tambon=PROVINCE if service.scope == "province" else SITE,
            sites=(SITE,) if service.scope == "province" else (),
        )
        for service in installed().values()
    }
    return site_tables(where)


def _let_in(hosts: Hosts) -> str:
    """Token of the administrator, whom every service that runs knows."""
    who = hosts.administrator()
    for service in FROM_THE_START:
        hosts.wait_known(service, who)
    return who["Authorization"].removeprefix("Bearer ")


def _lose_its_disk(broker: Rabbit) -> None:
    broker.kill()
    broker.wipe()
    broker.start()


def test_the_story_ends_in_the_same_read_tables(
    hosts: Hosts, broker: Rabbit, undisturbed: Undisturbed, story: Story
) -> None:
    """A service stops, the broker loses its disk, two services come late: nothing differs."""
    hosts.start(*FROM_THE_START)
    token = _let_in(hosts)
    first_of_learning = next(
        number for number, entry in enumerate(story.entries) if entry.path.startswith("/learning/")
    )
    disturbances: dict[int, Callable[[], None]] = {
        first_of_learning // 3: lambda: hosts.stop("learning"),
        first_of_learning // 2: lambda: _lose_its_disk(broker),
        first_of_learning - 1: lambda: hosts.start("learning"),
    }

    def disturb(done: int) -> None:
        if done in disturbances:
            disturbances.pop(done)()

    replay(
        story, "http://site.invalid", on_progress=disturb, transport=ByService(hosts), token=token
    )
    assert not disturbances
    hosts.start("reporting")
    hosts.start("province", tambon=PROVINCE, sites=(SITE,))
    wait_for_tables(undisturbed.tables, lambda: tables_of(hosts), seconds=90)


def test_told_again_it_changes_nothing(
    hosts: Hosts, undisturbed: Undisturbed, story: Story
) -> None:
    """Every entry has an idempotency key: a second telling is answered, not carried out."""
    hosts.start(*FROM_THE_START, "reporting")
    hosts.start("province", tambon=PROVINCE, sites=(SITE,))
    token = _let_in(hosts)
    first = replay(story, "http://site.invalid", transport=ByService(hosts), token=token)
    assert (first.sent, first.already_there) == (len(story.entries), 0)
    second = replay(story, "http://site.invalid", transport=ByService(hosts), token=token)
    assert (second.sent, second.already_there) == (0, len(story.entries))
    wait_for_tables(undisturbed.tables, lambda: tables_of(hosts), seconds=90)
