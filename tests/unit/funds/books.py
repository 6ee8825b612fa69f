"""Shorthand for what the tests do to the books of a running funds service."""

import itertools

from sqlalchemy import select

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.funds import Posting, Side
from bangduan.events.types import EntityId, Line, Satang, Slug
from services.funds.domain.entry import RecordEntry, ReverseEntry
from services.funds.domain.fund import OpenFund
from services.funds.domain.institution import FormInstitution
from services.funds.projections.funds import accounts
from services.funds.projections.journal import entries

NUMBERS = itertools.count()
WORDS = Line("ทดสอบ")
ORGANISATION = EntityId(derived_id("test", "organisation"))


def new() -> EntityId:
    return EntityId(derived_id("books", str(next(NUMBERS))))


def posting(account: str, side: Side, amount: int) -> Posting:
    return Posting(account=Slug(account), side=side, amount_satang=Satang(amount))


def open_fund(funds: Application) -> EntityId:
    fund_id = new()
    funds.execute(
        OpenFund(
            fund_id=fund_id, organisation_id=ORGANISATION, kind=Slug("village-fund"), name=WORDS
        )
    )
    return fund_id


def enter(funds: Application, fund_id: EntityId, debit: str, credit: str, amount: int) -> EntityId:
    entry_id = new()
    funds.execute(
        RecordEntry(
            entry_id=entry_id,
            fund_id=fund_id,
            description=WORDS,
            postings=(posting(debit, "debit", amount), posting(credit, "credit", amount)),
        )
    )
    return entry_id


def reverse(funds: Application, entry_id: EntityId) -> EntityId:
    reversal_id = new()
    funds.execute(ReverseEntry(entry_id=entry_id, reversal_id=reversal_id, reason=WORDS))
    return reversal_id


def balances(funds: Application, fund_id: EntityId) -> dict[str, int]:
    """Accounts that are not even, by code."""
    rows = funds.reader.all(select(accounts).where(accounts.c.fund_id == fund_id))
    return {row["account"]: row["balance_satang"] for row in rows if row["balance_satang"]}


def entry_of(funds: Application, **columns: str) -> EntityId:
    ((name, value),) = columns.items()
    (row,) = funds.reader.all(select(entries).where(entries.c[name] == value))
    return EntityId(row["entry_id"])


def formed(funds: Application, *fund_ids: EntityId) -> EntityId:
    """An institution of these funds, the first as lead."""
    institution_id = new()
    funds.execute(
        FormInstitution(
            institution_id=institution_id,
            name=WORDS,
            lead_fund_id=fund_ids[0],
            fund_ids=fund_ids,
        )
    )
    return institution_id
