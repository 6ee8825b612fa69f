"""What the API shows of digests of the sites' logs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.types import Count, EntityId, Line, Slug, TambonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """What the log of one service of a site came to on a day.

    ``sequence`` is the place of the last event in it, ``root`` the digest over all services as the
    site told it, ``root_fits`` whether what it told comes to that.
    """

    tambon: TambonCode
    service: Slug
    sequence: Line
    digest: Line
    day: date
    events: Count
    streams: Count
    root: Line
    root_fits: bool
    event_id: EntityId


@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionView(DigestView):
    """A digest that does not fit what the site told before.

    ``differs``: another digest of the same place in the log. ``shrank``: fewer events than there
    were on an earlier day.
    """

    kind: Literal["differs", "shrank"]
    digest_before: Line
    events_before: Count
    day_before: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseRootView:
    """A digest of a site whose ``root`` is not what its own parts come to, ``root_reckoned``."""

    tambon: TambonCode
    event_id: EntityId
    day: date
    root: Line
    root_reckoned: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFilter:
    """By site."""

    tambon: TambonCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestFilter:
    """By site and service."""

    tambon: TambonCode | None = None
    service: Slug | None = None
