"""Papers that say who was appointed to what, numbered for each year without gaps."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bangduan.events.definition import event
from bangduan.events.types import BuddhistYear, EntityId, Line, PositiveCount, Slug

#: A certificate (หนังสือรับรอง) or an order of appointment (คำสั่งแต่งตั้ง), each with numbers
#: of its own.
PaperForm = Literal["certificate", "order"]


@event("membership")
class PaperNumberTaken:
    """ออกเลขที่หนังสือ: the next number of the form in the Buddhist year."""

    paper_form: PaperForm
    year: BuddhistYear
    number: PositiveCount
    certificate_id: EntityId


@event("membership")
class PaperNumberingContinued:
    """รับช่วงเลขที่หนังสือ: the year's earlier ones were numbered on paper, up to a number."""

    paper_form: PaperForm
    year: BuddhistYear
    last_number: PositiveCount


@event("membership")
class CertificateIssued:
    """ออกหนังสือรับรอง/คำสั่งแต่งตั้ง: of a term of office, a leader's role, or a committee's seat.

    ``position`` is what it was called on that day, in Thai; names of people stand in the
    register alone.
    """

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


@event("membership")
class CertificateRevoked:
    """ยกเลิกหนังสือรับรอง/คำสั่ง: the paper no longer holds; its number is not used again."""

    certificate_id: EntityId
    reason: Line
    revoked_on: date | None = None
