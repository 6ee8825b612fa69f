"""Accounts, sessions and tokens, as lists show them; names and addresses sealed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.accounts import (
    AccountErased,
    AccountLinked,
    AccountOpened,
    AccountRenamed,
    AccountRestored,
    AccountSuspended,
    ApiTokenIssued,
    ApiTokenRevoked,
    PasswordChanged,
    RolesChanged,
    SessionBegun,
    SessionEnded,
)
from bangduan.events.envelope import Recorded
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows, personal_column
from services.accounts.permissions import ADMINISTER, SEE
from services.accounts.views import AccountFilter

accounts = ReadTable(
    "accounts",
    Column("account_id", String, primary_key=True),
    personal_column("username", subject="account_id"),
    personal_column("name", subject="account_id"),
    Column("roles", JSON),
    Column("person_id", String),
    Column("status", String),
    Column("must_change", Boolean),
    Column("synthetic", Boolean),
    Column("opened_at", String),
    Column("version", Integer),
)
sessions = ReadTable(
    "sessions",
    Column("session_id", String, primary_key=True),
    Column("account_id", String, index=True),
    personal_column("device", subject="account_id"),
    personal_column("address", subject="account_id"),
    Column("begun_at", String),
    Column("expires_at", String),
    Column("ended", String),
)
tokens = ReadTable(
    "tokens",
    Column("token_id", String, primary_key=True),
    Column("account_id", String),
    Column("label", String),
    Column("scopes", JSON),
    Column("issued_at", String),
    Column("expires_at", String),
    Column("ended", String),
)

ACCOUNTS = Projection("accounts", version=1, tables=(accounts, sessions, tokens))


@ACCOUNTS.on(AccountOpened)
def _(event: AccountOpened, at: Recorded, rows: Rows) -> None:
    rows.put(
        accounts,
        account_id=event.account_id,
        username=event.username,
        name=event.name,
        roles=list(event.roles),
        person_id=None,
        status="active",
        must_change=False,
        synthetic=event.synthetic,
        opened_at=at.time,
        version=at.version,
    )


@ACCOUNTS.on(AccountRenamed)
def _(event: AccountRenamed, at: Recorded, rows: Rows) -> None:
    _change(event.account_id, at, rows, name=event.name)


@ACCOUNTS.on(AccountLinked)
def _(event: AccountLinked, at: Recorded, rows: Rows) -> None:
    _change(event.account_id, at, rows, person_id=event.person_id)


@ACCOUNTS.on(RolesChanged)
def _(event: RolesChanged, at: Recorded, rows: Rows) -> None:
    _change(event.account_id, at, rows, roles=list(event.roles))


@ACCOUNTS.on(PasswordChanged)
def _(event: PasswordChanged, at: Recorded, rows: Rows) -> None:
    _change(event.account_id, at, rows, must_change=event.by == "administrator")


@ACCOUNTS.on(AccountSuspended)
def _(event: AccountSuspended, at: Recorded, rows: Rows) -> None:
    _change(event.account_id, at, rows, status="suspended")


@ACCOUNTS.on(AccountRestored)
def _(event: AccountRestored, at: Recorded, rows: Rows) -> None:
    _change(event.account_id, at, rows, status="active")


@ACCOUNTS.on(AccountErased)
def _(event: AccountErased, at: Recorded, rows: Rows) -> None:
    _change(event.account_id, at, rows, status="erased")


@ACCOUNTS.on(SessionBegun)
def _(event: SessionBegun, at: Recorded, rows: Rows) -> None:
    rows.put(
        sessions,
        session_id=event.session_id,
        account_id=event.account_id,
        device=event.device,
        address=event.address,
        begun_at=at.time,
        expires_at=event.expires_at.isoformat(),
        ended=None,
    )


@ACCOUNTS.on(SessionEnded)
def _(event: SessionEnded, at: Recorded, rows: Rows) -> None:
    rows.change(sessions, {"session_id": event.session_id}, ended=event.reason)


@ACCOUNTS.on(ApiTokenIssued)
def _(event: ApiTokenIssued, at: Recorded, rows: Rows) -> None:
    rows.put(
        tokens,
        token_id=event.token_id,
        account_id=event.account_id,
        label=event.label,
        scopes=list(event.scopes),
        issued_at=at.time,
        expires_at=event.expires_at.isoformat(),
        ended=None,
    )


@ACCOUNTS.on(ApiTokenRevoked)
def _(event: ApiTokenRevoked, at: Recorded, rows: Rows) -> None:
    rows.change(tokens, {"token_id": event.token_id}, ended=event.reason)


@reads(SEE)
def list_accounts(filters: AccountFilter) -> Select[Any]:
    """Accounts; erased ones without a name."""
    query = select(accounts)
    return query if filters.status is None else query.where(accounts.c.status == filters.status)


@reads(SEE)
def one_account(reader: Reader, account_id: str) -> dict[str, Any] | None:
    """One account."""
    return reader.one(select(accounts).where(accounts.c.account_id == account_id))


@reads(ADMINISTER)
def list_sessions() -> Select[Any]:
    """Every session, ended or not."""
    return select(sessions)


@reads(ADMINISTER)
def list_tokens() -> Select[Any]:
    """Every token, without its secret."""
    return select(tokens)


def one_token(reader: Reader, token_id: str) -> dict[str, Any] | None:
    """One token, ended or not."""
    return reader.one(select(tokens).where(tokens.c.token_id == token_id))


def sessions_of(reader: Reader, account_id: str, now: str) -> list[dict[str, Any]]:
    """Sessions of an account that still hold, newest first."""
    return reader.all(
        select(sessions)
        .where(sessions.c.account_id == account_id)
        .where(sessions.c.ended.is_(None))
        .where(sessions.c.expires_at > now)
        .order_by(sessions.c.session_id.desc())
    )


def tokens_of(reader: Reader, account_id: str, now: str) -> list[dict[str, Any]]:
    """Tokens of an account that still hold, newest first."""
    return reader.all(
        select(tokens)
        .where(tokens.c.account_id == account_id)
        .where(tokens.c.ended.is_(None))
        .where(tokens.c.expires_at > now)
        .order_by(tokens.c.token_id.desc())
    )


def _change(account_id: str, at: Recorded, rows: Rows, **values: Any) -> None:
    rows.change(accounts, {"account_id": account_id}, version=at.version, **values)
