"""Commands of kinds, mergers and duties, which need facts of other streams."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from bangduan.events.types import Count, EntityId, Slug
from bangduan.unit_of_work import UnitOfWork
from services.membership.domain.duty import DUTY, AssignDuty, HandOverDuty
from services.membership.domain.kind import (
    DEFINED_ONCE,
    KIND,
    DefineOrganisationKind,
    ReviseKind,
    ReviseOrganisationKind,
)
from services.membership.domain.leadership import Leadership, is_vacant
from services.membership.domain.membership import (
    MEMBERSHIP,
    AdmitMember,
    JoinOrganisation,
    LeaveOrganisation,
)
from services.membership.domain.organisation import (
    MERGES_INTO_ANOTHER,
    ORGANISATION,
    Absorb,
    AppointLeader,
    EndLeadership,
    MergeInto,
    MergeOrganisations,
)
from services.membership.domain.person import PERSON
from services.membership.kinds import known_kinds
from services.membership.projections import organisations
from services.membership.requiring import (
    kind_of,
    present_person,
    require_committee,
    require_office,
    require_organisation,
    standing_organisation,
)


def define_kind(command: DefineOrganisationKind, uow: UnitOfWork) -> None:
    """A kind that an installed service brings is not defined again."""
    DEFINED_ONCE.require(command.kind not in known_kinds(), kind=command.kind)
    uow.decide(KIND, command.kind, command)


def revise_kind(command: ReviseOrganisationKind, uow: UnitOfWork) -> None:
    """What is said of a kind anew: of one that is known."""
    asked = ReviseKind(asked=command, before=kind_of(command.kind, uow))
    uow.decide(KIND, command.kind, asked)


def merge_organisations(command: MergeOrganisations, uow: UnitOfWork) -> None:
    """Members and leaders go along; who belongs to both already stays a member once."""
    MERGES_INTO_ANOTHER.require(command.organisation_id != command.into)
    goes = standing_organisation(command.organisation_id, uow)
    standing_organisation(command.into, uow, field="into")
    members = sum(
        _carry_member(command, EntityId(row["person_id"]), uow)
        for row in uow.read(organisations.members_now(command.organisation_id))
    )
    leaders = sum(_carry_leader(command, led, uow) for led in goes.leaders if not led.over)
    carried = {"members": Count(members), "leaders": Count(leaders)}
    uow.decide(ORGANISATION, command.organisation_id, MergeInto(asked=command, **carried))
    uow.decide(ORGANISATION, command.into, Absorb(asked=command, **carried))


def _carry_member(command: MergeOrganisations, person_id: EntityId, uow: UnitOfWork) -> bool:
    """End one membership and begin the other; False for who is a member there already."""
    leaving = LeaveOrganisation(
        organisation_id=command.organisation_id,
        person_id=person_id,
        left_on=command.merged_on,
        reason="merged",
    )
    sex = uow.state(MEMBERSHIP, leaving.membership_id).sex
    uow.decide(MEMBERSHIP, leaving.membership_id, leaving)
    joining = JoinOrganisation(
        organisation_id=command.into,
        person_id=person_id,
        joined_on=command.merged_on,
        reason="merged",
    )
    if uow.state(MEMBERSHIP, joining.membership_id).now:
        return False
    uow.decide(MEMBERSHIP, joining.membership_id, AdmitMember(asked=joining, sex=sex))
    return True


def _carry_leader(command: MergeOrganisations, led: Leadership, uow: UnitOfWork) -> bool:
    """End one leadership and begin the other, where the role is free; False where it is not."""
    person_id, role = EntityId(led.person_id), Slug(led.role)
    ending = EndLeadership(
        organisation_id=command.organisation_id,
        person_id=person_id,
        role=role,
        ended_on=command.merged_on,
        reason="merged",
    )
    uow.decide(ORGANISATION, command.organisation_id, ending)
    there = uow.state(ORGANISATION, command.into).leaders
    leads_there = any(
        (each.person_id, each.role, each.over) == (led.person_id, led.role, False) for each in there
    )
    erased = uow.state(PERSON, led.person_id).erased
    if erased or leads_there or not is_vacant(led.role, there):
        return False
    ends, begins = led.term.ends, command.merged_on
    appointing = AppointLeader(
        organisation_id=command.into,
        person_id=person_id,
        role=role,
        term_from=begins,
        term_to=ends if begins is None or ends is None or ends >= begins else None,
    )
    uow.decide(ORGANISATION, command.into, appointing)
    return True


def assign_duty(command: AssignDuty | HandOverDuty, uow: UnitOfWork) -> None:
    """A duty is of people, offices, organisations and committees that are recorded."""
    if command.holder is not None:
        present_person(command.holder, uow, field="holder")
    require_office(command.office_id, uow)
    if isinstance(command, AssignDuty):
        require_organisation(command.organisation_id, uow)
        require_committee(command.committee_id, uow)
    uow.decide(DUTY, command.duty_id, command)


HANDLERS: Final[Mapping[type, Callable[[Any, UnitOfWork], None]]] = {
    DefineOrganisationKind: define_kind,
    ReviseOrganisationKind: revise_kind,
    MergeOrganisations: merge_organisations,
    AssignDuty: assign_duty,
    HandOverDuty: assign_duty,
}
