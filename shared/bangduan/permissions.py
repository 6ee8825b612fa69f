"""Who may do what: roles, and permissions that stand where a command or a query is defined.

    KEEP = changes("membership", "keep-people", "administrator", "secretary",
                   en="Keep the register of people", th="จัดการทะเบียนบุคคล")

    @command(KEEP)                 @reads(READ)
    class RegisterPerson: …        def list_people(filters): …

What declares nothing is allowed to nobody: a command without a permission can be carried out by
the service itself (a handler, a policy) and by no client. This module imports the standard library
only, so that a pure ``domain.py`` may use it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, TypeVar, get_args

T = TypeVar("T")

Role = Literal[
    "administrator",
    "chair",
    "secretary",
    "treasurer",
    "fund_officer",
    "learning_officer",
    "cd_officer",
    "province_officer",
    "analyst",
    "auditor",
]
#: Where somebody has an account: at the site of a sub-district or at a province.
Scope = Literal["site", "province"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
#: The roles there are at a province; administrator and auditor are at both.
PROVINCE_ROLES: Final[tuple[Role, ...]] = (
    "administrator", "province_officer", "analyst", "auditor",
)  # fmt: skip
#: The roles there are at a site.
SITE_ROLES: Final[tuple[Role, ...]] = tuple(
    role for role in ROLES if role not in {"province_officer", "analyst"}
)

#: What a role is called: Thai, English. The offices are those of a centre's working group and
#: those of the provincial community-development office.
ROLE_NAMES: Final[Mapping[Role, tuple[str, str]]] = MappingProxyType(
    {
        "administrator": ("ผู้ดูแลระบบ", "Administrator"),
        "chair": ("ประธาน", "Chair"),
        "secretary": ("เลขานุการ", "Secretary"),
        "treasurer": ("เหรัญญิก", "Treasurer"),
        "fund_officer": ("เจ้าหน้าที่กองทุน", "Fund officer"),
        "learning_officer": ("เจ้าหน้าที่การเรียนรู้", "Learning officer"),
        "cd_officer": ("พัฒนากร", "Community-development officer"),
        "province_officer": ("เจ้าหน้าที่จังหวัด", "Province officer"),
        "analyst": ("นักวิเคราะห์ข้อมูลจังหวัด", "Province analyst"),
        "auditor": ("ผู้ตรวจสอบ", "Auditor"),
    }
)

_ATTRIBUTE: Final = "__permission__"


@dataclasses.dataclass(frozen=True, slots=True)
class Permission:
    """Leave to do one kind of thing.

    Attributes:
        name: ``<service>.<what>``, stable.
        roles: who has it.
        en, th: what it lets one do.
        changes: it lets one change something, not only look.
        public: everybody has it, signed in or not.
        personal: everybody who is signed in has it, whatever the role.
    """

    name: str
    roles: frozenset[Role]
    en: str
    th: str
    changes: bool = False
    public: bool = False
    personal: bool = False

    @property
    def service(self) -> str:
        """The service it belongs to."""
        return self.name.partition(".")[0]

    @property
    def scope(self) -> str:
        """What an API token must be issued for: ``<service>:read`` or ``<service>:write``."""
        return f"{self.service}:{'write' if self.changes else 'read'}"

    def granted_to(self, roles: frozenset[Role]) -> bool:
        """True when one of ``roles`` has it."""
        return self.public or self.personal or not self.roles.isdisjoint(roles)


def roles_at(scope: Scope) -> tuple[Role, ...]:
    """The roles that an account can have at a site, or at a province, in their order."""
    return PROVINCE_ROLES if scope == "province" else SITE_ROLES


def sees(
    service: str, what: str, *roles: Role, en: str, th: str, scope: Scope = "site"
) -> Permission:
    """A permission to look. The auditor always has it.

    Args:
        roles: who has it; without any, every role that there is at ``scope``.
    """
    granted: tuple[Role, ...] = (*(roles or roles_at(scope)), "auditor")
    return Permission(f"{service}.{what}", frozenset(granted), en, th)


def changes(service: str, what: str, *roles: Role, en: str, th: str) -> Permission:
    """A permission to change something. The auditor never has it.

    Raises:
        ValueError: there is no role, or it is the auditor's.
    """
    if not roles or "auditor" in roles:
        raise ValueError(f"{service}.{what}: name who may change it, never the auditor")
    return Permission(f"{service}.{what}", frozenset(roles), en, th, changes=True)


#: For everybody, signed in or not.
PUBLIC: Final = Permission(
    "public.see", frozenset(), "See what is public", "ดูข้อมูลสาธารณะ", public=True
)
#: For everybody who is signed in: one's own account.
OWN: Final = Permission(
    "accounts.own", frozenset(), "Use one's own account", "ใช้บัญชีของตนเอง",
    changes=True, personal=True,
)  # fmt: skip
#: The log as it stands, figures of the process.
AUDIT: Final = sees(
    "operations", "audit", "administrator",
    en="Read the log and the figures of the process", th="อ่านบันทึกเหตุการณ์และตัวเลขของระบบ",
)  # fmt: skip
#: All that a service keeps of one person, to hand to that person.
EXPORT_PEOPLE: Final = changes(
    "operations", "export-people", "administrator", "cd_officer",
    en="Hand out all that is kept of a person", th="ส่งออกข้อมูลทั้งหมดของบุคคล",
)  # fmt: skip


def needs(permission: Permission) -> Callable[[T], T]:
    """Declare what a command class, a query or a page needs."""

    def declare(what: T) -> T:
        setattr(what, _ATTRIBUTE, permission)
        return what

    return declare


#: As ``needs``, for a query.
reads = needs


def permission_of(what: Any) -> Permission | None:
    """What a command class, a query or a page needs; None for what nobody may use."""
    found: Permission | None = getattr(what, _ATTRIBUTE, None)
    return found
