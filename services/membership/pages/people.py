"""Pages of the register: people, villages, the centre."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from bangduan.web.pages import Related, Resource
from services.membership import views
from services.membership.domain.centre import CENTRE, FoundCentre, RenameCentre, ReviseMissions
from services.membership.domain.household import JoinHousehold
from services.membership.domain.life import (
    MergePeople,
    RecordDeath,
    RecordMove,
    RecordReturn,
    RetractDeath,
    TellApart,
)
from services.membership.domain.membership import JoinOrganisation, LeaveOrganisation
from services.membership.domain.organisation import (
    AppointLeader,
    EndLeadership,
)
from services.membership.domain.particulars import looks_like_a_national_id
from services.membership.domain.person import PERSON, CorrectPerson, ErasePerson, RegisterPerson
from services.membership.domain.village import VILLAGE, RegisterVillage, RenameVillage
from services.membership.pages import offers
from services.membership.pages.households import OF_VILLAGE, PLACES
from services.membership.pages.rows import HeldOfficeRow, HeldSeatRow, MembershipRow
from services.membership.projections import (
    certificates,
    duties,
    households,
    organisations,
    register,
    seats,
)


def found_by(words: str) -> Mapping[str, str] | None:
    """A whole national ID among the words of a search finds the person; nothing else does."""
    return {"national_id": words} if looks_like_a_national_id(words) else None


def with_person(person: Mapping[str, Any]) -> Collection[type]:
    """Nothing with somebody who was erased; a double is only erased; the dead take up nothing."""
    if person["erased"]:
        return ()
    if person["merged_into"] is not None:
        return (ErasePerson,)
    always = (CorrectPerson, MergePeople, TellApart, ErasePerson)
    if person["status"] == "deceased":
        return (RetractDeath, *always)
    whereabouts = (RecordReturn,) if person["status"] == "moved" else ()
    return (
        JoinHousehold,
        JoinOrganisation,
        AppointLeader,
        RecordMove,
        *whereabouts,
        RecordDeath,
        *always,
    )


PEOPLE: Final = Resource(
    "people",
    title="People",
    one="Person",
    key="person_id",
    query=register.list_people,
    filters=views.PersonFilter,
    row=views.PersonView,
    columns=("name", "sex", "village", "residency", "status"),
    named="name",
    sort="status,name",
    item=register.one_person,
    detail=views.PersonDetail,
    aggregate=PERSON,
    create=RegisterPerson,
    actions=(
        CorrectPerson,
        JoinHousehold,
        JoinOrganisation,
        AppointLeader,
        RecordMove,
        RecordReturn,
        RecordDeath,
        RetractDeath,
        MergePeople,
        TellApart,
        ErasePerson,
    ),
    related=(
        PLACES,
        Related(
            "memberships",
            title="Member of",
            query=organisations.list_memberships,
            row=MembershipRow,
            columns=("organisation_name", "joined_on", "left_on", "status"),
            links="organisations",
            by="organisation_id",
            actions=(LeaveOrganisation,),
            offers=offers.with_member,
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
            offers=offers.with_leader,
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
        Related(
            "duties",
            title="Duties",
            query=duties.list_duties_of,
            row=views.DutyView,
            columns=("task", "office_id", "due_on", "days_left", "status"),
            links="duties",
        ),
        Related(
            "certificates",
            title="Papers of appointment",
            query=certificates.list_certificates,
            row=views.CertificateView,
            columns=("reference", "paper_form", "position", "of_body", "issued_on", "status"),
            links="certificates",
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
        "signed_by",
        "from_holder",
        "other_id",
        "double_id",
        "HouseholdView.head",
        "MergePeople.into",
        "PersonMerged.into",
        "PersonDetail.merged_into",
    ),
    offers=with_person,
    empty="Nobody is in the register yet.",
    finds=found_by,
    facts=(
        "title",
        "sex",
        "born_on?",
        "birth_year",
        "village",
        "residency",
        "status",
        "status_on?",
        "moved_to?",
        "merged_into?",
        "phone",
        "national_id",
        "address",
        "synthetic",
    ),
)

VILLAGES: Final = Resource(
    "villages",
    title="Villages",
    one="Village",
    key="village",
    query=households.list_villages,
    row=views.VillageView,
    columns=("name", "village", "households", "households_registered"),
    named="name",
    item=households.one_village,
    aggregate=VILLAGE,
    create=RegisterVillage,
    actions=(RenameVillage,),
    begins={RenameVillage: ("name",)},
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
            columns=("name", "sex", "status"),
            links="people",
        ),
        OF_VILLAGE,
    ),
    picks=("village", "villages"),
    sort="village",
    empty="No village is registered yet. Found the centre first, then register its villages.",
    under="Keeping the register",
)

CENTRE_PAGE: Final = Resource(
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
    begins={ReviseMissions: ("missions",), RenameCentre: ("name",)},
    search=False,
    facts=("name", "tambon", "founded_on", "missions"),
    empty="The centre is not founded yet.",
    under="Keeping the register",
)
