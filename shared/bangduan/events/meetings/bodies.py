"""Bodies that meet, the rules they meet under, the numbers of their meetings."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Literal

from bangduan.events.definition import event
from bangduan.events.types import BuddhistYear, EntityId, Line, PositiveCount


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A fraction to be reached; ``more_than``: to be exceeded (เกินกึ่งหนึ่ง, over a half)."""

    numerator: PositiveCount
    denominator: PositiveCount
    more_than: bool = False


#: How a tie for the last seats is broken: by lot, by the chair, by a ballot among the tied.
TieBreak = Literal["lot", "chair", "runoff"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRules:
    """A body's rules: quorum (a share of the entitled, a number, or both) and majority.

    ``tie_rule`` says how an election's tie is broken; None where the rules say nothing of it.
    """

    quorum_share: Share | None = None
    quorum_at_least: PositiveCount | None = None
    majority: Share
    majority_of: Literal["votes_cast", "present"] = "votes_cast"
    casting_vote: bool = False
    tie_rule: TieBreak | None = None


@event("meetings")
class BodyRegistered:
    """ขึ้นทะเบียนองค์ประชุม: a body that meets (the assembly, a committee, the centre)."""

    body_id: EntityId
    name: Line
    committee_id: EntityId | None = None
    organisation_id: EntityId | None = None


@event("meetings")
class BodyRulesSet:
    """กำหนดข้อบังคับการประชุม: the body's rules from a day on; None: from its beginning."""

    body_id: EntityId
    effective_from: date | None = None
    rules: MeetingRules
    source: Line | None = None


@event("meetings")
class MeetingNumberTaken:
    """ออกเลขครั้งที่ประชุม: the next number of the body's year, n/BE year, goes to a meeting."""

    body_id: EntityId
    year: BuddhistYear
    number: PositiveCount
    meeting_id: EntityId


@event("meetings")
class NumberingContinued:
    """รับช่วงเลขครั้งที่ประชุม: the year's meetings so far were numbered on paper."""

    body_id: EntityId
    year: BuddhistYear
    last_number: PositiveCount
