"""A whole site within this process: its services, their API and what they tell each other.

No socket and no broker: requests go into the services' WSGI applications, and what a service
records is handed to the others' inboxes, which are the ones that a broker feeds elsewhere. So
every rule, policy, projection and idempotency key is the real one.

Guarantees: killed at any moment and opened again, it goes on with the first request that was
not carried out, and ends as if nothing had happened.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import sys
from typing import TYPE_CHECKING, Any, Final, Self

import orjson

from bangduan.access import SOURCE
from bangduan.application import Application
from bangduan.errors import BangDuanError
from bangduan.events.envelope import Place, from_cloudevent, source_name, to_cloudevent
from bangduan.messaging.inbox import Inbox
from bangduan.rebuilding import prepare
from bangduan.service import installed
from bangduan.settings import Settings
from bangduan.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from bangduan.events.envelope import Arrived
    from bangduan.story import Entry, Story

    Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

_CREDENTIALS: Final = "demo-credentials.json"
_ROLE: Final = "administrator"
_OK: Final = "200 OK"
_PAGE: Final = 500
_MOST_ROUNDS: Final = 50
_LONGEST_SAID: Final = 2000


class SimulationError(BangDuanError):
    """A life could not be told; the message names the site, the request and what was answered."""


class EmbeddedSite:
    """A site in a folder; use it as a context manager.

    Args:
        folder: its databases, keyring and accounts; ``bangduan up --data`` opens the same.
        tambon: six digits.
    """

    def __init__(self, folder: Path, tambon: str) -> None:
        self.folder = folder
        self.tambon = tambon
        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(tambon=tambon, data=folder)
        # pages are for people: nobody looks here, and making them takes longer than all else
        services = [
            dataclasses.replace(service, pages=None, imports=None)
            for service in installed().values()
            if service.scope != "province"
        ]
        self.applications = {s.name: Application(s, settings) for s in services}
        for application in self.applications.values():
            prepare(application)
        self._token = ""
        self._apps: dict[str, Wsgi] = {
            name: create_app(application).wsgi_app
            for name, application in self.applications.items()
        }
        self._inboxes = [
            (
                application,
                self.applications[source],
                Inbox(application, source_name(tambon, source)),
            )
            for application in self.applications.values()
            for _, source in application.service.sources_at(settings)
            if source in self.applications
        ]
        self._sign_in()
        self.settle()

    # -- telling ---------------------------------------------------------------------------

    def tell(
        self,
        story: Story,
        on_entry: Callable[[int], None] = lambda _: None,
        until: int | None = None,
    ) -> int:
        """Carry out what is not carried out yet; returns how many requests that took.

        Args:
            on_entry: told after each entry how many are done.
            until: stop after so many entries of the story.

        Raises:
            SimulationError: a request was refused.
        """
        entries = story.entries if until is None else story.entries[:until]
        first = self.done(story)
        for number, entry in enumerate(entries[first:], first + 1):
            self._send(story, entry)
            if entry.awaits is not None:
                self.settle()
            on_entry(number)
        self.settle()
        return max(0, len(entries) - first)

    def done(self, story: Story) -> int:
        """How many entries of the story were carried out, one after the other from the first.

        Every entry has left its idempotency key in its service's database, so nothing else has
        to be written down, and nothing can be ahead of what is recorded.
        """
        first, last = 0, len(story.entries)
        while first < last:
            middle = (first + last) // 2
            entry = story.entries[middle]
            if self.applications[_service(entry)].command_key_used(_key(story, entry)):
                first = middle + 1
            else:
                last = middle
        return first

    def settle(self) -> int:
        """Let every service hear what the others recorded, until nobody has anything to tell."""
        heard = 0
        for _ in range(_MOST_ROUNDS):
            before = heard
            for _, source, inbox in self._inboxes:
                heard += hear(source, inbox)
            if heard == before:
                return heard
        raise SimulationError(
            f"The services of {self.tambon} answer each other without end. Report this.",
            f"บริการของตำบล {self.tambon} ตอบกันไปมาไม่สิ้นสุด โปรดแจ้งผู้พัฒนา",
        )

    def get(self, path: str) -> Any:
        """What a resource answers, as ``/reporting/api/v1/indicators?limit=500``."""
        status, body = self._call("GET", path, None, {})
        if status != _OK:
            raise SimulationError(f"GET {path} of {self.tambon} was answered {status}")
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

    def counted(self) -> dict[str, int]:
        """Events by service."""
        return {name: application.log.count() for name, application in self.applications.items()}

    def close(self) -> None:
        """Close every database."""
        for application in self.applications.values():
            application.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- one request -----------------------------------------------------------------------

    def _send(self, story: Story, entry: Entry) -> None:
        key = _key(story, entry)
        status, body = self._call(
            entry.method, entry.path, entry.body, {"HTTP_IDEMPOTENCY_KEY": key}
        )
        if not status.startswith("2"):
            said = f"{status} {body.decode(errors='replace')}"[:_LONGEST_SAID]
            raise SimulationError(
                f"{story.file}, entry {entry.id}: {entry.method} {entry.path} was refused: {said}. "
                "A folder that another version of this program filled is to be emptied first.",
                f"{story.file} รายการ {entry.id}: {entry.method} {entry.path} ถูกปฏิเสธ: {said} "
                "หากโฟลเดอร์นี้สร้างด้วยโปรแกรมรุ่นอื่น โปรดล้างโฟลเดอร์ก่อน",
            )

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

    def _sign_in(self) -> None:
        """As the demonstration's administrator; whoever opens the site later finds the accounts."""
        with contextlib.suppress(FileNotFoundError, KeyError):
            self._token = json.loads((self.folder / _CREDENTIALS).read_text())[_ROLE]["token"]
            if self._call("GET", f"/{SOURCE}/api/v1/me", None, {})[0] == _OK:
                return
        application = self.applications[SOURCE]
        make = application.service.demonstrating
        if make is None:  # an accounts service of somebody else's making
            raise SimulationError(f"The service {SOURCE} makes no accounts to demonstrate with.")
        self._token = json.loads(make(application).read_text())[_ROLE]["token"]


def hear(source: Application, inbox: Inbox) -> int:
    """Hand a subscriber what its source recorded since; how many events that were."""
    heard = 0
    while rows := source.log.read(Place.parse(inbox.sequence), _PAGE):
        inbox.receive(as_they_cross(source, rows, inbox.last_id))
        heard += len(rows)
    return heard


def as_they_cross(
    source: Application, rows: Sequence[Any], predecessor: str | None
) -> list[Arrived]:
    """Recorded rows as the events that cross to another service."""
    arrived = []
    for row in rows:
        arrived.append(from_cloudevent(to_cloudevent(source.source, row, predecessor)))
        predecessor = row.id
    return arrived


def _service(entry: Entry) -> str:
    return entry.path.split("/")[1]


def _key(story: Story, entry: Entry) -> str:
    """The idempotency key that the story gives the entry, here as over HTTP."""
    return f"story:{story.name}:{entry.id}"


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
