"""The problem board and the roll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.meetings import ProblemOutcome, ReferralOutcome
from bangduan.events.membership import Location, Sex
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose, Slug, VillageCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemView:
    """A problem; it waits for ``waiting`` answers."""

    problem_id: EntityId
    title: Line
    details: Prose | None
    theme: Slug | None
    village: VillageCode | None
    organisation_id: EntityId | None
    raised_on: date | None
    urgency: PositiveCount | None
    status: Literal["open", "closed"]
    agenda_meeting_id: EntityId | None
    agenda_item_id: EntityId | None
    waiting: Count
    outcome: ProblemOutcome | None
    closed_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralView:
    """To whom a problem was referred, and the answer."""

    request_id: EntityId
    partner_id: EntityId
    partner_name: Line | None
    resolution_id: EntityId | None
    referred_on: date | None
    status: Literal["waiting", "answered", "withdrawn"]
    answered_by_partner_id: EntityId | None
    outcome: ReferralOutcome | None
    answer: Prose | None
    answered_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDetail(ProblemView):
    """A problem with its referrals."""

    referrals: tuple[ReferralView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardProblemView(ProblemDetail):
    """An open problem; days since it was raised, None where that day is not known."""

    days_waiting: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """Open problems, the most urgent first."""

    items: tuple[BoardProblemView, ...]
    next: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFilter:
    """By status, theme and village."""

    status: Literal["open", "closed"] | None = None
    theme: Slug | None = None
    village: VillageCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollPersonView:
    """A person, as the membership service tells."""

    person_id: EntityId
    person_title: Line | None
    person_name: Line
    sex: Sex
    village: VillageCode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollPersonFilter:
    """By village."""

    village: VillageCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollOrganisationView:
    """An organisation, as the membership service tells."""

    organisation_id: EntityId
    kind: Slug
    name: Line
    village: VillageCode | None
    location: Location
    status: Literal["active", "dissolved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollOrganisationFilter:
    """By kind, village and status."""

    kind: Slug | None = None
    village: VillageCode | None = None
    status: Literal["active", "dissolved"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollVillageView:
    """A village, as the membership service tells."""

    village: VillageCode
    name: Line
