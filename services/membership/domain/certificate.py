"""หนังสือรับรองและคำสั่งแต่งตั้ง: papers that say who was appointed to what.

Each form has numbers of its own, n/BE year, from 1 in each year and without gaps. A stream of
its own hands them out, so that two papers issued at once cannot share one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import (
    CertificateIssued,
    CertificateRevoked,
    PaperForm,
    PaperNumberingContinued,
    PaperNumberTaken,
)
from bangduan.events.types import BuddhistYear, EntityId, Line, PositiveCount, Slug
from services.membership.permissions import KEEP_ORGANISATIONS

ISSUED_ONCE = Rule(
    "certificate-already-issued",
    en="This paper is issued already. Use another id for another paper.",
    th="ออกหนังสือฉบับนี้แล้ว หากเป็นฉบับอื่นโปรดใช้รหัสอื่น",
    field="certificate_id",
)
CERTIFIES_SOMEBODY = Rule(
    "certificate-of-nobody",
    en="Who held this is not recorded, so nobody can be certified. Record the person first.",
    th="ยังไม่ทราบว่าผู้ใดดำรงตำแหน่ง จึงออกหนังสือไม่ได้ โปรดบันทึกชื่อผู้ดำรงตำแหน่งก่อน",
)
REVOKED_ONCE = Rule(
    "certificate-already-revoked",
    en="This paper was revoked already.",
    th="ยกเลิกหนังสือฉบับนี้แล้ว",
    field="certificate_id",
)
REVOKED_AFTER_ISSUED = Rule(
    "certificate-revoked-before-issued",
    en="It was issued on {issued}; it cannot be revoked before that.",
    th="ออกหนังสือเมื่อ {issued} วันยกเลิกต้องไม่มาก่อนวันนั้น",
    field="revoked_on",
)
CONTINUES_BEFORE_FIRST = Rule(
    "certificate-numbering-begun",
    en="Papers of {year} are numbered here up to {last} already.",
    th="ออกเลขที่หนังสือของปี {year} ไว้ถึงเลขที่ {last} แล้ว",
    field="year",
)


@command(KEEP_ORGANISATIONS)
class CertifyTerm:
    """ออกหนังสือ/คำสั่งให้ผู้ดำรงตำแหน่ง: for a term of an office."""

    certificate_id: EntityId
    office_id: EntityId
    term_id: EntityId
    issued_on: date
    paper_form: PaperForm = "certificate"
    signed_by: EntityId | None = None
    signed_as: Line | None = None
    resolution_id: EntityId | None = None


@command(KEEP_ORGANISATIONS)
class CertifyLeader:
    """ออกหนังสือ/คำสั่งให้ผู้นำองค์กร: for one appointment of an organisation."""

    certificate_id: EntityId
    organisation_id: EntityId
    appointment: PositiveCount
    issued_on: date
    paper_form: PaperForm = "certificate"
    signed_by: EntityId | None = None
    signed_as: Line | None = None
    resolution_id: EntityId | None = None


@command(KEEP_ORGANISATIONS)
class CertifySeat:
    """ออกหนังสือ/คำสั่งให้กรรมการ: for a seat of a committee or working group."""

    certificate_id: EntityId
    committee_id: EntityId
    person_id: EntityId
    issued_on: date
    paper_form: PaperForm = "certificate"
    signed_by: EntityId | None = None
    signed_as: Line | None = None


@command(KEEP_ORGANISATIONS)
class RevokeCertificate:
    """ยกเลิกหนังสือรับรอง/คำสั่ง: why; its number is not used again."""

    certificate_id: EntityId
    reason: Line
    revoked_on: date | None = None


@command(KEEP_ORGANISATIONS)
class ContinuePaperNumbering:
    """รับช่วงเลขที่หนังสือ: the year's earlier papers were numbered elsewhere, up to a number."""

    paper_form: PaperForm
    year: BuddhistYear
    last_number: PositiveCount

    @property
    def numbering_id(self) -> str:
        """The numbering it speaks of."""
        return numbering_id(self.paper_form, self.year)


@command
class IssueCertificate:
    """What a paper says, gathered from the records it certifies; its number is taken with it."""

    certificate_id: EntityId
    paper_form: PaperForm
    number: PositiveCount
    year: BuddhistYear
    issued_on: date
    person_id: EntityId
    position: Line
    office_id: EntityId | None = None
    term_id: EntityId | None = None
    organisation_id: EntityId | None = None
    appointment: PositiveCount | None = None
    role: Slug | None = None
    committee_id: EntityId | None = None
    of_body: Line | None = None
    term_from: date | None = None
    term_to: date | None = None
    meeting_id: EntityId | None = None
    resolution_id: EntityId | None = None
    signed_by: EntityId | None = None
    signed_as: Line | None = None


@command
class TakePaperNumber:
    """ขอเลขที่หนังสือ: the next one of the form in the year."""

    paper_form: PaperForm
    year: BuddhistYear
    certificate_id: EntityId

    @property
    def numbering_id(self) -> str:
        """The numbering it speaks of."""
        return numbering_id(self.paper_form, self.year)


def numbering_id(form: PaperForm, year: int) -> str:
    """Id of the numbering of a form in a Buddhist year."""
    return f"{form}-{year}"


# -- a paper -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Certificate:
    """State of a paper."""

    issued: bool = False
    issued_on: date | None = None
    revoked: bool = False


def decide(state: Certificate, command: IssueCertificate | RevokeCertificate) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, IssueCertificate):
        ISSUED_ONCE.require(not state.issued)
        return [_issued(command)]
    if not state.issued:
        raise NotFound("certificate", command.certificate_id, field="certificate_id")
    REVOKED_ONCE.require(not state.revoked)
    if command.revoked_on is not None and state.issued_on is not None:
        in_order = command.revoked_on >= state.issued_on
        REVOKED_AFTER_ISSUED.require(in_order, issued=state.issued_on)
    return [
        CertificateRevoked(
            certificate_id=command.certificate_id,
            reason=command.reason,
            revoked_on=command.revoked_on,
        )
    ]


def _issued(command: IssueCertificate) -> CertificateIssued:
    return CertificateIssued(
        certificate_id=command.certificate_id,
        paper_form=command.paper_form,
        number=command.number,
        year=command.year,
        issued_on=command.issued_on,
        person_id=command.person_id,
        position=command.position,
        office_id=command.office_id,
        term_id=command.term_id,
        organisation_id=command.organisation_id,
        appointment=command.appointment,
        role=command.role,
        committee_id=command.committee_id,
        of_body=command.of_body,
        term_from=command.term_from,
        term_to=command.term_to,
        meeting_id=command.meeting_id,
        resolution_id=command.resolution_id,
        signed_by=command.signed_by,
        signed_as=command.signed_as,
    )


def evolve(state: Certificate, event: object) -> Certificate:
    """The paper after ``event``."""
    match event:
        case CertificateIssued():
            return Certificate(issued=True, issued_on=event.issued_on)
        case CertificateRevoked():
            return replace(state, revoked=True)
        case _:
            return state


CERTIFICATE = Aggregate(
    "certificate",
    key="certificate_id",
    initial=Certificate(),
    decide=decide,
    evolve=evolve,
    commands=(CertifyTerm, CertifyLeader, CertifySeat, IssueCertificate, RevokeCertificate),
)


# -- the numbers of a year -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PaperNumbering:
    """State of the numbering of one form in one year; ``last`` 0 before the first."""

    last: int = 0


def decide_number(
    state: PaperNumbering, command: TakePaperNumber | ContinuePaperNumbering
) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken."""
    if isinstance(command, ContinuePaperNumbering):
        CONTINUES_BEFORE_FIRST.require(state.last == 0, year=command.year, last=state.last)
        return [
            PaperNumberingContinued(
                paper_form=command.paper_form, year=command.year, last_number=command.last_number
            )
        ]
    return [
        PaperNumberTaken(
            paper_form=command.paper_form,
            year=command.year,
            number=PositiveCount(state.last + 1),
            certificate_id=command.certificate_id,
        )
    ]


def evolve_number(state: PaperNumbering, event: Any) -> PaperNumbering:
    """The numbering after ``event``."""
    match event:
        case PaperNumberTaken():
            return PaperNumbering(event.number)
        case PaperNumberingContinued():
            return PaperNumbering(event.last_number)
        case _:
            return state


PAPER_NUMBERING = Aggregate(
    "paper-numbering",
    key="numbering_id",
    initial=PaperNumbering(),
    decide=decide_number,
    evolve=evolve_number,
    commands=(ContinuePaperNumbering, TakePaperNumber),
)
