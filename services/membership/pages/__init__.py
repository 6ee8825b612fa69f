"""Pages of the membership service: people, organisations, committees, offices and partners."""

from __future__ import annotations

from typing import Final

from bangduan.web.imports import serve as serve_imports
from bangduan.web.pages import Pages
from services.membership.domain.consent import PURPOSES
from services.membership.domain.registry import OFFICES as KNOWN_OFFICES
from services.membership.domain.registry import ROLES
from services.membership.pages import disclosure, privacy
from services.membership.pages.certificates import CERTIFICATES, PAPER_NUMBERS, add_shortcut
from services.membership.pages.duplicates import DUPLICATES
from services.membership.pages.duties import DUE_DUTIES, DUTIES, add_mine
from services.membership.pages.households import HOUSEHOLDS
from services.membership.pages.imports import IMPORTS, with_imports
from services.membership.pages.kinds import KINDS
from services.membership.pages.organisations import ORGANISATIONS
from services.membership.pages.partners import PARTNERS, REQUESTS, WAITING_REQUESTS
from services.membership.pages.people import CENTRE_PAGE, PEOPLE, VILLAGES
from services.membership.pages.public import names
from services.membership.pages.seats import (
    COMMITTEES,
    ENDING_TERMS,
    OFFICES,
    TERMS_ENDING,
    VACANT_SEATS,
)

__all__ = ["PAGES"]

#: An office that is not among these brings its own names.
_OFFICES: Final = (*KNOWN_OFFICES, "other-office")

PAGES: Final = Pages(
    "membership",
    place=10,
    templates="services.membership",
    known={"office": _OFFICES, "role": tuple(ROLES), "purpose": tuple(PURPOSES)},
    public=names,
    own=[add_mine, add_shortcut, disclosure.serve, serve_imports],
)

for what in (
    *with_imports(privacy.with_privacy(PEOPLE), ORGANISATIONS),
    COMMITTEES,
    OFFICES,
    TERMS_ENDING,
    DUTIES,
    CERTIFICATES,
    PAPER_NUMBERS,
    PARTNERS,
    REQUESTS,
    DUPLICATES,
    HOUSEHOLDS,
    VILLAGES,
    CENTRE_PAGE,
    KINDS,
    WAITING_REQUESTS,
    VACANT_SEATS,
    ENDING_TERMS,
    DUE_DUTIES,
    *privacy.ALL,
    IMPORTS,
):
    PAGES.add(what)
