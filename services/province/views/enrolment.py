"""What the API shows of sites that report and of their certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bangduan.events.types import EntityId, Line, PositiveCount, Prose, TambonCode

SiteStatus = Literal["registered", "invited", "enrolled", "approved", "suspended"]
CertificateState = Literal["issued", "used", "rotated", "revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentView:
    """A site that is to report, and how far it has come.

    ``reason`` is why it is suspended; ``certificate_until`` when its newest certificate ends.
    """

    tambon: TambonCode
    thai: Line | None
    english: Line | None
    status: SiteStatus
    invitation_id: EntityId | None
    invitation_expires_at: datetime | None
    certificate_until: datetime | None
    registered_at: datetime
    enrolled_at: datetime | None
    approved_at: datetime | None
    reason: Prose | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentFilter:
    """By site and by how far it has come."""

    tambon: TambonCode | None = None
    status: SiteStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate; ``issued`` until somebody has come in with it."""

    tambon: TambonCode
    serial: Line
    fingerprint: Line
    state: CertificateState
    not_before: datetime
    not_after: datetime
    issued_at: datetime
    used_at: datetime | None
    ended_at: datetime | None
    reason: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFilter:
    """By site and state."""

    tambon: TambonCode | None = None
    state: CertificateState | None = None
