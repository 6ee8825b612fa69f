"""What the API and the pages show of entries that may be one person."""

from __future__ import annotations

from dataclasses import dataclass

from bangduan.events.membership import Sex
from bangduan.events.types import EntityId, Line, PersonalDay, PersonalYear, VillageCode
from services.membership.domain.likeness import Certainty, Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateView:
    """Two entries that may be one person, and why; ``person_id`` was registered later."""

    pair_id: Line
    person_id: EntityId
    name: Line
    into: EntityId
    into_name: Line
    village: VillageCode | None
    certainty: Certainty
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesView:
    """All pairs, the surest first."""

    items: tuple[DuplicateView, ...]
    next: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateEntryRow:
    """One of the two, beside the other."""

    person_id: EntityId
    into: EntityId
    other_id: EntityId
    name: Line
    sex: Sex
    village: VillageCode | None
    born_on: PersonalDay | None
    birth_year: PersonalYear | None
    phone: Line | None
