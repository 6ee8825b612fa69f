"""The form to sign in, wherever it is shown: on its own page, or in place of one that needs it.

Whoever fills it in is not known yet, so it is protected by a random value that stands both in a
cookie and in the form: another site can set neither.
"""

from __future__ import annotations

import dataclasses
import hmac
import secrets
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import g, request

from bangduan import access
from bangduan.web import guard
from bangduan.web.problems import FOREIGN, Refused

if TYPE_CHECKING:
    from flask import Flask, Response

#: Where the form is sent, and where the site is set up while there is no account.
SIGN_IN: Final = "/accounts/sign-in"
SET_UP: Final = "/accounts/set-up"
#: Where one is after signing in, unless something else was asked for.
HOME: Final = "/home"
COOKIE: Final = "bangduan_form"
_RANDOM_BYTES: Final = 24


@dataclasses.dataclass(frozen=True, slots=True)
class Form:
    """What ``layout/sign_in.html`` shows.

    Attributes:
        token: goes into the hidden field ``form_token``.
        next: goes into the hidden field ``next``: where to go afterwards.
        set_up: there is no account yet, and here one makes the first.
        username: what was typed before.
        error: why it did not work, in the reader's language.
        choose: a one-time password was right; another is to be chosen.
    """

    token: str
    next: str
    set_up: str | None = None
    username: str = ""
    error: str = ""
    choose: bool = False


def form(after: str | None = None, *, username: str = "", error: str = "",
         choose: bool = False) -> Form:  # fmt: skip
    """The form for this request.

    Args:
        after: where to go afterwards; this very page when not given.
    """
    application = guard.application()
    first = application.service.knows_access and not access.any_account(application.reader)
    return Form(
        token=token(),
        next=local(after if after is not None else request.full_path.rstrip("?")),
        set_up=SET_UP if first else None,
        username=username,
        error=error,
        choose=choose,
    )


def token() -> str:
    """The random value of this browser; a new one is sent with the answer."""
    known = request.cookies.get(COOKIE, "")
    if "anonymous_token" not in g:
        g.anonymous_token = known or secrets.token_urlsafe(_RANDOM_BYTES)
    return str(g.anonymous_token)


def require_own_form() -> None:
    """Raise Refused unless this anonymous form came from a page of ours."""
    shown, kept = request.form.get(guard.FORM_FIELD, ""), request.cookies.get(COOKIE, "")
    same = bool(kept) and hmac.compare_digest(shown.encode(), kept.encode())
    if not (same and guard.from_here()):
        raise Refused(FOREIGN)


def local(path: str) -> str:
    """A path of this very site, or home: nobody is led elsewhere."""
    parts = urlsplit(path)
    plain = path.isprintable() and "\\" not in path
    if not plain or parts.scheme or parts.netloc or not path.startswith("/") or path[1:2] == "/":
        return HOME
    return HOME if parts.path.startswith((SIGN_IN, SET_UP, guard.RENEWAL)) else path


def install(app: Flask) -> None:
    """Let every page show the form; the random value goes out with the answer."""
    app.jinja_env.globals.update(sign_in_form=form)
    app.after_request(_send)


def _send(response: Response) -> Response:
    made = g.get("anonymous_token")
    if made is not None:
        response.headers["Cache-Control"] = "no-store"
        if made != request.cookies.get(COOKIE):
            response.set_cookie(
                COOKIE, made, httponly=True, samesite="Lax", secure=request.is_secure, path="/"
            )
    return response
