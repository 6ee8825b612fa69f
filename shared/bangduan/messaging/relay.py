"""The relay: publishes a service's log to the broker, in order, and replays on request.

It remembers the last event the broker confirmed. After a crash or a lost connection it begins
again after that event; subscribers drop what they have seen. One relay leads per service.
A replay goes out between the pages of live events, so that nobody waits long for another's
catching up; its last page and the live events after it leave one gapless order in the queue.
"""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from bangduan.events.envelope import CONTENT_TYPE, START, Place, Row, to_cloudevent
from bangduan.messaging import control
from bangduan.messaging.control import Diverged, ReplayRequest
from bangduan.messaging.publisher import Publisher
from bangduan.messaging.topology import EVENTS, routing_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bangduan.application import Application

    Published = tuple[Place, str | None]

_log = logging.getLogger(__name__)

_PAGE: Final = 500
_LEADERSHIP_SECONDS: Final = 2.0
_LONGEST_BACKOFF_SECONDS: Final = 5.0
_FIRST_BACKOFF_SECONDS: Final = 0.1


class Relay:
    """Publishes the log of one application.

    Args:
        application: whose log.
        wait: waits at most so many seconds for the next commit or replay request.
    """

    def __init__(self, application: Application, wait: Callable[[float], None]) -> None:
        self._application = application
        self._log = application.log
        self._wait = wait
        self._requests: dict[str, ReplayRequest] = {}
        self._stopping = False
        self.published: Place = START
        self.last_id: str | None = None
        self.is_leader = False
        self._sent: Published = (START, None)

    def request(self, request: ReplayRequest) -> None:
        """Replay to a subscriber; a newer request of the same queue replaces an older one."""
        self._requests[request.queue] = request

    def stop(self) -> None:
        """Let ``run`` return after the page under way."""
        self._stopping = True

    def run(self) -> None:
        """Relay until stopped, through every outage of broker and database."""
        backoff = _FIRST_BACKOFF_SECONDS
        while not self._stopping:
            try:
                with self._leading() as leads:
                    if leads:
                        self._load()
                        with self._publisher() as publisher:
                            backoff = _FIRST_BACKOFF_SECONDS
                            self._relay(publisher)
                    else:
                        self._wait(_LEADERSHIP_SECONDS)
            except Exception as error:  # noqa: BLE001 (every outage ends the same: begin again)
                if self._stopping:
                    return
                _log.warning("relay of %s begins again: %r", self._application.source, error)
                time.sleep(backoff)
                backoff = min(2 * backoff, _LONGEST_BACKOFF_SECONDS)

    def pending(self) -> int:
        """Events in the log that the broker has not confirmed yet."""
        self._load()
        return self._log.count(self.published)

    # -- one leadership --------------------------------------------------------------------

    def _relay(self, publisher: Publisher[Published]) -> None:
        self._sent = (self.published, self.last_id)
        while not self._stopping:
            rows = self._log.read(self._sent[0], _PAGE)
            self._publish(publisher, rows)
            replayed = self._replay(publisher)
            if not rows and not replayed:
                publisher.flush()
                self._save(publisher)
                publisher.keep_alive()
                self._wait(self._application.settings.poll_seconds)
            else:
                self._save(publisher)
        publisher.flush()
        self._save(publisher)

    def _publish(self, publisher: Publisher[Published], rows: list[Row]) -> None:
        application = self._application
        for row in rows:
            body = to_cloudevent(application.source, row, self._sent[1])
            self._sent = (row.place, row.id)
            publisher.publish(
                body,
                exchange=EVENTS.name,
                routing_key=routing_key(application.tambon, application.service.name, row.type),
                content_type=CONTENT_TYPE,
                mark=self._sent,
            )

    def _replay(self, publisher: Publisher[Published]) -> bool:
        """Send each asking subscriber one page; True while there is more to send."""
        more = False
        for request in list(self._requests.values()):
            rows = self._replay_page(publisher, request)
            if self._requests.get(request.queue) is not request:
                more = True
            elif len(rows) == _PAGE:
                self._requests[request.queue] = ReplayRequest(
                    request.queue, str(rows[-1].place), rows[-1].id
                )
                more = True
            else:
                del self._requests[request.queue]
        return more

    def _replay_page(self, publisher: Publisher[Published], request: ReplayRequest) -> list[Row]:
        after = Place.parse(request.after)
        known = self._log.row_at(after)
        if after != START and (known is None or known.id != request.last_id):
            body = Diverged(self._application.source, request.after).to_bytes()
            self._send_direct(publisher, request.queue, body, control.CONTENT_TYPE)
            return []
        last_id = known.id if known else None
        rows = self._log.read(after, _PAGE)
        for row in rows:
            body = to_cloudevent(self._application.source, row, last_id)
            self._send_direct(publisher, request.queue, body, CONTENT_TYPE)
            last_id = row.id
        return rows

    def _send_direct(
        self, publisher: Publisher[Published], queue: str, body: bytes, content_type: str
    ) -> None:
        # a replayed event settles nothing new: its mark is where live publishing stands
        publisher.publish(
            body, exchange="", routing_key=queue, content_type=content_type, mark=self._sent
        )

    # -- where it stands -------------------------------------------------------------------

    @contextmanager
    def _leading(self) -> Iterator[bool]:
        with self._application.database.leadership(f"relay.{self._application.service.name}") as led:
            self.is_leader = led
            try:
                yield led
            finally:
                self.is_leader = False

    @contextmanager
    def _publisher(self) -> Iterator[Publisher[Published]]:
        publisher: Publisher[Published] = Publisher(self._application.settings.broker)
        try:
            publisher.declare(EVENTS)
            yield publisher
        finally:
            publisher.close()

    def _load(self) -> None:
        rows = self._application.database.rows("SELECT sequence, last_id FROM relay")
        if rows:
            self.published, self.last_id = Place.parse(rows[0][0]), rows[0][1]

    def _save(self, publisher: Publisher[Published]) -> None:
        if publisher.settled is None or publisher.settled[0] <= self.published:
            return
        self.published, self.last_id = publisher.settled
        database = self._application.database
        sql, parameters = database.insert(
            "relay", ("name", "sequence", "last_id"),
            [("events", str(self.published), self.last_id)],
        )  # fmt: skip
        database.write(
            [
                (
                    f"{sql} ON CONFLICT (name) DO UPDATE "
                    "SET sequence = excluded.sequence, last_id = excluded.last_id",
                    parameters,
                )
            ]
        )
