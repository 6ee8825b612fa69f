"""ทะเบียน: the centre, its villages and its people.

Names and everything else personal stand in ``people`` alone, sealed with the person's key.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import JSON, Boolean, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.membership import (
    CentreFounded,
    CentreRenamed,
    DeathRetracted,
    DoubleTakenIn,
    MissionsRevised,
    PeopleToldApart,
    PersonCorrected,
    PersonDied,
    PersonErased,
    PersonMerged,
    PersonMoved,
    PersonRegistered,
    PersonReturned,
    VillageRegistered,
    VillageRenamed,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows, lookup_column, personal_column
from bangduan.thai import mask_national_id
from services.membership.domain.particulars import digits_of
from services.membership.permissions import READ
from services.membership.views import PersonFilter

centres = ReadTable(
    "centres",
    Column("tambon", String, primary_key=True),
    Column("centre_id", String),
    Column("name", String),
    Column("missions", JSON),
    Column("founded_on", Date),
    Column("version", Integer),
)
villages = ReadTable(
    "villages",
    Column("village", String, primary_key=True),
    Column("tambon", String),
    Column("name", String),
    Column("households", JSON),
    Column("version", Integer),
)
people = ReadTable(
    "people",
    Column("person_id", String, primary_key=True),
    personal_column("name", subject="person_id"),
    personal_column("title", subject="person_id"),
    personal_column("phone", subject="person_id"),
    personal_column("national_id", subject="person_id"),
    personal_column("address", subject="person_id"),
    personal_column("born_on", subject="person_id"),
    personal_column("birth_year", subject="person_id"),
    lookup_column("number_digest", of="national_id"),
    Column("sex", String),
    Column("residency", String),
    Column("village", String),
    Column("status", String),
    Column("status_on", Date),
    personal_column("moved_to", subject="person_id"),
    Column("merged_into", String, index=True),
    Column("synthetic", Boolean),
    Column("erased", Boolean),
    Column("version", Integer),
)

told_apart = ReadTable(
    "told_apart",
    Column("person_id", String, primary_key=True),
    Column("other_id", String, primary_key=True),
)

REGISTER = Projection("register", version=3, tables=(centres, villages, people, told_apart))

#: Under what a national ID is reserved for its person.
NATIONAL_ID: Final = "national-id"
_CORRECTED = (
    "name",
    "title",
    "phone",
    "national_id",
    "address",
    "born_on",
    "birth_year",
    "sex",
    "village",
    "residency",
)


@REGISTER.on(CentreFounded)
def _(event: CentreFounded, at: Recorded, rows: Rows) -> None:
    rows.put(
        centres,
        tambon=event.tambon,
        centre_id=event.centre_id,
        name=event.name,
        missions=list(event.missions),
        founded_on=event.founded_on,
        version=at.version,
    )


@REGISTER.on(CentreRenamed)
def _(event: CentreRenamed, at: Recorded, rows: Rows) -> None:
    rows.change(centres, {"tambon": event.tambon}, name=event.name, version=at.version)


@REGISTER.on(MissionsRevised)
def _(event: MissionsRevised, at: Recorded, rows: Rows) -> None:
    missions = list(event.missions)
    rows.change(centres, {"tambon": event.tambon}, missions=missions, version=at.version)


@REGISTER.on(VillageRegistered)
def _(event: VillageRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(
        villages,
        village=event.village,
        tambon=event.village[:6],
        name=event.name,
        households=event.households,
        version=at.version,
    )


@REGISTER.on(VillageRenamed)
def _(event: VillageRenamed, at: Recorded, rows: Rows) -> None:
    rows.change(villages, {"village": event.village}, name=event.name, version=at.version)


@REGISTER.on(PersonRegistered)
def _(event: PersonRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(
        people,
        person_id=event.person_id,
        name=event.name,
        title=event.title,
        phone=event.phone,
        national_id=event.national_id,
        address=event.address,
        born_on=event.born_on,
        birth_year=event.birth_year,
        sex=event.sex,
        residency=event.residency,
        village=event.village,
        status="active",
        synthetic=event.synthetic,
        erased=False,
        version=at.version,
    )


@REGISTER.on(PersonCorrected)
def _(event: PersonCorrected, at: Recorded, rows: Rows) -> None:
    corrected = {
        name: value
        for name in _CORRECTED
        if (value := getattr(event, name)) is not None or name in event.cleared
    }
    rows.change(people, {"person_id": event.person_id}, **corrected, version=at.version)


@REGISTER.on(PersonErased)
def _(event: PersonErased, at: Recorded, rows: Rows) -> None:
    rows.change(people, {"person_id": event.person_id}, erased=True, version=at.version)


@REGISTER.on(PersonMoved)
def _(event: PersonMoved, at: Recorded, rows: Rows) -> None:
    _become(event, at, rows, "moved", event.moved_on, event.moved_to)


@REGISTER.on(PersonReturned)
def _(event: PersonReturned, at: Recorded, rows: Rows) -> None:
    _become(event, at, rows, "active", event.returned_on)


@REGISTER.on(PersonDied)
def _(event: PersonDied, at: Recorded, rows: Rows) -> None:
    _become(event, at, rows, "deceased", event.died_on)


@REGISTER.on(DeathRetracted)
def _(event: DeathRetracted, at: Recorded, rows: Rows) -> None:
    _become(event, at, rows, "active", None)


@REGISTER.on(PersonMerged)
def _(event: PersonMerged, at: Recorded, rows: Rows) -> None:
    merged = {"status": "merged", "status_on": None, "merged_into": event.into}
    rows.change(people, {"person_id": event.person_id}, **merged, version=at.version)
    # what was merged into the double is found at who stays
    rows.change(people, {"merged_into": event.person_id}, merged_into=event.into)


@REGISTER.on(DoubleTakenIn)
def _(event: DoubleTakenIn, at: Recorded, rows: Rows) -> None:
    rows.change(people, {"person_id": event.person_id}, version=at.version)


@REGISTER.on(PeopleToldApart)
def _(event: PeopleToldApart, at: Recorded, rows: Rows) -> None:
    one, other = sorted((event.person_id, event.other_id))
    rows.put(told_apart, person_id=one, other_id=other)
    rows.change(people, {"person_id": event.person_id}, version=at.version)


def _become(  # noqa: PLR0917 (what becomes of a person, in order)
    event: Any, at: Recorded, rows: Rows, status: str, on: date | None, to: str | None = None
) -> None:
    become = {"status": status, "status_on": on, "moved_to": to}
    rows.change(people, {"person_id": event.person_id}, **become, version=at.version)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def the_centre(reader: Reader) -> dict[str, Any] | None:
    """ศอช.ต. ของตำบล: a site has one."""
    return reader.one(select(centres).order_by(centres.c.tambon))


@reads(READ)
def list_centres() -> Select[Any]:
    """ศอช.ต., as a list of the one there is, or of none before it is founded."""
    return select(centres)


@reads(READ)
def one_centre(reader: Reader, tambon: str) -> dict[str, Any] | None:
    """ศอช.ต. ของตำบล by its code."""
    return reader.one(select(centres).where(centres.c.tambon == tambon))


@reads(READ)
def list_people(filters: PersonFilter) -> Select[Any]:
    """ทะเบียนบุคคล, without those erased: names and villages, no numbers or addresses.

    An entry that was merged into another is left out unless it is asked for.
    """
    merged = people.c.merged_into
    query = select(
        people.c.person_id,
        people.c.title,
        people.c.name,
        people.c.sex,
        people.c.residency,
        people.c.village,
        people.c.status,
        people.c.synthetic,
        people.c.version,
    ).where(
        people.c.erased.is_(False),
        merged.is_not(None) if filters.status == "merged" else merged.is_(None),
    )
    for name in ("village", "sex", "residency", "status"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(people.c[name] == wanted)
    if filters.national_id is not None:
        query = query.where(people.c.number_digest == digits_of(filters.national_id))
    return query


def holders_of(number: str) -> Select[Any]:
    """Ids of the people whose national ID this is, of those who stand in the register."""
    stands = (people.c.erased.is_(False), people.c.merged_into.is_(None))
    return select(people.c.person_id).where(people.c.number_digest == number, *stands)


def doubles_of(person_id: str) -> Select[Any]:
    """Ids of the entries that were merged into this one and are not erased."""
    merged = (people.c.merged_into == person_id, people.c.erased.is_(False))
    return select(people.c.person_id).where(*merged).order_by(people.c.person_id)


def entry(person_id: str) -> Select[Any]:
    """All that is recorded of a person."""
    return select(people).where(people.c.person_id == person_id)


def day_of(recorded: str) -> date:
    """The day that a personal field holds as text."""
    return date.fromisoformat(recorded)


@reads(READ)
def one_person(reader: Reader, person_id: str) -> dict[str, Any] | None:
    """บุคคล; of the national ID only the last digits are shown. Who was erased reads so."""
    found = reader.one(select(people).where(people.c.person_id == person_id))
    if found is not None and found["national_id"] is not None and not found["erased"]:
        found["national_id"] = mask_national_id(found["national_id"])
    return found
