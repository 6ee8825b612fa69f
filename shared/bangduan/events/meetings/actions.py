"""What somebody is to do after a meeting, and what became of it."""

from __future__ import annotations

from datetime import date

from bangduan.events.definition import event
from bangduan.events.types import Count, EntityId, Line, Prose, Slug


@event("meetings")
class ActionAssigned:
    """มอบหมายงาน: a meeting asks a person, an office or an organisation to do something.

    ``resolution_id`` or ``item_id`` say what of the meeting it follows from.
    """

    action_id: EntityId
    meeting_id: EntityId
    title: Line
    details: Prose | None = None
    person_id: EntityId | None = None
    office: Slug | None = None
    organisation_id: EntityId | None = None
    due_on: date | None = None
    resolution_id: EntityId | None = None
    item_id: EntityId | None = None


@event("meetings")
class ActionProgressReported:
    """รายงานความคืบหน้างานที่มอบหมาย: what was done so far; ``percent`` is 0 to 100."""

    action_id: EntityId
    text: Prose
    percent: Count | None = None
    reported_on: date | None = None


@event("meetings")
class ActionRescheduled:
    """เลื่อนกำหนดงานที่มอบหมาย: due on another day, or (None) on none."""

    action_id: EntityId
    due_on: date | None = None
    reason: Line | None = None


@event("meetings")
class ActionFinished:
    """งานที่มอบหมายแล้วเสร็จ: on a day that may be unknown."""

    action_id: EntityId
    finished_on: date | None = None
    note: Prose | None = None


@event("meetings")
class ActionDropped:
    """ยกเลิกงานที่มอบหมาย: it is not to be done any more."""

    action_id: EntityId
    reason: Line | None = None
    dropped_on: date | None = None
