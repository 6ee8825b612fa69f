"""Commands of the province that touch or check more than one stream, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import select

from bangduan.days import today
from bangduan.events.province import LockedFigure, PeriodLocked
from bangduan.unit_of_work import UnitOfWork
from services.province import restored
from services.province.domain.figures import figures_of
from services.province.domain.period import NOT_LOCKED, PERIOD, LockPeriod, LockPeriodOn
from services.province.domain.review import (
    REVIEW,
    ApproveReport,
    ExcuseSite,
    LockFigures,
    ReturnReport,
    ReviewOn,
)
from services.province.projections.sites import indicators
from services.province.projections.standing import standings


def review_report(command: ApproveReport | ReturnReport | ExcuseSite, uow: UnitOfWork) -> None:
    """A report is reviewed as its figures stand, while its period is not locked."""
    NOT_LOCKED.require(not uow.state(PERIOD, command.period).locked, period=command.period)
    figures = _figures(uow, command.tambon, command.period)
    asked = ReviewOn(asked=command, today=today(), figures=figures)
    uow.decide(REVIEW, command.review_id, asked)


def lock_period(command: LockPeriod, uow: UnitOfWork) -> None:
    """Every site is approved or excused; what each has told goes into the record with the lock."""
    sites = tuple(standings(uow.read, command.period))
    asked = LockPeriodOn(asked=command, today=today(), sites=sites)
    for locked in uow.decide(PERIOD, command.period, asked):
        if isinstance(locked, PeriodLocked):
            for site in sites:
                stands = LockFigures(
                    tambon=site.tambon,
                    period=command.period,
                    round=locked.round,
                    figures=site.figures,
                )
                uow.decide(REVIEW, stands.review_id, stands)


def _figures(uow: UnitOfWork, tambon: str, period: str) -> tuple[LockedFigure, ...]:
    return figures_of(
        uow.read(
            select(indicators).where(indicators.c.tambon == tambon, indicators.c.period == period)
        )
    )


#: Which command is carried out by which handler; the others are their aggregate's own.
HANDLERS: Final[Mapping[type, Callable[[Any, Any], object]]] = {
    **restored.HANDLERS,
    ApproveReport: review_report,
    ReturnReport: review_report,
    ExcuseSite: review_report,
    LockPeriod: lock_period,
}
