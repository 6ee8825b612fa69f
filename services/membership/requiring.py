"""What a command needs of another stream: that somebody is registered, that something stands."""

from __future__ import annotations

from collections.abc import Iterable

from bangduan.domain import NotFound
from bangduan.events.types import EntityId
from bangduan.unit_of_work import UnitOfWork
from services.membership.domain.committee import COMMITTEE, Committee
from services.membership.domain.kind import KIND
from services.membership.domain.life import NOT_DECEASED, NOT_MERGED
from services.membership.domain.office import OFFICE, Office
from services.membership.domain.organisation import NOT_DISSOLVED, ORGANISATION, Organisation
from services.membership.domain.partner import PARTNER, STILL_A_PARTNER
from services.membership.domain.person import NOT_ERASED, PERSON, Person
from services.membership.domain.registry import Kind
from services.membership.domain.village import VILLAGE
from services.membership.kinds import known_kinds


def kind_of(kind: str, uow: UnitOfWork) -> Kind:
    """What is said of a kind of organisation now; NotFound for one nobody knows."""
    said = uow.state(KIND, kind).known or known_kinds().get(kind)
    if said is None:
        raise NotFound("kind", kind, field="kind")
    return said


def present_person(person_id: str, uow: UnitOfWork, field: str = "person_id") -> Person:
    """A person of the register who was not erased and not merged into another entry."""
    person = uow.require(PERSON, person_id, field=field)
    NOT_ERASED.require(not person.erased)
    NOT_MERGED.require(person.life.merged_into is None, into=person.life.merged_into)
    return person


def living_person(person_id: str, uow: UnitOfWork, field: str = "person_id") -> Person:
    """A person of the register who can take something up."""
    person = present_person(person_id, uow, field)
    NOT_DECEASED.require(not person.life.deceased)
    return person


def who_stays(person_ids: Iterable[str], uow: UnitOfWork) -> tuple[EntityId, ...]:
    """The same people, with who stays for those whose entry was merged into another."""
    found = []
    for person_id in person_ids:
        stays = person_id
        while (into := uow.state(PERSON, stays).life.merged_into) is not None:
            stays = into
        found.append(EntityId(stays))
    return tuple(found)


def require_people(person_ids: Iterable[str], uow: UnitOfWork) -> None:
    """People of the register, erased or not."""
    for person_id in person_ids:
        uow.require(PERSON, person_id, field="members")


def require_village(village: str | None, uow: UnitOfWork) -> None:
    """A village that is registered, where one is named."""
    if village is not None:
        uow.require(VILLAGE, village, field="village")


def require_organisation(organisation_id: str | None, uow: UnitOfWork) -> None:
    """An organisation that stands, where one is named."""
    if organisation_id is not None:
        standing_organisation(organisation_id, uow)


def standing_organisation(
    organisation_id: str, uow: UnitOfWork, field: str = "organisation_id"
) -> Organisation:
    """An organisation that is not dissolved."""
    organisation = uow.require(ORGANISATION, organisation_id, field=field)
    NOT_DISSOLVED.require(not organisation.dissolved)
    return organisation


def require_office(office_id: str | None, uow: UnitOfWork) -> Office | None:
    """An office that is established, where one is named."""
    return None if office_id is None else uow.require(OFFICE, office_id, field="office_id")


def require_committee(committee_id: str | None, uow: UnitOfWork) -> Committee | None:
    """A committee that was seated, where one is named."""
    if committee_id is None:
        return None
    return uow.require(COMMITTEE, committee_id, field="committee_id")


def require_partner(partner_id: str, field: str, uow: UnitOfWork) -> None:
    """A partner of the directory with whom the partnership goes on."""
    STILL_A_PARTNER.require(not uow.require(PARTNER, partner_id, field=field).ended)
