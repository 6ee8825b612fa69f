"""Consent, erasures that wait, exports of a person's record, and what personal data is kept for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.definition import event, personal
from bangduan.events.membership.register import ErasureReason
from bangduan.events.types import EntityId, Line, PositiveCount, Prose, Slug

HowGiven = Literal["in_writing", "spoken", "online", "by_guardian", "unknown"]
#: What a retention rule counts from: the end of one of these.
RetainedAfter = Literal["seat", "office", "leadership", "membership"]
HoldKind = Literal["seat", "office", "leadership", "household", "service", "retention"]
#: Grounds of sections 24 and 26 of the Personal Data Protection Act, B.E. 2562.
LegalBasis = Literal[
    "consent",
    "contract",
    "legal_duty",
    "public_task",
    "legitimate_interest",
    "vital_interest",
    "archive_or_research",
]
RecordFormat = Literal["json", "xlsx"]


@event("membership")
class ConsentGiven:
    """ให้ความยินยอม: a person agrees to one purpose; without ``expires_on`` until withdrawn.

    A purpose beyond those every centre knows brings its own names.
    """

    consent_id: EntityId
    person_id: EntityId
    purpose: Slug
    purpose_thai: Line | None = None
    purpose_english: Line | None = None
    given_on: date
    expires_on: date | None = None
    how: HowGiven = "unknown"
    note: Line | None = personal("person_id", default=None)


@event("membership")
class ConsentWithdrawn:
    """ถอนความยินยอม: from that day on; what was done before stays lawful."""

    consent_id: EntityId
    person_id: EntityId
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Why somebody's data cannot be erased yet.

    ``what`` names the committee, the office, the organisation or the service; ``reason`` is
    what the service says, or the law. ``until``: the last day a law wants the data kept, None
    while nobody can say how long.
    """

    kind: HoldKind
    what: Line
    reason: Line | None = None
    until: date | None = None


@event("membership")
class ErasureDeferred:
    """เลื่อนการลบข้อมูล: asked for, and done by itself once nothing of ``holds`` stands."""

    person_id: EntityId
    reason: ErasureReason
    holds: tuple[Hold, ...]
    asked_on: date | None = None


@event("membership")
class ErasureCalledOff:
    """ยกเลิกคำขอลบข้อมูล: the person, or who asked for it, no longer wants it."""

    person_id: EntityId


@event("membership")
class PersonHeldElsewhere:
    """มีข้อผูกพันในระบบอื่น: another service of the site says why a person cannot be erased."""

    person_id: EntityId
    hold_id: EntityId
    service: Slug
    reason: Line
    since: date | None = None


@event("membership")
class PersonReleasedElsewhere:
    """หมดข้อผูกพันในระบบอื่น: the service that held the person no longer does."""

    person_id: EntityId
    hold_id: EntityId


@event("membership")
class RetentionRuleSet:
    """กำหนดระยะเวลาเก็บข้อมูล: data stay so many years after something ended, by this law."""

    rule: Slug
    after: RetainedAfter
    years: PositiveCount
    basis: Line
    from_day: date | None = None


@event("membership")
class RetentionRuleEnded:
    """ยกเลิกระยะเวลาเก็บข้อมูล: the rule holds nobody any more."""

    rule: Slug


@event("membership")
class RecordExported:
    """ส่งออกข้อมูลส่วนบุคคล: all that is kept of a person was handed to the account's holder."""

    export_id: EntityId
    person_id: EntityId
    form: RecordFormat
    account_id: EntityId | None = None


@event("membership")
class ProcessingDescribed:
    """บันทึกรายการกิจกรรมการประมวลผล (PDPA ม.39): why personal data is kept, and how long.

    ``activity`` names a table or a sort of event of one service, as the register lists them.
    """

    activity: Slug
    purpose: Prose
    basis: LegalBasis
    retention: Line | None = None
    recipients: Line | None = None
