"""Green threads: must come before anything that waits is imported."""

from __future__ import annotations

import eventlet


def patch() -> None:
    """Make every wait green: sockets, locks, sleeps, and psycopg2's queries."""
    eventlet.monkey_patch()
    from psycogreen.eventlet import patch_psycopg  # noqa: PLC0415 (imports psycopg2)

    patch_psycopg()
