"""What a service does every now and then by itself, beside answering and subscribing.

    ERASURES = Chore("erasures", every_seconds=5, do=carry_out)
    service = Service(..., chores=(ERASURES,))

Each runs in a green thread of its service's container, one after another. Nothing promises that
only one process does it: what it does must be harmless when done twice.
"""

from __future__ import annotations

import dataclasses
import logging
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bangduan.application import Application

_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Chore:
    """Something done again and again.

    Attributes:
        name: for the log.
        every_seconds: from one beginning to the next.
        do: given the running service; what it raises is logged, and it is tried again.
    """

    name: str
    every_seconds: float
    do: Callable[[Application], object]


class Chores:
    """The chores of one application, until ``stop``.

    Args:
        wait: waits for so many seconds, or until somebody wakes it.
    """

    def __init__(self, application: Application, wait: Callable[[float], object]) -> None:
        self._application = application
        self._wait = wait
        self._stopping = False
        self._due = dict.fromkeys((*application.chores, *application.service.chores), 0.0)

    def run(self) -> None:
        """Do what is due, wait for the next; returns once it is stopped."""
        while not self._stopping and self._due:
            self.once(time.monotonic())
            rest = min(self._due.values()) - time.monotonic()
            if rest > 0 and not self._stopping:
                self._wait(rest)

    def once(self, now: float) -> None:
        """Do what is due at ``now``, seconds of a clock that never goes back."""
        for chore, due in list(self._due.items()):
            if due > now or self._stopping:
                continue
            self._due[chore] = now + chore.every_seconds
            try:
                chore.do(self._application)
            except Exception:  # noqa: BLE001 (whatever it was, it is tried again)
                _log.exception(
                    "%s: %s failed, is tried again", self._application.service.name, chore.name
                )

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping = True
