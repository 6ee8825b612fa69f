"""Services in processes of their own, as on a site: started, awaited, stopped, killed by name.

    databases = databases_of(postgres, ["membership", "meetings"])
    settings = Settings(broker=rabbit_url, **databases)
    with Hosts(tmp_path, settings) as hosts:
        hosts.start("membership", "meetings")            # one process each; all answer
        httpx.get(hosts.url("membership") + "/membership/health")
        hosts.kill("membership")
        hosts.start("membership")                        # the same port, the same database

A second process of a service gets a name of its own: ``hosts.launch("other", ["membership"])``.
"""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
import signal
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, TypedDict

import httpx

from bangduan.application import Application
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.testing.processes import (
    PATIENCE_SECONDS,
    Child,
    ServerFailed,
    find_program,
    free_ports,
    tail,
    wait_until,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bangduan.permissions import Role
    from bangduan.service import Service
    from bangduan.testing.postgresql import Postgres

_STOP_SECONDS: Final = 30


class Databases(TypedDict):
    """Settings that name databases."""

    database: str
    keyring: str


def databases_of(server: Postgres, services: Iterable[str]) -> Databases:
    """Make a database for each service and a keyring, and return the settings that name them."""
    prefix = f"site_{secrets.token_hex(4)}"
    for service in services:
        server.create_database(f"{prefix}_{service}")
    keyring = server.create_database(f"{prefix}_keyring")
    return {"database": server.url(prefix) + "_{service}", "keyring": keyring}


def serving() -> list[str | Path]:
    """The command that serves the installed services named after it."""
    return [_bangduan(), "serve"]


def _bangduan() -> Path:
    return Path(find_program("bangduan", "bangduan", [Path(sys.executable).parent]))


@dataclasses.dataclass(slots=True)
class _Process:
    services: tuple[str, ...]
    settings: Settings
    log: Path
    child: Child | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"


class Hosts:
    """Processes that serve, each known by a name.

    Args:
        folder: for logs and, unless ``settings`` say otherwise, for the databases.
        settings: of every process; ``port`` is chosen for each. Without any: SQLite files in
            ``folder`` and, as each process has a memory of its own, no way between services.
        program: what is run, with the names of the services after it; settings reach it through
            its environment. By default ``bangduan serve``.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings | None = None,
        program: Sequence[str | Path] | None = None,
    ) -> None:
        self.folder = folder
        settings = settings or Settings()
        if settings.data == Settings().data:
            settings = dataclasses.replace(settings, data=folder / "data")
        self.settings = settings
        self._program = list(serving() if program is None else program)
        self._processes: dict[str, _Process] = {}

    # -- start -----------------------------------------------------------------------------

    def start(self, *services: str, **changes: Any) -> None:
        """Start one process a service, each named after it, and wait until all are healthy.

        Args:
            changes: settings of these processes that differ from the common ones, from now on.

        Raises:
            ServerFailed: one ended or did not answer in time; the message has its log's end.
        """
        for service in services:
            self.launch(service, **changes)
        for service in services:
            self.wait_healthy(service)

    def launch(self, name: str, services: Sequence[str] = (), **changes: Any) -> None:
        """Start the process ``name`` and return at once; see ``wait_healthy``.

        Args:
            services: what it serves; as before, or the one called ``name``, when not given.
            changes: settings of this process that differ from the common ones, from now on.
        """
        process = self._processes.get(name)
        if process is None:
            [port] = free_ports(1)
            settings = dataclasses.replace(self.settings, port=port)
            process = _Process(tuple(services) or (name,), settings, self.folder / f"{name}.log")
            self._processes[name] = process
        if process.child is not None and process.child.running:
            raise ServerFailed(f"process {name!r} is running already")
        process.services = tuple(services) or process.services
        process.settings = dataclasses.replace(process.settings, **changes)
        process.child = Child(
            [*self._program, *process.services],
            log=process.log,
            cwd=self.folder,
            environment=environment_of(process.settings),
        )

    def wait_healthy(self, name: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until every service of a process answers that it is well."""
        process = self._processes[name]

        def healthy() -> bool:
            if not self.running(name):
                raise _failure(process, name, "ended while starting")
            with suppress(httpx.TransportError):
                return all(
                    httpx.get(f"{process.url}/{service}/health", trust_env=False).is_success
                    for service in process.services
                )
            return False

        wait_until(
            healthy,
            seconds=seconds,
            otherwise=lambda: _failure(process, name, f"was not healthy in {seconds} s"),
        )

    # -- what there is ---------------------------------------------------------------------

    def url(self, name: str) -> str:
        """Address of a process, the same over all its restarts, without a slash at its end."""
        return self._processes[name].url

    def let_in(self, service: Service, *roles: Role) -> dict[str, str]:
        """Headers of a program that acts for a new account with these roles at a service.

        What accounts would tell is written to the service's database beside its process.
        """
        with closing(Application(service, self.settings)) as application:
            prepare(application)
            return Keys().let_in(application, *roles)

    def administrator(self) -> dict[str, str]:
        """Headers of a program that acts for the site's administrator, an invented person.

        Services that follow accounts know of it soon; see ``wait_known``.
        """
        subprocess.run(
            [_bangduan(), "accounts", "demo"], env=environment_of(self.settings),
            cwd=self.folder, check=True, capture_output=True,
        )  # fmt: skip
        made = json.loads((self.settings.data / "demo-credentials.json").read_text())
        return {"Authorization": f"Bearer {made['administrator']['token']}"}

    def wait_known(
        self, name: str, who: Mapping[str, str], seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Wait until every service of a process lets an administrator in, as ``who`` says it is."""
        process = self._processes[name]

        def known() -> bool:
            with suppress(httpx.TransportError):
                return all(
                    httpx.get(
                        f"{process.url}/{service}/api/v1/events?limit=1", headers=dict(who),
                        trust_env=False,
                    ).is_success
                    for service in process.services
                )  # fmt: skip
            return False

        wait_until(
            known, seconds=seconds,
            otherwise=lambda: _failure(process, name, f"knew nobody in {seconds} s"),
        )  # fmt: skip

    def database_url(self, service: str) -> str:
        """URL of the database of a service, for a test that looks into it."""
        return self.settings.database_url(service)

    def running(self, name: str) -> bool:
        """Is the process alive?"""
        child = self._processes[name].child
        return child is not None and child.running

    def pid(self, name: str) -> int:
        """Process id of a running process."""
        return self._running(name).pid

    def log(self, name: str) -> str:
        """Everything a process said, over all its starts."""
        return self._processes[name].log.read_text(errors="replace")

    # -- end -------------------------------------------------------------------------------

    def stop(self, *names: str, seconds: float = _STOP_SECONDS) -> None:
        """Ask processes to end (SIGTERM) and see them gone; harmless for one that is.

        Args:
            names: all when there are none.

        Raises:
            ServerFailed: one took longer; it is killed.
        """
        running = [name for name in names or self._processes if self.running(name)]
        for name in running:
            os.kill(self.pid(name), signal.SIGTERM)
        for name in running:
            child = self._processes[name].child
            assert child is not None
            child.wait(seconds)

    def kill(self, *names: str) -> None:
        """Kill processes with SIGKILL, as a power cut would; all when there are no names."""
        for name in names or self._processes:
            if self.running(name):
                self._running(name).kill()

    def restart(self, *names: str, **changes: Any) -> None:
        """Stop processes and start them again, healthy when this returns; all without names."""
        names = names or tuple(self._processes)
        self.stop(*names)
        self.start(*names, **changes)

    def close(self) -> None:
        """Kill what still runs."""
        self.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _running(self, name: str) -> Child:
        process = self._processes[name]
        if process.child is None or not process.child.running:
            raise _failure(process, name, "is not running")
        return process.child


def environment_of(settings: Settings) -> dict[str, str]:
    """Our own environment with these settings and none other."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BANGDUAN_")}
    given = {
        f"BANGDUAN_{field.name.upper()}": _text(getattr(settings, field.name))
        for field in dataclasses.fields(settings)
    }
    return {**kept, "PYTHONUNBUFFERED": "1", **given}


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value)


def _failure(process: _Process, name: str, what: str) -> ServerFailed:
    return ServerFailed(f"process {name!r} {what}. Its log ends:\n{tail(process.log)}")
