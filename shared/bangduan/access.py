"""What a service knows of who may come in: keys, accounts and what has ended, from ``accounts``.

Every service that serves anything keeps these read tables in its own database and follows the
accounts service's events like any other. A session is believed when a published key signed it, its
account is active and it has not ended; the roles are those of the account now, not those of the day
it signed in. With accounts down, who is signed in stays so.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from sqlalchemy import JSON, Boolean, Column, String, select

from bangduan.events.accounts import (
    AccountErased,
    AccountLinked,
    AccountOpened,
    AccountRenamed,
    AccountRestored,
    AccountSuspended,
    ApiTokenRevoked,
    RolesChanged,
    SessionEnded,
    SigningKeyPublished,
    SigningKeyRetired,
)
from bangduan.events.definition import FORGOTTEN
from bangduan.permissions import Permission, Role
from bangduan.projection import Projection, ReadTable, Rows, personal_column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bangduan.application import Reader
    from bangduan.events.envelope import Recorded

SOURCE: Final = "accounts"
#: A scope that covers every service.
EVERYTHING: Final = "*"

keys = ReadTable(
    "access_keys", Column("key_id", String, primary_key=True), Column("public_key", String)
)
accounts = ReadTable(
    "access_accounts",
    Column("account_id", String, primary_key=True),
    personal_column("name", subject="account_id"),
    Column("person_id", String),
    Column("roles", JSON),
    Column("active", Boolean),
)
ended = ReadTable("access_ended", Column("id", String, primary_key=True))

ACCESS: Final = Projection("access", version=1, tables=(keys, accounts, ended), source=SOURCE)


@dataclasses.dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking.

    Attributes:
        account_id: stands as ``actor`` in every event that follows.
        session_id: the session, or the API token, it was shown by.
        roles: of the account, as they are now.
        person_id: the person of the register whose account it is, where that is known.
        scopes: what an API token was issued for; None for a session, which may do all.
        form_token: what forms of this session carry, so that no other site can send one.
    """

    account_id: str
    session_id: str
    roles: frozenset[Role]
    person_id: str | None = None
    scopes: frozenset[str] | None = None
    form_token: str = ""

    def may(self, permission: Permission) -> bool:
        """True when the account's roles and, for a token, its scopes allow it."""
        return permission.granted_to(self.roles) and self.covers(permission)

    def covers(self, permission: Permission) -> bool:
        """True when the scopes allow it; who may write may also read."""
        if self.scopes is None or permission.public:
            return True
        verb = "write" if permission.changes else "read"
        wanted = {
            f"{name}:{v}" for name in (permission.service, EVERYTHING) for v in (verb, "write")
        }
        return not self.scopes.isdisjoint(wanted)


def may(identity: Identity | None, permission: Permission) -> bool:
    """True when whoever asks, perhaps nobody we know, has this permission."""
    return permission.public or (identity is not None and identity.may(permission))


def public_key(reader: Reader, key_id: str) -> str | None:
    """A published signing key, None for one that is unknown or retired."""
    row = reader.one(select(keys.c.public_key).where(keys.c.key_id == key_id))
    return None if row is None else str(row["public_key"])


def any_key(reader: Reader) -> bool:
    """True once accounts' first key has arrived: from then on somebody can be let in."""
    return reader.one(select(keys.c.key_id)) is not None


def any_account(reader: Reader) -> bool:
    """True once the first account is known: until then the site can be set up."""
    return reader.one(select(accounts.c.account_id)) is not None


def holder(
    reader: Reader, account_id: str, session_id: str
) -> tuple[frozenset[Role], str | None] | None:
    """Roles and person of an active account, unless the session or token has ended."""
    gone = select(ended.c.id).where(ended.c.id == session_id).exists()
    row = reader.one(
        select(accounts.c.roles, accounts.c.person_id)
        .where(accounts.c.account_id == account_id)
        .where(accounts.c.active.is_(True))
        .where(~gone)
    )
    return None if row is None else (frozenset(row["roles"]), row["person_id"])


def is_known(reader: Reader, account_id: str) -> bool:
    """True once the account's opening has arrived, whatever became of the account since."""
    known = select(accounts.c.account_id).where(accounts.c.account_id == account_id)
    return reader.one(known) is not None


def names(reader: Reader, account_ids: Iterable[str]) -> dict[str, str]:
    """What the accounts are called, as far as they are known and not erased."""
    wanted = set(account_ids)
    if not wanted:
        return {}
    found = reader.all(
        select(accounts.c.account_id, accounts.c.name).where(accounts.c.account_id.in_(wanted))
    )
    return {
        row["account_id"]: row["name"]
        for row in found
        if row["name"] is not None and row["name"] is not FORGOTTEN
    }


@ACCESS.on(SigningKeyPublished)
def _(event: SigningKeyPublished, at: Recorded, rows: Rows) -> None:
    rows.put(keys, key_id=event.key_id, public_key=event.public_key)


@ACCESS.on(SigningKeyRetired)
def _(event: SigningKeyRetired, at: Recorded, rows: Rows) -> None:
    rows.remove(keys, {"key_id": event.key_id})


@ACCESS.on(AccountOpened)
def _(event: AccountOpened, at: Recorded, rows: Rows) -> None:
    rows.put(
        accounts,
        account_id=event.account_id,
        name=event.name,
        person_id=None,
        roles=list(event.roles),
        active=True,
    )


@ACCESS.on(AccountRenamed)
def _(event: AccountRenamed, at: Recorded, rows: Rows) -> None:
    rows.change(accounts, {"account_id": event.account_id}, name=event.name)


@ACCESS.on(AccountLinked)
def _(event: AccountLinked, at: Recorded, rows: Rows) -> None:
    rows.change(accounts, {"account_id": event.account_id}, person_id=event.person_id)


@ACCESS.on(RolesChanged)
def _(event: RolesChanged, at: Recorded, rows: Rows) -> None:
    rows.change(accounts, {"account_id": event.account_id}, roles=list(event.roles))


@ACCESS.on(AccountSuspended, AccountErased)
def _(event: AccountSuspended | AccountErased, at: Recorded, rows: Rows) -> None:
    rows.change(accounts, {"account_id": event.account_id}, active=False)


@ACCESS.on(AccountRestored)
def _(event: AccountRestored, at: Recorded, rows: Rows) -> None:
    rows.change(accounts, {"account_id": event.account_id}, active=True)


@ACCESS.on(SessionEnded)
def _(event: SessionEnded, at: Recorded, rows: Rows) -> None:
    rows.put(ended, id=event.session_id)


@ACCESS.on(ApiTokenRevoked)
def _(event: ApiTokenRevoked, at: Recorded, rows: Rows) -> None:
    rows.put(ended, id=event.token_id)
