"""Seeds are stored once; whoever borrowed some brings more back."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.types import EntityId, Line, PositiveCount
from bangduan.permissions import changes, sees

from .events import SeedsReturned, SeedsStored

if TYPE_CHECKING:
    from collections.abc import Sequence

READ: Final = sees("seedbank", "read", en="See the seed bank", th="ดูธนาคารเมล็ดพันธุ์")
KEEP: Final = changes(
    "seedbank", "keep", "secretary", en="Keep the seed bank", th="จัดการธนาคารเมล็ดพันธุ์"
)
STORED_ONCE = Rule(
    "seeds-already-stored",
    en="These seeds are stored already.",
    th="เก็บเมล็ดพันธุ์นี้แล้ว",
    field="seeds_id",
)


@command(KEEP)
class StoreSeeds:
    """เก็บเมล็ดพันธุ์."""

    seeds_id: EntityId
    variety: Line
    grams: PositiveCount
    organisation_id: EntityId


@command(KEEP)
class ReturnSeeds:
    """คืนเมล็ดพันธุ์."""

    seeds_id: EntityId
    grams: PositiveCount


@dataclasses.dataclass(frozen=True, slots=True)
class Seeds:
    """State of a store of seeds."""

    stored: bool = False


def decide(state: Seeds, command: StoreSeeds | ReturnSeeds) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, ReturnSeeds):
        if not state.stored:
            raise NotFound("seeds", command.seeds_id, field="seeds_id")
        return [SeedsReturned(seeds_id=command.seeds_id, grams=command.grams)]
    STORED_ONCE.require(not state.stored)
    return [
        SeedsStored(
            seeds_id=command.seeds_id,
            variety=command.variety,
            grams=command.grams,
            organisation_id=command.organisation_id,
        )
    ]


def evolve(_: Seeds, __: object) -> Seeds:
    """The seeds after an event."""
    return Seeds(stored=True)


SEEDS = Aggregate(
    "seeds",
    key="seeds_id",
    initial=Seeds(),
    decide=decide,
    evolve=evolve,
    commands=(StoreSeeds, ReturnSeeds),
)
