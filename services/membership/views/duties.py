"""What the API shows of duties that are divided among people and offices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.types import EntityId, Line, PositiveCount, Prose

DutyStatus = Literal["open", "done", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """A duty, whose it is, and by when; ``days_left`` is negative for one that is late."""

    duty_id: EntityId
    task: Line
    details: Prose | None
    holder: EntityId | None
    office_id: EntityId | None
    organisation_id: EntityId | None
    committee_id: EntityId | None
    resolution_id: EntityId | None
    assigned_on: date | None
    due_on: date | None
    days_left: int | None
    handed_on: date | None
    status: DutyStatus
    done_on: date | None
    withdrawn_on: date | None
    note: Prose | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFilter:
    """By whose it is (a person's offices count too), by body, status, and when it is due."""

    holder: EntityId | None = None
    office_id: EntityId | None = None
    organisation_id: EntityId | None = None
    committee_id: EntityId | None = None
    resolution_id: EntityId | None = None
    status: DutyStatus | None = None
    due: Literal["overdue", "to_come", "no_day"] | None = None
