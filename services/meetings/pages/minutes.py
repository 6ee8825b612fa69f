"""รายงานการประชุม to print, and as a file for a word processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from flask import Response, abort, request

from bangduan.papers import DOCX
from bangduan.permissions import needs
from bangduan.web import layout
from bangduan.web.pages import Leaf
from services.meetings.documents.adopted import Printed, printed
from services.meetings.documents.minutes import numbered
from services.meetings.documents.word import as_docx
from services.meetings.permissions import READ

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from bangduan.web.app import Web
    from services.meetings.documents.spelling import Digits


@needs(READ)
def print_minutes(web: Web, meeting_id: str) -> str:
    """The minutes as a page to print."""
    minutes = _found(web, meeting_id)
    address = f"/meetings/meetings/{meeting_id}"
    return layout.render(
        "meetings/minutes.html",
        web,
        minutes=minutes,
        digits=_digits(),
        record=address,
        here=address,
    )


@needs(READ)
def save_minutes(web: Web, meeting_id: str) -> Response:
    """The minutes as a file."""
    minutes = _found(web, meeting_id)
    name = f"รายงานการประชุม-{numbered(minutes.meeting)}.docx".replace("/", "-")
    answer = Response(as_docx(minutes), content_type=DOCX)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=minutes.docx; filename*=UTF-8''{quote(name)}"
    )
    return answer


def _digits() -> Digits:
    return "thai" if request.args.get("digits") == "thai" else "arabic"


def _found(web: Web, meeting_id: str) -> Printed:
    minutes = printed(web.reader.all, meeting_id, _digits())
    if minutes is None:
        abort(404)
    return minutes


def _was_held(meeting: Mapping[str, Any]) -> bool:
    """True for a meeting of which minutes are written."""
    return meeting["status"] in {"open", "closed"}


#: Of a meeting's page.
OF_A_MEETING: Final = (
    Leaf("minutes/print", title="Minutes, to print", show=print_minutes, offers=_was_held),
    Leaf("minutes.docx", title="Minutes (.docx)", show=save_minutes, offers=_was_held),
)
#: Of the page of the minutes themselves.
OF_MINUTES: Final = (
    Leaf("print", title="Minutes, to print", show=print_minutes),
    Leaf("minutes.docx", title="Minutes (.docx)", show=save_minutes),
)
