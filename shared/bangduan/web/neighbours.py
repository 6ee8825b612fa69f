"""What one service's pages ask of another's: by WSGI in the same process, else over HTTP.

A fragment of a page is composed in the reader's name: the neighbour is shown the reader's own
cookie and decides itself what that reader may see. One that does not answer in time is left out,
so that a page never waits for a service that is down.
"""

from __future__ import annotations

import dataclasses
import http.client
import logging
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

from flask import has_request_context, request
from werkzeug.test import Client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping

    Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

_log = logging.getLogger(__name__)

#: How long a page waits for its neighbours, seconds.
TIMEOUT: Final = 2.0
_FORWARDED: Final = ("Cookie", "Accept-Language", "Authorization")
_WORKERS: Final = 16


@dataclasses.dataclass(frozen=True, slots=True)
class Fetched:
    """What a neighbour answered; status 503 when it did not."""

    status: int
    text: str = ""

    @property
    def ok(self) -> bool:
        """True when there is something to show."""
        return self.status == 200


class Neighbours:
    """The other services of the site.

    Args:
        origin: where they are found, as ``http://127.0.0.1:8000``.
        apps: those of this process, by name; may be filled later.
    """

    def __init__(self, origin: str, apps: MutableMapping[str, Wsgi] | None = None) -> None:
        self.origin = origin
        self.apps: MutableMapping[str, Wsgi] = {} if apps is None else apps
        self._pool: ThreadPoolExecutor | None = None

    def fetch(self, service: str, path: str, **parameters: str) -> Fetched:
        """What ``/<service><path>`` shows to whoever asks in this request.

        Args:
            path: begins with ``/``; may have a query string of its own.
            parameters: of the query string.
        """
        return self.fetch_all([(service, path)], **parameters)[service, path]

    def fetch_all(
        self, wanted: Iterable[tuple[str, str]], **parameters: str
    ) -> dict[tuple[str, str], Fetched]:
        """As ``fetch``, several at once: ``(service, path)`` → what came."""
        headers, query = _forwarded(parameters)
        end = time.monotonic() + TIMEOUT
        running: dict[tuple[str, str], Future[Fetched]] = {
            each: self._submit(*each, query, headers) for each in dict.fromkeys(wanted)
        }
        return {each: _result(each, future, end) for each, future in running.items()}

    def _submit(
        self, service: str, path: str, query: str, headers: dict[str, str]
    ) -> Future[Fetched]:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="neighbours")
        asked = "&".join(filter(None, (path.partition("?")[2], query)))
        target = f"/{service}{path.partition('?')[0]}" + (f"?{asked}" if asked else "")
        app = self.apps.get(service)
        if app is not None:
            return self._pool.submit(_within, app, target, headers)
        return self._pool.submit(_over_http, self.origin, target, headers)


def _result(asked: tuple[str, str], future: Future[Fetched], end: float) -> Fetched:
    try:
        return future.result(max(0.0, end - time.monotonic()))
    except Exception as error:  # noqa: BLE001 (whatever it was, the page is shown without it)
        future.cancel()
        _log.warning("%s%s does not answer: %r", *asked, error)
        return Fetched(503)


def _forwarded(parameters: dict[str, str]) -> tuple[dict[str, str], str]:
    """Headers and query string that carry who asks, and in which language."""
    headers: dict[str, str] = {}
    if has_request_context():
        headers = {name: request.headers[name] for name in _FORWARDED if name in request.headers}
        headers["Host"] = request.host
        language = request.args.get("lang")
        if language is not None:
            parameters = {**parameters, "lang": language}
    return headers, urlencode(parameters)


def _within(app: Wsgi, target: str, headers: dict[str, str]) -> Fetched:
    answer = Client(app, use_cookies=False).get(target, headers=headers)
    try:
        return Fetched(answer.status_code, answer.get_data(as_text=True))
    finally:
        answer.close()


def _over_http(origin: str, target: str, headers: dict[str, str]) -> Fetched:
    parts = urlsplit(origin)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=TIMEOUT)
    try:
        connection.request("GET", target, headers=headers)
        answer = connection.getresponse()
        return Fetched(answer.status, answer.read().decode(errors="replace"))
    finally:
        connection.close()
