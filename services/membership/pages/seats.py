"""Pages of offices, committees, and of terms that end."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Card, Related, Resource
from services.membership import views
from services.membership.domain.certificate import CertifySeat, CertifyTerm
from services.membership.domain.committee import (
    COMMITTEE,
    DissolveCommittee,
    FillSeat,
    NameSeat,
    SeatCommittee,
    VacateSeat,
)
from services.membership.domain.office import (
    OFFICE,
    CorrectTerm,
    EstablishOffice,
    HoldOffice,
    IdentifyHolder,
    LeaveOffice,
)
from services.membership.pages import offers
from services.membership.pages.rows import ChosenSeatRow, OfficeRow
from services.membership.projections import certificates, chosen, duties, seats, terms

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
            columns=("name", "status", "how_chosen", "in_place_of", "filled_on", "vacated_on"),
            links="people",
            by="person_id",
            actions=(VacateSeat, CertifySeat),
            offers=offers.with_seat,
        ),
        Related(
            "choices",
            title="How each seat was filled",
            query=chosen.seats_filled,
            row=ChosenSeatRow,
            columns=(
                "name",
                "chosen_by_meeting_id",
                "resolution_id",
                "motion",
                "votes",
                "votes_for",
                "votes_against",
                "abstained",
                "present",
                "quorum",
            ),
            links="people",
            by="person_id",
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
            columns=("reference", "paper_form", "person_id", "issued_on", "status"),
            links="certificates",
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
            actions=(LeaveOffice, IdentifyHolder, CorrectTerm, CertifyTerm),
            offers=offers.with_term,
            begins={CorrectTerm: ("term_from", "term_to")},
        ),
        Related(
            "duties",
            title="Duties",
            query=duties.list_duties,
            row=views.DutyView,
            columns=("task", "due_on", "days_left", "status"),
            links="duties",
        ),
        Related(
            "certificates",
            title="Papers of appointment",
            query=certificates.list_certificates,
            row=views.CertificateView,
            columns=("reference", "paper_form", "person_id", "issued_on", "status"),
            links="certificates",
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

TERMS_ENDING: Final = Resource(
    "terms-ending",
    title="Terms that end",
    one="Term",
    key="holding_id",
    query=terms.list_ending_terms,
    filters=views.EndingTermFilter,
    row=views.EndingTermView,
    columns=("post_name", "term_of", "role", "village", "person_id", "term_to", "days_left"),
    named="post_name",
    item=terms.one_ending_term,
    search=False,
    sort="term_to",
    empty="No term ends within 90 days, and none is over without a successor.",
    facts=(
        "term_of",
        "office_id?",
        "committee_id?",
        "organisation_id?",
        "role?",
        "village?",
        "person_id",
        "term_from",
        "term_to",
        "days_left",
    ),
    under="Keeping the register",
)

ENDING_TERMS: Final = Card(
    "ending-terms",
    title="Terms that end",
    query=terms.ending_soon,
    row=views.EndingTermView,
    columns=("post_name", "term_to", "days_left"),
    links="terms-ending",
    empty="No term ends within 90 days, and none is over without a successor.",
)
