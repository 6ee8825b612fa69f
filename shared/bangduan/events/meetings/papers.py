"""What meetings write: minutes, development plans, regulations, SWOT."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Literal

from bangduan.events.definition import event
from bangduan.events.meetings.gathering import AgendaPart
from bangduan.events.types import (
    BuddhistYear,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Satang,
    Slug,
)

FundingSource = Literal["own", "member_organisations", "local_government", "state", "outside"]
SwotList = Literal["strength", "weakness", "opportunity", "threat"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MinutesSection:
    """The text under one part of the agenda."""

    part: AgendaPart
    text: Prose


LineKind = Literal["entry", "note", "item", "text", "resolution"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PaperWords:
    """Some words of a paper: a text, or whose name or reason stands there, by id alone.

    A paper that is kept holds nobody's name: once a person is erased it reads *forgotten*.
    """

    text: Prose | None = None
    name_of: EntityId | None = None
    reason_of: EntityId | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One line of a paper; ``label`` is its number, ``detail`` what stands beside a name."""

    kind: LineKind
    label: Line | None = None
    words: tuple[PaperWords, ...] = ()
    detail: tuple[PaperWords, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PaperSection:
    """A heading of a paper and the lines under it."""

    heading: Prose
    lines: tuple[PaperLine, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PaperSignature:
    """Where somebody signs, as what; who it is may be unknown."""

    signs_as: Line
    name_of: EntityId | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPaper:
    """The minutes as a paper in the official form, line by line."""

    heading: tuple[Prose, ...]
    sections: tuple[PaperSection, ...] = ()
    signatures: tuple[PaperSignature, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MinutesCorrection:
    """A correction that the adopting meeting made; what it corrects may not be quoted."""

    part: AgendaPart | None = None
    page: Line | None = None
    was: Prose | None = None
    becomes: Prose


@event("meetings")
class MinutesWritten:
    """จดรายงานการประชุม: the whole text, in place of any earlier draft."""

    meeting_id: EntityId
    sections: tuple[MinutesSection, ...]
    recorder: EntityId | None = None


@event("meetings")
class MinutesReviewed:
    """ตรวจรายงานการประชุม: the reviewer has gone through the draft."""

    meeting_id: EntityId
    reviewer: EntityId | None = None


@event("meetings")
class MinutesAdopted:
    """รับรองรายงานการประชุม: by a later meeting; the text never changes again.

    The text as adopted is kept whole, its corrections apart, with a SHA-256 digest of both.
    Minutes adopted before that was done have neither.
    """

    meeting_id: EntityId
    adopted_by_meeting_id: EntityId
    corrections: tuple[MinutesCorrection, ...] = ()
    paper: MinutesPaper | None = None
    digest: Line | None = None


@event("meetings")
class PlanDrafted:
    """จัดทำแผนพัฒนา: a development plan, made at a meeting; years may be unknown."""

    plan_id: EntityId
    title: Line
    meeting_id: EntityId | None = None
    from_year: BuddhistYear | None = None
    to_year: BuddhistYear | None = None


@event("meetings")
class PlanLineWritten:
    """เขียนรายการในแผน: one line, new or as it now reads; budget and source may be unknown."""

    plan_id: EntityId
    line_id: EntityId
    theme: Slug
    title: Line
    priority: PositiveCount | None = None
    budget_satang: Satang | None = None
    source: FundingSource | None = None


@event("meetings")
class PlanLineDropped:
    """ตัดรายการออกจากแผน: the line is no longer part of the draft."""

    plan_id: EntityId
    line_id: EntityId


PlanLineStatus = Literal["not_started", "under_way", "done", "given_up"]


@event("meetings")
class PlanProgressReported:
    """รายงานความก้าวหน้าตามแผน: how far a line has come, in percent and in money, so far."""

    plan_id: EntityId
    line_id: EntityId
    status: PlanLineStatus
    percent: Count | None = None
    spent_satang: Satang | None = None
    reported_on: date | None = None
    note: Prose | None = None


@event("meetings")
class PlanLineTied:
    """โยงรายการในแผน: the line answers a problem, or is carried out by a project."""

    plan_id: EntityId
    line_id: EntityId
    problem_id: EntityId | None = None
    project_id: EntityId | None = None


@event("meetings")
class PlanLineUntied:
    """ยกเลิกการโยงรายการในแผน: the line and the problem or project have nothing to do together."""

    plan_id: EntityId
    line_id: EntityId
    problem_id: EntityId | None = None
    project_id: EntityId | None = None


@event("meetings")
class PlanAdopted:
    """เห็นชอบแผน: a meeting has adopted the plan; its lines stand."""

    plan_id: EntityId
    meeting_id: EntityId
    resolution_id: EntityId
    adopted_on: date | None = None


@event("meetings")
class RegulationDrafted:
    """ร่างระเบียบข้อบังคับ: a regulation, drafted at a meeting."""

    regulation_id: EntityId
    title: Line
    meeting_id: EntityId | None = None
    body_id: EntityId | None = None


@event("meetings")
class ArticleWritten:
    """เขียนข้อ: an article (ข้อ) of the draft, new or as it now reads."""

    regulation_id: EntityId
    number: PositiveCount
    heading: Line | None = None
    text: Prose


@event("meetings")
class ArticleStruck:
    """ตัดข้อ: the article is no longer part of the draft."""

    regulation_id: EntityId
    number: PositiveCount


@event("meetings")
class RegulationAdopted:
    """เห็นชอบระเบียบ: carried as a motion; its articles stand."""

    regulation_id: EntityId
    meeting_id: EntityId
    resolution_id: EntityId
    adopted_on: date | None = None


@event("meetings")
class RegulationBroughtIntoForce:
    """ประกาศใช้ระเบียบ: in force from a day, which may be unknown."""

    regulation_id: EntityId
    in_force_from: date | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChange:
    """What an amendment does to one article; ข้อ 5/1 is ``number`` 5, ``inserted`` 1."""

    change: Literal["replaced", "added", "struck"]
    number: PositiveCount
    inserted: PositiveCount | None = None
    heading: Line | None = None
    text: Prose | None = None


@event("meetings")
class RegulationAmended:
    """แก้ไขเพิ่มเติมระเบียบ: by a resolution, perhaps by a later regulation, from a day on."""

    regulation_id: EntityId
    amendment_id: EntityId
    meeting_id: EntityId
    resolution_id: EntityId
    in_force_from: date
    changes: tuple[ArticleChange, ...]
    by_regulation_id: EntityId | None = None


@event("meetings")
class RegulationRepealed:
    """ยกเลิกระเบียบ: by a resolution of a meeting."""

    regulation_id: EntityId
    meeting_id: EntityId
    resolution_id: EntityId
    repealed_from: date | None = None


@event("meetings")
class SwotMade:
    """วิเคราะห์ SWOT: four lists of one day: จุดแข็ง จุดอ่อน โอกาส ข้อจำกัด."""

    swot_id: EntityId
    title: Line
    made_on: date | None = None
    meeting_id: EntityId | None = None


@event("meetings")
class SwotPointWritten:
    """เขียนประเด็น: a point on one of the four lists, new or as it now reads."""

    swot_id: EntityId
    point_id: EntityId
    swot_list: SwotList
    text: Line


@event("meetings")
class SwotPointStruck:
    """ตัดประเด็น: the point is no longer on its list."""

    swot_id: EntityId
    point_id: EntityId


@event("meetings")
class SwotPointTied:
    """โยงประเด็นกับแผน: the point is answered by a line of a plan."""

    swot_id: EntityId
    point_id: EntityId
    plan_id: EntityId
    line_id: EntityId
