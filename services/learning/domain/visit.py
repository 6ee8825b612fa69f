"""ศึกษาดูงาน: visitors book, come and learn a topic; later they are asked, was it applied?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.learning import (
    Applied,
    StudyVisitBooked,
    StudyVisitCancelled,
    StudyVisitFollowedUp,
    StudyVisitHosted,
    StudyVisitRescheduled,
)
from bangduan.events.types import Count, EntityId, Line, Prose, Quantity
from services.learning.permissions import KEEP_LEARNING

ALREADY_BOOKED = Rule(
    "visit-already-booked",
    en="This visit is booked already. Use another id for another visit.",
    th="จองการดูงานนี้แล้ว หากเป็นครั้งอื่นโปรดใช้รหัสอื่น",
    field="visit_id",
)
STILL_TO_COME = Rule(
    "visit-not-to-come",
    en="Only a visit that is still to come can be changed, cancelled or hosted.",
    th="เปลี่ยน ยกเลิก หรือบันทึกการต้อนรับได้เฉพาะการดูงานที่ยังไม่เกิดขึ้น",
    field="visit_id",
)
THE_DAY_CHANGES = Rule(
    "visit-day-not-changed",
    en="The visit is on that day already.",
    th="วันดูงานไม่ต่างจากเดิม",
    field="booked_for",
)
SOMEBODY_COMES = Rule(
    "visit-without-visitors",
    en="At least one visitor comes. Leave the number out when it is not known.",
    th="ต้องมีผู้มาดูงานอย่างน้อยหนึ่งคน หากไม่ทราบให้เว้นว่าง",
    field="visitors",
)
ASKED_AFTER_THE_VISIT = Rule(
    "visit-not-hosted",
    en="Visitors are asked what they applied after they came.",
    th="ติดตามผลได้หลังจากคณะมาดูงานแล้ว",
    field="visit_id",
)
ASKED_ON_A_LATER_DAY = Rule(
    "visit-followed-up-before-it",
    en="The visit was on {hosted_on}; the follow-up cannot be before.",
    th="คณะมาดูงานวันที่ {hosted_on} การติดตามผลต้องไม่มาก่อนวันนั้น",
    field="asked_on",
)
APPLIED_SAYS_WHAT = Rule(
    "visit-applied-without-what",
    en="Say what was applied.",
    th="โปรดระบุว่านำสิ่งใดไปประยุกต์ใช้",
    field="what",
)


@command(KEEP_LEARNING)
class BookVisit:
    """จองศึกษาดูงาน. ``visitors_from`` names an organisation or a place, never a person."""

    visit_id: EntityId
    topic: Line
    visitors_from: Line
    place_id: EntityId | None = None
    host_organisation_id: EntityId | None = None
    expected: Quantity | None = None
    booked_for: date | None = None


@command(KEEP_LEARNING)
class RescheduleVisit:
    """เลื่อนวันดูงาน; without a date the day is open."""

    visit_id: EntityId
    booked_for: date | None = None


@command(KEEP_LEARNING)
class CancelVisit:
    """ยกเลิกการดูงาน."""

    visit_id: EntityId
    reason: Line


@command(KEEP_LEARNING)
class HostVisit:
    """ต้อนรับคณะดูงาน."""

    visit_id: EntityId
    visitors: Quantity | None = None
    hosted_on: date | None = None


@command(KEEP_LEARNING)
class FollowUpVisit:
    """ติดตามผลการดูงาน: was it applied? May be asked again; the newest answer counts."""

    visit_id: EntityId
    applied: Applied
    what: Prose | None = None
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """State of a study visit."""

    status: Literal["", "booked", "cancelled", "hosted"] = ""
    topic: str = ""
    place_id: EntityId | None = None
    host_organisation_id: EntityId | None = None
    booked_for: date | None = None
    hosted_on: date | None = None


VisitCommand = BookVisit | RescheduleVisit | CancelVisit | HostVisit | FollowUpVisit


def decide(state: Visit, command: VisitCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, BookVisit):
        ALREADY_BOOKED.require(not state.status)
        return [_booked(command)]
    if not state.status:
        raise NotFound("visit", command.visit_id, field="visit_id")
    if isinstance(command, FollowUpVisit):
        return [_followed_up(state, command)]
    STILL_TO_COME.require(state.status == "booked")
    match command:
        case RescheduleVisit():
            THE_DAY_CHANGES.require(command.booked_for != state.booked_for)
            return [StudyVisitRescheduled(visit_id=command.visit_id, booked_for=command.booked_for)]
        case CancelVisit():
            return [StudyVisitCancelled(visit_id=command.visit_id, reason=command.reason)]
        case HostVisit():
            _somebody_comes(command.visitors)
            return [
                StudyVisitHosted(
                    visit_id=command.visit_id,
                    topic=Line(state.topic),
                    visitors=command.visitors,
                    hosted_on=command.hosted_on,
                    place_id=state.place_id,
                    host_organisation_id=state.host_organisation_id,
                )
            ]


def _booked(command: BookVisit) -> StudyVisitBooked:
    _somebody_comes(command.expected)
    return StudyVisitBooked(
        visit_id=command.visit_id,
        topic=command.topic,
        visitors_from=command.visitors_from,
        place_id=command.place_id,
        host_organisation_id=command.host_organisation_id,
        expected=command.expected,
        booked_for=command.booked_for,
    )


def _somebody_comes(visitors: Quantity | None) -> None:
    SOMEBODY_COMES.require(visitors is None or visitors.value > Count(0))


def _followed_up(state: Visit, command: FollowUpVisit) -> StudyVisitFollowedUp:
    ASKED_AFTER_THE_VISIT.require(state.status == "hosted")
    came, asked = state.hosted_on, command.asked_on
    ASKED_ON_A_LATER_DAY.require(came is None or asked is None or asked >= came, hosted_on=came)
    APPLIED_SAYS_WHAT.require(command.applied != "yes" or command.what)
    return StudyVisitFollowedUp(
        visit_id=command.visit_id,
        applied=command.applied,
        what=command.what,
        asked_on=command.asked_on,
    )


def evolve(state: Visit, event: object) -> Visit:
    """The visit after ``event``."""
    match event:
        case StudyVisitBooked():
            return replace(
                state,
                status="booked",
                topic=event.topic,
                place_id=event.place_id,
                host_organisation_id=event.host_organisation_id,
                booked_for=event.booked_for,
            )
        case StudyVisitRescheduled():
            return replace(state, booked_for=event.booked_for)
        case StudyVisitCancelled():
            return replace(state, status="cancelled")
        case StudyVisitHosted():
            return replace(state, status="hosted", hosted_on=event.hosted_on)
        case _:
            return state


VISIT = Aggregate(
    "visit",
    key="visit_id",
    initial=Visit(),
    decide=decide,
    evolve=evolve,
    commands=(BookVisit, RescheduleVisit, CancelVisit, HostVisit, FollowUpVisit),
)
