"""What the funds service tells: funds, their ledger, projects, grants, finance institutions.

Money is integer satang. An amount, a date or a number of people that the source does not give
is ``None``; it is never guessed, and no money is posted for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events import digests
from bangduan.events.definition import event
from bangduan.events.types import (
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

#: Where money comes from: the community itself (พึ่งตนเอง) or somebody outside it.
MoneySource = Literal["own", "outside"]
#: The five kinds of account of double-entry bookkeeping.
AccountKind = Literal["asset", "liability", "equity", "income", "expense"]
Side = Literal["debit", "credit"]
#: What a rule's figure counts.
RuleUnit = Literal["satang", "hundredths-of-percent", "days", "months", "years", "people"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """บัญชี: one account of a fund's chart.

    ``source`` says whose money is credited to it; None where an account tells no source.
    """

    account: Slug
    kind: AccountKind
    name: Line
    source: MoneySource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """รายการเดบิตหรือเครดิต: one line of a journal entry, always more than zero."""

    account: Slug
    side: Side
    amount_satang: Satang


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What one entry did to one account: debits less credits, and the balance after it."""

    account: Slug
    kind: AccountKind
    moved_satang: SignedSatang
    balance_satang: SignedSatang
    source: MoneySource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRule:
    """ข้อกำหนด: one rule of a rule set, in words and, where it is a figure, as a figure."""

    code: Slug
    text: Line
    figure: Count | None = None
    unit: RuleUnit | None = None


# -- funds ---------------------------------------------------------------------------------------


@event("funds")
class FundOpened:
    """เปิดกองทุน: the books of a fund held by an organisation begin, with these accounts."""

    fund_id: EntityId
    organisation_id: EntityId
    kind: Slug
    name: Line
    opened_on: date | None = None
    accounts: tuple[Account, ...] = ()


@event("funds")
class AccountOpened:
    """เปิดบัญชี: a fund's chart of accounts grows by one."""

    fund_id: EntityId
    account: Account


@event("funds")
class RuleSetAdopted:
    """ออกระเบียบกองทุน: rules of one topic, in force from a date until the next set."""

    fund_id: EntityId
    topic: Slug
    effective_from: date
    rules: tuple[FundRule, ...]
    resolution_id: EntityId | None = None


@event("funds")
class FundIntegrated:
    """บูรณาการกองทุน: the fund became part of an institution; it happens once."""

    fund_id: EntityId
    institution_id: EntityId
    as_lead: bool
    integrated_on: date | None = None


@event("funds")
class FundClosed:
    """ปิดกองทุน: the fund owes nothing, owns nothing and takes no more entries."""

    fund_id: EntityId
    reason: Line
    closed_on: date | None = None


# -- the ledger ----------------------------------------------------------------------------------


@event("funds")
class EntryRecorded:
    """บันทึกรายการในสมุดรายวัน: a journal entry; its debits equal its credits.

    ``dated`` is None when the source gives no date. ``grant_id`` or ``institution_id`` is what
    brought the money, ``counterpart`` the entry in the other fund of a transfer, ``reverses``
    the entry that this one takes back.
    """

    entry_id: EntityId
    fund_id: EntityId
    description: Line
    postings: tuple[Posting, ...]
    dated: date | None = None
    project_id: EntityId | None = None
    grant_id: EntityId | None = None
    institution_id: EntityId | None = None
    counterpart: EntityId | None = None
    reverses: EntityId | None = None


@event("funds")
class EntryReversed:
    """กลับรายการ: an entry was taken back by another; both stay in the journal."""

    entry_id: EntityId
    reversal_id: EntityId
    fund_id: EntityId
    reason: Line


@event("funds")
class EntryPosted:
    """ผ่านรายการไปบัญชีแยกประเภท: the fund's accounts moved, numbered in the fund's order."""

    fund_id: EntityId
    entry_id: EntityId
    number: PositiveCount
    movements: tuple[Movement, ...]
    dated: date | None = None


# -- projects ------------------------------------------------------------------------------------


@event("funds")
class ProjectProposed:
    """เสนอโครงการ: a project enters the list; what is not known yet is None."""

    project_id: EntityId
    title: Line
    theme: Slug
    resolution_id: EntityId | None = None
    beneficiaries: Quantity | None = None
    cost_satang: Satang | None = None
    money_from: MoneySource | None = None
    proposed_on: date | None = None


@event("funds")
class ProjectEndorsed:
    """มติเห็นชอบโครงการ: a meeting resolved on a project that was in the list already."""

    project_id: EntityId
    resolution_id: EntityId


@event("funds")
class ProjectPlanned:
    """วางแผนโครงการ: dates, cost, beneficiaries and source of money as far as they are known."""

    project_id: EntityId
    starts_on: date | None = None
    ends_on: date | None = None
    beneficiaries: Quantity | None = None
    cost_satang: Satang | None = None
    money_from: MoneySource | None = None


@event("funds")
class ProjectStarted:
    """เริ่มโครงการ: work began."""

    project_id: EntityId
    started_on: date | None = None


@event("funds")
class ProjectCompleted:
    """โครงการแล้วเสร็จ: work ended as meant; cost and beneficiaries as they turned out."""

    project_id: EntityId
    title: Line
    theme: Slug
    completed_on: date | None = None
    beneficiaries: Quantity | None = None
    cost_satang: Satang | None = None
    money_from: MoneySource | None = None
    result: Prose | None = None


@event("funds")
class ProjectCancelled:
    """ยกเลิกโครงการ: it will not be carried out."""

    project_id: EntityId
    reason: Line
    cancelled_on: date | None = None


# -- grants --------------------------------------------------------------------------------------


@event("funds")
class GrantDrafted:
    """ร่างคำขอ: a request for money from outside, for none, one or several projects."""

    grant_id: EntityId
    title: Line
    grantor_organisation_id: EntityId
    resolution_id: EntityId | None = None
    requested_satang: Satang | None = None
    project_ids: tuple[EntityId, ...] = ()


@event("funds")
class GrantEndorsed:
    """มติเห็นชอบคำขอ: a meeting resolved on a request that was drafted already."""

    grant_id: EntityId
    resolution_id: EntityId


@event("funds")
class GrantRevised:
    """แก้ไขร่างคำขอ: the draft as it stands now."""

    grant_id: EntityId
    title: Line
    requested_satang: Satang | None = None
    project_ids: tuple[EntityId, ...] = ()


@event("funds")
class GrantSubmitted:
    """ยื่นคำขอ: the request went to the grantor; from here the sum asked is known."""

    grant_id: EntityId
    requested_satang: Satang
    grantor_organisation_id: EntityId
    submitted_on: date | None = None


@event("funds")
class GrantApproved:
    """ได้รับอนุมัติ: the grantor said yes; how much may not be known."""

    grant_id: EntityId
    approved_satang: Satang | None = None
    approved_on: date | None = None


@event("funds")
class GrantRejected:
    """ไม่ได้รับอนุมัติ: the grantor said no."""

    grant_id: EntityId
    reason: Line | None = None
    rejected_on: date | None = None


@event("funds")
class GrantReceived:
    """ได้รับเงิน: money of the grant arrived; ``entry_id`` is None when the amount is unknown.

    ``first``: nothing had come that stands. An earlier release did not say so.
    """

    grant_id: EntityId
    instalment: PositiveCount
    received_satang: Satang | None = None
    received_on: date | None = None
    fund_id: EntityId | None = None
    entry_id: EntityId | None = None
    first: bool | None = None


@event("funds")
class GrantReceiptReversed:
    """กลับรายการรับเงิน: an instalment recorded by mistake was taken out of the books again.

    ``stage`` is where the grant stands after that: approved again when nothing else came.
    """

    grant_id: EntityId
    stage: Literal["approved", "received", "completed"]
    instalment: PositiveCount
    received_satang: Satang
    entry_id: EntityId
    reversal_id: EntityId
    reason: Line


@event("funds")
class GrantCompleted:
    """ดำเนินการแล้วเสร็จ: how many of its projects were carried out; the sum is tied to none."""

    grant_id: EntityId
    title: Line
    projects_completed: PositiveCount
    completed_on: date | None = None


# -- institutions --------------------------------------------------------------------------------


@event("funds")
class InstitutionFormed:
    """ยกระดับเป็นสถาบันการจัดการเงินทุนชุมชน: funds integrate around a lead fund."""

    institution_id: EntityId
    name: Line
    lead_fund_id: EntityId
    fund_ids: tuple[EntityId, ...]
    organisation_id: EntityId | None = None
    resolution_id: EntityId | None = None
    formed_on: date | None = None


@event("funds")
class InstitutionJoined:
    """กองทุนเข้าร่วมสถาบัน: one more fund integrates, after the founding."""

    institution_id: EntityId
    fund_id: EntityId
    joined_on: date | None = None


@event("funds")
class SavingsPooled:
    """รวมเงินออม: savers put money together; the amount may be unknown, then nothing is posted."""

    institution_id: EntityId
    pooling: PositiveCount
    savers: Quantity
    amount_satang: Satang | None = None
    pooled_on: date | None = None
    fund_id: EntityId | None = None
    entry_id: EntityId | None = None


@event("funds")
class PoolingReversed:
    """กลับรายการรวมเงินออม: a pooling's amount was a mistake; that savers pooled stands."""

    institution_id: EntityId
    pooling: PositiveCount
    amount_satang: Satang
    entry_id: EntityId
    reversal_id: EntityId
    reason: Line


# -- the log -------------------------------------------------------------------------------------


@event("funds")
class HeadsDigested(digests.HeadsDigested):
    """สรุปลายนิ้วมือของบันทึก: what this service's log came to at the end of a day."""
