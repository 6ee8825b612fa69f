"""One's own account: password, sessions, tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, request

from bangduan.access import names
from bangduan.errors import BangDuanError
from bangduan.permissions import OWN, needs
from bangduan.service import installed
from bangduan.web.api import context
from bangduan.web.guard import identity, may
from bangduan.web.problems import FORBIDDEN, Refused
from bangduan.web.translate import gettext as _
from bangduan.web.translate import language
from services.accounts import projections, requests, signing_in
from services.accounts.domain.session import EndSession
from services.accounts.domain.token import RevokeToken
from services.accounts.pages import shown
from services.accounts.permissions import SEE

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as Answer

    from bangduan.access import Identity
    from bangduan.permissions import Scope
    from bangduan.web.app import Web

_ME = "/accounts/me"
_DAYS = (7, 30, 90, 366)


def add(blueprint: Blueprint, web: Web) -> None:
    """Add its pages."""
    application = web.application

    def me(status: int = 200, **values: Any) -> Response:
        who = _asking()
        now = requests.now_text()
        return shown.page(
            "me", web, status, who=who,
            name=names(web.reader, [who.account_id]).get(who.account_id, ""),
            account=projections.one_account(web.reader, who.account_id) or {},
            sessions=projections.sessions_of(web.reader, who.account_id, now),
            tokens=projections.tokens_of(web.reader, who.account_id, now),
            scopes=_scopes(application.scope), days=_DAYS, administers=may(SEE), **values,
        )  # fmt: skip

    @blueprint.get("/accounts/")
    @needs(OWN)
    def own_root() -> Answer:
        return redirect(_ME, 303)

    @blueprint.get(_ME)
    @needs(OWN)
    def own_account() -> Response:
        return me()

    @blueprint.post(f"{_ME}/password")
    @needs(OWN)
    def own_password() -> Answer:
        who, given = _asking(), request.form
        if given.get("new_password") != given.get("again"):
            return me(
                422, password_errors={"again": _("The two new passwords differ. Type them again.")}
            )
        try:
            signing_in.change_password(
                application, who.account_id, session_id=who.session_id,
                old=given.get("old_password", "")[:1000],
                new=given.get("new_password", "")[:1000], source=requests.source(),
            )  # fmt: skip
        except BangDuanError as refusal:
            field = shown.field_of(refusal, "old_password", "new_password")
            told = me(shown.status_of(refusal), password_errors={field: shown.said(refusal)})
            return shown.waiting(told, refusal)
        return shown.done(_ME, "password")

    @blueprint.post("/accounts/sessions/<session_id>/end")
    @needs(OWN)
    def own_session(session_id: str) -> Answer:
        return _carried_out(EndSession(session_id=session_id), "session")  # type: ignore[arg-type]

    @blueprint.post(f"{_ME}/tokens")
    @needs(OWN)
    def own_token() -> Response:
        given = request.form
        try:
            id, token, expires_at = signing_in.issue_token(
                application, _asking().account_id, label=given.get("label", "").strip() or "–",
                scopes=given.getlist("scopes"), days=_days(given.get("days", "")),
                context=context(),
            )  # fmt: skip
        except BangDuanError as refusal:
            return me(409, token_error=shown.said(refusal))
        return me(201, issued={"id": id, "token": token, "expires_at": expires_at.isoformat()})

    @blueprint.post("/accounts/tokens/<token_id>/revocation")
    @needs(OWN)
    def own_token_end(token_id: str) -> Answer:
        return _carried_out(RevokeToken(token_id=token_id), "token")  # type: ignore[arg-type]

    def _carried_out(command: object, what: str) -> Answer:
        try:
            application.execute(command, context=context())
        except BangDuanError as refusal:
            return me(shown.status_of(refusal), problem=shown.said(refusal))
        back = request.form.get("back", "")
        return shown.done(back if back.startswith("/accounts/accounts/") else _ME, what)


def _asking() -> Identity:
    """Whoever is at the keyboard; a program changes nothing here."""
    who = identity()
    if who is None or who.scopes is not None:
        raise Refused(FORBIDDEN)
    return who


def _days(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _scopes(scope: Scope) -> list[tuple[str, str]]:
    """Scopes to choose from: of everything, then of each service."""
    found = [("*:read", _("Everything: read")), ("*:write", _("Everything: read and change"))]
    for name, service in installed().items():
        if service.knows_access and service.runs_at(scope):
            title = service.title[1 if language() == "en" else 0]
            found.append((f"{name}:read", _("%(service)s: read", service=title)))
            found.append((f"{name}:write", _("%(service)s: read and change", service=title)))
    return found
