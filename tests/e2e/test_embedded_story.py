"""`bangduan up`: the story is told once, and stays told whatever happens to the process."""

from __future__ import annotations

import dataclasses
import shutil
import signal
from typing import TYPE_CHECKING

import httpx
import pytest

from bangduan.application import Application
from bangduan.store.verification import verify
from bangduan.testing.processes import ServerFailed, free_ports, tail, wait_until
from bangduan.testing.tables import wait_for_tables
from bangduan.testing.up import Up
from tests.e2e.conftest import STORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.conftest import Undisturbed


def test_the_site_shows_the_story(undisturbed: Undisturbed) -> None:
    for said in ("บางด้วน", "110113", "270,000", "สถาบันการจัดการเงินทุนชุมชน", "2551"):
        assert said in undisturbed.site_page


def test_the_province_shows_the_aggregates(undisturbed: Undisturbed) -> None:
    assert "บางด้วน" in undisturbed.province_page
    assert "270,000" in undisturbed.province_page


def test_nothing_personal_reaches_reporting_or_the_province(undisturbed: Undisturbed) -> None:
    names = {"สมใจ", "ชาติทองคำ", "เศวตจามร", "บุคคลสมมุติ"}
    for table, rows in undisturbed.tables.items():
        if table.startswith(("reporting.", "province.")):
            assert not [row for row in rows if any(name in row for name in names)], table


def test_a_second_up_changes_nothing(told: Up, undisturbed: Undisturbed) -> None:
    told.start()
    told.wait_answering()
    assert told.settled() == undisturbed.tables
    assert told.stop() == 0, tail(told.log)
    assert told.events() == undisturbed.events


def test_killed_in_the_middle_it_ends_in_the_same_read_tables(
    up: Up, undisturbed: Undisturbed
) -> None:
    total = sum(undisturbed.events.values())
    for part in (0.1, 0.4, 0.8):
        up.start()
        up.wait_answering()
        wait_until(
            lambda part=part: sum(up.events().values()) >= part * total,  # type: ignore[misc]
            seconds=60,
            otherwise=lambda: ServerFailed(tail(up.log)),
            every=0.02,
        )
        up.kill()
    up.start()
    up.wait_replayed()
    wait_for_tables(undisturbed.tables, up.tables, seconds=60)
    assert up.stop() == 0, tail(up.log)
    assert up.events() == undisturbed.events


def test_every_hash_chain_holds_afterwards(undisturbed: Undisturbed, up: Up) -> None:
    up.data = undisturbed.data
    for service, settings in up.settings().items():
        application = Application(service, settings)
        assert verify(application.log) == []
        application.close()


def test_the_same_folder_is_not_used_twice(told: Up) -> None:
    told.start()
    told.wait_answering()
    other_port, other_province_port = free_ports(2)
    again = dataclasses.replace(told, port=other_port, province_port=other_province_port)
    again.start()
    assert again.child is not None
    assert again.child.wait(seconds=30) == 2
    assert "is in use by process" in again.log.read_text()


def test_a_taken_port_is_said(up: Up, undisturbed: Undisturbed) -> None:
    up.start()
    up.wait_answering()
    other = dataclasses.replace(up, data=up.data.with_name("other"))
    other.start()
    assert other.child is not None
    assert other.child.wait(seconds=30) == 2
    assert f"Port {up.port} is in use" in other.log.read_text()
    assert undisturbed.events


@pytest.fixture(scope="module")
def running(undisturbed: Undisturbed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """The told site, running; nobody changes it."""
    data = tmp_path_factory.mktemp("running") / "data"
    shutil.copytree(undisturbed.data, data)
    port, province_port = free_ports(2)
    up = Up(data, port, province_port, STORY)
    up.start()
    try:
        up.wait_answering()
        yield up
    finally:
        assert up.child is not None
        up.child.end(signal.SIGTERM, seconds=20)


@pytest.mark.parametrize(
    "service", ["accounts", "membership", "meetings", "funds", "learning", "reporting"]
)
def test_every_service_describes_itself(running: Up, service: str) -> None:
    base = f"http://127.0.0.1:{running.port}/{service}"
    assert httpx.get(f"{base}/health", trust_env=False).json()["status"] == "ok"
    assert httpx.get(f"{base}/api/v1/openapi.json", trust_env=False).json()["openapi"] == "3.1.0"
    events = f"{base}/api/v1/events?limit=1"
    assert httpx.get(events, trust_env=False).status_code == 401
    feed = httpx.get(events, headers=running.who(), trust_env=False).json()
    assert feed["items"][0]["source"] == f"/tambon/110113/{service}"
