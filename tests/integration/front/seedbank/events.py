"""What the seed bank tells."""

from __future__ import annotations

from bangduan.events.definition import event
from bangduan.events.types import EntityId, Line, PositiveCount


@event("seedbank")
class SeedsStored:
    """เก็บเมล็ดพันธุ์: seeds of a local variety were brought to the bank, in whole grams."""

    seeds_id: EntityId
    variety: Line
    grams: PositiveCount
    organisation_id: EntityId


@event("seedbank")
class SeedsReturned:
    """คืนเมล็ดพันธุ์: somebody who had borrowed seeds brought more of them back."""

    seeds_id: EntityId
    grams: PositiveCount
