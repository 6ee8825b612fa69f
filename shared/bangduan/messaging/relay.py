"""The relay: publishes a service's log to the broker, in order, and replays on request.

It remembers the last event the broker answered for. After a crash or a lost connection it
begins again after that event; subscribers drop what they have seen. One relay leads per service.
A replay goes out between the pages of live events, so that nobody waits long for another's
catching up; its last page and the live events after it leave one gapless order in the queue.
"""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from bangduan.events.envelope import CONTENT_TYPE, START, Place, Row
from bangduan.messaging import batch, control
from bangduan.messaging.control import Diverged, Replayed, ReplayRequest
from bangduan.messaging.diverging import Told
from bangduan.messaging.publisher import Publisher
from bangduan.messaging.topology import ANSWERS, EVENTS, routing_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bangduan.application import Application

    Published = tuple[Place, str | None]

_log = logging.getLogger(__name__)

_PAGE: Final = 500
_PAGES_OF_AN_ANSWER: Final = 20
_SAVE_SECONDS: Final = 0.25
_UNSTABLE_SECONDS: Final = 0.002
_LONGEST_UNSTABLE_SECONDS: Final = 0.02
_LEADERSHIP_SECONDS: Final = 2.0
_FLUSH_SECONDS: Final = 2.0
_LONGEST_BACKOFF_SECONDS: Final = 5.0
_FIRST_BACKOFF_SECONDS: Final = 0.1


@dataclasses.dataclass(frozen=True, slots=True)
class _Answer:
    """A replay under way: what is still asked for, and how many pages went already."""

    request: ReplayRequest
    pages: int = 0


class Relay:
    """Publishes the log of one application.

    Args:
        application: whose log.
        wait: waits at most so many seconds for the next commit or replay request.
    """

    def __init__(self, application: Application, wait: Callable[[float], object]) -> None:
        self._application = application
        self._log = application.log
        self._wait = wait
        self._answers: dict[str, _Answer] = {}
        self._stopping = threading.Event()
        self.published: Place = START
        self.last_id: str | None = None
        self.is_leader = False
        self._told = Told(application.database)
        self._sent: Published = (START, None)
        self._saved = 0.0

    def request(self, request: ReplayRequest) -> None:
        """Replay to a subscriber; a newer request of the same queue replaces an older one."""
        self._answers[request.queue] = _Answer(request)

    def stop(self) -> None:
        """Let ``run`` return after the page under way."""
        self._stopping.set()

    def run(self) -> None:
        """Relay until stopped, through every outage of broker and database."""
        backoff = _FIRST_BACKOFF_SECONDS
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                with self._leading() as leads:
                    if leads:
                        self._lead()
                if not leads:
                    self._stopping.wait(_LEADERSHIP_SECONDS)
            except Exception as error:  # noqa: BLE001 (every outage ends the same: begin again)
                if time.monotonic() - began > _LONGEST_BACKOFF_SECONDS:
                    backoff = _FIRST_BACKOFF_SECONDS
                _log.warning("relay of %s begins again: %r", self._application.source, error)
                self._stopping.wait(backoff)
                backoff = min(2 * backoff, _LONGEST_BACKOFF_SECONDS)

    def pending(self) -> int:
        """Events in the log that the broker has not answered for yet."""
        return self._log.count(self._place()[0])

    # -- one leadership --------------------------------------------------------------------

    def _lead(self) -> None:
        self.published, self.last_id = self._sent = self._place()
        settings = self._application.settings
        publisher: Publisher[Published] = Publisher(
            settings.broker, declares=settings.broker_declare
        )
        try:
            publisher.declare(EVENTS)
            publisher.declare(ANSWERS)
            self._relay(publisher)
        finally:
            self._answers.clear()
            publisher.close()

    def _relay(self, publisher: Publisher[Published]) -> None:
        refused, unstable = 0, _UNSTABLE_SECONDS
        while not self._stopping.is_set():
            rows, more = self._log.read_ahead(self._sent[0], _PAGE)
            with publisher.gathered():
                self._publish(publisher, rows)
                replaying = self._replay(publisher)
            if time.monotonic() - self._saved >= _SAVE_SECONDS:
                publisher.keep_alive()
                self._save(publisher)
            if publisher.refused > refused:
                _log.warning(
                    "the broker refused %d messages of %s: a queue is full; who lacks them asks",
                    publisher.refused - refused, self._application.source,
                )  # fmt: skip
                refused = publisher.refused
            if rows or replaying:
                unstable = _UNSTABLE_SECONDS
            # memory and SQLite never wait: let the process's other green threads go on
            time.sleep(0)
            if more and not rows and not replaying:
                self._wait(unstable)
                unstable = min(2 * unstable, _LONGEST_UNSTABLE_SECONDS)
            elif not more and not replaying:
                self._wait(self._application.settings.poll_seconds)
        publisher.flush(_FLUSH_SECONDS)
        self._save(publisher)

    def _publish(self, publisher: Publisher[Published], rows: list[Row]) -> None:
        application = self._application
        for row in rows:
            body = application.service.published(application.source, row, self._sent[1])
            self._sent = (row.place, row.id)
            publisher.publish(
                body,
                exchange=EVENTS.name,
                routing_key=routing_key(application.tambon, application.service.name, row.type),
                content_type=CONTENT_TYPE,
                mark=self._sent,
            )

    # -- replay ----------------------------------------------------------------------------

    def _replay(self, publisher: Publisher[Published]) -> bool:
        """Send each asking subscriber one page; True while there is more to send.

        A request leaves the list before it is answered: one that cannot be must not come back
        with every new beginning, and who still needs it asks again.
        """
        for queue in list(self._answers):
            answer = self._answers.pop(queue)
            rest = self._replay_page(publisher, answer)
            if rest is not None:
                self._answers.setdefault(queue, rest)
        return bool(self._answers)

    def _replay_page(self, publisher: Publisher[Published], answer: _Answer) -> _Answer | None:
        """Send one page; what is then left of the answer."""
        request, source = answer.request, self._application.source
        after = Place.parse(request.after)
        known = self._log.row_at(after)
        if after != START and (known is None or known.id != request.last_id):
            self._say(publisher, request.queue, Diverged(source, request.after))
            self._told.diverged(request.queue, request.after)
            return None
        self._told.agreed(request.queue)
        rows = self._log.read(after, _PAGE)
        last_id = known.id if known else None
        predecessors = [last_id, *(row.id for row in rows)]
        published = self._application.service.published
        events = (published(source, row, id) for row, id in zip(rows, predecessors, strict=False))
        for body in batch.batches(events):
            self._send_answer(publisher, request.queue, body, batch.CONTENT_TYPE)
        pages = answer.pages + 1
        if len(rows) == _PAGE and pages < _PAGES_OF_AN_ANSWER:
            rest = ReplayRequest(request.queue, str(rows[-1].place), rows[-1].id)
            return _Answer(rest, pages)
        if rows or answer.pages:
            more = len(rows) == _PAGE
            head = self._log.head() if more else None
            told = str(head.place) if head is not None else None
            self._say(publisher, request.queue, Replayed(source, more, told))
        return None

    def _say(self, publisher: Publisher[Published], queue: str, what: Replayed | Diverged) -> None:
        self._send_answer(publisher, queue, what.to_bytes(), control.CONTENT_TYPE)

    def _send_answer(
        self, publisher: Publisher[Published], queue: str, body: bytes, content_type: str
    ) -> None:
        # a replayed event settles nothing new: its mark is where live publishing stands
        publisher.publish(
            body,
            exchange=ANSWERS.name,
            routing_key=queue,
            content_type=content_type,
            mark=self._sent,
        )

    # -- where it stands -------------------------------------------------------------------

    @contextmanager
    def _leading(self) -> Iterator[bool]:
        name = f"relay.{self._application.service.name}"
        with self._application.database.leadership(name) as led:
            self.is_leader = led
            try:
                yield led
            finally:
                self.is_leader = False

    def _place(self) -> Published:
        """The last event the broker answered for, as the database remembers it."""
        rows = self._application.database.rows("SELECT sequence, last_id FROM relay")
        return (Place.parse(rows[0][0]), rows[0][1]) if rows else (START, None)

    def _save(self, publisher: Publisher[Published]) -> None:
        self._saved = time.monotonic()
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
