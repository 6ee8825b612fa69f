"""โครงการ: a project, from its proposal to its end; what nobody told stays unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.funds import (
    MoneySource,
    ProjectCancelled,
    ProjectCompleted,
    ProjectEndorsed,
    ProjectPlanned,
    ProjectProposed,
    ProjectStarted,
)
from bangduan.events.types import EntityId, Line, Prose, Quantity, Satang, Slug
from services.funds.domain.kinds import PROJECT_STAGES
from services.funds.permissions import KEEP_GRANTS

ALREADY_PROPOSED = Rule(
    "project-already-proposed",
    en="This project is proposed already. Use another id for another project.",
    th="เสนอโครงการนี้แล้ว หากเป็นโครงการอื่นโปรดใช้รหัสอื่น",
    field="project_id",
)
PLANNED_BEFORE_START = Rule(
    "project-already-started",
    en="A project is planned before it starts; this one is {stage}.",
    th="วางแผนได้ก่อนเริ่มโครงการเท่านั้น โครงการนี้อยู่ในขั้น {stage_th}",
    field="project_id",
)
STARTS_FROM_A_PLAN = Rule(
    "project-not-planned",
    en="A project starts from its plan; this one is {stage}. Plan it first.",
    th="ต้องวางแผนก่อนเริ่มโครงการ โครงการนี้อยู่ในขั้น {stage_th}",
    field="project_id",
)
COMPLETES_ONCE_STARTED = Rule(
    "project-not-under-way",
    en="Only a project under way is completed; this one is {stage}.",
    th="ปิดโครงการได้เมื่อกำลังดำเนินการเท่านั้น โครงการนี้อยู่ในขั้น {stage_th}",
    field="project_id",
)
CANCELLED_BEFORE_ITS_END = Rule(
    "project-already-ended",
    en="The project is {stage}; it cannot be cancelled any more.",
    th="โครงการอยู่ในขั้น {stage_th} แล้ว ยกเลิกไม่ได้",
    field="project_id",
)
ENDS_AFTER_IT_BEGINS = Rule(
    "project-ends-before-it-begins",
    en="The end ({end}) is before the beginning ({begin}). Correct one of the dates.",
    th="วันสิ้นสุด ({end}) มาก่อนวันเริ่ม ({begin}) โปรดแก้ไขวันที่",
    field="ends_on",
)
COMPLETED_AFTER_ITS_START = Rule(
    "project-completed-before-its-start",
    en="The project started on {start} and cannot have been completed before.",
    th="โครงการเริ่มเมื่อ {start} วันแล้วเสร็จต้องไม่มาก่อนวันเริ่ม",
    field="completed_on",
)

Stage = Literal["", "proposed", "planned", "started", "completed", "cancelled"]


@command(KEEP_GRANTS)
class ProposeProject:
    """เสนอโครงการ."""

    project_id: EntityId
    title: Line
    theme: Slug
    resolution_id: EntityId | None = None
    beneficiaries: Quantity | None = None
    cost_satang: Satang | None = None
    money_from: MoneySource | None = None
    proposed_on: date | None = None


@command
class TakeUpProject:
    """รับมติเสนอโครงการ: follows from a resolution; proposes the project unless it is there."""

    project_id: EntityId
    title: Line
    theme: Slug
    resolution_id: EntityId


@command(KEEP_GRANTS)
class PlanProject:
    """วางแผนโครงการ, or plan it anew while it has not started.

    What is left out keeps what was said before.
    """

    project_id: EntityId
    starts_on: date | None = None
    ends_on: date | None = None
    beneficiaries: Quantity | None = None
    cost_satang: Satang | None = None
    money_from: MoneySource | None = None


@command(KEEP_GRANTS)
class StartProject:
    """เริ่มโครงการ."""

    project_id: EntityId
    started_on: date | None = None


@command(KEEP_GRANTS)
class CompleteProject:
    """โครงการแล้วเสร็จ. What is left out stays as planned."""

    project_id: EntityId
    completed_on: date | None = None
    beneficiaries: Quantity | None = None
    cost_satang: Satang | None = None
    money_from: MoneySource | None = None
    result: Prose | None = None


@command(KEEP_GRANTS)
class CancelProject:
    """ยกเลิกโครงการ."""

    project_id: EntityId
    reason: Line
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """State of a project."""

    stage: Stage = ""
    title: str = ""
    theme: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    started_on: date | None = None
    beneficiaries: Quantity | None = None
    cost_satang: Satang | None = None
    money_from: MoneySource | None = None


ProjectCommand = (
    ProposeProject | TakeUpProject | PlanProject | StartProject | CompleteProject | CancelProject
)


def decide(state: Project, command: ProjectCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, ProposeProject):
        ALREADY_PROPOSED.require(not state.stage)
        return [_proposed(command)]
    if isinstance(command, TakeUpProject):
        return [_taken_up(state, command)]
    if not state.stage:
        raise NotFound("project", command.project_id, field="project_id")
    match command:
        case PlanProject():
            PLANNED_BEFORE_START.require(state.stage in {"proposed", "planned"}, **_stage(state))
            return [_planned(state, command)]
        case StartProject():
            STARTS_FROM_A_PLAN.require(state.stage == "planned", **_stage(state))
            return [ProjectStarted(project_id=command.project_id, started_on=command.started_on)]
        case CompleteProject():
            COMPLETES_ONCE_STARTED.require(state.stage == "started", **_stage(state))
            return [_completed(state, command)]
        case CancelProject():
            ended = state.stage in {"completed", "cancelled"}
            CANCELLED_BEFORE_ITS_END.require(not ended, **_stage(state))
            return [
                ProjectCancelled(
                    project_id=command.project_id,
                    reason=command.reason,
                    cancelled_on=command.cancelled_on,
                )
            ]


def _stage(state: Project) -> dict[str, str]:
    th, _ = PROJECT_STAGES[state.stage]
    return {"stage": state.stage, "stage_th": th}


def _proposed(command: ProposeProject) -> ProjectProposed:
    return ProjectProposed(
        project_id=command.project_id,
        title=command.title,
        theme=command.theme,
        resolution_id=command.resolution_id,
        beneficiaries=command.beneficiaries,
        cost_satang=command.cost_satang,
        money_from=command.money_from,
        proposed_on=command.proposed_on,
    )


def _taken_up(state: Project, command: TakeUpProject) -> ProjectProposed | ProjectEndorsed:
    if state.stage:
        return ProjectEndorsed(project_id=command.project_id, resolution_id=command.resolution_id)
    return ProjectProposed(
        project_id=command.project_id,
        title=command.title,
        theme=command.theme,
        resolution_id=command.resolution_id,
    )


def _planned(state: Project, command: PlanProject) -> ProjectPlanned:
    begin, end = command.starts_on or state.starts_on, command.ends_on or state.ends_on
    ENDS_AFTER_IT_BEGINS.require(begin is None or end is None or begin <= end, begin=begin, end=end)
    return ProjectPlanned(
        project_id=command.project_id,
        starts_on=begin,
        ends_on=end,
        beneficiaries=command.beneficiaries or state.beneficiaries,
        cost_satang=_known(command.cost_satang, state.cost_satang),
        money_from=command.money_from or state.money_from,
    )


def _completed(state: Project, command: CompleteProject) -> ProjectCompleted:
    start, end = state.started_on, command.completed_on
    COMPLETED_AFTER_ITS_START.require(start is None or end is None or start <= end, start=start)
    return ProjectCompleted(
        project_id=command.project_id,
        title=Line(state.title),
        theme=Slug(state.theme),
        completed_on=end,
        beneficiaries=command.beneficiaries or state.beneficiaries,
        cost_satang=_known(command.cost_satang, state.cost_satang),
        money_from=command.money_from or state.money_from,
        result=command.result,
    )


def _known(now: Satang | None, before: Satang | None) -> Satang | None:
    return before if now is None else now


def evolve(state: Project, event: object) -> Project:
    """The project after ``event``."""
    match event:
        case ProjectProposed():
            return replace(
                state,
                stage="proposed",
                title=event.title,
                theme=event.theme,
                beneficiaries=event.beneficiaries,
                cost_satang=event.cost_satang,
                money_from=event.money_from,
            )
        case ProjectPlanned():
            return replace(
                state,
                stage="planned",
                starts_on=event.starts_on,
                ends_on=event.ends_on,
                beneficiaries=event.beneficiaries,
                cost_satang=event.cost_satang,
                money_from=event.money_from,
            )
        case ProjectStarted():
            return replace(state, stage="started", started_on=event.started_on)
        case ProjectCompleted():
            return replace(state, stage="completed")
        case ProjectCancelled():
            return replace(state, stage="cancelled")
        case _:
            return state


PROJECT = Aggregate(
    "project",
    key="project_id",
    initial=Project(),
    decide=decide,
    evolve=evolve,
    commands=(
        ProposeProject,
        TakeUpProject,
        PlanProject,
        StartProject,
        CompleteProject,
        CancelProject,
    ),
)
