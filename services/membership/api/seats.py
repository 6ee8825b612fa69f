"""JSON resources: offices and committees."""

from __future__ import annotations

from services.membership import views
from services.membership.api.base import API
from services.membership.domain.committee import (
    DissolveCommittee,
    FillSeat,
    NameSeat,
    SeatCommittee,
    VacateSeat,
)
from services.membership.domain.office import (
    CorrectTerm,
    EstablishOffice,
    HoldOffice,
    IdentifyHolder,
    LeaveOffice,
)
from services.membership.projections import chosen, seats, terms

# -- offices ---------------------------------------------------------------------------------------

_OFFICE = "/offices/<office_id>"
_TERM = f"{_OFFICE}/terms/<term_id>"

API.command(
    "POST", "/offices", EstablishOffice, tag="offices", summary="Establish an office",
    makes="office_id",
)  # fmt: skip
API.command(
    "POST", f"{_OFFICE}/terms", HoldOffice, tag="offices", summary="Somebody holds it",
    makes="term_id",
)  # fmt: skip
API.command(
    "POST", f"{_TERM}/holder", IdentifyHolder, tag="offices", summary="Who held it is now known"
)
API.command("POST", f"{_TERM}/days", CorrectTerm, tag="offices", summary="Correct its days")
API.command("POST", f"{_TERM}/end", LeaveOffice, tag="offices", summary="The term is over")
API.listing(
    "GET", "/offices", view=views.OfficeView, query=seats.list_offices,
    filters=views.OfficeFilter, tag="offices", summary="Offices",
)  # fmt: skip
API.item(
    "GET", _OFFICE, view=views.OfficeDetail, query=seats.one_office, tag="offices",
    summary="An office and its terms",
)  # fmt: skip

API.listing(
    "GET", "/terms-ending", view=views.EndingTermView, query=terms.list_ending_terms,
    filters=views.EndingTermFilter, tag="offices",
    summary="Terms that end or are over, with nobody for after them",
)  # fmt: skip

# -- committees ------------------------------------------------------------------------------------

_COMMITTEE = "/committees/<committee_id>"

API.command(
    "POST", "/committees", SeatCommittee, tag="committees", summary="Seat a committee",
    makes="committee_id",
)  # fmt: skip
API.command(
    "POST", f"{_COMMITTEE}/members", FillSeat, tag="committees",
    summary="A substitute takes a vacant seat",
)  # fmt: skip
API.command(
    "POST", f"{_COMMITTEE}/members/<person_id>/vacancy", VacateSeat, tag="committees",
    summary="A member gives up the seat",
)  # fmt: skip
API.command(
    "POST", f"{_COMMITTEE}/names", NameSeat, tag="committees",
    summary="Who sits in an unnamed seat is now known",
)  # fmt: skip
API.command(
    "POST", f"{_COMMITTEE}/dissolution", DissolveCommittee, tag="committees",
    summary="Dissolve a committee",
)  # fmt: skip
API.listing(
    "GET", "/committees", view=views.CommitteeView, query=seats.list_committees,
    filters=views.CommitteeFilter, tag="committees", summary="Committees and working groups",
)  # fmt: skip
API.item(
    "GET", _COMMITTEE, view=views.CommitteeDetail, query=seats.one_committee, tag="committees",
    summary="A committee and who sits in it",
)  # fmt: skip
API.item(
    "GET", f"{_COMMITTEE}/seats", view=views.FilledSeatsView, query=chosen.seats_filled,
    tag="committees", summary="Its seats, and the assembly, motion and count that filled each",
)  # fmt: skip
