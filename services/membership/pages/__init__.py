"""Pages of the membership service: people, organisations, committees, offices and partners."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Pages
from services.membership.domain.consent import PURPOSES
from services.membership.domain.registry import OFFICES as KNOWN_OFFICES
from services.membership.domain.registry import ROLES
from services.membership.pages import privacy
from services.membership.pages.kinds import KINDS
from services.membership.pages.organisations import (
    COMMITTEES,
    ENDING_TERMS,
    OFFICES,
    ORGANISATIONS,
    VACANT_SEATS,
)
from services.membership.pages.partners import PARTNERS, REQUESTS, WAITING_REQUESTS
from services.membership.pages.people import CENTRE_PAGE, PEOPLE, VILLAGES
from services.membership.pages.public import names

__all__ = ["PAGES"]

#: An office that is not among these brings its own names.
_OFFICES: Final = (*KNOWN_OFFICES, "other-office")

PAGES: Final = Pages(
    "membership",
    templates="services.membership",
    known={"office": _OFFICES, "role": tuple(ROLES), "purpose": tuple(PURPOSES)},
    public=names,
)

for what in (
    privacy.with_privacy(PEOPLE),
    ORGANISATIONS,
    COMMITTEES,
    OFFICES,
    PARTNERS,
    REQUESTS,
    VILLAGES,
    CENTRE_PAGE,
    KINDS,
    WAITING_REQUESTS,
    VACANT_SEATS,
    ENDING_TERMS,
    *privacy.ALL,
):
    PAGES.add(what)
