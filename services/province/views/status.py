"""What the API shows of who reports: how complete, how fresh, on time or late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.types import Count, PositiveCount, Slug, TambonCode
from services.province.views.review import Stage

#: ``reported`` where no deadline holds; ``waiting`` until one is over, then ``missing``.
ReportStatus = Literal["on-time", "late", "reported", "waiting", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """The report of one site for one period.

    Attributes:
        reported_on: the first day after the period from which something is here; with it,
            everything that the site recorded in the period is.
        closed_on: the day on which the site closed the period itself: all of it is told.
        due_day: day of the month after the period by which it is on time; null for no deadline.
        indicators: of how many indicators there are values.
        hidden: how many values are hidden because they are small.
        stage: what the province said of it.
    """

    tambon: TambonCode
    tambon_thai: str | None
    tambon_english: str | None
    district_thai: str | None
    district_english: str | None
    period: Slug
    status: ReportStatus
    reported_on: date | None
    closed_on: date | None
    due_day: PositiveCount | None
    indicators: Count
    hidden: Count
    last_heard_on: date | None
    stage: Stage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFilter:
    """Of which period (the month that was over last, where not said), site and status."""

    period: Slug | None = None
    tambon: TambonCode | None = None
    status: ReportStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverHeardView:
    """A site that may report and has not told anything yet."""

    tambon: TambonCode
    thai: str | None
    english: str | None
    approved_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """What one site has told of a period, and what it has not.

    Attributes:
        told: indicators of which there is a value.
        untold: indicators that are told by period, of which there is none: nothing happened, or
            the site has nothing of the kind.
    """

    tambon: TambonCode
    period: Slug
    closed_on: date | None
    told: tuple[Slug, ...]
    untold: tuple[Slug, ...]
    hidden: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshnessView:
    """When a site was first and last heard; ``days_silent`` counts from the last to today."""

    tambon: TambonCode
    tambon_thai: str | None
    tambon_english: str | None
    district_thai: str | None
    district_english: str | None
    first_heard_on: date | None
    last_heard_on: date | None
    days_silent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshnessFilter:
    """Silent for at least so many days."""

    silent_for: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingView:
    """How one site stands for a period: what was said of it, and whether it still holds.

    ``changed`` is true when figures were changed after they were approved.
    """

    tambon: TambonCode
    stage: Stage | None
    figures: Count
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodStanding:
    """How a period stands over all sites that report for it.

    Attributes:
        due_on: the last day on which a report is on time; null for no deadline.
        never_heard: of those expected, sites that have told nothing at all.
        rate: reports that are here, in hundredths of percent of those expected; null for none.
        lockable: every site is approved as it stands, or excused.
    """

    period: Slug
    starts_on: date
    ends_on: date
    due_on: date | None
    status: Literal["open", "locked", "reopened"]
    expected: Count
    reported: Count
    on_time: Count
    late: Count
    missing: Count
    never_heard: tuple[TambonCode, ...]
    rate: Count | None
    lockable: bool
    sites: tuple[StandingView, ...]
