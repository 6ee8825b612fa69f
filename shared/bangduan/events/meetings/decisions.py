"""What a meeting does: hears reports, votes, elects, resolves."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Literal

from bangduan.events.definition import event
from bangduan.events.meetings.bodies import TieBreak
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose, Satang, Slug

Quorum = Literal["met", "not_met", "unknown"]
#: How a meeting decided: by hands, in secret, by acclamation; not every source tells.
Method = Literal["show_of_hands", "secret_ballot", "acclamation", "unknown"]
CountedBy = Literal["show_of_hands", "secret_ballot"]
Side = Literal["for", "against"]
Subject = Literal[
    "general",
    "project_proposal",
    "grant_proposal",
    "regulation",
    "plan",
    "fund_integration",
    "election",
]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ProjectProposal:
    """A project the meeting resolves to do."""

    project_id: EntityId
    title: Line
    theme: Slug


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class GrantProposal:
    """Projects the meeting resolves to propose to a grantor; the sum may be unknown."""

    grant_id: EntityId
    title: Line
    grantor_organisation_id: EntityId
    requested_satang: Satang | None = None
    project_ids: tuple[EntityId, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who stood for election; votes None where they were not counted or not kept."""

    person_id: EntityId
    votes: Count | None = None


@event("meetings")
class ProgressReported:
    """รายงานผลการดำเนินงาน: what has been done so far, by an office or a person."""

    meeting_id: EntityId
    report_id: EntityId
    text: Prose
    office: Slug | None = None
    person_id: EntityId | None = None
    project_ids: tuple[EntityId, ...] = ()


@event("meetings")
class MotionMoved:
    """เสนอญัตติ: something to be decided is put to the meeting."""

    meeting_id: EntityId
    motion_id: EntityId
    subject: Subject
    text: Prose
    item_id: EntityId | None = None
    moved_by: EntityId | None = None
    seconded_by: EntityId | None = None
    project: ProjectProposal | None = None
    grant: GrantProposal | None = None
    plan_id: EntityId | None = None
    regulation_id: EntityId | None = None


@event("meetings")
class MotionWithdrawn:
    """ถอนญัตติ: the motion is not voted on."""

    meeting_id: EntityId
    motion_id: EntityId


@event("meetings")
class VotesCounted:
    """นับคะแนนเสียง: for, against and abstaining; ``casting_vote`` is the chair's, at a tie.

    ``spoilt`` counts ballots that say nothing. A provisional count may be counted again until
    it is declared; the newest one stands.
    """

    meeting_id: EntityId
    motion_id: EntityId
    votes_for: Count
    votes_against: Count
    abstained: Count
    casting_vote: Side | None = None
    carried: bool
    quorum: Quorum
    method: CountedBy = "show_of_hands"
    spoilt: Count = Count(0)
    provisional: bool = False


@event("meetings")
class CountDeclared:
    """ประกาศผลการนับคะแนน: the count stands; the motion is carried or lost by it."""

    meeting_id: EntityId
    motion_id: EntityId
    carried: bool
    quorum: Quorum


@event("meetings")
class OutcomeDeclared:
    """ประกาศผล: the motion was carried or lost, without a count that was kept.

    ``unanimous`` is True where the source says so, None where it does not tell.
    """

    meeting_id: EntityId
    motion_id: EntityId
    carried: bool
    method: Method
    quorum: Quorum
    unanimous: bool | None = None


@event("meetings")
class ResolutionPassed:
    """มติที่ประชุม: what the meeting decided, numbered within the meeting."""

    resolution_id: EntityId
    meeting_id: EntityId
    number: PositiveCount
    subject: Subject
    text: Prose
    motion_id: EntityId | None = None
    project: ProjectProposal | None = None
    grant: GrantProposal | None = None
    plan_id: EntityId | None = None
    regulation_id: EntityId | None = None


@event("meetings")
class ElectionHeld:
    """เลือกตั้ง: who of the candidates takes the seats of a committee or working group.

    ``unnamed`` counts elected people whose names the source does not give. ``ballots`` counts
    those handed in, the ``spoilt`` among them; ``runoff`` is the second ballot, among the tied.
    ``fills_vacancies`` tells a by-election: those elected take vacant seats of a committee that
    goes on.
    """

    meeting_id: EntityId
    resolution_id: EntityId
    committee_id: EntityId
    committee_name: Line
    seats: PositiveCount
    elected: tuple[EntityId, ...] = ()
    unnamed: Count = Count(0)
    candidates: tuple[Candidate, ...] = ()
    tie_broken_by: TieBreak | None = None
    quorum: Quorum = "unknown"
    term_from: date | None = None
    term_to: date | None = None
    method: Method = "unknown"
    ballots: Count | None = None
    spoilt: Count | None = None
    runoff: tuple[Candidate, ...] = ()
    fills_vacancies: bool = False


@event("meetings")
class ResolutionCarriedOut:
    """ดำเนินการตามมติแล้ว: what was resolved has been done."""

    resolution_id: EntityId
    meeting_id: EntityId
    done_on: date | None = None
    note: Prose | None = None
