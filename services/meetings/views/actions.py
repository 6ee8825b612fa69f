"""What was asked of whom after a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose, Slug

ActionStatus = Literal["open", "overdue", "finished", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """Something to do, as it stands today; an open one past its day is overdue."""

    action_id: EntityId
    meeting_id: EntityId
    meeting_title: Line | None
    resolution_id: EntityId | None
    item_id: EntityId | None
    title: Line
    details: Prose | None
    person_id: EntityId | None
    person_title: Line | None
    person_name: Line | None
    office: Slug | None
    organisation_id: EntityId | None
    organisation_name: Line | None
    due_on: date | None
    status: ActionStatus
    percent: Count | None
    reported_on: date | None
    finished_on: date | None
    note: Prose | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionProgressView:
    """What was done so far."""

    number: PositiveCount
    text: Prose
    percent: Count | None
    reported_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDetail(ActionView):
    """Something to do, and every report of it."""

    progress: tuple[ActionProgressView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFilter:
    """By meeting, resolution, who does it, and how it stands today."""

    meeting_id: EntityId | None = None
    resolution_id: EntityId | None = None
    person_id: EntityId | None = None
    organisation_id: EntityId | None = None
    office: Slug | None = None
    status: ActionStatus | None = None
