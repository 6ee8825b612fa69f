"""Rows that only the pages show."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Literal

from bangduan.events.meetings import Quorum
from bangduan.events.membership import VacancyReason
from bangduan.events.types import Count, EntityId, Line, Prose, Quantity, VillageCode
from services.membership import views


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MembershipRow:
    """An organisation that a person belongs or belonged to."""

    person_id: EntityId
    organisation_id: EntityId
    organisation_name: Line | None
    joined_on: date | None
    left_on: date | None
    status: Literal["member", "left"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class HeldOfficeRow:
    """An office that a person holds or held."""

    office_id: EntityId
    thai: Line
    village: VillageCode | None
    term_from: date | None
    term_to: date | None
    status: Literal["holding", "over"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class HeldSeatRow:
    """A committee in which a person sits or sat this term."""

    committee_id: EntityId
    committee_name: Line
    status: Literal["seated", "vacated"]
    filled_on: date | None
    vacated_on: date | None
    reason: VacancyReason | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ChosenSeatRow:
    """A seat and the meeting, resolution, motion and count that filled it."""

    person_id: EntityId
    name: Line | None
    chosen_by_meeting_id: EntityId | None
    resolution_id: EntityId | None
    motion: Prose | None
    votes: Count | None
    votes_for: Count | None
    votes_against: Count | None
    abstained: Count | None
    present: Quantity | None
    quorum: Quorum | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRow(views.OfficeView):
    """An office and who holds it now, as far as is known."""

    holder: EntityId | None
