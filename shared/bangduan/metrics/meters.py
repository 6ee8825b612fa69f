"""What one service does, counted as it happens; of each process on its own."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from bangduan.errors import (
    DomainError,
    KeyReused,
    PersonForgotten,
    StaleVersion,
    StoreError,
)
from bangduan.events.envelope import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bangduan.application import Answer

#: Upper bounds in seconds: what feels instant, what one waits for, what is broken.
_REQUEST_SECONDS: Final = (0.025, 0.1, 0.5, 2.0, 10.0)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_REFUSALS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (StaleVersion, "stale"),
    (KeyReused, "key_reused"),
    (PersonForgotten, "forgotten"),
    (DomainError, "refused"),
    (StoreError, "unavailable"),
)


class Meters:
    """Counters of one running service, in a registry of its own.

    Several services may share a process, two of them even a name (the accounts of a site and of
    its province under ``bangduan up``): each answers with its own figures only.

    Args:
        service: its name, a label of every figure.
    """

    def __init__(self, service: str) -> None:
        self.service = service
        self.registry = CollectorRegistry()
        self._heads: dict[str, Place] = {}
        self._lock = threading.Lock()
        self._recorded = Counter(
            "bangduan_events_recorded_total", "Events this process appended to the log.",
            ("service", "type"), registry=self.registry,
        )  # fmt: skip
        self._handled = Counter(
            "bangduan_events_handled_total", "Events of a source that this process handled.",
            ("service", "source"), registry=self.registry,
        )  # fmt: skip
        self._refused = Counter(
            "bangduan_refused_messages_total",
            "Messages dropped because they were not of the source whose queue they came in.",
            ("service", "source"), registry=self.registry,
        )  # fmt: skip
        self._commands = Counter(
            "bangduan_commands_total", "Commands, by what they came to.",
            ("service", "outcome"), registry=self.registry,
        )  # fmt: skip
        self._requests = Histogram(
            "bangduan_request_duration_seconds", "Time to answer a request.",
            ("service", "method", "status"), buckets=_REQUEST_SECONDS, registry=self.registry,
        )  # fmt: skip
        self._rebuilds = Gauge(
            "bangduan_projection_rebuild_seconds", "How long the last rebuild of read tables took.",
            ("service", "projection"), registry=self.registry,
        )  # fmt: skip

    # -- counting --------------------------------------------------------------------------

    def recorded(self, types: Iterable[str]) -> None:
        """Events of these types were appended and committed."""
        for type in types:
            self._recorded.labels(self.service, type).inc()

    def handled(self, source: str, events: int) -> None:
        """So many events of a source were handled and committed."""
        self._handled.labels(self.service, source).inc(events)

    def refused(self, source: str, messages: int = 1) -> None:
        """Messages in the queue of ``source`` claimed to be of another; they were dropped."""
        self._refused.labels(self.service, source).inc(messages)

    def answered(self, method: str, status: int, seconds: float) -> None:
        """A request was answered."""
        known = method if method in _METHODS else "OTHER"
        self._requests.labels(self.service, known, str(status)).observe(seconds)

    def command(self, carry_out: Callable[[], Answer]) -> Answer:
        """Carry out a command and count what it came to; returns or raises what it does."""
        try:
            answer = carry_out()
        except Exception as error:
            kinds = (name for kind, name in _REFUSALS if isinstance(error, kind))
            self._commands.labels(self.service, next(kinds, "failed")).inc()
            raise
        self._commands.labels(self.service, "repeated" if answer.repeated else "accepted").inc()
        return answer

    @contextmanager
    def rebuilding(self, projection: str) -> Iterator[None]:
        """Time one rebuild of a projection's read tables; a failed one leaves no figure."""
        began = time.monotonic()
        yield
        self._rebuilds.labels(self.service, projection).set(time.monotonic() - began)

    # -- how far sources are known to be ---------------------------------------------------

    def heard(self, source: str, sequence: str) -> None:
        """A source is known to hold this event, handled here or not."""
        place = Place.parse(sequence)
        with self._lock:
            self._heads[source] = max(place, self._heads.get(source, place))

    def behind(self, source: str, sequence: str) -> int:
        """How many events this process knows of a source beyond the one that was handled.

        An upper bound on PostgreSQL, where numbers of rolled-back events are left out. What the
        source has recorded and nobody has told of is not in it: nobody here knows.
        """
        with self._lock:
            head = self._heads.get(source)
        read = Place.parse(sequence)
        if head is None or head <= read:
            return 0
        return head.position - read.position if head.epoch == read.epoch else head.position
