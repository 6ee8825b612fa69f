"""Handlers of commands that look at other reports: for an organisation's kind, for a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bangduan.events.indicators import INDICATORS
from bangduan.events.reporting import TO_DATE
from bangduan.events.types import Slug
from bangduan.unit_of_work import UnitOfWork
from services.reporting.domain.headcount import HEADCOUNT, CountMember
from services.reporting.domain.periods import periods_of
from services.reporting.domain.report import REPORT, StateMembers, Withdraw, report_id

_ORGANISATIONS = report_id("organisations", TO_DATE)


def count_member(command: CountMember, uow: UnitOfWork) -> None:
    """Count a membership under its organisation's kind."""
    kind = _kind_of(command.organisation_id, uow)
    uow.decide(HEADCOUNT, command.report_id, replace(command, kind=kind))


def state_members(command: StateMembers, uow: UnitOfWork) -> None:
    """Take an organisation's own number into the report, under its kind."""
    kind = _kind_of(command.organisation_id, uow)
    uow.decide(REPORT, command.report_id, replace(command, kind=kind))


def withdraw(command: Withdraw, uow: UnitOfWork) -> None:
    """Withdraw a source from every period it counts in, as its contribution to date tells."""
    held = uow.state(REPORT, command.report_id).contributions.get(command.source)
    day = held.on if held and INDICATORS[command.indicator].by_period else None
    for period in periods_of(day):
        report = report_id(command.indicator, period)
        uow.decide(REPORT, report, replace(command, report_id=report, period=period))


def _kind_of(organisation_id: str, uow: UnitOfWork) -> Slug | None:
    held = uow.state(REPORT, _ORGANISATIONS).contributions.get(organisation_id)
    return None if held is None else held.cell


HANDLERS: Mapping[type, Callable[..., object]] = {
    CountMember: count_member,
    StateMembers: state_members,
    Withdraw: withdraw,
}
