"""Looking after accounts: the list, a new one, one of them, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, request

from bangduan.errors import BangDuanError
from bangduan.events.schema import schema_for
from bangduan.permissions import needs
from bangduan.web import layout
from bangduan.web.api import context
from bangduan.web.guard import may
from bangduan.web.wording import by_field
from services.accounts import audit, projections, requests, signing_in, views
from services.accounts.domain.account import (
    ChangeRoles,
    EraseAccount,
    LinkAccount,
    RenameAccount,
    RestoreAccount,
    SuspendAccount,
)
from services.accounts.pages import shown
from services.accounts.permissions import ADMINISTER, SEE

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as Answer

    from bangduan.web.app import Web

_LIST = "/accounts/accounts"
#: What can be done with an account, by the last part of the address.
_ACTIONS: dict[str, type] = {
    "name": RenameAccount,
    "person": LinkAccount,
    "roles": ChangeRoles,
    "suspension": SuspendAccount,
    "restoration": RestoreAccount,
    "erasure": EraseAccount,
}


def add(blueprint: Blueprint, web: Web) -> None:
    """Add its pages."""
    application = web.application
    scope = application.scope

    def record(account_id: str, status: int = 200, **values: Any) -> Response:
        account = projections.one_account(web.reader, account_id)
        if account is None:
            abort(404)
        now = requests.now_text()
        return shown.page(
            "record", web, status, account=account, roles=shown.roles(scope),
            sessions=projections.sessions_of(web.reader, account_id, now),
            tokens=projections.tokens_of(web.reader, account_id, now),
            entries=audit.page(application, account_id=account_id)["items"],
            administers=may(ADMINISTER), has_register=scope == "site",
            back=f"{_LIST}/{account_id}", **values,
        )  # fmt: skip

    @blueprint.get(_LIST)
    @needs(SEE)
    def accounts_list() -> Response:
        rows = web.reader.all(projections.list_accounts(views.AccountFilter()))
        rows.sort(key=lambda row: (row["status"] != "active", str(row["username"])))
        return shown.page("accounts", web, rows=rows, administers=may(ADMINISTER))

    @blueprint.get(f"{_LIST}/new")
    @needs(ADMINISTER)
    def account_form() -> Response:
        return shown.page("new", web, roles=shown.roles(scope), given={}, errors={})

    @blueprint.post(f"{_LIST}/new")
    @needs(ADMINISTER)
    def account_opened() -> Response:
        given: dict[str, Any] = {
            "username": request.form.get("username", "").strip(),
            "name": request.form.get("name", "").strip(),
            "roles": request.form.getlist("roles"),
        }
        errors = by_field(schema_for(views.OpenForm).validate(given), layout.language())
        if not errors:
            try:
                id, once = signing_in.open_account(application, **given, context=context())
            except BangDuanError as refusal:
                field = shown.field_of(refusal, "username", "name", "roles")
                errors = {field: [shown.said(refusal)]}
            else:
                return record(id, 201, once=once)
        return shown.page("new", web, 422, roles=shown.roles(scope), given=given, errors=errors)

    @blueprint.get(f"{_LIST}/<account_id>")
    @needs(SEE)
    def account_record(account_id: str) -> Response:
        return record(account_id)

    @blueprint.post(f"{_LIST}/<account_id>/password")
    @needs(ADMINISTER)
    def account_password(account_id: str) -> Response:
        try:
            once = signing_in.reset_password(application, account_id, context())
        except BangDuanError as refusal:
            return record(account_id, 409, problem=shown.said(refusal))
        return record(account_id, 201, once=once)

    @blueprint.post(f"{_LIST}/<account_id>/<action>")
    @needs(ADMINISTER)
    def account_changed(account_id: str, action: str) -> Answer:
        if action not in _ACTIONS:
            abort(404)
        values = {"account_id": account_id, **_given(action)}
        command = _ACTIONS[action]
        errors = by_field(schema_for(command).validate(values), layout.language())
        if errors:
            told = " ".join(text for texts in errors.values() for text in texts)
            return record(account_id, 422, problem=told)
        try:
            application.execute(schema_for(command).load(values), context=context())
        except BangDuanError as refusal:
            return record(account_id, 409, problem=shown.said(refusal))
        return shown.done(f"{_LIST}/{account_id}", action)

    @blueprint.get("/accounts/audit")
    @needs(SEE)
    def audit_page() -> Response:
        found = audit.page(application, before=request.args.get("before"))
        return shown.page("audit", web, entries=found["items"], following=found["earlier"])


def _given(action: str) -> dict[str, Any]:
    """What the form of an action holds, as its command has it."""
    form = request.form
    match action:
        case "name":
            return {"name": form.get("name", "").strip()}
        case "person":
            return {"person_id": form.get("person_id", "").strip() or None}
        case "roles":
            return {"roles": form.getlist("roles")}
        case "suspension":
            return {"reason": form.get("reason", "").strip() or None}
        case _:
            return {}
