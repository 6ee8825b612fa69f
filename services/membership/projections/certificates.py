"""หนังสือรับรองและคำสั่งแต่งตั้ง, and how far their numbers have come in each year."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.membership import (
    CertificateIssued,
    CertificateRevoked,
    PaperForm,
    PaperNumberingContinued,
    PaperNumberTaken,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.membership.permissions import READ
from services.membership.projections.register import people
from services.membership.views import CertificateFilter

certificates = ReadTable(
    "certificates",
    Column("certificate_id", String, primary_key=True),
    Column("paper_form", String),
    Column("number", Integer),
    Column("year", Integer),
    Column("reference", String),
    Column("issued_on", Date),
    Column("person_id", String),
    Column("position", String),
    Column("of_body", String),
    Column("office_id", String),
    Column("term_id", String),
    Column("organisation_id", String),
    Column("appointment", Integer),
    Column("role", String),
    Column("committee_id", String),
    Column("term_from", Date),
    Column("term_to", Date),
    Column("meeting_id", String),
    Column("resolution_id", String),
    Column("signed_by", String),
    Column("signed_as", String),
    Column("status", String),
    Column("revoked_on", Date),
    Column("revoked_because", String),
    Column("version", Integer),
    Index("certificates_by_person", "person_id"),
    Index("certificates_by_office", "office_id"),
    Index("certificates_by_organisation", "organisation_id"),
    Index("certificates_by_committee", "committee_id"),
)
paper_numbers = ReadTable(
    "paper_numbers",
    Column("year", String, primary_key=True),
    Column("certificates", Integer),
    Column("orders", Integer),
)

CERTIFICATES = Projection("certificates", version=1, tables=(certificates, paper_numbers))

_COUNTED = {"certificate": "certificates", "order": "orders"}


@CERTIFICATES.on(PaperNumberTaken)
def _(event: PaperNumberTaken, at: Recorded, rows: Rows) -> None:
    _numbered(event.year, event.paper_form, event.number, rows)


@CERTIFICATES.on(PaperNumberingContinued)
def _(event: PaperNumberingContinued, at: Recorded, rows: Rows) -> None:
    _numbered(event.year, event.paper_form, event.last_number, rows)


def _numbered(year: int, form: PaperForm, last: int, rows: Rows) -> None:
    rows.put(paper_numbers, year=str(year), **{_COUNTED[form]: last})


@CERTIFICATES.on(CertificateIssued)
def _(event: CertificateIssued, at: Recorded, rows: Rows) -> None:
    rows.put(
        certificates,
        certificate_id=event.certificate_id,
        paper_form=event.paper_form,
        number=event.number,
        year=event.year,
        reference=f"{event.number}/{event.year}",
        issued_on=event.issued_on,
        person_id=event.person_id,
        position=event.position,
        of_body=event.of_body,
        office_id=event.office_id,
        term_id=event.term_id,
        organisation_id=event.organisation_id,
        appointment=event.appointment,
        role=event.role,
        committee_id=event.committee_id,
        term_from=event.term_from,
        term_to=event.term_to,
        meeting_id=event.meeting_id,
        resolution_id=event.resolution_id,
        signed_by=event.signed_by,
        signed_as=event.signed_as,
        status="valid",
        version=at.version,
    )


@CERTIFICATES.on(CertificateRevoked)
def _(event: CertificateRevoked, at: Recorded, rows: Rows) -> None:
    rows.change(
        certificates,
        {"certificate_id": event.certificate_id},
        status="revoked",
        revoked_on=event.revoked_on,
        revoked_because=event.reason,
        version=at.version,
    )


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_certificates(filters: CertificateFilter) -> Select[Any]:
    """ทะเบียนหนังสือรับรองและคำสั่ง, by form, year, status, and whom and what they speak of."""
    query = _certificates()
    for name in (
        "paper_form",
        "year",
        "status",
        "person_id",
        "office_id",
        "organisation_id",
        "committee_id",
    ):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(certificates.c[name] == wanted)
    return query


@reads(READ)
def one_certificate(reader: Reader, certificate_id: str) -> dict[str, Any] | None:
    """หนังสือรับรองหรือคำสั่ง, with the name of whom it is about, as far as that is known."""
    return reader.one(_certificates().where(certificates.c.certificate_id == certificate_id))


@reads(READ)
def latest_of_term(reader: Reader, office_id: str, term_id: str) -> dict[str, Any] | None:
    """The newest paper of a term of office that holds, None where none was issued."""
    mine = (
        certificates.c.office_id == office_id,
        certificates.c.term_id == term_id,
        certificates.c.status == "valid",
    )
    newest = (certificates.c.issued_on.desc(), certificates.c.number.desc())
    return reader.one(_certificates().where(*mine).order_by(*newest))


@reads(READ)
def list_paper_numbers() -> Select[Any]:
    """เลขที่หนังสือ: the last number of each form in each year."""
    return select(paper_numbers)


@reads(READ)
def one_paper_number(reader: Reader, year: str) -> dict[str, Any] | None:
    """เลขที่หนังสือ of a year."""
    return reader.one(select(paper_numbers).where(paper_numbers.c.year == year))


def _certificates() -> Select[Any]:
    about = people.c.person_id == certificates.c.person_id
    return select(certificates, people.c.title, people.c.name).select_from(
        certificates.outerjoin(people, about)
    )
