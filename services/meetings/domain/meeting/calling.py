"""เรียกประชุม: a meeting is called, prepared, put off or called off."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from bangduan.domain import Rule, command
from bangduan.events.meetings import (
    Convener,
    EntitledCounted,
    MeetingCancelled,
    MeetingConvened,
    MeetingKind,
    MeetingPostponed,
    OrganisationsInvited,
)
from bangduan.events.types import (
    BuddhistYear,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Slug,
    VillageCode,
)
from services.meetings.domain.meeting.state import Meeting
from services.meetings.permissions import KEEP_MEETINGS

BUDDHIST_OFFSET: Final = 543

CONVENED_ONCE = Rule(
    "meeting-already-convened",
    en="This meeting is called already. Use another id for another meeting.",
    th="เรียกประชุมครั้งนี้แล้ว หากเป็นการประชุมอื่นโปรดใช้รหัสอื่น",
    field="meeting_id",
)
NUMBERED_IN_A_YEAR = Rule(
    "meeting-number-without-year",
    en="A numbered meeting belongs to a year: give the day it is held, or the year.",
    th="การประชุมที่มีเลขครั้งที่ต้องทราบปี โปรดระบุวันประชุมหรือปี พ.ศ.",
    field="year",
)
YEAR_IS_OF_THE_DAY = Rule(
    "meeting-year-not-of-day",
    en="{day} is in the year {year_of_day}, not {year}.",
    th="วันที่ {day} อยู่ในปี พ.ศ. {year_of_day} ไม่ใช่ {year}",
    field="year",
)
UNNUMBERED_HAS_NO_NUMBER = Rule(
    "meeting-unnumbered-with-number",
    en="A meeting without a number takes none. Leave the number out, or set numbered.",
    th="การประชุมที่ไม่มีเลขครั้งที่ต้องไม่ระบุเลข โปรดเว้นเลขไว้หรือเลือกให้มีเลข",
    field="number",
)
STILL_TO_COME = Rule(
    "meeting-no-longer-to-come",
    en="This is done before a meeting opens; this one is {stage}.",
    th="ทำได้ก่อนเปิดประชุมเท่านั้น การประชุมนี้อยู่ในสถานะ {stage}",
    field="meeting_id",
)
NOT_OVER = Rule(
    "meeting-over",
    en="The meeting is {stage}; what happened in it does not change any more.",
    th="การประชุมอยู่ในสถานะ {stage} แก้ไขสิ่งที่เกิดขึ้นในที่ประชุมไม่ได้แล้ว",
    field="meeting_id",
)
KEEPS_ITS_YEAR = Rule(
    "meeting-postponed-to-another-year",
    en="Its number is of {year}. To hold it in {other}, cancel it and call another.",
    th="เลขครั้งที่เป็นของปี {year} หากจะประชุมในปี {other} โปรดยกเลิกแล้วเรียกประชุมใหม่",
    field="held_on",
)
ENTITLED_COVER_PRESENT = Rule(
    "meeting-more-present-than-entitled",
    en="{present} are present, more than the {entitled} entitled. Correct one of the numbers.",
    th="มีผู้มาประชุม {present} คน มากกว่าผู้มีสิทธิ {entitled} คน โปรดแก้ไขจำนวน",
    field="entitled",
)
INVITES_SOMEBODY = Rule(
    "meeting-invitation-empty",
    en="Name an organisation, a kind of organisation, a village or an office to invite.",
    th="โปรดระบุองค์กร ประเภทองค์กร หมู่บ้าน หรือตำแหน่งที่เชิญ",
    field="organisation_ids",
)
JOINT_WITH_OTHERS = Rule(
    "meeting-joint-with-others",
    en="Only a joint meeting is held with other bodies, each of them named once.",
    th="การประชุมร่วมเท่านั้นที่ระบุองค์ประชุมอื่นได้ โปรดระบุองค์ประชุมอื่นละหนึ่งครั้ง",
    field="with_body_ids",
)
TIME_OF_DAY = Rule(
    "meeting-time-wrong",
    en="Write the time of day as 09:30.",
    th="โปรดระบุเวลาในรูปแบบ 09:30",
)


@command(KEEP_MEETINGS)
class ConveneMeeting:
    """เรียกประชุม: by offices, for a body; its day, and so its year, may be unknown.

    ``numbered`` says whether it is one of the body's numbered meetings; ``number`` is only
    needed where the number it must get is known, as when old minutes are entered.
    ``begins_at`` is the planned time of day, as 09:30.
    """

    meeting_id: EntityId
    kind: MeetingKind
    body_id: EntityId
    title: Line
    numbered: bool
    number: PositiveCount | None = None
    year: BuddhistYear | None = None
    held_on: date | None = None
    place: Line | None = None
    convened_by: tuple[Convener, ...] = ()
    entitled: Count | None = None
    begins_at: Line | None = None
    with_body_ids: tuple[EntityId, ...] = ()


@command
class CallMeeting:
    """``ConveneMeeting`` with the body's name and the number it gave."""

    asked: ConveneMeeting
    body: Line
    number: PositiveCount | None = None

    @property
    def meeting_id(self) -> EntityId:
        """The meeting that is called."""
        return self.asked.meeting_id


@command(KEEP_MEETINGS)
class PostponeMeeting:
    """เลื่อนการประชุม: to another day, or (None) to one not yet set."""

    meeting_id: EntityId
    held_on: date | None = None


@command(KEEP_MEETINGS)
class CancelMeeting:
    """ยกเลิกการประชุม: it keeps its number."""

    meeting_id: EntityId
    reason: Line | None = None


@command(KEEP_MEETINGS)
class InviteOrganisations:
    """เชิญองค์กร: by name, by kind, whole villages, and offices."""

    meeting_id: EntityId
    organisation_ids: tuple[EntityId, ...] = ()
    kinds: tuple[Slug, ...] = ()
    villages: tuple[VillageCode, ...] = ()
    offices: tuple[Slug, ...] = ()


@command(KEEP_MEETINGS)
class CountEntitled:
    """กำหนดจำนวนผู้มีสิทธิเข้าประชุม."""

    meeting_id: EntityId
    entitled: Count


def year_of(asked: ConveneMeeting) -> BuddhistYear | None:
    """The BE year in which a meeting is numbered, or None for one without a number.

    Raises:
        RuleBroken: a numbered meeting has no year, or one that is not its day's.
    """
    day = asked.held_on
    year_of_day = None if day is None else day.year + BUDDHIST_OFFSET
    if asked.year is not None and year_of_day is not None:
        YEAR_IS_OF_THE_DAY.require(
            asked.year == year_of_day, day=day, year_of_day=year_of_day, year=asked.year
        )
    if not asked.numbered:
        UNNUMBERED_HAS_NO_NUMBER.require(asked.number is None)
        return None
    year = asked.year or year_of_day
    NUMBERED_IN_A_YEAR.require(year is not None)
    return BuddhistYear(year) if year is not None else None


def call(state: Meeting, command: CallMeeting) -> Sequence[object]:
    """The meeting is called, under the number its body gave."""
    CONVENED_ONCE.require(not state.stage)
    asked = command.asked
    numbered_in = year_of(asked)
    others = set(asked.with_body_ids)
    JOINT_WITH_OTHERS.require(
        not others
        or (
            asked.kind == "joint"
            and len(others) == len(asked.with_body_ids)
            and asked.body_id not in others
        )
    )
    return [
        MeetingConvened(
            meeting_id=asked.meeting_id,
            kind=asked.kind,
            body=command.body,
            body_id=asked.body_id,
            number=command.number,
            year=asked.year if numbered_in is None else numbered_in,
            held_on=asked.held_on,
            title=asked.title,
            place=asked.place,
            convened_by=asked.convened_by,
            entitled=asked.entitled,
            begins_at=checked_time(asked.begins_at),
            with_body_ids=asked.with_body_ids,
        )
    ]


def require_to_come(state: Meeting) -> None:
    """Refuse unless the meeting is still to be opened."""
    STILL_TO_COME.require(state.stage == "convened", stage=state.stage)


def require_not_over(state: Meeting) -> None:
    """Refuse once the meeting was closed or cancelled."""
    NOT_OVER.require(state.stage in {"convened", "open"}, stage=state.stage)


def checked_time(written: Line | None) -> Line | None:
    """A time of day as ``HH:MM``, or the refusal."""
    if written is not None:
        TIME_OF_DAY.require(re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", written))
    return written


def _postpone(state: Meeting, command: PostponeMeeting) -> Sequence[object]:
    require_to_come(state)
    if state.number is not None and command.held_on is not None:
        other = command.held_on.year + BUDDHIST_OFFSET
        KEEPS_ITS_YEAR.require(other == state.year, year=state.year, other=other)
    return [MeetingPostponed(meeting_id=command.meeting_id, held_on=command.held_on)]


def _cancel(state: Meeting, command: CancelMeeting) -> Sequence[object]:
    require_to_come(state)
    return [MeetingCancelled(meeting_id=command.meeting_id, reason=command.reason)]


def _invite(state: Meeting, command: InviteOrganisations) -> Sequence[object]:
    require_not_over(state)
    named = command.organisation_ids or command.kinds or command.villages or command.offices
    INVITES_SOMEBODY.require(named)
    return [
        OrganisationsInvited(
            meeting_id=command.meeting_id,
            organisation_ids=command.organisation_ids,
            kinds=command.kinds,
            villages=command.villages,
            offices=command.offices,
        )
    ]


def _count_entitled(state: Meeting, command: CountEntitled) -> Sequence[object]:
    require_not_over(state)
    require_room(command.entitled, 0 if state.present is None else state.present.value)
    return [EntitledCounted(meeting_id=command.meeting_id, entitled=command.entitled)]


def require_room(entitled: int | None, present: int) -> None:
    """Refuse more members present than are entitled, where that number is known."""
    if entitled is not None:
        ENTITLED_COVER_PRESENT.require(present <= entitled, present=present, entitled=entitled)


DECISIONS: Final[Mapping[type, Callable[[Meeting, Any], Sequence[object]]]] = {
    PostponeMeeting: _postpone,
    CancelMeeting: _cancel,
    InviteOrganisations: _invite,
    CountEntitled: _count_entitled,
}
