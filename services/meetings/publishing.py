"""Commands on what meetings make that touch or check more than one stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from bangduan.domain import NotFound
from bangduan.unit_of_work import UnitOfWork
from services.meetings.documents.publicity import draft
from services.meetings.documents.record import record_of
from services.meetings.domain.meeting import MEETING
from services.meetings.domain.plan import PLAN, TiePlanLine
from services.meetings.domain.problem import PROBLEM
from services.meetings.domain.publicity import PUBLICITY, DraftPublicity, DraftPublicityOf
from services.meetings.domain.regulation import (
    AMENDED_BY_ANOTHER,
    REGULATION,
    AmendRegulation,
)


def draft_publicity(command: DraftPublicity, uow: UnitOfWork) -> None:
    """A text is of a closed meeting; without one, it is composed of what was resolved."""
    meeting = uow.require(MEETING, command.meeting_id, field="meeting_id")
    record = record_of(uow.read, command.meeting_id)
    if record is None:
        raise NotFound("meeting", command.meeting_id, field="meeting_id")
    asked = DraftPublicityOf(asked=command, meeting=meeting, composed=draft(record, command.kind))
    uow.decide(PUBLICITY, command.publicity_id, asked)


def amend_regulation(command: AmendRegulation, uow: UnitOfWork) -> None:
    """A regulation is amended by a resolution that was passed, or a regulation that stands."""
    meeting = uow.require(MEETING, command.meeting_id, field="meeting_id")
    if command.resolution_id not in meeting.resolutions:
        raise NotFound("resolution", command.resolution_id, field="resolution_id")
    if command.by_regulation_id is not None:
        by = uow.require(REGULATION, command.by_regulation_id, field="by_regulation_id")
        AMENDED_BY_ANOTHER.require(by.stage in {"adopted", "in_force"})
    uow.decide(REGULATION, command.regulation_id, command)


def tie_plan_line(command: TiePlanLine, uow: UnitOfWork) -> None:
    """A line answers a problem that is on the board; projects are another service's."""
    if command.problem_id is not None:
        uow.require(PROBLEM, command.problem_id, field="problem_id")
    uow.decide(PLAN, command.plan_id, command)


HANDLERS: Final[Mapping[type, Callable[[Any, UnitOfWork], None]]] = {
    DraftPublicity: draft_publicity,
    AmendRegulation: amend_regulation,
    TiePlanLine: tie_plan_line,
}
