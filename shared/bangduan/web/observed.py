"""What is known of every request while it is answered: its number, how long it took.

A request's number comes from the client or the proxy (``X-Request-ID``) or is made here; it goes
back with the answer and stands in every line that is logged meanwhile, so that what a person
reports can be found. No line holds what was asked or typed: a search may be somebody's name.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import structlog
from flask import g, request
from uuid6 import uuid7
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

    from bangduan.application import Application
    from bangduan.web.app import Wsgi

_log = logging.getLogger(__name__)

REQUEST_ID: Final = "bangduan.request_id"
CORRELATION_ID: Final = "bangduan.correlation_id"
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
_TRACEPARENT: Final = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_QUIET: Final = frozenset({"health", "metrics"})


#: Set once this process was asked to end: it answers what comes, and says that it is going.
DRAINING: Final = threading.Event()


class UnderWay:
    """A WSGI application that knows how many requests it is answering, to the last byte."""

    def __init__(self, wsgi: Wsgi) -> None:
        self._wsgi = wsgi
        self._lock = threading.Lock()
        self.count = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request; it is under way until its answer is closed."""
        self._add(1)
        try:
            return ClosingIterator(self._wsgi(environ, start_response), partial(self._add, -1))
        except BaseException:
            self._add(-1)
            raise

    def _add(self, number: int) -> None:
        with self._lock:
            self.count += number


def observed(wsgi: Wsgi, application: Application) -> Wsgi:
    """Number, time and count every request that ``wsgi`` answers."""
    service = application.service.name

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        began = time.monotonic()
        request_id = environ[REQUEST_ID] = _given(environ, "HTTP_X_REQUEST_ID") or str(uuid7())
        correlation_id = environ[CORRELATION_ID] = _correlation(environ) or request_id
        said: list[int] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            said[:] = [int(status[:3])]
            return start_response(status, [*headers, ("X-Request-ID", request_id)], exc_info)

        with structlog.contextvars.bound_contextvars(
            service=service,
            request_id=request_id,
            correlation_id=correlation_id,
            actor=None,
        ):
            try:
                return wsgi(environ, start)
            finally:
                seconds = time.monotonic() - began
                status = said[0] if said else 500
                application.meters.answered(environ.get("REQUEST_METHOD", ""), status, seconds)
                _say(environ, status, seconds)

    return answer


def install(app: Flask) -> None:
    """Let lines logged from here on say which account asks; never whose it is."""
    app.before_request(_note_actor)


def request_id() -> str | None:
    """The number of the request that is being answered."""
    found: str | None = request.environ.get(REQUEST_ID)
    return found


def correlation_id() -> str:
    """What the request says that it belongs to, or its own number."""
    return str(request.environ.get(CORRELATION_ID) or uuid7())


def _note_actor() -> None:
    who = g.get("asked")
    account = getattr(who, "account_id", None)
    if account is not None:
        structlog.contextvars.bind_contextvars(actor=account)


def _say(environ: dict[str, Any], status: int, seconds: float) -> None:
    path = environ.get("PATH_INFO", "")
    if path.rsplit("/", 1)[-1] in _QUIET and status < 400:
        return
    _log.log(
        logging.WARNING if status >= 500 else logging.INFO, "answered",
        extra={
            "method": environ.get("REQUEST_METHOD", ""), "path": path, "status": status,
            "duration_ms": round(seconds * 1000, 1),
        },
    )  # fmt: skip


def _correlation(environ: dict[str, Any]) -> str | None:
    trace = _TRACEPARENT.fullmatch(environ.get("HTTP_TRACEPARENT", ""))
    return _given(environ, "HTTP_X_CORRELATION_ID") or (trace[1] if trace else None)


def _given(environ: dict[str, Any], header: str) -> str | None:
    found = _ID.fullmatch(environ.get(header, ""))
    return found[0] if found else None
