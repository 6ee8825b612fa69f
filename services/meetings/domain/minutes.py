"""รายงานการประชุม: the record of a meeting, reviewed, then adopted by a later meeting.

Until it is adopted the text may be written anew, which undoes the review; the adopted text
never changes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.meetings import (
    MinutesAdopted,
    MinutesCorrection,
    MinutesPaper,
    MinutesReviewed,
    MinutesSection,
    MinutesWritten,
)
from bangduan.events.types import EntityId, Line
from services.meetings.domain.meeting import Meeting
from services.meetings.domain.registry import AGENDA_PARTS
from services.meetings.permissions import KEEP_MEETINGS

HELD = Rule(
    "minutes-of-meeting-not-held",
    en="Minutes are written of a meeting that was opened; this one is {stage}.",
    th="จดรายงานได้เมื่อเปิดประชุมแล้ว การประชุมนี้อยู่ในสถานะ {stage}",
    field="meeting_id",
)
ADOPTED_TEXT_STANDS = Rule(
    "minutes-adopted",
    en="These minutes were adopted; their text never changes. Record a correction in the "
    "minutes of the next meeting.",
    th="รายงานการประชุมนี้รับรองแล้ว แก้ไขไม่ได้ โปรดบันทึกข้อแก้ไขในรายงานการประชุมครั้งถัดไป",
    field="meeting_id",
)
PARTS_DIFFER = Rule(
    "minutes-part-repeated",
    en="Each part of the agenda has one section; {part} has two.",
    th="แต่ละระเบียบวาระมีได้หนึ่งส่วน แต่ {part} มีสองส่วน",
    field="sections",
)
REVIEWED_FIRST = Rule(
    "minutes-not-reviewed",
    en="The minutes are reviewed before they are adopted.",
    th="ต้องตรวจรายงานการประชุมก่อนรับรอง",
    field="meeting_id",
)
ADOPTED_ONCE_CLOSED = Rule(
    "minutes-of-meeting-not-closed",
    en="Minutes are adopted once their meeting is closed.",
    th="รับรองรายงานได้เมื่อปิดการประชุมแล้ว",
    field="meeting_id",
)
ADOPTED_BY_SAME_BODY = Rule(
    "minutes-adopted-by-another-body",
    en="A body adopts its own minutes; that meeting is of another body.",
    th="รายงานการประชุมต้องรับรองโดยองค์ประชุมเดียวกัน",
    field="adopted_by_meeting_id",
)
ADOPTED_BY_LATER_MEETING = Rule(
    "minutes-adopted-by-earlier-meeting",
    en="Minutes are adopted by a later meeting that was opened.",
    th="รายงานการประชุมต้องรับรองโดยการประชุมครั้งหลังที่เปิดประชุมแล้ว",
    field="adopted_by_meeting_id",
)
CORRECTION_CHANGES = Rule(
    "minutes-correction-changes-nothing",
    en="A correction says what the text becomes; this one becomes what it was.",
    th="ข้อแก้ไขต้องเปลี่ยนข้อความ แต่ข้อความที่แก้เหมือนข้อความเดิม",
    field="corrections",
)


@command(KEEP_MEETINGS)
class WriteMinutes:
    """จดรายงานการประชุม: the whole text, by part of the agenda; the recorder may be unknown."""

    meeting_id: EntityId
    sections: tuple[MinutesSection, ...]
    recorder: EntityId | None = None


@command
class WriteMinutesOf:
    """``WriteMinutes`` with the meeting they are of."""

    asked: WriteMinutes
    meeting: Meeting

    @property
    def meeting_id(self) -> EntityId:
        """The meeting whose minutes these are."""
        return self.asked.meeting_id


@command(KEEP_MEETINGS)
class ReviewMinutes:
    """ตรวจรายงานการประชุม: the reviewer may be unknown."""

    meeting_id: EntityId
    reviewer: EntityId | None = None


@command(KEEP_MEETINGS)
class AdoptMinutes:
    """รับรองรายงานการประชุม: by a later meeting of the same body, as written or corrected."""

    meeting_id: EntityId
    adopted_by_meeting_id: EntityId
    corrections: tuple[MinutesCorrection, ...] = ()


@command
class AdoptMinutesOf:
    """``AdoptMinutes`` with both meetings, and the paper that is adopted."""

    asked: AdoptMinutes
    earlier: Meeting
    later: Meeting
    paper: MinutesPaper | None = None

    @property
    def meeting_id(self) -> EntityId:
        """The meeting whose minutes these are."""
        return self.asked.meeting_id


@dataclass(frozen=True, slots=True)
class Minutes:
    """State of a meeting's minutes."""

    written: bool = False
    reviewed: bool = False
    adopted: bool = False


def decide(state: Minutes, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    ADOPTED_TEXT_STANDS.require(not state.adopted)
    if isinstance(command, WriteMinutesOf):
        return [_written(command.asked, command.meeting)]
    if not state.written:
        raise NotFound("minutes", command.meeting_id, field="meeting_id")
    if isinstance(command, ReviewMinutes):
        return [MinutesReviewed(meeting_id=command.meeting_id, reviewer=command.reviewer)]
    REVIEWED_FIRST.require(state.reviewed)
    return [_adopted(command)]


def _written(asked: WriteMinutes, meeting: Meeting) -> MinutesWritten:
    HELD.require(meeting.stage in {"open", "closed"}, stage=meeting.stage)
    parts = [section.part for section in asked.sections]
    for place, part in enumerate(parts):
        PARTS_DIFFER.require(part not in parts[:place], part=AGENDA_PARTS[part][0])
    in_order = sorted(asked.sections, key=lambda section: list(AGENDA_PARTS).index(section.part))
    return MinutesWritten(
        meeting_id=asked.meeting_id, sections=tuple(in_order), recorder=asked.recorder
    )


def _adopted(command: AdoptMinutesOf) -> MinutesAdopted:
    earlier, later = command.earlier, command.later
    ADOPTED_ONCE_CLOSED.require(earlier.stage == "closed")
    ADOPTED_BY_SAME_BODY.require(earlier.body_id == later.body_id)
    itself = command.asked.adopted_by_meeting_id == command.asked.meeting_id
    ADOPTED_BY_LATER_MEETING.require(
        not itself and later.stage in {"open", "closed"} and _may_follow(earlier, later)
    )
    corrections, paper = command.asked.corrections, command.paper
    for each in corrections:
        CORRECTION_CHANGES.require(each.was is None or each.was.strip() != each.becomes.strip())
    return MinutesAdopted(
        meeting_id=command.meeting_id,
        adopted_by_meeting_id=command.asked.adopted_by_meeting_id,
        corrections=corrections,
        paper=paper,
        digest=None if paper is None else digest_of(paper, corrections),
    )


def digest_of(paper: MinutesPaper, corrections: Iterable[MinutesCorrection]) -> Line:
    """SHA-256 of a text and its corrections, in hexadecimal digits.

    Whoever holds both can make it anew: it is that of the JSON array of the two, UTF-8, keys
    sorted, without white space between.
    """
    whole = [dataclasses.asdict(paper), [dataclasses.asdict(each) for each in corrections]]
    told = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Line(hashlib.sha256(told.encode()).hexdigest())


def _may_follow(earlier: Meeting, later: Meeting) -> bool:
    """False when days or numbers tell that ``later`` was not later."""
    if earlier.held_on is not None and later.held_on is not None:
        return later.held_on >= earlier.held_on
    if earlier.number is not None and later.number is not None:
        return ((later.year or 0), later.number) > ((earlier.year or 0), earlier.number)
    return True


def evolve(state: Minutes, event: object) -> Minutes:
    """The minutes after ``event``."""
    match event:
        case MinutesWritten():
            return Minutes(written=True)
        case MinutesReviewed():
            return replace(state, reviewed=True)
        case MinutesAdopted():
            return replace(state, adopted=True)
        case _:
            return state


MINUTES = Aggregate(
    "minutes",
    key="meeting_id",
    initial=Minutes(),
    decide=decide,
    evolve=evolve,
    commands=(WriteMinutes, WriteMinutesOf, ReviewMinutes, AdoptMinutes, AdoptMinutesOf),
)
