"""งวดรายงาน: which months are closed, and what the province says of them.

Who does not want to wait closes the next one by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import redirect, request
from sqlalchemy import select

from bangduan.errors import DomainError
from bangduan.events.types import Slug
from bangduan.permissions import needs
from bangduan.web import layout
from bangduan.web.api import context
from bangduan.web.guard import may
from bangduan.web.translate import language
from services.reporting import ahead
from services.reporting.chores import open_months
from services.reporting.domain.period import ClosePeriod
from services.reporting.domain.periods import MONTH, is_month
from services.reporting.permissions import CLOSE_PERIODS, READ, READ_REVIEWS
from services.reporting.projections import closings, list_reviews

if TYPE_CHECKING:
    from flask import Blueprint
    from flask.typing import ResponseReturnValue

    from bangduan.web.app import Web

_PATH: Final = "/reporting/months"
_REFUSED: Final = 409
#: Four years: enough to see where one is.
_MOST: Final = 48


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add the page, and where its form is sent."""

    @needs(READ)
    def months() -> str:
        return _page(web)

    @needs(CLOSE_PERIODS)
    def close() -> ResponseReturnValue:
        period = request.form.get("period", "")
        try:
            web.application.execute(ClosePeriod(period=Slug(period)), context=context())
        except DomainError as refusal:
            said = layout.Words(language(), {}).t(refusal.th, refusal.en)
            return _page(web, refused=said), _REFUSED
        return redirect(f"{_PATH}?closed={period}", 303)

    blueprint.add_url_rule(_PATH, "months", months)
    blueprint.add_url_rule(_PATH, "close-month", close, methods=["POST"])


def _page(web: Web, refused: str = "") -> str:
    closed = (
        select(closings.c.period, closings.c.closed_on)
        .where(closings.c.period.like(MONTH))
        .order_by(closings.c.period.desc())
        .limit(_MOST)
    )
    just = request.args.get("closed", "")
    return layout.render(
        "reporting/months.html",
        web,
        closed=web.reader.all(closed),
        waiting=open_months(web.application),
        reviews=web.reader.all(list_reviews().limit(_MOST)) if may(READ_REVIEWS) else [],
        closes=may(CLOSE_PERIODS),
        just=just if is_month(just) else "",
        refused=refused,
        warnings=ahead.warnings(web.application),
    )
