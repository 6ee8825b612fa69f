"""Where a service stands, looked up in its database when somebody asks."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import orjson
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bangduan.events.envelope import START, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prometheus_client import Metric

    from bangduan.application import Application

_log = logging.getLogger(__name__)

#: States of letters, as ``bangduan.messaging.letters`` writes them.
_DEAD: Final = "dead"
_PARKED: Final = "parked"
_SERVICE: Final = ("service",)
_SOURCE: Final = ("service", "source")
_SOURCES: Final = (
    "SELECT s.source, s.sequence, (SELECT i.body FROM inbox i WHERE i.source = s.source "
    "ORDER BY i.sequence DESC LIMIT 1) FROM subscriptions s ORDER BY s.source"
)
_LETTERS: Final = "SELECT source, state, count(*) FROM dead_letters GROUP BY source, state"
_SET_ASIDE: Final = "SELECT source, count(*) FROM set_aside GROUP BY source"


class Standing(Collector):
    """A handful of short queries, each served by an index.

    A database that is away is a figure too: then it is the only one.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._name = application.service.name

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering asks no database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """The figures of this moment."""
        up = GaugeMetricFamily("bangduan_database_up", "The database answers.", labels=_SERVICE)
        try:
            found = [*self._outbox(), *self._sources(), *self._waiting()]
        except Exception as error:  # noqa: BLE001 (each driver raises its own; all mean no figures)
            _log.warning("no figures of %s: %s", self._name, error)
            found = []
            up.add_metric([self._name], 0)
        else:
            up.add_metric([self._name], 1)
        return [up, *found]

    def _outbox(self) -> Iterable[Metric]:
        """What was recorded and has not left."""
        application = self._application
        relayed = application.database.rows("SELECT sequence FROM relay")
        after = Place.parse(relayed[0][0]) if relayed else START
        waiting = application.log.count(after)
        oldest = application.log.read(after, 1) if waiting else []
        events = GaugeMetricFamily(
            "bangduan_outbox_events", "Events that have not left for the broker.", labels=_SERVICE
        )
        events.add_metric([self._name], waiting)
        age = GaugeMetricFamily(
            "bangduan_outbox_age_seconds", "Age of the oldest event that has not left; 0 if none.",
            labels=_SERVICE,
        )  # fmt: skip
        age.add_metric([self._name], _age(oldest[0].time) if oldest else 0.0)
        return events, age

    def _sources(self) -> Iterable[Metric]:
        """How far each source was read, as far as it is known here."""
        lag = GaugeMetricFamily(
            "bangduan_subscriber_lag_events",
            "Events of a source that are known of and not handled yet.", labels=_SOURCE,
        )  # fmt: skip
        newest = GaugeMetricFamily(
            "bangduan_subscriber_newest_event_age_seconds",
            "Age of the newest event of a source that was taken in.", labels=_SOURCE,
        )  # fmt: skip
        for source, sequence, body in self._application.database.rows(_SOURCES):
            behind = self._application.meters.behind(source, sequence)
            lag.add_metric([self._name, source], behind)
            if body is not None:
                newest.add_metric([self._name, source], _age(orjson.loads(body)["time"]))
        return lag, newest

    def _waiting(self) -> Iterable[Metric]:
        """What failed, what waits behind it, what no longer fits."""
        database = self._application.database
        dead = GaugeMetricFamily(
            "bangduan_dead_letters", "Events that could not be handled.", labels=_SOURCE
        )
        parked = GaugeMetricFamily(
            "bangduan_parked_events", "Events that wait behind a dead letter.", labels=_SOURCE
        )
        by_state = {_DEAD: dead, _PARKED: parked}
        counted = {(source, state): number for source, state, number in database.rows(_LETTERS)}
        sources = [source for (source,) in database.rows("SELECT source FROM subscriptions")]
        for source in sorted({*sources, *(source for source, _ in counted)}):
            for state, family in by_state.items():
                family.add_metric([self._name, source], counted.get((source, state), 0))
        aside = GaugeMetricFamily(
            "bangduan_set_aside_events",
            "Events read of a source that no longer holds them.", labels=_SOURCE,
        )  # fmt: skip
        for source, number in database.rows(_SET_ASIDE):
            aside.add_metric([self._name, source], number)
        return dead, parked, aside


def _age(time: str) -> float:
    """Seconds since then; never less than none, whatever the clocks say."""
    return max(0.0, (datetime.now(UTC) - datetime.fromisoformat(time)).total_seconds())
