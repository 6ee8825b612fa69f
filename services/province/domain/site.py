"""ตำบลที่รายงาน: how a sub-district comes to report to the province, and stops.

registered → invited → enrolled → approved ⇄ suspended. A certificate is good from its making to
its end, unless it is revoked, or a newer one is in use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.province import (
    Certificate,
    CertificateIssued,
    CertificateRevoked,
    CertificateRotated,
    CertificateUsed,
    InvitationWithdrawn,
    SiteApproved,
    SiteEnrolled,
    SiteInvited,
    SiteRegistered,
    SiteResumed,
    SiteSuspended,
)
from bangduan.events.types import EntityId, Line, Prose, TambonCode
from services.province.permissions import MANAGE_SITES

REGISTERED_ONCE = Rule(
    "site-already-registered",
    en="{tambon} is registered already.",
    th="ขึ้นทะเบียนตำบลรหัส {tambon} แล้ว",
    field="tambon",
)
INVITATION_STANDS = Rule(
    "site-invitation-withdrawn",
    en="This invitation was withdrawn, or another was made since. Use the newest file, or ask the "
    "province for one.",
    th="คำเชิญนี้ถูกยกเลิกหรือมีคำเชิญใหม่กว่าแล้ว โปรดใช้ไฟล์ล่าสุดหรือขอใหม่จากจังหวัด",
)
INVITATION_IN_TIME = Rule(
    "site-invitation-expired",
    en="This invitation has expired. Ask the province for a new one.",
    th="คำเชิญนี้หมดอายุแล้ว โปรดขอใหม่จากจังหวัด",
)
INVITATION_GOOD_ONCE = Rule(
    "site-invitation-used",
    en="This invitation was used already, for another key. If that was not this site, call the "
    "province at once; else ask for a new invitation.",
    th="คำเชิญนี้ถูกใช้ไปแล้วกับกุญแจอื่น หากไม่ใช่ระบบของท่าน โปรดโทรแจ้งจังหวัดทันที มิฉะนั้นโปรดขอคำเชิญใหม่",
)
INVITED = Rule(
    "site-not-invited",
    en="{tambon} has no open invitation.",
    th="ตำบลรหัส {tambon} ไม่มีคำเชิญที่ใช้ได้",
    field="tambon",
)
ENROLLED = Rule(
    "site-not-enrolled",
    en="{tambon} has no certificate yet. Invite it (bangduan province enrol {tambon}), and approve "
    "it when it has joined.",
    th="ตำบลรหัส {tambon} ยังไม่มีใบรับรอง โปรดเชิญ (bangduan province enrol {tambon}) "
    "และรับรองเมื่อเข้าร่วมแล้ว",
    field="tambon",
)
APPROVED_ONCE = Rule(
    "site-already-approved",
    en="{tambon} is approved already.",
    th="รับรองตำบลรหัส {tambon} แล้ว",
    field="tambon",
)
NOT_SUSPENDED = Rule(
    "site-suspended",
    en="{tambon} is suspended. Resume it first.",
    th="ตำบลรหัส {tambon} ถูกระงับ โปรดยกเลิกการระงับก่อน",
    field="tambon",
)
SUSPENDED = Rule(
    "site-not-suspended",
    en="{tambon} is not suspended.",
    th="ตำบลรหัส {tambon} ไม่ได้ถูกระงับ",
    field="tambon",
)
CERTIFICATES_FEW = Rule(
    "site-with-many-certificates",
    en="{tambon} has {count} certificates that stand. Come in with the newest, or ask the province "
    "to revoke them.",
    th="ตำบลรหัส {tambon} มีใบรับรองที่ยังใช้ได้ {count} ใบ โปรดเชื่อมต่อด้วยใบล่าสุด หรือขอให้จังหวัดเพิกถอน",
    field="tambon",
)
CERTIFICATE_STANDS = Rule(
    "site-without-such-certificate",
    en="{tambon} has no such certificate that could be used still.",
    th="ตำบลรหัส {tambon} ไม่มีใบรับรองนี้ที่ยังใช้ได้",
    field="serial",
)

#: Older ones end when the newest is used: more than these stand only where something asks and asks.
MOST_CERTIFICATES: Final = 5


@command(MANAGE_SITES)
class RegisterSite:
    """ขึ้นทะเบียนตำบล: it is known by its code; its names are for those who read."""

    tambon: TambonCode
    thai: Line | None = None
    english: Line | None = None


@command
class InviteSite:
    """เชิญตำบลเข้าร่วม: by whoever makes the file; an earlier invitation ends."""

    tambon: TambonCode
    invitation_id: EntityId
    serial: Line
    expires_at: datetime


@command(MANAGE_SITES)
class WithdrawInvitation:
    """ยกเลิกคำเชิญ: the file went to the wrong hands, or is not needed."""

    tambon: TambonCode
    reason: Prose


@command
class EnrolSite:
    """ออกใบรับรองตามคำเชิญ: somebody asked with an invitation, at ``now``."""

    tambon: TambonCode
    invitation_id: EntityId
    certificate: Certificate
    now: datetime


@command
class IssueCertificate:
    """ต่ออายุใบรับรอง: the site asked with a certificate it has."""

    tambon: TambonCode
    certificate: Certificate


@command
class NoteCertificateUsed:
    """บันทึกการใช้ใบรับรองครั้งแรก: a connection was seen; older certificates end."""

    tambon: TambonCode
    serial: Line


@command(MANAGE_SITES)
class RevokeCertificate:
    """เพิกถอนใบรับรอง: one, or without ``serial`` all, and an open invitation with them."""

    tambon: TambonCode
    reason: Prose
    serial: Line | None = None


@command(MANAGE_SITES)
class ApproveSite:
    """รับรองตำบล: once it has its certificate."""

    tambon: TambonCode


@command(MANAGE_SITES)
class SuspendSite:
    """ระงับตำบล."""

    tambon: TambonCode
    reason: Prose


@command(MANAGE_SITES)
class ResumeSite:
    """ยกเลิกการระงับ."""

    tambon: TambonCode


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that stands; ``key`` is the one it was used for."""

    id: str
    expires_at: datetime
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """State of a site.

    Attributes:
        certificates: serials of those that could be used, oldest first.
        used: serials of those that were seen.
    """

    registered: bool = False
    invitation: Invitation | None = None
    certificates: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()
    enrolled: bool = False
    approved: bool = False
    suspended: bool = False


def decide(state: Site, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, RegisterSite):
        REGISTERED_ONCE.require(not state.registered, tambon=command.tambon)
        return [
            SiteRegistered(tambon=command.tambon, thai=command.thai, english=command.english)
        ]  # fmt: skip
    if not state.registered:
        raise NotFound("site", command.tambon, field="tambon")
    return _DECISIONS[type(command)](state, command)


def _invited(state: Site, command: InviteSite) -> Sequence[object]:
    NOT_SUSPENDED.require(not state.suspended, tambon=command.tambon)
    return [
        SiteInvited(
            tambon=command.tambon,
            invitation_id=command.invitation_id,
            serial=command.serial,
            expires_at=command.expires_at,
        )
    ]


def _withdrawn(state: Site, command: WithdrawInvitation) -> Sequence[object]:
    INVITED.require(state.invitation is not None, tambon=command.tambon)
    return _withdrawal(state, command.tambon, command.reason)


def _enrolled(state: Site, command: EnrolSite) -> Sequence[object]:
    NOT_SUSPENDED.require(not state.suspended, tambon=command.tambon)
    invitation = state.invitation
    if invitation is None or invitation.id != command.invitation_id:
        raise INVITATION_STANDS.broken()
    if invitation.key is not None:
        INVITATION_GOOD_ONCE.require(invitation.key == command.certificate.key)
        return []
    INVITATION_IN_TIME.require(command.now < invitation.expires_at)
    return [
        SiteEnrolled(
            tambon=command.tambon,
            invitation_id=command.invitation_id,
            certificate=command.certificate,
        )
    ]


def _issued(state: Site, command: IssueCertificate) -> Sequence[object]:
    NOT_SUSPENDED.require(not state.suspended, tambon=command.tambon)
    ENROLLED.require(state.certificates, tambon=command.tambon)
    count = len(state.certificates)
    CERTIFICATES_FEW.require(count < MOST_CERTIFICATES, tambon=command.tambon, count=count)
    return [CertificateIssued(tambon=command.tambon, certificate=command.certificate)]


def _used(state: Site, command: NoteCertificateUsed) -> Sequence[object]:
    if command.serial not in state.certificates or command.serial in state.used:
        return []
    older = state.certificates[: state.certificates.index(command.serial)]
    return [
        CertificateUsed(tambon=command.tambon, serial=command.serial),
        *(
            CertificateRotated(
                tambon=command.tambon, serial=Line(serial), replaced_by=command.serial
            )
            for serial in older
        ),
    ]


def _revoked(state: Site, command: RevokeCertificate) -> Sequence[object]:
    chosen = [c for c in state.certificates if command.serial in {None, c}]
    over = command.serial is None and state.invitation is not None
    CERTIFICATE_STANDS.require(chosen or over, tambon=command.tambon)
    revoked = [
        CertificateRevoked(tambon=command.tambon, serial=Line(serial), reason=command.reason)
        for serial in chosen
    ]
    return [*revoked, *(_withdrawal(state, command.tambon, command.reason) if over else ())]


def _approved(state: Site, command: ApproveSite) -> Sequence[object]:
    NOT_SUSPENDED.require(not state.suspended, tambon=command.tambon)
    ENROLLED.require(state.enrolled, tambon=command.tambon)
    APPROVED_ONCE.require(not state.approved, tambon=command.tambon)
    return [SiteApproved(tambon=command.tambon)]


def _suspended(state: Site, command: SuspendSite) -> Sequence[object]:
    NOT_SUSPENDED.require(not state.suspended, tambon=command.tambon)
    return [SiteSuspended(tambon=command.tambon, reason=command.reason)]


def _resumed(state: Site, command: ResumeSite) -> Sequence[object]:
    SUSPENDED.require(state.suspended, tambon=command.tambon)
    return [SiteResumed(tambon=command.tambon)]


def _withdrawal(state: Site, tambon: TambonCode, reason: Prose) -> list[object]:
    if state.invitation is None:
        return []
    id = EntityId(state.invitation.id)
    return [InvitationWithdrawn(tambon=tambon, invitation_id=id, reason=reason)]


def evolve(state: Site, event: object) -> Site:
    """The site after ``event``."""
    match event:
        case SiteRegistered():
            return replace(state, registered=True)
        case SiteInvited():
            return replace(state, invitation=Invitation(event.invitation_id, event.expires_at))
        case InvitationWithdrawn():
            return replace(state, invitation=None)
        case SiteEnrolled():
            used = None
            if state.invitation is not None:
                used = replace(state.invitation, key=event.certificate.key)
            held = (*state.certificates, event.certificate.serial)
            return replace(state, invitation=used, certificates=held, enrolled=True)
        case CertificateIssued():
            held = (*state.certificates, event.certificate.serial)
            return replace(state, certificates=held)
        case CertificateUsed():
            return replace(state, used=state.used | {event.serial})
        case CertificateRotated() | CertificateRevoked():
            left = tuple(serial for serial in state.certificates if serial != event.serial)
            return replace(state, certificates=left)
        case SiteApproved():
            return replace(state, approved=True)
        case SiteSuspended():
            return replace(state, suspended=True)
        case SiteResumed():
            return replace(state, suspended=False)
        case _:
            return state


_DECISIONS: Final[Mapping[type, Callable[[Site, Any], Sequence[object]]]] = {
    InviteSite: _invited,
    WithdrawInvitation: _withdrawn,
    EnrolSite: _enrolled,
    IssueCertificate: _issued,
    NoteCertificateUsed: _used,
    RevokeCertificate: _revoked,
    ApproveSite: _approved,
    SuspendSite: _suspended,
    ResumeSite: _resumed,
}

SITE: Final = Aggregate(
    "site",
    key="tambon",
    initial=Site(),
    decide=decide,
    evolve=evolve,
    commands=(RegisterSite, *_DECISIONS),
    snapshot_every=0,
)
