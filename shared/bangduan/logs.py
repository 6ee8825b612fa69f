"""Structured logs on standard error, one line an event, no personal data.

Libraries log through ``logging``; structlog gives each line its form: readable on a terminal,
JSON elsewhere.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

import structlog

_QUIET = ("nameko", "kombu", "amqp", "httpx", "httpcore", "urllib3")


def configure(level: str | None = None) -> None:
    """Set up logging for a process.

    Args:
        level: ``BANGDUAN_LOG_LEVEL`` or ``WARNING`` when not given.
    """
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Any = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level or os.environ.get("BANGDUAN_LOG_LEVEL", "WARNING"))
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
