"""What the API shows and what its lists may be filtered by. ``version`` is for If-Match."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.membership import (
    HowChosen,
    Location,
    PartnerKind,
    PartnerLevel,
    RequestOutcome,
    Sex,
    VacancyReason,
)
from bangduan.events.types import (
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Quantity,
    Slug,
    TambonCode,
    VillageCode,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreView:
    """The centre of the tambon."""

    tambon: TambonCode
    centre_id: EntityId
    name: Line
    missions: tuple[Line, ...]
    founded_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageView:
    """A village; households as far as they are known."""

    village: VillageCode
    tambon: TambonCode
    name: Line
    households: Quantity | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person as lists show one."""

    person_id: EntityId
    title: Line | None
    name: Line
    sex: Sex
    village: VillageCode | None
    synthetic: bool
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetail(PersonView):
    """A person in full; the national ID shows its last digits only."""

    phone: Line | None
    national_id: Line | None
    address: Line | None
    erased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFilter:
    """By village, by sex."""

    village: VillageCode | None = None
    sex: Sex | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindView:
    """A kind of organisation; ``seats`` null where each centre sets them."""

    kind: Slug
    thai: Line
    english: Line
    holds_funds: bool
    location: Location
    seats: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindsView:
    """All kinds, those every centre knows first."""

    items: tuple[KindView, ...]
    next: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """An organisation; ``member_count`` as it says, ``members_registered`` as counted here."""

    organisation_id: EntityId
    kind: Slug
    kind_thai: Line | None
    kind_english: Line | None
    name: Line
    village: VillageCode | None
    location: Location
    founded_on: date | None
    holds_funds: bool
    seats: Count | None
    member_count: Quantity | None
    member_count_as_of: date | None
    members_registered: Count
    women_registered: Count
    status: Literal["active", "dissolved"]
    dissolved_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFilter:
    """By kind, village, place, status, and whether it holds funds."""

    kind: Slug | None = None
    village: VillageCode | None = None
    location: Location | None = None
    status: Literal["active", "dissolved"] | None = None
    holds_funds: Literal["yes", "no"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderView:
    """Somebody who leads or led an organisation."""

    organisation_id: EntityId
    organisation_name: Line | None
    appointment: PositiveCount
    person_id: EntityId
    title: Line | None
    name: Line | None
    role: Slug
    term_from: date | None
    term_to: date | None
    status: Literal["leading", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderFilter:
    """By organisation, person, role and status."""

    organisation_id: EntityId | None = None
    person_id: EntityId | None = None
    role: Slug | None = None
    status: Literal["leading", "ended"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDetail(OrganisationView):
    """An organisation with its leaders."""

    leaders: tuple[LeaderView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """Somebody who belongs or belonged to an organisation."""

    organisation_id: EntityId
    person_id: EntityId
    title: Line | None
    name: Line | None
    sex: Sex
    joined_on: date | None
    left_on: date | None
    status: Literal["member", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFilter:
    """By status."""

    status: Literal["member", "left"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """One term of an office; holder and days are null where unknown."""

    term_id: EntityId
    holder: EntityId | None
    title: Line | None
    name: Line | None
    term_from: date | None
    term_to: date | None
    status: Literal["holding", "over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """An office of the tambon, of a village or of an organisation."""

    office_id: EntityId
    office: Slug
    thai: Line
    english: Line
    organisation_id: EntityId | None
    organisation_name: Line | None
    village: VillageCode | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDetail(OfficeView):
    """An office with its terms."""

    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFilter:
    """By kind of office, village, organisation."""

    office: Slug | None = None
    village: VillageCode | None = None
    organisation_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """A seat somebody holds or gave up in the present term."""

    person_id: EntityId
    title: Line | None
    name: Line | None
    status: Literal["seated", "vacated"]
    in_place_of: EntityId | None
    chosen_by_meeting_id: EntityId | None
    resolution_id: EntityId | None
    filled_on: date | None
    vacated_on: date | None
    reason: VacancyReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeView:
    """A committee; ``unnamed`` of those seated are known only as a number."""

    committee_id: EntityId
    name: Line
    organisation_id: EntityId | None
    seats: PositiveCount
    seated: Count
    unnamed: Count
    vacant: Count
    how_chosen: HowChosen
    chosen_by_meeting_id: EntityId | None
    resolution_id: EntityId | None
    term_from: date | None
    term_to: date | None
    status: Literal["seated", "dissolved"]
    dissolved_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeDetail(CommitteeView):
    """A committee with its members."""

    members: tuple[SeatView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeFilter:
    """By organisation, status, and the meeting that chose it."""

    organisation_id: EntityId | None = None
    status: Literal["seated", "dissolved"] | None = None
    chosen_by_meeting_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """Who speaks for a partner."""

    person_id: EntityId
    title: Line | None
    name: Line
    phone: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerView:
    """A partner and what it supports."""

    partner_id: EntityId
    kind: PartnerKind
    level: PartnerLevel
    name: Line
    supports: tuple[Line, ...]
    contact_person_id: EntityId | None
    contact_capacity: Line | None
    status: Literal["active", "ended"]
    ended_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerDetail(PartnerView):
    """A partner with its contact; ``waiting`` requests wait on it."""

    contact: ContactView | None
    waiting: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFilter:
    """By kind, level and status."""

    kind: PartnerKind | None = None
    level: PartnerLevel | None = None
    status: Literal["active", "ended"] | None = None


RequestStatus = Literal["waiting", "with_centre", "answered", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request and on whom it waits; ``with_centre``: the centre itself has to act."""

    request_id: EntityId
    partner_id: EntityId
    partner_name: Line | None
    subject: Line
    details: Prose | None
    asked_on: date | None
    problem_id: EntityId | None
    resolution_id: EntityId | None
    status: RequestStatus
    waiting_on_partner_id: EntityId | None
    waiting_on_name: Line | None
    passed_on: date | None
    note: Line | None
    answered_by_partner_id: EntityId | None
    outcome: RequestOutcome | None
    answer: Prose | None
    answered_on: date | None
    withdrawn_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFilter:
    """By the partner asked, the one waited on, the problem, and status."""

    partner_id: EntityId | None = None
    waiting_on_partner_id: EntityId | None = None
    problem_id: EntityId | None = None
    status: RequestStatus | None = None
