"""Green threads: must come before anything that waits is imported."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")


def patch() -> None:
    """Make every wait green: sockets, locks, sleeps, and psycopg2's queries."""
    with warnings.catch_warnings():
        # nameko stands on eventlet, which is in bugfix mode and says so at every import
        warnings.filterwarnings("ignore", message="\\s*Eventlet is deprecated")
        import eventlet  # noqa: PLC0415

    eventlet.monkey_patch()
    from psycogreen.eventlet import patch_psycopg  # noqa: PLC0415 (imports psycopg2)

    patch_psycopg()


def beside(work: Callable[..., _T], *arguments: object) -> _T:
    """Do what only computes, and long, in a thread of its own, so that others go on meanwhile.

    In a process whose waits are not green it is simply done. ``work`` may touch nothing green.
    """
    eventlet = sys.modules.get("eventlet")
    if eventlet is None or not eventlet.patcher.is_monkey_patched("socket"):
        return work(*arguments)
    from eventlet import tpool  # noqa: PLC0415 (only where it is used already)

    done: _T = tpool.execute(work, *arguments)
    return done
