"""Commands that concern more than their own stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select

from bangduan.domain import Rule, RuleBroken
from bangduan.events.accounts import EndReason
from bangduan.events.types import EntityId
from bangduan.permissions import ROLE_NAMES, Role, roles_at
from bangduan.unit_of_work import UnitOfWork
from services.accounts import credentials
from services.accounts.domain.account import (
    ACCOUNT,
    ACTIVE,
    AN_ADMINISTRATOR_STAYS,
    SET_UP_ONCE,
    ChangePassword,
    ChangeRoles,
    ClearFailures,
    EraseAccount,
    OpenAccount,
    RefuseSignIn,
    ResetPassword,
    SetUp,
    SuspendAccount,
)
from services.accounts.domain.address import ADDRESS, RefuseAddress
from services.accounts.domain.name import NAME, RefuseName
from services.accounts.domain.session import ONES_OWN as ONES_OWN_SESSION
from services.accounts.domain.session import SESSION, CloseSession, EndSession, SignIn
from services.accounts.domain.token import ONES_OWN as ONES_OWN_TOKEN
from services.accounts.domain.token import TOKEN, CloseToken, IssueToken, RevokeToken
from services.accounts.projections import accounts, sessions, tokens

#: The fact that says the first account is there.
FIRST: Final = "first-account"
_ADMINISTRATORS: Final = "administrators"

TOO_OFTEN: Final = Rule(
    "too-many",
    en="Too many attempts failed. Try again in {wait_en}.",
    th="ลองผิดหลายครั้งเกินไป โปรดลองใหม่ในอีก {wait_th}",
)
ROLES_ARE_OF_HERE: Final = Rule(
    "role-not-of-here",
    en="Accounts here cannot have the role {role_en}. Choose among: {choice_en}.",
    th="บัญชีที่นี่ไม่มีบทบาท{role_th} โปรดเลือกจาก: {choice_th}",
    field="roles",
)


def set_up(command: SetUp, uow: UnitOfWork) -> None:
    """The first administrator; of two at once, one finds the other there."""
    if uow.fact(FIRST) is not None:
        raise SET_UP_ONCE.broken()
    # claimed whatever was committed since: asked once more, it might be another's by now
    uow.claim(FIRST, command.account_id)
    _open(command, uow)


def open_account(command: OpenAccount, uow: UnitOfWork) -> None:
    """Under a username that nobody has, with roles that there are here."""
    _require_roles_of_here(uow, command.roles)
    if uow.fact(FIRST) is None:
        uow.claim(FIRST, command.account_id)
    _open(command, uow)


def change_roles(command: ChangeRoles, uow: UnitOfWork) -> None:
    """Somebody active stays administrator; a site has no roles of a province, nor it a site's."""
    _require_roles_of_here(uow, command.roles)
    if "administrator" not in command.roles:
        _another_administrates(uow, command.account_id)
    uow.decide(ACCOUNT, command.account_id, command)


def suspend(command: SuspendAccount, uow: UnitOfWork) -> None:
    """What was begun under it ends."""
    _another_administrates(uow, command.account_id)
    uow.decide(ACCOUNT, command.account_id, command)
    _end_everything(uow, command.account_id, "account-suspended")


def erase(command: EraseAccount, uow: UnitOfWork) -> None:
    """Password and username go with it."""
    _another_administrates(uow, command.account_id)
    _end_everything(uow, command.account_id, "account-erased")
    uow.decide(ACCOUNT, command.account_id, command)
    credentials.give_up(uow, command.account_id)


def change_password(command: ChangePassword, uow: UnitOfWork) -> None:
    """Every session but the one it was done in ends."""
    uow.decide(ACCOUNT, command.account_id, command)
    credentials.keep(uow, command.account_id, command.password_hash)
    _end_sessions(uow, command.account_id, "password-changed", but=command.session_id)


def reset_password(command: ResetPassword, uow: UnitOfWork) -> None:
    """Every session ends."""
    uow.decide(ACCOUNT, command.account_id, command)
    credentials.keep(uow, command.account_id, command.password_hash)
    _end_sessions(uow, command.account_id, "password-changed")


def sign_in(command: SignIn, uow: UnitOfWork) -> None:
    """Unless one has to wait; what failed before is counted no longer."""
    require_no_wait(uow, command.account_id, command.address_id, command.at)
    ACTIVE.require(uow.require(ACCOUNT, command.account_id).status == "active")
    uow.decide(ACCOUNT, command.account_id, ClearFailures(account_id=command.account_id))
    uow.decide(SESSION, command.session_id, command)


def refuse_sign_in(command: RefuseSignIn, uow: UnitOfWork) -> None:
    """Counted for the account and for the address; while one has to wait, nothing is."""
    require_no_wait(uow, command.account_id, command.address_id, command.at)
    uow.decide(ACCOUNT, command.account_id, command)
    _count(uow, command)


def refuse_name(command: RefuseName, uow: UnitOfWork) -> None:
    """A name that no account has is counted as an account would be.

    How many such names one address can make us remember is bounded by its own wait.
    """
    require_no_wait(uow, None, command.address_id, command.at, name_id=command.name_id)
    uow.decide(NAME, command.name_id, command)
    _count(uow, command)


def end_session(command: EndSession, uow: UnitOfWork) -> None:
    """One's own; an administrator ends any. Only the one it is asked in is signed out of."""
    session = uow.require(SESSION, command.session_id, field="session_id")
    ONES_OWN_SESSION.require(session.account_id == uow.actor or _administers(uow))
    if command.session_id == uow.session_id:
        uow.decide(SESSION, command.session_id, command)
    else:
        closed = CloseSession(session_id=command.session_id, reason="ended-elsewhere")
        uow.decide(SESSION, command.session_id, closed)


def issue_token(command: IssueToken, uow: UnitOfWork) -> None:
    """The account is active."""
    account = uow.require(ACCOUNT, command.account_id, field="account_id")
    ACTIVE.require(account.status == "active")
    uow.decide(TOKEN, command.token_id, command)


def revoke_token(command: RevokeToken, uow: UnitOfWork) -> None:
    """One's own; an administrator revokes any."""
    token = uow.require(TOKEN, command.token_id, field="token_id")
    ONES_OWN_TOKEN.require(token.account_id == uow.actor or _administers(uow))
    uow.decide(TOKEN, command.token_id, command)


def require_no_wait(
    uow: UnitOfWork,
    account_id: str | None,
    address_id: str,
    now: datetime,
    *,
    name_id: str | None = None,
) -> None:
    """Raise RuleBroken, telling the time left, while account, address or name is shut.

    Args:
        name_id: of a name that no account has, where there is no account.
    """
    waits = [uow.state(ADDRESS, address_id).wait(now)]
    if account_id is not None:
        waits.append(uow.state(ACCOUNT, account_id).wait(now))
    elif name_id is not None:
        waits.append(uow.state(NAME, name_id).wait(now))
    left = max(waits).total_seconds()
    if left > 0:
        raise too_often(int(left) + 1)


def too_often(seconds: int) -> RuleBroken:
    """The refusal to whoever has to wait so long; its fact ``seconds`` is for programs."""
    minutes, rest = divmod(seconds, 60)
    en = [f"{n} {unit}{'s'[: n != 1]}" for n, unit in ((minutes, "minute"), (rest, "second")) if n]
    th = [f"{n} {unit}" for n, unit in ((minutes, "นาที"), (rest, "วินาที")) if n]
    return TOO_OFTEN.broken(seconds=seconds, wait_en=" ".join(en), wait_th=" ".join(th))


def _count(uow: UnitOfWork, command: RefuseSignIn | RefuseName) -> None:
    """The address, too, has failed once more."""
    counted = RefuseAddress(address_id=command.address_id, at=command.at)
    uow.decide(ADDRESS, command.address_id, counted)


def _open(command: SetUp | OpenAccount, uow: UnitOfWork) -> None:
    uow.decide(ACCOUNT, command.account_id, command)
    credentials.take_username(uow, command.account_id, command.username)
    credentials.keep(uow, command.account_id, command.password_hash)


def _require_roles_of_here(uow: UnitOfWork, roles: Sequence[Role]) -> None:
    here = roles_at(uow.scope)
    for role in roles:
        if role not in here:
            raise ROLES_ARE_OF_HERE.broken(
                role=role, role_th=ROLE_NAMES[role][0], role_en=ROLE_NAMES[role][1],
                choice_th=" ".join(ROLE_NAMES[each][0] for each in here),
                choice_en=", ".join(ROLE_NAMES[each][1] for each in here),
            )  # fmt: skip


def _administers(uow: UnitOfWork) -> bool:
    return uow.actor is not None and uow.state(ACCOUNT, uow.actor).administers


def _another_administrates(uow: UnitOfWork, account_id: str) -> None:
    """Refuse to lose the last; of two who would leave at once, one is decided anew."""
    times = int(uow.fact(_ADMINISTRATORS) or "0")
    if not uow.state(ACCOUNT, account_id).administers:
        return
    rows = uow.read(
        select(accounts.c.account_id, accounts.c.roles).where(accounts.c.status == "active")
    )
    AN_ADMINISTRATOR_STAYS.require(
        any("administrator" in row["roles"] and row["account_id"] != account_id for row in rows)
    )
    uow.claim(f"{_ADMINISTRATORS}/{times + 1}", account_id)
    uow.remember(_ADMINISTRATORS, str(times + 1))


def _end_everything(uow: UnitOfWork, account_id: str, reason: EndReason) -> None:
    _end_sessions(uow, account_id, reason)
    standing = select(tokens.c.token_id).where(tokens.c.account_id == account_id)
    for row in uow.read(standing.where(tokens.c.ended.is_(None))):
        closed = CloseToken(token_id=EntityId(row["token_id"]), reason=reason)
        uow.decide(TOKEN, row["token_id"], closed)


def _end_sessions(
    uow: UnitOfWork, account_id: str, reason: EndReason, but: str | None = None
) -> None:
    now = datetime.now(UTC).isoformat()
    standing = (
        select(sessions.c.session_id)
        .where(sessions.c.account_id == account_id)
        .where(sessions.c.ended.is_(None))
        .where(sessions.c.expires_at > now)
    )
    for row in uow.read(standing):
        if row["session_id"] != but:
            closed = CloseSession(session_id=EntityId(row["session_id"]), reason=reason)
            uow.decide(SESSION, row["session_id"], closed)


HANDLERS: Final[Mapping[type, Callable[..., object]]] = {
    SetUp: set_up,
    OpenAccount: open_account,
    ChangeRoles: change_roles,
    SuspendAccount: suspend,
    EraseAccount: erase,
    ChangePassword: change_password,
    ResetPassword: reset_password,
    SignIn: sign_in,
    RefuseSignIn: refuse_sign_in,
    RefuseName: refuse_name,
    EndSession: end_session,
    IssueToken: issue_token,
    RevokeToken: revoke_token,
}
