"""องค์กรชุมชน: an organisation of the tambon, or an outside one the centre works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import (
    CentreSeatsSet,
    DissolutionReason,
    EndingReason,
    LeaderAppointed,
    LeadershipEnded,
    Location,
    MemberCountReported,
    OrganisationAbsorbed,
    OrganisationDissolved,
    OrganisationMerged,
    OrganisationRegistered,
    OrganisationRenamed,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Quantity, Slug, VillageCode
from services.membership.domain.leadership import (
    LEADS,
    LEADS_ONCE,
    ROLE_IS_FREE,
    Leadership,
    is_free,
)
from services.membership.domain.registry import Kind
from services.membership.domain.term import Term, term_of
from services.membership.permissions import KEEP_ORGANISATIONS

REGISTERED_ONCE = Rule(
    "organisation-already-registered",
    en="This organisation is registered already. Use another id for another organisation.",
    th="องค์กรนี้ขึ้นทะเบียนแล้ว หากเป็นองค์กรอื่นโปรดใช้รหัสอื่น",
    field="organisation_id",
)
NOT_DISSOLVED = Rule(
    "organisation-dissolved",
    en="The organisation is dissolved; nothing more is recorded of it.",
    th="องค์กรนี้ยุบเลิกแล้ว บันทึกเพิ่มเติมไม่ได้",
    field="organisation_id",
)
OUTSIDE_HAS_NO_VILLAGE = Rule(
    "organisation-outside-has-no-village",
    en="An organisation from outside belongs to no village of the tambon. Leave the village out.",
    th="องค์กรนอกตำบลไม่สังกัดหมู่บ้านในตำบล โปรดเว้นหมู่บ้านไว้",
    field="village",
)
NAME_IS_NEW = Rule(
    "organisation-name-unchanged",
    en="The organisation has this name already.",
    th="องค์กรใช้ชื่อนี้อยู่แล้ว",
    field="name",
)
MERGES_INTO_ANOTHER = Rule(
    "organisation-merged-into-itself",
    en="An organisation cannot be merged into itself. Choose the one that goes on.",
    th="ควบรวมองค์กรเข้ากับตนเองไม่ได้ โปรดเลือกองค์กรที่จะดำเนินงานต่อ",
    field="into",
)


@command(KEEP_ORGANISATIONS)
class RegisterOrganisation:
    """ขึ้นทะเบียนองค์กร. What is left out follows the kind; ``member_count`` as the source says."""

    organisation_id: EntityId
    kind: Slug
    name: Line
    village: VillageCode | None = None
    founded_on: date | None = None
    location: Location | None = None
    holds_funds: bool | None = None
    member_count: Quantity | None = None
    seats: Count | None = None


@command
class RegisterOrganisationOfKind:
    """``RegisterOrganisation`` with what the registry of kinds says."""

    asked: RegisterOrganisation
    kind: Kind

    @property
    def organisation_id(self) -> EntityId:
        """The organisation that is asked for."""
        return self.asked.organisation_id


@command(KEEP_ORGANISATIONS)
class RenameOrganisation:
    """เปลี่ยนชื่อองค์กร."""

    organisation_id: EntityId
    name: Line
    renamed_on: date | None = None


@command(KEEP_ORGANISATIONS)
class DissolveOrganisation:
    """ยุบเลิกองค์กร: why, and in more words where they are needed."""

    organisation_id: EntityId
    dissolved_on: date | None = None
    reason: DissolutionReason | None = None
    note: Line | None = None


@command(KEEP_ORGANISATIONS)
class MergeOrganisations:
    """ควบรวมองค์กร: ``organisation_id`` goes on within ``into``, with its members and leaders."""

    organisation_id: EntityId
    into: EntityId
    merged_on: date | None = None
    resolution_id: EntityId | None = None


@command
class MergeInto:
    """``MergeOrganisations`` with how many members and leaders go along."""

    asked: MergeOrganisations
    members: Count
    leaders: Count

    @property
    def organisation_id(self) -> EntityId:
        """The organisation that goes on within the other."""
        return self.asked.organisation_id


@command
class Absorb(MergeInto):
    """The same, to the organisation that takes the other in."""

    @property
    def organisation_id(self) -> EntityId:
        """The organisation that goes on."""
        return self.asked.into


@command(KEEP_ORGANISATIONS)
class ReportMemberCount:
    """รายงานจำนวนสมาชิก: the number the organisation gives, exact or not."""

    organisation_id: EntityId
    member_count: Quantity
    as_of: date | None = None


@command(KEEP_ORGANISATIONS)
class SetCentreSeats:
    """กำหนดที่นั่งใน ศอช.ต."""

    organisation_id: EntityId
    seats: Count


@command(KEEP_ORGANISATIONS)
class AppointLeader:
    """แต่งตั้งผู้นำ: in a role (chair, secretary, treasurer…), for a term that may be unknown."""

    organisation_id: EntityId
    person_id: EntityId
    role: Slug
    term_from: date | None = None
    term_to: date | None = None


@command(KEEP_ORGANISATIONS)
class EndLeadership:
    """พ้นจากตำแหน่งผู้นำ: on a day that may be unknown."""

    organisation_id: EntityId
    person_id: EntityId
    role: Slug
    ended_on: date | None = None
    reason: EndingReason | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """State of an organisation."""

    registered: bool = False
    dissolved: bool = False
    name: str = ""
    leaders: tuple[Leadership, ...] = ()


def decide(state: Organisation, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, RegisterOrganisationOfKind):
        REGISTERED_ONCE.require(not state.registered)
        return [_registered(command.asked, command.kind)]
    if not state.registered:
        raise NotFound("organisation", command.organisation_id, field="organisation_id")
    NOT_DISSOLVED.require(not state.dissolved)
    if isinstance(command, MergeInto):
        return _merged(command)
    return [_DECISIONS[type(command)](state, command)]


def _merged(command: MergeInto) -> Sequence[object]:
    asked = command.asked
    MERGES_INTO_ANOTHER.require(asked.organisation_id != asked.into)
    facts: dict[str, Any] = {
        "merged_on": asked.merged_on,
        "resolution_id": asked.resolution_id,
        "members": command.members,
        "leaders": command.leaders,
    }
    if isinstance(command, Absorb):
        absorbed = asked.organisation_id
        return [OrganisationAbsorbed(organisation_id=asked.into, absorbed_id=absorbed, **facts)]
    return [
        OrganisationMerged(organisation_id=asked.organisation_id, into=asked.into, **facts),
        OrganisationDissolved(
            organisation_id=asked.organisation_id, dissolved_on=asked.merged_on, reason="merged"
        ),
    ]


def _registered(asked: RegisterOrganisation, kind: Kind) -> OrganisationRegistered:
    location = asked.location or kind.location
    OUTSIDE_HAS_NO_VILLAGE.require(location == "inside" or asked.village is None)
    seats = kind.seats if asked.seats is None else asked.seats
    return OrganisationRegistered(
        organisation_id=asked.organisation_id,
        kind=asked.kind,
        name=asked.name,
        village=asked.village,
        founded_on=asked.founded_on,
        location=location,
        holds_funds=kind.holds_funds if asked.holds_funds is None else asked.holds_funds,
        member_count=asked.member_count,
        seats=None if seats is None else Count(seats),
        kind_thai=Line(kind.thai),
        kind_english=Line(kind.english),
    )


def _renamed(state: Organisation, command: RenameOrganisation) -> OrganisationRenamed:
    NAME_IS_NEW.require(command.name != state.name)
    return OrganisationRenamed(
        organisation_id=command.organisation_id, name=command.name, renamed_on=command.renamed_on
    )


def _dissolved(state: Organisation, command: DissolveOrganisation) -> OrganisationDissolved:
    return OrganisationDissolved(
        organisation_id=command.organisation_id,
        dissolved_on=command.dissolved_on,
        reason=command.reason,
        note=command.note,
    )


def _counted(state: Organisation, command: ReportMemberCount) -> MemberCountReported:
    return MemberCountReported(
        organisation_id=command.organisation_id,
        member_count=command.member_count,
        as_of=command.as_of,
    )


def _given_seats(state: Organisation, command: SetCentreSeats) -> CentreSeatsSet:
    return CentreSeatsSet(organisation_id=command.organisation_id, seats=command.seats)


def _appointed(state: Organisation, command: AppointLeader) -> LeaderAppointed:
    term = term_of(command.term_from, command.term_to)
    for leader in _in_role(state, command):
        LEADS_ONCE.require(not leader.may_go_on(term), role=command.role)
    ROLE_IS_FREE.require(is_free(command.role, term, state.leaders), role=command.role)
    return LeaderAppointed(
        organisation_id=command.organisation_id,
        appointment=PositiveCount(len(state.leaders) + 1),
        person_id=command.person_id,
        role=command.role,
        term_from=command.term_from,
        term_to=command.term_to,
    )


def _ended(state: Organisation, command: EndLeadership) -> LeadershipEnded:
    current = [leader for leader in _in_role(state, command) if not leader.over]
    LEADS.require(current, role=command.role)
    term = term_of(current[-1].term.begins, command.ended_on)
    others = [leader for leader in state.leaders if leader is not current[-1]]
    ROLE_IS_FREE.require(is_free(command.role, term, others), role=command.role)
    return LeadershipEnded(
        organisation_id=command.organisation_id,
        appointment=PositiveCount(state.leaders.index(current[-1]) + 1),
        person_id=command.person_id,
        role=command.role,
        ended_on=command.ended_on,
        reason=command.reason,
    )


def _in_role(state: Organisation, who: AppointLeader | EndLeadership) -> list[Leadership]:
    return [
        leader
        for leader in state.leaders
        if (leader.person_id, leader.role) == (who.person_id, who.role)
    ]


def evolve(state: Organisation, event: object) -> Organisation:
    """The organisation after ``event``."""
    match event:
        case OrganisationRegistered():
            return replace(state, registered=True, name=event.name)
        case OrganisationRenamed():
            return replace(state, name=event.name)
        case OrganisationDissolved():
            return replace(state, dissolved=True)
        case LeaderAppointed():
            term = Term(event.term_from, event.term_to)
            leader = Leadership(event.person_id, event.role, term)
            return replace(state, leaders=(*state.leaders, leader))
        case LeadershipEnded():
            place = event.appointment - 1
            last = state.leaders[place]
            ended = replace(last, over=True, term=Term(last.term.begins, event.ended_on))
            leaders = (*state.leaders[:place], ended, *state.leaders[place + 1 :])
            return replace(state, leaders=leaders)
        case _:
            return state


_DECISIONS: Final[Mapping[type, Callable[[Organisation, Any], object]]] = {
    RenameOrganisation: _renamed,
    DissolveOrganisation: _dissolved,
    ReportMemberCount: _counted,
    SetCentreSeats: _given_seats,
    AppointLeader: _appointed,
    EndLeadership: _ended,
}

ORGANISATION = Aggregate(
    "organisation",
    key="organisation_id",
    initial=Organisation(),
    decide=decide,
    evolve=evolve,
    commands=(
        RegisterOrganisation,
        RegisterOrganisationOfKind,
        MergeOrganisations,
        MergeInto,
        Absorb,
        *_DECISIONS,
    ),
)
