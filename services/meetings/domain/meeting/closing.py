"""รายงาน ปิดการประชุม และผลของมติ: what is reported, how it ends, what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from bangduan.domain import NotFound, Rule, command
from bangduan.events.meetings import MeetingClosed, ProgressReported, ResolutionCarriedOut
from bangduan.events.types import Count, EntityId, Line, Prose, Quantity, Slug
from services.meetings.domain.meeting.calling import checked_time
from services.meetings.domain.meeting.motions import IS_OPEN
from services.meetings.domain.meeting.state import Meeting
from services.meetings.permissions import KEEP_MEETINGS

REPORT_IS_NEW = Rule(
    "progress-already-reported",
    en="This report is recorded already. Use another id for another report.",
    th="บันทึกรายงานนี้แล้ว หากเป็นรายงานอื่นโปรดใช้รหัสอื่น",
    field="report_id",
)
MOTIONS_ARE_DECIDED = Rule(
    "meeting-with-undecided-motions",
    en="{count} motions are undecided. Vote on them or withdraw them before closing.",
    th="มีญัตติที่ยังไม่ลงมติ {count} เรื่อง โปรดลงมติหรือถอนก่อนปิดประชุม",
    field="meeting_id",
)
CARRIED_OUT_ONCE = Rule(
    "resolution-already-carried-out",
    en="This resolution is recorded as carried out already.",
    th="บันทึกผลการดำเนินการตามมตินี้แล้ว",
    field="resolution_id",
)
CARRIED_OUT_AFTER_PASSED = Rule(
    "resolution-carried-out-before-passed",
    en="The meeting was held on {held}; its resolution was not carried out before.",
    th="ประชุมเมื่อ {held} วันดำเนินการตามมติต้องไม่มาก่อนวันประชุม",
    field="done_on",
)


@command(KEEP_MEETINGS)
class ReportProgress:
    """รายงานผลการดำเนินงาน: by an office, whose holder may be unknown, or by a person."""

    meeting_id: EntityId
    report_id: EntityId
    text: Prose
    office: Slug | None = None
    person_id: EntityId | None = None
    project_ids: tuple[EntityId, ...] = ()


@command(KEEP_MEETINGS)
class CloseMeeting:
    """ปิดการประชุม."""

    meeting_id: EntityId
    ended_at: Line | None = None


@command(KEEP_MEETINGS)
class CarryOutResolution:
    """บันทึกการดำเนินการตามมติ: what was resolved has been done."""

    meeting_id: EntityId
    resolution_id: EntityId
    done_on: date | None = None
    note: Prose | None = None


def _report(state: Meeting, command: ReportProgress) -> Sequence[object]:
    IS_OPEN.require(state.stage == "open", stage=state.stage)
    REPORT_IS_NEW.require(command.report_id not in state.reports)
    return [
        ProgressReported(
            meeting_id=command.meeting_id,
            report_id=command.report_id,
            text=command.text,
            office=command.office,
            person_id=command.person_id,
            project_ids=command.project_ids,
        )
    ]


def _close(state: Meeting, command: CloseMeeting) -> Sequence[object]:
    IS_OPEN.require(state.stage == "open", stage=state.stage)
    undecided = sum(1 for motion in state.motions.values() if not motion.decided)
    MOTIONS_ARE_DECIDED.require(not undecided, count=undecided)
    if state.title is None or state.body_id is None:  # every convened meeting has both
        raise NotFound("meeting", command.meeting_id, field="meeting_id")
    villages = state.villages | _spoken_for(state, "village")
    organisations = state.organisations | _spoken_for(state, "organisation_id")
    return [
        MeetingClosed(
            meeting_id=command.meeting_id,
            kind=state.kind,
            title=state.title,
            body_id=state.body_id,
            number=state.number,
            year=state.year,
            held_on=state.held_on,
            present=_present(state, spoken_for=bool(villages or organisations)),
            attending=Count(len(state.attendees) - state.members_named),
            entitled=state.entitled,
            villages_represented=Count(len(villages)) if villages else None,
            organisations_represented=Count(len(organisations)) if organisations else None,
            resolutions_passed=Count(len(state.resolutions)),
            ended_at=checked_time(command.ended_at),
        )
    ]


def _present(state: Meeting, *, spoken_for: bool) -> Quantity:
    """How many came; where nobody counted, only that somebody spoke for those represented."""
    if state.present is not None:
        return state.present
    return Quantity(value=Count(1 if spoken_for else 0), bound="at_least")


def _spoken_for(state: Meeting, field: str) -> frozenset[str]:
    """Villages or organisations that somebody on the roll came for."""
    found = (getattr(attendee, field) for attendee in state.attendees.values())
    return frozenset(value for value in found if value is not None)


def _carry_out(state: Meeting, command: CarryOutResolution) -> Sequence[object]:
    resolution = state.resolutions.get(command.resolution_id)
    if resolution is None:
        raise NotFound("resolution", command.resolution_id, field="resolution_id")
    CARRIED_OUT_ONCE.require(not resolution.carried_out)
    if command.done_on is not None and state.held_on is not None:
        CARRIED_OUT_AFTER_PASSED.require(command.done_on >= state.held_on, held=state.held_on)
    return [
        ResolutionCarriedOut(
            resolution_id=command.resolution_id,
            meeting_id=command.meeting_id,
            done_on=command.done_on,
            note=command.note,
        )
    ]


DECISIONS: Final[Mapping[type, Callable[[Meeting, Any], Sequence[object]]]] = {
    ReportProgress: _report,
    CloseMeeting: _close,
    CarryOutResolution: _carry_out,
}
