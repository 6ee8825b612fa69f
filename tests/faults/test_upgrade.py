"""A service is exchanged for its next version while people work: no request is lost or done twice.

Two processes of it stand side by side for a while. The one that is to go says so on ``/health``,
answers what comes until whoever stands in front has seen it, and ends what it began.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import httpx
import pytest

from bangduan.settings import Settings
from bangduan.testing.hosts import Hosts
from bangduan.testing.passbook import PASSBOOK_SERVICE
from bangduan.testing.processes import wait_until
from bangduan.testing.runner import running
from bangduan.testing.traffic import PATH, Traffic, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Front:
    """A proxy as it should be: asks who is well, and sends nothing to who is not."""

    def __init__(self, hosts: Hosts, *names: str) -> None:
        self._hosts = hosts
        self._names = names
        self._turn = 0

    def open(
        self, client: httpx.Client, body: Mapping[str, str], headers: Mapping[str, str]
    ) -> None:
        """Send one command to a process that is well; only a connection refused is tried again."""
        while True:
            self._turn += 1
            url = self._hosts.url(self._names[self._turn % len(self._names)])
            try:
                if client.get(f"{url}/passbook/health").status_code != httpx.codes.OK:
                    continue
                said = client.post(url + PATH, json=dict(body), headers=dict(headers))
            except httpx.ConnectError:
                continue
            assert said.status_code == httpx.codes.CREATED, said.text
            return


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[Hosts]:
    settings = Settings(drain_seconds=1.0)
    program = running("serve", "bangduan.testing.passbook")
    with Hosts(tmp_path, settings, program=program) as hosts:
        hosts.launch("old", ["passbook"])
        hosts.wait_healthy("old")
        yield hosts


def test_while_people_work_a_service_is_exchanged_and_nothing_is_lost(hosts: Hosts) -> None:
    who = hosts.let_in(PASSBOOK_SERVICE, "administrator", "treasurer")
    hosts.launch("new", ["passbook"])
    with Traffic(Front(hosts, "old", "new").open, who) as traffic:
        traffic.goes_on()
        hosts.wait_healthy("new")
        traffic.goes_on()
        hosts.stop("old")
        traffic.goes_on()

    assert traffic.failed == []
    assert sorted(opened(hosts.url("new"), who)) == sorted(traffic.accepted)
    assert "cutting off" not in hosts.log("old")


def test_a_process_that_goes_says_so_and_still_answers(hosts: Hosts) -> None:
    url = f"{hosts.url('old')}/passbook/health"
    with httpx.Client(trust_env=False, timeout=30) as client:
        assert client.get(url).json()["status"] == "ok"
        os.kill(hosts.pid("old"), signal.SIGTERM)

        def draining() -> bool:
            answer = client.get(url)
            return answer.status_code == 503 and answer.json()["status"] == "draining"

        wait_until(draining, otherwise=lambda: AssertionError("it never said that it goes"))
    wait_until(
        lambda: not hosts.running("old"),
        otherwise=lambda: AssertionError("it did not go"),
    )  # fmt: skip
