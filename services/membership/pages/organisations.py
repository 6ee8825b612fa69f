"""Pages of organisations, their members and leaders."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Related, Resource
from services.membership import views
from services.membership.domain.certificate import CertifyLeader
from services.membership.domain.membership import JoinOrganisation, LeaveOrganisation
from services.membership.domain.organisation import (
    ORGANISATION,
    AppointLeader,
    DissolveOrganisation,
    EndLeadership,
    MergeOrganisations,
    RegisterOrganisation,
    RenameOrganisation,
    ReportMemberCount,
    SetCentreSeats,
)
from services.membership.pages import offers
from services.membership.projections import certificates, duties, organisations, seats

ORGANISATIONS: Final = Resource(
    "organisations",
    title="Organisations",
    one="Organisation",
    key="organisation_id",
    query=organisations.list_organisations,
    filters=views.OrganisationFilter,
    row=views.OrganisationView,
    columns=("name", "kind", "village", "member_count", "members_registered", "status"),
    named="name",
    item=organisations.one_organisation,
    detail=views.OrganisationDetail,
    aggregate=ORGANISATION,
    create=RegisterOrganisation,
    actions=(
        JoinOrganisation,
        AppointLeader,
        ReportMemberCount,
        SetCentreSeats,
        RenameOrganisation,
        MergeOrganisations,
        DissolveOrganisation,
    ),
    begins={RenameOrganisation: ("name",)},
    related=(
        Related(
            "leaders",
            title="Leaders",
            query=organisations.list_leaders,
            row=views.LeaderView,
            columns=("name", "role", "term_from", "term_to", "status"),
            links="people",
            by="person_id",
            actions=(EndLeadership, CertifyLeader),
            offers=offers.with_leader,
        ),
        Related(
            "members",
            title="Members",
            query=organisations.list_members,
            row=views.MemberView,
            columns=(
                "name",
                "sex",
                "joined_on",
                "joined_because",
                "left_on",
                "left_because",
                "status",
            ),
            links="people",
            by="person_id",
            actions=(LeaveOrganisation,),
            offers=offers.with_member,
        ),
        Related(
            "committees",
            title="Committees and working groups",
            query=seats.list_committees,
            row=views.CommitteeView,
            columns=("name", "seats", "seated", "term_to", "status"),
            links="committees",
        ),
        Related(
            "offices",
            title="Offices",
            query=seats.list_offices,
            row=views.OfficeView,
            columns=("thai", "english"),
            links="offices",
        ),
        Related(
            "duties",
            title="Duties",
            query=duties.list_duties,
            row=views.DutyView,
            columns=("task", "holder", "office_id", "due_on", "status"),
            links="duties",
        ),
        Related(
            "certificates",
            title="Papers of appointment",
            query=certificates.list_certificates,
            row=views.CertificateView,
            columns=("reference", "paper_form", "person_id", "position", "issued_on", "status"),
            links="certificates",
        ),
    ),
    picks=(
        "organisation_id",
        "organisation_ids",
        "host_organisation_id",
        "grantor_organisation_id",
        "absorbed_id",
        "MergeOrganisations.into",
        "OrganisationMerged.into",
        "OrganisationDetail.merged_into",
    ),
    offers=offers.with_organisation,
    empty="No organisation is registered yet.",
    facts=(
        "kind",
        "village",
        "location",
        "lacks?",
        "status",
        "merged_into?",
        "dissolved_on?",
        "dissolved_because?",
        "dissolution_note?",
        "founded_on",
        "holds_funds",
        "member_count",
        "member_count_as_of?",
        "members_registered",
        "women_registered",
        "seats",
    ),
)
