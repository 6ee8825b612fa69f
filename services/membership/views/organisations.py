"""What the API shows of kinds of organisation, organisations, members, leaders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.membership import (
    DissolutionReason,
    EndingReason,
    JoiningReason,
    LeavingReason,
    Location,
    Requirement,
    Sex,
)
from bangduan.events.types import (
    Count,
    EntityId,
    Line,
    PositiveCount,
    Quantity,
    Slug,
    VillageCode,
)
from services.membership.domain.kind import Lack


@dataclass(frozen=True, slots=True, kw_only=True)
class KindView:
    """A kind of organisation; ``seats`` null where each centre sets them."""

    kind: Slug
    thai: Line
    english: Line
    holds_funds: bool
    location: Location
    seats: Count | None
    needs: tuple[Requirement, ...]
    least_members: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindsView:
    """All kinds, those every centre knows first."""

    items: tuple[KindView, ...]
    next: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """An organisation; ``member_count`` as it says, ``members_registered`` as counted here."""

    organisation_id: EntityId
    kind: Slug
    kind_thai: Line | None
    kind_english: Line | None
    name: Line
    village: VillageCode | None
    location: Location
    founded_on: date | None
    holds_funds: bool
    seats: Count | None
    member_count: Quantity | None
    member_count_as_of: date | None
    members_registered: Count
    women_registered: Count
    status: Literal["active", "dissolved"]
    dissolved_on: date | None
    dissolved_because: DissolutionReason | None
    dissolution_note: Line | None
    merged_into: EntityId | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFilter:
    """By kind, village, place, status, and whether it holds funds."""

    kind: Slug | None = None
    village: VillageCode | None = None
    location: Location | None = None
    status: Literal["active", "dissolved"] | None = None
    holds_funds: Literal["yes", "no"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderView:
    """Somebody who leads or led an organisation."""

    organisation_id: EntityId
    organisation_name: Line | None
    appointment: PositiveCount
    person_id: EntityId
    title: Line | None
    name: Line | None
    role: Slug
    term_from: date | None
    term_to: date | None
    ended_because: EndingReason | None
    status: Literal["leading", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderFilter:
    """By organisation, person, role and status."""

    organisation_id: EntityId | None = None
    person_id: EntityId | None = None
    role: Slug | None = None
    status: Literal["leading", "ended"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDetail(OrganisationView):
    """An organisation with its leaders; ``lacks``: what its kind asks for and is not recorded."""

    leaders: tuple[LeaderView, ...]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """Somebody who belongs or belonged to an organisation."""

    organisation_id: EntityId
    person_id: EntityId
    title: Line | None
    name: Line | None
    sex: Sex
    joined_on: date | None
    joined_because: JoiningReason | None
    left_on: date | None
    left_because: LeavingReason | None
    status: Literal["member", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFilter:
    """By status."""

    status: Literal["member", "left"] | None = None
