"""What a death ends: memberships, roles, terms of office and seats, in one unit of work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from bangduan.domain import Aggregate, RuleBroken
from bangduan.events.types import EntityId, Slug
from bangduan.unit_of_work import UnitOfWork
from services.membership.domain.committee import COMMITTEE, VacateSeat
from services.membership.domain.membership import MEMBERSHIP, LeaveOrganisation
from services.membership.domain.office import OFFICE, LeaveOffice
from services.membership.domain.organisation import ORGANISATION, EndLeadership
from services.membership.projections import holdings


def end_what_was_held(person_id: EntityId, died_on: date | None, uow: UnitOfWork) -> None:
    """End all that the person still belongs to, leads, holds and sits in.

    Where the day does not fit what is recorded of a term, the term ends on a day unknown.
    """
    for row in uow.read(holdings.memberships_of(person_id)):
        if row["status"] == "member":
            _end_membership(EntityId(row["organisation_id"]), person_id, died_on, uow)
    for row in uow.read(holdings.leaderships_of(person_id)):
        if row["status"] == "leading" and row["organisation_status"] == "active":
            _end_leadership(row, person_id, died_on, uow)
    for row in uow.read(holdings.terms_of(person_id)):
        if row["status"] == "holding":
            _end_term(row, died_on, uow)
    for row in uow.read(holdings.seats_of(person_id)):
        if row["status"] == "seated" and row["committee_status"] == "seated":
            seat = EntityId(row["committee_id"])
            vacate = VacateSeat(
                committee_id=seat, person_id=person_id, reason="died", vacated_on=died_on
            )
            uow.decide(COMMITTEE, seat, vacate)


def _end_membership(
    organisation_id: EntityId, person_id: EntityId, day: date | None, uow: UnitOfWork
) -> None:
    def leave(left_on: date | None) -> LeaveOrganisation:
        return LeaveOrganisation(
            organisation_id=organisation_id, person_id=person_id, left_on=left_on, reason="died"
        )

    _end(MEMBERSHIP, leave(None).membership_id, leave, day, uow)


def _end_leadership(
    row: dict[str, Any], person_id: EntityId, day: date | None, uow: UnitOfWork
) -> None:
    organisation_id = EntityId(row["organisation_id"])

    def end(ended_on: date | None) -> EndLeadership:
        return EndLeadership(
            organisation_id=organisation_id,
            person_id=person_id,
            role=Slug(row["role"]),
            ended_on=ended_on,
            reason="died",
        )

    _end(ORGANISATION, organisation_id, end, day, uow)


def _end_term(row: dict[str, Any], day: date | None, uow: UnitOfWork) -> None:
    office_id = EntityId(row["office_id"])

    def leave(left_on: date | None) -> LeaveOffice:
        return LeaveOffice(
            office_id=office_id, term_id=EntityId(row["term_id"]), left_on=left_on, reason="died"
        )

    _end(OFFICE, office_id, leave, day, uow)


def _end(
    aggregate: Aggregate[Any],
    id: str,
    command: Callable[[date | None], object],
    day: date | None,
    uow: UnitOfWork,
) -> None:
    try:
        uow.decide(aggregate, id, command(day))
    except RuleBroken:
        if day is None:
            raise
        uow.decide(aggregate, id, command(None))
