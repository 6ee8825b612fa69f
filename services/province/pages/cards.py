"""What an officer is told on the home page: who has gone silent, who waits to be approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bangduan.days import today
from bangduan.permissions import reads
from bangduan.web.pages import Card
from services.province.pages.front import SILENT_DAYS
from services.province.permissions import READ_REVIEW
from services.province.projections.enrolment import list_enrolments
from services.province.projections.status import freshness_on
from services.province.views.enrolment import EnrolmentFilter, EnrolmentView
from services.province.views.status import FreshnessView

if TYPE_CHECKING:
    from sqlalchemy import Select


@reads(READ_REVIEW)
def silent_sites() -> Select[Any]:
    """ตำบลที่เงียบไปนาน, the longest first."""
    return freshness_on(today(), SILENT_DAYS)


@reads(READ_REVIEW)
def waiting_sites() -> Select[Any]:
    """ตำบลที่รอรับรอง: those that have joined and are not approved."""
    return list_enrolments(EnrolmentFilter(status="enrolled"))


SILENT_SITES: Final = Card(
    "silent-sites",
    title="Silent for long",
    query=silent_sites,
    row=FreshnessView,
    columns=("tambon_thai", "last_heard_on", "days_silent"),
    links="connections",
    empty="Every sub-district was heard lately.",
)
WAITING_SITES: Final = Card(
    "waiting-sites",
    title="Waiting to be approved",
    query=waiting_sites,
    row=EnrolmentView,
    columns=("tambon", "thai", "enrolled_at"),
    links="connections",
    empty="No sub-district waits to be approved.",
)
