"""The containers' proxy, on its file as it stands: who comes while a service is exchanged waits."""

from __future__ import annotations

import os
import threading
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import httpx
import pytest

from bangduan.settings import Settings
from bangduan.testing.hosts import Hosts
from bangduan.testing.passbook import PASSBOOK_SERVICE
from bangduan.testing.processes import Child, answers, find_program, free_ports, tail, wait_until
from bangduan.testing.runner import running
from bangduan.testing.store.bench import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator

CADDYFILE = Path(__file__).parents[2] / "deploy" / "proxy" / "Caddyfile"
PATH = "/passbook/api/v1/passbooks"
PEOPLE = 3
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
        wait_until(lambda: answers(listen), seconds=30, otherwise=lambda: AssertionError(tail(log)))
        yield f"http://127.0.0.1:{listen}"


class Traffic:
    """People at work: each sends one command after the other, and reads the list after each."""

    def __init__(self, url: str, who: dict[str, str]) -> None:
        self._url = url
        self._who = who
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._work) for _ in range(PEOPLE)]
        self.accepted: list[str] = []
        self.failed: list[object] = []

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def goes_on(self) -> None:
        """Wait until many more were accepted than now."""
        enough = len(self.accepted) + 5 * PEOPLE
        wait_until(
            lambda: bool(self.failed) or len(self.accepted) >= enough, seconds=PATIENCE,
            otherwise=lambda: AssertionError("nothing was accepted any more"),
        )  # fmt: skip

    def _work(self) -> None:
        with httpx.Client(base_url=self._url, trust_env=False, timeout=PATIENCE) as client:
            try:
                while not self._ended.is_set():
                    self._once(client)
            except (httpx.HTTPError, AssertionError) as error:
                self.failed.append(error)

    def _once(self, client: httpx.Client) -> None:
        id = new_id()
        body = {"passbook_id": id, "holder_id": new_id(), "name": "สมหญิง (สมมติ)"}
        headers = {**self._who, "Idempotency-Key": id}
        said = client.post(PATH, json=body, headers=headers)
        assert said.status_code == httpx.codes.CREATED, said.text
        self.accepted.append(id)
        read = client.get("/passbook/api/v1/events?limit=1", headers=self._who)
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


def recorded(hosts: Hosts, who: dict[str, str]) -> list[str]:
    """Passbooks in the log, once for each time that one was opened."""
    found: list[str] = []
    after: str | None = ""
    while after is not None:
        query = {"after": after} if after else {}
        answer = httpx.get(
            f"{hosts.url('passbook')}/passbook/api/v1/events", params=query, headers=who,
            trust_env=False,
        ).json()  # fmt: skip
        found += [each["data"]["passbook_id"] for each in answer["items"]]
        after = answer["next"]
    return found


def test_a_service_goes_and_comes_back_and_who_worked_meanwhile_only_waited(
    hosts: Hosts, ready: int, tmp_path: Path
) -> None:
    who = hosts.let_in(PASSBOOK_SERVICE, "administrator", "treasurer")
    port = int(hosts.url("passbook").rpartition(":")[2])
    with proxy(tmp_path, port, ready, "60s") as url, Traffic(url, who) as traffic:
        traffic.goes_on()
        hosts.restart("passbook")
        traffic.goes_on()

    assert traffic.failed == []
    assert sorted(recorded(hosts, who)) == sorted(traffic.accepted)


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
