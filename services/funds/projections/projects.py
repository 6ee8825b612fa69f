"""ทะเบียนโครงการ: every project with the stage it is in and what is known of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.funds import (
    ProjectCancelled,
    ProjectCompleted,
    ProjectEndorsed,
    ProjectPlanned,
    ProjectProposed,
    ProjectStarted,
)
from bangduan.events.schema import to_payload
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.funds.permissions import READ
from services.funds.views import ProjectFilter

projects = ReadTable(
    "projects",
    Column("project_id", String, primary_key=True),
    Column("title", String),
    Column("theme", String),
    Column("stage", String),
    Column("resolution_id", String),
    Column("beneficiaries", JSON),
    Column("cost_satang", BigInteger),
    Column("money_from", String),
    Column("proposed_on", Date),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("started_on", Date),
    Column("completed_on", Date),
    Column("cancelled_on", Date),
    Column("result", String),
    Column("reason", String),
    Column("version", Integer),
)

PROJECTS = Projection("projects", version=1, tables=(projects,))


@PROJECTS.on(ProjectProposed)
def _(event: ProjectProposed, at: Recorded, rows: Rows) -> None:
    rows.put(
        projects,
        project_id=event.project_id,
        title=event.title,
        theme=event.theme,
        stage="proposed",
        resolution_id=event.resolution_id,
        beneficiaries=to_payload(event.beneficiaries),
        cost_satang=event.cost_satang,
        money_from=event.money_from,
        proposed_on=event.proposed_on,
        version=at.version,
    )


@PROJECTS.on(ProjectEndorsed)
def _(event: ProjectEndorsed, at: Recorded, rows: Rows) -> None:
    rows.change(
        projects,
        {"project_id": event.project_id},
        resolution_id=event.resolution_id,
        version=at.version,
    )


@PROJECTS.on(ProjectPlanned)
def _(event: ProjectPlanned, at: Recorded, rows: Rows) -> None:
    rows.change(
        projects,
        {"project_id": event.project_id},
        stage="planned",
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        beneficiaries=to_payload(event.beneficiaries),
        cost_satang=event.cost_satang,
        money_from=event.money_from,
        version=at.version,
    )


@PROJECTS.on(ProjectStarted)
def _(event: ProjectStarted, at: Recorded, rows: Rows) -> None:
    rows.change(
        projects,
        {"project_id": event.project_id},
        stage="started",
        started_on=event.started_on,
        version=at.version,
    )


@PROJECTS.on(ProjectCompleted)
def _(event: ProjectCompleted, at: Recorded, rows: Rows) -> None:
    rows.change(
        projects,
        {"project_id": event.project_id},
        stage="completed",
        completed_on=event.completed_on,
        beneficiaries=to_payload(event.beneficiaries),
        cost_satang=event.cost_satang,
        money_from=event.money_from,
        result=event.result,
        version=at.version,
    )


@PROJECTS.on(ProjectCancelled)
def _(event: ProjectCancelled, at: Recorded, rows: Rows) -> None:
    rows.change(
        projects,
        {"project_id": event.project_id},
        stage="cancelled",
        cancelled_on=event.cancelled_on,
        reason=event.reason,
        version=at.version,
    )


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_projects(filters: ProjectFilter) -> Select[Any]:
    """โครงการ, by theme, by stage, by whose money pays for them."""
    query = select(projects)
    for name in ("theme", "stage", "money_from", "resolution_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(projects.c[name] == wanted)
    return query


@reads(READ)
def one_project(reader: Reader, project_id: str) -> dict[str, Any] | None:
    """โครงการ."""
    return reader.one(select(projects).where(projects.c.project_id == project_id))
