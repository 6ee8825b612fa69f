"""What the API shows of the centre, its villages, its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.membership import Residency, Sex
from bangduan.events.types import (
    Count,
    EntityId,
    Line,
    PersonalDay,
    PersonalYear,
    PositiveCount,
    Quantity,
    TambonCode,
    VillageCode,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreView:
    """The centre of the tambon."""

    tambon: TambonCode
    centre_id: EntityId
    name: Line
    missions: tuple[Line, ...]
    founded_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageView:
    """A village; ``households`` as it says, ``households_registered`` as counted here."""

    village: VillageCode
    tambon: TambonCode
    name: Line
    households: Quantity | None
    households_registered: Count
    version: PositiveCount


PersonStatus = Literal["active", "moved", "deceased", "merged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person as lists show one."""

    person_id: EntityId
    title: Line | None
    name: Line
    sex: Sex
    residency: Residency
    village: VillageCode | None
    status: PersonStatus
    synthetic: bool
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetail(PersonView):
    """A person in full; the national ID shows its last digits only.

    ``status_on``: the day of the move, the return or the death. ``merged_into``: the entry that
    stands for this one now.
    """

    phone: Line | None
    national_id: Line | None
    address: Line | None
    born_on: PersonalDay | None
    birth_year: PersonalYear | None
    status_on: date | None
    moved_to: Line | None
    merged_into: EntityId | None
    erased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFilter:
    """By village, sex, residency and status; by the whole national ID, however it is written."""

    village: VillageCode | None = None
    sex: Sex | None = None
    residency: Residency | None = None
    status: PersonStatus | None = None
    national_id: Line | None = None
