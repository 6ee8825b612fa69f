"""Commands that need facts of another stream: that somebody is registered, what a kind says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Final

from bangduan.unit_of_work import UnitOfWork
from services.membership import certifying, organising, people
from services.membership.domain.centre import CENTRE
from services.membership.domain.committee import COMMITTEE, FillSeat, NameSeat, SeatCommittee
from services.membership.domain.membership import MEMBERSHIP, AdmitMember, JoinOrganisation
from services.membership.domain.office import (
    OFFICE,
    EstablishOffice,
    HoldOffice,
    IdentifyHolder,
)
from services.membership.domain.organisation import (
    ORGANISATION,
    AppointLeader,
    RegisterOrganisation,
    RegisterOrganisationOfKind,
)
from services.membership.domain.partner import PARTNER, NamePartnerContact
from services.membership.domain.request import REQUEST, MakeRequest, PassRequestOn, ReferToPartner
from services.membership.domain.village import VILLAGE, RegisterVillage, tambon_of
from services.membership.requiring import (
    kind_of,
    living_person,
    present_person,
    require_organisation,
    require_partner,
    require_people,
    require_village,
    who_stays,
)


def register_village(command: RegisterVillage, uow: UnitOfWork) -> None:
    """A village belongs to a tambon whose centre is founded."""
    uow.require(CENTRE, tambon_of(command.village), field="village")
    uow.decide(VILLAGE, command.village, command)


def register_organisation(command: RegisterOrganisation, uow: UnitOfWork) -> None:
    """An organisation is of a known kind; another kind is defined first."""
    require_village(command.village, uow)
    asked = RegisterOrganisationOfKind(asked=command, kind=kind_of(command.kind, uow))
    uow.decide(ORGANISATION, command.organisation_id, asked)


def appoint_leader(command: AppointLeader, uow: UnitOfWork) -> None:
    """A leader is a living person of the register."""
    living_person(command.person_id, uow)
    uow.decide(ORGANISATION, command.organisation_id, command)


def join_organisation(command: JoinOrganisation, uow: UnitOfWork) -> None:
    """A member is a living person of the register, of an organisation that is not dissolved."""
    require_organisation(command.organisation_id, uow)
    person = living_person(command.person_id, uow)
    uow.decide(MEMBERSHIP, command.membership_id, AdmitMember(asked=command, sex=person.sex))


def establish_office(command: EstablishOffice, uow: UnitOfWork) -> None:
    """An office of an organisation or of a village: of one that is registered."""
    require_village(command.village, uow)
    require_organisation(command.organisation_id, uow)
    uow.decide(OFFICE, command.office_id, command)


def hold_office(command: HoldOffice | IdentifyHolder, uow: UnitOfWork) -> None:
    """A holder who is known is a person of the register; the dead held only what is over."""
    if command.holder is not None:
        goes_on = isinstance(command, HoldOffice) and command.term_to is None
        holder_of = living_person if goes_on else present_person
        holder_of(command.holder, uow, field="holder")
    uow.decide(OFFICE, command.office_id, command)


def seat_committee(command: SeatCommittee, uow: UnitOfWork) -> None:
    """Members are in the register; one erased since the election keeps the seat unnamed to all.

    For an entry that was merged since, the one that stays is seated.
    """
    require_organisation(command.organisation_id, uow)
    require_people(command.members, uow)
    members = who_stays(command.members, uow)
    uow.decide(COMMITTEE, command.committee_id, dataclasses.replace(command, members=members))


def take_seat(command: FillSeat | NameSeat, uow: UnitOfWork) -> None:
    """Who takes a seat is a living person of the register."""
    living_person(command.person_id, uow)
    uow.decide(COMMITTEE, command.committee_id, command)


def name_partner_contact(command: NamePartnerContact, uow: UnitOfWork) -> None:
    """A contact is a living person of the register, whose name and number stand there alone."""
    living_person(command.person_id, uow)
    uow.decide(PARTNER, command.partner_id, command)


def make_request(command: MakeRequest | ReferToPartner, uow: UnitOfWork) -> None:
    """A request goes to a partner of the directory."""
    asked = command.asked if isinstance(command, ReferToPartner) else command
    require_partner(asked.partner_id, "partner_id", uow)
    uow.decide(REQUEST, command.request_id, command)


def pass_request_on(command: PassRequestOn, uow: UnitOfWork) -> None:
    """It waits on a partner of the directory, or on the centre."""
    if command.waiting_on_partner_id is not None:
        require_partner(command.waiting_on_partner_id, "waiting_on_partner_id", uow)
    uow.decide(REQUEST, command.request_id, command)


HANDLERS: Final[Mapping[type, Callable[[Any, UnitOfWork], None]]] = {
    RegisterVillage: register_village,
    **people.HANDLERS,
    **organising.HANDLERS,
    **certifying.HANDLERS,
    RegisterOrganisation: register_organisation,
    AppointLeader: appoint_leader,
    JoinOrganisation: join_organisation,
    EstablishOffice: establish_office,
    HoldOffice: hold_office,
    IdentifyHolder: hold_office,
    SeatCommittee: seat_committee,
    FillSeat: take_seat,
    NameSeat: take_seat,
    NamePartnerContact: name_partner_contact,
    MakeRequest: make_request,
    ReferToPartner: make_request,
    PassRequestOn: pass_request_on,
}
