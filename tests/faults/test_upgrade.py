"""A service is exchanged for its next version while people work: no request is lost or done twice.

Two processes of it stand side by side for a while. The one that is to go says so on ``/health``,
answers what comes until whoever stands in front has seen it, and ends what it began.
"""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING, Self

import httpx
import pytest

from bangduan.settings import Settings
from bangduan.testing.hosts import Hosts
from bangduan.testing.passbook import PASSBOOK_SERVICE
from bangduan.testing.processes import wait_until
from bangduan.testing.runner import running
from bangduan.testing.store.bench import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATH = "/passbook/api/v1/passbooks"
PEOPLE = 4


class Front:
    """A proxy as it should be: asks who is well, and sends nothing to who is not."""

    def __init__(self, hosts: Hosts, *names: str) -> None:
        self._hosts = hosts
        self._names = names
        self._turn = 0

    def post(self, client: httpx.Client, body: dict[str, str], headers: dict[str, str]) -> int:
        """Send one command to a process that is well; only a connection refused is tried again."""
        while True:
            self._turn += 1
            name = self._names[self._turn % len(self._names)]
            try:
                if client.get(f"{self._hosts.url(name)}/passbook/health").status_code != 200:
                    continue
                url = self._hosts.url(name) + PATH
                return client.post(url, json=body, headers=headers).status_code
            except httpx.ConnectError:
                continue


class Traffic:
    """People at work: each sends one command after the other."""

    def __init__(self, front: Front, who: dict[str, str]) -> None:
        self._front = front
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
        enough = len(self.accepted) + 10 * PEOPLE
        wait_until(
            lambda: bool(self.failed) or len(self.accepted) >= enough, seconds=120,
            otherwise=lambda: AssertionError("nothing was accepted any more"),
        )  # fmt: skip

    def _work(self) -> None:
        with httpx.Client(trust_env=False, timeout=60) as client:
            while not self._ended.is_set():
                id = new_id()
                body = {"passbook_id": id, "holder_id": new_id(), "name": "สมหญิง (สมมติ)"}
                headers = {**self._who, "Idempotency-Key": id}
                try:
                    status = self._front.post(client, body, headers)
                except httpx.HTTPError as error:
                    self.failed.append(error)
                    return
                if status != 201:
                    self.failed.append(status)
                    return
                self.accepted.append(id)


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[Hosts]:
    settings = Settings(drain_seconds=1.0)
    program = running("serve", "bangduan.testing.passbook")
    with Hosts(tmp_path, settings, program=program) as hosts:
        hosts.launch("old", ["passbook"])
        hosts.wait_healthy("old")
        yield hosts


def recorded(hosts: Hosts, name: str, who: dict[str, str]) -> list[str]:
    """Passbooks in the log, once for each time that one was opened."""
    found: list[str] = []
    after: str | None = ""
    while after is not None:
        query = {"after": after} if after else {}
        answer = httpx.get(
            f"{hosts.url(name)}/passbook/api/v1/events", params=query, headers=who, trust_env=False
        ).json()
        found += [each["data"]["passbook_id"] for each in answer["items"]]
        after = answer["next"]
    return found


def test_while_people_work_a_service_is_exchanged_and_nothing_is_lost(hosts: Hosts) -> None:
    who = hosts.let_in(PASSBOOK_SERVICE, "administrator", "treasurer")
    hosts.launch("new", ["passbook"])
    with Traffic(Front(hosts, "old", "new"), who) as traffic:
        traffic.goes_on()
        hosts.wait_healthy("new")
        traffic.goes_on()
        hosts.stop("old")
        traffic.goes_on()

    assert traffic.failed == []
    assert sorted(recorded(hosts, "new", who)) == sorted(traffic.accepted)
    assert "cutting off" not in hosts.log("old")


def test_a_process_that_goes_says_so_and_still_answers(hosts: Hosts) -> None:
    url = f"{hosts.url('old')}/passbook/health"
    with httpx.Client(trust_env=False, timeout=30) as client:
        assert client.get(url).json()["status"] == "ok"
        os.kill(hosts.pid("old"), signal.SIGTERM)

        def draining() -> bool:
            answer = client.get(url)
            return answer.status_code == 503 and answer.json()["status"] == "draining"

        wait_until(
            draining, seconds=30, otherwise=lambda: AssertionError("it never said that it goes")
        )
    wait_until(
        lambda: not hosts.running("old"), seconds=30,
        otherwise=lambda: AssertionError("it did not go"),
    )  # fmt: skip
