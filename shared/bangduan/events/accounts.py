"""What the accounts service tells: who may sign in, in which roles, and what has ended.

Every service follows these events: the public keys that sessions are signed with, the roles of
each account, and the sessions and tokens that hold no longer. So each can tell for itself who is
asking, without a secret and without asking accounts. No password, and nothing made from one, ever
stands in an event.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bangduan.events import digests
from bangduan.events.definition import event, personal
from bangduan.events.types import EntityId, Line, PositiveCount
from bangduan.permissions import Role

#: Why a session or a token holds no longer.
EndReason = Literal[
    "signed-out",
    "ended-elsewhere",
    "password-changed",
    "account-suspended",
    "account-erased",
    "revoked",
]
#: Why somebody was not let in.
RefusalReason = Literal["wrong-password", "suspended"]

# -- keys ------------------------------------------------------------------------------------------


@event("accounts")
class SigningKeyPublished:
    """ประกาศกุญแจตรวจลายเซ็น: sessions may from now on be signed with this key.

    Attributes:
        public_key: raw Ed25519 public key, base64url without padding.
    """

    key_id: EntityId
    public_key: Line


@event("accounts")
class SigningKeyRetired:
    """เลิกใช้กุญแจ: nothing signed with this key is believed any longer."""

    key_id: EntityId


# -- accounts --------------------------------------------------------------------------------------


@event("accounts")
class AccountOpened:
    """เปิดบัญชีผู้ใช้: somebody may sign in."""

    account_id: EntityId
    username: Line = personal("account_id")
    name: Line = personal("account_id")
    roles: tuple[Role, ...]
    synthetic: bool = False


@event("accounts")
class AccountRenamed:
    """แก้ไขชื่อผู้ใช้: the name that others see."""

    account_id: EntityId
    name: Line = personal("account_id")


@event("accounts")
class AccountLinked:
    """เชื่อมบัญชีกับทะเบียนบุคคล: whose account it is; None takes the link away."""

    account_id: EntityId
    person_id: EntityId | None


@event("accounts")
class RolesChanged:
    """เปลี่ยนบทบาท: all roles the account has from now on."""

    account_id: EntityId
    roles: tuple[Role, ...]


@event("accounts")
class PasswordChanged:
    """เปลี่ยนรหัสผ่าน: another password holds from now on.

    Attributes:
        by: ``holder`` chose it; ``administrator`` set one that must be changed at sign-in.
    """

    account_id: EntityId
    by: Literal["holder", "administrator"]


@event("accounts")
class AccountSuspended:
    """ระงับบัญชี: nothing is let in under it until it is restored."""

    account_id: EntityId
    reason: Line | None = None


@event("accounts")
class AccountRestored:
    """ยกเลิกการระงับบัญชี: who was suspended may sign in again."""

    account_id: EntityId


@event("accounts", erases="account_id")
class AccountErased:
    """ลบข้อมูลบัญชีถาวร: what was done under it stays, without the name."""

    account_id: EntityId


# -- sessions and tokens ---------------------------------------------------------------------------


@event("accounts")
class SessionBegun:
    """เข้าสู่ระบบ: somebody signed in, with one browser.

    Attributes:
        secret_digest: SHA-256 of the random secret with which the session is renewed.
        device: what the browser calls itself.
        address: where the request came from.
        expires_at: when it ends by itself.
    """

    session_id: EntityId
    account_id: EntityId
    secret_digest: Line
    device: Line | None = personal("account_id")
    address: Line | None = personal("account_id")
    expires_at: datetime


@event("accounts")
class SessionEnded:
    """ออกจากระบบ: the session holds no longer, wherever it is shown."""

    session_id: EntityId
    account_id: EntityId
    reason: EndReason


@event("accounts")
class ApiTokenIssued:
    """ออกโทเคน: a program may act for the account, within the scopes, until it expires.

    Attributes:
        scopes: ``<service>:read``, ``<service>:write``, or ``*`` for the service.
    """

    token_id: EntityId
    account_id: EntityId
    label: Line
    scopes: tuple[Line, ...]
    expires_at: datetime


@event("accounts")
class ApiTokenRevoked:
    """เพิกถอนโทเคน: it holds no longer, wherever it is shown."""

    token_id: EntityId
    account_id: EntityId
    reason: EndReason


# -- who was not let in ----------------------------------------------------------------------------


@event("accounts")
class SignInRefused:
    """เข้าสู่ระบบไม่สำเร็จ: somebody tried to sign in under this account.

    Attributes:
        failures: how many in a row, this one counted.
    """

    account_id: EntityId
    reason: RefusalReason
    failures: PositiveCount
    at: datetime
    address: Line | None = personal("account_id")


@event("accounts")
class FailuresCleared:
    """เข้าสู่ระบบสำเร็จหลังจากผิดพลาด: the failures in a row are counted anew."""

    account_id: EntityId


@event("accounts")
class AddressRefused:
    """ที่อยู่เครือข่ายเข้าสู่ระบบไม่สำเร็จ: tries from one address, under whatever name.

    Attributes:
        address_id: a keyed hash of the address; it tells nothing to who has no key.
    """

    address_id: EntityId
    failures: PositiveCount
    at: datetime


@event("accounts")
class NameRefused:
    """เข้าสู่ระบบด้วยชื่อที่ไม่มีบัญชี: tries under a name that no account has; it waits like one.

    Attributes:
        name_id: a keyed hash of the name; it tells nothing to who has no key.
        failures: how many in a row, this one counted.
    """

    name_id: EntityId
    failures: PositiveCount
    at: datetime


# -- the log -------------------------------------------------------------------------------------


@event("accounts")
class HeadsDigested(digests.HeadsDigested):
    """สรุปลายนิ้วมือของบันทึก: what this service's log came to at the end of a day."""
