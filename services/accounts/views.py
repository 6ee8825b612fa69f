"""What the API shows. Times are ISO 8601 in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bangduan.events.accounts import EndReason
from bangduan.events.types import EntityId, Line, PositiveCount
from bangduan.permissions import Role

Status = Literal["active", "suspended", "erased"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """An account, as administrators and auditors see it."""

    account_id: EntityId
    username: Line | None
    name: Line | None
    roles: tuple[Role, ...]
    person_id: EntityId | None
    status: Status
    must_change: bool
    synthetic: bool
    opened_at: Line
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFilter:
    """Chooses accounts."""

    status: Status | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A session: where from, since when, until when."""

    session_id: EntityId
    account_id: EntityId
    device: Line | None
    address: Line | None
    begun_at: Line
    expires_at: Line
    ended: EndReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenView:
    """A token, without the secret."""

    token_id: EntityId
    account_id: EntityId
    label: Line
    scopes: tuple[Line, ...]
    issued_at: Line
    expires_at: Line
    ended: EndReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage:
    """Sessions, all of them."""

    items: tuple[SessionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPage:
    """Tokens, all of them."""

    items: tuple[TokenView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Whoever asks.

    Attributes:
        permissions: names of all that may be done here, as ``funds.books``.
        session_id: the session or token it was asked with.
    """

    account_id: EntityId
    name: Line | None
    roles: tuple[Role, ...]
    person_id: EntityId | None
    permissions: tuple[Line, ...]
    session_id: EntityId


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpForm:
    """The first administrator."""

    username: Line
    name: Line
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """A new account."""

    username: Line
    name: Line
    roles: tuple[Role, ...]
    person_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordForm:
    """Another password for one's own account."""

    old_password: str
    new_password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenForm:
    """A token for a program.

    Attributes:
        scopes: ``<service>:read``, ``<service>:write``, or ``*`` for the service.
        days: until it expires, 1 to 366.
    """

    label: Line
    scopes: tuple[Line, ...]
    days: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """A body that says nothing: ``{}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An account, and a one-time password where one was made; it is shown this once."""

    id: EntityId
    one_time_password: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A token, shown this once: send it as ``Authorization: Bearer``."""

    id: EntityId
    token: Line
    expires_at: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """Part of the audit.

    Attributes:
        before: ``earlier`` of the answer before; goes back in time from there.
    """

    before: Line | None = None
    account_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Something that was done or tried.

    Attributes:
        event: its name, as ``SignInRefused``.
        account_id: the account it concerns.
        actor: the account that did it.
        address: where it came from, as far as it is known.
    """

    id: EntityId
    time: Line
    event: Line
    account_id: EntityId | None
    name: Line | None
    actor: Line | None
    actor_name: Line | None
    address: Line | None
    detail: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Entries, newest first; ``earlier`` is the ``before`` of the page that follows."""

    items: tuple[AuditEntry, ...]
    earlier: Line | None
