"""Handlers of commands that need to know under which kind an organisation counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bangduan.events.reporting import TO_DATE
from bangduan.events.types import Slug
from bangduan.unit_of_work import UnitOfWork
from services.reporting.domain.headcount import HEADCOUNT, CountMember
from services.reporting.domain.report import REPORT, StateMembers, report_id

_ORGANISATIONS = report_id("organisations", TO_DATE)


def count_member(command: CountMember, uow: UnitOfWork) -> None:
    """Count a membership under its organisation's kind."""
    kind = _kind_of(command.organisation_id, uow)
    uow.decide(HEADCOUNT, command.report_id, replace(command, kind=kind))


def state_members(command: StateMembers, uow: UnitOfWork) -> None:
    """Take an organisation's own number into the report, under its kind."""
    kind = _kind_of(command.organisation_id, uow)
    uow.decide(REPORT, command.report_id, replace(command, kind=kind))


def _kind_of(organisation_id: str, uow: UnitOfWork) -> Slug | None:
    held = uow.state(REPORT, _ORGANISATIONS).contributions.get(organisation_id)
    return None if held is None else held.cell


HANDLERS: Mapping[type, Callable[..., object]] = {
    CountMember: count_member,
    StateMembers: state_members,
}
