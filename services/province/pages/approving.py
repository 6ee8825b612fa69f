"""รับรองหลายตำบลพร้อมกัน: the reports of a period that are here, approved by ticking them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import abort, redirect, request
from sqlalchemy import select

from bangduan.days import today
from bangduan.errors import DomainError
from bangduan.events.types import Slug, TambonCode
from bangduan.permissions import needs
from bangduan.web.api import context
from bangduan.web.pages import Leaf
from services.province.domain.review import ApproveReport
from services.province.pages import frame
from services.province.permissions import REVIEW
from services.province.projections.sites import list_sites
from services.province.projections.standing import period_standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Blueprint
    from flask.typing import ResponseReturnValue

    from bangduan.web.app import Web

_PATH: Final = "/province/periods/<period>/approving"
_REFUSED: Final = 409


@needs(REVIEW)
def show(web: Web, period: str) -> ResponseReturnValue:
    """The reports that are here and not approved as they stand."""
    return _page(web, period, {})


APPROVING: Final = Leaf(
    "approving",
    title="Approve several at once",
    show=show,
    offers=lambda period: period["status"] != "locked" and period["ends_on"] < today(),
)


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add where the ticked ones are sent."""

    @needs(REVIEW)
    def approve(period: str) -> ResponseReturnValue:
        return _approve(web, period)

    blueprint.add_url_rule(_PATH, "approve-several", approve, methods=["POST"])


def _approve(web: Web, period: str) -> ResponseReturnValue:
    """Approve each that was ticked, one by one; what is refused is said beside the others."""
    waiting = {site["tambon"] for site in _waiting(web, period)}
    refused: dict[str, str] = {}
    for tambon in request.form.getlist("tambon"):
        if tambon not in waiting:
            continue  # somebody approved it meanwhile
        command = ApproveReport(tambon=TambonCode(tambon), period=Slug(period))
        try:
            web.application.execute(command, context=context())
        except DomainError as refusal:
            refused[tambon] = frame.words().t(refusal.th, refusal.en)
    if refused:
        return _page(web, period, refused), _REFUSED
    return redirect(f"/province/periods/{period}?saved=approve-report", 303)


def _page(web: Web, period: str, refused: Mapping[str, str]) -> str:
    return frame.page(
        "approving", web, period=period, waiting=_waiting(web, period), refused=refused
    )


def _waiting(web: Web, period: str) -> list[dict[str, Any]]:
    """Sites whose report is here and not approved as it stands."""
    standing = period_standing(web.reader, period)
    if standing is None:
        abort(404)
    columns = list_sites().subquery()
    named = {row["tambon"]: row for row in web.reader.all(select(columns))}
    return [
        {**site, **named.get(site["tambon"], {"tambon_thai": None})}
        for site in standing["sites"]
        if site["figures"] and (site["stage"] != "approved" or site["changed"])
    ]
