"""Green threads: must come before anything that waits is imported."""

from __future__ import annotations

import warnings


def patch() -> None:
    """Make every wait green: sockets, locks, sleeps, and psycopg2's queries."""
    with warnings.catch_warnings():
        # nameko stands on eventlet, which is in bugfix mode and says so at every import
        warnings.filterwarnings("ignore", message="\\s*Eventlet is deprecated")
        import eventlet  # noqa: PLC0415

    eventlet.monkey_patch()
    from psycogreen.eventlet import patch_psycopg  # noqa: PLC0415 (imports psycopg2)

    patch_psycopg()
