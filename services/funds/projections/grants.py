"""ทะเบียนคำของบประมาณ: every grant with its stage, and the instalments received.

What was received is told as far as it is known: ``received_bound`` is ``at_least`` when the
amount of some instalment is unknown, and the sum is null when none is known.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    Integer,
    Select,
    String,
    and_,
    case,
    null,
    select,
)

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.funds import (
    GrantApproved,
    GrantCompleted,
    GrantDrafted,
    GrantEndorsed,
    GrantReceiptReversed,
    GrantReceived,
    GrantRejected,
    GrantRevised,
    GrantSubmitted,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.funds.permissions import READ
from services.funds.projections.organisations import organisations
from services.funds.views import GrantFilter

grants = ReadTable(
    "grants",
    Column("grant_id", String, primary_key=True),
    Column("title", String),
    Column("stage", String),
    Column("grantor_organisation_id", String),
    Column("resolution_id", String),
    Column("project_ids", JSON),
    Column("requested_satang", BigInteger),
    Column("approved_satang", BigInteger),
    Column("submitted_on", Date),
    Column("approved_on", Date),
    Column("rejected_on", Date),
    Column("reason", String),
    Column("projects_completed", Integer),
    Column("completed_on", Date),
    Column("in_books_satang", BigInteger),
    Column("receipts_in_books", Integer),
    Column("receipts_unknown", Integer),
    Column("version", Integer),
)
receipts = ReadTable(
    "receipts",
    Column("grant_id", String, primary_key=True),
    Column("instalment", Integer, primary_key=True),
    Column("received_satang", BigInteger),
    Column("received_on", Date),
    Column("fund_id", String),
    Column("entry_id", String),
    Column("reversed_by", String),
)

GRANTS = Projection("grants", version=1, tables=(grants, receipts))


@GRANTS.on(GrantDrafted)
def _(event: GrantDrafted, at: Recorded, rows: Rows) -> None:
    rows.put(
        grants,
        grant_id=event.grant_id,
        title=event.title,
        stage="draft",
        grantor_organisation_id=event.grantor_organisation_id,
        resolution_id=event.resolution_id,
        project_ids=list(event.project_ids),
        requested_satang=event.requested_satang,
        in_books_satang=0,
        receipts_in_books=0,
        receipts_unknown=0,
        version=at.version,
    )


@GRANTS.on(GrantEndorsed)
def _(event: GrantEndorsed, at: Recorded, rows: Rows) -> None:
    rows.change(
        grants,
        {"grant_id": event.grant_id},
        resolution_id=event.resolution_id,
        version=at.version,
    )


@GRANTS.on(GrantRevised)
def _(event: GrantRevised, at: Recorded, rows: Rows) -> None:
    rows.change(
        grants,
        {"grant_id": event.grant_id},
        title=event.title,
        requested_satang=event.requested_satang,
        project_ids=list(event.project_ids),
        version=at.version,
    )


@GRANTS.on(GrantSubmitted)
def _(event: GrantSubmitted, at: Recorded, rows: Rows) -> None:
    rows.change(
        grants,
        {"grant_id": event.grant_id},
        stage="submitted",
        requested_satang=event.requested_satang,
        submitted_on=event.submitted_on,
        version=at.version,
    )


@GRANTS.on(GrantApproved)
def _(event: GrantApproved, at: Recorded, rows: Rows) -> None:
    rows.change(
        grants,
        {"grant_id": event.grant_id},
        stage="approved",
        approved_satang=event.approved_satang,
        approved_on=event.approved_on,
        version=at.version,
    )


@GRANTS.on(GrantRejected)
def _(event: GrantRejected, at: Recorded, rows: Rows) -> None:
    rows.change(
        grants,
        {"grant_id": event.grant_id},
        stage="rejected",
        reason=event.reason,
        rejected_on=event.rejected_on,
        version=at.version,
    )


@GRANTS.on(GrantReceived)
def _(event: GrantReceived, at: Recorded, rows: Rows) -> None:
    rows.put(
        receipts,
        grant_id=event.grant_id,
        instalment=event.instalment,
        received_satang=event.received_satang,
        received_on=event.received_on,
        fund_id=event.fund_id,
        entry_id=event.entry_id,
    )
    key = {"grant_id": event.grant_id}
    if event.received_satang is None:
        rows.add(grants, key, receipts_unknown=1)
    else:
        rows.add(grants, key, in_books_satang=event.received_satang, receipts_in_books=1)
    rows.change(grants, key, stage="received", version=at.version)


@GRANTS.on(GrantReceiptReversed)
def _(event: GrantReceiptReversed, at: Recorded, rows: Rows) -> None:
    receipt = {"grant_id": event.grant_id, "instalment": event.instalment}
    rows.change(receipts, receipt, reversed_by=event.reversal_id)
    key = {"grant_id": event.grant_id}
    rows.add(grants, key, in_books_satang=-event.received_satang, receipts_in_books=-1)
    rows.change(grants, key, stage=event.stage, version=at.version)


@GRANTS.on(GrantCompleted)
def _(event: GrantCompleted, at: Recorded, rows: Rows) -> None:
    rows.change(
        grants,
        {"grant_id": event.grant_id},
        stage="completed",
        projects_completed=event.projects_completed,
        completed_on=event.completed_on,
        version=at.version,
    )


# -- queries -------------------------------------------------------------------------------------


def _grants() -> Select[Any]:
    nothing_known = and_(grants.c.receipts_unknown > 0, grants.c.receipts_in_books == 0)
    grantor = organisations.c.organisation_id == grants.c.grantor_organisation_id
    return select(
        grants,
        organisations.c.name.label("grantor_name"),
        case((nothing_known, null()), else_=grants.c.in_books_satang).label("received_satang"),
        case((grants.c.receipts_unknown > 0, "at_least"), else_="exact").label("received_bound"),
    ).select_from(grants.outerjoin(organisations, grantor))


@reads(READ)
def list_grants(filters: GrantFilter) -> Select[Any]:
    """คำของบประมาณ, by stage, by grantor."""
    query = _grants()
    for name in ("stage", "grantor_organisation_id", "resolution_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(grants.c[name] == wanted)
    return query


@reads(READ)
def one_grant(reader: Reader, grant_id: str) -> dict[str, Any] | None:
    """คำของบประมาณ with every instalment, those taken back too."""
    found = reader.one(_grants().where(grants.c.grant_id == grant_id))
    if found is None:
        return None
    came = select(receipts).where(receipts.c.grant_id == grant_id).order_by(receipts.c.instalment)
    return {**found, "receipts": reader.all(came)}
