"""สถาบันการจัดการเงินทุนชุมชน: institutions, their funds, and savings pooled in them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.funds import (
    InstitutionFormed,
    InstitutionJoined,
    PoolingReversed,
    SavingsPooled,
)
from bangduan.events.schema import to_payload
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.funds.permissions import READ
from services.funds.projections.funds import funds

institutions = ReadTable(
    "institutions",
    Column("institution_id", String, primary_key=True),
    Column("name", String),
    Column("lead_fund_id", String),
    Column("organisation_id", String),
    Column("resolution_id", String),
    Column("formed_on", Date),
    Column("funds", Integer),
    Column("savers", JSON),
    Column("version", Integer),
)
poolings = ReadTable(
    "poolings",
    Column("institution_id", String, primary_key=True),
    Column("pooling", Integer, primary_key=True),
    Column("savers", JSON),
    Column("amount_satang", BigInteger),
    Column("pooled_on", Date),
    Column("fund_id", String),
    Column("entry_id", String),
    Column("reversed_by", String),
)

INSTITUTIONS = Projection("institutions", version=1, tables=(institutions, poolings))


@INSTITUTIONS.on(InstitutionFormed)
def _(event: InstitutionFormed, at: Recorded, rows: Rows) -> None:
    rows.put(
        institutions,
        institution_id=event.institution_id,
        name=event.name,
        lead_fund_id=event.lead_fund_id,
        organisation_id=event.organisation_id,
        resolution_id=event.resolution_id,
        formed_on=event.formed_on,
        funds=len(event.fund_ids),
        version=at.version,
    )


@INSTITUTIONS.on(InstitutionJoined)
def _(event: InstitutionJoined, at: Recorded, rows: Rows) -> None:
    key = {"institution_id": event.institution_id}
    rows.add(institutions, key, funds=1)
    rows.change(institutions, key, version=at.version)


@INSTITUTIONS.on(SavingsPooled)
def _(event: SavingsPooled, at: Recorded, rows: Rows) -> None:
    savers = to_payload(event.savers)
    rows.put(
        poolings,
        institution_id=event.institution_id,
        pooling=event.pooling,
        savers=savers,
        amount_satang=event.amount_satang,
        pooled_on=event.pooled_on,
        fund_id=event.fund_id,
        entry_id=event.entry_id,
    )
    key = {"institution_id": event.institution_id}
    rows.change(institutions, key, savers=savers, version=at.version)


@INSTITUTIONS.on(PoolingReversed)
def _(event: PoolingReversed, at: Recorded, rows: Rows) -> None:
    pooling = {"institution_id": event.institution_id, "pooling": event.pooling}
    rows.change(poolings, pooling, reversed_by=event.reversal_id)
    rows.change(institutions, {"institution_id": event.institution_id}, version=at.version)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_institutions() -> Select[Any]:
    """สถาบันการจัดการเงินทุนชุมชน; ``savers`` is of the newest pooling."""
    return select(institutions)


@reads(READ)
def one_institution(reader: Reader, institution_id: str) -> dict[str, Any] | None:
    """สถาบัน with the funds that are part of it and every pooling of savings."""
    found = reader.one(select(institutions).where(institutions.c.institution_id == institution_id))
    if found is None:
        return None
    part = (
        select(funds.c.fund_id, funds.c.name, funds.c.kind, funds.c.as_lead, funds.c.integrated_on)
        .where(funds.c.institution_id == institution_id)
        .order_by(funds.c.fund_id)
    )
    pooled = (
        select(poolings)
        .where(poolings.c.institution_id == institution_id)
        .order_by(poolings.c.pooling)
    )
    return {**found, "members": reader.all(part), "poolings": reader.all(pooled)}
