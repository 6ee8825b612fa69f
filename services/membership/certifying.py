"""Papers of appointment: each is gathered from the records it certifies, and numbered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import select

from bangduan import thai
from bangduan.domain import NotFound
from bangduan.events.membership import PaperNumberTaken
from bangduan.events.types import BuddhistYear, EntityId, Line, PositiveCount, Slug, VillageCode
from bangduan.unit_of_work import UnitOfWork
from services.membership.domain.certificate import (
    CERTIFICATE,
    CERTIFIES_SOMEBODY,
    PAPER_NUMBERING,
    CertifyLeader,
    CertifySeat,
    CertifyTerm,
    ContinuePaperNumbering,
    IssueCertificate,
    TakePaperNumber,
)
from services.membership.domain.committee import COMMITTEE, SITS
from services.membership.domain.office import OFFICE
from services.membership.domain.organisation import ORGANISATION
from services.membership.domain.registry import ROLES
from services.membership.projections.seats import committees, offices, seats
from services.membership.requiring import present_person

#: What somebody is called who sits in a body, by what the body is called.
_SEATS: Final = (("คณะกรรมการ", "กรรมการ"), ("คณะอนุกรรมการ", "อนุกรรมการ"))
_SEAT: Final = "คณะทำงาน"


def certify_term(command: CertifyTerm, uow: UnitOfWork) -> None:
    """Of a term whose holder is known."""
    office = uow.require(OFFICE, command.office_id, field="office_id")
    held = office.terms.get(command.term_id)
    if held is None:
        raise NotFound("term", command.term_id, field="term_id")
    CERTIFIES_SOMEBODY.require(held.holder is not None)
    (named,) = uow.read(select(offices).where(offices.c.office_id == command.office_id))
    said = {
        "person_id": EntityId(str(held.holder)),
        "position": Line(named["thai"] + _of_village(named["village"])),
        "of_body": _name_of(named["organisation_id"], uow),
        "office_id": command.office_id,
        "term_id": command.term_id,
        "organisation_id": named["organisation_id"],
        "term_from": held.term.begins,
        "term_to": held.term.ends,
        "resolution_id": command.resolution_id,
    }
    _issue(command, said, uow)


def certify_leader(command: CertifyLeader, uow: UnitOfWork) -> None:
    """Of one of an organisation's appointments."""
    organisation = uow.require(ORGANISATION, command.organisation_id, field="organisation_id")
    if command.appointment > len(organisation.leaders):
        raise NotFound("appointment", str(command.appointment), field="appointment")
    led = organisation.leaders[command.appointment - 1]
    role = ROLES.get(led.role)
    said = {
        "person_id": EntityId(led.person_id),
        "position": Line(led.role if role is None else role.thai),
        "of_body": Line(organisation.name),
        "organisation_id": command.organisation_id,
        "appointment": command.appointment,
        "role": Slug(led.role),
        "term_from": led.term.begins,
        "term_to": led.term.ends,
        "resolution_id": command.resolution_id,
    }
    _issue(command, said, uow)


def certify_seat(command: CertifySeat, uow: UnitOfWork) -> None:
    """Of a seat somebody holds now, with the meeting and the resolution that filled it."""
    committee = uow.require(COMMITTEE, command.committee_id, field="committee_id")
    SITS.require(command.person_id in committee.members)
    of = committees.c.committee_id == command.committee_id
    (named,) = uow.read(select(committees).where(of))
    mine = (seats.c.committee_id == command.committee_id, seats.c.person_id == command.person_id)
    (seat,) = uow.read(select(seats).where(*mine))
    said = {
        "person_id": command.person_id,
        "position": Line(_called(named["name"])),
        "of_body": Line(named["name"]),
        "committee_id": command.committee_id,
        "organisation_id": named["organisation_id"],
        "term_from": seat["filled_on"] or named["term_from"],
        "term_to": named["term_to"],
        "meeting_id": seat["chosen_by_meeting_id"],
        "resolution_id": seat["resolution_id"],
    }
    _issue(command, said, uow)


def continue_numbering(command: ContinuePaperNumbering, uow: UnitOfWork) -> None:
    """Numbers go on after those that were given on paper."""
    uow.decide(PAPER_NUMBERING, command.numbering_id, command)


def _issue(
    command: CertifyTerm | CertifyLeader | CertifySeat, said: dict[str, Any], uow: UnitOfWork
) -> None:
    present_person(said["person_id"], uow)
    if command.signed_by is not None:
        present_person(command.signed_by, uow, field="signed_by")
    year = BuddhistYear(thai.buddhist_year(command.issued_on))
    asked = TakePaperNumber(
        paper_form=command.paper_form, year=year, certificate_id=command.certificate_id
    )
    issue = IssueCertificate(
        certificate_id=command.certificate_id,
        paper_form=command.paper_form,
        number=_number(asked, uow),
        year=year,
        issued_on=command.issued_on,
        signed_by=command.signed_by,
        signed_as=command.signed_as,
        **said,
    )
    uow.decide(CERTIFICATE, command.certificate_id, issue)


def _number(asked: TakePaperNumber, uow: UnitOfWork) -> PositiveCount:
    taken = uow.decide(PAPER_NUMBERING, asked.numbering_id, asked)
    return next(event.number for event in taken if isinstance(event, PaperNumberTaken))


def _called(body: str) -> str:
    """What a member of a body is called."""
    return next((seat for name, seat in _SEATS if body.startswith(name)), _SEAT)


def _of_village(village: VillageCode | None) -> str:
    return "" if village is None else f" หมู่ที่ {int(village[6:])}"


def _name_of(organisation_id: str | None, uow: UnitOfWork) -> Line | None:
    if organisation_id is None:
        return None
    return Line(uow.state(ORGANISATION, organisation_id).name)


HANDLERS: Final[Mapping[type, Callable[[Any, UnitOfWork], None]]] = {
    CertifyTerm: certify_term,
    CertifyLeader: certify_leader,
    CertifySeat: certify_seat,
    ContinuePaperNumbering: continue_numbering,
}
