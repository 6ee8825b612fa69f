"""What the API shows of partners and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.membership import (
    PartnerKind,
    PartnerLevel,
    RequestOutcome,
)
from bangduan.events.types import (
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """Who speaks for a partner."""

    person_id: EntityId
    title: Line | None
    name: Line
    phone: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerView:
    """A partner and what it supports."""

    partner_id: EntityId
    kind: PartnerKind
    level: PartnerLevel
    name: Line
    supports: tuple[Line, ...]
    contact_person_id: EntityId | None
    contact_capacity: Line | None
    status: Literal["active", "ended"]
    ended_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerDetail(PartnerView):
    """A partner with its contact; ``waiting`` requests wait on it."""

    contact: ContactView | None
    waiting: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFilter:
    """By kind, level and status."""

    kind: PartnerKind | None = None
    level: PartnerLevel | None = None
    status: Literal["active", "ended"] | None = None


RequestStatus = Literal["waiting", "with_centre", "answered", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request and on whom it waits; ``with_centre``: the centre itself has to act."""

    request_id: EntityId
    partner_id: EntityId
    partner_name: Line | None
    subject: Line
    details: Prose | None
    asked_on: date | None
    wanted_by: date | None
    days_open: int | None
    problem_id: EntityId | None
    resolution_id: EntityId | None
    status: RequestStatus
    waiting_on_partner_id: EntityId | None
    waiting_on_name: Line | None
    passed_on: date | None
    note: Line | None
    answered_by_partner_id: EntityId | None
    outcome: RequestOutcome | None
    answer: Prose | None
    answered_on: date | None
    withdrawn_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFilter:
    """By the partner asked, the one waited on, the problem, status; open; late with an answer."""

    partner_id: EntityId | None = None
    waiting_on_partner_id: EntityId | None = None
    problem_id: EntityId | None = None
    status: RequestStatus | None = None
    open: Literal["yes", "no"] | None = None
    overdue: Literal["yes", "no"] | None = None
