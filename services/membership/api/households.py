"""JSON resources: households."""

from __future__ import annotations

from services.membership.api.base import API
from services.membership.domain.household import (
    CorrectHousehold,
    JoinHousehold,
    LeaveHousehold,
    NameHouseholdHead,
    RegisterHousehold,
)
from services.membership.projections import households
from services.membership.views.households import (
    HouseholdFilter,
    HouseholdPersonView,
    HouseholdView,
)

_HOUSEHOLD = "/households/<household_id>"

API.command(
    "POST", "/households", RegisterHousehold, tag="households", summary="Register a household",
    makes="household_id",
)  # fmt: skip
API.command(
    "POST", f"{_HOUSEHOLD}/corrections", CorrectHousehold, tag="households",
    summary="Correct a household",
)  # fmt: skip
API.command(
    "POST", f"{_HOUSEHOLD}/people", JoinHousehold, tag="households",
    summary="A person belongs to it from now on",
)  # fmt: skip
API.command(
    "POST", f"{_HOUSEHOLD}/people/<person_id>/departure", LeaveHousehold, tag="households",
    summary="A person belongs to it no longer",
)  # fmt: skip
API.command(
    "POST", f"{_HOUSEHOLD}/head", NameHouseholdHead, tag="households", summary="Name its head"
)
API.listing(
    "GET", "/households", view=HouseholdView, query=households.list_households,
    filters=HouseholdFilter, tag="households", summary="Households",
)  # fmt: skip
API.item(
    "GET", _HOUSEHOLD, view=HouseholdView, query=households.one_household, tag="households",
    summary="A household",
)  # fmt: skip
API.listing(
    "GET", f"{_HOUSEHOLD}/people", view=HouseholdPersonView,
    query=households.list_people_of_household, tag="households",
    summary="Who belongs or belonged to it",
)  # fmt: skip
