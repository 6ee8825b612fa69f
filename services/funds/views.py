"""What the API shows and what its lists may be filtered by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.funds import AccountKind, FundRule, MoneySource, Posting
from bangduan.events.types import (
    Bound,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Quantity,
    Satang,
    SignedSatang,
    Slug,
)

ProjectStage = Literal["proposed", "planned", "started", "completed", "cancelled"]
#: Whether an entry stands, was taken back, or is what took another back.
EntryStatus = Literal["stands", "taken-back", "reversal"]
GrantStage = Literal["draft", "submitted", "approved", "rejected", "received", "completed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundView:
    """A fund; ``version`` is its stream's, for If-Match."""

    fund_id: EntityId
    organisation_id: EntityId
    organisation_name: Line | None
    kind: Slug
    name: Line
    status: Slug
    opened_on: date | None
    closed_on: date | None
    reason: Line | None
    institution_id: EntityId | None
    as_lead: bool
    integrated_on: date | None
    entries: Count
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class FundMoneyView(FundView):
    """A fund with what is in its till and bank, and what its members have saved in it."""

    held_satang: SignedSatang
    savings_satang: SignedSatang


@dataclass(frozen=True, slots=True, kw_only=True)
class FundFilter:
    """``integrated``: part of an institution."""

    kind: Slug | None = None
    organisation_id: EntityId | None = None
    institution_id: EntityId | None = None
    status: Literal["open", "closed"] | None = None
    integrated: Literal["yes", "no"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """An account of a fund; ``balance_satang`` is debits less credits."""

    account: Slug
    kind: AccountKind
    name: Line
    source: MoneySource | None
    balance_satang: SignedSatang


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetView:
    """Rules of one topic, in force from a date until the next set of that topic."""

    fund_id: EntityId
    topic: Slug
    effective_from: date
    rules: tuple[FundRule, ...]
    resolution_id: EntityId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetFilter:
    """``on``: only the sets in force on that day."""

    topic: Slug | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundDetail(FundView):
    """A fund with its chart of accounts and its rule sets."""

    accounts: tuple[AccountView, ...]
    rule_sets: tuple[RuleSetView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """What one entry did to one account, and the balance after it."""

    fund_id: EntityId
    number: PositiveCount
    account: Slug
    entry_id: EntityId
    dated: date | None
    moved_satang: SignedSatang
    balance_satang: SignedSatang


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """One account of the fund."""

    account: Slug | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalanceLine:
    """One account, its balance on the side where it stands; both zero when it is even."""

    account: Slug
    kind: AccountKind
    name: Line
    debit_satang: Satang
    credit_satang: Satang


@dataclass(frozen=True, slots=True, kw_only=True)
class FundAccountLine(TrialBalanceLine):
    """As above, of a named fund."""

    fund_id: EntityId


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalanceFilter:
    """One fund, or one kind of account."""

    fund_id: EntityId | None = None
    kind: AccountKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalanceView:
    """A trial balance of a fund or of an institution's funds together."""

    fund_id: EntityId | None
    institution_id: EntityId | None
    as_of: date | None
    accounts: tuple[TrialBalanceLine, ...]
    debit_satang: Satang
    credit_satang: Satang
    balanced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySourceView:
    """Money in the books by whose it is: what was credited less what was taken out again."""

    source: MoneySource
    credited_satang: SignedSatang


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A journal entry; ``amount_satang`` is the sum of its debits."""

    entry_id: EntityId
    fund_id: EntityId
    dated: date | None
    description: Line
    amount_satang: Satang
    postings: tuple[Posting, ...]
    project_id: EntityId | None
    grant_id: EntityId | None
    institution_id: EntityId | None
    counterpart: EntityId | None
    reverses: EntityId | None
    reversed_by: EntityId | None
    reason: Line | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine(EntryView):
    """A journal entry as the journal lists it."""

    status: EntryStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """By fund, by what the entry is about, and by date (both days included)."""

    fund_id: EntityId | None = None
    project_id: EntityId | None = None
    grant_id: EntityId | None = None
    institution_id: EntityId | None = None
    dated_from: date | None = None
    dated_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    """A project; what nobody told is null."""

    project_id: EntityId
    title: Line
    theme: Slug
    stage: Slug
    resolution_id: EntityId | None
    beneficiaries: Quantity | None
    cost_satang: Satang | None
    money_from: MoneySource | None
    proposed_on: date | None
    starts_on: date | None
    ends_on: date | None
    started_on: date | None
    completed_on: date | None
    cancelled_on: date | None
    result: Prose | None
    reason: Line | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFilter:
    """By theme, stage, whose money, and the resolution it follows from."""

    theme: Slug | None = None
    stage: ProjectStage | None = None
    money_from: MoneySource | None = None
    resolution_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantView:
    """A grant; ``received_satang`` is null when unknown, a lower bound when ``at_least``."""

    grant_id: EntityId
    title: Line
    stage: Slug
    grantor_organisation_id: EntityId
    grantor_name: Line | None
    resolution_id: EntityId | None
    project_ids: tuple[EntityId, ...]
    requested_satang: Satang | None
    approved_satang: Satang | None
    received_satang: Satang | None
    received_bound: Bound
    submitted_on: date | None
    approved_on: date | None
    rejected_on: date | None
    reason: Line | None
    projects_completed: Count | None
    completed_on: date | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """An instalment of a grant; ``reversed_by`` is the entry that took it back."""

    instalment: PositiveCount
    received_satang: Satang | None
    received_on: date | None
    fund_id: EntityId | None
    entry_id: EntityId | None
    reversed_by: EntityId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantDetail(GrantView):
    """A grant with its instalments."""

    receipts: tuple[ReceiptView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantFilter:
    """By stage, grantor, and the resolution it follows from."""

    stage: GrantStage | None = None
    grantor_organisation_id: EntityId | None = None
    resolution_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantStageView:
    """Grants that stand in one stage; the sum is of those that say one, null when none does."""

    stage: Slug
    grants: Count
    requested_satang: Satang | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine(ReceiptView):
    """An instalment with its grant, as the register of receipts lists it."""

    receipt_id: Line
    grant_id: EntityId
    title: Line
    status: EntryStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFilter:
    """By grant, and by the fund whose books the money entered."""

    grant_id: EntityId | None = None
    fund_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionView:
    """An institution; ``savers`` is of its newest pooling, null before the first."""

    institution_id: EntityId
    name: Line
    lead_fund_id: EntityId
    organisation_id: EntityId | None
    resolution_id: EntityId | None
    formed_on: date | None
    funds: PositiveCount
    savers: Quantity | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFundView:
    """A fund that is part of an institution."""

    fund_id: EntityId
    name: Line
    kind: Slug
    as_lead: bool
    integrated_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolingView:
    """Savings pooled once; ``amount_satang`` is null when unknown."""

    pooling: PositiveCount
    savers: Quantity
    amount_satang: Satang | None
    pooled_on: date | None
    fund_id: EntityId | None
    entry_id: EntityId | None
    reversed_by: EntityId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionDetail(InstitutionView):
    """An institution with its funds and poolings."""

    members: tuple[MemberFundView, ...]
    poolings: tuple[PoolingView, ...]
