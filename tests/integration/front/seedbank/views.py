"""What the pages and the API show."""

from __future__ import annotations

import dataclasses

from bangduan.events.types import Count, EntityId, Line


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SeedsView:
    """Seeds of one variety."""

    seeds_id: EntityId
    variety: Line
    grams: Count
    organisation_id: EntityId
