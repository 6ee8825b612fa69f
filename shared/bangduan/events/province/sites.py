"""What the province records of its sites: who may report to it, and with which certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bangduan.events.definition import event
from bangduan.events.types import EntityId, Line, Prose, TambonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate that the province made for a site's key.

    Attributes:
        serial: sixteen hexadecimal digits; ``<tambon>-<serial>`` is the broker's user.
        fingerprint: SHA-256 of the certificate, hexadecimal.
        key: SHA-256 of the site's public key, hexadecimal.
        not_before, not_after: between which it is good.
        pem: the certificate itself; it is no secret.
    """

    serial: Line
    fingerprint: Line
    key: Line
    not_before: datetime
    not_after: datetime
    pem: Prose


@event("province")
class SiteRegistered:
    """ขึ้นทะเบียนตำบล: a sub-district that is to report to the province."""

    tambon: TambonCode
    thai: Line | None = None
    english: Line | None = None


@event("province")
class SiteInvited:
    """เชิญตำบลเข้าร่วม: a file was made with which the site may ask for its certificate, once.

    Attributes:
        serial: of the invitation's own certificate.
        expires_at: from then on it is worth nothing.
    """

    tambon: TambonCode
    invitation_id: EntityId
    serial: Line
    expires_at: datetime


@event("province")
class InvitationWithdrawn:
    """ยกเลิกคำเชิญ: the file is worth nothing any longer."""

    tambon: TambonCode
    invitation_id: EntityId
    reason: Prose


@event("province")
class SiteEnrolled:
    """ออกใบรับรองตามคำเชิญ: the site asked with its invitation and has its certificate."""

    tambon: TambonCode
    invitation_id: EntityId
    certificate: Certificate


@event("province")
class CertificateIssued:
    """ต่ออายุใบรับรอง: the site asked with the certificate it has, and got its next."""

    tambon: TambonCode
    certificate: Certificate


@event("province")
class CertificateUsed:
    """ใช้ใบรับรองครั้งแรก: the site has come in with this certificate."""

    tambon: TambonCode
    serial: Line


@event("province")
class CertificateRotated:
    """เลิกใช้ใบรับรองเดิม: a newer one of the site is in use."""

    tambon: TambonCode
    serial: Line
    replaced_by: Line


@event("province")
class CertificateRevoked:
    """เพิกถอนใบรับรอง: nobody comes in with it any longer."""

    tambon: TambonCode
    serial: Line
    reason: Prose


@event("province")
class SiteApproved:
    """รับรองตำบล: what the site reports is taken in from now on."""

    tambon: TambonCode


@event("province")
class SiteSuspended:
    """ระงับตำบล: the site may not come in, and nothing more of it is taken in."""

    tambon: TambonCode
    reason: Prose


@event("province")
class SiteResumed:
    """ยกเลิกการระงับ: the site may come in again, as it was before."""

    tambon: TambonCode
