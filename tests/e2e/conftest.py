"""A site and its province as a person starts them, and what an undisturbed run leaves behind."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from bangduan.service import Service, installed
from bangduan.settings import Settings
from bangduan.store import open_database
from bangduan.story import Story
from bangduan.testing.processes import Child, ServerFailed, free_ports, tail, wait_until
from bangduan.testing.tables import Tables, settled_tables, site_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
STORY = ROOT / "deploy" / "demo" / "bang-duan-2551.yaml"
_REPLAY_SECONDS = 120
_SETTLE_SECONDS = 60


@dataclasses.dataclass(slots=True)
class Up:
    """``bangduan up`` on a folder of its own."""

    data: Path
    port: int
    province_port: int
    child: Child | None = None

    @property
    def log(self) -> Path:
        """What it said, over all its starts."""
        return self.data.with_name(f"{self.data.name}.log")

    def start(self) -> None:
        """Start it; returns at once."""
        program = Path(sys.executable).with_name("bangduan")
        self.child = Child(
            [
                program, "up", "--port", str(self.port), "--province-port",
                str(self.province_port), "--data", self.data, "--story", STORY,
            ],
            log=self.log, cwd=ROOT, environment=os.environ,
        )  # fmt: skip

    def wait_answering(self) -> None:
        """Wait until both addresses answer."""
        for port in (self.port, self.province_port):
            wait_until(
                lambda port=port: _answers(f"http://127.0.0.1:{port}/"),  # type: ignore[misc]
                seconds=60,
                otherwise=self._failure,
            )

    def wait_replayed(self) -> None:
        """Wait until the story is told."""
        wait_until(
            lambda: self._alive() and any(self.data.glob("*.replayed")),
            seconds=_REPLAY_SECONDS,
            otherwise=self._failure,
        )

    def stop(self) -> int:
        """Stop it as Ctrl-C does; its exit status."""
        assert self.child is not None
        os.kill(self.child.pid, signal.SIGINT)
        return self.child.wait(seconds=30)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        assert self.child is not None
        self.child.kill()

    def settings(self) -> dict[Service, Settings]:
        """Where each of its services keeps its data."""
        province = Settings(data=self.data / "province", tambon="110000", sites=("110113",))
        return {
            service: province if service.scope == "province" else Settings(data=self.data)
            for service in installed().values()
        }

    def tables(self) -> Tables:
        """Its read tables, whole."""
        return site_tables(self.settings())

    def settled(self) -> Tables:
        """Its read tables once nothing moves any more."""
        return settled_tables(self.tables, _SETTLE_SECONDS)

    def events(self) -> dict[str, int]:
        """How many events each service has recorded."""
        counts = {}
        for service, settings in self.settings().items():
            database = open_database(settings.database_url(service.name))
            counts[service.name] = int(database.rows("SELECT count(*) FROM events")[0][0])
            database.close()
        return counts

    def _alive(self) -> bool:
        if self.child is None or not self.child.running:
            raise self._failure()
        return True

    def _failure(self) -> ServerFailed:
        return ServerFailed(f"bangduan up did not get there:\n{tail(self.log)}")


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False, timeout=10).is_success
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def story() -> Story:
    """The story of Bang Duan."""
    return Story.load(STORY)


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    """``bangduan up`` on an empty folder, not started."""
    port, province_port = free_ports(2)
    process = Up(tmp_path / "data", port, province_port)
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
    process = Up(tmp_path_factory.mktemp("undisturbed") / "data", port, province_port)
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
