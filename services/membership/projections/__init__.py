"""Read tables of who belongs to what, and their queries, one file a part of the register."""

from services.membership.projections import merging
from services.membership.projections.certificates import CERTIFICATES
from services.membership.projections.chosen import CHOSEN
from services.membership.projections.duties import DUTIES
from services.membership.projections.households import HOUSEHOLDS
from services.membership.projections.organisations import ORGANISATIONS
from services.membership.projections.partners import PARTNERS
from services.membership.projections.privacy import PRIVACY
from services.membership.projections.register import REGISTER
from services.membership.projections.seats import SEATS
from services.membership.projections.terms import TERMS

__all__ = [
    "CERTIFICATES",
    "CHOSEN",
    "DUTIES",
    "HOUSEHOLDS",
    "ORGANISATIONS",
    "PARTNERS",
    "PRIVACY",
    "REGISTER",
    "SEATS",
    "TERMS",
    "merging",
]
