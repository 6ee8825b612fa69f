"""Measuring: worker processes that take turns, so that a noisy machine is noisy for both."""

from __future__ import annotations

import dataclasses
import http.client
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.benchmarks.workers.protocol import READY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]


class BenchmarkError(Exception):
    """A benchmark could not be run; the message says why."""


class Program:
    """A process that runs until the block ends.

    Args:
        arguments: the program and its arguments.
        environment: beside our own.
    """

    def __init__(
        self, arguments: Sequence[str | Path], environment: Mapping[str, str] | None = None
    ) -> None:
        self._output = tempfile.TemporaryFile(mode="w+")  # noqa: SIM115 (closed with the process)
        self._process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._output,
            text=True,
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "PYTHONWARNINGS": "ignore",
                **(environment or {}),
            },
        )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def tell(self, line: str) -> None:
        """Write a line to its standard input."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def hear(self) -> str:
        """The next line of its standard output.

        Raises:
            BenchmarkError: there is none; the message has what it said.
        """
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._output.seek(0)
            raise BenchmarkError(f"{self._process.args!r} ended:\n{self._output.read().strip()}")
        return line.strip()

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._output.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Worker(Program):
    """A process that carries out the same work whenever it is told to.

    Args:
        python: the interpreter, and so the environment, it runs in.
        module: a module that serves ``workers.protocol``.
        arguments: what the module is given.
    """

    def __init__(self, python: str | Path, module: str, *arguments: object) -> None:
        super().__init__([python, "-m", module, *map(str, arguments)])
        try:
            self._expect(READY)
        except BaseException:
            self.close()
            raise

    def run(self) -> float:
        """One run; returns how many it did in a second."""
        self.tell("run")
        told = json.loads(self.hear())
        return float(told["count"] / told["seconds"])

    def _expect(self, line: str) -> None:
        if (said := self.hear()) != line:
            raise BenchmarkError(f"a worker said {said!r} instead of {line!r}")


@dataclasses.dataclass(frozen=True, slots=True)
class Speeds:
    """What the runs of both sides came to, per second, in the order they were made."""

    ours: tuple[float, ...]
    peer: tuple[float, ...]

    @property
    def ratio(self) -> float | None:
        """Our median over the peer's; None without a peer."""
        return statistics.median(self.ours) / statistics.median(self.peer) if self.peer else None


def alternate(
    ours: Worker, peer: Worker | None, runs: int, on_progress: Callable[[], None] = lambda: None
) -> Speeds:
    """Let both sides run in turn, so many times each; the first turn only warms up."""
    sides: Sequence[tuple[Worker, list[float]]] = [
        (worker, []) for worker in (ours, peer) if worker is not None
    ]
    for turn in range(runs + 1):
        for worker, speeds in sides:
            speed = worker.run()
            if turn:
                speeds.append(speed)
        on_progress()
    found = [tuple(speeds) for _, speeds in sides]
    return Speeds(found[0], found[1] if peer is not None else ())


def wait_for_answer(port: int, path: str, seconds: float) -> float:
    """Wait until something answers 200 there; returns how long that took.

    Raises:
        BenchmarkError: it has not, in so many seconds.
    """
    began = time.monotonic()
    while (waited := time.monotonic() - began) < seconds:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == http.client.OK:
                return waited
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.02)
    raise BenchmarkError(f"nothing answered at port {port}, {path}, in {seconds} seconds")
