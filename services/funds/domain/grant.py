"""งบประมาณจากภายนอก: a grant asked of a grantor outside, stage by stage.

draft → submitted → approved or rejected → received → completed; no stage is skipped. How much
was approved or received may be unknown; money is entered in the books only when it is known.
How many of the projects were carried out is a count: the sum is tied to none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.funds import (
    GrantApproved,
    GrantCompleted,
    GrantDrafted,
    GrantEndorsed,
    GrantReceiptReversed,
    GrantReceived,
    GrantRejected,
    GrantRevised,
    GrantSubmitted,
)
from bangduan.events.types import EntityId, Line, PositiveCount, Satang
from services.funds.domain.kinds import GRANT_STAGES
from services.funds.domain.receipts import (
    NOTHING_IS_NO_AMOUNT,
    Receipts,
    ReceiveGrant,
    ReverseGrantReceipt,
    after,
    received,
    taken_back,
)
from services.funds.permissions import KEEP_GRANTS

ALREADY_DRAFTED = Rule(
    "grant-already-drafted",
    en="This grant is drafted already. Use another id for another request.",
    th="ร่างคำขอนี้แล้ว หากเป็นคำขออื่นโปรดใช้รหัสอื่น",
    field="grant_id",
)
ONLY_A_DRAFT_IS_REVISED = Rule(
    "grant-no-longer-draft",
    en="Only a draft can be changed; this grant is {stage}.",
    th="แก้ไขได้เฉพาะร่างคำขอ คำขอนี้อยู่ในขั้น {stage_th}",
    field="grant_id",
)
ONLY_A_DRAFT_IS_SUBMITTED = Rule(
    "grant-already-submitted",
    en="Only a draft is submitted; this grant is {stage}.",
    th="ยื่นได้เฉพาะร่างคำขอ คำขอนี้อยู่ในขั้น {stage_th}",
    field="grant_id",
)
ONLY_A_SUBMITTED_GRANT_IS_DECIDED = Rule(
    "grant-not-submitted",
    en="The grantor decides on a grant that was submitted; this one is {stage}.",
    th="พิจารณาได้เฉพาะคำขอที่ยื่นแล้ว คำขอนี้อยู่ในขั้น {stage_th}",
    field="grant_id",
)
ONLY_AN_APPROVED_GRANT_IS_RECEIVED = Rule(
    "grant-not-approved",
    en="Money comes only of an approved grant; this one is {stage}.",
    th="รับเงินได้เฉพาะคำขอที่ได้รับอนุมัติ คำขอนี้อยู่ในขั้น {stage_th}",
    field="grant_id",
)
ONLY_A_RECEIVED_GRANT_IS_COMPLETED = Rule(
    "grant-not-received",
    en="A grant is completed after it was received; this one is {stage}. "
    "If the amount is unknown, record the receipt without one.",
    th="ปิดงานได้หลังได้รับเงินแล้ว คำขอนี้อยู่ในขั้น {stage_th} หากไม่ทราบจำนวนให้บันทึกการรับโดยไม่ระบุจำนวน",
    field="grant_id",
)
SUM_ASKED_IS_KNOWN = Rule(
    "grant-asks-no-sum",
    en="A request says how much it asks for. Give requested_satang.",
    th="คำขอต้องระบุจำนวนเงินที่ขอ",
    field="requested_satang",
)
PROJECTS_DIFFER = Rule(
    "grant-project-repeated",
    en="A project stands in a request once.",
    th="โครงการหนึ่งอยู่ในคำขอได้ครั้งเดียว",
    field="project_ids",
)
COMPLETED_OF_THOSE_ASKED_FOR = Rule(
    "grant-completed-more-than-asked",
    en="The request named {asked} projects, so no more than {asked} can be completed.",
    th="คำขอมี {asked} โครงการ จำนวนที่แล้วเสร็จต้องไม่เกินนี้",
    field="projects_completed",
)
Stage = Literal["", "draft", "submitted", "approved", "rejected", "received", "completed"]


@command(KEEP_GRANTS)
class DraftGrant:
    """ร่างคำขอ."""

    grant_id: EntityId
    title: Line
    grantor_organisation_id: EntityId
    resolution_id: EntityId | None = None
    requested_satang: Satang | None = None
    project_ids: tuple[EntityId, ...] = ()


@command
class TakeUpGrant:
    """รับมติเสนอของบประมาณ: follows from a resolution; drafts the request unless it is there."""

    grant_id: EntityId
    title: Line
    grantor_organisation_id: EntityId
    resolution_id: EntityId
    requested_satang: Satang | None = None
    project_ids: tuple[EntityId, ...] = ()


@command(KEEP_GRANTS)
class ReviseGrant:
    """แก้ไขร่างคำขอ: the whole draft as it should stand."""

    grant_id: EntityId
    title: Line
    requested_satang: Satang | None = None
    project_ids: tuple[EntityId, ...] = ()


@command(KEEP_GRANTS)
class SubmitGrant:
    """ยื่นคำขอ. ``requested_satang`` may be left out when the draft says it."""

    grant_id: EntityId
    requested_satang: Satang | None = None
    submitted_on: date | None = None


@command(KEEP_GRANTS)
class ApproveGrant:
    """บันทึกการอนุมัติ."""

    grant_id: EntityId
    approved_satang: Satang | None = None
    approved_on: date | None = None


@command(KEEP_GRANTS)
class RejectGrant:
    """บันทึกการไม่อนุมัติ."""

    grant_id: EntityId
    reason: Line | None = None
    rejected_on: date | None = None


@command(KEEP_GRANTS)
class CompleteGrant:
    """ปิดงานตามคำขอ."""

    grant_id: EntityId
    projects_completed: PositiveCount
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """State of a grant."""

    stage: Stage = ""
    title: str = ""
    grantor_organisation_id: str = ""
    requested_satang: Satang | None = None
    approved_satang: Satang | None = None
    project_ids: tuple[str, ...] = ()
    receipts: Receipts = field(default_factory=Receipts)


GrantCommand = (
    DraftGrant
    | TakeUpGrant
    | ReviseGrant
    | SubmitGrant
    | ApproveGrant
    | RejectGrant
    | ReceiveGrant
    | ReverseGrantReceipt
    | CompleteGrant
)


def decide(state: Grant, command: GrantCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, DraftGrant | TakeUpGrant):
        return [_drafted(state, command)]
    if not state.stage:
        raise NotFound("grant", command.grant_id, field="grant_id")
    match command:
        case ReviseGrant():
            return [_revised(state, command)]
        case SubmitGrant():
            return [_submitted(state, command)]
        case ApproveGrant():
            return [_approved(state, command)]
        case RejectGrant():
            _stage_is(state, ONLY_A_SUBMITTED_GRANT_IS_DECIDED, "submitted")
            return [
                GrantRejected(
                    grant_id=command.grant_id,
                    reason=command.reason,
                    rejected_on=command.rejected_on,
                )
            ]
        case ReceiveGrant():
            _stage_is(state, ONLY_AN_APPROVED_GRANT_IS_RECEIVED, "approved", "received")
            first = state.stage == "approved"
            return [received(state.receipts, state.approved_satang, command, first=first)]
        case ReverseGrantReceipt():
            return [taken_back(state.receipts, state.stage == "completed", command)]
        case CompleteGrant():
            return [_completed(state, command)]


def _stage_is(state: Grant, rule: Rule, *stages: Stage) -> None:
    th, _ = GRANT_STAGES[state.stage]
    rule.require(state.stage in stages, stage=state.stage, stage_th=th)


def _drafted(state: Grant, command: DraftGrant | TakeUpGrant) -> GrantDrafted | GrantEndorsed:
    if state.stage and isinstance(command, TakeUpGrant):
        return GrantEndorsed(grant_id=command.grant_id, resolution_id=command.resolution_id)
    ALREADY_DRAFTED.require(not state.stage)
    _request_makes_sense(command.requested_satang, command.project_ids)
    return GrantDrafted(
        grant_id=command.grant_id,
        title=command.title,
        grantor_organisation_id=command.grantor_organisation_id,
        resolution_id=command.resolution_id,
        requested_satang=command.requested_satang,
        project_ids=command.project_ids,
    )


def _revised(state: Grant, command: ReviseGrant) -> GrantRevised:
    _stage_is(state, ONLY_A_DRAFT_IS_REVISED, "draft")
    _request_makes_sense(command.requested_satang, command.project_ids)
    return GrantRevised(
        grant_id=command.grant_id,
        title=command.title,
        requested_satang=command.requested_satang,
        project_ids=command.project_ids,
    )


def _request_makes_sense(requested: Satang | None, project_ids: tuple[EntityId, ...]) -> None:
    NOTHING_IS_NO_AMOUNT.require(requested != 0)
    PROJECTS_DIFFER.require(len(set(project_ids)) == len(project_ids))


def _submitted(state: Grant, command: SubmitGrant) -> GrantSubmitted:
    _stage_is(state, ONLY_A_DRAFT_IS_SUBMITTED, "draft")
    NOTHING_IS_NO_AMOUNT.require(command.requested_satang != 0)
    requested = command.requested_satang or state.requested_satang
    if requested is None:
        raise SUM_ASKED_IS_KNOWN.broken()
    return GrantSubmitted(
        grant_id=command.grant_id,
        requested_satang=requested,
        grantor_organisation_id=EntityId(state.grantor_organisation_id),
        submitted_on=command.submitted_on,
    )


def _approved(state: Grant, command: ApproveGrant) -> GrantApproved:
    _stage_is(state, ONLY_A_SUBMITTED_GRANT_IS_DECIDED, "submitted")
    NOTHING_IS_NO_AMOUNT.require(command.approved_satang != 0)
    return GrantApproved(
        grant_id=command.grant_id,
        approved_satang=command.approved_satang,
        approved_on=command.approved_on,
    )


def _completed(state: Grant, command: CompleteGrant) -> GrantCompleted:
    _stage_is(state, ONLY_A_RECEIVED_GRANT_IS_COMPLETED, "received")
    asked = len(state.project_ids)
    COMPLETED_OF_THOSE_ASKED_FOR.require(
        asked == 0 or command.projects_completed <= asked, asked=asked
    )
    return GrantCompleted(
        grant_id=command.grant_id,
        title=Line(state.title),
        projects_completed=command.projects_completed,
        completed_on=command.completed_on,
    )


def evolve(state: Grant, event: object) -> Grant:
    """The grant after ``event``."""
    match event:
        case GrantDrafted():
            return replace(
                state,
                stage="draft",
                title=event.title,
                grantor_organisation_id=event.grantor_organisation_id,
                requested_satang=event.requested_satang,
                project_ids=tuple(event.project_ids),
            )
        case GrantRevised():
            return replace(
                state,
                title=event.title,
                requested_satang=event.requested_satang,
                project_ids=tuple(event.project_ids),
            )
        case GrantSubmitted():
            return replace(state, stage="submitted", requested_satang=event.requested_satang)
        case GrantApproved():
            return replace(state, stage="approved", approved_satang=event.approved_satang)
        case GrantRejected():
            return replace(state, stage="rejected")
        case GrantReceived():
            return replace(state, stage="received", receipts=after(state.receipts, event))
        case GrantReceiptReversed():
            return replace(state, stage=event.stage, receipts=after(state.receipts, event))
        case GrantCompleted():
            return replace(state, stage="completed")
        case _:
            return state


GRANT = Aggregate(
    "grant",
    key="grant_id",
    initial=Grant(),
    decide=decide,
    evolve=evolve,
    commands=(
        DraftGrant,
        TakeUpGrant,
        ReviseGrant,
        SubmitGrant,
        ApproveGrant,
        RejectGrant,
        ReceiveGrant,
        ReverseGrantReceipt,
        CompleteGrant,
    ),
)
