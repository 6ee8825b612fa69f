"""หลักหมาย: something the centre set out to do is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bangduan.domain import Aggregate, command, derived_id
from bangduan.events.reporting import Figure, MilestoneReached
from bangduan.events.types import EntityId, Line, Slug


def milestone_id(kind: str, source: str) -> EntityId:
    """Id of the milestone of ``kind`` that the entity ``source`` reached."""
    return EntityId(derived_id("milestone", kind, source))


@command
class ReachMilestone:
    """บันทึกหลักหมาย: fields as in ``MilestoneReached``."""

    milestone_id: EntityId
    kind: Slug
    on: date | None = None
    within: EntityId | None = None
    body: Line | None = None
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """State: how the milestone was last told, None before it was reached."""

    told: MilestoneReached | None = None


def decide(state: Milestone, command: ReachMilestone) -> Sequence[object]:
    """The milestone, unless it was told just so before."""
    reached = MilestoneReached(
        milestone_id=command.milestone_id,
        kind=command.kind,
        on=command.on,
        within=command.within,
        body=command.body,
        figures=command.figures,
    )
    return [] if reached == state.told else [reached]


def evolve(state: Milestone, event: object) -> Milestone:
    """The milestone after ``event``."""
    return Milestone(told=event) if isinstance(event, MilestoneReached) else state


MILESTONE = Aggregate(
    "milestone",
    key="milestone_id",
    initial=Milestone(),
    decide=decide,
    evolve=evolve,
    commands=(ReachMilestone,),
)
