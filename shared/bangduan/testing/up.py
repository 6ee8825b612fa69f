"""``bangduan up`` as a person starts it: a site and its province in one process of their own."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import sys
from pathlib import Path

import httpx

from bangduan.service import Service, installed
from bangduan.settings import Settings
from bangduan.store import open_database
from bangduan.testing.processes import Child, ServerFailed, tail, wait_until
from bangduan.testing.tables import Tables, settled_tables, site_tables

_START_SECONDS = 60
_REPLAY_SECONDS = 120
_SETTLE_SECONDS = 60
_PROVINCE_ACCESS = "province.access_"


@dataclasses.dataclass(slots=True)
class Up:
    """``bangduan up`` on a folder of its own.

    Args:
        data: the folder.
        port, province_port: where it listens.
        story: what is told the first time; None for a site that begins empty.
    """

    data: Path
    port: int
    province_port: int
    story: Path | None
    child: Child | None = None

    @property
    def log(self) -> Path:
        """What it said, over all its starts."""
        return self.data.with_name(f"{self.data.name}.log")

    def start(self) -> None:
        """Start it; returns at once."""
        program = Path(sys.executable).with_name("bangduan")
        told = ["--no-story"] if self.story is None else ["--story", self.story]
        self.child = Child(
            [
                program, "up", "--port", str(self.port), "--province-port",
                str(self.province_port), "--data", self.data, *told,
            ],
            log=self.log, cwd=self.data.parent, environment=os.environ,
        )  # fmt: skip

    def wait_answering(self) -> None:
        """Wait until both addresses answer."""
        for port in (self.port, self.province_port):
            wait_until(
                lambda port=port: _answers(f"http://127.0.0.1:{port}/"),  # type: ignore[misc]
                seconds=_START_SECONDS,
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

    def who(self) -> dict[str, str]:
        """Headers of a program that acts for its administrator, once it answers."""
        made = json.loads((self.data / "demo-credentials.json").read_text())
        return {"Authorization": f"Bearer {made['administrator']['token']}"}

    def settings(self) -> dict[Service, Settings]:
        """Where each of its services keeps its data; of the accounts, those of the site."""
        province = Settings(data=self.data / "province", tambon="110000", sites=("110113",))
        return {
            service: province if service.scope == "province" else Settings(data=self.data)
            for service in installed().values()
        }

    def tables(self) -> Tables:
        """Its read tables, whole, but for who may come in to the province."""
        found = site_tables(self.settings())
        return {name: rows for name, rows in found.items() if not name.startswith(_PROVINCE_ACCESS)}

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
