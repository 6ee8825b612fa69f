"""What meetings decide and write: resolutions, minutes, regulations, plans, SWOT."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.meetings import (
    FundingSource,
    GrantProposal,
    MinutesCorrection,
    MinutesSection,
    PlanLineStatus,
    ProjectProposal,
    Subject,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionView:
    """A resolution and what became of it."""

    resolution_id: EntityId
    meeting_id: EntityId
    meeting_title: Line | None
    held_on: date | None
    number: PositiveCount
    subject: Subject
    text: Prose
    motion_id: EntityId | None
    project: ProjectProposal | None
    proposed_grant: GrantProposal | None
    plan_id: EntityId | None
    regulation_id: EntityId | None
    carried_out: bool
    done_on: date | None
    note: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionFilter:
    """By meeting, subject, and whether carried out."""

    meeting_id: EntityId | None = None
    subject: Subject | None = None
    carried_out: Literal["yes", "no"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesView:
    """The minutes of a meeting; once adopted, its text never changes."""

    meeting_id: EntityId
    title: Line | None
    held_on: date | None
    begun_at: Line | None
    ended_at: Line | None
    sections: tuple[MinutesSection, ...]
    recorder: EntityId | None
    reviewer: EntityId | None
    status: Literal["draft", "reviewed", "adopted"]
    adopted_by_meeting_id: EntityId | None
    corrections: tuple[MinutesCorrection, ...]
    digest: Line | None
    version: PositiveCount


RegulationStatus = Literal["draft", "adopted", "in_force", "repealed"]
PlanStatus = Literal["draft", "adopted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationView:
    """A regulation and how far it has come."""

    regulation_id: EntityId
    title: Line
    meeting_id: EntityId | None
    body_id: EntityId | None
    status: RegulationStatus
    adopted_by_meeting_id: EntityId | None
    resolution_id: EntityId | None
    adopted_on: date | None
    in_force_from: date | None
    repealed_by_resolution_id: EntityId | None
    repealed_from: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article (ข้อ) as last amended; ``article`` is its number as cited, 5 or 5/1."""

    number: PositiveCount
    inserted: Count
    article: Line
    heading: Line | None
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationDetail(RegulationView):
    """A regulation with its articles."""

    articles: tuple[ArticleView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationFilter:
    """By status, body, and the meeting that drafted it."""

    status: RegulationStatus | None = None
    body_id: EntityId | None = None
    meeting_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A development plan."""

    plan_id: EntityId
    title: Line
    meeting_id: EntityId | None
    from_year: BuddhistYear | None
    to_year: BuddhistYear | None
    status: PlanStatus
    adopted_by_meeting_id: EntityId | None
    resolution_id: EntityId | None
    adopted_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLineView:
    """A line of a plan; a budget nobody gave is null."""

    line_id: EntityId
    theme: Slug
    title: Line
    priority: PositiveCount | None
    budget_satang: Satang | None
    source: FundingSource | None
    status: PlanLineStatus | None
    percent: Count | None
    spent_satang: Satang | None
    reported_on: date | None
    note: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTieView:
    """A problem that a line answers, or a project that carries it out."""

    line_id: EntityId
    problem_id: EntityId | None
    project_id: EntityId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLineDetail(PlanLineView):
    """A line with what it is tied to."""

    ties: tuple[PlanTieView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDetail(PlanView):
    """A plan with its lines."""

    lines: tuple[PlanLineDetail, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFilter:
    """By status, and the meeting that made it."""

    status: PlanStatus | None = None
    meeting_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwotView:
    """A SWOT analysis of one day."""

    swot_id: EntityId
    title: Line
    made_on: date | None
    meeting_id: EntityId | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class TieView:
    """A plan line that answers a point."""

    plan_id: EntityId
    line_id: EntityId


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A point and the plan lines that answer it."""

    point_id: EntityId
    text: Line
    lines: tuple[TieView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SwotDetail(SwotView):
    """An analysis with its four lists."""

    strengths: tuple[PointView, ...]
    weaknesses: tuple[PointView, ...]
    opportunities: tuple[PointView, ...]
    threats: tuple[PointView, ...]
