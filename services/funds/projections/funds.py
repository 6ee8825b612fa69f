"""Funds, their charts of accounts with balances, their ledgers and their rule sets.

Balances are debits less credits. ``money_sources`` adds up what is credited to accounts that
tell whose money it is.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    case,
    func,
    or_,
    select,
)

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.funds import (
    Account,
    AccountOpened,
    EntryPosted,
    FundClosed,
    FundIntegrated,
    FundOpened,
    RuleSetAdopted,
)
from bangduan.events.schema import to_payload
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.funds.permissions import READ
from services.funds.projections.organisations import organisations
from services.funds.views import FundFilter, LedgerFilter, RuleSetFilter, TrialBalanceFilter

funds = ReadTable(
    "funds",
    Column("fund_id", String, primary_key=True),
    Column("organisation_id", String),
    Column("kind", String),
    Column("name", String),
    Column("status", String),
    Column("opened_on", Date),
    Column("closed_on", Date),
    Column("reason", String),
    Column("institution_id", String),
    Column("as_lead", Boolean),
    Column("integrated_on", Date),
    Column("entries", Integer),
    Column("version", Integer),
)
accounts = ReadTable(
    "accounts",
    Column("fund_id", String, primary_key=True),
    Column("account", String, primary_key=True),
    Column("kind", String),
    Column("name", String),
    Column("source", String),
    Column("balance_satang", BigInteger),
)
ledger = ReadTable(
    "ledger",
    Column("fund_id", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("account", String, primary_key=True),
    Column("entry_id", String),
    Column("dated", Date),
    Column("moved_satang", BigInteger),
    Column("balance_satang", BigInteger),
)
rule_sets = ReadTable(
    "rule_sets",
    Column("fund_id", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("topic", String),
    Column("effective_from", Date),
    Column("rules", JSON),
    Column("resolution_id", String),
)
money_sources = ReadTable(
    "money_sources",
    Column("source", String, primary_key=True),
    Column("credited_satang", BigInteger),
)

FUNDS = Projection("funds", version=1, tables=(funds, accounts, ledger, rule_sets, money_sources))


@FUNDS.on(FundOpened)
def _(event: FundOpened, at: Recorded, rows: Rows) -> None:
    rows.put(
        funds,
        fund_id=event.fund_id,
        organisation_id=event.organisation_id,
        kind=event.kind,
        name=event.name,
        status="open",
        opened_on=event.opened_on,
        as_lead=False,
        entries=0,
        version=at.version,
    )
    for account in event.accounts:
        _put_account(rows, event.fund_id, account)


@FUNDS.on(AccountOpened)
def _(event: AccountOpened, at: Recorded, rows: Rows) -> None:
    _put_account(rows, event.fund_id, event.account)
    rows.change(funds, {"fund_id": event.fund_id}, version=at.version)


def _put_account(rows: Rows, fund_id: str, account: Account) -> None:
    rows.put(
        accounts,
        fund_id=fund_id,
        account=account.account,
        kind=account.kind,
        name=account.name,
        source=account.source,
        balance_satang=0,
    )


@FUNDS.on(RuleSetAdopted)
def _(event: RuleSetAdopted, at: Recorded, rows: Rows) -> None:
    rows.put(
        rule_sets,
        fund_id=event.fund_id,
        number=at.version,
        topic=event.topic,
        effective_from=event.effective_from,
        rules=to_payload(event.rules),
        resolution_id=event.resolution_id,
    )
    rows.change(funds, {"fund_id": event.fund_id}, version=at.version)


@FUNDS.on(EntryPosted)
def _(event: EntryPosted, at: Recorded, rows: Rows) -> None:
    for movement in event.movements:
        rows.put(
            ledger,
            fund_id=event.fund_id,
            number=event.number,
            account=movement.account,
            entry_id=event.entry_id,
            dated=event.dated,
            moved_satang=movement.moved_satang,
            balance_satang=movement.balance_satang,
        )
        rows.change(
            accounts,
            {"fund_id": event.fund_id, "account": movement.account},
            balance_satang=movement.balance_satang,
        )
        if movement.source is not None:
            credited = -movement.moved_satang
            rows.add(money_sources, {"source": movement.source}, credited_satang=credited)
    rows.change(funds, {"fund_id": event.fund_id}, entries=event.number, version=at.version)


@FUNDS.on(FundIntegrated)
def _(event: FundIntegrated, at: Recorded, rows: Rows) -> None:
    rows.change(
        funds,
        {"fund_id": event.fund_id},
        institution_id=event.institution_id,
        as_lead=event.as_lead,
        integrated_on=event.integrated_on,
        version=at.version,
    )


@FUNDS.on(FundClosed)
def _(event: FundClosed, at: Recorded, rows: Rows) -> None:
    rows.change(
        funds,
        {"fund_id": event.fund_id},
        status="closed",
        closed_on=event.closed_on,
        reason=event.reason,
        version=at.version,
    )


# -- queries -------------------------------------------------------------------------------------


def _funds() -> Select[Any]:
    holder = organisations.c.organisation_id == funds.c.organisation_id
    return select(funds, organisations.c.name.label("organisation_name")).select_from(
        funds.outerjoin(organisations, holder)
    )


@reads(READ)
def list_funds(filters: FundFilter) -> Select[Any]:
    """กองทุน: the funds, with the organisation that holds each."""
    query = _funds()
    for name in ("kind", "organisation_id", "institution_id", "status"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(funds.c[name] == wanted)
    if filters.integrated is not None:
        apart = funds.c.institution_id.is_(None)
        query = query.where(apart if filters.integrated == "no" else ~apart)
    return query


@reads(READ)
def one_fund(reader: Reader, fund_id: str) -> dict[str, Any] | None:
    """กองทุน with its chart of accounts and every rule set it ever had, the newest first."""
    found = reader.one(_funds().where(funds.c.fund_id == fund_id))
    if found is None:
        return None
    chart = select(accounts).where(accounts.c.fund_id == fund_id).order_by(accounts.c.account)
    rules = (
        select(rule_sets)
        .where(rule_sets.c.fund_id == fund_id)
        .order_by(rule_sets.c.topic, rule_sets.c.effective_from.desc())
    )
    return {**found, "accounts": reader.all(chart), "rule_sets": reader.all(rules)}


@reads(READ)
def list_rule_sets(filters: RuleSetFilter, fund_id: str) -> Select[Any]:
    """ระเบียบกองทุน: rule sets of a fund; with ``on``, those in force on that day."""
    query = select(rule_sets).where(rule_sets.c.fund_id == fund_id)
    if filters.topic is not None:
        query = query.where(rule_sets.c.topic == filters.topic)
    if filters.on is not None:
        later = rule_sets.alias()
        newest = (
            select(func.max(later.c.effective_from))
            .where(
                later.c.fund_id == fund_id,
                later.c.topic == rule_sets.c.topic,
                later.c.effective_from <= filters.on,
            )
            .scalar_subquery()
        )
        query = query.where(rule_sets.c.effective_from == newest)
    return query


@reads(READ)
def list_ledger(filters: LedgerFilter, fund_id: str) -> Select[Any]:
    """บัญชีแยกประเภท: what each entry did to each account, with the balance after it."""
    query = select(ledger).where(ledger.c.fund_id == fund_id)
    if filters.account is not None:
        query = query.where(ledger.c.account == filters.account)
    return query


@reads(READ)
def list_trial_balance(filters: TrialBalanceFilter) -> Select[Any]:
    """งบทดลอง: every account of every fund, its balance on the side where it stands."""
    query = select(accounts, *sides(accounts.c.balance_satang))
    if filters.fund_id is not None:
        query = query.where(accounts.c.fund_id == filters.fund_id)
    if filters.kind is not None:
        query = query.where(accounts.c.kind == filters.kind)
    return query


@reads(READ)
def one_trial_balance(reader: Reader, fund_id: str) -> dict[str, Any] | None:
    """งบทดลอง of one fund as it stands now."""
    lines = select(accounts, *sides(accounts.c.balance_satang)).where(accounts.c.fund_id == fund_id)
    return _trial_balance(reader.all(lines.order_by(accounts.c.account)), fund_id=fund_id)


@reads(READ)
def trial_balance_on(reader: Reader, fund_id: str, day: str) -> dict[str, Any] | None:
    """งบทดลอง of one fund at the end of a day; what has no date counts as brought forward."""
    try:
        as_of = date.fromisoformat(day)
    except ValueError:
        return None
    balance = func.coalesce(func.sum(ledger.c.moved_satang), 0)
    until = or_(ledger.c.dated.is_(None), ledger.c.dated <= as_of)
    same = (ledger.c.fund_id == accounts.c.fund_id) & (ledger.c.account == accounts.c.account)
    lines = (
        select(accounts.c.account, accounts.c.kind, accounts.c.name, *sides(balance))
        .select_from(accounts.outerjoin(ledger, same & until))
        .where(accounts.c.fund_id == fund_id)
        .group_by(accounts.c.account, accounts.c.kind, accounts.c.name)
        .order_by(accounts.c.account)
    )
    return _trial_balance(reader.all(lines), fund_id=fund_id, as_of=as_of)


@reads(READ)
def institution_trial_balance(reader: Reader, institution_id: str) -> dict[str, Any] | None:
    """งบทดลองรวม: one ledger over all the funds of an institution, account by account."""
    balance = func.sum(accounts.c.balance_satang)
    lines = (
        select(
            accounts.c.account,
            func.min(accounts.c.kind).label("kind"),
            func.min(accounts.c.name).label("name"),
            *sides(balance),
        )
        .select_from(accounts.join(funds, funds.c.fund_id == accounts.c.fund_id))
        .where(funds.c.institution_id == institution_id)
        .group_by(accounts.c.account)
        .order_by(accounts.c.account)
    )
    return _trial_balance(reader.all(lines), institution_id=institution_id)


@reads(READ)
def list_money_sources() -> Select[Any]:
    """แหล่งที่มาของเงิน: how much money in the books is the community's own, how much outside's."""
    return select(money_sources)


def sides(balance: ColumnElement[Any]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """A balance as debit and credit, both zero when it is even."""
    return (
        case((balance > 0, balance), else_=0).label("debit_satang"),
        case((balance < 0, -balance), else_=0).label("credit_satang"),
    )


def _trial_balance(lines: list[dict[str, Any]], **about: Any) -> dict[str, Any] | None:
    if not lines:
        return None
    debit = sum(int(line["debit_satang"]) for line in lines)
    credit = sum(int(line["credit_satang"]) for line in lines)
    return {
        **about,
        "accounts": lines,
        "debit_satang": debit,
        "credit_satang": credit,
        "balanced": debit == credit,
    }
