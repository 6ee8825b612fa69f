"""What becomes of people: they move away and return, they die; one was registered twice."""

from __future__ import annotations

from datetime import date

from bangduan.events.definition import event, personal
from bangduan.events.types import EntityId, Line


@event("membership")
class PersonMoved:
    """ย้ายออก: the person no longer lives here; the day and the place may be unknown."""

    person_id: EntityId
    moved_on: date | None = None
    moved_to: Line | None = personal("person_id", default=None)


@event("membership")
class PersonReturned:
    """ย้ายกลับ: the person lives here again."""

    person_id: EntityId
    returned_on: date | None = None


@event("membership")
class PersonDied:
    """เสียชีวิต: the day may be unknown. What the person held has ended with it."""

    person_id: EntityId
    died_on: date | None = None


@event("membership")
class DeathRetracted:
    """ถอนการบันทึกการเสียชีวิต: it was recorded by mistake; the person lives."""

    person_id: EntityId


@event("membership")
class PersonMerged:
    """รวมรายการซ้ำ: this entry and another are one person; from now on ``into`` stands for both.

    What was recorded of this entry stays; what it belonged to and held now stands at ``into``.
    """

    person_id: EntityId
    into: EntityId


@event("membership")
class DoubleTakenIn:
    """รับรายการซ้ำมารวม: another entry was this same person."""

    person_id: EntityId
    double_id: EntityId


@event("membership")
class PeopleToldApart:
    """ยืนยันว่าเป็นคนละคน: two entries that look alike are two people."""

    person_id: EntityId
    other_id: EntityId
