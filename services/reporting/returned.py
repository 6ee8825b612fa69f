"""รายงานที่จังหวัดส่งคืน: what the province asks this site to look at once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bangduan.web.guard import may
from bangduan.web.layout import Words
from bangduan.web.translate import gettext, language
from services.reporting.permissions import READ_REVIEWS
from services.reporting.projections.reviews import ReviewFilter, list_reviews

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bangduan.application import Application

#: More would hide the rest of the page; the page of the months has them all.
_MOST: Final = 3


def warnings(application: Application) -> Sequence[str]:
    """What to tell who is signed in, in their language; nothing where no report is returned."""
    if not may(READ_REVIEWS):
        return ()
    words = Words(language(), {})
    returned = list_reviews(ReviewFilter(verdict="returned")).limit(_MOST)
    return [
        gettext(
            "The province returned the report of %(period)s on %(day)s: “%(reason)s” Correct what "
            "is wrong where it was recorded; the report is then told anew by itself. Tell the "
            "province's officer when it is done.",
            period=words.period(row["period"]),
            day=words.day(row["decided_on"]),
            reason=row["reason"],
        )
        for row in application.reader.all(returned)
    ]
