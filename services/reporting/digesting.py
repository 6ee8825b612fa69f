"""Telling the province once a day what the logs of the site came to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Final

from bangduan.chores import Chore
from bangduan.digesting import last_digest
from bangduan.events.reporting import ServiceHeads
from bangduan.events.types import Count, Line, Slug
from services.reporting.domain.digest import SITE_DIGEST_ID, NoteHeads, TellDigests
from services.reporting.policies.digests import heads_of

if TYPE_CHECKING:
    from bangduan.application import Application
    from bangduan.unit_of_work import UnitOfWork

#: Facts beside the log: what each service told last; for which day others are waited for.
_HEADS: Final = "heads/"
_WAITING: Final = "heads-waiting"
_HOUR: Final = 3600.0


def note_heads(command: NoteHeads, uow: UnitOfWork) -> None:
    """Remember what a service told, until all have told."""
    heads = command.heads
    uow.remember(_HEADS + heads.service, json.dumps(asdict(heads), default=str))


def tell_digests(application: Application) -> None:
    """Tell what the logs came to once all services told of the same day.

    A service that is not running is waited for until this is done the next time.
    """
    heads = _noted(application)
    own = last_digest(application)
    if own is not None:
        heads.append(heads_of(own))
    if not heads:
        return
    days = {one.day for one in heads}
    newest = str(max(days))
    if len(days) > 1 and application.database.fact(_WAITING) != newest:
        application.database.remember(_WAITING, newest)
        return
    application.execute(TellDigests(digest_id=SITE_DIGEST_ID, services=tuple(heads)))


def _noted(application: Application) -> list[ServiceHeads]:
    found = application.database.rows(
        "SELECT value FROM facts WHERE substr(name, 1, 6) = 'heads/' ORDER BY name"
    )
    return [_heads(json.loads(value)) for (value,) in found]


def _heads(noted: Mapping[str, object]) -> ServiceHeads:
    return ServiceHeads(
        service=Slug(str(noted["service"])),
        day=date.fromisoformat(str(noted["day"])),
        sequence=Line(str(noted["sequence"])),
        events=Count(int(str(noted["events"]))),
        streams=Count(int(str(noted["streams"]))),
        digest=Line(str(noted["digest"])),
    )


DIGESTING: Final[Mapping[type, Callable[..., object]]] = {NoteHeads: note_heads}
TELLING: Final = Chore("site-digest", _HOUR, tell_digests)
