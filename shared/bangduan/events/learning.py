"""What the learning service tells: knowledge, lessons, learning places, livelihoods, visits.

The owner of a piece of knowledge is named by person id only. Whatever the source does not tell
(a date, a number of people, a source of money) is ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events import digests
from bangduan.events.definition import event
from bangduan.events.types import (
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Quantity,
    Slug,
    VillageCode,
)

#: What a lesson may be about.
LessonAbout = Literal["meeting", "grant", "project", "visit", "other"]
#: Where a livelihood's first money came from.
LivelihoodMoney = Literal["own", "power-plant-fund", "community-finance-institution", "other"]
#: What a livelihood's products are for; ``own-use-first`` is the seed's ไว้บริโภคเองเหลือขาย.
LivelihoodPurpose = Literal["own-use-first", "sale", "service"]
#: What the visitors answered when asked whether they applied what they learned.
Applied = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeForm:
    """แบบบันทึกองค์ความรู้: the form's parts; a part nobody has written yet is empty.

    Attributes:
        problem_solved: แก้ปัญหาเกี่ยวกับ.
        story: เรื่องเล่า.
        methods: วิธีการ (เทคนิคการปฏิบัติ).
        assets: ขุมความรู้, knowledge assets.
        core: แก่นความรู้, core knowledge.
        strategy: กลยุทธ์.
        theory: แนวคิดทฤษฎีที่เกี่ยวข้อง.
    """

    problem_solved: Prose | None = None
    story: Prose | None = None
    methods: tuple[Prose, ...] = ()
    assets: tuple[Prose, ...] = ()
    core: tuple[Prose, ...] = ()
    strategy: tuple[Prose, ...] = ()
    theory: tuple[Prose, ...] = ()


# -- knowledge -----------------------------------------------------------------------------------


@event("learning")
class KnowledgeRecorded:
    """บันทึกองค์ความรู้: the first edition of a record on the knowledge form, a draft."""

    knowledge_id: EntityId
    title: Line
    form: KnowledgeForm
    owner_id: EntityId | None = None
    recorded_on: date | None = None


@event("learning")
class KnowledgeRevised:
    """ปรับปรุงองค์ความรู้: the next edition, whole; the ones before it are kept."""

    knowledge_id: EntityId
    edition: PositiveCount
    title: Line
    form: KnowledgeForm
    reason: Line
    owner_id: EntityId | None = None
    revised_on: date | None = None


@event("learning")
class KnowledgePublished:
    """เผยแพร่องค์ความรู้: this edition is the one the public reads."""

    knowledge_id: EntityId
    edition: PositiveCount
    title: Line
    published_on: date | None = None


@event("learning")
class KnowledgeWithdrawn:
    """ถอนการเผยแพร่: the public reads it no more; every edition is kept."""

    knowledge_id: EntityId
    reason: Line
    withdrawn_on: date | None = None


# -- lessons -------------------------------------------------------------------------------------


@event("learning")
class LessonOpened:
    """เปิดบทเรียน: something happened that a lesson should be learned from."""

    lesson_id: EntityId
    about: LessonAbout
    title: Line
    about_id: EntityId | None = None
    happened_on: date | None = None


@event("learning")
class LessonCaptured:
    """ถอดบทเรียน: the lesson is written into a knowledge record."""

    lesson_id: EntityId
    knowledge_id: EntityId
    captured_on: date | None = None


@event("learning")
class LessonSetAside:
    """พักบทเรียน: nothing will be written up, and why."""

    lesson_id: EntityId
    reason: Line
    set_aside_on: date | None = None


@event("learning")
class LessonReopened:
    """เปิดบทเรียนอีกครั้ง: a lesson that was set aside waits to be captured after all."""

    lesson_id: EntityId
    reason: Line
    reopened_on: date | None = None


# -- places --------------------------------------------------------------------------------------


@event("learning")
class PlaceOpened:
    """เปิดแหล่งเรียนรู้: a place in the community where something can be learned."""

    place_id: EntityId
    name: Line
    topics: tuple[Line, ...]
    host_organisation_id: EntityId | None = None
    village: VillageCode | None = None
    about: Prose | None = None
    opened_on: date | None = None


@event("learning")
class PlaceTopicsChanged:
    """ปรับหัวข้อการเรียนรู้: what the place teaches from now on."""

    place_id: EntityId
    topics: tuple[Line, ...]


@event("learning")
class PlaceListed:
    """ลงฐานข้อมูลแหล่งเรียนรู้: the centre's database shows the place to the community."""

    place_id: EntityId
    listed_on: date | None = None


@event("learning")
class PlaceUnlisted:
    """ถอนออกจากฐานข้อมูล: the database shows the place no more."""

    place_id: EntityId
    reason: Line


@event("learning")
class PlaceClosed:
    """ปิดแหล่งเรียนรู้: nothing is taught there any more."""

    place_id: EntityId
    reason: Line
    closed_on: date | None = None


# -- livelihoods ---------------------------------------------------------------------------------


@event("learning")
class LivelihoodStarted:
    """เริ่มอาชีพเสริม: people took up a supplementary livelihood; they are counted, not named."""

    livelihood_id: EntityId
    kind: Slug
    name: Line
    organisation_id: EntityId | None = None
    village: VillageCode | None = None
    source_of_money: LivelihoodMoney | None = None
    practitioners: Quantity | None = None
    purpose: LivelihoodPurpose | None = None
    taught_at_place_id: EntityId | None = None
    started_on: date | None = None


@event("learning")
class LivelihoodFunded:
    """ทราบแหล่งเงินทุน: the source of a livelihood's money became known, or was corrected."""

    livelihood_id: EntityId
    source_of_money: LivelihoodMoney


@event("learning")
class PractitionersCounted:
    """นับผู้ประกอบอาชีพ: how many practise the livelihood now."""

    livelihood_id: EntityId
    practitioners: Quantity
    counted_on: date | None = None


@event("learning")
class LivelihoodTaught:
    """ถ่ายทอดอาชีพ: the livelihood is taught at a learning place from now on."""

    livelihood_id: EntityId
    place_id: EntityId


@event("learning")
class LivelihoodEnded:
    """เลิกประกอบอาชีพ: nobody practises it any more."""

    livelihood_id: EntityId
    reason: Line
    ended_on: date | None = None


# -- study visits --------------------------------------------------------------------------------


@event("learning")
class StudyVisitBooked:
    """จองศึกษาดูงาน: visitors (an organisation, never persons) wish to come and learn a topic."""

    visit_id: EntityId
    topic: Line
    visitors_from: Line
    place_id: EntityId | None = None
    host_organisation_id: EntityId | None = None
    expected: Quantity | None = None
    booked_for: date | None = None


@event("learning")
class StudyVisitRescheduled:
    """เลื่อนวันดูงาน: the visit is on another day; None when the day is open."""

    visit_id: EntityId
    booked_for: date | None = None


@event("learning")
class StudyVisitCancelled:
    """ยกเลิกการดูงาน: the visitors do not come."""

    visit_id: EntityId
    reason: Line


@event("learning")
class StudyVisitHosted:
    """ต้อนรับคณะดูงาน: the visitors came."""

    visit_id: EntityId
    topic: Line
    visitors: Quantity | None = None
    hosted_on: date | None = None
    place_id: EntityId | None = None
    host_organisation_id: EntityId | None = None


@event("learning")
class StudyVisitFollowedUp:
    """ติดตามผลการดูงาน: was it applied? The newest answer counts."""

    visit_id: EntityId
    applied: Applied
    what: Prose | None = None
    asked_on: date | None = None


# -- the log -------------------------------------------------------------------------------------


@event("learning")
class HeadsDigested(digests.HeadsDigested):
    """สรุปลายนิ้วมือของบันทึก: what this service's log came to at the end of a day."""
