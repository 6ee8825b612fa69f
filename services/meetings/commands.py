"""Commands that touch or check more than one stream, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bangduan.domain import NotFound
from bangduan.events.meetings import MeetingNumberTaken, ResolutionPassed
from bangduan.events.types import EntityId, Line, PositiveCount
from bangduan.unit_of_work import UnitOfWork
from services.meetings import publishing
from services.meetings.documents.minutes import compose
from services.meetings.documents.record import record_of
from services.meetings.domain.action import ACTION, AssignAction, AssignActionOf
from services.meetings.domain.body import BODY
from services.meetings.domain.meeting import MEETING
from services.meetings.domain.meeting.agenda import AddAgendaItem
from services.meetings.domain.meeting.calling import CallMeeting, ConveneMeeting, year_of
from services.meetings.domain.meeting.carrying import CarryOver, CarryOverFrom, OpenAction
from services.meetings.domain.meeting.chair import OpenMeeting, OpenUnderRules
from services.meetings.domain.meeting.counting import DeclareCount
from services.meetings.domain.meeting.motions import CountVotes, DeclareOutcome, MoveMotion
from services.meetings.domain.minutes import (
    MINUTES,
    AdoptMinutes,
    AdoptMinutesOf,
    WriteMinutes,
    WriteMinutesOf,
)
from services.meetings.domain.numbering import NUMBERING, ContinueNumbering, TakeNumber
from services.meetings.domain.plan import PLAN, AdoptPlan, DraftPlan
from services.meetings.domain.plan import require_adoptable as require_adoptable_plan
from services.meetings.domain.problem import PROBLEM, PutProblemOnAgenda
from services.meetings.domain.regulation import (
    REGULATION,
    AdoptRegulation,
    DraftRegulation,
    RepealRegulation,
)
from services.meetings.domain.regulation import require_adoptable as require_adoptable_regulation
from services.meetings.domain.swot import SWOT, MakeSwot, TieSwotPoint, TieSwotPointTo


def continue_numbering(command: ContinueNumbering, uow: UnitOfWork) -> None:
    """Numbers are of a registered body."""
    uow.require(BODY, command.body_id, field="body_id")
    uow.decide(NUMBERING, command.body_id, command)


def convene_meeting(command: ConveneMeeting, uow: UnitOfWork) -> None:
    """A numbered meeting takes its body's next number of the year."""
    body = uow.require(BODY, command.body_id, field="body_id")
    for other in command.with_body_ids:
        uow.require(BODY, other, field="with_body_ids")
    if body.name is None:
        raise NotFound("body", command.body_id, field="body_id")
    called = CallMeeting(asked=command, body=body.name, number=_number(command, uow))
    uow.decide(MEETING, command.meeting_id, called)


def _number(command: ConveneMeeting, uow: UnitOfWork) -> PositiveCount | None:
    year = year_of(command)
    if year is None:
        return None
    asked = TakeNumber(
        body_id=command.body_id, year=year, meeting_id=command.meeting_id, number=command.number
    )
    taken = uow.decide(NUMBERING, command.body_id, asked)
    return next(event.number for event in taken if isinstance(event, MeetingNumberTaken))


def open_meeting(command: OpenMeeting, uow: UnitOfWork) -> None:
    """A meeting is held under the rules its body has on that day."""
    meeting = uow.require(MEETING, command.meeting_id, field="meeting_id")
    rules = uow.state(BODY, meeting.body_id or "").rules_on(meeting.held_on)
    uow.decide(MEETING, command.meeting_id, OpenUnderRules(asked=command, rules=rules))


def add_agenda_item(command: AddAgendaItem, uow: UnitOfWork) -> None:
    """An item about a problem puts that problem on the agenda."""
    uow.decide(MEETING, command.meeting_id, command)
    if command.problem_id is not None:
        on_agenda = PutProblemOnAgenda(
            problem_id=command.problem_id,
            meeting_id=command.meeting_id,
            item_id=command.item_id,
        )
        uow.decide(PROBLEM, command.problem_id, on_agenda)


def carry_over(command: CarryOver, uow: UnitOfWork) -> None:
    """What an earlier meeting left, and actions still open, come before this one."""
    earlier = uow.require(MEETING, command.from_meeting_id, field="from_meeting_id")
    actions = tuple(_open_action(action_id, uow) for action_id in command.action_ids)
    uow.require(MEETING, command.meeting_id, field="meeting_id")
    found = CarryOverFrom(asked=command, earlier=earlier, actions=actions)
    uow.decide(MEETING, command.meeting_id, found)


def _open_action(action_id: EntityId, uow: UnitOfWork) -> OpenAction:
    action = uow.require(ACTION, action_id, field="action_ids")
    return OpenAction(
        action_id=action_id,
        title=action.title or Line("-"),
        body_id=uow.state(MEETING, action.meeting_id or "").body_id,
        still_open=action.stage == "open",
    )


def assign_action(command: AssignAction, uow: UnitOfWork) -> None:
    """An action follows from a meeting that is recorded."""
    meeting = uow.require(MEETING, command.meeting_id, field="meeting_id")
    uow.decide(ACTION, command.action_id, AssignActionOf(asked=command, meeting=meeting))


def move_motion(command: MoveMotion, uow: UnitOfWork) -> None:
    """A plan or regulation is put to the vote when it can be adopted."""
    if command.plan_id is not None:
        require_adoptable_plan(uow.require(PLAN, command.plan_id, field="plan_id"))
    if command.regulation_id is not None:
        regulation = uow.require(REGULATION, command.regulation_id, field="regulation_id")
        require_adoptable_regulation(regulation)
    uow.decide(MEETING, command.meeting_id, command)


def vote(command: CountVotes | DeclareCount | DeclareOutcome, uow: UnitOfWork) -> None:
    """A plan or regulation is adopted by the motion that is carried."""
    events = uow.decide(MEETING, command.meeting_id, command)
    held_on = uow.state(MEETING, command.meeting_id).held_on
    for passed in _resolutions(events):
        if passed.plan_id is not None:
            plan = AdoptPlan(
                plan_id=passed.plan_id,
                meeting_id=passed.meeting_id,
                resolution_id=passed.resolution_id,
                adopted_on=held_on,
            )
            uow.decide(PLAN, passed.plan_id, plan)
        if passed.regulation_id is not None:
            regulation = AdoptRegulation(
                regulation_id=passed.regulation_id,
                meeting_id=passed.meeting_id,
                resolution_id=passed.resolution_id,
                adopted_on=held_on,
            )
            uow.decide(REGULATION, passed.regulation_id, regulation)


def _resolutions(events: Sequence[object]) -> list[ResolutionPassed]:
    return [event for event in events if isinstance(event, ResolutionPassed)]


def write_minutes(command: WriteMinutes, uow: UnitOfWork) -> None:
    """Minutes are of a meeting that was opened."""
    meeting = uow.require(MEETING, command.meeting_id, field="meeting_id")
    uow.decide(MINUTES, command.meeting_id, WriteMinutesOf(asked=command, meeting=meeting))


def adopt_minutes(command: AdoptMinutes, uow: UnitOfWork) -> None:
    """Minutes are adopted by a later meeting of the same body, as they then read."""
    earlier = uow.require(MEETING, command.meeting_id, field="meeting_id")
    by = command.adopted_by_meeting_id
    later = uow.require(MEETING, by, field="adopted_by_meeting_id")
    record = record_of(uow.read, command.meeting_id, command.corrections, by)
    paper = None if record is None else compose(record)
    adopted = AdoptMinutesOf(asked=command, earlier=earlier, later=later, paper=paper)
    uow.decide(MINUTES, command.meeting_id, adopted)


def draft_plan(command: DraftPlan, uow: UnitOfWork) -> None:
    """A plan is made at a meeting that is recorded, where one is named."""
    _require_meeting(command.meeting_id, uow)
    uow.decide(PLAN, command.plan_id, command)


def draft_regulation(command: DraftRegulation, uow: UnitOfWork) -> None:
    """A regulation is drafted at a meeting, for a body, that are recorded, where named."""
    _require_meeting(command.meeting_id, uow)
    if command.body_id is not None:
        uow.require(BODY, command.body_id, field="body_id")
    uow.decide(REGULATION, command.regulation_id, command)


def repeal_regulation(command: RepealRegulation, uow: UnitOfWork) -> None:
    """A regulation is repealed by a resolution that was passed."""
    meeting = uow.require(MEETING, command.meeting_id, field="meeting_id")
    if command.resolution_id not in meeting.resolutions:
        raise NotFound("resolution", command.resolution_id, field="resolution_id")
    uow.decide(REGULATION, command.regulation_id, command)


def make_swot(command: MakeSwot, uow: UnitOfWork) -> None:
    """An analysis is made at a meeting that is recorded, where one is named."""
    _require_meeting(command.meeting_id, uow)
    uow.decide(SWOT, command.swot_id, command)


def tie_swot_point(command: TieSwotPoint, uow: UnitOfWork) -> None:
    """A point is tied to a line that stands in its plan."""
    plan = uow.require(PLAN, command.plan_id, field="plan_id")
    uow.decide(SWOT, command.swot_id, TieSwotPointTo(asked=command, plan=plan))


def _require_meeting(meeting_id: str | None, uow: UnitOfWork) -> None:
    if meeting_id is not None:
        uow.require(MEETING, meeting_id, field="meeting_id")


HANDLERS: Final[Mapping[type, Callable[[Any, UnitOfWork], None]]] = {
    ContinueNumbering: continue_numbering,
    ConveneMeeting: convene_meeting,
    OpenMeeting: open_meeting,
    AddAgendaItem: add_agenda_item,
    MoveMotion: move_motion,
    CarryOver: carry_over,
    AssignAction: assign_action,
    CountVotes: vote,
    DeclareCount: vote,
    DeclareOutcome: vote,
    WriteMinutes: write_minutes,
    AdoptMinutes: adopt_minutes,
    DraftPlan: draft_plan,
    DraftRegulation: draft_regulation,
    RepealRegulation: repeal_regulation,
    MakeSwot: make_swot,
    TieSwotPoint: tie_swot_point,
    **publishing.HANDLERS,
}
