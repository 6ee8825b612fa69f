"""At the door: sign in, renew, sign out, and the first account of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import make_response, redirect, request

from bangduan.errors import BangDuanError, DomainError
from bangduan.events.schema import schema_for
from bangduan.events.types import EntityId
from bangduan.permissions import OWN, PUBLIC, needs
from bangduan.web import layout, sign_in
from bangduan.web.api import context
from bangduan.web.guard import identity
from bangduan.web.translate import gettext as _
from bangduan.web.wording import by_field
from services.accounts import requests, signing_in, views
from services.accounts.commands import FIRST
from services.accounts.domain.account import SET_UP_ONCE
from services.accounts.domain.session import EndSession
from services.accounts.pages import cookies, shown

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as Answer

    from bangduan.web.app import Web

_CONFLICT: Final = 409


def add(blueprint: Blueprint, web: Web) -> None:
    """Add its pages."""
    _in_and_out(blueprint, web)
    _first_account(blueprint, web)


def _in_and_out(blueprint: Blueprint, web: Web) -> None:
    application = web.application

    def form(status: int, after: str, **values: str | bool) -> Response:
        shown_form = sign_in.form(after, **values)  # type: ignore[arg-type]
        text = layout.render("layout/sign_in.html", web, sign_in=shown_form)
        return make_response(text, status)

    @blueprint.get("/accounts/sign-in")
    @needs(PUBLIC)
    def sign_in_page() -> Answer:
        after = sign_in.local(request.args.get("next", sign_in.HOME))
        if identity() is not None:
            return redirect(after, 303)
        begun = cookies.renewed(application)
        if begun is not None:
            return cookies.give(redirect(after, 303), application, begun)
        return form(200, after)

    @blueprint.post("/accounts/sign-in")
    @needs(PUBLIC)
    def sign_in_now() -> Answer:
        sign_in.require_own_form()
        given = request.form
        after = sign_in.local(given.get("next", sign_in.HOME))
        username, new = given.get("username", "")[:300], given.get("new_password")
        if new is not None and new != given.get("again"):
            told = _("The two new passwords differ. Type them again.")
            return form(422, after, username=username, error=told, choose=True)
        try:
            begun = signing_in.sign_in(
                application, username, given.get("password", "")[:1000], requests.source(),
                new_password=new,
            )  # fmt: skip
        except DomainError as refusal:
            choose = getattr(refusal, "field", None) == "new_password"
            status = shown.status_of(refusal)
            if status == _CONFLICT and not choose:
                status = 401
            error = shown.said(refusal)
            refused = form(status, after, username=username, error=error, choose=choose)
            return shown.waiting(refused, refusal)
        return cookies.give(redirect(after, 303), application, begun)

    @blueprint.route("/accounts/renewal", methods=["GET", "POST"])
    @needs(PUBLIC)
    def renewal() -> Answer:
        after = sign_in.local(request.args.get("next", sign_in.HOME))
        begun = cookies.renewed(application)
        if begun is None:
            return cookies.take(form(401, after), application)
        # the method and the form go on to where they were going
        return cookies.give(redirect(after, 307), application, begun)

    @blueprint.post("/accounts/sign-out")
    @needs(OWN)
    def sign_out() -> Answer:
        who = identity()
        if who is not None and who.scopes is None:
            application.execute(EndSession(session_id=EntityId(who.session_id)), context=context())
        return cookies.take(redirect("/", 303), application)


def _first_account(blueprint: Blueprint, web: Web) -> None:
    application = web.application

    @blueprint.get("/accounts/set-up")
    @needs(PUBLIC)
    def set_up_page() -> Answer:
        if application.database.fact(FIRST) is not None:
            return shown.page("set_up", web, 409, closed=shown.said(SET_UP_ONCE.broken()))
        return shown.page("set_up", web, token=sign_in.token(), given={}, errors={})

    @blueprint.post("/accounts/set-up")
    @needs(PUBLIC)
    def set_up_now() -> Answer:
        sign_in.require_own_form()
        given = {name: request.form.get(name, "") for name in ("username", "name", "password")}
        errors = by_field(schema_for(views.SetUpForm).validate(given), layout.language())
        if not errors and given["password"] != request.form.get("again"):
            errors = {"again": [_("The two passwords differ. Type them again.")]}
        if errors:
            return shown.page("set_up", web, 422, token=sign_in.token(), given=given, errors=errors)
        try:
            signing_in.set_up(application, given["username"], given["name"], given["password"])
        except BangDuanError as refusal:
            if application.database.fact(FIRST) is not None:
                return shown.page("set_up", web, 409, closed=shown.said(refusal))
            field = shown.field_of(refusal, "username", "name", "new_password")
            named = "password" if field == "new_password" else field
            errors = {named: [shown.said(refusal)]}
            return shown.page("set_up", web, 409, token=sign_in.token(), given=given, errors=errors)
        begun = signing_in.sign_in(
            application, given["username"], given["password"], requests.source()
        )
        return cookies.give(redirect(sign_in.HOME, 303), application, begun)
