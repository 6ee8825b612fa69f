"""How long one waits after wrong passwords: figures and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

#: Failures in a row under one account before one waits, the first wait and the longest.
FAILURES_ALLOWED: Final = 5
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)
#: Failures from one address within this time before one waits.
ADDRESS_FAILURES: Final = 20
ADDRESS_WINDOW: Final = timedelta(minutes=15)


def wait_after(failures: int) -> timedelta:
    """How long an account is shut after so many failures in a row; it doubles with each."""
    beyond = failures - FAILURES_ALLOWED
    if beyond < 0:
        return timedelta(0)
    # a shift that cannot grow without bound
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << min(beyond, 10)))


def account_wait(failures: int, last: datetime | None, now: datetime) -> timedelta:
    """What is left of it; zero or less when there is nothing to wait for."""
    if last is None:
        return timedelta(0)
    return last + wait_after(failures) - now


def address_wait(recent: tuple[datetime, ...], now: datetime) -> timedelta:
    """How long until the address has failed less often within the window.

    Args:
        recent: its last failures, oldest first, at most ``ADDRESS_FAILURES``.
    """
    if len(recent) < ADDRESS_FAILURES:
        return timedelta(0)
    return recent[-ADDRESS_FAILURES] + ADDRESS_WINDOW - now
