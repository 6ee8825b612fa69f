"""สมุดรายวัน: every journal entry, with what took it back, if anything did."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.funds import EntryRecorded, EntryReversed
from bangduan.events.schema import to_payload
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.funds.permissions import READ
from services.funds.views import EntryFilter

entries = ReadTable(
    "entries",
    Column("entry_id", String, primary_key=True),
    Column("fund_id", String),
    Column("dated", Date),
    Column("description", String),
    Column("amount_satang", BigInteger),
    Column("postings", JSON),
    Column("project_id", String),
    Column("grant_id", String),
    Column("institution_id", String),
    Column("counterpart", String),
    Column("reverses", String),
    Column("reversed_by", String),
    Column("reason", String),
    Column("version", Integer),
)

JOURNAL = Projection("journal", version=1, tables=(entries,))


@JOURNAL.on(EntryRecorded)
def _(event: EntryRecorded, at: Recorded, rows: Rows) -> None:
    rows.put(
        entries,
        entry_id=event.entry_id,
        fund_id=event.fund_id,
        dated=event.dated,
        description=event.description,
        amount_satang=sum(p.amount_satang for p in event.postings if p.side == "debit"),
        postings=to_payload(event.postings),
        project_id=event.project_id,
        grant_id=event.grant_id,
        institution_id=event.institution_id,
        counterpart=event.counterpart,
        reverses=event.reverses,
        version=at.version,
    )


@JOURNAL.on(EntryReversed)
def _(event: EntryReversed, at: Recorded, rows: Rows) -> None:
    rows.change(
        entries,
        {"entry_id": event.entry_id},
        reversed_by=event.reversal_id,
        reason=event.reason,
        version=at.version,
    )


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_entries(filters: EntryFilter) -> Select[Any]:
    """รายการในสมุดรายวัน, by fund, by what they are about, and by date."""
    query = select(entries)
    for name in ("fund_id", "project_id", "grant_id", "institution_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(entries.c[name] == wanted)
    if filters.dated_from is not None:
        query = query.where(entries.c.dated >= filters.dated_from)
    if filters.dated_to is not None:
        query = query.where(entries.c.dated <= filters.dated_to)
    return query


@reads(READ)
def one_entry(reader: Reader, entry_id: str) -> dict[str, Any] | None:
    """รายการในสมุดรายวัน with its postings."""
    return reader.one(select(entries).where(entries.c.entry_id == entry_id))
