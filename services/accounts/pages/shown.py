"""How pages of accounts show things: refusals, times, fields."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from flask import make_response, redirect, request

from bangduan.permissions import Scope, roles_at
from bangduan.web import layout
from bangduan.web.layout import Words
from bangduan.web.translate import gettext as _
from bangduan.web.translate import language, value_label
from services.accounts.commands import TOO_OFTEN

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Redirect

    from bangduan.errors import BangDuanError
    from bangduan.web.app import Web

_HERE: Final = ZoneInfo("Asia/Bangkok")


def page(template: str, web: Web, status: int = 200, **values: Any) -> Response:
    """A page that no cache keeps: it shows whose it is."""
    response = make_response(
        layout.render(f"accounts/{template}.html", web, when=when, notices=_notices(), **values),
        status,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def done(path: str, what: str) -> Redirect:
    """Go on to a page which says that it is done."""
    return redirect(f"{path}?done={what}", 303)


def said(error: BangDuanError) -> str:
    """An error in the reader's language."""
    return error.en if language() == "en" else error.th


def status_of(error: BangDuanError) -> int:
    """The HTTP status of a refusal."""
    return 429 if getattr(error, "rule", "") == TOO_OFTEN.name else 409


def field_of(error: BangDuanError, *drawn: str) -> str:
    """Where to say what was refused: at its field when the form has it, else at the first."""
    field = getattr(error, "field", None)
    return field if field in drawn else drawn[0]


def waiting(response: Response, error: BangDuanError) -> Response:
    """Tell a program, too, how long to wait."""
    seconds = getattr(error, "facts", {}).get("seconds")
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


def when(text: str | None) -> str:
    """A time in UTC as a clock in Thailand shows it."""
    if not text:
        return ""
    at = datetime.fromisoformat(text).astimezone(_HERE)
    return f"{Words(language(), {}).day(at.date())} {at:%H:%M}"


def roles(scope: Scope) -> list[tuple[str, str]]:
    """Every role there is here and what it is called."""
    return [(role, value_label(role)) for role in roles_at(scope)]


def _notices() -> list[dict[str, str]]:
    told = {
        "password": _("The password is changed. Other sessions have ended."),
        "session": _("The session has ended."),
        "token": _("The token is revoked."),
        "name": _("The name is changed."),
        "roles": _("The roles are changed."),
        "person": _("The link is changed."),
        "suspension": _("The account is suspended."),
        "restoration": _("The account is restored."),
        "erasure": _("The account is erased."),
    }.get(request.args.get("done", ""))
    return [{"text": told, "kind": "done"}] if told else []
