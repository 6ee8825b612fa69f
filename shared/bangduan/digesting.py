"""ลายนิ้วมือของบันทึก: once a day each service records what its log came to.

What it records travels with its other events; whoever keeps it elsewhere can show later whether
the log is still what it was (``bangduan.store.verification.heads_digest``). A service takes part
by publishing an event ``HeadsDigested`` (``bangduan.events.digests``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bangduan.chores import Chore
from bangduan.days import BANGKOK, today
from bangduan.domain import Aggregate, derived_id
from bangduan.errors import StaleVersion
from bangduan.events.definition import load_contract
from bangduan.events.digests import DIGESTED, HeadsDigested
from bangduan.events.types import Count, EntityId, Line
from bangduan.store.verification import heads_digest
from bangduan.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bangduan.application import Application

_EVERY_SECONDS: Final = 3600.0

#: The one stream of digests of a log.
DIGEST_ID: Final = EntityId(derived_id("digest", "heads"))


@dataclass(frozen=True, slots=True)
class Digest:
    """State: the last digest of the log, None before the first."""

    last: HeadsDigested | None = None


def decide(state: Digest, command: HeadsDigested) -> Sequence[object]:
    """The digest, unless one of that day is there."""
    return [] if state.last is not None and state.last.day >= command.day else [command]


def evolve(state: Digest, event: object) -> Digest:
    """The state after ``event``."""
    return Digest(last=event) if isinstance(event, HeadsDigested) else state


DIGEST: Final = Aggregate(
    "digest",
    key="digest_id",
    initial=Digest(),
    decide=decide,
    evolve=evolve,
    commands=(),
    snapshot_every=0,
)


def digest_heads(application: Application, on: date | None = None) -> None:
    """Record what the log came to by the end of yesterday, if that is not recorded yet.

    A log that began today has no yesterday. What was recorded today before this runs is in it
    too.
    """
    event = _event_of(application.service.name)
    now = on or today()
    if event is None or not _began_before(application, now):
        return
    day = now - timedelta(days=1)
    unit = UnitOfWork(application)
    last = unit.state(DIGEST, DIGEST_ID).last
    head = application.log.head()
    if head is None or (last is not None and last.day >= day):
        return
    found = heads_digest(application.database, head.place)
    digested = event(
        digest_id=DIGEST_ID,
        day=day,
        sequence=Line(str(head.place)),
        events=Count(found.events),
        streams=Count(found.streams),
        digest=Line(found.digest),
    )
    unit.decide(DIGEST, DIGEST_ID, digested)
    try:
        application.commit(unit)
    except StaleVersion:
        return  # another process was first


def last_digest(application: Application) -> HeadsDigested | None:
    """The last digest this service recorded of its own log."""
    return UnitOfWork(application).state(DIGEST, DIGEST_ID).last


def _event_of(service: str) -> type[HeadsDigested] | None:
    for definition in load_contract():
        if definition.service == service and definition.name == DIGESTED:
            return definition.cls
    return None


def _began_before(application: Application, day: date) -> bool:
    first = application.log.read(limit=1)
    if not first:
        return False
    return datetime.fromisoformat(first[0].time).astimezone(BANGKOK).date() < day


DIGESTS: Final = Chore("digests", _EVERY_SECONDS, digest_heads)
