"""What the services of the site tell of their logs."""

from __future__ import annotations

from collections.abc import Iterable

from bangduan.events.definition import registry
from bangduan.events.digests import DIGESTED, HeadsDigested
from bangduan.events.reporting import ServiceHeads
from bangduan.events.types import Slug
from bangduan.policies import Policies
from services.reporting.domain.digest import SITE_DIGEST_ID, NoteHeads

POLICIES = Policies()


@POLICIES.on_named(DIGESTED)
def a_service_told_what_its_log_came_to(event: HeadsDigested) -> Iterable[object]:
    """Any service of the site, also one that comes from elsewhere."""
    yield NoteHeads(digest_id=SITE_DIGEST_ID, heads=heads_of(event))


def heads_of(event: HeadsDigested) -> ServiceHeads:
    """What a service's event says, with the service's name."""
    return ServiceHeads(
        service=Slug(registry.of(type(event)).service),
        day=event.day,
        sequence=event.sequence,
        events=event.events,
        streams=event.streams,
        digest=event.digest,
    )
