"""สิ่งที่บุคคลเป็นหรือดำรงอยู่: what a person belongs to, leads and holds, as commands need it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from services.membership.projections.duties import duties
from services.membership.projections.organisations import leaders, members, organisations
from services.membership.projections.partners import partners
from services.membership.projections.seats import committees, seats, terms


def memberships_of(person_id: str) -> Select[Any]:
    """Every membership, over or not."""
    return (
        select(members).where(members.c.person_id == person_id).order_by(members.c.organisation_id)
    )


def leaderships_of(person_id: str) -> Select[Any]:
    """Every role in an organisation, over or not; ``dissolved`` organisations among them."""
    of = organisations.c.organisation_id == leaders.c.organisation_id
    return (
        select(leaders, organisations.c.status.label("organisation_status"))
        .select_from(leaders.join(organisations, of))
        .where(leaders.c.person_id == person_id)
        .order_by(leaders.c.organisation_id, leaders.c.appointment)
    )


def terms_of(person_id: str) -> Select[Any]:
    """Every term of office, over or not."""
    return select(terms).where(terms.c.holder == person_id).order_by(terms.c.term_id)


def seats_of(person_id: str) -> Select[Any]:
    """Every seat of the committees' present terms, given up or not."""
    of = committees.c.committee_id == seats.c.committee_id
    return (
        select(seats, committees.c.status.label("committee_status"))
        .select_from(seats.join(committees, of))
        .where(seats.c.person_id == person_id)
        .order_by(seats.c.committee_id)
    )


def partners_of(person_id: str) -> Select[Any]:
    """Partners for which the person speaks."""
    return (
        select(partners.c.partner_id, partners.c.contact_capacity)
        .where(partners.c.contact_person_id == person_id)
        .order_by(partners.c.partner_id)
    )


def duties_of(person_id: str) -> Select[Any]:
    """Duties that the person is to see to and that are not done."""
    mine = (duties.c.holder == person_id, duties.c.status == "open")
    return select(duties.c.duty_id).where(*mine).order_by(duties.c.duty_id)
