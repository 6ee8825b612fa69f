"""What the API shows of consents, erasures that wait, and how long data is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bangduan.events.membership import (
    ErasureReason,
    HoldKind,
    HowGiven,
    LegalBasis,
    RecordFormat,
    RetainedAfter,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose, Slug

ConsentStatus = Literal["given", "expired", "withdrawn"]
ErasureStatus = Literal["deferred", "erased", "called_off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """A consent as it stands today."""

    consent_id: EntityId
    person_id: EntityId
    title: Line | None
    name: Line | None
    purpose: Slug
    purpose_thai: Line | None
    purpose_english: Line | None
    given_on: date
    expires_on: date | None
    how: HowGiven
    note: Line | None
    status: ConsentStatus
    withdrawn_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFilter:
    """By person, purpose, standing; those that expire soon; as they stood on a day."""

    person_id: EntityId | None = None
    purpose: Slug | None = None
    status: ConsentStatus | None = None
    expires: Literal["within_90_days"] | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureView:
    """An erasure that had to wait."""

    person_id: EntityId
    title: Line | None
    name: Line | None
    reason: ErasureReason
    asked_on: date | None
    status: ErasureStatus
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureFilter:
    """By whether it still waits."""

    status: ErasureStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldView:
    """What stands against an erasure now; ``until`` null where nobody can say how long."""

    kind: HoldKind
    what: Line
    reason: Line | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldsView:
    """Everything that stands against erasing a person, today."""

    items: tuple[HoldView, ...]
    next: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRuleView:
    """How long data is kept after something ended, and by which law."""

    rule: Slug
    after: RetainedAfter
    years: PositiveCount
    basis: Line
    from_day: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportView:
    """When all that is kept of a person was handed out, and to whom."""

    export_id: EntityId
    person_id: EntityId
    account_id: EntityId | None
    account_name: Line | None
    form: RecordFormat
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportsView:
    """Every time all that is kept of a person was handed out."""

    items: tuple[ExportView, ...]
    next: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingView:
    """An account was shown a person's data on a day, through one service, so often."""

    service: Line
    account_id: EntityId
    account_name: Line | None
    person_id: EntityId
    day: date
    first_at: datetime
    last_at: datetime
    pages_shown: Count
    api_answers: Count
    files_exported: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityView:
    """One activity of the register (PDPA s.39): fields from the code, the rest as recorded."""

    activity: Slug
    service: Slug
    kept_in: Line
    kind: Literal["table", "event"]
    fields: tuple[Line, ...]
    purpose: Prose | None
    basis: LegalBasis | None
    retention: Line | None
    recipients: Line | None
    version: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow(ActivityView):
    """As ``ActivityView``, with the service and the fields by what they are called."""

    service: Line  # type: ignore[assignment]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterView:
    """The register of processing."""

    items: tuple[ActivityView, ...]
    next: Line | None
