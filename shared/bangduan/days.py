"""Days as the people of the site count them: what day it is, and how many lie between two."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Integer, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

BANGKOK: Final = ZoneInfo("Asia/Bangkok")


def today() -> date:
    """The day it is in Thailand."""
    return datetime.now(BANGKOK).date()


class _DaysBetween(FunctionElement[int]):
    """Whole days from the second day to the first, on either database."""

    type = Integer()
    inherit_cache = True
    name = "days_between"


@compiles(_DaysBetween)
def _subtracted(element: _DaysBetween, compiler: Any, **options: Any) -> str:
    later, earlier = (compiler.process(day, **options) for day in element.clauses)
    return f"({later} - {earlier})"


@compiles(_DaysBetween, "sqlite")
def _by_julian_days(element: _DaysBetween, compiler: Any, **options: Any) -> str:
    later, earlier = (compiler.process(day, **options) for day in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


def days_between(
    later: ColumnElement[Any] | date, earlier: ColumnElement[Any] | date
) -> ColumnElement[int]:
    """A column with the days from ``earlier`` to ``later``; null where either is unknown."""
    return _DaysBetween(_day(later), _day(earlier))


def _day(given: ColumnElement[Any] | date) -> ColumnElement[Any]:
    return literal(given, Date) if isinstance(given, date) else given
