"""Programs that a test starts for itself: found, started, waited for, and ended by their pid.

A program started here ends with us: it is told when the thread that started it dies, so that a
test run that is killed leaves nothing behind.
"""

import contextlib
import fcntl
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Self

#: How long one waits for what is bound to come, however busy the machine is.
PATIENCE_SECONDS = 120.0

# Below Linux's ephemeral range (32768 and up), so that no outgoing connection can take a port
# while its server is down and about to come back.
_PORTS = range(20000, 32000)
_taken: set[int] = set()

# The kernel ties "tell me when my parent dies" to the thread that forked. This one lives as long
# as the interpreter; the caller's may not.
_SPAWNER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawner")


class TestToolError(RuntimeError):
    """Something a test stands on is missing or failed.

    TestToolError
    ├── ToolMissing   a program is not installed
    └── ServerFailed  a program did not start, did not answer, or refused
    """

    __test__ = False  # its name starts like a test class; pytest must not collect it


class ToolMissing(TestToolError):
    """A program is not installed; the message names the Debian package that has it."""

    def __init__(self, program: str, package: str) -> None:
        self.program = program
        self.package = package
        super().__init__(
            f"{program} is not installed. Install it with: apt-get install {package}",
        )


class ServerFailed(TestToolError):
    """A program did not start, did not answer in time, or refused what it was asked."""


def find_program(name: str, package: str, places: Iterable[Path] = ()) -> Path:
    """Find an executable.

    Args:
        name: the program's file name.
        package: the Debian package that has it, for the error.
        places: folders to look in before PATH, best first.

    Returns:
        The executable's path.

    Raises:
        ToolMissing: it is nowhere.
    """
    for place in places:
        if os.access(place / name, os.X_OK):
            return place / name
    # Debian keeps servers in sbin, which an ordinary user's PATH may lack.
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
    found = shutil.which(name, path=path)
    if found is None:
        raise ToolMissing(name, package)
    return Path(found)


def account_of(user: str) -> pwd.struct_passwd | None:
    """The account to run a server as: `user`'s when we are root, else None, meaning our own."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(user)
    except KeyError:
        raise ServerFailed(
            f"there is no user {user!r}: reinstall the Debian package that should have made it",
        ) from None


def hand_over(path: Path, account: pwd.struct_passwd | None) -> None:
    """Make `path`, and all below it, belong to `account` (None: leave it ours)."""
    if account is None:
        return
    for each in (path, *path.rglob("*")):
        os.chown(each, account.pw_uid, account.pw_gid, follow_symlinks=False)


def free_ports(count: int) -> list[int]:
    """`count` different TCP ports on 127.0.0.1 that nothing listens on now.

    They are this process's until it ends: another that asks here meanwhile, before what we start
    listens, gets others.
    """
    found: list[int] = []
    for port in random.sample(_PORTS, len(_PORTS)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if _ours(port):
                found.append(port)
        if len(found) == count:
            return found
    raise ServerFailed(f"no {count} free ports between {_PORTS.start} and {_PORTS.stop}")


def _ours(port: int) -> bool:
    """Take a port for this process; False where another has it, or we had it before."""
    if port in _taken:
        return False
    try:
        # closing the file would give every port back
        fcntl.lockf(_register(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except OSError:
        return False
    _taken.add(port)
    return True


@cache
def _register() -> int:
    """A file, open as long as we run, in which a lock on the byte of its number is a port's."""
    path = Path(tempfile.gettempdir()) / f"bangduan-ports-{os.getuid()}"
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)


def wait_until(
    condition: Callable[[], bool],
    *,
    seconds: float = PATIENCE_SECONDS,
    otherwise: Callable[[], Exception],
    every: float = 0.05,
) -> None:
    """Wait until `condition` is true, asking every so often.

    Args:
        condition: asked at once, then `every` seconds.
        seconds: how long to go on.
        otherwise: makes the error to raise when time is up.
        every: seconds between two askings.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise otherwise()
        time.sleep(every)


def answers(port: int) -> bool:
    """Does something accept connections on this port of 127.0.0.1?"""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def tail(path: Path, lines: int = 30) -> str:
    """The last lines of a log, or a note that there is none."""
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError as error:
        return f"(no log: {error})"


class Child:
    """A program running in its own process group, its output in a log file.

    Args:
        arguments: the program and its arguments.
        log: the file its output is appended to.
        cwd: the folder it runs in.
        environment: its whole environment.
        account: who runs it; None for ourselves.
        at_our_death: the signal it gets when we die.
    """

    def __init__(
        self,
        arguments: Sequence[str | Path],
        *,
        log: Path,
        cwd: Path,
        environment: Mapping[str, str],
        account: pwd.struct_passwd | None = None,
        at_our_death: signal.Signals = signal.SIGTERM,
    ) -> None:
        setpriv = find_program("setpriv", "util-linux")
        prefix: list[str | Path] = [setpriv, "--pdeathsig", at_our_death.name.removeprefix("SIG")]
        if account is not None:
            prefix += ["--reuid", account.pw_name, "--regid", str(account.pw_gid), "--init-groups"]
        with log.open("ab") as output:
            self._process = _SPAWNER.submit(
                subprocess.Popen,
                [*prefix, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                env=dict(environment),
                start_new_session=True,
            ).result()

    @property
    def pid(self) -> int:
        """Its process id (setpriv executes the program in its own place)."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Has it not ended yet?"""
        return self._process.poll() is None

    def wait(self, seconds: float) -> int:
        """Wait for it to end by itself, and return its exit status.

        Raises:
            ServerFailed: it has not ended in `seconds`; it is killed.
        """
        try:
            return self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ServerFailed(f"{self._process.args!r} ran over {seconds} s") from None

    def end(self, gently: signal.Signals, *, seconds: float) -> None:
        """Ask it to end, and kill it with all its children when it has not in `seconds`."""
        if self.running:
            self._process.send_signal(gently)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=seconds)
        if self.running:
            self.kill()

    def kill(self) -> None:
        """Kill it and all its children with SIGKILL, as a power cut would, and see them gone."""
        family = [self.pid, *descendants(self.pid)] if self.running else []
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait(timeout=PATIENCE_SECONDS)
        wait_until(
            lambda: not any(_alive(pid) for pid in family),
            otherwise=lambda: ServerFailed(f"processes {family} outlived SIGKILL"),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end(signal.SIGTERM, seconds=10)


def descendants(pid: int) -> list[int]:
    """Children of `pid`, and theirs."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (status := _status(int(entry.name))):
            children.setdefault(status[1], []).append(int(entry.name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _alive(pid: int) -> bool:
    status = _status(pid)
    return status is not None and status[0] not in "ZX"


def _status(pid: int) -> tuple[str, int] | None:
    """A process's state letter and its parent, or None when it is gone."""
    try:
        # The name in parentheses may hold spaces: what we want comes after the last one.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return fields[0], int(fields[1])
