"""How the benchmark and a worker talk: lines on standard input and output.

The worker prepares, says ``ready``, then carries out one run for every line it gets and answers
with what it did and how long it took. Standard library only: the peer's workers use it too.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    #: Carries out one run and returns how many it did.
    Run = Callable[[], int]
    #: Makes what a run needs, outside the time that is measured.
    Prepare = Callable[[], Run]

READY = "ready"


def serve(prepare: Prepare) -> None:
    """Carry out runs until standard input ends."""
    _say(READY)
    for _ in sys.stdin:
        run = prepare()
        gc.collect()
        began = time.perf_counter()
        count = run()
        seconds = time.perf_counter() - began
        _say(json.dumps({"count": count, "seconds": seconds}))


def together(runs: Sequence[Run]) -> Run:
    """One run made of several at the same time, each in a thread of its own."""
    if len(runs) == 1:
        return runs[0]

    def run() -> int:
        counts: list[int] = []
        threads = [threading.Thread(target=lambda one=one: counts.append(one())) for one in runs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(counts) == len(runs), "a writer failed"
        return sum(counts)

    return run


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (the protocol)
