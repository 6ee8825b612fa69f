"""Rows and records of the province's declared pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose, Slug, TambonCode
from services.province.views.enrolment import SiteStatus
from services.province.views.review import Stage
from services.province.views.status import ReportStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRow:
    """A tambon of the province and how far it has come with reporting.

    Attributes:
        name: with the code, since names repeat.
        status: None for one that nobody registered.
        held: nothing new is read of it, since its log went back; None otherwise.
    """

    tambon: TambonCode
    name: Line
    district: Line | None
    status: SiteStatus | None
    certificate_until: datetime | None
    last_heard_on: date | None
    days_silent: int | None
    held: Literal["held", "reading-anew"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection(ConnectionRow):
    """As its row, with what comes next and when it came this far."""

    next_step: Prose
    invitation_expires_at: datetime | None
    registered_at: datetime | None
    enrolled_at: datetime | None
    approved_at: datetime | None
    reason: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """A month or fiscal year that is over, and how its reports stand."""

    period: Slug
    name: Line
    ends_on: date
    due_on: date | None
    status: Literal["open", "locked", "reopened"]
    expected: Count
    reported: Count
    late: Count
    missing: Count
    approved: Count
    excused: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRecord(PeriodRow):
    """As its row; ``lockable`` when every site is approved as it stands, or excused."""

    starts_on: date
    on_time: Count
    lockable: bool
    next_step: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """The report of one site for a period, and what was said of it.

    Attributes:
        status: None where the site has told nothing at all.
        changed: figures were changed after they were approved.
        received_on: when the site recorded that it was told so.
    """

    tambon: TambonCode
    name: Line
    status: ReportStatus | None
    reported_on: date | None
    figures: Count
    hidden: Count
    stage: Stage | None
    changed: bool
    note: Prose | None
    received_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateChangeRow:
    """A value of a locked period that reads otherwise now, in words."""

    tambon: TambonCode
    name: Line
    measure: Line
    locked: Line
    now: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """A target in words; ``tambon`` is None for every site that has none of its own."""

    target_id: EntityId
    measure: Line
    period_name: Line
    tambon: TambonCode | None
    goal: Literal["at_least", "at_most"]
    amount: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    """Until when reports are due from a month on."""

    from_period: Slug
    name: Line
    day_of_month: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRow:
    """The licence of the open data, and where it can be read."""

    licence_id: Slug
    name: Line
    address: Line | None
