"""JSON resources: kinds of organisation, organisations, members, leaders."""

from __future__ import annotations

from services.membership import views
from services.membership.api.base import API
from services.membership.domain.kind import DefineOrganisationKind, ReviseOrganisationKind
from services.membership.domain.membership import JoinOrganisation, LeaveOrganisation
from services.membership.domain.organisation import (
    AppointLeader,
    DissolveOrganisation,
    EndLeadership,
    MergeOrganisations,
    RegisterOrganisation,
    RenameOrganisation,
    ReportMemberCount,
    SetCentreSeats,
)
from services.membership.projections import organisations

_ORGANISATION = "/organisations/<organisation_id>"

API.command(
    "POST", "/kinds", DefineOrganisationKind, tag="organisations",
    summary="Define a kind of organisation",
)  # fmt: skip
API.command(
    "POST", "/kinds/<kind>/revision", ReviseOrganisationKind, tag="organisations",
    summary="Say anew what a kind of organisation is and needs",
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
    "POST", f"{_ORGANISATION}/merger", MergeOrganisations, tag="organisations",
    summary="It goes on within another organisation",
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
