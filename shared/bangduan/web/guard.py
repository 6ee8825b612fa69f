"""Who is let in: every view says what it needs, and one that says nothing is shut.

The API answers 401 and 403 with problem details; a page answers 401 with the form to sign in and
403 with whom to ask. What a browser sends of its own accord, a cookie, is believed for a change
only when the request came from a page of ours.
"""

from __future__ import annotations

import enum
import hmac
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

from flask import current_app, g, redirect, request

from bangduan import access
from bangduan.permissions import AUDIT, PUBLIC, Permission, needs, permission_of
from bangduan.web import sessions
from bangduan.web.problems import (
    FORBIDDEN,
    FOREIGN,
    NOT_YET,
    OTHER_ACCOUNT,
    UNAUTHENTICATED,
    Refused,
    is_api,
)

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

    from bangduan.access import Identity
    from bangduan.application import Application

__all__ = ["AUDIT", "PUBLIC", "guard", "identity", "is_api", "may", "needs"]

RENEWAL: Final = "/accounts/renewal"
FORM_FIELD: Final = "form_token"
#: Whose a request is, from a page that was left open while somebody else signed in.
ACCOUNT: Final = "Bangduan-Account"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_KEPT: Final = "bangduan.application"


class Nobody(enum.Enum):
    """Why whoever asks is nobody we know."""

    UNKNOWN = enum.auto()
    #: A session's statement that is merely too old: accounts may renew it.
    EXPIRED = enum.auto()
    #: A statement of accounts, whose events of the key or the account are still on their way.
    NOT_YET = enum.auto()


def identity() -> Identity | None:
    """Who asks in this request; None for nobody we know."""
    found = _asked()
    return found if isinstance(found, access.Identity) else None


def may(permission: Permission) -> bool:
    """True when whoever asks in this request has this permission."""
    return access.may(identity(), permission)


def application() -> Application:
    """The service that answers this request."""
    found: Application = current_app.extensions[_KEPT]
    return found


def guard(app: Flask, application: Application) -> None:
    """Shut every view of ``app`` to whom its permission does not let in."""
    app.extensions[_KEPT] = application
    app.before_request(_admit)


def _admit() -> Response | None:
    """Refuse who may not; runs before the body is looked at."""
    if request.endpoint is None or request.method == "OPTIONS":
        return None  # there is nothing here; 404, 405 or Allow
    permission = permission_of(current_app.view_functions[request.endpoint])
    if permission is not None and permission.public:
        return None
    who = _asked()
    if who is Nobody.EXPIRED and not is_api():
        # 307 keeps the method and the form, so that nothing typed is lost
        return redirect(f"{RENEWAL}?{urlencode({'next': _here()})}", 307)
    if who is Nobody.NOT_YET:
        raise Refused(NOT_YET)
    if isinstance(who, Nobody):
        raise Refused(UNAUTHENTICATED)
    if request.headers.get(ACCOUNT, who.account_id) != who.account_id:
        raise Refused(OTHER_ACCOUNT)
    if permission is None or not who.may(permission):
        raise Refused(FORBIDDEN, permission)
    if request.method not in _SAFE and who.scopes is None and not _ours(who):
        raise Refused(FOREIGN)
    return None


def _ours(who: Identity) -> bool:
    """True when a browser's request came from a page of ours: a form shows the session's token."""
    if not from_here():
        return False
    if is_api():
        return True
    shown = request.form.get(FORM_FIELD, "")
    return bool(who.form_token) and hmac.compare_digest(shown.encode(), who.form_token.encode())


def _here() -> str:
    return request.full_path.rstrip("?")


def from_here() -> bool:
    """True unless the browser says that another site made this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _asked() -> Identity | Nobody:
    """Who asks in this request, found out once."""
    if "asked" not in g:
        g.asked = _identify(application())
    found: Identity | Nobody = g.asked
    return found


def _identify(application: Application) -> Identity | Nobody:
    header = request.headers.get("Authorization", "")
    scheme, _, shown = header.partition(" ")
    wanted: sessions.Kind = "token"
    if not header:
        shown, wanted = request.cookies.get(sessions.cookie_at(application.scope), ""), "session"
    elif scheme.lower() != "bearer":
        return Nobody.UNKNOWN
    if not shown or not application.service.knows_access:
        return Nobody.UNKNOWN
    reader = application.reader
    try:
        said = sessions.verify(
            shown.strip(), application.tambon, partial(access.public_key, reader)
        )
    except sessions.Expired:
        return Nobody.EXPIRED if wanted == "session" else Nobody.UNKNOWN
    except sessions.Unpublished:
        return Nobody.UNKNOWN if access.any_key(reader) else Nobody.NOT_YET
    except sessions.Untrusted:
        return Nobody.UNKNOWN
    if said.kind != wanted:
        return Nobody.UNKNOWN
    found = access.holder(reader, said.account_id, said.id)
    if found is None:
        known = access.is_known(reader, said.account_id)
        return Nobody.UNKNOWN if known else Nobody.NOT_YET
    roles, person_id = found
    return access.Identity(said.account_id, said.id, roles, person_id, said.scopes, said.form_token)
