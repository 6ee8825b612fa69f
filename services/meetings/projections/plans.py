"""แผนพัฒนาและ SWOT: plans line by line, and the points their lines answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.meetings import (
    PlanAdopted,
    PlanDrafted,
    PlanLineDropped,
    PlanLineTied,
    PlanLineUntied,
    PlanLineWritten,
    PlanProgressReported,
    SwotMade,
    SwotPointStruck,
    SwotPointTied,
    SwotPointWritten,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.meetings.permissions import READ
from services.meetings.views.papers import PlanFilter

plans = ReadTable(
    "plans",
    Column("plan_id", String, primary_key=True),
    Column("title", String),
    Column("meeting_id", String),
    Column("from_year", Integer),
    Column("to_year", Integer),
    Column("status", String),
    Column("adopted_by_meeting_id", String),
    Column("resolution_id", String),
    Column("adopted_on", Date),
    Column("version", Integer),
)
plan_lines = ReadTable(
    "plan_lines",
    Column("plan_id", String, primary_key=True),
    Column("line_id", String, primary_key=True),
    Column("theme", String),
    Column("title", String),
    Column("priority", Integer),
    Column("budget_satang", BigInteger),
    Column("source", String),
    Column("status", String),
    Column("percent", Integer),
    Column("spent_satang", BigInteger),
    Column("reported_on", Date),
    Column("note", String),
)
plan_ties = ReadTable(
    "plan_ties",
    Column("plan_id", String, primary_key=True),
    Column("line_id", String, primary_key=True),
    Column("tied_to", String, primary_key=True),
    Column("problem_id", String),
    Column("project_id", String),
)
swots = ReadTable(
    "swots",
    Column("swot_id", String, primary_key=True),
    Column("title", String),
    Column("made_on", Date),
    Column("meeting_id", String),
    Column("version", Integer),
)
swot_points = ReadTable(
    "swot_points",
    Column("swot_id", String, primary_key=True),
    Column("point_id", String, primary_key=True),
    Column("swot_list", String),
    Column("text", String),
)
swot_ties = ReadTable(
    "swot_ties",
    Column("swot_id", String, primary_key=True),
    Column("point_id", String, primary_key=True),
    Column("line_id", String, primary_key=True),
    Column("plan_id", String),
)

PLANS = Projection(
    "plans", version=2, tables=(plans, plan_lines, plan_ties, swots, swot_points, swot_ties)
)


@PLANS.on(PlanDrafted)
def _(event: PlanDrafted, at: Recorded, rows: Rows) -> None:
    rows.put(
        plans,
        plan_id=event.plan_id,
        title=event.title,
        meeting_id=event.meeting_id,
        from_year=event.from_year,
        to_year=event.to_year,
        status="draft",
        version=at.version,
    )


@PLANS.on(PlanLineWritten)
def _(event: PlanLineWritten, at: Recorded, rows: Rows) -> None:
    rows.put(
        plan_lines,
        plan_id=event.plan_id,
        line_id=event.line_id,
        theme=event.theme,
        title=event.title,
        priority=event.priority,
        budget_satang=event.budget_satang,
        source=event.source,
    )
    rows.change(plans, {"plan_id": event.plan_id}, version=at.version)


@PLANS.on(PlanLineDropped)
def _(event: PlanLineDropped, at: Recorded, rows: Rows) -> None:
    for table in (plan_lines, plan_ties):
        rows.remove(table, {"plan_id": event.plan_id, "line_id": event.line_id})
    rows.change(plans, {"plan_id": event.plan_id}, version=at.version)


@PLANS.on(PlanProgressReported)
def _(event: PlanProgressReported, at: Recorded, rows: Rows) -> None:
    rows.change(
        plan_lines,
        {"plan_id": event.plan_id, "line_id": event.line_id},
        status=event.status,
        percent=event.percent,
        spent_satang=event.spent_satang,
        reported_on=event.reported_on,
        note=event.note,
    )
    rows.change(plans, {"plan_id": event.plan_id}, version=at.version)


@PLANS.on(PlanLineTied)
def _(event: PlanLineTied, at: Recorded, rows: Rows) -> None:
    rows.put(
        plan_ties,
        plan_id=event.plan_id,
        line_id=event.line_id,
        tied_to=event.problem_id or event.project_id,
        problem_id=event.problem_id,
        project_id=event.project_id,
    )
    rows.change(plans, {"plan_id": event.plan_id}, version=at.version)


@PLANS.on(PlanLineUntied)
def _(event: PlanLineUntied, at: Recorded, rows: Rows) -> None:
    tied_to = event.problem_id or event.project_id
    tie = {"plan_id": event.plan_id, "line_id": event.line_id, "tied_to": tied_to}
    rows.remove(plan_ties, tie)
    rows.change(plans, {"plan_id": event.plan_id}, version=at.version)


@PLANS.on(PlanAdopted)
def _(event: PlanAdopted, at: Recorded, rows: Rows) -> None:
    rows.change(
        plans,
        {"plan_id": event.plan_id},
        status="adopted",
        adopted_by_meeting_id=event.meeting_id,
        resolution_id=event.resolution_id,
        adopted_on=event.adopted_on,
        version=at.version,
    )


@PLANS.on(SwotMade)
def _(event: SwotMade, at: Recorded, rows: Rows) -> None:
    rows.put(
        swots,
        swot_id=event.swot_id,
        title=event.title,
        made_on=event.made_on,
        meeting_id=event.meeting_id,
        version=at.version,
    )


@PLANS.on(SwotPointWritten)
def _(event: SwotPointWritten, at: Recorded, rows: Rows) -> None:
    rows.put(
        swot_points,
        swot_id=event.swot_id,
        point_id=event.point_id,
        swot_list=event.swot_list,
        text=event.text,
    )
    rows.change(swots, {"swot_id": event.swot_id}, version=at.version)


@PLANS.on(SwotPointStruck)
def _(event: SwotPointStruck, at: Recorded, rows: Rows) -> None:
    struck = {"swot_id": event.swot_id, "point_id": event.point_id}
    rows.remove(swot_points, struck)
    rows.remove(swot_ties, struck)
    rows.change(swots, {"swot_id": event.swot_id}, version=at.version)


@PLANS.on(SwotPointTied)
def _(event: SwotPointTied, at: Recorded, rows: Rows) -> None:
    rows.put(
        swot_ties,
        swot_id=event.swot_id,
        point_id=event.point_id,
        line_id=event.line_id,
        plan_id=event.plan_id,
    )
    rows.change(swots, {"swot_id": event.swot_id}, version=at.version)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_plans(filters: PlanFilter) -> Select[Any]:
    """แผนพัฒนา, by status and the meeting that made it."""
    query = select(plans)
    for name in ("status", "meeting_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(plans.c[name] == wanted)
    return query


@reads(READ)
def one_plan(reader: Reader, plan_id: str) -> dict[str, Any] | None:
    """แผนพัฒนา with its lines, the first priority first, those without one last."""
    found = reader.one(select(plans).where(plans.c.plan_id == plan_id))
    if found is None:
        return None
    lines = select(plan_lines).where(plan_lines.c.plan_id == plan_id)
    unranked_last = (plan_lines.c.priority.is_(None), plan_lines.c.priority, plan_lines.c.line_id)
    shown = reader.all(lines.order_by(*unranked_last))
    ties = reader.all(list_plan_ties(plan_id))
    for line in shown:
        line["ties"] = [tie for tie in ties if tie["line_id"] == line["line_id"]]
    return {**found, "lines": shown}


@reads(READ)
def list_plan_ties(plan_id: str) -> Select[Any]:
    """ปัญหาและโครงการที่โยงกับรายการ of a plan, line by line."""
    of = (plan_lines.c.plan_id == plan_ties.c.plan_id) & (
        plan_lines.c.line_id == plan_ties.c.line_id
    )
    return (
        select(plan_ties, plan_lines.c.title)
        .select_from(plan_ties.outerjoin(plan_lines, of))
        .where(plan_ties.c.plan_id == plan_id)
        .order_by(plan_lines.c.priority, plan_ties.c.line_id, plan_ties.c.tied_to)
    )


@reads(READ)
def list_points_of_plan(plan_id: str) -> Select[Any]:
    """ประเด็น SWOT that lines of a plan answer."""
    point = (swot_points.c.swot_id == swot_ties.c.swot_id) & (
        swot_points.c.point_id == swot_ties.c.point_id
    )
    line = (plan_lines.c.plan_id == swot_ties.c.plan_id) & (
        plan_lines.c.line_id == swot_ties.c.line_id
    )
    return (
        select(swot_points, plan_lines.c.title)
        .select_from(swot_ties.join(swot_points, point).outerjoin(plan_lines, line))
        .where(swot_ties.c.plan_id == plan_id)
        .order_by(swot_points.c.swot_list, swot_points.c.point_id)
    )


@reads(READ)
def list_lines_of_problem(problem_id: str) -> Select[Any]:
    """รายการในแผน that answer a problem, with the plan each is of."""
    line = (plan_lines.c.plan_id == plan_ties.c.plan_id) & (
        plan_lines.c.line_id == plan_ties.c.line_id
    )
    known = plan_ties.join(plan_lines, line).outerjoin(
        plans, plans.c.plan_id == plan_ties.c.plan_id
    )
    return (
        select(plan_lines, plans.c.title.label("plan_title"))
        .select_from(known)
        .where(plan_ties.c.problem_id == problem_id)
        .order_by(plans.c.title, plan_lines.c.priority, plan_lines.c.line_id)
    )


@reads(READ)
def list_swots() -> Select[Any]:
    """การวิเคราะห์ SWOT."""
    return select(swots)


@reads(READ)
def one_swot(reader: Reader, swot_id: str) -> dict[str, Any] | None:
    """การวิเคราะห์ SWOT: its four lists, each point with the plan lines that answer it."""
    found = reader.one(select(swots).where(swots.c.swot_id == swot_id))
    if found is None:
        return None
    mine = swot_points.c.swot_id == swot_id
    points = reader.all(select(swot_points).where(mine).order_by(swot_points.c.point_id))
    ties = reader.all(select(swot_ties).where(swot_ties.c.swot_id == swot_id))
    for point in points:
        point["lines"] = [tie for tie in ties if tie["point_id"] == point["point_id"]]
    lists = {"strengths": "strength", "weaknesses": "weakness",
             "opportunities": "opportunity", "threats": "threat"}  # fmt: skip
    return {
        **found,
        **{name: [p for p in points if p["swot_list"] == kind] for name, kind in lists.items()},
    }
