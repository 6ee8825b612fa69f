"""Everything is killed at random, again and again, and not one event is missed or applied twice."""

from __future__ import annotations

import random
import threading
import time
import uuid
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from bangduan.messaging.topology import subscriber_queue
from bangduan.settings import Settings
from bangduan.testing.hosts import databases_of
from bangduan.testing.messaging import Site
from bangduan.testing.messaging.site import SERVICES
from bangduan.testing.postgresql import Postgres
from bangduan.testing.rabbitmq import Rabbit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEED: Final = 2551
EVENTS: Final = 40_000
AT_ONCE: Final = 100
PAUSE_SECONDS: Final = 0.08
ACCOUNTS: Final = tuple(str(uuid.UUID(int=n)) for n in range(40))
KILLS: Final = {"till": 5, "ledger": 4, "display": 4, "broker": 3, "postgresql": 3}
TAMBON: Final = "110113"


@pytest.fixture
def broker() -> Iterator[Rabbit]:
    with Rabbit() as server:
        yield server


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


@pytest.fixture
def site(tmp_path: Path, broker: Rabbit, postgres: Postgres) -> Iterator[Site]:
    databases = databases_of(postgres, SERVICES)
    settings = Settings(broker=broker.url(), **databases)
    with Site(tmp_path, settings, forget=lambda _: None) as site:
        site.run()
        for service in ("ledger", "display"):
            broker.wait_for_queue_on_disk(subscriber_queue(TAMBON, service, TAMBON, "till").name)
        yield site


def test_nothing_is_missed_and_nothing_applied_twice_whatever_is_killed(
    site: Site, broker: Rabbit, postgres: Postgres
) -> None:
    till = Till(site)
    killer = Killer(site, broker, postgres, random.Random(SEED))  # noqa: S311 (repeatable)
    with supervised(site):
        till.start()
        killer.run()
        till.join()
        for service in SERVICES:
            site.hosts.wait_healthy(service)
        site.wait_agreed(60)

    assert till.refusals == []
    assert len(site.paid()) == EVENTS
    for account in ACCOUNTS:
        numbers = [number for paid, number in site.booked() if paid == account]
        assert numbers == list(range(1, EVENTS // len(ACCOUNTS) + 1))
    for service in SERVICES:
        # each lived through the outages of broker and database
        assert "a container died" not in site.hosts.log(service)


class Till(threading.Thread):
    """Pays until all is paid; a payment whose answer was lost is sent again under its key."""

    def __init__(self, site: Site) -> None:
        super().__init__(name="payments")
        self._url = site.hosts.url("till")
        self.refusals: list[str] = []

    def run(self) -> None:
        with httpx.Client(base_url=self._url, trust_env=False, timeout=10) as client:
            for n in range(EVENTS // AT_ONCE):
                self._pay(client, ACCOUNTS[n % len(ACCOUNTS)], f"payment-{n}")
                time.sleep(PAUSE_SECONDS)

    def _pay(self, client: httpx.Client, account: str, key: str) -> None:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                response = client.post(
                    f"/till/api/v1/accounts/{account}/payments",
                    json={"times": AT_ONCE},
                    headers={"Idempotency-Key": key},
                )
                if response.is_success:
                    return
                if response.status_code < 500:
                    self.refusals.append(response.text)
                    return
            time.sleep(0.05)
        self.refusals.append(f"{key} was never accepted")


class Killer:
    """Kills one thing after another at random moments, sometimes while another is still away."""

    def __init__(
        self, site: Site, broker: Rabbit, postgres: Postgres, moments: random.Random
    ) -> None:
        self._site = site
        self._servers: dict[str, Rabbit | Postgres] = {"broker": broker, "postgresql": postgres}
        self._moments = moments
        self._victims = [name for name, times in KILLS.items() for _ in range(times)]
        moments.shuffle(self._victims)
        self._coming_back: dict[str, threading.Thread] = {}

    def run(self) -> None:
        """Kill every victim; servers are back, and all services were started, at the end."""
        for victim in self._victims:
            time.sleep(self._moments.uniform(0.1, 3.0))
            server = self._servers.get(victim)
            if server is None:
                self._site.kill(victim)
                continue
            self._wait_for(victim)
            server.kill()
            coming = threading.Thread(target=server.start)
            coming.start()
            self._coming_back[victim] = coming
        for victim in self._servers:
            self._wait_for(victim)

    def _wait_for(self, victim: str) -> None:
        coming = self._coming_back.pop(victim, None)
        if coming is not None:
            coming.join()


@contextmanager
def supervised(site: Site) -> Iterator[None]:
    """Whatever process ends is started again, as on a site."""
    ended = threading.Event()

    def supervise() -> None:
        while not ended.wait(0.25):
            for service in SERVICES:
                if not site.hosts.running(service):
                    site.hosts.launch(service)

    supervisor = threading.Thread(target=supervise)
    supervisor.start()
    try:
        yield
    finally:
        ended.set()
        supervisor.join()
