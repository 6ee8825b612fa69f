"""ทะเบียนองค์กร: kinds, organisations, their members and leaders."""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.membership import (
    CentreSeatsSet,
    LeaderAppointed,
    LeadershipEnded,
    MemberCountReported,
    MemberJoined,
    MemberLeft,
    OrganisationAbsorbed,
    OrganisationDissolved,
    OrganisationKindDefined,
    OrganisationKindRevised,
    OrganisationMerged,
    OrganisationRegistered,
    OrganisationRenamed,
)
from bangduan.permissions import PUBLIC, reads
from bangduan.projection import Projection, ReadTable, Rows
from services.membership.domain.kind import lacking
from services.membership.domain.registry import Kind
from services.membership.kinds import known_kinds
from services.membership.permissions import READ
from services.membership.projections.register import people
from services.membership.views import LeaderFilter, MemberFilter, OrganisationFilter

kinds = ReadTable(
    "kinds",
    Column("kind", String, primary_key=True),
    Column("thai", String),
    Column("english", String),
    Column("holds_funds", Boolean),
    Column("location", String),
    Column("seats", Integer),
    Column("needs", JSON),
    Column("least_members", Integer),
)
organisations = ReadTable(
    "organisations",
    Column("organisation_id", String, primary_key=True),
    Column("kind", String),
    Column("kind_thai", String),
    Column("kind_english", String),
    Column("name", String),
    Column("village", String),
    Column("location", String),
    Column("founded_on", Date),
    Column("holds_funds", Boolean),
    Column("seats", Integer),
    Column("member_count", JSON),
    Column("member_count_as_of", Date),
    Column("members_registered", Integer),
    Column("women_registered", Integer),
    Column("status", String),
    Column("dissolved_on", Date),
    Column("dissolved_because", String),
    Column("dissolution_note", String),
    Column("merged_into", String),
    Column("version", Integer),
)
members = ReadTable(
    "members",
    Column("organisation_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("sex", String),
    Column("joined_on", Date),
    Column("joined_because", String),
    Column("left_on", Date),
    Column("left_because", String),
    Column("status", String),
    Index("members_by_person", "person_id"),
)
leaders = ReadTable(
    "leaders",
    Column("organisation_id", String, primary_key=True),
    Column("appointment", Integer, primary_key=True),
    Column("person_id", String),
    Column("role", String),
    Column("term_from", Date),
    Column("term_to", Date),
    Column("ended_because", String),
    Column("status", String),
)

ORGANISATIONS = Projection(
    "organisations", version=2, tables=(kinds, organisations, members, leaders)
)


@ORGANISATIONS.on(OrganisationKindDefined, OrganisationKindRevised)
def _(event: OrganisationKindDefined | OrganisationKindRevised, at: Recorded, rows: Rows) -> None:
    rows.put(
        kinds,
        kind=event.kind,
        thai=event.thai,
        english=event.english,
        holds_funds=event.holds_funds,
        location=event.location,
        seats=event.seats,
        needs=list(event.needs),
        least_members=event.least_members,
    )
    of_the_kind = {"kind": event.kind}
    rows.change(organisations, of_the_kind, kind_thai=event.thai, kind_english=event.english)


@ORGANISATIONS.on(OrganisationRegistered)
def _(event: OrganisationRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(
        organisations,
        organisation_id=event.organisation_id,
        kind=event.kind,
        kind_thai=event.kind_thai,
        kind_english=event.kind_english,
        name=event.name,
        village=event.village,
        location=event.location,
        founded_on=event.founded_on,
        holds_funds=event.holds_funds,
        seats=event.seats,
        member_count=event.member_count,
        members_registered=0,
        women_registered=0,
        status="active",
        version=at.version,
    )


@ORGANISATIONS.on(OrganisationRenamed)
def _(event: OrganisationRenamed, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, name=event.name)


@ORGANISATIONS.on(OrganisationDissolved)
def _(event: OrganisationDissolved, at: Recorded, rows: Rows) -> None:
    _change(
        event,
        at,
        rows,
        status="dissolved",
        dissolved_on=event.dissolved_on,
        dissolved_because=event.reason,
        dissolution_note=event.note,
    )


@ORGANISATIONS.on(OrganisationMerged)
def _(event: OrganisationMerged, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, merged_into=event.into)


@ORGANISATIONS.on(OrganisationAbsorbed)
def _(event: OrganisationAbsorbed, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows)


@ORGANISATIONS.on(MemberCountReported)
def _(event: MemberCountReported, at: Recorded, rows: Rows) -> None:
    count, as_of = event.member_count, event.as_of
    _change(event, at, rows, member_count=count, member_count_as_of=as_of)


@ORGANISATIONS.on(CentreSeatsSet)
def _(event: CentreSeatsSet, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, seats=event.seats)


@ORGANISATIONS.on(LeaderAppointed)
def _(event: LeaderAppointed, at: Recorded, rows: Rows) -> None:
    rows.put(
        leaders,
        organisation_id=event.organisation_id,
        appointment=event.appointment,
        person_id=event.person_id,
        role=event.role,
        term_from=event.term_from,
        term_to=event.term_to,
        status="leading",
    )
    _change(event, at, rows)


@ORGANISATIONS.on(LeadershipEnded)
def _(event: LeadershipEnded, at: Recorded, rows: Rows) -> None:
    rows.change(
        leaders,
        {"organisation_id": event.organisation_id, "appointment": event.appointment},
        term_to=event.ended_on,
        ended_because=event.reason,
        status="ended",
    )
    _change(event, at, rows)


@ORGANISATIONS.on(MemberJoined)
def _(event: MemberJoined, at: Recorded, rows: Rows) -> None:
    rows.put(
        members,
        organisation_id=event.organisation_id,
        person_id=event.person_id,
        sex=event.sex,
        joined_on=event.joined_on,
        joined_because=event.reason,
        left_on=None,
        left_because=None,
        status="member",
    )
    _count(event, 1, rows)


@ORGANISATIONS.on(MemberLeft)
def _(event: MemberLeft, at: Recorded, rows: Rows) -> None:
    key = {"organisation_id": event.organisation_id, "person_id": event.person_id}
    left = {"left_on": event.left_on, "left_because": event.reason}
    rows.change(members, key, **left, status="left")
    _count(event, -1, rows)


def _change(event: Any, at: Recorded, rows: Rows, **values: Any) -> None:
    key = {"organisation_id": event.organisation_id}
    rows.change(organisations, key, **values, version=at.version)


def _count(event: MemberJoined | MemberLeft, by: int, rows: Rows) -> None:
    women = by if event.sex == "female" else 0
    key = {"organisation_id": event.organisation_id}
    rows.add(organisations, key, members_registered=by, women_registered=women)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_kinds(reader: Reader) -> dict[str, Any]:
    """ประเภทองค์กร: those every centre knows, as they are said here, then those defined here."""
    said = {row["kind"]: row for row in reader.all(select(kinds).order_by(kinds.c.kind))}
    known = [said.pop(kind.kind, dataclasses.asdict(kind)) for kind in known_kinds().values()]
    return {"items": [*known, *said.values()], "next": None}


@reads(READ)
def list_organisations(filters: OrganisationFilter) -> Select[Any]:
    """ทะเบียนองค์กร, by kind, village, place, status, and whether it holds funds."""
    query = select(organisations)
    for name in ("kind", "village", "location", "status"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(organisations.c[name] == wanted)
    if filters.holds_funds is not None:
        query = query.where(organisations.c.holds_funds.is_(filters.holds_funds == "yes"))
    return query


@reads(PUBLIC)
def names_of_organisations() -> Select[Any]:
    """องค์กร that stand, by name alone."""
    stands = organisations.c.status == "active"
    return select(organisations.c.name).where(stands).order_by(organisations.c.name)


@reads(READ)
def one_organisation(reader: Reader, organisation_id: str) -> dict[str, Any] | None:
    """องค์กร with everybody who leads or has led it."""
    mine = organisations.c.organisation_id == organisation_id
    found = reader.one(select(organisations).where(mine))
    if found is None:
        return None
    led = _leaders().where(leaders.c.organisation_id == organisation_id)
    all_who_led = reader.all(led.order_by(leaders.c.appointment))
    return {**found, "leaders": all_who_led, "lacks": _lacks(reader, found, all_who_led)}


def _lacks(
    reader: Reader, organisation: dict[str, Any], led: list[dict[str, Any]]
) -> tuple[str, ...]:
    """What the organisation has not on record of what its kind asks for."""
    if organisation["status"] == "dissolved":
        return ()
    said = reader.one(select(kinds).where(kinds.c.kind == organisation["kind"]))
    kind = known_kinds().get(organisation["kind"]) if said is None else Kind(**said)
    if kind is None:
        return ()
    told = organisation["member_count"]
    return lacking(
        kind,
        founded=organisation["founded_on"] is not None,
        placed=organisation["village"] is not None or organisation["location"] == "outside",
        led=any(each["status"] == "leading" for each in led),
        seated=organisation["seats"] is not None,
        members=max(organisation["members_registered"], told["value"] if told else 0),
    )


def members_now(organisation_id: str) -> Select[Any]:
    """Who belongs to an organisation now, by id alone."""
    mine = (members.c.organisation_id == organisation_id, members.c.status == "member")
    return select(members.c.person_id).where(*mine).order_by(members.c.person_id)


@reads(READ)
def list_members(filters: MemberFilter, organisation_id: str) -> Select[Any]:
    """สมาชิกขององค์กร, those who left too unless asked otherwise."""
    query = (
        select(members, people.c.title, people.c.name)
        .select_from(members.outerjoin(people, people.c.person_id == members.c.person_id))
        .where(members.c.organisation_id == organisation_id)
    )
    if filters.status is not None:
        query = query.where(members.c.status == filters.status)
    return query


@reads(READ)
def list_memberships(person_id: str) -> Select[Any]:
    """องค์กรที่เป็นสมาชิก: what a person belongs or belonged to."""
    mine = organisations.c.organisation_id == members.c.organisation_id
    return (
        select(members, organisations.c.name.label("organisation_name"))
        .select_from(members.outerjoin(organisations, mine))
        .where(members.c.person_id == person_id)
    )


@reads(READ)
def list_leaders(filters: LeaderFilter) -> Select[Any]:
    """ผู้นำชุมชน: who leads which organisation, in which role."""
    query = _leaders()
    for name in ("organisation_id", "person_id", "role", "status"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(leaders.c[name] == wanted)
    return query


def _leaders() -> Select[Any]:
    joined = leaders.outerjoin(people, people.c.person_id == leaders.c.person_id).outerjoin(
        organisations, organisations.c.organisation_id == leaders.c.organisation_id
    )
    return select(
        leaders,
        people.c.title,
        people.c.name,
        organisations.c.name.label("organisation_name"),
    ).select_from(joined)
