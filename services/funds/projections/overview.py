"""What the pages ask across the tables: funds with their money, balances, receipts, stages."""

from __future__ import annotations

from typing import Any, get_args

from sqlalchemy import BigInteger, ColumnElement, Select, String, case, cast, func, select

from bangduan.application import Reader
from bangduan.events.funds import AccountKind
from bangduan.permissions import reads
from services.funds.domain.chart import BANK, CASH, MEMBER_SAVINGS
from services.funds.domain.kinds import GRANT_STAGES
from services.funds.permissions import READ
from services.funds.projections.funds import accounts, funds, list_funds, sides
from services.funds.projections.grants import grants, receipts
from services.funds.projections.institutions import poolings
from services.funds.projections.journal import entries, list_entries
from services.funds.views import EntryFilter, FundFilter, ReceiptFilter


@reads(READ)
def list_funds_with_money(filters: FundFilter) -> Select[Any]:
    """กองทุนพร้อมยอดเงิน: each fund with what is in its till and bank, and what its savers own."""
    return list_funds(filters).add_columns(
        _balance(CASH, BANK).label("held_satang"),
        (-_balance(MEMBER_SAVINGS)).label("savings_satang"),
    )


@reads(READ)
def one_fund_with_money(reader: Reader, fund_id: str) -> dict[str, Any] | None:
    """กองทุน with its money."""
    return reader.one(list_funds_with_money(FundFilter()).where(funds.c.fund_id == fund_id))


@reads(READ)
def fund_balances() -> Select[Any]:
    """ยอดเงินของกองทุน: funds that are open, the ones with the most money first."""
    query = list_funds_with_money(FundFilter(status="open"))
    return query.order_by(_balance(CASH, BANK).desc(), funds.c.name)


def _balance(*codes: str) -> ColumnElement[Any]:
    total = _whole(func.coalesce(func.sum(accounts.c.balance_satang), 0))
    there = (accounts.c.fund_id == funds.c.fund_id) & accounts.c.account.in_(codes)
    return select(total).where(there).correlate(funds).scalar_subquery()


def _whole(total: ColumnElement[Any]) -> ColumnElement[int]:
    """A sum as an integer: PostgreSQL adds big integers up to a decimal."""
    return cast(total, BigInteger)


@reads(READ)
def accounts_of_fund(fund_id: str) -> Select[Any]:
    """งบทดลอง of a fund: its accounts, each with its balance on the side where it stands."""
    lines = select(
        accounts.c.account,
        accounts.c.name,
        accounts.c.kind,
        *sides(accounts.c.balance_satang),
    )
    return lines.where(accounts.c.fund_id == fund_id).order_by(*_in_order(accounts.c.kind))


@reads(READ)
def accounts_of_institution(institution_id: str) -> Select[Any]:
    """งบทดลองรวม: as above, over all the funds of an institution."""
    lines = list_accounts().where(funds.c.institution_id == institution_id)
    return lines.order_by(*_in_order(func.min(accounts.c.kind)))


def _in_order(kind: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    """The order of a trial balance: what is held and owed first, then what came and went."""
    place = {name: number for number, name in enumerate(get_args(AccountKind))}
    return case(place, value=kind), accounts.c.account


@reads(READ)
def list_accounts() -> Select[Any]:
    """ผังบัญชี: every account of any fund, with its balance over all of them."""
    return (
        select(
            accounts.c.account,
            func.min(accounts.c.name).label("name"),
            func.min(accounts.c.kind).label("kind"),
            *sides(_whole(func.sum(accounts.c.balance_satang))),
        )
        .select_from(accounts.join(funds, funds.c.fund_id == accounts.c.fund_id))
        .group_by(accounts.c.account)
    )


@reads(READ)
def one_account(reader: Reader, account: str) -> dict[str, Any] | None:
    """One account over all funds."""
    return reader.one(list_accounts().where(accounts.c.account == account))


@reads(READ)
def funds_with_account(account: str) -> Select[Any]:
    """The funds that have an account, each with its balance."""
    return select(accounts, *sides(accounts.c.balance_satang)).where(accounts.c.account == account)


@reads(READ)
def poolings_of(institution_id: str) -> Select[Any]:
    """การรวมเงินออม of an institution."""
    return select(poolings).where(poolings.c.institution_id == institution_id)


@reads(READ)
def grant_stages() -> Select[Any]:
    """คำของบประมาณแยกตามขั้นตอน: how many stand where, and the sum they asked for."""
    order = case({stage: place for place, stage in enumerate(GRANT_STAGES)}, value=grants.c.stage)
    return (
        select(
            grants.c.stage,
            func.count().label("grants"),
            _whole(func.sum(grants.c.requested_satang)).label("requested_satang"),
        )
        .group_by(grants.c.stage)
        .order_by(order)
    )


@reads(READ)
def list_entries_with_status(filters: EntryFilter) -> Select[Any]:
    """รายการในสมุดรายวัน: each with whether it stands."""
    status = case(
        (entries.c.reverses.is_not(None), "reversal"),
        (entries.c.reversed_by.is_not(None), "taken-back"),
        else_="stands",
    )
    return list_entries(filters).add_columns(status.label("status"))


def _receipts() -> Select[Any]:
    status = case((receipts.c.reversed_by.is_not(None), "taken-back"), else_="stands")
    return select(
        (receipts.c.grant_id + "." + cast(receipts.c.instalment, String)).label("receipt_id"),
        receipts,
        grants.c.title,
        status.label("status"),
    ).select_from(receipts.join(grants, grants.c.grant_id == receipts.c.grant_id))


@reads(READ)
def list_receipts(filters: ReceiptFilter) -> Select[Any]:
    """ทะเบียนรับเงินอุดหนุน: every instalment of every grant, those of unknown amount too."""
    query = _receipts()
    for name in ("grant_id", "fund_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(receipts.c[name] == wanted)
    return query


@reads(READ)
def one_receipt(reader: Reader, receipt_id: str) -> dict[str, Any] | None:
    """การรับเงินอุดหนุน: one instalment, named by its grant and its number."""
    grant_id, _, instalment = receipt_id.rpartition(".")
    same = cast(receipts.c.instalment, String) == instalment
    return reader.one(_receipts().where(receipts.c.grant_id == grant_id, same))
