"""บัญชีผู้ใช้: who may sign in, in which roles; its password is known elsewhere, never here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.accounts import (
    AccountErased,
    AccountLinked,
    AccountOpened,
    AccountRenamed,
    AccountRestored,
    AccountSuspended,
    FailuresCleared,
    PasswordChanged,
    RefusalReason,
    RolesChanged,
    SignInRefused,
)
from bangduan.events.types import EntityId, Line, PositiveCount
from bangduan.permissions import Role
from services.accounts.domain.waiting import account_wait
from services.accounts.permissions import ADMINISTER

ALREADY_OPENED = Rule(
    "sign-in-account-already-opened",
    en="This account is open already. Use another id.",
    th="เปิดบัญชีนี้แล้ว โปรดใช้รหัสอื่น",
    field="account_id",
)
ERASED = Rule(
    "account-erased",
    en="The account was erased for good. Open a new one.",
    th="บัญชีนี้ถูกลบถาวรแล้ว โปรดเปิดบัญชีใหม่",
    field="account_id",
)
SOME_ROLE = Rule(
    "account-without-role",
    en="An account has at least one role, each named once.",
    th="บัญชีต้องมีอย่างน้อยหนึ่งบทบาท และไม่ระบุซ้ำ",
    field="roles",
)
ROLES_DIFFER = Rule(
    "account-roles-same",
    en="The account has just these roles already.",
    th="บัญชีมีบทบาทเหล่านี้อยู่แล้ว",
    field="roles",
)
ACTIVE = Rule(
    "account-not-active",
    en="The account is suspended. Restore it first.",
    th="บัญชีนี้ถูกระงับ โปรดยกเลิกการระงับก่อน",
    field="account_id",
)
SUSPENDED = Rule(
    "account-not-suspended",
    en="The account is not suspended.",
    th="บัญชีนี้ไม่ได้ถูกระงับ",
    field="account_id",
)
AN_ADMINISTRATOR_STAYS = Rule(
    "last-administrator",
    en="This is the last active administrator. Give somebody else the role first.",
    th="นี่คือผู้ดูแลระบบคนสุดท้าย โปรดมอบบทบาทให้ผู้อื่นก่อน",
    field="account_id",
)
USERNAME_IS_FREE = Rule(
    "username-taken",
    en="This username is in use. Choose another.",
    th="ชื่อผู้ใช้นี้มีผู้ใช้แล้ว โปรดเลือกชื่ออื่น",
    field="username",
)
USERNAME_IS_PLAIN = Rule(
    "username-not-plain",
    en="A username has 2 to 60 letters, digits, dots or dashes, without blanks.",
    th="ชื่อผู้ใช้ต้องเป็นตัวอักษร ตัวเลข จุด หรือขีด 2 ถึง 60 ตัว ไม่เว้นวรรค",
    field="username",
)
SET_UP_ONCE = Rule(
    "set-up-done",
    en="The site is set up already. Ask an administrator for an account.",
    th="ตั้งค่าระบบแล้ว โปรดขอบัญชีจากผู้ดูแลระบบ",
)


@command
class SetUp:
    """ตั้งค่าครั้งแรก: the first administrator, while there is no account.

    Attributes:
        password_hash: goes to the private table, never into an event; so with all below.
    """

    account_id: EntityId
    username: Line
    name: Line
    password_hash: str


@command
class OpenAccount:
    """เปิดบัญชีผู้ใช้.

    Attributes:
        one_time: the password must be changed at the first sign-in.
    """

    account_id: EntityId
    username: Line
    name: Line
    roles: tuple[Role, ...]
    password_hash: str
    one_time: bool = True
    person_id: EntityId | None = None
    synthetic: bool = False


@command(ADMINISTER)
class RenameAccount:
    """แก้ไขชื่อที่แสดง."""

    account_id: EntityId
    name: Line


@command(ADMINISTER)
class LinkAccount:
    """เชื่อมบัญชีกับบุคคลในทะเบียน; without a person the link is taken away."""

    account_id: EntityId
    person_id: EntityId | None = None


@command(ADMINISTER)
class ChangeRoles:
    """เปลี่ยนบทบาท: all roles it has from now on."""

    account_id: EntityId
    roles: tuple[Role, ...]


@command
class ChangePassword:
    """เปลี่ยนรหัสผ่าน by its holder; every other session ends.

    Attributes:
        session_id: the session that goes on, if there is one.
    """

    account_id: EntityId
    password_hash: str
    session_id: EntityId | None = None


@command
class ResetPassword:
    """ตั้งรหัสผ่านชั่วคราว by an administrator; every session ends."""

    account_id: EntityId
    password_hash: str


@command(ADMINISTER)
class SuspendAccount:
    """ระงับบัญชี: its sessions and tokens end."""

    account_id: EntityId
    reason: Line | None = None


@command(ADMINISTER)
class RestoreAccount:
    """ยกเลิกการระงับบัญชี."""

    account_id: EntityId


@command(ADMINISTER)
class EraseAccount:
    """ลบข้อมูลบัญชีถาวร: names become unreadable everywhere; what was done stays."""

    account_id: EntityId


@command
class RefuseSignIn:
    """ปฏิเสธการเข้าสู่ระบบ: counted; the wait grows with the failures in a row."""

    account_id: EntityId
    address_id: EntityId
    reason: RefusalReason
    at: datetime
    address: Line | None = None


@command
class ClearFailures:
    """ล้างจำนวนครั้งที่ผิดพลาด: somebody signed in."""

    account_id: EntityId


@dataclass(frozen=True, slots=True)
class Account:
    """State of an account; nothing personal.

    Attributes:
        must_change: its password was set by an administrator.
        failures: wrong passwords in a row, the last at ``failed_at``.
    """

    status: Literal["", "active", "suspended", "erased"] = ""
    roles: tuple[str, ...] = ()
    must_change: bool = False
    failures: int = 0
    failed_at: datetime | None = None

    @property
    def administers(self) -> bool:
        """True for an active administrator."""
        return self.status == "active" and "administrator" in self.roles

    def wait(self, now: datetime) -> timedelta:
        """How long nobody may try; zero or less when one may."""
        return account_wait(self.failures, self.failed_at, now)


AccountCommand = (
    SetUp
    | OpenAccount
    | RenameAccount
    | LinkAccount
    | ChangeRoles
    | ChangePassword
    | ResetPassword
    | SuspendAccount
    | RestoreAccount
    | EraseAccount
    | RefuseSignIn
    | ClearFailures
)


def decide(state: Account, command: AccountCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, (SetUp, OpenAccount)):
        return _opened(state, command)
    id = command.account_id
    if not state.status:
        raise NotFound("account", id, field="account_id")
    ERASED.require(state.status != "erased")
    match command:
        case RenameAccount():
            return [AccountRenamed(account_id=id, name=command.name)]
        case LinkAccount():
            return [AccountLinked(account_id=id, person_id=command.person_id)]
        case ChangeRoles():
            _require_roles(command.roles)
            ROLES_DIFFER.require(set(command.roles) != set(state.roles))
            return [RolesChanged(account_id=id, roles=command.roles)]
        case ChangePassword():
            ACTIVE.require(state.status == "active")
            return [PasswordChanged(account_id=id, by="holder")]
        case ResetPassword():
            return [PasswordChanged(account_id=id, by="administrator")]
        case SuspendAccount():
            ACTIVE.require(state.status == "active")
            return [AccountSuspended(account_id=id, reason=command.reason)]
        case RestoreAccount():
            SUSPENDED.require(state.status == "suspended")
            return [AccountRestored(account_id=id)]
        case EraseAccount():
            return [AccountErased(account_id=id)]
        case RefuseSignIn():
            return [
                SignInRefused(
                    account_id=id,
                    reason=command.reason,
                    failures=PositiveCount(state.failures + 1),
                    at=command.at,
                    address=command.address,
                )
            ]
        case ClearFailures():
            return [FailuresCleared(account_id=id)] if state.failures else []


def _opened(state: Account, command: SetUp | OpenAccount) -> Sequence[object]:
    ALREADY_OPENED.require(not state.status)
    USERNAME_IS_PLAIN.require(
        2 <= len(command.username) <= 60 and all(_is_plain(letter) for letter in command.username)
    )
    roles: tuple[Role, ...] = ("administrator",) if isinstance(command, SetUp) else command.roles
    _require_roles(roles)
    one_time = isinstance(command, OpenAccount) and command.one_time
    events: list[object] = [
        AccountOpened(
            account_id=command.account_id,
            username=command.username,
            name=command.name,
            roles=roles,
            synthetic=isinstance(command, OpenAccount) and command.synthetic,
        ),
        PasswordChanged(
            account_id=command.account_id, by="administrator" if one_time else "holder"
        ),
    ]
    if isinstance(command, OpenAccount) and command.person_id is not None:
        events.append(AccountLinked(account_id=command.account_id, person_id=command.person_id))
    return events


def _is_plain(letter: str) -> bool:
    # Thai vowels and tone marks above and below are no letters to Python
    return letter.isalnum() or letter in "._-@" or "\u0e31" <= letter <= "\u0e4e"


def _require_roles(roles: Sequence[str]) -> None:
    SOME_ROLE.require(roles and len(set(roles)) == len(roles))


def evolve(state: Account, event: object) -> Account:
    """The account after ``event``."""
    match event:
        case AccountOpened():
            return replace(state, status="active", roles=event.roles)
        case RolesChanged():
            return replace(state, roles=event.roles)
        case PasswordChanged():
            return replace(
                state, must_change=event.by == "administrator", failures=0, failed_at=None
            )
        case AccountSuspended():
            return replace(state, status="suspended")
        case AccountRestored():
            return replace(state, status="active", failures=0, failed_at=None)
        case AccountErased():
            return replace(state, status="erased")
        case SignInRefused():
            return replace(state, failures=event.failures, failed_at=event.at)
        case FailuresCleared():
            return replace(state, failures=0, failed_at=None)
        case _:
            return state


ACCOUNT = Aggregate(
    "account",
    key="account_id",
    initial=Account(),
    decide=decide,
    evolve=evolve,
    commands=(
        SetUp,
        OpenAccount,
        RenameAccount,
        LinkAccount,
        ChangeRoles,
        ChangePassword,
        ResetPassword,
        SuspendAccount,
        RestoreAccount,
        EraseAccount,
        RefuseSignIn,
        ClearFailures,
    ),
    snapshot_every=0,
)
