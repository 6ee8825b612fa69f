"""JSON resources: who belongs to what."""

from __future__ import annotations

from bangduan.web.api import Api
from services.membership import views
from services.membership.domain.centre import FoundCentre, RenameCentre, ReviseMissions
from services.membership.domain.committee import (
    DissolveCommittee,
    FillSeat,
    NameSeat,
    SeatCommittee,
    VacateSeat,
)
from services.membership.domain.kind import DefineOrganisationKind
from services.membership.domain.membership import JoinOrganisation, LeaveOrganisation
from services.membership.domain.office import (
    CorrectTerm,
    EstablishOffice,
    HoldOffice,
    IdentifyHolder,
    LeaveOffice,
)
from services.membership.domain.organisation import (
    AppointLeader,
    DissolveOrganisation,
    EndLeadership,
    RegisterOrganisation,
    RenameOrganisation,
    ReportMemberCount,
    SetCentreSeats,
)
from services.membership.domain.partner import (
    EndPartnership,
    NamePartnerContact,
    RegisterPartner,
    RevisePartnerSupport,
)
from services.membership.domain.person import CorrectPerson, ErasePerson, RegisterPerson
from services.membership.domain.request import (
    AnswerRequest,
    MakeRequest,
    PassRequestOn,
    WithdrawRequest,
)
from services.membership.domain.village import RegisterVillage, RenameVillage
from services.membership.projections import organisations, partners, register, seats

API = Api("membership")

# -- the centre and its villages -------------------------------------------------------------------

_CENTRE, _VILLAGE = "/centre/<tambon>", "/villages/<village>"

API.command("POST", "/centre", FoundCentre, tag="centre", summary="Found the centre")
API.command(
    "POST", f"{_CENTRE}/name", RenameCentre, tag="centre", summary="Give the centre another name"
)
API.command(
    "POST", f"{_CENTRE}/missions", ReviseMissions, tag="centre", summary="Revise its missions"
)
API.item(
    "GET", "/centre", view=views.CentreView, query=register.the_centre, tag="centre",
    summary="The centre of the tambon",
)  # fmt: skip
API.command("POST", "/villages", RegisterVillage, tag="villages", summary="Register a village")
API.command(
    "POST", f"{_VILLAGE}/name", RenameVillage, tag="villages",
    summary="Give a village another name",
)  # fmt: skip
API.listing(
    "GET", "/villages", view=views.VillageView, query=register.list_villages, tag="villages",
    summary="Villages of the tambon",
)  # fmt: skip
API.item(
    "GET", _VILLAGE, view=views.VillageView, query=register.one_village, tag="villages",
    summary="A village",
)  # fmt: skip

# -- people ----------------------------------------------------------------------------------------

_PERSON = "/people/<person_id>"

API.command(
    "POST", "/people", RegisterPerson, tag="people", summary="Register a person",
    makes="person_id",
)  # fmt: skip
API.command(
    "POST", f"{_PERSON}/corrections", CorrectPerson, tag="people", summary="Correct an entry"
)
API.command(
    "POST", f"{_PERSON}/erasure", ErasePerson, tag="people",
    summary="Erase a person's data for good",
)  # fmt: skip
API.listing(
    "GET", "/people", view=views.PersonView, query=register.list_people,
    filters=views.PersonFilter, tag="people", summary="The register",
)  # fmt: skip
API.item(
    "GET", _PERSON, view=views.PersonDetail, query=register.one_person, tag="people",
    summary="A person",
)  # fmt: skip

# -- kinds and organisations -----------------------------------------------------------------------

_ORGANISATION = "/organisations/<organisation_id>"

API.command(
    "POST", "/kinds", DefineOrganisationKind, tag="organisations",
    summary="Define a kind of organisation",
)  # fmt: skip
API.item(
    "GET", "/kinds", view=views.KindsView, query=organisations.list_kinds, tag="organisations",
    summary="Kinds of organisation",
)  # fmt: skip
API.command(
    "POST", "/organisations", RegisterOrganisation, tag="organisations",
    summary="Register an organisation", makes="organisation_id",
)  # fmt: skip
API.command(
    "POST", f"{_ORGANISATION}/name", RenameOrganisation, tag="organisations",
    summary="Give it another name",
)  # fmt: skip
API.command(
    "POST", f"{_ORGANISATION}/dissolution", DissolveOrganisation, tag="organisations",
    summary="Dissolve it",
)  # fmt: skip
API.command(
    "POST", f"{_ORGANISATION}/member-count", ReportMemberCount, tag="organisations",
    summary="How many members it says it has",
)  # fmt: skip
API.command(
    "POST", f"{_ORGANISATION}/seats", SetCentreSeats, tag="organisations",
    summary="Its seats in the centre",
)  # fmt: skip
API.command(
    "POST", f"{_ORGANISATION}/leaders", AppointLeader, tag="organisations",
    summary="Appoint a leader",
)  # fmt: skip
API.command(
    "POST", f"{_ORGANISATION}/leaders/<person_id>/end", EndLeadership, tag="organisations",
    summary="A leader no longer holds the role",
)  # fmt: skip
API.command(
    "POST", f"{_ORGANISATION}/members", JoinOrganisation, tag="organisations",
    summary="A person joins",
)  # fmt: skip
API.command(
    "POST", f"{_ORGANISATION}/members/<person_id>/departure", LeaveOrganisation,
    tag="organisations", summary="A member leaves",
)  # fmt: skip
API.listing(
    "GET", "/organisations", view=views.OrganisationView, query=organisations.list_organisations,
    filters=views.OrganisationFilter, tag="organisations", summary="The organisations",
)  # fmt: skip
API.item(
    "GET", _ORGANISATION, view=views.OrganisationDetail, query=organisations.one_organisation,
    tag="organisations", summary="An organisation and its leaders",
)  # fmt: skip
API.listing(
    "GET", f"{_ORGANISATION}/members", view=views.MemberView, query=organisations.list_members,
    filters=views.MemberFilter, tag="organisations", summary="Its members",
)  # fmt: skip
API.listing(
    "GET", "/leaders", view=views.LeaderView, query=organisations.list_leaders,
    filters=views.LeaderFilter, tag="organisations", summary="Community leaders",
)  # fmt: skip

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

# -- partners and requests -------------------------------------------------------------------------

_PARTNER, _REQUEST = "/partners/<partner_id>", "/requests/<request_id>"

API.command(
    "POST", "/partners", RegisterPartner, tag="partners", summary="Register a partner",
    makes="partner_id",
)  # fmt: skip
API.command(
    "POST", f"{_PARTNER}/supports", RevisePartnerSupport, tag="partners",
    summary="Revise what it supports",
)  # fmt: skip
API.command(
    "POST", f"{_PARTNER}/contact", NamePartnerContact, tag="partners", summary="Name its contact"
)
API.command(
    "POST", f"{_PARTNER}/end", EndPartnership, tag="partners", summary="End the partnership"
)
API.listing(
    "GET", "/partners", view=views.PartnerView, query=partners.list_partners,
    filters=views.PartnerFilter, tag="partners", summary="The directory of partners",
)  # fmt: skip
API.item(
    "GET", _PARTNER, view=views.PartnerDetail, query=partners.one_partner, tag="partners",
    summary="A partner and its contact",
)  # fmt: skip
API.command(
    "POST", "/requests", MakeRequest, tag="requests", summary="Ask something of a partner",
    makes="request_id",
)  # fmt: skip
API.command(
    "POST", f"{_REQUEST}/passing-on", PassRequestOn, tag="requests",
    summary="It now waits on somebody else",
)  # fmt: skip
API.command(
    "POST", f"{_REQUEST}/answer", AnswerRequest, tag="requests", summary="Record the answer"
)
API.command(
    "POST", f"{_REQUEST}/withdrawal", WithdrawRequest, tag="requests", summary="Withdraw it"
)
API.listing(
    "GET", "/requests", view=views.RequestView, query=partners.list_requests,
    filters=views.RequestFilter, tag="requests", summary="Requests, and on whom each waits",
)  # fmt: skip
API.item(
    "GET", _REQUEST, view=views.RequestView, query=partners.one_request, tag="requests",
    summary="A request",
)  # fmt: skip
