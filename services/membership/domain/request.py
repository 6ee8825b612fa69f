"""เรื่องที่ขอความร่วมมือ: what the centre asks of a partner, and on whom it now waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import (
    RequestAnswered,
    RequestMade,
    RequestOutcome,
    RequestPassedOn,
    RequestWithdrawn,
)
from bangduan.events.types import EntityId, Line, Prose
from services.membership.permissions import KEEP_PARTNERS

MADE_ONCE = Rule(
    "request-already-made",
    en="This request is made already. Use another id for another request.",
    th="บันทึกเรื่องนี้แล้ว หากเป็นเรื่องอื่นโปรดใช้รหัสอื่น",
    field="request_id",
)
STILL_OPEN = Rule(
    "request-no-longer-open",
    en="The request waits on nobody any more: it was answered or withdrawn.",
    th="เรื่องนี้ไม่ได้รอผู้ใดแล้ว เนื่องจากตอบแล้วหรือถอนแล้ว",
    field="request_id",
)
PASSED_TO_ANOTHER = Rule(
    "request-waits-there-already",
    en="The request waits there already.",
    th="เรื่องนี้รออยู่ที่นั่นแล้ว",
    field="waiting_on_partner_id",
)
ANSWERED_AFTER_ASKED = Rule(
    "request-answered-before-asked",
    en="It was asked on {asked}; the answer cannot be earlier.",
    th="ขอไปเมื่อ {asked} วันตอบต้องไม่มาก่อนวันนั้น",
    field="answered_on",
)
WANTED_AFTER_ASKED = Rule(
    "request-wanted-before-asked",
    en="It was asked on {asked}; an answer cannot be wanted by an earlier day.",
    th="ขอไปเมื่อ {asked} วันที่ต้องการคำตอบต้องไม่มาก่อนวันนั้น",
    field="wanted_by",
)


@command(KEEP_PARTNERS)
class MakeRequest:
    """ขอความร่วมมือจากภาคี: by a resolution, or without one; by when an answer is wanted."""

    request_id: EntityId
    partner_id: EntityId
    subject: Line
    details: Prose | None = None
    asked_on: date | None = None
    resolution_id: EntityId | None = None
    wanted_by: date | None = None


@command
class ReferToPartner:
    """ส่งปัญหาให้ภาคี: a request that follows from a problem, whose board waits for the answer."""

    asked: MakeRequest
    problem_id: EntityId

    @property
    def request_id(self) -> EntityId:
        """The request that is made."""
        return self.asked.request_id


@command(KEEP_PARTNERS)
class PassRequestOn:
    """ส่งต่อเรื่อง: to another partner, or back to the centre (None)."""

    request_id: EntityId
    waiting_on_partner_id: EntityId | None = None
    passed_on: date | None = None
    note: Line | None = None


@command(KEEP_PARTNERS)
class AnswerRequest:
    """บันทึกคำตอบ: of the partner waited on, unless another is named."""

    request_id: EntityId
    outcome: RequestOutcome
    partner_id: EntityId | None = None
    answer: Prose | None = None
    answered_on: date | None = None


@command(KEEP_PARTNERS)
class WithdrawRequest:
    """ถอนเรื่อง."""

    request_id: EntityId
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """State of a request; ``waiting_on`` None while the centre itself has to act."""

    partner_id: str = ""
    waiting_on: str | None = None
    open: bool = False
    asked_on: date | None = None
    problem_id: str | None = None


def decide(state: Request, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, MakeRequest | ReferToPartner):
        MADE_ONCE.require(not state.partner_id)
        if isinstance(command, ReferToPartner):
            return [_made(command.asked, command.problem_id)]
        return [_made(command)]
    if not state.partner_id:
        raise NotFound("request", command.request_id, field="request_id")
    STILL_OPEN.require(state.open)
    return [_DECISIONS[type(command)](state, command)]


def _made(command: MakeRequest, problem_id: EntityId | None = None) -> RequestMade:
    if command.wanted_by is not None and command.asked_on is not None:
        in_order = command.wanted_by >= command.asked_on
        WANTED_AFTER_ASKED.require(in_order, asked=command.asked_on)
    return RequestMade(
        request_id=command.request_id,
        partner_id=command.partner_id,
        subject=command.subject,
        details=command.details,
        asked_on=command.asked_on,
        problem_id=problem_id,
        resolution_id=command.resolution_id,
        wanted_by=command.wanted_by,
    )


def _passed_on(state: Request, command: PassRequestOn) -> RequestPassedOn:
    PASSED_TO_ANOTHER.require(command.waiting_on_partner_id != state.waiting_on)
    return RequestPassedOn(
        request_id=command.request_id,
        waiting_on_partner_id=command.waiting_on_partner_id,
        passed_on=command.passed_on,
        note=command.note,
    )


def _answered(state: Request, command: AnswerRequest) -> RequestAnswered:
    if command.answered_on is not None and state.asked_on is not None:
        ANSWERED_AFTER_ASKED.require(command.answered_on >= state.asked_on, asked=state.asked_on)
    return RequestAnswered(
        request_id=command.request_id,
        partner_id=command.partner_id or EntityId(state.waiting_on or state.partner_id),
        outcome=command.outcome,
        answer=command.answer,
        answered_on=command.answered_on,
        problem_id=_problem(state),
    )


def _withdrawn(state: Request, command: WithdrawRequest) -> RequestWithdrawn:
    return RequestWithdrawn(
        request_id=command.request_id,
        withdrawn_on=command.withdrawn_on,
        problem_id=_problem(state),
    )


def _problem(state: Request) -> EntityId | None:
    return None if state.problem_id is None else EntityId(state.problem_id)


def evolve(state: Request, event: object) -> Request:
    """The request after ``event``."""
    match event:
        case RequestMade():
            return Request(
                partner_id=event.partner_id,
                waiting_on=event.partner_id,
                open=True,
                asked_on=event.asked_on,
                problem_id=event.problem_id,
            )
        case RequestPassedOn():
            return replace(state, waiting_on=event.waiting_on_partner_id)
        case RequestAnswered() | RequestWithdrawn():
            return replace(state, open=False, waiting_on=None)
        case _:
            return state


_DECISIONS: Final[Mapping[type, Callable[[Request, Any], object]]] = {
    PassRequestOn: _passed_on,
    AnswerRequest: _answered,
    WithdrawRequest: _withdrawn,
}

REQUEST = Aggregate(
    "request",
    key="request_id",
    initial=Request(),
    decide=decide,
    evolve=evolve,
    commands=(MakeRequest, ReferToPartner, *_DECISIONS),
)
