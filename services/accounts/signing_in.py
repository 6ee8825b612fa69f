"""Signing in, renewing, passwords and tokens: what meets a secret before it becomes a command."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from uuid6 import uuid7

from bangduan.domain import Rule
from bangduan.events.types import EntityId, Line
from bangduan.service import installed
from bangduan.unit_of_work import Context, UnitOfWork
from bangduan.web import sessions as statements
from services.accounts import credentials, keys
from services.accounts.commands import require_no_wait
from services.accounts.domain.account import (
    ACCOUNT,
    ChangePassword,
    OpenAccount,
    RefuseSignIn,
    ResetPassword,
    SetUp,
)
from services.accounts.domain.name import RefuseName
from services.accounts.domain.password import folded, require_good
from services.accounts.domain.session import SESSION, SignIn
from services.accounts.domain.token import IssueToken
from services.accounts.projections import one_account

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bangduan.application import Application
    from bangduan.permissions import Role

NOT_LET_IN: Final = Rule(
    "sign-in-refused",
    en="Username and password do not fit, or the account is suspended. Check both.",
    th="ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง หรือบัญชีถูกระงับ โปรดตรวจสอบ",
)
CHANGE_IT_FIRST: Final = Rule(
    "password-is-one-time",
    en="This password was given out once. Choose one of your own now.",
    th="รหัสผ่านนี้เป็นรหัสชั่วคราว โปรดตั้งรหัสผ่านใหม่",
    field="new_password",
)
OLD_ONE_FITS: Final = Rule(
    "password-wrong",
    en="The password you have now is another. Check it.",
    th="รหัสผ่านปัจจุบันไม่ถูกต้อง โปรดตรวจสอบ",
    field="old_password",
)
ANOTHER_ONE: Final = Rule(
    "password-same",
    en="Choose a password other than the one you have.",
    th="โปรดตั้งรหัสผ่านที่ต่างจากเดิม",
    field="new_password",
)


@dataclasses.dataclass(frozen=True, slots=True)
class From:
    """Where a request comes from: network address, and what the browser calls itself."""

    address: str
    device: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Begun:
    """A session as its holder has it: with its secret."""

    session_id: str
    account_id: str
    secret: str
    expires_at: datetime

    @property
    def form_token(self) -> str:
        """What its forms carry; the same for as long as the session lives."""
        return hmac.new(self.secret.encode(), b"form", hashlib.sha256).hexdigest()


def sign_in(
    application: Application,
    username: str,
    password: str,
    source: From,
    *,
    new_password: str | None = None,
) -> Begun:
    """Begin a session.

    Args:
        new_password: replaces a one-time password, which lets nobody in by itself.

    Raises:
        RuleBroken: ``NOT_LET_IN``, ``TOO_OFTEN`` with the seconds to wait, ``CHANGE_IT_FIRST``, or
            a rule that the new password breaks.
    """
    now = datetime.now(UTC)
    account_id = credentials.account_named(application, username)
    _require_no_wait(application, account_id, source, now, username)
    known = account_id and credentials.password_hash(application, account_id)
    fitting = credentials.fits(password, known)
    account = UnitOfWork(application).state(ACCOUNT, account_id or "")
    if account_id is None or known is None or not fitting or account.status != "active":
        _refuse(application, account_id, source, now, username, suspended=fitting)
        raise NOT_LET_IN.broken()
    if account.must_change:
        if not new_password:
            raise CHANGE_IT_FIRST.broken()
        _choose(application, account_id, password, new_password)
    elif credentials.is_dated(known):
        credentials.renew_hash(application, account_id, known, password)
    return _begin(application, account_id, source, now)


def renewed(application: Application, session_id: str, secret: str) -> Begun | None:
    """The session this secret renews; None when it has ended or the secret is another's."""
    unit = UnitOfWork(application)
    session = unit.state(SESSION, session_id)
    if not hmac.compare_digest(session.secret_digest.encode(), _digest(secret).encode()):
        return None
    if not session.holds(datetime.now(UTC)) or session.expires_at is None:
        return None
    if unit.state(ACCOUNT, session.account_id).status != "active":
        return None
    return Begun(session_id, session.account_id, secret, session.expires_at)


def statement(application: Application, begun: Begun) -> tuple[str, datetime]:
    """The session's signed statement for the next while, and when that ends."""
    now = datetime.now(UTC)
    until = min(now + timedelta(seconds=statements.SESSION_SECONDS), begun.expires_at)
    said = statements.Statement(
        "session", begun.session_id, begun.account_id, form_token=begun.form_token
    )
    key = keys.signing_key(application)
    text = statements.sign(said, key, application.tambon, now=now, expires_at=until)
    return text, until


def set_up(application: Application, username: str, name: str, password: str) -> str:
    """Open the first account, an administrator's; its id.

    Raises:
        RuleBroken: there is an account, or the password may not be chosen.
    """
    require_good(password, username)
    account_id = EntityId(str(uuid7()))
    command = SetUp(
        account_id=account_id,
        username=Line(username),
        name=Line(name),
        password_hash=credentials.hashed(password),
    )
    application.execute(command, context=Context(actor=account_id))
    return account_id


def open_account(
    application: Application,
    *,
    username: str,
    name: str,
    roles: Sequence[Role],
    person_id: str | None = None,
    password: str | None = None,
    synthetic: bool = False,
    account_id: str | None = None,
    context: Context | None = None,
) -> tuple[str, str | None]:
    """Open an account; its id, and the one-time password unless ``password`` was given."""
    if password is not None:
        require_good(password, username)
    once = credentials.one_time_password() if password is None else None
    id = EntityId(account_id or str(uuid7()))
    command = OpenAccount(
        account_id=id,
        username=Line(username),
        name=Line(name),
        roles=tuple(roles),
        password_hash=credentials.hashed(password or once or ""),
        one_time=once is not None,
        person_id=None if person_id is None else EntityId(person_id),
        synthetic=synthetic,
    )
    application.execute(command, context=context)
    return id, once


def reset_password(
    application: Application, account_id: str, context: Context | None = None
) -> str:
    """A one-time password instead of the one there is."""
    once = credentials.one_time_password()
    command = ResetPassword(account_id=EntityId(account_id), password_hash=credentials.hashed(once))
    application.execute(command, context=context)
    return once


def change_password(
    application: Application,
    account_id: str,
    *,
    session_id: str | None,
    old: str,
    new: str,
    source: From,
) -> None:
    """One's own password; a wrong old one counts as a failure to sign in."""
    now = datetime.now(UTC)
    _require_no_wait(application, account_id, source, now)
    if not credentials.fits(old, credentials.password_hash(application, account_id)):
        _refuse(application, account_id, source, now)
        raise OLD_ONE_FITS.broken()
    _choose(application, account_id, old, new, session_id)


def issue_token(
    application: Application,
    account_id: str,
    *,
    label: str,
    scopes: Sequence[str],
    days: int,
    token_id: str | None = None,
    context: Context | None = None,
) -> tuple[str, str, datetime]:
    """Issue a token: its id, the token itself, and when it expires."""
    now = datetime.now(UTC).replace(microsecond=0)
    expires_at = now + timedelta(days=min(days, 10_000))
    command = IssueToken(
        token_id=EntityId(token_id or str(uuid7())),
        account_id=EntityId(account_id),
        label=Line(label),
        scopes=tuple(Line(scope) for scope in scopes),
        expires_at=expires_at,
        at=now,
        services=tuple(installed()),
        roles=UnitOfWork(application).state(ACCOUNT, account_id).roles,
    )
    application.execute(command, context=context)
    text = signed_token(
        application, command.token_id, account_id, scopes, issued_at=now, expires_at=expires_at
    )
    return command.token_id, text, expires_at


def signed_token(
    application: Application,
    token_id: str,
    account_id: str,
    scopes: Sequence[str],
    *,
    issued_at: datetime,
    expires_at: datetime,
) -> str:
    """A token that was issued, as it is shown to whom it is for; the same every time."""
    said = statements.Statement("token", token_id, account_id, frozenset(scopes))
    key = keys.signing_key(application)
    return statements.sign(said, key, application.tambon, now=issued_at, expires_at=expires_at)


def address_id(application: Application, address: str) -> str | None:
    """Keyed hash of a network address; None while there is no account to try."""
    secret = credentials.secret_of(application)
    return None if secret is None else credentials.digest(secret, "address", address)


def _begin(application: Application, account_id: str, source: From, now: datetime) -> Begun:
    secret = secrets.token_urlsafe(32)
    command = SignIn(
        session_id=EntityId(str(uuid7())),
        account_id=EntityId(account_id),
        address_id=EntityId(address_id(application, source.address) or ""),
        secret_digest=Line(_digest(secret)),
        at=now,
        device=_line(source.device),
        address=_line(source.address),
    )
    application.execute(command, context=Context(actor=account_id))
    session = UnitOfWork(application).state(SESSION, command.session_id)
    return Begun(command.session_id, account_id, secret, session.expires_at or now)


def _choose(
    application: Application,
    account_id: str,
    old: str,
    new: str,
    session_id: str | None = None,
) -> None:
    found: dict[str, Any] = one_account(application.reader, account_id) or {}
    require_good(new, str(found.get("username") or ""))
    ANOTHER_ONE.require(old != new)
    command = ChangePassword(
        account_id=EntityId(account_id),
        password_hash=credentials.hashed(new),
        session_id=None if session_id is None else EntityId(session_id),
    )
    application.execute(command, context=Context(actor=account_id))


def _name_id(application: Application, username: str) -> EntityId:
    """Keyed hash of a name that was tried, as it is compared."""
    secret = credentials.secret_of(application) or ""
    return EntityId(credentials.digest(secret, "name", folded(username)))


def _require_no_wait(
    application: Application,
    account_id: str | None,
    source: From,
    now: datetime,
    username: str = "",
) -> None:
    address = address_id(application, source.address)
    if address is not None:
        name = _name_id(application, username)
        require_no_wait(UnitOfWork(application), account_id, address, now, name_id=name)


def _refuse(
    application: Application,
    account_id: str | None,
    source: From,
    now: datetime,
    username: str = "",
    *,
    suspended: bool = False,
) -> None:
    address = address_id(application, source.address)
    if address is None:
        return
    if account_id is None:
        name = _name_id(application, username)
        application.execute(RefuseName(name_id=name, address_id=EntityId(address), at=now))
        return
    command = RefuseSignIn(
        account_id=EntityId(account_id),
        address_id=EntityId(address),
        reason="suspended" if suspended else "wrong-password",
        at=now,
        address=_line(source.address),
    )
    application.execute(command)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _line(text: str | None) -> Line | None:
    """Text of a browser as one line of the contract, None when nothing is left of it."""
    kept = "".join(letter for letter in (text or "")[:300] if letter.isprintable()).strip()
    return Line(kept) if kept else None
