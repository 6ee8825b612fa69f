"""The row of the province's read tables: built anew from zero while readers go on asking."""

from __future__ import annotations

import dataclasses
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, Self

import httpx

from bangduan.testing.processes import free_ports
from tests.benchmarks.bench import MONTHS, SITES, Outcome
from tests.benchmarks.measuring import BenchmarkError, Program, wait_for_answer
from tests.benchmarks.starting import PATIENCE_SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.bench import Bench

_BANGDUAN: Final = ("-c", "from bangduan.cli import main; main()")
_PATHS: Final = (
    "/",
    "/province/comparison",
    "/province/map",
    "/province/tambons/110113",
    "/province/api/v1/values?limit=100",
    "/province/api/v1/open-data",
)
_ROUNDS: Final = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """One page or resource, as somebody got it.

    Attributes:
        asked_at: on the monotonic clock.
        seconds: until all of it had come.
    """

    path: str
    asked_at: float
    seconds: float
    status: int
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Rebuilding:
    """Seconds that ``bangduan rebuild province`` takes, and the slowest answer meanwhile.

    One asks for one page after the other, before and during the rebuild. It is as it should be
    when every answer is the same as before.
    """

    name: str = "province-rebuilds"
    title: str = (
        f"Province of {SITES} sites, {MONTHS} months: read tables built anew, slowest answer"
    )

    def measure(self, bench: Bench) -> Outcome:
        """Fill a province, serve it, and build its read tables anew."""
        folder, taken = bench.province.folder, bench.province.taken
        [port] = free_ports(1)
        environment = {
            "BANGDUAN_TAMBON": "110000",
            "BANGDUAN_DATA": str(folder),
            "BANGDUAN_SITES": ",".join(bench.sites.codes),
            "BANGDUAN_PORT": str(port),
        }
        with Program([bench.ours, *_BANGDUAN, "serve", "province"], environment):
            wait_for_answer(port, "/province/health", PATIENCE_SECONDS)
            with Reader(f"http://127.0.0.1:{port}") as reader:
                bench.say("readers alone")
                reader.wait(_ROUNDS * len(_PATHS))
                bench.say("the tables are built anew")
                began = time.monotonic()
                events = _rebuild(bench.ours, folder, environment)
                seconds = time.monotonic() - began
                reader.wait(len(_PATHS) + 1)
            before, during = reader.apart(began, began + seconds)
        slowest, usual = (max(a.seconds for a in answers) for answers in (during, before))
        same = {(a.path, a.status, a.text) for a in reader.answers}
        return Outcome(
            ours=f"{seconds:.1f} s ({events:,} events handled); "
            f"{slowest * 1000:,.0f} ms, {usual * 1000:,.0f} ms before",
            target="every answer as before",
            met={status for _, status, _ in same} == {200} and len(same) == len(_PATHS),
            figures={
                "events_in": taken["events"], "handled": events, "seconds": seconds,
                "answers": len(during), "slowest_seconds": slowest, "before_seconds": usual,
            },
        )  # fmt: skip


class Reader:
    """Somebody who asks for one page after the other until the block ends."""

    def __init__(self, url: str) -> None:
        self.answers: list[Answer] = []
        self._url = url
        self._more = threading.Condition()
        self._over = threading.Event()
        self._thread = ThreadPoolExecutor(1)

    def wait(self, more: int) -> None:
        """Wait until so many more answers have come."""
        with self._more:
            wanted = len(self.answers) + more
            if not self._more.wait_for(
                lambda: len(self.answers) >= wanted or self._asking.done(), PATIENCE_SECONDS
            ):
                raise BenchmarkError(f"{self._url} does not answer")

    def apart(self, begin: float, end: float) -> tuple[list[Answer], list[Answer]]:
        """Answers that had come before ``begin``, and those under way between it and ``end``."""
        before = [a for a in self.answers if a.asked_at + a.seconds <= begin]
        # the first time each page is made is no measure of the others
        during = [a for a in self.answers if a.asked_at + a.seconds > begin and a.asked_at < end]
        return before[len(_PATHS) :], during

    def _ask(self) -> None:
        with httpx.Client(base_url=self._url, timeout=PATIENCE_SECONDS, trust_env=False) as client:
            while not self._over.is_set():
                for path in _PATHS:
                    began = time.monotonic()
                    got = client.get(path)
                    took = time.monotonic() - began
                    with self._more:
                        self.answers.append(Answer(path, began, took, got.status_code, got.text))
                        self._more.notify_all()

    def __enter__(self) -> Self:
        self._asking = self._thread.submit(self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.shutdown()
        self._asking.result()


def _rebuild(python: Path, folder: Path, environment: dict[str, str]) -> int:
    """Run the command; how many events its projections handled, all together."""
    with Program([python, *_BANGDUAN, "rebuild", "province", "--json"], environment) as program:
        told = json.loads(program.hear())
    return sum(each["events"] for each in told["projections"])


REBUILDING: Final = Rebuilding()
