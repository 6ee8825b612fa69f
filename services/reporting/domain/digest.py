"""ลายนิ้วมือของทั้งตำบล: what the logs of all services of the site came to, told together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bangduan.domain import Aggregate, command, derived_id
from bangduan.events.reporting import ServiceHeads, SiteDigested, root_of
from bangduan.events.types import EntityId

#: The one stream of the site's digests.
SITE_DIGEST_ID = EntityId(derived_id("digest", "site"))


@command
class NoteHeads:
    """จดลายนิ้วมือของบริการ: what the log of one service came to; the newest stands."""

    digest_id: EntityId
    heads: ServiceHeads


@command
class TellDigests:
    """รายงานลายนิ้วมือของทั้งตำบล: what the logs came to, those of every service that told."""

    digest_id: EntityId
    services: tuple[ServiceHeads, ...]


@dataclass(frozen=True, slots=True)
class SiteDigest:
    """State: what was told last."""

    services: tuple[ServiceHeads, ...] = ()
    day: date | None = None


def decide(state: SiteDigest, command: TellDigests) -> Sequence[object]:
    """The digest of the site, unless that was told."""
    services = tuple(sorted(command.services, key=lambda heads: heads.service))
    if not services or services == state.services:
        return []
    return [
        SiteDigested(
            digest_id=SITE_DIGEST_ID,
            day=max(heads.day for heads in services),
            services=services,
            root=root_of(services),
        )
    ]


def evolve(state: SiteDigest, event: object) -> SiteDigest:
    """The state after ``event``."""
    if isinstance(event, SiteDigested):
        return SiteDigest(services=event.services, day=event.day)
    return state


SITE_DIGEST = Aggregate(
    "site-digest",
    key="digest_id",
    initial=SiteDigest(),
    decide=decide,
    evolve=evolve,
    commands=(NoteHeads, TellDigests),
)
