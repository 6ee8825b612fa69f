"""Read tables of who belongs to what, and their queries, one file a part of the register."""

from services.membership.projections.organisations import ORGANISATIONS
from services.membership.projections.partners import PARTNERS
from services.membership.projections.register import REGISTER
from services.membership.projections.seats import SEATS

__all__ = ["ORGANISATIONS", "PARTNERS", "REGISTER", "SEATS"]
