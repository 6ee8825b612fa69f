"""ประธานเปิดการประชุม: invited, engaged elsewhere, delegating; then somebody opens.

At the joint meeting of 8 August 2551 the SAO chief executive was invited to open, was engaged
elsewhere, and delegated the council chair, who opened in his place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bangduan.domain import Rule, command
from bangduan.events.meetings import (
    ChairDelegated,
    ChairEngagedElsewhere,
    ChairInvited,
    MeetingOpened,
    MeetingRules,
)
from bangduan.events.types import EntityId, Line, Slug
from services.meetings.domain.meeting.calling import checked_time, require_to_come
from services.meetings.domain.meeting.state import Invitation, Meeting
from services.meetings.permissions import KEEP_MEETINGS

SOMEBODY_IS_INVITED = Rule(
    "chair-invitation-empty",
    en="Say which office or which person is invited to open the meeting.",
    th="โปรดระบุตำแหน่งหรือบุคคลที่เชิญเป็นประธานเปิดการประชุม",
    field="office",
)
ONE_CHAIR_AT_A_TIME = Rule(
    "chair-already-invited",
    en="Somebody is invited already. Record first that the invited chair is engaged elsewhere.",
    th="เชิญประธานไว้แล้ว โปรดบันทึกว่าผู้รับเชิญติดภารกิจก่อน",
    field="meeting_id",
)
WAS_INVITED = Rule(
    "chair-not-invited",
    en="Nobody is invited to open this meeting.",
    th="การประชุมนี้ยังไม่ได้เชิญประธานเปิดการประชุม",
    field="meeting_id",
)
ENGAGED_ONCE = Rule(
    "chair-already-engaged",
    en="The invited chair is recorded as engaged elsewhere already.",
    th="บันทึกว่าผู้รับเชิญติดภารกิจไว้แล้ว",
    field="meeting_id",
)
DELEGATES_WHEN_ENGAGED = Rule(
    "chair-delegates-only-when-engaged",
    en="An invited chair delegates when engaged elsewhere. Record that first.",
    th="มอบหมายผู้แทนได้เมื่อผู้รับเชิญติดภารกิจ โปรดบันทึกการติดภารกิจก่อน",
    field="meeting_id",
)
DELEGATES_ONCE = Rule(
    "chair-already-delegated",
    en="Somebody is delegated already.",
    th="มอบหมายผู้แทนไว้แล้ว",
    field="meeting_id",
)
DELEGATES_TO_SOMEBODY = Rule(
    "chair-delegate-missing",
    en="Say to which person, or in which capacity, the opening is delegated.",
    th="โปรดระบุบุคคลหรือตำแหน่งที่ได้รับมอบหมาย",
    field="capacity",
)
DELEGATES_TO_ANOTHER = Rule(
    "chair-delegates-to-self",
    en="The opening is delegated to somebody else, not to the invited chair.",
    th="ต้องมอบหมายผู้อื่น ไม่ใช่ตัวผู้รับเชิญเอง",
    field="to_person_id",
)
OPENED_BY_WHO_IS_ASKED = Rule(
    "meeting-opened-by-another",
    en="{expected} was asked to open the meeting. Record a change of chair first.",
    th="ผู้ที่ได้รับเชิญหรือมอบหมายให้เปิดการประชุมคือ {expected} โปรดบันทึกการเปลี่ยนประธานก่อน",
    field="opened_by",
)


@command(KEEP_MEETINGS)
class InviteChair:
    """เชิญเป็นประธานเปิดการประชุม: by office, by person, or both."""

    meeting_id: EntityId
    person_id: EntityId | None = None
    office: Slug | None = None


@command(KEEP_MEETINGS)
class RecordChairEngaged:
    """บันทึกว่าผู้รับเชิญติดภารกิจ."""

    meeting_id: EntityId


@command(KEEP_MEETINGS)
class DelegateChair:
    """มอบหมายให้ทำหน้าที่แทน: to a person, in the capacity of an office."""

    meeting_id: EntityId
    to_person_id: EntityId | None = None
    capacity: Slug | None = None


@command(KEEP_MEETINGS)
class OpenMeeting:
    """เปิดการประชุม: who opens follows from who was invited or delegated, where left out."""

    meeting_id: EntityId
    opened_by: EntityId | None = None
    capacity: Slug | None = None
    presided_by: EntityId | None = None
    begun_at: Line | None = None


@command
class OpenUnderRules:
    """``OpenMeeting`` with the rules the body has for the day it is held."""

    asked: OpenMeeting
    rules: MeetingRules | None = None

    @property
    def meeting_id(self) -> EntityId:
        """The meeting that is opened."""
        return self.asked.meeting_id


def _invite(state: Meeting, command: InviteChair) -> Sequence[object]:
    require_to_come(state)
    SOMEBODY_IS_INVITED.require(command.person_id or command.office)
    ONE_CHAIR_AT_A_TIME.require(state.invitation is None or state.invitation.engaged)
    return [
        ChairInvited(
            meeting_id=command.meeting_id, person_id=command.person_id, office=command.office
        )
    ]


def _engage(state: Meeting, command: RecordChairEngaged) -> Sequence[object]:
    require_to_come(state)
    invitation = _invited(state)
    ENGAGED_ONCE.require(not invitation.engaged)
    return [
        ChairEngagedElsewhere(
            meeting_id=command.meeting_id,
            person_id=invitation.person_id,
            office=invitation.office,
        )
    ]


def _delegate(state: Meeting, command: DelegateChair) -> Sequence[object]:
    require_to_come(state)
    invitation = _invited(state)
    DELEGATES_WHEN_ENGAGED.require(invitation.engaged)
    DELEGATES_ONCE.require(not invitation.delegated)
    DELEGATES_TO_SOMEBODY.require(command.to_person_id or command.capacity)
    DELEGATES_TO_ANOTHER.require(
        command.to_person_id is None or command.to_person_id != invitation.person_id
    )
    return [
        ChairDelegated(
            meeting_id=command.meeting_id,
            from_person_id=invitation.person_id,
            to_person_id=command.to_person_id,
            capacity=command.capacity,
        )
    ]


def _open(state: Meeting, command: OpenUnderRules) -> Sequence[object]:
    require_to_come(state)
    asked, invitation = command.asked, state.invitation or Invitation()
    expected, capacity = _expected(invitation)
    OPENED_BY_WHO_IS_ASKED.require(
        None in {expected, asked.opened_by} or asked.opened_by == expected, expected=expected
    )
    return [
        MeetingOpened(
            meeting_id=asked.meeting_id,
            opened_by=asked.opened_by or expected,
            capacity=asked.capacity or capacity,
            in_place_of=invitation.person_id if invitation.delegated else None,
            presided_by=asked.presided_by,
            begun_at=checked_time(asked.begun_at),
            rules=command.rules,
        )
    ]


def _expected(invitation: Invitation) -> tuple[EntityId | None, Slug | None]:
    """Who is to open and in which capacity, as far as is known."""
    if invitation.delegated:
        return invitation.delegate_id, invitation.capacity
    if invitation.engaged:
        return None, None
    return invitation.person_id, invitation.office


def _invited(state: Meeting) -> Invitation:
    if state.invitation is None:
        raise WAS_INVITED.broken()
    return state.invitation


DECISIONS: Final[Mapping[type, Callable[[Meeting, Any], Sequence[object]]]] = {
    InviteChair: _invite,
    RecordChairEngaged: _engage,
    DelegateChair: _delegate,
    OpenUnderRules: _open,
}
