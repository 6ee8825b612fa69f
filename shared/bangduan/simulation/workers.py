"""Many sites at once: processes that take one site after another.

A worker ends with the process that started it, however that ends: its pipe breaks.
"""

from __future__ import annotations

import contextlib
import dataclasses
import multiprocessing
import time
from multiprocessing import connection
from typing import TYPE_CHECKING, Any, Final

from bangduan.errors import BangDuanError
from bangduan.simulation.asking import SimulationError
from bangduan.simulation.telling import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from bangduan.simulation.character import Character
    from bangduan.simulation.telling import Outcome

_TELL_SECONDS: Final = 0.2
_END_SECONDS: Final = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Failed:
    """A site that could not be told, and why, in English and Thai."""

    tambon: str
    en: str
    th: str


def tell_all(
    characters: Iterable[Character],
    months: int,
    data: Path,
    *,
    jobs: int,
    on_entries: Callable[[int], None] = lambda _: None,
) -> list[Outcome]:
    """Tell the lives of these sites, so many at a time; in the order they were asked for.

    Args:
        on_entries: told now and then how many more entries are done, of all sites together.

    Raises:
        SimulationError: a site could not be told; the others were, before this is said.
    """
    wanted = list(characters)
    if min(jobs, len(wanted)) <= 1:
        return [tell(character, months, data, on_entries) for character in wanted]
    order = {character.tambon: place for place, character in enumerate(wanted)}
    told: list[Outcome] = []
    failed: list[Failed] = []
    with _started(min(jobs, len(wanted)), months, data) as started:
        workers: list[Any] = list(started)
        waiting = wanted[::-1]
        for worker in workers:
            worker.send(waiting.pop())
        while workers:
            ready: list[Any] = connection.wait(workers)
            for worker in ready:
                said = _heard(worker)
                if isinstance(said, int):
                    on_entries(said)
                    continue
                (failed if isinstance(said, Failed) else told).append(said)
                if waiting:
                    worker.send(waiting.pop())
                else:
                    workers.remove(worker)
                    worker.close()
    if failed:
        raise SimulationError(
            "; ".join(f"{each.tambon}: {each.en}" for each in failed),
            "; ".join(f"{each.tambon}: {each.th}" for each in failed),
        )
    return sorted(told, key=lambda outcome: order[outcome.tambon])


@contextlib.contextmanager
def _started(count: int, months: int, data: Path) -> Iterator[list[Any]]:
    """So many workers' ends of pipes; the processes are gone when this ends."""
    context = multiprocessing.get_context("spawn")
    ours, processes = [], []
    for _ in range(count):
        mine, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, months, data), daemon=True)
        process.start()
        theirs.close()
        ours.append(mine)
        processes.append(process)
    try:
        yield ours
    finally:
        for mine in ours:
            mine.close()
        for process in processes:
            process.join(_END_SECONDS)
            if process.is_alive():
                process.kill()
                process.join()


def _heard(worker: Any) -> Any:
    try:
        return worker.recv()
    except EOFError:
        raise SimulationError(
            "A process that told a site has ended. Run the same again: it goes on where it was.",
            "โปรแกรมย่อยที่สร้างข้อมูลจำลองหยุดทำงาน โปรดสั่งซ้ำอีกครั้ง โปรแกรมจะทำต่อจากเดิม",
        ) from None


def _work(pipe: Any, months: int, data: Path) -> None:
    """Tell the sites that come through the pipe until it ends."""
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            character = pipe.recv()
            speaking = _Speaking(pipe)
            try:
                outcome: Outcome | Failed = tell(character, months, data, speaking.add)
            except BangDuanError as error:
                outcome = Failed(character.tambon, error.en, error.th)
            speaking.say()
            pipe.send(outcome)


class _Speaking:
    """Says a few times a second how far it is."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe
        self._entries = 0
        self._said = time.monotonic()

    def add(self, entries: int) -> None:
        """So many more are done."""
        self._entries += entries
        if time.monotonic() - self._said > _TELL_SECONDS:
            self.say()

    def say(self) -> None:
        """Send what was not sent yet."""
        self._pipe.send(self._entries)
        self._entries, self._said = 0, time.monotonic()
