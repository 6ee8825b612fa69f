"""กองทุน: a fund, its chart of accounts, its ledger balances and its dated rule sets.

The fund is where money is consistent: an entry is posted here account by account, and the
balances it leads to are decided against the ones before. A balance is debits less credits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.funds import (
    Account,
    AccountOpened,
    EntryPosted,
    FundClosed,
    FundIntegrated,
    FundOpened,
    FundRule,
    Movement,
    Posting,
    RuleSetAdopted,
)
from bangduan.events.types import EntityId, Line, PositiveCount, SignedSatang, Slug
from services.funds.domain.chart import STANDARD_CHART
from services.funds.permissions import KEEP_BOOKS

ALREADY_OPENED = Rule(
    "fund-already-opened",
    en="This fund is open already. Use another id for another fund.",
    th="กองทุนนี้เปิดแล้ว หากเป็นกองทุนอื่นโปรดใช้รหัสอื่น",
    field="fund_id",
)
FUND_IS_OPEN = Rule(
    "fund-is-closed",
    en="The fund is closed and takes nothing more.",
    th="กองทุนนี้ปิดแล้ว บันทึกรายการเพิ่มไม่ได้",
    field="fund_id",
)
ACCOUNT_IS_NEW = Rule(
    "account-already-opened",
    en="The fund has an account {account!r} already. Choose another code.",
    th="กองทุนมีบัญชี {account!r} แล้ว โปรดใช้รหัสบัญชีอื่น",
    field="account",
)
ACCOUNT_IS_IN_CHART = Rule(
    "account-not-in-chart",
    en="The fund has no account {account!r}. Open it first or choose one of its chart.",
    th="กองทุนไม่มีบัญชี {account!r} โปรดเปิดบัญชีก่อน หรือเลือกบัญชีที่มีอยู่",
    field="postings",
)
NOTHING_OVERDRAWN = Rule(
    "account-overdrawn",
    en="Account {account!r} holds {held_baht} baht, not the {wanted_baht} this would take. "
    "Record what came in first.",
    th="บัญชี{name} มี {held_baht} บาท ไม่พอสำหรับ {wanted_baht} บาท โปรดบันทึกรายการรับก่อน",
    field="postings",
)
RULE_SET_SAYS_SOMETHING = Rule(
    "rule-set-empty",
    en="A rule set needs at least one rule.",
    th="ระเบียบต้องมีอย่างน้อยหนึ่งข้อ",
    field="rules",
)
RULE_CODES_DIFFER = Rule(
    "rule-code-repeated",
    en="Each rule of a set needs a code of its own.",
    th="รหัสของแต่ละข้อในระเบียบเดียวกันต้องไม่ซ้ำกัน",
    field="rules",
)
FIGURE_HAS_UNIT = Rule(
    "rule-figure-without-unit",
    en="Rule {code!r} needs both a figure and its unit, or neither.",
    th="ข้อ {code!r} ต้องระบุทั้งตัวเลขและหน่วย หรือไม่ระบุทั้งสอง",
    field="rules",
)
RULE_SETS_FOLLOW_ONE_ANOTHER = Rule(
    "rule-set-not-later",
    en="Rules on {topic!r} are in force from {latest}. A new set must begin after that day.",
    th="ระเบียบเรื่อง {topic!r} ฉบับล่าสุดใช้ตั้งแต่ {latest} ฉบับใหม่ต้องเริ่มใช้หลังวันนั้น",
    field="effective_from",
)
INTEGRATED_ONCE = Rule(
    "fund-already-integrated",
    en="Fund {fund_id} belongs to an institution already; a fund is integrated once.",
    th="กองทุน {fund_id} รวมเข้าสถาบันแล้ว กองทุนหนึ่งบูรณาการได้ครั้งเดียว",
    field="fund_ids",
)
CLOSED_WHEN_EMPTY = Rule(
    "fund-not-empty",
    en="Account {account!r} is not at zero. Pay out or transfer what is left, then close the fund.",
    th="บัญชี{name} ยังมียอดคงเหลือ โปรดจ่ายหรือโอนให้หมดก่อนปิดกองทุน",
    field="fund_id",
)
LEAD_STAYS_OPEN = Rule(
    "lead-fund-stays-open",
    en="The fund leads an institution and cannot be closed.",
    th="กองทุนนี้เป็นแกนนำของสถาบัน ปิดไม่ได้",
    field="fund_id",
)

#: Kinds of account that hold something and can hold no less than nothing → the sign of holding.
_HOLDING = {"asset": 1, "liability": -1}


@command(KEEP_BOOKS)
class OpenFund:
    """เปิดกองทุน. ``accounts`` come on top of the standard chart."""

    fund_id: EntityId
    organisation_id: EntityId
    kind: Slug
    name: Line
    opened_on: date | None = None
    accounts: tuple[Account, ...] = ()


@command(KEEP_BOOKS)
class OpenAccount:
    """เปิดบัญชีเพิ่มในผังบัญชี."""

    fund_id: EntityId
    account: Account


@command(KEEP_BOOKS)
class AdoptRuleSet:
    """ออกระเบียบกองทุน: replaces the set in force on the same topic from its date on."""

    fund_id: EntityId
    topic: Slug
    effective_from: date
    rules: tuple[FundRule, ...]
    resolution_id: EntityId | None = None


@command(KEEP_BOOKS)
class CloseFund:
    """ปิดกองทุน."""

    fund_id: EntityId
    reason: Line
    closed_on: date | None = None


@command
class PostToLedger:
    """ผ่านรายการ: post a journal entry; follows from recording it, never sent by itself."""

    fund_id: EntityId
    entry_id: EntityId
    postings: tuple[Posting, ...]
    dated: date | None = None


@command
class IntegrateFund:
    """บูรณาการกองทุน: follows from an institution's forming, never sent by itself."""

    fund_id: EntityId
    institution_id: EntityId
    as_lead: bool
    integrated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fund:
    """State of a fund; ``rule_sets`` is topic → day the newest set begins."""

    opened: bool = False
    closed: bool = False
    accounts: dict[str, Account] = field(default_factory=dict)
    balances: dict[str, int] = field(default_factory=dict)
    posted: int = 0
    rule_sets: dict[str, date] = field(default_factory=dict)
    institution_id: str | None = None
    leads: bool = False


FundCommand = OpenFund | OpenAccount | AdoptRuleSet | CloseFund | PostToLedger | IntegrateFund


def decide(state: Fund, command: FundCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, OpenFund):
        ALREADY_OPENED.require(not state.opened)
        return [_opened(command)]
    if not state.opened:
        raise NotFound("fund", command.fund_id, field="fund_id")
    FUND_IS_OPEN.require(not state.closed)
    match command:
        case OpenAccount():
            code = command.account.account
            ACCOUNT_IS_NEW.require(code not in state.accounts, account=code)
            return [AccountOpened(fund_id=command.fund_id, account=command.account)]
        case AdoptRuleSet():
            return [_adopted(state, command)]
        case PostToLedger():
            return [_posted(state, command)]
        case IntegrateFund():
            INTEGRATED_ONCE.require(state.institution_id is None, fund_id=command.fund_id)
            return [
                FundIntegrated(
                    fund_id=command.fund_id,
                    institution_id=command.institution_id,
                    as_lead=command.as_lead,
                    integrated_on=command.integrated_on,
                )
            ]
        case CloseFund():
            return [_closed(state, command)]


def _opened(command: OpenFund) -> FundOpened:
    chart = STANDARD_CHART
    for account in command.accounts:
        taken = any(account.account == known.account for known in chart)
        ACCOUNT_IS_NEW.require(not taken, account=account.account)
        chart = (*chart, account)
    return FundOpened(
        fund_id=command.fund_id,
        organisation_id=command.organisation_id,
        kind=command.kind,
        name=command.name,
        opened_on=command.opened_on,
        accounts=chart,
    )


def _adopted(state: Fund, command: AdoptRuleSet) -> RuleSetAdopted:
    RULE_SET_SAYS_SOMETHING.require(command.rules)
    RULE_CODES_DIFFER.require(len({rule.code for rule in command.rules}) == len(command.rules))
    for rule in command.rules:
        FIGURE_HAS_UNIT.require((rule.figure is None) == (rule.unit is None), code=rule.code)
    latest = state.rule_sets.get(command.topic)
    RULE_SETS_FOLLOW_ONE_ANOTHER.require(
        latest is None or command.effective_from > latest, topic=command.topic, latest=latest
    )
    return RuleSetAdopted(
        fund_id=command.fund_id,
        topic=command.topic,
        effective_from=command.effective_from,
        rules=command.rules,
        resolution_id=command.resolution_id,
    )


def _posted(state: Fund, command: PostToLedger) -> EntryPosted:
    moved: dict[str, int] = {}
    for posting in command.postings:
        ACCOUNT_IS_IN_CHART.require(posting.account in state.accounts, account=posting.account)
        amount = posting.amount_satang if posting.side == "debit" else -posting.amount_satang
        moved[posting.account] = moved.get(posting.account, 0) + amount
    return EntryPosted(
        fund_id=command.fund_id,
        entry_id=command.entry_id,
        number=PositiveCount(state.posted + 1),
        movements=tuple(_movement(state, account, moved[account]) for account in moved),
        dated=command.dated,
    )


def _movement(state: Fund, code: str, moved: int) -> Movement:
    account, before = state.accounts[code], state.balances.get(code, 0)
    sign = _HOLDING.get(account.kind)
    if sign is not None:
        NOTHING_OVERDRAWN.require(
            sign * (before + moved) >= 0,
            account=code,
            name=account.name,
            held_satang=sign * before,
            wanted_satang=-sign * moved,
        )
    return Movement(
        account=account.account,
        kind=account.kind,
        source=account.source,
        moved_satang=SignedSatang(moved),
        balance_satang=SignedSatang(before + moved),
    )


def _closed(state: Fund, command: CloseFund) -> FundClosed:
    LEAD_STAYS_OPEN.require(not state.leads)
    for code, account in state.accounts.items():
        empty = account.kind not in _HOLDING or state.balances.get(code, 0) == 0
        CLOSED_WHEN_EMPTY.require(empty, account=code, name=account.name)
    return FundClosed(fund_id=command.fund_id, reason=command.reason, closed_on=command.closed_on)


def evolve(state: Fund, event: object) -> Fund:
    """The fund after ``event``."""
    match event:
        case FundOpened():
            return replace(
                state,
                opened=True,
                accounts={account.account: account for account in event.accounts},
            )
        case AccountOpened():
            account = event.account
            return replace(state, accounts={**state.accounts, account.account: account})
        case RuleSetAdopted():
            begins = {**state.rule_sets, event.topic: event.effective_from}
            return replace(state, rule_sets=begins)
        case EntryPosted():
            balances: dict[str, int] = dict(state.balances)
            balances.update((move.account, move.balance_satang) for move in event.movements)
            return replace(state, balances=balances, posted=event.number)
        case FundIntegrated():
            return replace(state, institution_id=event.institution_id, leads=event.as_lead)
        case FundClosed():
            return replace(state, closed=True)
        case _:
            return state


FUND = Aggregate(
    "fund",
    key="fund_id",
    initial=Fund(),
    decide=decide,
    evolve=evolve,
    commands=(OpenFund, OpenAccount, AdoptRuleSet, CloseFund, PostToLedger, IntegrateFund),
)
