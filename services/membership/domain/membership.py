"""สมาชิกภาพ: one person's belonging to one organisation, a stream of its own.

An organisation of a thousand members is a thousand short streams, so that two people joining
at once do not wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bangduan.domain import Aggregate, NotFound, Rule, command, derived_id
from bangduan.events.membership import (
    JoiningReason,
    LeavingReason,
    MemberJoined,
    MemberLeft,
    Sex,
)
from bangduan.events.types import EntityId
from services.membership.domain.term import term_of
from services.membership.permissions import KEEP_ORGANISATIONS

JOINS_ONCE = Rule(
    "member-already-joined",
    en="This person is a member already.",
    th="บุคคลนี้เป็นสมาชิกอยู่แล้ว",
    field="person_id",
)
LEAVES_ONCE = Rule(
    "member-already-left",
    en="This person left already and is no member now.",
    th="บุคคลนี้พ้นจากสมาชิกภาพไปแล้ว",
    field="person_id",
)
REJOINS_LATER = Rule(
    "member-rejoins-before-leaving",
    en="This person left on {left}; joining again cannot be earlier.",
    th="บุคคลนี้พ้นจากสมาชิกภาพวันที่ {left} วันเข้าใหม่ต้องไม่มาก่อนวันนั้น",
    field="joined_on",
)


def membership_id(organisation_id: str, person_id: str) -> EntityId:
    """Id of the belonging of a person to an organisation."""
    return EntityId(derived_id(organisation_id, person_id, "membership"))


@command(KEEP_ORGANISATIONS)
class JoinOrganisation:
    """เข้าเป็นสมาชิก: a person of the register; the day may be unknown."""

    organisation_id: EntityId
    person_id: EntityId
    joined_on: date | None = None
    reason: JoiningReason | None = None

    @property
    def membership_id(self) -> EntityId:
        """The membership this begins."""
        return membership_id(self.organisation_id, self.person_id)


@command
class AdmitMember:
    """``JoinOrganisation`` with what the register says of the person."""

    asked: JoinOrganisation
    sex: Sex

    @property
    def membership_id(self) -> EntityId:
        """The membership this begins."""
        return self.asked.membership_id


@command(KEEP_ORGANISATIONS)
class LeaveOrganisation:
    """พ้นจากสมาชิกภาพ: the day may be unknown."""

    organisation_id: EntityId
    person_id: EntityId
    left_on: date | None = None
    reason: LeavingReason | None = None

    @property
    def membership_id(self) -> EntityId:
        """The membership this ends."""
        return membership_id(self.organisation_id, self.person_id)


@dataclass(frozen=True, slots=True)
class Membership:
    """State of a membership; ``ever`` once it began, ``now`` while it lasts."""

    ever: bool = False
    now: bool = False
    sex: Sex = "unknown"
    joined_on: date | None = None
    left_on: date | None = None


def decide(state: Membership, command: AdmitMember | LeaveOrganisation) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, AdmitMember):
        return [_joined(state, command.asked, command.sex)]
    if not state.ever:
        raise NotFound("member", command.person_id, field="person_id")
    LEAVES_ONCE.require(state.now)
    term_of(state.joined_on, command.left_on)
    return [
        MemberLeft(
            organisation_id=command.organisation_id,
            person_id=command.person_id,
            sex=state.sex,
            left_on=command.left_on,
            reason=command.reason,
        )
    ]


def _joined(state: Membership, asked: JoinOrganisation, sex: Sex) -> MemberJoined:
    JOINS_ONCE.require(not state.now)
    if asked.joined_on is not None and state.left_on is not None:
        REJOINS_LATER.require(asked.joined_on >= state.left_on, left=state.left_on)
    return MemberJoined(
        organisation_id=asked.organisation_id,
        person_id=asked.person_id,
        sex=sex,
        joined_on=asked.joined_on,
        reason=asked.reason,
    )


def evolve(state: Membership, event: object) -> Membership:
    """The membership after ``event``."""
    match event:
        case MemberJoined():
            return Membership(ever=True, now=True, sex=event.sex, joined_on=event.joined_on)
        case MemberLeft():
            return replace(state, now=False, left_on=event.left_on)
        case _:
            return state


MEMBERSHIP = Aggregate(
    "membership",
    key="membership_id",
    initial=Membership(),
    decide=decide,
    evolve=evolve,
    commands=(JoinOrganisation, AdmitMember, LeaveOrganisation),
)
