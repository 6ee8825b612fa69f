"""Pages of the membership service: people, organisations, committees, offices and partners."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Pages
from services.membership.pages.names import KINDS, OFFICE_NAMES, ROLES
from services.membership.pages.organisations import (
    COMMITTEES,
    ENDING_TERMS,
    OFFICES,
    ORGANISATIONS,
    VACANT_SEATS,
)
from services.membership.pages.partners import PARTNERS, REQUESTS, WAITING_REQUESTS
from services.membership.pages.people import CENTRE_PAGE, PEOPLE, VILLAGES

__all__ = ["PAGES"]

PAGES: Final = Pages("membership")

for what in (
    PEOPLE,
    ORGANISATIONS,
    COMMITTEES,
    OFFICES,
    PARTNERS,
    REQUESTS,
    VILLAGES,
    CENTRE_PAGE,
    KINDS,
    OFFICE_NAMES,
    ROLES,
    WAITING_REQUESTS,
    VACANT_SEATS,
    ENDING_TERMS,
):
    PAGES.add(what)
