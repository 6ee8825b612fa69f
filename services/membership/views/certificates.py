"""What the API shows of papers of appointment and of their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.membership import PaperForm
from bangduan.events.types import BuddhistYear, Count, EntityId, Line, PositiveCount, Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A paper of appointment; ``reference`` is its number and year as written on it."""

    certificate_id: EntityId
    paper_form: PaperForm
    reference: Line
    number: PositiveCount
    year: BuddhistYear
    issued_on: date
    person_id: EntityId
    title: Line | None
    name: Line | None
    position: Line
    of_body: Line | None
    office_id: EntityId | None
    term_id: EntityId | None
    organisation_id: EntityId | None
    appointment: PositiveCount | None
    role: Slug | None
    committee_id: EntityId | None
    term_from: date | None
    term_to: date | None
    meeting_id: EntityId | None
    resolution_id: EntityId | None
    signed_by: EntityId | None
    signed_as: Line | None
    status: Literal["valid", "revoked"]
    revoked_on: date | None
    revoked_because: Line | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFilter:
    """By form, year, status, and whom and what it speaks of."""

    paper_form: PaperForm | None = None
    year: BuddhistYear | None = None
    status: Literal["valid", "revoked"] | None = None
    person_id: EntityId | None = None
    office_id: EntityId | None = None
    organisation_id: EntityId | None = None
    committee_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNumberView:
    """The last numbers of a year; null where none was given yet."""

    year: BuddhistYear
    certificates: Count | None
    orders: Count | None
