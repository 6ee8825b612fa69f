"""The two cookies of a session: its statement, for every page, and what renews it, for us."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from flask import request

from bangduan.web import sessions
from services.accounts import signing_in

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from bangduan.application import Application

RENEWAL: Final = "bangduan_renewal"
_RENEWAL_PATH: Final = "/accounts"


def give(response: Response, application: Application, begun: signing_in.Begun) -> Response:
    """Send a session with the answer.

    The statement's cookie outlives what it states: a page can tell a session that is to be
    renewed from none at all.
    """
    text, _ = signing_in.statement(application, begun)
    left = max(0, int((begun.expires_at - datetime.now(UTC)).total_seconds()))
    _set(response, sessions.cookie_at(application.scope), text, "/", left)
    _set(
        response,
        _renewal_at(application),
        f"{begun.session_id}.{begun.secret}",
        _RENEWAL_PATH,
        left,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def take(response: Response, application: Application) -> Response:
    """Take a session back."""
    statement = sessions.cookie_at(application.scope)
    for name, path in ((statement, "/"), (_renewal_at(application), _RENEWAL_PATH)):
        response.delete_cookie(
            name, path=path, secure=request.is_secure, httponly=True, samesite="Lax"
        )
    response.headers["Cache-Control"] = "no-store"
    return response


def renewed(application: Application) -> signing_in.Begun | None:
    """The session that this browser may go on with."""
    session_id, _, secret = request.cookies.get(_renewal_at(application), "").partition(".")
    if not session_id or not secret:
        return None
    return signing_in.renewed(application, session_id, secret)


def _renewal_at(application: Application) -> str:
    """As with the statement: beside a site's there may be a province's in the same browser."""
    return RENEWAL if application.scope == "site" else f"{RENEWAL}_province"


def _set(response: Response, name: str, value: str, path: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, path=path, httponly=True, samesite="Lax",
        secure=request.is_secure,
    )  # fmt: skip
