"""The centre, its villages and the people in the register."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bangduan.events.definition import event, personal
from bangduan.events.types import (
    EntityId,
    Line,
    PersonalDay,
    PersonalYear,
    Quantity,
    TambonCode,
    VillageCode,
)

Sex = Literal["female", "male", "unknown"]
ErasureReason = Literal["asked", "died", "entered_by_mistake", "no_longer_needed"]
Residency = Literal["resident", "non_resident", "unknown"]
Correctable = Literal[
    "title", "phone", "national_id", "address", "village", "born_on", "birth_year"
]


@event("membership")
class CentreFounded:
    """ก่อตั้ง ศอช.ต.: the tambon has a community organisation coordination centre."""

    centre_id: EntityId
    tambon: TambonCode
    name: Line
    missions: tuple[Line, ...] = ()
    founded_on: date | None = None


@event("membership")
class CentreRenamed:
    """เปลี่ยนชื่อศูนย์: the centre has another name."""

    tambon: TambonCode
    name: Line


@event("membership")
class MissionsRevised:
    """ปรับปรุงภารกิจ: the whole list of the centre's missions, as it now reads."""

    tambon: TambonCode
    missions: tuple[Line, ...]


@event("membership")
class VillageRegistered:
    """ขึ้นทะเบียนหมู่บ้าน: a village (หมู่ที่) of the tambon."""

    village: VillageCode
    name: Line
    households: Quantity | None = None


@event("membership")
class VillageRenamed:
    """เปลี่ยนชื่อหมู่บ้าน: the village has another name; its code stays."""

    village: VillageCode
    name: Line


@event("membership")
class PersonRegistered:
    """ขึ้นทะเบียนบุคคล: a person enters the register.

    ``title`` (คำนำหน้า) stands apart so that names sort without it; ``synthetic`` marks
    somebody invented for a demonstration. Of a birth the day may be known, or only the year;
    with the day, ``birth_year`` is its year. ``residency`` (ภูมิลำเนา): lives in the tambon.
    """

    person_id: EntityId
    name: Line = personal("person_id")
    title: Line | None = personal("person_id", default=None)
    phone: Line | None = personal("person_id", default=None)
    national_id: Line | None = personal("person_id", default=None)
    address: Line | None = personal("person_id", default=None)
    sex: Sex
    village: VillageCode | None = None
    synthetic: bool
    born_on: PersonalDay | None = personal("person_id", default=None)
    birth_year: PersonalYear | None = personal("person_id", default=None)
    residency: Residency = "unknown"


@event("membership")
class PersonCorrected:
    """แก้ไขข้อมูลบุคคล: fields that are None stay as they were; ``cleared`` ones are emptied."""

    person_id: EntityId
    name: Line | None = personal("person_id", default=None)
    title: Line | None = personal("person_id", default=None)
    phone: Line | None = personal("person_id", default=None)
    national_id: Line | None = personal("person_id", default=None)
    address: Line | None = personal("person_id", default=None)
    sex: Sex | None = None
    village: VillageCode | None = None
    cleared: tuple[Correctable, ...] = ()
    born_on: PersonalDay | None = personal("person_id", default=None)
    birth_year: PersonalYear | None = personal("person_id", default=None)
    residency: Residency | None = None


@event("membership", erases="person_id")
class PersonErased:
    """ลบข้อมูลส่วนบุคคล: the person's key is destroyed; personal data reads forgotten."""

    person_id: EntityId
    reason: ErasureReason
