"""What an officer is told on the home page: who has gone silent, who waits for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bangduan.days import today
from bangduan.permissions import reads
from bangduan.web.pages import Card
from services.province.pages.front import SILENT_DAYS
from services.province.permissions import READ_REVIEW
from services.province.projections.digests import list_false_roots
from services.province.projections.enrolment import list_enrolments
from services.province.projections.status import freshness_on
from services.province.restored import list_undecided
from services.province.views.digests import FalseRootView
from services.province.views.enrolment import EnrolmentFilter, EnrolmentView
from services.province.views.held import UndecidedView
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
HELD_SITES: Final = Card(
    "held-sites",
    title="Records that went back: to be decided",
    query=list_undecided,
    row=UndecidedView,
    columns=("tambon_thai", "held_at"),
    links="connections",
    empty="Every sub-district's record holds what was read of it.",
)
FALSE_ROOTS: Final = Card(
    "false-roots",
    title="Digests that do not come to the root they name",
    query=list_false_roots,
    row=FalseRootView,
    columns=("tambon", "day"),
    links="connections",
    empty="Every digest comes to the root it names.",
)
#: What waits for somebody first.
CARDS: Final = (HELD_SITES, WAITING_SITES, SILENT_SITES, FALSE_ROOTS)
