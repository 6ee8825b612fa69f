"""วิเคราะห์ SWOT: strengths, weaknesses, opportunities and limits of one day, tied to plan lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.meetings import (
    SwotList,
    SwotMade,
    SwotPointStruck,
    SwotPointTied,
    SwotPointWritten,
)
from bangduan.events.types import EntityId, Line
from services.meetings.domain.plan import Plan
from services.meetings.permissions import KEEP_PLANS

MADE_ONCE = Rule(
    "swot-already-made",
    en="This analysis is made already. Make another one for another day.",
    th="จัดทำการวิเคราะห์นี้แล้ว หากเป็นวันอื่นโปรดจัดทำฉบับใหม่",
    field="swot_id",
)
TIED_ONCE = Rule(
    "swot-point-already-tied",
    en="This point is tied to that line already.",
    th="โยงประเด็นนี้กับรายการในแผนแล้ว",
    field="line_id",
)


@command(KEEP_PLANS)
class MakeSwot:
    """จัดทำการวิเคราะห์ SWOT: on a day, at a meeting, where these are known."""

    swot_id: EntityId
    title: Line
    made_on: date | None = None
    meeting_id: EntityId | None = None


@command(KEEP_PLANS)
class WriteSwotPoint:
    """เขียนประเด็น: a new point, or one as it should now read."""

    swot_id: EntityId
    point_id: EntityId
    swot_list: SwotList
    text: Line


@command(KEEP_PLANS)
class StrikeSwotPoint:
    """ตัดประเด็น."""

    swot_id: EntityId
    point_id: EntityId


@command(KEEP_PLANS)
class TieSwotPoint:
    """โยงประเด็นกับแผน: a line of a plan answers the point."""

    swot_id: EntityId
    point_id: EntityId
    plan_id: EntityId
    line_id: EntityId


@command
class TieSwotPointTo:
    """``TieSwotPoint`` with the plan."""

    asked: TieSwotPoint
    plan: Plan

    @property
    def swot_id(self) -> EntityId:
        """The analysis the point is of."""
        return self.asked.swot_id


@dataclass(frozen=True, slots=True)
class Swot:
    """State of an analysis: point id → plan lines it is tied to."""

    made: bool = False
    points: dict[str, tuple[str, ...]] | None = None

    @property
    def ties(self) -> dict[str, tuple[str, ...]]:
        """Points and what each is tied to."""
        return self.points or {}


def decide(state: Swot, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, MakeSwot):
        MADE_ONCE.require(not state.made)
        return [
            SwotMade(
                swot_id=command.swot_id,
                title=command.title,
                made_on=command.made_on,
                meeting_id=command.meeting_id,
            )
        ]
    if not state.made:
        raise NotFound("SWOT", command.swot_id, field="swot_id")
    return [_DECISIONS[type(command)](state, command)]


def _written(state: Swot, command: WriteSwotPoint) -> SwotPointWritten:
    return SwotPointWritten(
        swot_id=command.swot_id,
        point_id=command.point_id,
        swot_list=command.swot_list,
        text=command.text,
    )


def _struck(state: Swot, command: StrikeSwotPoint) -> SwotPointStruck:
    _require_point(state, command.point_id)
    return SwotPointStruck(swot_id=command.swot_id, point_id=command.point_id)


def _tied(state: Swot, command: TieSwotPointTo) -> SwotPointTied:
    asked = command.asked
    _require_point(state, asked.point_id)
    if asked.line_id not in command.plan.lines:
        raise NotFound("plan line", asked.line_id, field="line_id")
    TIED_ONCE.require(asked.line_id not in state.ties[asked.point_id])
    return SwotPointTied(
        swot_id=asked.swot_id,
        point_id=asked.point_id,
        plan_id=asked.plan_id,
        line_id=asked.line_id,
    )


def _require_point(state: Swot, point_id: str) -> None:
    if point_id not in state.ties:
        raise NotFound("SWOT point", point_id, field="point_id")


def evolve(state: Swot, event: object) -> Swot:
    """The analysis after ``event``."""
    match event:
        case SwotMade():
            return Swot(made=True)
        case SwotPointWritten():
            ties = {event.point_id: (), **state.ties}
            return replace(state, points=ties)
        case SwotPointStruck():
            left = {id: lines for id, lines in state.ties.items() if id != event.point_id}
            return replace(state, points=left)
        case SwotPointTied():
            tied = (*state.ties[event.point_id], event.line_id)
            return replace(state, points={**state.ties, event.point_id: tied})
        case _:
            return state


_DECISIONS: Final[Mapping[type, Callable[[Swot, Any], object]]] = {
    WriteSwotPoint: _written,
    StrikeSwotPoint: _struck,
    TieSwotPointTo: _tied,
}

SWOT = Aggregate(
    "swot",
    key="swot_id",
    initial=Swot(),
    decide=decide,
    evolve=evolve,
    commands=(MakeSwot, TieSwotPoint, *_DECISIONS),
)
