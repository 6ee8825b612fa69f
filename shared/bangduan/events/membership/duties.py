"""Duties that are divided among people and offices."""

from __future__ import annotations

from datetime import date

from bangduan.events.definition import event
from bangduan.events.types import EntityId, Line, Prose


@event("membership")
class DutyAssigned:
    """แบ่งหน้าที่: a person, or whoever holds an office, is to see to something.

    ``due_on`` is None for what goes on; the resolution is the one that says so, where one does.
    """

    duty_id: EntityId
    task: Line
    details: Prose | None = None
    holder: EntityId | None = None
    office_id: EntityId | None = None
    organisation_id: EntityId | None = None
    committee_id: EntityId | None = None
    resolution_id: EntityId | None = None
    assigned_on: date | None = None
    due_on: date | None = None


@event("membership")
class DutyHandedOver:
    """ส่งมอบหน้าที่: from now on it is another person's or another office's."""

    duty_id: EntityId
    holder: EntityId | None = None
    office_id: EntityId | None = None
    from_holder: EntityId | None = None
    from_office_id: EntityId | None = None
    handed_on: date | None = None
    due_on: date | None = None
    note: Line | None = None


@event("membership")
class DutyCompleted:
    """หน้าที่เสร็จสิ้น: what was to be done is done."""

    duty_id: EntityId
    done_on: date | None = None
    note: Prose | None = None


@event("membership")
class DutyWithdrawn:
    """ยกเลิกหน้าที่: it need not be done any more."""

    duty_id: EntityId
    withdrawn_on: date | None = None
    note: Line | None = None
