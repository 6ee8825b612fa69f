"""What the reporting service does by itself: tell the members there are, close months."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from bangduan.chores import Chore
from bangduan.days import BANGKOK, today
from services.reporting.domain.headcount import HEADCOUNT_ID, TellMembers
from services.reporting.domain.period import ClosePeriod
from services.reporting.domain.periods import MONTH, month_after, month_of, months_before
from services.reporting.projections.figures import closings
from services.reporting.projections.members import changes

if TYPE_CHECKING:
    from bangduan.application import Application
    from bangduan.events.types import Slug

#: Fact beside the log: how many memberships had begun or ended when it was last looked.
_SEEN: Final = "members-seen"
_MINUTE: Final = 60.0
_HOUR: Final = 3600.0


def tell_members(application: Application, on: date | None = None) -> None:
    """Tell the members there are, once nobody has joined or left since this last looked.

    So when they are told depends on the hour, and not on the one who came last.
    """
    now = str(changes(application.reader.all))
    if application.database.fact(_SEEN) != now:
        application.database.remember(_SEEN, now)
        return
    application.execute(TellMembers(report_id=HEADCOUNT_ID, on=on or today()))


def close_months(application: Application, on: date | None = None) -> None:
    """Close the months that are over, from the one in which the site's log begins."""
    for month in open_months(application, on):
        application.execute(ClosePeriod(period=month))


def open_months(application: Application, on: date | None = None) -> tuple[Slug, ...]:
    """The months that are over and not closed, in order."""
    first = _first_open(application)
    return months_before(first, on or today()) if first else ()


def _first_open(application: Application) -> str | None:
    last = select(func.max(closings.c.period)).where(closings.c.period.like(MONTH))
    closed = next((v for row in application.reader.all(last) for v in row.values() if v), None)
    if closed is not None:
        return month_after(closed)
    first = application.log.read(limit=1)
    if not first:
        return None
    return month_of(datetime.fromisoformat(first[0].time).astimezone(BANGKOK).date())


CHORES: Final = (
    Chore("members", _MINUTE, tell_members),
    Chore("months", _HOUR, close_months),
)
