"""ปัญหา: raised by the people, ranked by urgency, put on an agenda, referred, answered, closed.

แก้ไขปัญหาสำคัญเร่งด่วน: the urgent first. A problem is referred to a partner by a request,
which the membership service keeps; its answer comes back here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

from bangduan.domain import Aggregate, NotFound, Rule, command, derived_id
from bangduan.events.meetings import (
    ProblemAnswered,
    ProblemClosed,
    ProblemOutcome,
    ProblemPutOnAgenda,
    ProblemRaised,
    ProblemRanked,
    ProblemReferralWithdrawn,
    ProblemReferred,
    ProblemReopened,
    ReferralOutcome,
)
from bangduan.events.types import EntityId, Line, PositiveCount, Prose, Slug, VillageCode
from services.meetings.permissions import KEEP_PLANS, RAISE

RAISED_ONCE = Rule(
    "problem-already-raised",
    en="This problem is on the board already. Use another id for another problem.",
    th="บันทึกปัญหานี้แล้ว หากเป็นปัญหาอื่นโปรดใช้รหัสอื่น",
    field="problem_id",
)
STILL_OPEN = Rule(
    "problem-closed",
    en="The problem is closed. Reopen it first.",
    th="ปิดเรื่องนี้แล้ว โปรดเปิดเรื่องใหม่ก่อน",
    field="problem_id",
)
IS_CLOSED = Rule(
    "problem-not-closed",
    en="The problem is still open.",
    th="เรื่องนี้ยังไม่ปิด",
    field="problem_id",
)
RANK_CHANGES = Rule(
    "problem-rank-unchanged",
    en="The problem has this urgency already.",
    th="ปัญหานี้มีลำดับความเร่งด่วนนี้อยู่แล้ว",
    field="urgency",
)
WAITS_ON_ANOTHER = Rule(
    "problem-already-referred",
    en="The problem waits on this partner already.",
    th="ส่งเรื่องให้ภาคีนี้และกำลังรอคำตอบอยู่แล้ว",
    field="partner_id",
)
ANSWERS_ITS_REFERRAL = Rule(
    "problem-not-referred-so",
    en="The problem waits for no answer to this request.",
    th="ปัญหานี้ไม่ได้รอคำตอบของเรื่องที่ระบุ",
    field="request_id",
)
NOT_WAITING = Rule(
    "problem-still-waiting",
    en="The problem waits on a partner's answer; it is not solved yet. Close it once answered, "
    "or withdraw the request.",
    th="ปัญหานี้กำลังรอคำตอบของภาคี โปรดปิดเรื่องเมื่อได้คำตอบหรือถอนเรื่องก่อน",
    field="problem_id",
)


@command(RAISE)
class RaiseProblem:
    """สะท้อนปัญหา: from an organisation, a village, or nobody in particular."""

    problem_id: EntityId
    title: Line
    details: Prose | None = None
    theme: Slug | None = None
    village: VillageCode | None = None
    organisation_id: EntityId | None = None
    raised_on: date | None = None


@command(KEEP_PLANS)
class RankProblem:
    """จัดลำดับความเร่งด่วน: 1 is the most urgent; several may share a rank."""

    problem_id: EntityId
    urgency: PositiveCount


@command
class PutProblemOnAgenda:
    """นำปัญหาเข้าวาระ: follows from an agenda item that names the problem, never sent alone."""

    problem_id: EntityId
    meeting_id: EntityId
    item_id: EntityId


@command(KEEP_PLANS)
class ReferProblem:
    """ส่งต่อหน่วยงาน: to a partner of the directory, which is then asked."""

    problem_id: EntityId
    partner_id: EntityId
    referred_on: date | None = None
    resolution_id: EntityId | None = None


@command
class RecordProblemAnswer:
    """บันทึกคำตอบของภาคี: follows from the answer to the request."""

    problem_id: EntityId
    request_id: EntityId
    partner_id: EntityId
    outcome: ReferralOutcome
    answer: Prose | None = None
    answered_on: date | None = None


@command
class RecordReferralWithdrawn:
    """บันทึกการถอนเรื่อง: follows from the request's being withdrawn."""

    problem_id: EntityId
    request_id: EntityId


@command(KEEP_PLANS)
class CloseProblem:
    """ปิดเรื่อง."""

    problem_id: EntityId
    outcome: ProblemOutcome
    closed_on: date | None = None


@command(KEEP_PLANS)
class ReopenProblem:
    """เปิดเรื่องใหม่."""

    problem_id: EntityId
    reopened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """State of a problem; ``waiting`` is request id → partner asked, until it is answered."""

    stage: Literal["", "open", "closed"] = ""
    title: Line | None = None
    details: Prose | None = None
    urgency: int | None = None
    referrals: int = 0
    waiting: dict[str, str] = field(default_factory=dict)


def decide(state: Problem, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, RaiseProblem):
        RAISED_ONCE.require(not state.stage)
        return [_raised(command)]
    if not state.stage:
        raise NotFound("problem", command.problem_id, field="problem_id")
    return [_DECISIONS[type(command)](state, command)]


def _raised(command: RaiseProblem) -> ProblemRaised:
    return ProblemRaised(
        problem_id=command.problem_id,
        title=command.title,
        details=command.details,
        theme=command.theme,
        village=command.village,
        organisation_id=command.organisation_id,
        raised_on=command.raised_on,
    )


def _ranked(state: Problem, command: RankProblem) -> ProblemRanked:
    _require_open(state)
    RANK_CHANGES.require(command.urgency != state.urgency)
    return ProblemRanked(problem_id=command.problem_id, urgency=command.urgency)


def _on_agenda(state: Problem, command: PutProblemOnAgenda) -> ProblemPutOnAgenda:
    _require_open(state)
    return ProblemPutOnAgenda(
        problem_id=command.problem_id, meeting_id=command.meeting_id, item_id=command.item_id
    )


def _referred(state: Problem, command: ReferProblem) -> ProblemReferred:
    _require_open(state)
    WAITS_ON_ANOTHER.require(command.partner_id not in state.waiting.values())
    if state.title is None:  # every raised problem has one
        raise NotFound("problem", command.problem_id, field="problem_id")
    request_id = derived_id(command.problem_id, "request", str(state.referrals + 1))
    return ProblemReferred(
        problem_id=command.problem_id,
        request_id=EntityId(request_id),
        partner_id=command.partner_id,
        title=state.title,
        details=state.details,
        referred_on=command.referred_on,
        resolution_id=command.resolution_id,
    )


def _answered(state: Problem, command: RecordProblemAnswer) -> ProblemAnswered:
    ANSWERS_ITS_REFERRAL.require(command.request_id in state.waiting)
    return ProblemAnswered(
        problem_id=command.problem_id,
        request_id=command.request_id,
        partner_id=command.partner_id,
        outcome=command.outcome,
        answer=command.answer,
        answered_on=command.answered_on,
    )


def _withdrawn(state: Problem, command: RecordReferralWithdrawn) -> ProblemReferralWithdrawn:
    ANSWERS_ITS_REFERRAL.require(command.request_id in state.waiting)
    return ProblemReferralWithdrawn(problem_id=command.problem_id, request_id=command.request_id)


def _closed(state: Problem, command: CloseProblem) -> ProblemClosed:
    _require_open(state)
    NOT_WAITING.require(not state.waiting)
    return ProblemClosed(
        problem_id=command.problem_id, outcome=command.outcome, closed_on=command.closed_on
    )


def _reopened(state: Problem, command: ReopenProblem) -> ProblemReopened:
    IS_CLOSED.require(state.stage == "closed")
    return ProblemReopened(problem_id=command.problem_id, reopened_on=command.reopened_on)


def _require_open(state: Problem) -> None:
    STILL_OPEN.require(state.stage == "open")


def evolve(state: Problem, event: object) -> Problem:
    """The problem after ``event``."""
    match event:
        case ProblemRaised():
            return replace(state, stage="open", title=event.title, details=event.details)
        case ProblemRanked():
            return replace(state, urgency=event.urgency)
        case ProblemReferred():
            waiting = {**state.waiting, event.request_id: event.partner_id}
            return replace(state, waiting=waiting, referrals=state.referrals + 1)
        case ProblemAnswered() | ProblemReferralWithdrawn():
            waiting = {id: on for id, on in state.waiting.items() if id != event.request_id}
            return replace(state, waiting=waiting)
        case ProblemClosed():
            return replace(state, stage="closed")
        case ProblemReopened():
            return replace(state, stage="open")
        case _:
            return state


_DECISIONS: Final[Mapping[type, Callable[[Problem, Any], object]]] = {
    RankProblem: _ranked,
    PutProblemOnAgenda: _on_agenda,
    ReferProblem: _referred,
    RecordProblemAnswer: _answered,
    RecordReferralWithdrawn: _withdrawn,
    CloseProblem: _closed,
    ReopenProblem: _reopened,
}

PROBLEM = Aggregate(
    "problem",
    key="problem_id",
    initial=Problem(),
    decide=decide,
    evolve=evolve,
    commands=(RaiseProblem, *_DECISIONS),
)
