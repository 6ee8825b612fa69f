"""ครัวเรือน: households, who belongs to each, and how many a village has on record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, Select, String, func, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.membership import (
    HouseholdCorrected,
    HouseholdHeadNamed,
    HouseholdJoined,
    HouseholdLeft,
    HouseholdRegistered,
    PersonMerged,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows, personal_column
from services.membership.permissions import READ
from services.membership.projections.register import people, villages
from services.membership.views.households import HouseholdFilter

households = ReadTable(
    "households",
    Column("household_id", String, primary_key=True),
    personal_column("house_number", subject="household_id"),
    Column("village", String),
    Column("head", String),
    Column("people_count", Integer),
    Column("version", Integer),
    Index("households_by_village", "village"),
)
places = ReadTable(
    "household_places",
    Column("household_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("joined_on", Date),
    Column("left_on", Date),
    Column("reason", String),
    Column("status", String),
    Index("household_places_by_person", "person_id"),
)

HOUSEHOLDS = Projection("households", version=1, tables=(households, places))


@HOUSEHOLDS.on(HouseholdRegistered)
def _(event: HouseholdRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(
        households,
        household_id=event.household_id,
        house_number=event.house_number,
        village=event.village,
        people_count=0,
        version=at.version,
    )


@HOUSEHOLDS.on(HouseholdCorrected)
def _(event: HouseholdCorrected, at: Recorded, rows: Rows) -> None:
    given = {"house_number": event.house_number, "village": event.village}
    _change(event, at, rows, **{name: value for name, value in given.items() if value is not None})


@HOUSEHOLDS.on(HouseholdJoined)
def _(event: HouseholdJoined, at: Recorded, rows: Rows) -> None:
    rows.put(
        places,
        household_id=event.household_id,
        person_id=event.person_id,
        joined_on=event.joined_on,
        left_on=None,
        reason=None,
        status="member",
    )
    rows.add(households, {"household_id": event.household_id}, people_count=1)
    _change(event, at, rows)


@HOUSEHOLDS.on(HouseholdLeft)
def _(event: HouseholdLeft, at: Recorded, rows: Rows) -> None:
    place = {"household_id": event.household_id, "person_id": event.person_id}
    rows.change(places, place, left_on=event.left_on, reason=event.reason, status="left")
    headed = {"household_id": event.household_id, "head": event.person_id}
    rows.change(households, headed, head=None)
    rows.add(households, {"household_id": event.household_id}, people_count=-1)
    _change(event, at, rows)


@HOUSEHOLDS.on(HouseholdHeadNamed)
def _(event: HouseholdHeadNamed, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, head=event.person_id)


@HOUSEHOLDS.on(PersonMerged)
def _(event: PersonMerged, at: Recorded, rows: Rows) -> None:
    # what the double had was recorded for who stays
    rows.remove(places, {"person_id": event.person_id})


def _change(event: Any, at: Recorded, rows: Rows, **values: Any) -> None:
    key = {"household_id": event.household_id}
    rows.change(households, key, **values, version=at.version)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_households(filters: HouseholdFilter) -> Select[Any]:
    """ครัวเรือน, by village."""
    query = select(households)
    if filters.village is not None:
        query = query.where(households.c.village == filters.village)
    return query


@reads(READ)
def one_household(reader: Reader, household_id: str) -> dict[str, Any] | None:
    """ครัวเรือน."""
    return reader.one(select(households).where(households.c.household_id == household_id))


@reads(READ)
def list_people_of_household(household_id: str) -> Select[Any]:
    """สมาชิกในครัวเรือน, those who left too, beside its head."""
    return (
        select(
            places,
            people.c.title,
            people.c.name,
            people.c.sex,
            people.c.birth_year,
            households.c.head,
        )
        .select_from(
            places.join(households, households.c.household_id == places.c.household_id).outerjoin(
                people, people.c.person_id == places.c.person_id
            )
        )
        .where(places.c.household_id == household_id)
    )


@reads(READ)
def list_households_of(person_id: str) -> Select[Any]:
    """ครัวเรือนที่อยู่หรือเคยอยู่ of a person."""
    return (
        select(places, households.c.house_number, households.c.village)
        .select_from(places.join(households, households.c.household_id == places.c.household_id))
        .where(places.c.person_id == person_id)
    )


@reads(READ)
def list_villages() -> Select[Any]:
    """หมู่บ้าน, in the order of their codes; with how many of its households are on record."""
    counted = (
        select(households.c.village.label("of"), func.count().label("registered"))
        .group_by(households.c.village)
        .subquery()
    )
    return select(
        villages, func.coalesce(counted.c.registered, 0).label("households_registered")
    ).select_from(villages.outerjoin(counted, counted.c.of == villages.c.village))


@reads(READ)
def one_village(reader: Reader, village: str) -> dict[str, Any] | None:
    """หมู่บ้าน."""
    return reader.one(list_villages().where(villages.c.village == village))


def places_of(person_id: str) -> Select[Any]:
    """Every place of a person in a household, left or not."""
    return select(places).where(places.c.person_id == person_id).order_by(places.c.household_id)


def place_in(household_id: str, person_id: str) -> Select[Any]:
    """The place of a person in one household, left or not."""
    return places_of(person_id).where(places.c.household_id == household_id)
