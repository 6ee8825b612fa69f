"""Partners of the centre, and what is asked of them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bangduan.events.definition import event
from bangduan.events.types import EntityId, Line, Prose

PartnerKind = Literal[
    "government_agency", "state_enterprise", "local_government", "outside_organisation"
]
PartnerLevel = Literal["tambon", "amphoe", "province", "region", "nation", "unknown"]
RequestOutcome = Literal["granted", "partly_granted", "refused", "informed"]


@event("membership")
class PartnerRegistered:
    """ขึ้นทะเบียนภาคี: an agency, state enterprise, local government or outside organisation."""

    partner_id: EntityId
    kind: PartnerKind
    level: PartnerLevel
    name: Line
    supports: tuple[Line, ...] = ()


@event("membership")
class PartnerSupportRevised:
    """ปรับปรุงสิ่งที่ภาคีสนับสนุน: the whole list, as it now reads."""

    partner_id: EntityId
    supports: tuple[Line, ...]


@event("membership")
class PartnerContactNamed:
    """ผู้ประสานงานของภาคี: a registered person speaks for the partner."""

    partner_id: EntityId
    person_id: EntityId
    capacity: Line | None = None


@event("membership")
class PartnershipEnded:
    """สิ้นสุดความร่วมมือ: nothing more is asked of the partner."""

    partner_id: EntityId
    ended_on: date | None = None


@event("membership")
class RequestMade:
    """ขอความร่วมมือจากภาคี: the centre asks, and waits on the partner; by when it wants an answer."""

    request_id: EntityId
    partner_id: EntityId
    subject: Line
    details: Prose | None = None
    asked_on: date | None = None
    problem_id: EntityId | None = None
    resolution_id: EntityId | None = None
    wanted_by: date | None = None


@event("membership")
class RequestPassedOn:
    """ส่งต่อเรื่อง: it now waits on another partner, or (None) on the centre itself."""

    request_id: EntityId
    waiting_on_partner_id: EntityId | None = None
    passed_on: date | None = None
    note: Line | None = None


@event("membership")
class RequestAnswered:
    """ภาคีตอบ: the request waits on nobody any more. ``partner_id`` is who answered."""

    request_id: EntityId
    partner_id: EntityId
    outcome: RequestOutcome
    answer: Prose | None = None
    answered_on: date | None = None
    problem_id: EntityId | None = None


@event("membership")
class RequestWithdrawn:
    """ถอนเรื่อง: the centre no longer asks."""

    request_id: EntityId
    withdrawn_on: date | None = None
    problem_id: EntityId | None = None
