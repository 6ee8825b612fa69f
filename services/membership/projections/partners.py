"""ทำเนียบภาคี: who helps the centre, what was asked of them, and on whom each request waits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Date, Integer, Select, String, and_, case, func, select

from bangduan.application import Reader
from bangduan.days import days_between, today
from bangduan.events.envelope import Recorded
from bangduan.events.membership import (
    PartnerContactNamed,
    PartnerRegistered,
    PartnershipEnded,
    PartnerSupportRevised,
    RequestAnswered,
    RequestMade,
    RequestPassedOn,
    RequestWithdrawn,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.membership.permissions import READ
from services.membership.projections.register import people
from services.membership.views import PartnerFilter, RequestFilter

partners = ReadTable(
    "partners",
    Column("partner_id", String, primary_key=True),
    Column("kind", String),
    Column("level", String),
    Column("name", String),
    Column("supports", JSON),
    Column("contact_person_id", String),
    Column("contact_capacity", String),
    Column("status", String),
    Column("ended_on", Date),
    Column("version", Integer),
)
requests = ReadTable(
    "requests",
    Column("request_id", String, primary_key=True),
    Column("partner_id", String),
    Column("subject", String),
    Column("details", String),
    Column("asked_on", Date),
    Column("wanted_by", Date),
    Column("problem_id", String),
    Column("resolution_id", String),
    Column("status", String),
    Column("waiting_on_partner_id", String),
    Column("passed_on", Date),
    Column("note", String),
    Column("answered_by_partner_id", String),
    Column("outcome", String),
    Column("answer", String),
    Column("answered_on", Date),
    Column("withdrawn_on", Date),
    Column("version", Integer),
)

PARTNERS = Projection("partners", version=2, tables=(partners, requests))


@PARTNERS.on(PartnerRegistered)
def _(event: PartnerRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(
        partners,
        partner_id=event.partner_id,
        kind=event.kind,
        level=event.level,
        name=event.name,
        supports=list(event.supports),
        status="active",
        version=at.version,
    )


@PARTNERS.on(PartnerSupportRevised)
def _(event: PartnerSupportRevised, at: Recorded, rows: Rows) -> None:
    key = {"partner_id": event.partner_id}
    rows.change(partners, key, supports=list(event.supports), version=at.version)


@PARTNERS.on(PartnerContactNamed)
def _(event: PartnerContactNamed, at: Recorded, rows: Rows) -> None:
    rows.change(
        partners,
        {"partner_id": event.partner_id},
        contact_person_id=event.person_id,
        contact_capacity=event.capacity,
        version=at.version,
    )


@PARTNERS.on(PartnershipEnded)
def _(event: PartnershipEnded, at: Recorded, rows: Rows) -> None:
    rows.change(
        partners,
        {"partner_id": event.partner_id},
        status="ended",
        ended_on=event.ended_on,
        version=at.version,
    )


@PARTNERS.on(RequestMade)
def _(event: RequestMade, at: Recorded, rows: Rows) -> None:
    rows.put(
        requests,
        request_id=event.request_id,
        partner_id=event.partner_id,
        subject=event.subject,
        details=event.details,
        asked_on=event.asked_on,
        wanted_by=event.wanted_by,
        problem_id=event.problem_id,
        resolution_id=event.resolution_id,
        status="waiting",
        waiting_on_partner_id=event.partner_id,
        version=at.version,
    )


@PARTNERS.on(RequestPassedOn)
def _(event: RequestPassedOn, at: Recorded, rows: Rows) -> None:
    rows.change(
        requests,
        {"request_id": event.request_id},
        status="with_centre" if event.waiting_on_partner_id is None else "waiting",
        waiting_on_partner_id=event.waiting_on_partner_id,
        passed_on=event.passed_on,
        note=event.note,
        version=at.version,
    )


@PARTNERS.on(RequestAnswered)
def _(event: RequestAnswered, at: Recorded, rows: Rows) -> None:
    rows.change(
        requests,
        {"request_id": event.request_id},
        status="answered",
        waiting_on_partner_id=None,
        answered_by_partner_id=event.partner_id,
        outcome=event.outcome,
        answer=event.answer,
        answered_on=event.answered_on,
        version=at.version,
    )


@PARTNERS.on(RequestWithdrawn)
def _(event: RequestWithdrawn, at: Recorded, rows: Rows) -> None:
    rows.change(
        requests,
        {"request_id": event.request_id},
        status="withdrawn",
        waiting_on_partner_id=None,
        withdrawn_on=event.withdrawn_on,
        version=at.version,
    )


_OPEN = requests.c.status.in_(("waiting", "with_centre"))

# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_partners(filters: PartnerFilter) -> Select[Any]:
    """ทำเนียบภาคี, by kind, level and status."""
    query = select(partners)
    for name in ("kind", "level", "status"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(partners.c[name] == wanted)
    return query


@reads(READ)
def one_partner(reader: Reader, partner_id: str) -> dict[str, Any] | None:
    """ภาคี with its contact, and how many requests wait on it."""
    found = reader.one(select(partners).where(partners.c.partner_id == partner_id))
    if found is None:
        return None
    who = select(people).where(people.c.person_id == found["contact_person_id"])
    contact = reader.one(who) if found["contact_person_id"] else None
    waiting = reader.all(
        select(requests.c.request_id).where(requests.c.waiting_on_partner_id == partner_id)
    )
    return {**found, "contact": contact, "waiting": len(waiting)}


@reads(READ)
def list_requests(filters: RequestFilter) -> Select[Any]:
    """เรื่องที่ขอความร่วมมือ: each tells on whom it waits; a null partner is the centre itself.

    ``days_open`` counts from the day it was asked to its answer, to its withdrawal, or to today.
    """
    query = _requests()
    for name in ("partner_id", "status", "waiting_on_partner_id", "problem_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(requests.c[name] == wanted)
    if filters.open is not None:
        query = query.where(_OPEN if filters.open == "yes" else ~_OPEN)
    if filters.overdue is not None:
        late = and_(_OPEN, requests.c.wanted_by.is_not(None), requests.c.wanted_by < today())
        query = query.where(late if filters.overdue == "yes" else ~late)
    return query


@reads(READ)
def one_request(reader: Reader, request_id: str) -> dict[str, Any] | None:
    """เรื่องที่ขอความร่วมมือ."""
    return reader.one(_requests().where(requests.c.request_id == request_id))


def _requests() -> Select[Any]:
    waited_on = partners.alias("waited_on")
    joined = requests.outerjoin(partners, partners.c.partner_id == requests.c.partner_id).outerjoin(
        waited_on, waited_on.c.partner_id == requests.c.waiting_on_partner_id
    )
    ended = func.coalesce(requests.c.answered_on, requests.c.withdrawn_on)
    days = case(
        (_OPEN, days_between(today(), requests.c.asked_on)),
        else_=days_between(ended, requests.c.asked_on),
    )
    return select(
        requests,
        partners.c.name.label("partner_name"),
        waited_on.c.name.label("waiting_on_name"),
        days.label("days_open"),
    ).select_from(joined)


@reads(READ)
def open_requests() -> Select[Any]:
    """เรื่องที่ยังไม่ได้คำตอบ: those that wait on a partner or on the centre, the oldest first."""
    undated_last = (requests.c.asked_on.is_(None), requests.c.asked_on, requests.c.request_id)
    return _requests().where(_OPEN).order_by(*undated_last)
