"""วาระที่จะครบ: who holds what until when, and where nobody was chosen for after that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Column, Date, Index, Select, String, exists, func, or_, select

from bangduan.application import Reader
from bangduan.days import days_between, today
from bangduan.domain import derived_id
from bangduan.events.envelope import Recorded
from bangduan.events.membership import (
    CommitteeDissolved,
    CommitteeSeated,
    LeaderAppointed,
    LeadershipEnded,
    OfficeHeld,
    OfficeHolderIdentified,
    OfficeLeft,
    OfficeTermCorrected,
    OrganisationDissolved,
    OrganisationMerged,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.membership.domain.registry import SOLE_ROLES
from services.membership.permissions import READ
from services.membership.projections.organisations import organisations
from services.membership.projections.seats import committees, offices
from services.membership.views import EndingTermFilter

#: How long before its end a term is shown, where nobody says otherwise.
DAYS_BEFORE: Final = 90
_LONGEST_DAYS: Final = 36_500

holdings = ReadTable(
    "holdings",
    Column("holding_id", String, primary_key=True),
    Column("term_of", String),
    Column("post", String),
    Column("office_id", String),
    Column("organisation_id", String),
    Column("committee_id", String),
    Column("role", String),
    Column("person_id", String),
    Column("term_from", Date),
    Column("term_to", Date),
    Column("status", String),
    Index("holdings_by_end", "status", "term_to"),
    Index("holdings_by_post", "post"),
    Index("holdings_by_person", "person_id"),
)

TERMS = Projection("terms", version=1, tables=(holdings,))


@TERMS.on(OfficeHeld)
def _(event: OfficeHeld, at: Recorded, rows: Rows) -> None:
    rows.put(
        holdings,
        holding_id=event.term_id,
        term_of="office",
        post=event.office_id,
        office_id=event.office_id,
        organisation_id=event.organisation_id,
        person_id=event.holder,
        term_from=event.term_from,
        term_to=event.term_to,
        status="running",
    )


@TERMS.on(OfficeHolderIdentified)
def _(event: OfficeHolderIdentified, at: Recorded, rows: Rows) -> None:
    rows.change(holdings, {"holding_id": event.term_id}, person_id=event.holder)


@TERMS.on(OfficeTermCorrected)
def _(event: OfficeTermCorrected, at: Recorded, rows: Rows) -> None:
    mine = {"holding_id": event.term_id}
    rows.change(holdings, mine, term_from=event.term_from, term_to=event.term_to)


@TERMS.on(OfficeLeft)
def _(event: OfficeLeft, at: Recorded, rows: Rows) -> None:
    rows.change(holdings, {"holding_id": event.term_id}, status="over")


@TERMS.on(LeaderAppointed)
def _(event: LeaderAppointed, at: Recorded, rows: Rows) -> None:
    post = f"{event.organisation_id}/{event.role}"
    rows.put(
        holdings,
        holding_id=_leading(event),
        term_of="leader",
        post=post if event.role in SOLE_ROLES else f"{post}/{event.person_id}",
        organisation_id=event.organisation_id,
        role=event.role,
        person_id=event.person_id,
        term_from=event.term_from,
        term_to=event.term_to,
        status="running",
    )


@TERMS.on(LeadershipEnded)
def _(event: LeadershipEnded, at: Recorded, rows: Rows) -> None:
    rows.change(holdings, {"holding_id": _leading(event)}, status="over")


def _leading(event: LeaderAppointed | LeadershipEnded) -> str:
    return derived_id(event.organisation_id, str(event.appointment), "leadership")


@TERMS.on(CommitteeSeated)
def _(event: CommitteeSeated, at: Recorded, rows: Rows) -> None:
    rows.put(
        holdings,
        holding_id=event.committee_id,
        term_of="committee",
        post=event.committee_id,
        committee_id=event.committee_id,
        organisation_id=event.organisation_id,
        term_from=event.term_from,
        term_to=event.term_to,
        status="running",
    )


@TERMS.on(CommitteeDissolved)
def _(event: CommitteeDissolved, at: Recorded, rows: Rows) -> None:
    rows.change(holdings, {"holding_id": event.committee_id}, status="over")


@TERMS.on(OrganisationMerged)
def _(event: OrganisationMerged, at: Recorded, rows: Rows) -> None:
    for post in ("office", "committee"):
        mine = {"organisation_id": event.organisation_id, "term_of": post}
        rows.change(holdings, mine, organisation_id=event.into)


@TERMS.on(OrganisationDissolved)
def _(event: OrganisationDissolved, at: Recorded, rows: Rows) -> None:
    rows.change(holdings, {"organisation_id": event.organisation_id}, status="over")


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_ending_terms(filters: EndingTermFilter) -> Select[Any]:
    """วาระที่จะครบหรือครบแล้ว: within some days, or over already, and nobody for after that.

    ``days_left`` is less than nothing for a term that is over.
    """
    now = today()
    within = DAYS_BEFORE if filters.within_days is None else filters.within_days
    horizon = now + timedelta(days=min(within, _LONGEST_DAYS))
    query = _holdings(now).where(
        holdings.c.status == "running", holdings.c.term_to <= horizon, ~_has_successor()
    )
    for name in ("term_of", "organisation_id", "person_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(holdings.c[name] == wanted)
    return query


@reads(READ)
def one_ending_term(reader: Reader, holding_id: str) -> dict[str, Any] | None:
    """วาระ of an office, of a leader, or of a committee."""
    return reader.one(_holdings(today()).where(holdings.c.holding_id == holding_id))


@reads(READ)
def ending_soon() -> Select[Any]:
    """วาระที่จะครบ, the soonest first."""
    soonest = (holdings.c.term_to, holdings.c.holding_id)
    return list_ending_terms(EndingTermFilter()).order_by(*soonest)


def _holdings(now: Any) -> Select[Any]:
    named = func.coalesce(offices.c.thai, committees.c.name, organisations.c.name)
    joined = (
        holdings.outerjoin(offices, offices.c.office_id == holdings.c.office_id)
        .outerjoin(committees, committees.c.committee_id == holdings.c.committee_id)
        .outerjoin(organisations, organisations.c.organisation_id == holdings.c.organisation_id)
    )
    return select(
        holdings,
        named.label("post_name"),
        offices.c.village,
        days_between(holdings.c.term_to, now).label("days_left"),
    ).select_from(joined)


def _has_successor() -> Any:
    """Somebody was chosen for the same post for after the term's end."""
    next_one = holdings.alias("next_one")
    later = or_(
        next_one.c.term_to > holdings.c.term_to,
        next_one.c.term_to.is_(None) & (next_one.c.term_from >= holdings.c.term_to),
    )
    return exists(
        select(next_one.c.holding_id).where(
            next_one.c.post == holdings.c.post,
            next_one.c.holding_id != holdings.c.holding_id,
            next_one.c.status == "running",
            later,
        )
    )
