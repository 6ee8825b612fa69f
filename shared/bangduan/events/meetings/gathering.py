"""A meeting called, prepared, opened, attended, closed."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Literal

from bangduan.events.definition import event, personal
from bangduan.events.meetings.bodies import MeetingRules
from bangduan.events.types import (
    BuddhistYear,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Quantity,
    Slug,
    VillageCode,
)

MeetingKind = Literal["assembly", "committee", "joint"]
AgendaPart = Literal["notices", "previous_minutes", "matters_arising", "for_consideration", "other"]
ItemOutcome = Literal["finished", "deferred", "referred"]
Standing = Literal["member", "attending"]
OnTheRollAs = Literal["member", "attending", "absent"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Convener:
    """Who called the meeting: a kind of office, and the one office where that is known."""

    office: Slug
    office_id: EntityId | None = None


@event("meetings")
class MeetingConvened:
    """เรียกประชุม: a meeting is called; its number and its day may be unknown.

    ``begins_at`` is the time of day that is planned, ``with_body_ids`` the other bodies of a
    joint meeting.
    """

    meeting_id: EntityId
    kind: MeetingKind
    body: Line
    body_id: EntityId
    number: PositiveCount | None = None
    year: BuddhistYear | None = None
    held_on: date | None = None
    title: Line
    place: Line | None = None
    convened_by: tuple[Convener, ...] = ()
    entitled: Count | None = None
    begins_at: Line | None = None
    with_body_ids: tuple[EntityId, ...] = ()


@event("meetings")
class MeetingArranged:
    """กำหนดเวลาและสถานที่ประชุม: the planned time of day and the place as they now are."""

    meeting_id: EntityId
    begins_at: Line | None = None
    place: Line | None = None


@event("meetings")
class NoticeWritten:
    """หนังสือเชิญประชุม: the whole text of the notice, in place of any earlier one."""

    meeting_id: EntityId
    text: Prose
    written_on: date | None = None


@event("meetings")
class MeetingPostponed:
    """เลื่อนการประชุม: to another day, or (None) to a day not yet set."""

    meeting_id: EntityId
    held_on: date | None = None


@event("meetings")
class MeetingCancelled:
    """ยกเลิกการประชุม: the meeting does not take place; it keeps its number."""

    meeting_id: EntityId
    reason: Line | None = None


@event("meetings")
class OrganisationsInvited:
    """เชิญองค์กรเข้าร่วม: by organisation, by kind of organisation, by village, or by office."""

    meeting_id: EntityId
    organisation_ids: tuple[EntityId, ...] = ()
    kinds: tuple[Slug, ...] = ()
    villages: tuple[VillageCode, ...] = ()
    offices: tuple[Slug, ...] = ()


@event("meetings")
class AgendaItemAdded:
    """บรรจุระเบียบวาระ: an item under one of the five official parts, numbered within it.

    One carried over says from which item of which earlier meeting, or of which action.
    """

    meeting_id: EntityId
    item_id: EntityId
    part: AgendaPart
    number: PositiveCount
    title: Line
    problem_id: EntityId | None = None
    from_meeting_id: EntityId | None = None
    from_item_id: EntityId | None = None
    action_id: EntityId | None = None


@event("meetings")
class AgendaItemWithdrawn:
    """ถอนระเบียบวาระ: the item is not taken; its number is not used again."""

    meeting_id: EntityId
    item_id: EntityId


@event("meetings")
class ItemDiscussed:
    """ผลการพิจารณาระเบียบวาระ: finished, put off to a later meeting, or referred to others."""

    meeting_id: EntityId
    item_id: EntityId
    outcome: ItemOutcome
    referred_to: Line | None = None
    note: Prose | None = None


@event("meetings")
class EntitledCounted:
    """จำนวนผู้มีสิทธิเข้าประชุม: how many are entitled to attend as members."""

    meeting_id: EntityId
    entitled: Count


@event("meetings")
class ChairInvited:
    """เชิญเป็นประธานเปิดการประชุม: somebody is asked to open the meeting, by office or person."""

    meeting_id: EntityId
    person_id: EntityId | None = None
    office: Slug | None = None


@event("meetings")
class ChairEngagedElsewhere:
    """ติดภารกิจ: the invited chair cannot come."""

    meeting_id: EntityId
    person_id: EntityId | None = None
    office: Slug | None = None


@event("meetings")
class ChairDelegated:
    """มอบหมายให้ทำหน้าที่แทน: the invited chair asks another to open in his or her place."""

    meeting_id: EntityId
    from_person_id: EntityId | None = None
    to_person_id: EntityId | None = None
    capacity: Slug | None = None


@event("meetings")
class MeetingOpened:
    """เปิดการประชุม: by whom, in which capacity, in whose place, under which rules."""

    meeting_id: EntityId
    opened_by: EntityId | None = None
    capacity: Slug | None = None
    in_place_of: EntityId | None = None
    presided_by: EntityId | None = None
    begun_at: Line | None = None
    rules: MeetingRules | None = None


@event("meetings")
class AttendanceRecorded:
    """ผู้มาประชุม: a person attends, for an organisation or village, or in another's place."""

    meeting_id: EntityId
    person_id: EntityId
    standing: Standing = "member"
    organisation_id: EntityId | None = None
    village: VillageCode | None = None
    in_place_of: EntityId | None = None


@event("meetings")
class AbsenceRecorded:
    """ผู้ไม่มาประชุม: a person entitled to attend does not; why is that person's affair."""

    meeting_id: EntityId
    person_id: EntityId
    reason: Line | None = personal("person_id", default=None)


@event("meetings")
class AttendanceStruck:
    """ขีดฆ่ารายชื่อ: the person was recorded by mistake; ``was`` is as what."""

    meeting_id: EntityId
    person_id: EntityId
    was: OnTheRollAs


@event("meetings")
class RepresentationRecorded:
    """ผู้แทนองค์กร/หมู่บ้าน: an organisation or village was there; by whom is not recorded."""

    meeting_id: EntityId
    organisation_id: EntityId | None = None
    village: VillageCode | None = None


@event("meetings")
class HeadCountRecorded:
    """นับจำนวนผู้เข้าประชุม: how many members were there, where names were not taken."""

    meeting_id: EntityId
    present: Quantity


@event("meetings")
class MeetingClosed:
    """ปิดการประชุม: and what it came to.

    ``present`` counts members (ผู้มาประชุม), ``attending`` those there besides them;
    ``villages_represented`` is None where representation was not recorded.
    """

    meeting_id: EntityId
    kind: MeetingKind
    title: Line
    body_id: EntityId
    number: PositiveCount | None = None
    year: BuddhistYear | None = None
    held_on: date | None = None
    present: Quantity
    attending: Count = Count(0)
    entitled: Count | None = None
    villages_represented: Count | None = None
    organisations_represented: Count | None = None
    resolutions_passed: Count
    ended_at: Line | None = None
