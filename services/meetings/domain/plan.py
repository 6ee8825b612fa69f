"""แผนพัฒนา: a development plan, drafted at a meeting, line by line, adopted by a motion."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.meetings import (
    FundingSource,
    PlanAdopted,
    PlanDrafted,
    PlanLineDropped,
    PlanLineWritten,
)
from bangduan.events.types import BuddhistYear, EntityId, Line, PositiveCount, Satang, Slug
from services.meetings.permissions import KEEP_PLANS

DRAFTED_ONCE = Rule(
    "plan-already-drafted",
    en="This plan is drafted already. Use another id for another plan.",
    th="จัดทำแผนนี้แล้ว หากเป็นแผนอื่นโปรดใช้รหัสอื่น",
    field="plan_id",
)
YEARS_IN_ORDER = Rule(
    "plan-years-out-of-order",
    en="The plan ends in {to_year}, before it begins in {from_year}.",
    th="แผนสิ้นสุดปี {to_year} ก่อนปีเริ่ม {from_year}",
    field="to_year",
)
STILL_A_DRAFT = Rule(
    "plan-adopted",
    en="The plan is adopted; its lines stand. Draft another plan.",
    th="เห็นชอบแผนนี้แล้ว แก้ไขรายการไม่ได้ โปรดจัดทำแผนใหม่",
    field="plan_id",
)
HAS_LINES = Rule(
    "plan-without-lines",
    en="A plan without lines is not adopted. Write its lines first.",
    th="แผนที่ไม่มีรายการเห็นชอบไม่ได้ โปรดเขียนรายการก่อน",
    field="plan_id",
)


@command(KEEP_PLANS)
class DraftPlan:
    """จัดทำแผนพัฒนา: at a meeting, where that is known."""

    plan_id: EntityId
    title: Line
    meeting_id: EntityId | None = None
    from_year: BuddhistYear | None = None
    to_year: BuddhistYear | None = None


@command(KEEP_PLANS)
class WritePlanLine:
    """เขียนรายการในแผน: a new line, or one as it should now read; 1 is the first priority."""

    plan_id: EntityId
    line_id: EntityId
    theme: Slug
    title: Line
    priority: PositiveCount | None = None
    budget_satang: Satang | None = None
    source: FundingSource | None = None


@command(KEEP_PLANS)
class DropPlanLine:
    """ตัดรายการออกจากแผน."""

    plan_id: EntityId
    line_id: EntityId


@command
class AdoptPlan:
    """เห็นชอบแผน: follows from a motion that was carried, never sent by itself."""

    plan_id: EntityId
    meeting_id: EntityId
    resolution_id: EntityId
    adopted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """State of a plan."""

    drafted: bool = False
    adopted: bool = False
    lines: frozenset[str] = frozenset()


def require_adoptable(plan: Plan) -> None:
    """Refuse to put a plan to the vote that is adopted already or has no lines."""
    STILL_A_DRAFT.require(not plan.adopted)
    HAS_LINES.require(plan.lines)


def decide(state: Plan, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, DraftPlan):
        DRAFTED_ONCE.require(not state.drafted)
        return [_drafted(command)]
    if not state.drafted:
        raise NotFound("plan", command.plan_id, field="plan_id")
    STILL_A_DRAFT.require(not state.adopted)
    return [_DECISIONS[type(command)](state, command)]


def _drafted(command: DraftPlan) -> PlanDrafted:
    if command.from_year is not None and command.to_year is not None:
        YEARS_IN_ORDER.require(
            command.from_year <= command.to_year,
            from_year=command.from_year,
            to_year=command.to_year,
        )
    return PlanDrafted(
        plan_id=command.plan_id,
        title=command.title,
        meeting_id=command.meeting_id,
        from_year=command.from_year,
        to_year=command.to_year,
    )


def _line_written(state: Plan, command: WritePlanLine) -> PlanLineWritten:
    return PlanLineWritten(
        plan_id=command.plan_id,
        line_id=command.line_id,
        theme=command.theme,
        title=command.title,
        priority=command.priority,
        budget_satang=command.budget_satang,
        source=command.source,
    )


def _line_dropped(state: Plan, command: DropPlanLine) -> PlanLineDropped:
    if command.line_id not in state.lines:
        raise NotFound("plan line", command.line_id, field="line_id")
    return PlanLineDropped(plan_id=command.plan_id, line_id=command.line_id)


def _adopted(state: Plan, command: AdoptPlan) -> PlanAdopted:
    require_adoptable(state)
    return PlanAdopted(
        plan_id=command.plan_id,
        meeting_id=command.meeting_id,
        resolution_id=command.resolution_id,
        adopted_on=command.adopted_on,
    )


def evolve(state: Plan, event: object) -> Plan:
    """The plan after ``event``."""
    match event:
        case PlanDrafted():
            return replace(state, drafted=True)
        case PlanLineWritten():
            return replace(state, lines=state.lines | {event.line_id})
        case PlanLineDropped():
            return replace(state, lines=state.lines - {event.line_id})
        case PlanAdopted():
            return replace(state, adopted=True)
        case _:
            return state


_DECISIONS: Final[Mapping[type, Callable[[Plan, Any], object]]] = {
    WritePlanLine: _line_written,
    DropPlanLine: _line_dropped,
    AdoptPlan: _adopted,
}

PLAN = Aggregate(
    "plan",
    key="plan_id",
    initial=Plan(),
    decide=decide,
    evolve=evolve,
    commands=(DraftPlan, *_DECISIONS),
)
