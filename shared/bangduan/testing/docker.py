"""A Docker engine for a test, the running one or a private one, and compose projects on it.

A private engine keeps everything of its own in a temporary folder. What it cannot help leaving
behind on the machine are the engine's iptables chains, which another engine takes over.
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from bangduan.testing.processes import Child, ServerFailed, find_program, tail, wait_until

_START_SECONDS = 60
_COMMAND_SECONDS = 900
# A container that ended this often will not stay.
_RESTARTS = 5
_WELL: frozenset[str] = frozenset({"healthy", "running", "done"})
# As the engine would have it first; then what some kernels and some containers lack.
_ATTEMPTS: Sequence[Sequence[str]] = (
    (),
    ("--storage-driver", "vfs"),
    ("--storage-driver", "vfs", "--iptables=false"),
)


class Engine:
    """A Docker engine, through its command line.

    Args:
        host: where it listens, as in DOCKER_HOST; None for the one that `docker` finds.
    """

    private = False

    def __init__(self, host: str | None = None) -> None:
        self._docker = find_program("docker", "docker.io")
        self.host = host

    def docker(self, *arguments: str | Path, seconds: float = _COMMAND_SECONDS) -> str:
        """Run `docker` and return what it wrote.

        Raises:
            ServerFailed: it failed or took too long; the message has what it wrote last.
        """
        return _run([self._docker, *arguments], environment=self.environment(), seconds=seconds)

    def environment(self) -> dict[str, str]:
        """Our environment, for programs that are to talk to this engine."""
        # docker-compose 1 is a Python program of the system's, not of this environment.
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return kept if self.host is None else {**kept, "DOCKER_HOST": self.host}

    def answers(self) -> bool:
        """Is the engine there?"""
        try:
            self.docker("info", seconds=10)
        except ServerFailed:
            return False
        return True

    def has_image(self, name: str) -> bool:
        """Is there an image of this name?"""
        return bool(self.docker("images", "--quiet", name).strip())

    def build(self, context: Path, tag: str, *arguments: str | Path) -> None:
        """Build an image, on the machine's network: what it installs comes from there."""
        self.docker("build", "--network", "host", "--tag", tag, *arguments, context)


class PrivateEngine(Engine):
    """An engine of our own, under a temporary folder; only root can start one."""

    private = True

    def __init__(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="bangduan-docker-"))
        super().__init__(f"unix://{self.directory}/docker.sock")
        self._program = find_program("dockerd", "docker.io")
        self._log = self.directory / "dockerd.log"
        self._server: Child | None = None
        if os.geteuid() != 0:
            raise ServerFailed("no Docker engine runs, and only root can start one: start it")

    def start(self) -> Self:
        """Start the engine, with the first options that work here, and wait until it answers."""
        (self.directory / "daemon.json").write_text("{}\n")  # not /etc/docker's
        for options in _ATTEMPTS:
            self._server = self._spawn(options)
            if self._comes_up(self._server):
                return self
        raise ServerFailed(f"dockerd does not start. Its log ends:\n{tail(self._log)}")

    def close(self) -> None:
        """End every container, the engine, and all it kept."""
        if self._server is not None and self._server.running:
            containers = self.docker("ps", "--all", "--quiet").split()
            if containers:
                self.docker("rm", "--force", "--volumes", *containers)
            self._server.end(signal.SIGTERM, seconds=60)
        for mounted in _mounts_under(self.directory):
            _run([find_program("umount", "mount"), mounted], environment=os.environ, seconds=30)
        shutil.rmtree(self.directory)

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, *_: object) -> None:
        self.close()

    def _comes_up(self, server: Child) -> bool:
        """Wait until it answers (True) or has ended (False)."""
        wait_until(
            lambda: not server.running or self.answers(),
            seconds=_START_SECONDS,
            otherwise=lambda: ServerFailed(f"dockerd does not answer:\n{tail(self._log)}"),
            every=0.2,
        )
        return server.running

    def _spawn(self, options: Sequence[str]) -> Child:
        home = self.directory
        return Child(
            [
                *(self._program, "--host", f"unix://{home}/docker.sock"),
                *("--data-root", home / "data", "--exec-root", home / "exec"),
                *("--pidfile", home / "pid", "--config-file", home / "daemon.json"),
                # No docker0: each compose project has a network of its own.
                *("--bridge", "none", *options),
            ],
            log=self._log,
            cwd=home,
            environment=os.environ,
        )


@contextmanager
def engine() -> Iterator[Engine]:
    """The running engine if there is one, else a private one for as long as it is used."""
    running = Engine()
    if running.answers():
        yield running
    else:
        with PrivateEngine() as private:
            yield private


class Project:
    """A compose project.

    Args:
        engine: where it runs.
        directory: the folder of its docker-compose.yml.
        name: the project's name; two names never meet.
        settings: the environment its file is filled in from.
        profiles: profiles to turn on.
    """

    def __init__(
        self,
        engine: Engine,
        directory: Path,
        *,
        name: str,
        settings: Mapping[str, str],
        profiles: Sequence[str] = (),
    ) -> None:
        self._engine = engine
        self._directory = directory
        self._name = name
        self._settings = dict(settings)
        chosen = [part for profile in profiles for part in ("--profile", profile)]
        self._command = [*compose_command(engine), "--project-name", name, *chosen]

    def compose(self, *arguments: str, seconds: float = _COMMAND_SECONDS) -> str:
        """Run a compose command and return what it wrote."""
        return _run(
            [*self._command, *arguments],
            environment={**self._engine.environment(), **self._settings},
            cwd=self._directory,
            seconds=seconds,
        )

    def health(self) -> dict[str, str]:
        """Each container's service, and its health, or its state where it has no health check.

        One that was to do something once, and did it, is ``done``.
        """
        return {
            each["Config"]["Labels"]["com.docker.compose.service"]: _health(each["State"])
            for each in self.containers()
        }

    def wait_until_healthy(self, seconds: float) -> None:
        """Wait until every container is healthy, or has done what it was to do.

        Raises:
            ServerFailed: some are not in time, or one ends however often it is started; the
                message has how they are and their logs' ends.
        """

        def failed(what: str) -> ServerFailed:
            logs = self.compose("logs", "--no-color", "--tail", "20")
            return ServerFailed(f"{what}: {self.health()}\n{logs}")

        def healthy() -> bool:
            if any(each["RestartCount"] >= _RESTARTS for each in self.containers()):
                raise failed("a container ends as often as it is started")
            return set(self.health().values()) <= _WELL

        wait_until(
            healthy,
            seconds=seconds,
            otherwise=lambda: failed(f"not healthy in {seconds} s"),
            every=0.5,
        )

    def forget_volume(self, name: str) -> None:
        """Lose what a volume holds; no container may have it."""
        self._engine.docker("volume", "rm", f"{self._name}_{name}")

    def down(self) -> None:
        """End its containers and forget its volumes, and so need not let them end in peace."""
        if self.containers():
            self.compose("kill")
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "20")

    def containers(self) -> list[dict[str, Any]]:
        """What the engine tells of each of its containers, as ``docker inspect``."""
        label = f"label=com.docker.compose.project={self._name}"
        ids = self._engine.docker("ps", "--all", "--quiet", "--filter", label).split()
        described: list[dict[str, Any]] = json.loads(
            self._engine.docker("inspect", *ids) if ids else "[]"
        )
        return described


def _health(state: Mapping[str, Any]) -> str:
    if state["Status"] == "exited" and state["ExitCode"] == 0:
        return "done"
    return str(state.get("Health", {}).get("Status", state["Status"]))


def _mounts_under(directory: Path) -> list[str]:
    """What is still mounted below a folder, the deepest first."""
    mounted = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    return sorted((path for path in mounted if path.startswith(f"{directory}/")), reverse=True)


def compose_command(engine: Engine) -> list[str | Path]:
    """Compose v2 where the command line has it, else docker-compose."""
    try:
        engine.docker("compose", "version", seconds=10)
    except ServerFailed:
        return [find_program("docker-compose", "docker-compose")]
    return [find_program("docker", "docker.io"), "compose"]


def _run(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    seconds: float,
    cwd: Path | None = None,
) -> str:
    words = " ".join(map(str, command))
    try:
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=cwd,
            env=dict(environment),
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise ServerFailed(f"{words}: took over {seconds} s") from None
    if done.returncode != 0:
        said = "\n".join(f"{done.stdout}\n{done.stderr}".splitlines()[-40:])
        raise ServerFailed(f"{words}: exit status {done.returncode}\n{said}")
    return done.stdout
