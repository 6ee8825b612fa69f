"""สมาชิกและองค์กร: the wiring, no logic."""

from __future__ import annotations

from typing import Final

from bangduan.importing.running import CHORES
from bangduan.service import Service
from services.membership import erasing
from services.membership.api import API
from services.membership.commands import HANDLERS
from services.membership.domain.centre import CENTRE
from services.membership.domain.certificate import CERTIFICATE, PAPER_NUMBERING
from services.membership.domain.committee import COMMITTEE
from services.membership.domain.consent import CONSENT
from services.membership.domain.duty import DUTY
from services.membership.domain.erasure import ERASURE, RETENTION
from services.membership.domain.household import HOUSEHOLD
from services.membership.domain.importing import IMPORT
from services.membership.domain.kind import KIND
from services.membership.domain.membership import MEMBERSHIP
from services.membership.domain.office import OFFICE
from services.membership.domain.organisation import ORGANISATION
from services.membership.domain.partner import PARTNER
from services.membership.domain.person import PERSON
from services.membership.domain.processing import EXPORT, PROCESSING
from services.membership.domain.request import REQUEST
from services.membership.domain.village import VILLAGE
from services.membership.imports import IMPORTS
from services.membership.pages import PAGES
from services.membership.policies import POLICIES
from services.membership.projections import (
    CERTIFICATES,
    CHOSEN,
    DUTIES,
    HOUSEHOLDS,
    ORGANISATIONS,
    PARTNERS,
    PRIVACY,
    REGISTER,
    SEATS,
    TERMS,
)
from services.membership.projections import imports as taken_in

service: Final = Service(
    name="membership",
    title=("สมาชิกและองค์กร", "Members and organisations"),
    aggregates=(
        CENTRE,
        VILLAGE,
        PERSON,
        HOUSEHOLD,
        KIND,
        ORGANISATION,
        MEMBERSHIP,
        OFFICE,
        COMMITTEE,
        PARTNER,
        REQUEST,
        DUTY,
        CERTIFICATE,
        PAPER_NUMBERING,
        CONSENT,
        ERASURE,
        RETENTION,
        PROCESSING,
        EXPORT,
        IMPORT,
    ),
    handlers={**HANDLERS, **erasing.HANDLERS},
    chores=(erasing.ERASURES, *CHORES),
    imports=IMPORTS,
    policies=POLICIES,
    projections=(
        REGISTER,
        HOUSEHOLDS,
        ORGANISATIONS,
        SEATS,
        PARTNERS,
        PRIVACY,
        DUTIES,
        CERTIFICATES,
        TERMS,
        CHOSEN,
        taken_in.IMPORTS,
    ),
    api=API,
    pages=PAGES,
)
