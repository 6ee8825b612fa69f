"""Pages of the membership service: people, organisations, committees, offices and partners."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Final, Literal

from bangduan.events.membership import VacancyReason
from bangduan.events.types import EntityId, Line, VillageCode
from bangduan.web.pages import Card, Pages, Related, Resource
from services.membership import views
from services.membership.domain.centre import CENTRE, FoundCentre, RenameCentre, ReviseMissions
from services.membership.domain.committee import (
    COMMITTEE,
    DissolveCommittee,
    FillSeat,
    NameSeat,
    SeatCommittee,
    VacateSeat,
)
from services.membership.domain.kind import KIND, DefineOrganisationKind
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
from services.membership.domain.partner import (
    PARTNER,
    EndPartnership,
    NamePartnerContact,
    RegisterPartner,
    RevisePartnerSupport,
)
from services.membership.domain.person import PERSON, CorrectPerson, ErasePerson, RegisterPerson
from services.membership.domain.request import (
    REQUEST,
    AnswerRequest,
    MakeRequest,
    PassRequestOn,
    WithdrawRequest,
)
from services.membership.domain.village import VILLAGE, RegisterVillage, RenameVillage
from services.membership.projections import organisations, partners, register, seats


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MembershipRow:
    """An organisation that a person belongs or belonged to."""

    person_id: EntityId
    organisation_id: EntityId
    organisation_name: Line | None
    joined_on: date | None
    left_on: date | None
    status: Literal["member", "left"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class HeldOfficeRow:
    """An office that a person holds or held."""

    office_id: EntityId
    thai: Line
    village: VillageCode | None
    term_from: date | None
    term_to: date | None
    status: Literal["holding", "over"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class HeldSeatRow:
    """A committee in which a person sits or sat this term."""

    committee_id: EntityId
    committee_name: Line
    status: Literal["seated", "vacated"]
    filled_on: date | None
    vacated_on: date | None
    reason: VacancyReason | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRow(views.OfficeView):
    """An office and who holds it now, as far as is known."""

    holder: EntityId | None


PAGES: Final = Pages("membership")

PAGES.add(
    Resource(
        "people",
        title="People",
        one="Person",
        key="person_id",
        query=register.list_people,
        filters=views.PersonFilter,
        row=views.PersonView,
        columns=("title", "name", "sex", "village"),
        named="name",
        item=register.one_person,
        detail=views.PersonDetail,
        aggregate=PERSON,
        create=RegisterPerson,
        actions=(CorrectPerson, JoinOrganisation, AppointLeader, ErasePerson),
        related=(
            Related(
                "memberships",
                title="Member of",
                query=organisations.list_memberships,
                row=MembershipRow,
                columns=("organisation_name", "joined_on", "left_on", "status"),
                links="organisations",
                by="organisation_id",
                actions=(LeaveOrganisation,),
            ),
            Related(
                "leaderships",
                title="Leads",
                query=organisations.list_leaders,
                row=views.LeaderView,
                columns=("organisation_name", "role", "term_from", "term_to", "status"),
                links="organisations",
                by="organisation_id",
                actions=(EndLeadership,),
            ),
            Related(
                "seats",
                title="Sits in",
                query=seats.list_seats_of,
                row=HeldSeatRow,
                columns=("committee_name", "status", "filled_on", "vacated_on", "reason"),
                links="committees",
                by="committee_id",
            ),
            Related(
                "offices",
                title="Offices held",
                query=seats.list_terms_of,
                row=HeldOfficeRow,
                columns=("thai", "village", "term_from", "term_to", "status"),
                links="offices",
                by="office_id",
            ),
        ),
        picks=(
            "person_id",
            "holder",
            "members",
            "contact_person_id",
            "in_place_of",
            "owner_id",
            "from_person_id",
            "to_person_id",
            "chair_person_id",
            "delegate_person_id",
            "opened_by",
            "opened_in_place_of",
            "presided_by",
            "moved_by",
            "seconded_by",
            "elected",
            "recorder",
            "reviewer",
        ),
    )
)
PAGES.add(
    Resource(
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
        related=(
            Related(
                "leaders",
                title="Leaders",
                query=organisations.list_leaders,
                row=views.LeaderView,
                columns=("role", "title", "name", "term_from", "term_to", "status"),
                links="people",
                by="person_id",
                actions=(EndLeadership,),
            ),
            Related(
                "members",
                title="Members",
                query=organisations.list_members,
                row=views.MemberView,
                columns=("title", "name", "sex", "joined_on", "status"),
                links="people",
                by="person_id",
                actions=(LeaveOrganisation,),
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
    )
)
PAGES.add(
    Resource(
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
        related=(
            Related(
                "seats",
                title="Who sits in it",
                query=seats.list_seats,
                row=views.SeatView,
                columns=("title", "name", "status", "in_place_of", "filled_on", "vacated_on"),
                links="people",
                by="person_id",
                actions=(VacateSeat,),
            ),
        ),
        picks=("committee_id",),
    )
)
PAGES.add(
    Resource(
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
                columns=("title", "name", "term_from", "term_to", "status"),
                links="people",
                by="holder",
                actions=(LeaveOffice, IdentifyHolder, CorrectTerm),
            ),
        ),
        picks=("office_id",),
    )
)
PAGES.add(
    Resource(
        "partners",
        title="Partners",
        one="Partner",
        key="partner_id",
        query=partners.list_partners,
        filters=views.PartnerFilter,
        row=views.PartnerView,
        columns=("name", "kind", "level", "supports", "status"),
        named="name",
        item=partners.one_partner,
        detail=views.PartnerDetail,
        aggregate=PARTNER,
        create=RegisterPartner,
        actions=(MakeRequest, NamePartnerContact, RevisePartnerSupport, EndPartnership),
        related=(
            Related(
                "requests",
                title="Requests",
                query=partners.list_requests,
                row=views.RequestView,
                columns=("subject", "status", "asked_on", "outcome", "answered_on"),
                links="requests",
            ),
        ),
        picks=("partner_id", "waiting_on_partner_id", "answered_by_partner_id"),
    )
)
PAGES.add(
    Resource(
        "requests",
        title="Requests",
        one="Request",
        key="request_id",
        query=partners.list_requests,
        filters=views.RequestFilter,
        row=views.RequestView,
        columns=("subject", "partner_name", "status", "waiting_on_name", "asked_on", "outcome"),
        named="subject",
        item=partners.one_request,
        aggregate=REQUEST,
        create=MakeRequest,
        actions=(AnswerRequest, PassRequestOn, WithdrawRequest),
        picks=("request_id",),
        sort="-asked_on",
    )
)
PAGES.add(
    Resource(
        "villages",
        title="Villages",
        one="Village",
        key="village",
        query=register.list_villages,
        row=views.VillageView,
        columns=("village", "name", "households"),
        named="name",
        item=register.one_village,
        aggregate=VILLAGE,
        create=RegisterVillage,
        actions=(RenameVillage,),
        related=(
            Related(
                "organisations",
                title="Organisations",
                query=organisations.list_organisations,
                row=views.OrganisationView,
                columns=("name", "kind", "member_count", "members_registered", "status"),
                links="organisations",
            ),
            Related(
                "people",
                title="People",
                query=register.list_people,
                row=views.PersonView,
                columns=("title", "name", "sex"),
                links="people",
            ),
        ),
        picks=("village", "villages"),
        sort="village",
    )
)
PAGES.add(
    Resource(
        "centre",
        title="The centre",
        one="Centre",
        key="tambon",
        query=register.list_centres,
        row=views.CentreView,
        columns=("name", "tambon", "founded_on"),
        named="name",
        item=register.one_centre,
        aggregate=CENTRE,
        create=FoundCentre,
        actions=(ReviseMissions, RenameCentre),
        search=False,
    )
)
PAGES.add(
    Resource(
        "kinds",
        title="Kinds of organisation",
        one="Kind of organisation",
        key="kind",
        query=organisations.list_kinds,
        row=views.KindView,
        columns=("thai", "english", "location", "holds_funds", "seats"),
        named="thai",
        aggregate=KIND,
        create=DefineOrganisationKind,
        menu=False,
        search=False,
        picks=("kinds",),
    )
)

PAGES.add(
    Card(
        "waiting-requests",
        title="Requests waiting",
        query=partners.open_requests,
        row=views.RequestView,
        columns=("subject", "waiting_on_name", "asked_on"),
        links="requests",
        empty="No request waits for an answer.",
    )
)
PAGES.add(
    Card(
        "vacant-seats",
        title="Vacant seats",
        query=seats.vacant_seats,
        row=views.CommitteeView,
        columns=("name", "vacant"),
        links="committees",
        empty="Every seat is taken.",
    )
)
PAGES.add(
    Card(
        "ending-terms",
        title="Terms that end",
        query=seats.ending_terms,
        row=views.CommitteeView,
        columns=("name", "term_to"),
        links="committees",
        empty="No committee has a day on which its term ends.",
    )
)
