"""A site and its province as a person starts them, and what an undisturbed run leaves behind."""

from __future__ import annotations

import dataclasses
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from bangduan.story import Story
from bangduan.testing.processes import free_ports, tail
from bangduan.testing.up import Up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.testing.tables import Tables

ROOT = Path(__file__).resolve().parents[2]
STORY = ROOT / "deploy" / "demo" / "bang-duan-2551.yaml"


@pytest.fixture(scope="session")
def story() -> Story:
    """The story of Bang Duan."""
    return Story.load(STORY)


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    """``bangduan up`` on an empty folder, not started."""
    port, province_port = free_ports(2)
    process = Up(tmp_path / "data", port, province_port, STORY)
    yield process
    if process.child is not None:
        process.child.end(signal.SIGTERM, seconds=20)


@dataclasses.dataclass(frozen=True, slots=True)
class Undisturbed:
    """What one run that nothing disturbed left behind."""

    data: Path
    tables: Tables
    events: dict[str, int]
    site_page: str
    province_page: str


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """The story told once, embedded, from beginning to end."""
    port, province_port = free_ports(2)
    process = Up(tmp_path_factory.mktemp("undisturbed") / "data", port, province_port, STORY)
    process.start()
    try:
        process.wait_answering()
        process.wait_replayed()
        tables = process.settled()
        site = httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
        province = httpx.get(f"http://127.0.0.1:{province_port}/", trust_env=False)
        assert process.stop() == 0, tail(process.log)
    finally:
        assert process.child is not None
        process.child.end(signal.SIGTERM, seconds=20)
    return Undisturbed(process.data, tables, process.events(), site.text, province.text)


@pytest.fixture
def told(up: Up, undisturbed: Undisturbed) -> Up:
    """``bangduan up`` on a copy of the undisturbed run's folder, not started."""
    shutil.copytree(undisturbed.data, up.data)
    return up
