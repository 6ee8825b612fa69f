"""The addresses of the page: as it is, what of it changes, and a form sent without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import abort, redirect, render_template, request

from bangduan import errors
from bangduan.permissions import needs
from bangduan.web import layout
from bangduan.web.api import context
from bangduan.web.guard import identity
from bangduan.web.layout import Words
from bangduan.web.pages import Leaf
from bangduan.web.pages.desk import Desk
from bangduan.web.translate import gettext, language
from bangduan.web.wording import by_field
from services.meetings.domain.registry import OFFICES
from services.meetings.live.roll import roll_of
from services.meetings.live.sending import Sent, new_key, read
from services.meetings.live.state import PARTS, Live, live_of
from services.meetings.permissions import KEEP_MEETINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Blueprint
    from flask.typing import ResponseReturnValue

    from bangduan.web.app import Web

_PATH: Final = "/meetings/meetings/<meeting_id>/live"
#: Subjects of a motion that needs nothing beside its text.
SUBJECTS: Final = ("general", "regulation", "plan", "fund_integration")
_CANDIDATES: Final = 24
_MOST_CANDIDATES: Final = 200
_INVALID, _REFUSED = 422, 409


@needs(KEEP_MEETINGS)
def show(web: Web, meeting_id: str) -> ResponseReturnValue:
    """ดำเนินการประชุม: the whole page."""
    return _page(web, meeting_id)


LIVE: Final = Leaf(
    "live",
    title="Hold the meeting",
    show=show,
    offers=lambda meeting: meeting["status"] in {"convened", "open"},
)


def add(blueprint: Blueprint, web: Web) -> None:
    """Add what of the page is no page of its own."""

    def now(meeting_id: str) -> str:
        """The parts that change, for the page's scripts."""
        live = live_of(web.reader, meeting_id, roll=False)
        # a part that says the same reads the same, so that it is drawn again only when it changed
        values = {**_values(live, None, {}), "new_key": str, "form_token": ""}
        return render_template("meetings/live_now.html", w=Words(language(), {}), **values)

    def send(meeting_id: str) -> ResponseReturnValue:
        """Carry out one form; the page again, with what is wrong, when it cannot be."""
        desk = Desk(web.pages["meetings"], web)
        sent = read(desk, meeting_id, roll_of(web.reader), request.form)
        if sent is None:
            abort(400)
        if sent.command is None:
            return _page(web, meeting_id, sent, _INVALID)
        try:
            web.application.execute(sent.command, key=sent.key, context=context())
        except errors.InvalidEvent as invalid:
            sent.errors.update(by_field(invalid.problems, language()))
            return _page(web, meeting_id, sent, _INVALID)
        except (errors.DomainError, errors.KeyReused, errors.PersonForgotten) as refusal:
            _refuse(sent, refusal)
            return _page(web, meeting_id, sent, _REFUSED)
        return redirect(f"{request.path}?saved={sent.section}#{sent.section}", 303)

    blueprint.add_url_rule(f"{_PATH}/now", "live-now", needs(KEEP_MEETINGS)(now))
    blueprint.add_url_rule(_PATH, "live-send", needs(KEEP_MEETINGS)(send), methods=["POST"])


def _refuse(sent: Sent, refusal: errors.BangDuanError) -> None:
    said = refusal.en if language() == "en" else refusal.th
    if isinstance(refusal, errors.KeyReused):
        said = gettext("This form was sent already. Open the page again to record something else.")
    sent.errors.setdefault(getattr(refusal, "field", None) or "", []).append(said)


def _page(
    web: Web, meeting_id: str, sent: Sent | None = None, status: int = 200
) -> tuple[str, int]:
    live = live_of(web.reader, meeting_id)
    given: Mapping[str, str] = request.form if sent is not None else {}
    page = layout.render("meetings/live.html", web, **_values(live, sent, given))
    return page, status


def _values(live: Live, sent: Sent | None, given: Mapping[str, str]) -> dict[str, Any]:
    who = identity()
    rows = request.args.get("rows", _CANDIDATES, type=int)
    here = f"/meetings/meetings/{live.meeting['meeting_id']}"
    return {
        "live": live,
        "meeting": live.meeting,
        "called": live.names,
        "parts": PARTS,
        "offices": OFFICES,
        "subjects": SUBJECTS,
        "candidates": max(1, min(rows, _MOST_CANDIDATES)),
        "sent": sent,
        "given": given,
        "saved": request.args.get("saved", ""),
        "account": who.account_id if who is not None else "",
        "here": here,
        "api": f"/meetings/api/v1/meetings/{live.meeting['meeting_id']}",
        "new_key": new_key,
        "form_token": who.form_token if who is not None else "",
    }


__all__ = ["LIVE", "SUBJECTS", "add", "show"]
