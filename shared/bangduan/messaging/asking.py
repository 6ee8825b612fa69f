"""Asking sources to replay: one connection for all the sources of a service.

A province follows hundreds; each of them having a connection of its own to ask once a minute
would cost the broker more than the questions.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from bangduan.messaging import control
from bangduan.messaging.control import ReplayRequest
from bangduan.messaging.publisher import Publisher
from bangduan.messaging.topology import REPLAYS
from bangduan.messaging.transport import LOST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bangduan.settings import Settings

_log = logging.getLogger(__name__)

_ASK_AGAIN_SECONDS: Final = 3.0
#: Through a thin line an answer takes its time.
_ASK_AGAIN_OVER_A_LINK_SECONDS: Final = 15.0


class Asker:
    """The connection on which a service asks.

    Args:
        settings: which broker, and whether we make the exchange that is asked through.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._publisher: Publisher[None] | None = None

    def send(self, source: str, request: ReplayRequest) -> None:
        """Send a request; no broker, no answer, and whoever asks will ask again.

        Args:
            source: routing key of the source's replays.
        """
        with self._lock:
            known = self._publisher is not None
            if not self._sent(source, request) and known:
                self._sent(source, request)

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._close()

    def _sent(self, source: str, request: ReplayRequest) -> bool:
        try:
            if self._publisher is None:
                settings = self._settings
                self._publisher = Publisher(settings.broker, declares=settings.broker_declare)
                self._publisher.declare(REPLAYS)
            self._publisher.keep_alive()
            # not waiting for its confirm: a broker that blocks publishers still delivers
            self._publisher.publish(
                request.to_bytes(),
                exchange=REPLAYS.name,
                routing_key=source,
                content_type=control.CONTENT_TYPE,
                mark=None,
            )
        except LOST as error:
            _log.info("%s cannot be asked now: %r", source, error)
            self._close()
            return False
        return True

    def _close(self) -> None:
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            publisher.close()


class Asking:
    """What one subscriber asks one source, and whether the answer may still be under way.

    Args:
        asker: sends it.
        source: routing key of the source's replays.
        queue: where the answer goes.
        far: the source is another site's, at the other end of a link.
    """

    def __init__(self, asker: Asker, source: str, queue: str, *, far: bool) -> None:
        self._asker = asker
        self._source = source
        self._queue = queue
        self._patience = _ASK_AGAIN_OVER_A_LINK_SECONDS if far else _ASK_AGAIN_SECONDS
        self._waits_until = 0.0
        #: whether anything came in since the last question
        self.brought_news = False

    @property
    def waits(self) -> bool:
        """True while an answer is coming in, or may yet: asking again would double it."""
        return time.monotonic() < self._waits_until

    def went_on(self) -> None:
        """Events came in: an answer under way goes on being waited for."""
        self.brought_news = True
        if self.waits:
            self._waits_until = time.monotonic() + self._patience

    def answered(self) -> None:
        """The source's answer is complete."""
        self._waits_until = 0.0

    def ask(
        self, after: str, last_id: str | None, enclosed: Mapping[str, Any] | None = None
    ) -> None:
        """Ask for what follows an event; fields as in ``ReplayRequest``."""
        self.brought_news = False
        self._waits_until = time.monotonic() + self._patience
        self._asker.send(self._source, ReplayRequest(self._queue, after, last_id, enclosed))
