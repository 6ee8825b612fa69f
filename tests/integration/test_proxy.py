"""The containers' proxy, on its file as it stands: who comes while a service is exchanged waits."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from bangduan.settings import Settings
from bangduan.testing.hosts import Hosts
from bangduan.testing.passbook import PASSBOOK_SERVICE
from bangduan.testing.processes import Child, answers, find_program, free_ports, tail, wait_until
from bangduan.testing.runner import running
from bangduan.testing.traffic import PATH, Traffic, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CADDYFILE = Path(__file__).parents[2] / "deploy" / "proxy" / "Caddyfile"
PATIENCE = 120


@contextmanager
def proxy(folder: Path, port: int, ready: int, wait: str) -> Iterator[str]:
    """Caddy before one service; its address."""
    [listen] = free_ports(1)
    log = folder / "proxy.log"
    with Child(
        [find_program("caddy", "caddy"), "run", "--config", CADDYFILE, "--adapter", "caddyfile"],
        log=log, cwd=folder,
        environment={
            "PATH": os.environ["PATH"], "HOME": str(folder), "XDG_DATA_HOME": str(folder / "caddy"),
            "XDG_CONFIG_HOME": str(folder / "caddy"), "LISTEN": str(listen), "WAIT": wait,
            "SERVICES": "none", "HOME_SERVICE": "127.0.0.1", "SERVICE_PORT": str(port),
            "READY_PORT": str(ready),
        },
    ):  # fmt: skip
        wait_until(lambda: answers(listen), otherwise=lambda: AssertionError(tail(log)))
        yield f"http://127.0.0.1:{listen}"


@dataclass(frozen=True)
class Door:
    """Where people come in: each opens a passbook, and reads the list after it."""

    url: str

    def open(
        self, client: httpx.Client, body: Mapping[str, str], headers: Mapping[str, str]
    ) -> None:
        """Open one and read."""
        said = client.post(self.url + PATH, json=dict(body), headers=dict(headers))
        assert said.status_code == httpx.codes.CREATED, said.text
        read = client.get(f"{self.url}/passbook/api/v1/events?limit=1", headers=dict(headers))
        assert read.status_code == httpx.codes.OK, read.text


@pytest.fixture
def ready() -> int:
    """The port that the service keeps open as long as work may come."""
    [port] = free_ports(1)
    return port


@pytest.fixture
def hosts(tmp_path: Path, ready: int) -> Iterator[Hosts]:
    settings = Settings(drain_seconds=1.0, ready_port=ready)
    program = running("serve", "bangduan.testing.passbook")
    with Hosts(tmp_path, settings, program=program) as hosts:
        hosts.start("passbook")
        yield hosts


def test_a_service_goes_and_comes_back_and_who_worked_meanwhile_only_waited(
    hosts: Hosts, ready: int, tmp_path: Path
) -> None:
    who = hosts.let_in(PASSBOOK_SERVICE, "administrator", "treasurer")
    port = int(hosts.url("passbook").rpartition(":")[2])
    with proxy(tmp_path, port, ready, "60s") as url, Traffic(Door(url).open, who) as traffic:
        traffic.goes_on()
        hosts.restart("passbook")
        traffic.goes_on()

    assert traffic.failed == []
    assert sorted(opened(hosts.url("passbook"), who)) == sorted(traffic.accepted)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_service_that_stays_away_is_told_of_in_both_languages(
    tmp_path: Path, ready: int, method: str
) -> None:
    [port] = free_ports(1)
    with (
        proxy(tmp_path, port, ready, "1s") as url,
        closing(httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE)) as client,
    ):
        said = client.request(method, PATH)
        assert client.get("/proxy/health").is_success

    assert said.status_code == httpx.codes.BAD_GATEWAY
    assert "กรุณารอสักครู่แล้วลองใหม่" in said.text
    assert "starting or stopped" in said.text
