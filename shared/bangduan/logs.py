"""Structured logs on standard error: one line an event, and nobody's data in any of them.

Libraries log through ``logging``; structlog gives each line its form, JSON for a program or
readable for a person, as ``BANGDUAN_LOG`` says. A line tells, where it is known: ``service``,
``request_id``, ``correlation_id`` (the same through every service that something leads to),
``causation_id``, ``actor`` (an account's id) and ``duration_ms``.

What an exception says in its own words may quote what somebody typed. So a line has its type and
where it came from; its words only when they are of the machinery: a database, a broker, a file.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from typing import IO, TYPE_CHECKING, Any, Final

import structlog
from amqp.exceptions import AMQPError

from bangduan.errors import ConfigurationError, MessagingError, StoreError

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from structlog.typing import ExcInfo

    from bangduan.events.envelope import Arrived

JSON: Final = "json"
CONSOLE: Final = "console"
_QUIET: Final = ("nameko", "kombu", "amqp", "httpx", "httpcore", "urllib3")
_SPEAKS_OF_MACHINES: Final = (OSError, StoreError, MessagingError, ConfigurationError, AMQPError)
_FRAMES: Final = 12
_LONGEST_WORDS: Final = 500


def configure(
    level: str | None = None, *, form: str | None = None, stream: IO[str] | None = None
) -> None:
    """Set up logging for a process.

    Args:
        level: ``BANGDUAN_LOG_LEVEL`` or ``WARNING`` when not given.
        form: ``json`` or ``console``; ``BANGDUAN_LOG``, or what suits ``stream``, when not given.
        stream: standard error when not given.

    Raises:
        ConfigurationError: no such form or level.
    """
    stream = sys.stderr if stream is None else stream
    chosen = form or os.environ.get("BANGDUAN_LOG") or (CONSOLE if stream.isatty() else JSON)
    if chosen not in {JSON, CONSOLE}:
        raise ConfigurationError(
            f"BANGDUAN_LOG is {chosen!r}; set it to {JSON} or {CONSOLE}.",
            f"BANGDUAN_LOG เป็น {chosen!r} โปรดตั้งเป็น {JSON} หรือ {CONSOLE}",
        )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_unknown,
                structlog.processors.ExceptionRenderer(_told),
                *_rendered(chosen),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    wanted = level or os.environ.get("BANGDUAN_LOG_LEVEL") or "WARNING"
    try:
        root.setLevel(wanted.upper())
    except ValueError:
        raise ConfigurationError(
            f"BANGDUAN_LOG_LEVEL is {wanted!r}; set it to DEBUG, INFO, WARNING or ERROR.",
            f"BANGDUAN_LOG_LEVEL เป็น {wanted!r} โปรดตั้งเป็น DEBUG INFO WARNING หรือ ERROR",
        ) from None
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def of_event(message: Arrived, service: str) -> dict[str, str | None]:
    """What a line says of an event that ``service`` handles; nothing that is in it."""
    return {
        "service": service,
        "source": message.source,
        "type": message.type,
        "event_id": message.id,
        "correlation_id": message.meta.get("correlationid", message.id),
        "causation_id": message.meta.get("causationid"),
        "traceparent": message.meta.get("traceparent"),
    }


def _rendered(form: str) -> list[Any]:
    if form == CONSOLE:
        return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [
        # "event" is something else here: what a service recorded
        structlog.processors.EventRenamer("message"),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def _without_unknown(
    _logger: Any, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A line without what is not known of it."""
    for name in [name for name, value in line.items() if value is None]:
        del line[name]
    return line


def _told(exc_info: ExcInfo) -> str:
    """An exception and its causes: types and places, and words only of machines."""
    parts: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None and len(parts) < _FRAMES:
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        places = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        parts.append("\n  ".join([_named(error), *reversed(places)]))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "Traceback of " + "\ncaused by ".join(parts)


def _named(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if not isinstance(error, _SPEAKS_OF_MACHINES):
        return name
    return f"{name}: {str(error)[:_LONGEST_WORDS]}"
