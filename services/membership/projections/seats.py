"""ตำแหน่งและที่นั่ง: offices and who has held them; committees and who sits in them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.membership import (
    CommitteeDissolved,
    CommitteeSeated,
    OfficeEstablished,
    OfficeHeld,
    OfficeHolderIdentified,
    OfficeLeft,
    OfficeTermCorrected,
    OrganisationMerged,
    SeatFilled,
    SeatNamed,
    SeatVacated,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.membership.permissions import READ
from services.membership.projections.organisations import organisations
from services.membership.projections.register import people
from services.membership.views import CommitteeFilter, OfficeFilter

offices = ReadTable(
    "offices",
    Column("office_id", String, primary_key=True),
    Column("office", String),
    Column("thai", String),
    Column("english", String),
    Column("organisation_id", String),
    Column("village", String),
    Column("version", Integer),
)
terms = ReadTable(
    "terms",
    Column("office_id", String, primary_key=True),
    Column("term_id", String, primary_key=True),
    Column("holder", String),
    Column("term_from", Date),
    Column("term_to", Date),
    Column("ended_because", String),
    Column("status", String),
    Index("terms_by_holder", "holder"),
)
committees = ReadTable(
    "committees",
    Column("committee_id", String, primary_key=True),
    Column("name", String),
    Column("organisation_id", String),
    Column("seats", Integer),
    Column("seated", Integer),
    Column("unnamed", Integer),
    Column("how_chosen", String),
    Column("chosen_by_meeting_id", String),
    Column("resolution_id", String),
    Column("term_from", Date),
    Column("term_to", Date),
    Column("status", String),
    Column("dissolved_on", Date),
    Column("version", Integer),
)
seats = ReadTable(
    "seats",
    Column("committee_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("status", String),
    Column("in_place_of", String),
    Column("chosen_by_meeting_id", String),
    Column("resolution_id", String),
    Column("filled_on", Date),
    Column("vacated_on", Date),
    Column("reason", String),
    Column("how_chosen", String),
    Index("seats_by_person", "person_id"),
)

SEATS = Projection("seats", version=2, tables=(offices, terms, committees, seats))


@SEATS.on(OfficeEstablished)
def _(event: OfficeEstablished, at: Recorded, rows: Rows) -> None:
    rows.put(
        offices,
        office_id=event.office_id,
        office=event.office,
        thai=event.thai,
        english=event.english,
        organisation_id=event.organisation_id,
        village=event.village,
        version=at.version,
    )


@SEATS.on(OfficeHeld)
def _(event: OfficeHeld, at: Recorded, rows: Rows) -> None:
    rows.put(
        terms,
        office_id=event.office_id,
        term_id=event.term_id,
        holder=event.holder,
        term_from=event.term_from,
        term_to=event.term_to,
        status="holding",
    )
    rows.change(offices, {"office_id": event.office_id}, version=at.version)


@SEATS.on(OfficeHolderIdentified)
def _(event: OfficeHolderIdentified, at: Recorded, rows: Rows) -> None:
    _change_term(event, at, rows, holder=event.holder)


@SEATS.on(OfficeTermCorrected)
def _(event: OfficeTermCorrected, at: Recorded, rows: Rows) -> None:
    _change_term(event, at, rows, term_from=event.term_from, term_to=event.term_to)


@SEATS.on(OfficeLeft)
def _(event: OfficeLeft, at: Recorded, rows: Rows) -> None:
    ended = {} if event.left_on is None else {"term_to": event.left_on}
    _change_term(event, at, rows, status="over", ended_because=event.reason, **ended)


def _change_term(event: Any, at: Recorded, rows: Rows, **values: Any) -> None:
    rows.change(terms, {"office_id": event.office_id, "term_id": event.term_id}, **values)
    rows.change(offices, {"office_id": event.office_id}, version=at.version)


@SEATS.on(CommitteeSeated)
def _(event: CommitteeSeated, at: Recorded, rows: Rows) -> None:
    rows.put(
        committees,
        committee_id=event.committee_id,
        name=event.name,
        organisation_id=event.organisation_id,
        seats=event.seats,
        seated=len(event.members) + event.unnamed,
        unnamed=event.unnamed,
        how_chosen=event.how_chosen,
        chosen_by_meeting_id=event.chosen_by_meeting_id,
        resolution_id=event.resolution_id,
        term_from=event.term_from,
        term_to=event.term_to,
        status="seated",
        version=at.version,
    )
    rows.remove(seats, {"committee_id": event.committee_id})
    for person_id in event.members:
        rows.put(
            seats,
            committee_id=event.committee_id,
            person_id=person_id,
            status="seated",
            chosen_by_meeting_id=event.chosen_by_meeting_id,
            resolution_id=event.resolution_id,
            how_chosen=event.how_chosen,
        )


@SEATS.on(SeatVacated)
def _(event: SeatVacated, at: Recorded, rows: Rows) -> None:
    rows.change(
        seats,
        {"committee_id": event.committee_id, "person_id": event.person_id},
        status="vacated",
        vacated_on=event.vacated_on,
        reason=event.reason,
    )
    rows.add(committees, {"committee_id": event.committee_id}, seated=-1)
    rows.change(committees, {"committee_id": event.committee_id}, version=at.version)


@SEATS.on(SeatFilled)
def _(event: SeatFilled, at: Recorded, rows: Rows) -> None:
    rows.put(
        seats,
        committee_id=event.committee_id,
        person_id=event.person_id,
        status="seated",
        in_place_of=event.in_place_of,
        chosen_by_meeting_id=event.chosen_by_meeting_id,
        resolution_id=event.resolution_id,
        filled_on=event.filled_on,
        vacated_on=None,
        reason=None,
        how_chosen=event.how_chosen,
    )
    rows.add(committees, {"committee_id": event.committee_id}, seated=1)
    rows.change(committees, {"committee_id": event.committee_id}, version=at.version)


@SEATS.on(SeatNamed)
def _(event: SeatNamed, at: Recorded, rows: Rows) -> None:
    rows.put(
        seats,
        committee_id=event.committee_id,
        person_id=event.person_id,
        status="seated",
        vacated_on=None,
        reason=None,
    )
    rows.add(committees, {"committee_id": event.committee_id}, unnamed=-1)
    rows.change(committees, {"committee_id": event.committee_id}, version=at.version)


@SEATS.on(CommitteeDissolved)
def _(event: CommitteeDissolved, at: Recorded, rows: Rows) -> None:
    rows.change(
        committees,
        {"committee_id": event.committee_id},
        status="dissolved",
        dissolved_on=event.dissolved_on,
        version=at.version,
    )


@SEATS.on(OrganisationMerged)
def _(event: OrganisationMerged, at: Recorded, rows: Rows) -> None:
    mine = {"organisation_id": event.organisation_id}
    for table in (offices, committees):
        rows.change(table, mine, organisation_id=event.into)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_offices(filters: OfficeFilter) -> Select[Any]:
    """ตำแหน่ง, by kind of office, by village, by organisation."""
    query = select(offices, organisations.c.name.label("organisation_name")).select_from(
        offices.outerjoin(
            organisations, organisations.c.organisation_id == offices.c.organisation_id
        )
    )
    for name in ("office", "village", "organisation_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(offices.c[name] == wanted)
    return query


@reads(READ)
def list_offices_held(filters: OfficeFilter) -> Select[Any]:
    """ตำแหน่ง with who holds each now; the latest recorded where several terms go on."""
    now = (
        select(terms.c.holder)
        .where(terms.c.office_id == offices.c.office_id, terms.c.status == "holding")
        .order_by(terms.c.term_from.is_(None), terms.c.term_from.desc(), terms.c.term_id.desc())
        .limit(1)
        .correlate(offices)
        .scalar_subquery()
    )
    return list_offices(filters).add_columns(now.label("holder"))


@reads(READ)
def one_office(reader: Reader, office_id: str) -> dict[str, Any] | None:
    """ตำแหน่ง with everybody known to have held it; an unknown holder is null."""
    found = reader.one(list_offices(OfficeFilter()).where(offices.c.office_id == office_id))
    if found is None:
        return None
    held = (
        select(terms, people.c.person_id, people.c.title, people.c.name)
        .select_from(terms.outerjoin(people, people.c.person_id == terms.c.holder))
        .where(terms.c.office_id == office_id)
        .order_by(terms.c.term_from, terms.c.term_id)
    )
    return {**found, "terms": reader.all(held)}


@reads(READ)
def list_committees(filters: CommitteeFilter) -> Select[Any]:
    """คณะทำงานและคณะกรรมการ: ``vacant`` seats are those nobody holds."""
    query = select(committees, (committees.c.seats - committees.c.seated).label("vacant"))
    for name in ("organisation_id", "status", "chosen_by_meeting_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(committees.c[name] == wanted)
    return query


@reads(READ)
def one_committee(reader: Reader, committee_id: str) -> dict[str, Any] | None:
    """คณะ with everybody who sits or sat in it this term."""
    mine = committees.c.committee_id == committee_id
    found = reader.one(list_committees(CommitteeFilter()).where(mine))
    if found is None:
        return None
    sitting = (
        select(seats, people.c.title, people.c.name)
        .select_from(seats.outerjoin(people, people.c.person_id == seats.c.person_id))
        .where(seats.c.committee_id == committee_id)
        .order_by(seats.c.person_id)
    )
    return {**found, "members": reader.all(sitting)}


@reads(READ)
def list_terms(office_id: str) -> Select[Any]:
    """วาระการดำรงตำแหน่ง of an office; an unknown holder is null."""
    held_by = people.c.person_id == terms.c.holder
    return (
        select(terms, people.c.person_id, people.c.title, people.c.name)
        .select_from(terms.outerjoin(people, held_by))
        .where(terms.c.office_id == office_id)
    )


@reads(READ)
def list_seats(committee_id: str) -> Select[Any]:
    """ที่นั่งในคณะ: who sits or sat in it this term, by name as far as is known."""
    taken_by = people.c.person_id == seats.c.person_id
    return (
        select(seats, people.c.title, people.c.name)
        .select_from(seats.outerjoin(people, taken_by))
        .where(seats.c.committee_id == committee_id)
    )


@reads(READ)
def list_terms_of(person_id: str) -> Select[Any]:
    """ตำแหน่งที่ดำรง: the offices that a person holds or held."""
    of = offices.c.office_id == terms.c.office_id
    return (
        select(terms, offices.c.thai, offices.c.english, offices.c.village)
        .select_from(terms.join(offices, of))
        .where(terms.c.holder == person_id)
    )


@reads(READ)
def list_seats_of(person_id: str) -> Select[Any]:
    """คณะที่อยู่: the committees in which a person sits or sat this term."""
    of = committees.c.committee_id == seats.c.committee_id
    return (
        select(seats, committees.c.name.label("committee_name"))
        .select_from(seats.join(committees, of))
        .where(seats.c.person_id == person_id)
    )


@reads(READ)
def vacant_seats() -> Select[Any]:
    """ที่นั่งว่าง: committees that have some, those with most first."""
    vacant = committees.c.seats - committees.c.seated
    return (
        list_committees(CommitteeFilter(status="seated"))
        .where(vacant > 0)
        .order_by(vacant.desc(), committees.c.committee_id)
    )


@reads(READ)
def ending_terms() -> Select[Any]:
    """วาระที่จะครบ: committees by the day their term ends, of those whose day is known."""
    return (
        list_committees(CommitteeFilter(status="seated"))
        .where(committees.c.term_to.is_not(None))
        .order_by(committees.c.term_to, committees.c.committee_id)
    )
