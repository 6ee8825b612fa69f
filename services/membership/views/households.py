"""What the API and the pages show of households."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.membership import DepartureReason, Sex
from bangduan.events.types import (
    Count,
    EntityId,
    Line,
    PersonalYear,
    PositiveCount,
    VillageCode,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdView:
    """A household; ``head`` is one of those who belong to it, null where unknown."""

    household_id: EntityId
    house_number: Line
    village: VillageCode
    head: EntityId | None
    people_count: Count
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFilter:
    """By village."""

    village: VillageCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdPersonView:
    """Somebody who belongs or belonged to a household."""

    household_id: EntityId
    person_id: EntityId
    title: Line | None
    name: Line | None
    sex: Sex
    birth_year: PersonalYear | None
    joined_on: date | None
    left_on: date | None
    reason: DepartureReason | None
    status: Literal["member", "left"]
    head: EntityId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPlaceRow:
    """A household to which a person belongs or belonged."""

    household_id: EntityId
    person_id: EntityId
    house_number: Line
    village: VillageCode
    joined_on: date | None
    left_on: date | None
    status: Literal["member", "left"]
