"""Private servers that every test may ask for: started once, at the first asking."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

import hypothesis
import pytest

from bangduan.testing.postgresql import Postgres
from bangduan.testing.rabbitmq import Rabbit

# here, before any test of another folder imports them
pytest.register_assert_rewrite("bangduan.testing.store", "bangduan.testing.messaging")

# How long an example takes, or its making, says nothing on a busy machine.
hypothesis.settings.register_profile(
    "patient",
    hypothesis.settings.default,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("patient")

# A build server may start us in the background, where Ctrl-C is ignored; what we start inherits
# that, and is to end at it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def rabbit_server() -> Iterator[Rabbit]:
    """The session's RabbitMQ node. A test that kills one starts its own."""
    with Rabbit() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """The session's PostgreSQL server, as durable as one in use. As above."""
    with Postgres() as server:
        yield server


@pytest.fixture
def rabbit(rabbit_server: Rabbit) -> Iterator[str]:
    """The AMQP URL of a virtual host of the test's own."""
    name = rabbit_server.create_vhost()
    yield rabbit_server.url(name)
    rabbit_server.delete_vhost(name)


@pytest.fixture
def postgres_database(postgres_server: Postgres) -> Iterator[Callable[[], str]]:
    """Makes an empty database of the test's own and returns its URL, as often as called."""
    urls: list[str] = []

    def create() -> str:
        urls.append(postgres_server.create_database())
        return urls[-1]

    yield create
    for url in urls:
        postgres_server.drop_database(url.rpartition("/")[2])
