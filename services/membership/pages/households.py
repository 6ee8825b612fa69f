"""Pages of households."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from bangduan.web.pages import Related, Resource
from services.membership.domain.household import (
    HOUSEHOLD,
    CorrectHousehold,
    JoinHousehold,
    LeaveHousehold,
    NameHouseholdHead,
    RegisterHousehold,
)
from services.membership.projections import households
from services.membership.views.households import (
    HeldPlaceRow,
    HouseholdFilter,
    HouseholdPersonView,
    HouseholdView,
)


def with_person_of_household(
    household: Mapping[str, Any], person: Mapping[str, Any]
) -> Collection[type]:
    """Who belongs to it may leave, and be its head."""
    if person["status"] == "left":
        return ()
    if person["person_id"] == person["head"]:
        return (LeaveHousehold,)
    return (NameHouseholdHead, LeaveHousehold)


def with_place(person: Mapping[str, Any], place: Mapping[str, Any]) -> Collection[type]:
    """Who belongs to a household may leave it."""
    return (LeaveHousehold,) if place["status"] == "member" else ()


HOUSEHOLDS: Final = Resource(
    "households",
    title="Households",
    one="Household",
    key="household_id",
    query=households.list_households,
    filters=HouseholdFilter,
    row=HouseholdView,
    columns=("house_number", "village", "head", "people_count"),
    named="house_number",
    item=households.one_household,
    aggregate=HOUSEHOLD,
    create=RegisterHousehold,
    actions=(JoinHousehold, CorrectHousehold),
    related=(
        Related(
            "people",
            title="Who belongs to it",
            query=households.list_people_of_household,
            row=HouseholdPersonView,
            columns=("name", "sex", "birth_year", "joined_on", "left_on", "status"),
            links="people",
            by="person_id",
            actions=(NameHouseholdHead, LeaveHousehold),
            offers=with_person_of_household,
        ),
    ),
    picks=("household_id",),
    sort="village,house_number",
    facts=("house_number", "village", "head", "people_count"),
    empty="No household is registered yet.",
)

#: On the page of a person.
PLACES: Final = Related(
    "households",
    title="Household",
    query=households.list_households_of,
    row=HeldPlaceRow,
    columns=("house_number", "village", "joined_on", "left_on", "status"),
    links="households",
    by="household_id",
    actions=(LeaveHousehold,),
    offers=with_place,
)

#: On the page of a village.
OF_VILLAGE: Final = Related(
    "households",
    title="Households",
    query=households.list_households,
    row=HouseholdView,
    columns=("house_number", "head", "people_count"),
    links="households",
)
