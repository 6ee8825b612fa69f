"""Requests to services within this process, by the demonstration's administrator.

They go into the services' WSGI applications, without a socket: guard, validation, rules and
idempotency are the ones that a request over HTTP meets.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import sys
from typing import TYPE_CHECKING, Any, Final

import orjson

from bangduan.access import SOURCE
from bangduan.application import Application
from bangduan.errors import BangDuanError
from bangduan.rebuilding import prepare
from bangduan.service import installed
from bangduan.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bangduan.settings import Settings

    Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

_CREDENTIALS: Final = "demo-credentials.json"
_ROLE: Final = "administrator"
_OK: Final = "200 OK"
_LONGEST_SAID: Final = 2000
_ENVIRON: Final = {
    "SERVER_NAME": "localhost",
    "SERVER_PORT": "80",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "SCRIPT_NAME": "",
    "REMOTE_ADDR": "127.0.0.1",
    "CONTENT_TYPE": "application/json",
    "HTTP_HOST": "localhost",
    "HTTP_ACCEPT_LANGUAGE": "en",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.multithread": False,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}


class SimulationError(BangDuanError):
    """A life could not be told; the message names the site, the request and what was answered."""


class Asking:
    """The services of one place, opened, and what they are asked.

    Args:
        settings: where the place is; its scope says which services stand there.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        settings.mark_simulated()
        # pages are for people: nobody looks here, and making them takes longer than all else
        services = [
            dataclasses.replace(service, pages=None, imports=None)
            for service in installed().values()
            if service.scope in {settings.scope, "everywhere"}
        ]
        self.applications = {s.name: Application(s, settings) for s in services}
        for application in self.applications.values():
            prepare(application)
        self._apps: dict[str, Wsgi] = {
            name: create_app(application).wsgi_app
            for name, application in self.applications.items()
        }
        self._token = ""

    def sign_in(self) -> None:
        """From now on the administrator asks; whoever opens the place later finds the accounts."""
        with contextlib.suppress(FileNotFoundError, KeyError):
            kept = json.loads((self.settings.data / _CREDENTIALS).read_text())
            self._token = kept[_ROLE]["token"]
            if self._call("GET", f"/{SOURCE}/api/v1/me", None, {})[0] == _OK:
                return
        application = self.applications[SOURCE]
        make = application.service.demonstrating
        if make is None:  # an accounts service of somebody else's making
            raise SimulationError(f"The service {SOURCE} makes no accounts to demonstrate with.")
        self._token = json.loads(make(application).read_text())[_ROLE]["token"]

    def post(
        self, path: str, body: Mapping[str, Any], *, key: str, who: str, method: str = "POST"
    ) -> None:
        """Ask for one thing to be done.

        Args:
            key: idempotency key: what was done under it is not done again.
            who: what the error begins with.

        Raises:
            SimulationError: it was refused.
        """
        status, answer = self._call(method, path, body, {"HTTP_IDEMPOTENCY_KEY": key})
        if not status.startswith("2"):
            said = f"{status} {answer.decode(errors='replace')}"[:_LONGEST_SAID]
            raise SimulationError(
                f"{who}: {method} {path} was refused: {said}. A folder that another version of "
                "this program filled is to be emptied first.",
                f"{who}: {method} {path} ถูกปฏิเสธ: {said} "
                "หากโฟลเดอร์นี้สร้างด้วยโปรแกรมรุ่นอื่น โปรดล้างโฟลเดอร์ก่อน",
            )

    def get(self, path: str) -> Any:
        """What a resource answers, as ``/reporting/api/v1/indicators?limit=500``.

        Raises:
            SimulationError: it was refused.
        """
        status, body = self._call("GET", path, None, {})
        if status != _OK:
            raise SimulationError(f"GET {path} of {self.settings.tambon} was answered {status}")
        return orjson.loads(body)

    def listed(self, path: str) -> list[dict[str, Any]]:
        """Every item of a list."""
        items: list[dict[str, Any]] = []
        after = ""
        while True:
            page = self.get(f"{path}?limit=500{after}")
            items += page["items"]
            if page["next"] is None:
                return items
            after = f"&after={page['next']}"

    def close(self) -> None:
        """Close every database."""
        for application in self.applications.values():
            application.close()

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> tuple[str, bytes]:
        sent = b"" if body is None else orjson.dumps(body)
        bare, _, query = path.partition("?")
        environ = {
            **_ENVIRON,
            "REQUEST_METHOD": method,
            "PATH_INFO": bare,
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(sent)),
            "wsgi.input": io.BytesIO(sent),
            "wsgi.errors": sys.stderr,
            "HTTP_AUTHORIZATION": f"Bearer {self._token}",
            **headers,
        }
        answered: list[str] = []

        def start(status: str, _headers: Sequence[tuple[str, str]], _error: Any = None) -> None:
            answered.append(status)

        answer = b"".join(self._apps[bare.split("/")[1]](environ, start))
        return answered[0], answer
