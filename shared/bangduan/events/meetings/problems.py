"""Problems of the people, from being raised to being closed."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bangduan.events.definition import event
from bangduan.events.types import EntityId, Line, PositiveCount, Prose, Slug, VillageCode

ReferralOutcome = Literal["granted", "partly_granted", "refused", "informed"]
ProblemOutcome = Literal["solved", "partly_solved", "not_solved", "withdrawn"]


@event("meetings")
class ProblemRaised:
    """สะท้อนปัญหา: a problem of the people, from an organisation or a village."""

    problem_id: EntityId
    title: Line
    details: Prose | None = None
    theme: Slug | None = None
    village: VillageCode | None = None
    organisation_id: EntityId | None = None
    raised_on: date | None = None


@event("meetings")
class ProblemRanked:
    """จัดลำดับความเร่งด่วน: 1 is the most urgent."""

    problem_id: EntityId
    urgency: PositiveCount


@event("meetings")
class ProblemPutOnAgenda:
    """นำปัญหาเข้าวาระ: the problem is to be considered by a meeting."""

    problem_id: EntityId
    meeting_id: EntityId
    item_id: EntityId


@event("meetings")
class ProblemReferred:
    """ส่งต่อหน่วยงาน: a partner is asked to deal with the problem, by a request of that id."""

    problem_id: EntityId
    request_id: EntityId
    partner_id: EntityId
    title: Line
    details: Prose | None = None
    referred_on: date | None = None
    resolution_id: EntityId | None = None


@event("meetings")
class ProblemAnswered:
    """หน่วยงานตอบ: what the partner said."""

    problem_id: EntityId
    request_id: EntityId
    partner_id: EntityId
    outcome: ReferralOutcome
    answer: Prose | None = None
    answered_on: date | None = None


@event("meetings")
class ProblemReferralWithdrawn:
    """ถอนเรื่องที่ส่งต่อ: the partner is no longer asked."""

    problem_id: EntityId
    request_id: EntityId


@event("meetings")
class ProblemClosed:
    """ปิดเรื่อง: with what outcome."""

    problem_id: EntityId
    outcome: ProblemOutcome
    closed_on: date | None = None


@event("meetings")
class ProblemReopened:
    """เปิดเรื่องใหม่: the problem is there again."""

    problem_id: EntityId
    reopened_on: date | None = None
