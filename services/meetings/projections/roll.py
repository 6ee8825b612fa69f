"""บัญชีรายชื่อ: people, organisations, villages and partners, as membership tells of them.

Meetings go on when the membership service is away: the roll is this service's own copy. A
person erased there is blanked here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Select, String, select

from bangduan.events.envelope import Recorded
from bangduan.events.membership import (
    DeathRetracted,
    OrganisationDissolved,
    OrganisationRegistered,
    OrganisationRenamed,
    PartnerRegistered,
    PersonCorrected,
    PersonDied,
    PersonErased,
    PersonMerged,
    PersonRegistered,
    VillageRegistered,
    VillageRenamed,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows, personal_column
from services.meetings.permissions import READ
from services.meetings.views.board import RollOrganisationFilter, RollPersonFilter

roll_people = ReadTable(
    "roll_people",
    Column("person_id", String, primary_key=True),
    personal_column("person_title", subject="person_id"),
    personal_column("person_name", subject="person_id"),
    Column("sex", String),
    Column("village", String),
    Column("status", String),
    Column("erased", Boolean),
)
roll_organisations = ReadTable(
    "roll_organisations",
    Column("organisation_id", String, primary_key=True),
    Column("kind", String),
    Column("name", String),
    Column("village", String),
    Column("location", String),
    Column("status", String),
)
roll_villages = ReadTable(
    "roll_villages",
    Column("village", String, primary_key=True),
    Column("name", String),
)
roll_partners = ReadTable(
    "roll_partners",
    Column("partner_id", String, primary_key=True),
    Column("name", String),
)

ROLL = Projection(
    "roll",
    version=2,
    tables=(roll_people, roll_organisations, roll_villages, roll_partners),
    source="membership",
)


@ROLL.on(PersonRegistered)
def _(event: PersonRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(
        roll_people,
        person_id=event.person_id,
        person_title=event.title,
        person_name=event.name,
        sex=event.sex,
        village=event.village,
        status="active",
        erased=False,
    )


@ROLL.on(PersonCorrected)
def _(event: PersonCorrected, at: Recorded, rows: Rows) -> None:
    corrected: dict[str, Any] = {
        "person_name": event.name,
        "person_title": event.title,
        "sex": event.sex,
        "village": event.village,
    }
    changed = {name: value for name, value in corrected.items() if value is not None}
    if "title" in event.cleared:
        changed["person_title"] = None
    if "village" in event.cleared:
        changed["village"] = None
    if changed:
        rows.change(roll_people, {"person_id": event.person_id}, **changed)


@ROLL.on(PersonDied)
def _(event: PersonDied, at: Recorded, rows: Rows) -> None:
    rows.change(roll_people, {"person_id": event.person_id}, status="deceased")


@ROLL.on(DeathRetracted)
def _(event: DeathRetracted, at: Recorded, rows: Rows) -> None:
    rows.change(roll_people, {"person_id": event.person_id}, status="active")


@ROLL.on(PersonMerged)
def _(event: PersonMerged, at: Recorded, rows: Rows) -> None:
    rows.change(roll_people, {"person_id": event.person_id}, status="merged")


@ROLL.on(PersonErased)
def _(event: PersonErased, at: Recorded, rows: Rows) -> None:
    rows.change(roll_people, {"person_id": event.person_id}, erased=True)


@ROLL.on(OrganisationRegistered)
def _(event: OrganisationRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(
        roll_organisations,
        organisation_id=event.organisation_id,
        kind=event.kind,
        name=event.name,
        village=event.village,
        location=event.location,
        status="active",
    )


@ROLL.on(OrganisationRenamed)
def _(event: OrganisationRenamed, at: Recorded, rows: Rows) -> None:
    rows.change(roll_organisations, {"organisation_id": event.organisation_id}, name=event.name)


@ROLL.on(OrganisationDissolved)
def _(event: OrganisationDissolved, at: Recorded, rows: Rows) -> None:
    rows.change(roll_organisations, {"organisation_id": event.organisation_id}, status="dissolved")


@ROLL.on(VillageRegistered, VillageRenamed)
def _(event: VillageRegistered | VillageRenamed, at: Recorded, rows: Rows) -> None:
    rows.put(roll_villages, village=event.village, name=event.name)


@ROLL.on(PartnerRegistered)
def _(event: PartnerRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(roll_partners, partner_id=event.partner_id, name=event.name)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_roll_people(filters: RollPersonFilter) -> Select[Any]:
    """บุคคลในบัญชีรายชื่อ who can come: without those erased, deceased, or merged into another."""
    can_come = (roll_people.c.erased.is_(False), roll_people.c.status == "active")
    query = select(roll_people).where(*can_come)
    if filters.village is not None:
        query = query.where(roll_people.c.village == filters.village)
    return query


@reads(READ)
def list_roll_organisations(filters: RollOrganisationFilter) -> Select[Any]:
    """องค์กรในบัญชีรายชื่อ, by kind, village and status."""
    query = select(roll_organisations)
    for name in ("kind", "village", "status"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(roll_organisations.c[name] == wanted)
    return query


@reads(READ)
def list_roll_villages() -> Select[Any]:
    """หมู่บ้านในบัญชีรายชื่อ."""
    return select(roll_villages)
