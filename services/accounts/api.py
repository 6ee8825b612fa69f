"""JSON resources of the accounts service. Signing in is a page's: a program has a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from werkzeug.exceptions import TooManyRequests

from bangduan import access
from bangduan.domain import RuleBroken
from bangduan.permissions import OWN, PUBLIC, Permission, permission_of, reads
from bangduan.service import installed
from bangduan.web.api import Api, context
from bangduan.web.guard import identity
from bangduan.web.problems import FORBIDDEN, Refused, language
from services.accounts import audit, projections, requests, signing_in, views
from services.accounts.commands import TOO_OFTEN
from services.accounts.domain.account import (
    ChangeRoles,
    EraseAccount,
    LinkAccount,
    RenameAccount,
    RestoreAccount,
    SuspendAccount,
)
from services.accounts.domain.session import EndSession
from services.accounts.domain.token import RevokeToken
from services.accounts.permissions import ADMINISTER, SEE, SEE_OWN

if TYPE_CHECKING:
    from bangduan.access import Identity
    from bangduan.application import Application

API = Api("accounts")


@reads(SEE_OWN)
def who_am_i(application: Application, given: views.Nothing) -> dict[str, Any]:
    """Whoever asks: roles, and what may be done with them here."""
    who = _asking()
    return {
        "account_id": who.account_id,
        "name": access.names(application.reader, [who.account_id]).get(who.account_id),
        "roles": sorted(who.roles),
        "person_id": who.person_id,
        "permissions": sorted(p.name for p in _every_permission(application) if who.may(p)),
        "session_id": who.session_id,
    }


@reads(PUBLIC)
def set_up(application: Application, given: views.SetUpForm) -> dict[str, Any]:
    """The first account, while there is none; refused ever after."""
    id = signing_in.set_up(application, given.username, given.name, given.password)
    return {"id": id, "one_time_password": None}


@reads(ADMINISTER)
def open_account(application: Application, given: views.OpenForm) -> dict[str, Any]:
    """An account with a one-time password, which is told here and nowhere else."""
    id, once = signing_in.open_account(
        application, username=given.username, name=given.name, roles=given.roles,
        person_id=given.person_id, context=context(),
    )  # fmt: skip
    return {"id": id, "one_time_password": once}


@reads(ADMINISTER)
def reset_password(
    application: Application, given: views.Nothing, account_id: str
) -> dict[str, Any]:
    """A one-time password instead of the one there is; every session of the account ends."""
    once = signing_in.reset_password(application, account_id, context())
    return {"id": account_id, "one_time_password": once}


@reads(OWN)
def change_password(application: Application, given: views.PasswordForm) -> dict[str, Any]:
    """One's own password; every other session ends."""
    who = _in_a_session()
    try:
        signing_in.change_password(
            application, who.account_id, session_id=who.session_id, old=given.old_password,
            new=given.new_password, source=requests.source(),
        )  # fmt: skip
    except RuleBroken as refusal:
        _too_many(refusal)
    return {"id": who.account_id, "one_time_password": None}


@reads(SEE_OWN)
def my_sessions(application: Application, given: views.Nothing) -> dict[str, Any]:
    """One's own sessions that still hold."""
    found = projections.sessions_of(application.reader, _asking().account_id, requests.now_text())
    return {"items": found}


@reads(SEE_OWN)
def my_tokens(application: Application, given: views.Nothing) -> dict[str, Any]:
    """One's own tokens that still hold, without their secrets."""
    found = projections.tokens_of(application.reader, _asking().account_id, requests.now_text())
    return {"items": found}


@reads(OWN)
def issue_token(application: Application, given: views.TokenForm) -> dict[str, Any]:
    """A token for a program; it is told here and nowhere else. A token cannot make another."""
    id, token, expires_at = signing_in.issue_token(
        application, _in_a_session().account_id, label=given.label, scopes=given.scopes,
        days=given.days, context=context(),
    )  # fmt: skip
    return {"id": id, "token": token, "expires_at": expires_at.isoformat()}


@reads(SEE)
def read_audit(application: Application, given: views.AuditQuery) -> dict[str, Any]:
    """What was done and tried, newest first."""
    return audit.page(application, before=given.before, account_id=given.account_id)


def _asking() -> Identity:
    who = identity()
    if who is None:  # the guard lets nobody come here who is not known
        raise Refused(FORBIDDEN)
    return who


def _in_a_session() -> Identity:
    """A token may neither prolong itself nor change what it was made with."""
    who = _asking()
    if who.scopes is not None:
        raise Refused(FORBIDDEN)
    return who


def _too_many(refusal: RuleBroken) -> NoReturn:
    if refusal.rule == TOO_OFTEN.name:
        said = refusal.en if language() == "en" else refusal.th
        raise TooManyRequests(said, retry_after=int(str(refusal.facts["seconds"]))) from refusal
    raise refusal


def _every_permission(application: Application) -> set[Permission]:
    """Every permission that a command of a service needs which runs here."""
    found = {OWN, SEE_OWN, SEE, ADMINISTER}
    for service in installed().values():
        if not service.runs_at(application.scope):
            continue
        commands = service.aggregates_by_command()
        found |= {p for p in map(permission_of, commands) if p is not None}
        found.add(service.audit)
    return found


API.act(
    "GET", "/me", given=views.Nothing, view=views.Me, act=who_am_i, tag="me", summary="Who am I"
)
API.act(
    "POST", "/me/password", given=views.PasswordForm, view=views.Opened, act=change_password,
    tag="me", summary="Change one's own password",
)  # fmt: skip
API.act(
    "GET", "/me/sessions", given=views.Nothing, view=views.SessionPage, act=my_sessions, tag="me",
    summary="One's own sessions",
)  # fmt: skip
API.act(
    "GET", "/me/tokens", given=views.Nothing, view=views.TokenPage, act=my_tokens, tag="me",
    summary="One's own tokens",
)  # fmt: skip
API.act(
    "POST", "/me/tokens", given=views.TokenForm, view=views.Issued, act=issue_token, tag="me",
    summary="Issue a token", status=201,
)  # fmt: skip
API.act(
    "POST", "/set-up", given=views.SetUpForm, view=views.Opened, act=set_up, tag="set-up",
    summary="Open the first account", status=201,
)  # fmt: skip

API.listing(
    "GET", "/accounts", view=views.AccountView, query=projections.list_accounts,
    filters=views.AccountFilter, tag="accounts", summary="Accounts",
)  # fmt: skip
API.act(
    "POST", "/accounts", given=views.OpenForm, view=views.Opened, act=open_account,
    tag="accounts", summary="Open an account", status=201,
)  # fmt: skip
API.item(
    "GET", "/accounts/<account_id>", view=views.AccountView, query=projections.one_account,
    tag="accounts", summary="One account",
)  # fmt: skip
API.act(
    "POST", "/accounts/<account_id>/password", given=views.Nothing, view=views.Opened,
    act=reset_password, tag="accounts", summary="Set a one-time password",
)  # fmt: skip
API.command(
    "PUT", "/accounts/<account_id>/name", RenameAccount, tag="accounts", summary="Rename it"
)
API.command(
    "PUT", "/accounts/<account_id>/person", LinkAccount, tag="accounts",
    summary="Say whose account it is",
)  # fmt: skip
API.command(
    "PUT", "/accounts/<account_id>/roles", ChangeRoles, tag="accounts", summary="Change its roles"
)
API.command(
    "POST", "/accounts/<account_id>/suspension", SuspendAccount, tag="accounts",
    summary="Suspend it",
)  # fmt: skip
API.command(
    "POST", "/accounts/<account_id>/restoration", RestoreAccount, tag="accounts",
    summary="Restore it",
)  # fmt: skip
API.command(
    "POST", "/accounts/<account_id>/erasure", EraseAccount, tag="accounts",
    summary="Erase it for good",
)  # fmt: skip

API.listing(
    "GET", "/sessions", view=views.SessionView, query=projections.list_sessions, tag="sessions",
    summary="Every session",
)  # fmt: skip
API.command(
    "POST", "/sessions/<session_id>/end", EndSession, tag="sessions", summary="End a session"
)
API.listing(
    "GET", "/tokens", view=views.TokenView, query=projections.list_tokens, tag="tokens",
    summary="Every token",
)  # fmt: skip
API.command(
    "POST", "/tokens/<token_id>/revocation", RevokeToken, tag="tokens", summary="Revoke a token"
)
API.act(
    "GET", "/audit", given=views.AuditQuery, view=views.AuditPage, act=read_audit, tag="audit",
    summary="What was done and tried",
)  # fmt: skip
