"""ข้อมูลส่วนบุคคล: consents, erasures that wait, what holds people, exports, the register (ม.39)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Index,
    Integer,
    Select,
    String,
    case,
    or_,
    select,
)

from bangduan import access
from bangduan.application import Reader
from bangduan.days import today
from bangduan.events.envelope import Recorded
from bangduan.events.membership import (
    ConsentGiven,
    ConsentWithdrawn,
    ErasureCalledOff,
    ErasureDeferred,
    PersonErased,
    PersonHeldElsewhere,
    PersonReleasedElsewhere,
    ProcessingDescribed,
    RecordExported,
    RetentionRuleEnded,
    RetentionRuleSet,
)
from bangduan.permissions import AUDIT, reads
from bangduan.projection import Projection, ReadTable, Rows, personal_column
from services.membership.permissions import ERASE_PEOPLE, READ
from services.membership.projections.register import people
from services.membership.views.privacy import ConsentFilter, ErasureFilter

#: A consent that ends within so many days is said to be about to expire.
SOON_DAYS: Final = 90

consents = ReadTable(
    "consents",
    Column("consent_id", String, primary_key=True),
    Column("person_id", String),
    Column("purpose", String),
    Column("purpose_thai", String),
    Column("purpose_english", String),
    Column("given_on", Date),
    Column("expires_on", Date),
    Column("how", String),
    personal_column("note", subject="person_id"),
    Column("withdrawn", Boolean),
    Column("withdrawn_on", Date),
    Column("version", Integer),
    Index("consents_person", "person_id"),
)
erasures = ReadTable(
    "erasures",
    Column("person_id", String, primary_key=True),
    Column("reason", String),
    Column("asked_on", Date),
    Column("deferred_for", JSON),
    Column("status", String),
    Column("version", Integer),
)
holds = ReadTable(
    "holds",
    Column("person_id", String, primary_key=True),
    Column("hold_id", String, primary_key=True),
    Column("service", String),
    Column("reason", String),
    Column("since", Date),
)
retention_rules = ReadTable(
    "retention_rules",
    Column("rule", String, primary_key=True),
    Column("after", String),
    Column("years", Integer),
    Column("basis", String),
    Column("from_day", Date),
    Column("version", Integer),
)
exports = ReadTable(
    "exports",
    Column("export_id", String, primary_key=True),
    Column("person_id", String),
    Column("account_id", String),
    Column("form", String),
    Column("at", String),
    Index("exports_person", "person_id"),
)
processing = ReadTable(
    "processing",
    Column("activity", String, primary_key=True),
    Column("purpose", String),
    Column("basis", String),
    Column("retention", String),
    Column("recipients", String),
    Column("version", Integer),
)

PRIVACY = Projection(
    "privacy",
    version=1,
    tables=(consents, erasures, holds, retention_rules, exports, processing),
)


@PRIVACY.on(ConsentGiven)
def _(event: ConsentGiven, at: Recorded, rows: Rows) -> None:
    rows.put(
        consents,
        consent_id=event.consent_id,
        person_id=event.person_id,
        purpose=event.purpose,
        purpose_thai=event.purpose_thai,
        purpose_english=event.purpose_english,
        given_on=event.given_on,
        expires_on=event.expires_on,
        how=event.how,
        note=event.note,
        withdrawn=False,
        version=at.version,
    )


@PRIVACY.on(ConsentWithdrawn)
def _(event: ConsentWithdrawn, at: Recorded, rows: Rows) -> None:
    rows.change(
        consents,
        {"consent_id": event.consent_id},
        withdrawn=True,
        withdrawn_on=event.withdrawn_on,
        version=at.version,
    )


@PRIVACY.on(ErasureDeferred)
def _(event: ErasureDeferred, at: Recorded, rows: Rows) -> None:
    rows.put(
        erasures,
        person_id=event.person_id,
        reason=event.reason,
        asked_on=event.asked_on,
        deferred_for=list(event.holds),
        status="deferred",
        version=at.version,
    )


@PRIVACY.on(ErasureCalledOff)
def _(event: ErasureCalledOff, at: Recorded, rows: Rows) -> None:
    key = {"person_id": event.person_id}
    rows.change(erasures, key, status="called_off", version=at.version)


@PRIVACY.on(PersonErased)
def _(event: PersonErased, at: Recorded, rows: Rows) -> None:
    rows.change(erasures, {"person_id": event.person_id}, status="erased")


@PRIVACY.on(PersonHeldElsewhere)
def _(event: PersonHeldElsewhere, at: Recorded, rows: Rows) -> None:
    rows.put(
        holds,
        person_id=event.person_id,
        hold_id=event.hold_id,
        service=event.service,
        reason=event.reason,
        since=event.since,
    )
    rows.change(erasures, {"person_id": event.person_id}, version=at.version)


@PRIVACY.on(PersonReleasedElsewhere)
def _(event: PersonReleasedElsewhere, at: Recorded, rows: Rows) -> None:
    rows.remove(holds, {"person_id": event.person_id, "hold_id": event.hold_id})
    rows.change(erasures, {"person_id": event.person_id}, version=at.version)


@PRIVACY.on(RetentionRuleSet)
def _(event: RetentionRuleSet, at: Recorded, rows: Rows) -> None:
    rows.put(
        retention_rules,
        rule=event.rule,
        after=event.after,
        years=event.years,
        basis=event.basis,
        from_day=event.from_day,
        version=at.version,
    )


@PRIVACY.on(RetentionRuleEnded)
def _(event: RetentionRuleEnded, at: Recorded, rows: Rows) -> None:
    rows.remove(retention_rules, {"rule": event.rule})


@PRIVACY.on(RecordExported)
def _(event: RecordExported, at: Recorded, rows: Rows) -> None:
    rows.put(
        exports,
        export_id=event.export_id,
        person_id=event.person_id,
        account_id=event.account_id,
        form=event.form,
        at=at.time,
    )


@PRIVACY.on(ProcessingDescribed)
def _(event: ProcessingDescribed, at: Recorded, rows: Rows) -> None:
    rows.put(
        processing,
        activity=event.activity,
        purpose=event.purpose,
        basis=event.basis,
        retention=event.retention,
        recipients=event.recipients,
        version=at.version,
    )


# -- queries -------------------------------------------------------------------------------------


def _standing(day: date) -> ColumnElement[str]:
    """``Consent.standing`` as the database says it."""
    gone = consents.c.withdrawn.is_(True) & or_(
        consents.c.withdrawn_on.is_(None), consents.c.withdrawn_on <= day
    )
    return case((gone, "withdrawn"), (consents.c.expires_on < day, "expired"), else_="given")


def _consents(day: date | None = None) -> Select[Any]:
    return select(
        consents, people.c.title, people.c.name, _standing(day or today()).label("status")
    ).select_from(consents.outerjoin(people, people.c.person_id == consents.c.person_id))


def _expires_within(days: int) -> ColumnElement[bool]:
    now = today()
    until = now + timedelta(days=days)
    return (consents.c.withdrawn.is_(False)) & consents.c.expires_on.between(now, until)


@reads(READ)
def list_consents(filters: ConsentFilter) -> Select[Any]:
    """ความยินยอม as of today or another day: by person, purpose, standing; about to expire."""
    query = _consents(filters.as_of)
    if filters.as_of is not None:
        query = query.where(consents.c.given_on <= filters.as_of)
    if filters.person_id is not None:
        # given under an entry that was merged since, it is the same person's
        doubles = select(people.c.person_id).where(people.c.merged_into == filters.person_id)
        given_by = consents.c.person_id
        query = query.where(or_(given_by == filters.person_id, given_by.in_(doubles)))
    if filters.purpose is not None:
        query = query.where(consents.c.purpose == filters.purpose)
    if filters.status is not None:
        query = query.where(_standing(filters.as_of or today()) == filters.status)
    if filters.expires == "within_90_days":
        query = query.where(_expires_within(SOON_DAYS))
    return query


@reads(READ)
def one_consent(reader: Reader, consent_id: str) -> dict[str, Any] | None:
    """ความยินยอม."""
    return reader.one(_consents().where(consents.c.consent_id == consent_id))


@reads(READ)
def expiring_consents() -> Select[Any]:
    """ความยินยอมที่ใกล้หมดอายุ, the soonest first."""
    order = (consents.c.expires_on, consents.c.consent_id)
    return _consents().where(_expires_within(SOON_DAYS)).order_by(*order)


def _erasures() -> Select[Any]:
    joined = erasures.outerjoin(people, people.c.person_id == erasures.c.person_id)
    return select(erasures, people.c.title, people.c.name).select_from(joined)


@reads(READ)
def list_erasures(filters: ErasureFilter) -> Select[Any]:
    """คำขอลบข้อมูลที่ต้องรอ: waiting, done or called off."""
    query = _erasures()
    if filters.status is not None:
        query = query.where(erasures.c.status == filters.status)
    return query


@reads(READ)
def one_erasure(reader: Reader, person_id: str) -> dict[str, Any] | None:
    """คำขอลบข้อมูลของบุคคล."""
    return reader.one(_erasures().where(erasures.c.person_id == person_id))


@reads(ERASE_PEOPLE)
def erasures_of(person_id: str) -> Select[Any]:
    """คำขอลบข้อมูลของบุคคล, as a list of the one there is, or of none."""
    return _erasures().where(erasures.c.person_id == person_id)


@reads(READ)
def waiting_erasures() -> Select[Any]:
    """คำขอลบข้อมูลที่รออยู่."""
    return _erasures().where(erasures.c.status == "deferred").order_by(erasures.c.person_id)


@reads(READ)
def list_retention_rules() -> Select[Any]:
    """ระยะเวลาเก็บข้อมูลตามกฎหมาย."""
    return select(retention_rules)


@reads(READ)
def one_retention_rule(reader: Reader, rule: str) -> dict[str, Any] | None:
    """ระยะเวลาเก็บข้อมูลตามกฎหมาย."""
    return reader.one(select(retention_rules).where(retention_rules.c.rule == rule))


@reads(AUDIT)
def list_exports(reader: Reader, person_id: str) -> list[dict[str, Any]]:
    """การส่งออกข้อมูลของบุคคล, the latest first, with who was given it."""
    found = reader.all(
        select(exports).where(exports.c.person_id == person_id).order_by(exports.c.at.desc())
    )
    names = access.names(reader, {row["account_id"] for row in found if row["account_id"]})
    return [
        {
            **row,
            "account_name": names.get(row["account_id"]),
            "at": datetime.fromisoformat(row["at"]),
        }
        for row in found
    ]


@reads(AUDIT)
def exports_of(reader: Reader, person_id: str) -> dict[str, Any]:
    """การส่งออกข้อมูลของบุคคล, as the API gives it."""
    return {"items": list_exports(reader, person_id), "next": None}
