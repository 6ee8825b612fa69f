"""Handlers of commands that look at other reports, or at what the site counts for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import func, select

from bangduan.days import today
from bangduan.events.indicators import INDICATORS
from bangduan.events.reporting import TO_DATE, TOTAL
from bangduan.events.types import Count, Line, Slug
from bangduan.unit_of_work import UnitOfWork
from services.reporting.domain.headcount import FEWEST_CHANGES, HEADCOUNT, TellMembers
from services.reporting.domain.period import (
    IN_ORDER,
    IS_A_MONTH,
    IS_OVER,
    PERIOD,
    ClosePeriod,
    CloseWith,
    Stock,
)
from services.reporting.domain.periods import MONTH, closing_with, is_month, periods_of, span_of
from services.reporting.domain.report import (
    REPORT,
    Contribute,
    CountAlike,
    CountBalance,
    StateMembers,
    Withdraw,
    cells_of,
    report_id,
)
from services.reporting.projections.figures import closings
from services.reporting.projections.members import changes, memberships

_ORGANISATIONS: Final = report_id("organisations", TO_DATE)
_FUND_KINDS: Final = report_id("fund-kinds", TO_DATE)

#: Fact beside the log: how many memberships had begun or ended when they were last told.
_TOLD: Final = "members-told"


def contribute(command: Contribute, uow: UnitOfWork) -> None:
    """Count it; where its day was another before, it leaves the periods of that day."""
    if command.period == TO_DATE and INDICATORS[command.indicator].by_period:
        held = uow.state(REPORT, command.report_id).contributions.get(command.source)
        left = set(periods_of(held.on if held else None)) - set(periods_of(command.on))
        for period in sorted(left):
            _withdraw_from(period, command.indicator, command.source, uow)
    uow.decide(REPORT, command.report_id, command)


def withdraw(command: Withdraw, uow: UnitOfWork) -> None:
    """Withdraw a source from every period it counts in, as its contribution to date tells."""
    held = uow.state(REPORT, command.report_id).contributions.get(command.source)
    day = held.on if held and INDICATORS[command.indicator].by_period else None
    for period in periods_of(day):
        _withdraw_from(period, command.indicator, command.source, uow)


def count_alike(command: CountAlike, uow: UnitOfWork) -> None:
    """Count in another cell with the value and the day of a source that counts already."""
    like = uow.state(REPORT, command.report_id).contributions.get(command.like)
    day = like.on if like and INDICATORS[command.indicator].by_period else None
    for period in periods_of(day):
        counted = Contribute(
            report_id=report_id(command.indicator, period),
            indicator=command.indicator,
            period=period,
            source=command.source,
            cell=command.cell,
            value=like.value if like else 1,
            bound=like.bound if like else "exact",
            on=like.on if like else None,
        )
        contribute(counted, uow)


def count_balance(command: CountBalance, uow: UnitOfWork) -> None:
    """Count a balance under the kind of its fund; without one where that is not known."""
    fund = uow.state(REPORT, _FUND_KINDS).contributions.get(command.fund_id)
    counted = Contribute(
        report_id=command.report_id,
        indicator=command.indicator,
        period=TO_DATE,
        source=command.source,
        cell=fund.cell if fund else TOTAL,
        value=command.value,
    )
    uow.decide(REPORT, command.report_id, counted)


def state_members(command: StateMembers, uow: UnitOfWork) -> None:
    """Take an organisation's own number into the report, under its kind."""
    held = uow.state(REPORT, _ORGANISATIONS).contributions.get(command.organisation_id)
    kind = None if held is None else held.cell
    uow.decide(REPORT, command.report_id, replace(command, kind=kind))


def tell_members(command: TellMembers, uow: UnitOfWork) -> None:
    """Once a day at most."""
    if uow.state(HEADCOUNT, command.report_id).told_on != command.on:
        _tell(command, uow)


def close_period(command: ClosePeriod, uow: UnitOfWork) -> None:
    """Tell the members there are, then the stocks; with September the fiscal year closes too."""
    IS_A_MONTH.require(is_month(command.period))
    ends_on, day = span_of(command.period).ends_on, today()
    IS_OVER.require(ends_on is not None and ends_on < day, ends_on=ends_on)
    last = uow.read(select(func.max(closings.c.period)).where(closings.c.period.like(MONTH)))
    last_month = next((name for row in last for name in row.values()), None)
    IN_ORDER.require(last_month is None or last_month <= command.period, last=last_month)
    told = TellMembers(report_id=report_id("members", TO_DATE), on=day)
    _tell(told, uow)
    stocks = tuple(_stocks(uow))
    for period in closing_with(command.period):
        uow.decide(PERIOD, period, CloseWith(period=period, on=day, stocks=stocks))


def _tell(command: TellMembers, uow: UnitOfWork) -> None:
    now = changes(uow.read)
    since = now - int(uow.fact(_TOLD) or 0)
    if since < FEWEST_CHANGES:
        return
    held = memberships(uow.read)
    told = replace(command, changes=Count(since), memberships=held)
    uow.decide(HEADCOUNT, command.report_id, told)
    uow.remember(_TOLD, str(now))


def _stocks(uow: UnitOfWork) -> list[Stock]:
    members = uow.state(HEADCOUNT, report_id("members", TO_DATE))
    told = {"members": members.by_kind, "members-by-sex": members.by_sex}
    found = []
    for slug, indicator in INDICATORS.items():
        if not indicator.at_month_end:
            continue
        cells = told.get(slug)
        if cells is None:
            held = uow.state(REPORT, report_id(slug, TO_DATE)).contributions
            cells = cells_of(indicator, held.values())
        found.append(Stock(indicator=slug, cells=tuple(cells.values())))
    return found


def _withdraw_from(period: Slug, indicator: Slug, source: Line, uow: UnitOfWork) -> None:
    report = report_id(indicator, period)
    command = Withdraw(report_id=report, indicator=indicator, period=period, source=source)
    uow.decide(REPORT, report, command)


HANDLERS: Mapping[type, Callable[..., object]] = {
    Contribute: contribute,
    Withdraw: withdraw,
    CountAlike: count_alike,
    CountBalance: count_balance,
    StateMembers: state_members,
    TellMembers: tell_members,
    ClosePeriod: close_period,
}
