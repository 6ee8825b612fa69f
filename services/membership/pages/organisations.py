"""Pages of organisations, their committees and offices."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Card, Related, Resource
from services.membership import views
from services.membership.domain.committee import (
    COMMITTEE,
    DissolveCommittee,
    FillSeat,
    NameSeat,
    SeatCommittee,
    VacateSeat,
)
from services.membership.domain.membership import JoinOrganisation, LeaveOrganisation
from services.membership.domain.office import (
    OFFICE,
    CorrectTerm,
    EstablishOffice,
    HoldOffice,
    IdentifyHolder,
    LeaveOffice,
)
from services.membership.domain.organisation import (
    ORGANISATION,
    AppointLeader,
    DissolveOrganisation,
    EndLeadership,
    RegisterOrganisation,
    RenameOrganisation,
    ReportMemberCount,
    SetCentreSeats,
)
from services.membership.pages import offers
from services.membership.pages.rows import OfficeRow
from services.membership.projections import organisations, seats

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
    aggregate=ORGANISATION,
    create=RegisterOrganisation,
    actions=(
        JoinOrganisation,
        AppointLeader,
        ReportMemberCount,
        SetCentreSeats,
        RenameOrganisation,
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
            actions=(EndLeadership,),
            offers=offers.with_leader,
        ),
        Related(
            "members",
            title="Members",
            query=organisations.list_members,
            row=views.MemberView,
            columns=("name", "sex", "joined_on", "status"),
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
    ),
    picks=(
        "organisation_id",
        "organisation_ids",
        "host_organisation_id",
        "grantor_organisation_id",
    ),
    offers=offers.with_organisation,
    empty="No organisation is registered yet.",
    facts=(
        "kind",
        "village",
        "location",
        "status",
        "dissolved_on?",
        "founded_on",
        "holds_funds",
        "member_count",
        "member_count_as_of?",
        "members_registered",
        "women_registered",
        "seats",
    ),
)

COMMITTEES: Final = Resource(
    "committees",
    title="Committees and working groups",
    one="Committee",
    key="committee_id",
    query=seats.list_committees,
    filters=views.CommitteeFilter,
    row=views.CommitteeView,
    columns=("name", "seats", "seated", "vacant", "term_from", "term_to", "status"),
    named="name",
    item=seats.one_committee,
    aggregate=COMMITTEE,
    create=SeatCommittee,
    actions=(FillSeat, NameSeat, SeatCommittee, DissolveCommittee),
    begins={SeatCommittee: ("name", "seats", "organisation_id")},
    related=(
        Related(
            "seats",
            title="Who sits in it",
            query=seats.list_seats,
            row=views.SeatView,
            columns=("name", "status", "in_place_of", "filled_on", "vacated_on"),
            links="people",
            by="person_id",
            actions=(VacateSeat,),
            offers=offers.with_seat,
        ),
    ),
    picks=("committee_id",),
    offers=offers.with_committee,
    empty="No committee is seated yet. One is seated here, or by an election in a meeting.",
    facts=(
        "organisation_id?",
        "seats",
        "seated",
        "vacant",
        "unnamed",
        "how_chosen",
        "chosen_by_meeting_id",
        "resolution_id?",
        "term_from",
        "term_to",
        "status",
        "dissolved_on?",
    ),
)

OFFICES: Final = Resource(
    "offices",
    title="Offices",
    one="Office",
    key="office_id",
    query=seats.list_offices_held,
    filters=views.OfficeFilter,
    row=OfficeRow,
    columns=("thai", "holder", "organisation_name", "village"),
    named="thai",
    item=seats.one_office,
    detail=views.OfficeView,
    aggregate=OFFICE,
    create=EstablishOffice,
    actions=(HoldOffice,),
    related=(
        Related(
            "terms",
            title="Terms",
            query=seats.list_terms,
            row=views.TermView,
            columns=("name", "term_from", "term_to", "status"),
            links="people",
            by="holder",
            actions=(LeaveOffice, IdentifyHolder, CorrectTerm),
            offers=offers.with_term,
            begins={CorrectTerm: ("term_from", "term_to")},
        ),
    ),
    picks=("office_id",),
    empty="No office is established yet.",
    facts=("office", "organisation_id", "village", "english"),
)

VACANT_SEATS: Final = Card(
    "vacant-seats",
    title="Vacant seats",
    query=seats.vacant_seats,
    row=views.CommitteeView,
    columns=("name", "vacant"),
    links="committees",
    empty="Every seat is taken.",
)

ENDING_TERMS: Final = Card(
    "ending-terms",
    title="Terms that end",
    query=seats.ending_terms,
    row=views.CommitteeView,
    columns=("name", "term_to"),
    links="committees",
    empty="No committee has a day on which its term ends.",
)
