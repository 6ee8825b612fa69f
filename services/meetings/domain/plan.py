"""แผนพัฒนา: a development plan, drafted at a meeting, line by line, adopted by a motion.

How far each line has come is reported as it goes; lines are tied to the problems they answer and
to the projects that carry them out, in a draft and afterwards.
"""

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
    PlanLineStatus,
    PlanLineTied,
    PlanLineUntied,
    PlanLineWritten,
    PlanProgressReported,
)
from bangduan.events.types import (
    BuddhistYear,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Satang,
    Slug,
)
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
PERCENT_AT_MOST_ALL = Rule(
    "plan-progress-over-hundred",
    en="Progress is 0 to 100 percent, not {percent}.",
    th="ความก้าวหน้าเป็นร้อยละ 0 ถึง 100 ไม่ใช่ {percent}",
    field="percent",
)
DONE_IS_ALL = Rule(
    "plan-progress-done-in-part",
    en="A line that is done is done to 100 percent; one not started to none. Change one of the "
    "two.",
    th="รายการที่เสร็จแล้วต้องเป็นร้อยละ 100 ที่ยังไม่เริ่มต้องเป็น 0 โปรดแก้ข้อใดข้อหนึ่ง",
    field="percent",
)
TIES_ONE_THING = Rule(
    "plan-line-tied-to-one-thing",
    en="A line is tied to one problem or one project at a time.",
    th="โยงรายการกับปัญหาหนึ่งเรื่องหรือโครงการหนึ่งโครงการต่อครั้ง",
    field="problem_id",
)
TIED_ONCE = Rule(
    "plan-line-already-tied",
    en="The line is tied to it already.",
    th="โยงรายการนี้ไว้แล้ว",
    field="line_id",
)
IS_TIED = Rule(
    "plan-line-not-tied",
    en="The line is not tied to it.",
    th="รายการนี้ไม่ได้โยงไว้",
    field="line_id",
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


@command(KEEP_PLANS)
class ReportPlanProgress:
    """รายงานความก้าวหน้าตามแผน: so far, in percent and in money; what is not known stays so."""

    plan_id: EntityId
    line_id: EntityId
    status: PlanLineStatus
    percent: Count | None = None
    spent_satang: Satang | None = None
    reported_on: date | None = None
    note: Prose | None = None


@command(KEEP_PLANS)
class TiePlanLine:
    """โยงรายการในแผน: to a problem it answers, or to a project that carries it out."""

    plan_id: EntityId
    line_id: EntityId
    problem_id: EntityId | None = None
    project_id: EntityId | None = None


@command(KEEP_PLANS)
class UntiePlanLine:
    """ยกเลิกการโยงรายการในแผน."""

    plan_id: EntityId
    line_id: EntityId
    problem_id: EntityId | None = None
    project_id: EntityId | None = None


@command
class AdoptPlan:
    """เห็นชอบแผน: follows from a motion that was carried, never sent by itself."""

    plan_id: EntityId
    meeting_id: EntityId
    resolution_id: EntityId
    adopted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """State of a plan; ``ties`` are lines and what each is tied to."""

    drafted: bool = False
    adopted: bool = False
    lines: frozenset[str] = frozenset()
    ties: frozenset[str] = frozenset()


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
    if not isinstance(command, _AFTERWARDS):
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


def _reported(state: Plan, command: ReportPlanProgress) -> PlanProgressReported:
    _require_line(state, command.line_id)
    percent = command.percent
    if percent is not None:
        PERCENT_AT_MOST_ALL.require(percent <= 100, percent=percent)
        whole = {"done": 100, "not_started": 0}.get(command.status)
        DONE_IS_ALL.require(whole is None or percent == whole)
    return PlanProgressReported(
        plan_id=command.plan_id,
        line_id=command.line_id,
        status=command.status,
        percent=percent,
        spent_satang=command.spent_satang,
        reported_on=command.reported_on,
        note=command.note,
    )


def _tied(state: Plan, command: TiePlanLine) -> PlanLineTied:
    TIED_ONCE.require(_tie(state, command) not in state.ties)
    return PlanLineTied(
        plan_id=command.plan_id,
        line_id=command.line_id,
        problem_id=command.problem_id,
        project_id=command.project_id,
    )


def _untied(state: Plan, command: UntiePlanLine) -> PlanLineUntied:
    IS_TIED.require(_tie(state, command) in state.ties)
    return PlanLineUntied(
        plan_id=command.plan_id,
        line_id=command.line_id,
        problem_id=command.problem_id,
        project_id=command.project_id,
    )


def _tie(state: Plan, command: TiePlanLine | UntiePlanLine) -> str:
    _require_line(state, command.line_id)
    TIES_ONE_THING.require((command.problem_id is None) != (command.project_id is None))
    return tie_of(command.line_id, command.problem_id, command.project_id)


def tie_of(line_id: str, problem_id: str | None, project_id: str | None) -> str:
    """A line and what it is tied to, as one word."""
    return f"{line_id} {problem_id or project_id}"


def _require_line(state: Plan, line_id: str) -> None:
    if line_id not in state.lines:
        raise NotFound("plan line", line_id, field="line_id")


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
            ties = (tie for tie in state.ties if not tie.startswith(event.line_id))
            return replace(state, lines=state.lines - {event.line_id}, ties=frozenset(ties))
        case PlanLineTied():
            tie = tie_of(event.line_id, event.problem_id, event.project_id)
            return replace(state, ties=state.ties | {tie})
        case PlanLineUntied():
            tie = tie_of(event.line_id, event.problem_id, event.project_id)
            return replace(state, ties=state.ties - {tie})
        case PlanAdopted():
            return replace(state, adopted=True)
        case _:
            return state


#: What is done with the lines of an adopted plan too.
_AFTERWARDS: Final = (ReportPlanProgress, TiePlanLine, UntiePlanLine)
_DECISIONS: Final[Mapping[type, Callable[[Plan, Any], object]]] = {
    WritePlanLine: _line_written,
    DropPlanLine: _line_dropped,
    ReportPlanProgress: _reported,
    TiePlanLine: _tied,
    UntiePlanLine: _untied,
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
