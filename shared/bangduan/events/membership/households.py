"""Households and who lives in them. A house number is sealed with a key of the household's own."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bangduan.events.definition import event, personal
from bangduan.events.types import EntityId, Line, VillageCode

DepartureReason = Literal["moved", "died", "merged", "unknown"]


@event("membership")
class HouseholdRegistered:
    """ขึ้นทะเบียนครัวเรือน: a house of a village, by its number (บ้านเลขที่)."""

    household_id: EntityId
    house_number: Line = personal("household_id")
    village: VillageCode


@event("membership")
class HouseholdCorrected:
    """แก้ไขข้อมูลครัวเรือน: fields that are None stay as they were."""

    household_id: EntityId
    house_number: Line | None = personal("household_id", default=None)
    village: VillageCode | None = None


@event("membership")
class HouseholdJoined:
    """เข้าอยู่ในครัวเรือน: a registered person belongs to the household."""

    household_id: EntityId
    person_id: EntityId
    joined_on: date | None = None


@event("membership")
class HouseholdLeft:
    """ออกจากครัวเรือน: the person belongs to it no longer; its head is head no longer."""

    household_id: EntityId
    person_id: EntityId
    left_on: date | None = None
    reason: DepartureReason = "unknown"


@event("membership")
class HouseholdHeadNamed:
    """กำหนดหัวหน้าครัวเรือน: one of those who belong to it."""

    household_id: EntityId
    person_id: EntityId
