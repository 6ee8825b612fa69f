"""สมุดรายวัน: journal entries in double entry; never edited, taken back by a linked reversal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bangduan.domain import Aggregate, NotFound, Rule, command, derived_id
from bangduan.events.funds import EntryRecorded, EntryReversed, Posting
from bangduan.events.types import EntityId, Line, Satang, Slug
from services.funds.domain.chart import TRANSFERS_IN, TRANSFERS_OUT
from services.funds.permissions import KEEP_BOOKS

ENTRY_IS_NEW = Rule(
    "entry-already-recorded",
    en="This entry is recorded already; an entry is never edited. Reverse it and record another.",
    th="บันทึกรายการนี้แล้ว แก้ไขไม่ได้ โปรดกลับรายการแล้วบันทึกใหม่",
    field="entry_id",
)
POSTINGS_ABOVE_ZERO = Rule(
    "posting-of-nothing",
    en="Every posting must be more than zero satang. Leave out what did not happen.",
    th="ทุกรายการต้องมากกว่าศูนย์สตางค์ รายการที่ไม่เกิดขึ้นไม่ต้องบันทึก",
    field="postings",
)
MOVES_TWO_ACCOUNTS = Rule(
    "entry-moves-one-account",
    en="An entry moves at least two accounts: where the money is, and where it came from.",
    th="รายการต้องกระทบอย่างน้อยสองบัญชี คือเงินอยู่ที่ใดและมาจากไหน",
    field="postings",
)
BALANCES = Rule(
    "entry-does-not-balance",
    en="Debits are {debit_baht} baht and credits {credit_baht}; they must be equal.",
    th="เดบิต {debit_baht} บาท เครดิต {credit_baht} บาท ต้องเท่ากัน",
    field="postings",
)
REVERSED_ONCE = Rule(
    "entry-already-reversed",
    en="The entry is reversed already.",
    th="กลับรายการนี้แล้ว",
    field="entry_id",
)
REVERSAL_IS_FINAL = Rule(
    "reversal-is-final",
    en="A reversal is not itself reversed. Record what happened as a new entry.",
    th="รายการกลับบัญชีจะกลับซ้ำไม่ได้ โปรดบันทึกเป็นรายการใหม่",
    field="entry_id",
)
DIFFERENT_FUNDS = Rule(
    "transfer-within-one-fund",
    en="A transfer goes from one fund to another. Within a fund, record an entry.",
    th="การโอนต้องเป็นคนละกองทุน ภายในกองทุนเดียวกันให้บันทึกรายการ",
    field="to_fund_id",
)

#: Where money may be kept when it comes in or before it goes out.
Till = Literal["cash", "bank"]


@command(KEEP_BOOKS)
class RecordEntry:
    """บันทึกรายการ: a journal entry of one fund, of whatever accounts it moves."""

    entry_id: EntityId
    fund_id: EntityId
    description: Line
    postings: tuple[Posting, ...]
    dated: date | None = None
    project_id: EntityId | None = None


@command
class RecordReceipt:
    """รับเงิน: follows from a grant's or pooled savings' arrival, never sent by itself."""

    entry_id: EntityId
    fund_id: EntityId
    description: Line
    amount_satang: Satang
    credited_to: Slug
    paid_into: Till = "cash"
    dated: date | None = None
    grant_id: EntityId | None = None
    institution_id: EntityId | None = None


@command(KEEP_BOOKS)
class TransferMoney:
    """โอนเงินระหว่างกองทุน: two linked entries, one in each fund; ``entry_id`` is the giver's."""

    entry_id: EntityId
    fund_id: EntityId
    to_fund_id: EntityId
    amount_satang: Satang
    description: Line
    out_of: Till = "cash"
    paid_into: Till = "cash"
    dated: date | None = None


@command
class RecordTransferIn:
    """รับโอน: the receiving half of a transfer, never sent by itself."""

    entry_id: EntityId
    fund_id: EntityId
    counterpart: EntityId
    amount_satang: Satang
    description: Line
    paid_into: Till = "cash"
    dated: date | None = None


@command(KEEP_BOOKS)
class ReverseEntry:
    """กลับรายการ. ``dated`` is the day of the reversal."""

    entry_id: EntityId
    reversal_id: EntityId
    reason: Line
    dated: date | None = None


@command
class RecordReversal:
    """บันทึกรายการกลับบัญชี: the entry that takes another back, never sent by itself."""

    entry_id: EntityId
    reversed_entry: EntryRecorded
    reason: Line
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """State of a journal entry: what it says, and whether it was taken back."""

    recorded: EntryRecorded | None = None
    reversed: bool = False


EntryCommand = (
    RecordEntry | RecordReceipt | TransferMoney | RecordTransferIn | ReverseEntry | RecordReversal
)


def decide(state: Entry, command: EntryCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, ReverseEntry):
        return [_reversed(state, command)]
    ENTRY_IS_NEW.require(state.recorded is None)
    entry = _entry(command)
    _keep_double_entry(entry.postings)
    return [entry]


def _entry(
    command: RecordEntry | RecordReceipt | TransferMoney | RecordTransferIn | RecordReversal,
) -> EntryRecorded:
    match command:
        case RecordEntry():
            return EntryRecorded(
                entry_id=command.entry_id,
                fund_id=command.fund_id,
                description=command.description,
                postings=command.postings,
                dated=command.dated,
                project_id=command.project_id,
            )
        case RecordReceipt():
            return EntryRecorded(
                entry_id=command.entry_id,
                fund_id=command.fund_id,
                description=command.description,
                postings=moved(command.amount_satang, command.paid_into, command.credited_to),
                dated=command.dated,
                grant_id=command.grant_id,
                institution_id=command.institution_id,
            )
        case TransferMoney():
            DIFFERENT_FUNDS.require(command.fund_id != command.to_fund_id)
            return EntryRecorded(
                entry_id=command.entry_id,
                fund_id=command.fund_id,
                description=command.description,
                postings=moved(command.amount_satang, TRANSFERS_OUT, command.out_of),
                dated=command.dated,
                counterpart=counterpart_of(command.entry_id),
            )
        case RecordTransferIn():
            return EntryRecorded(
                entry_id=command.entry_id,
                fund_id=command.fund_id,
                description=command.description,
                postings=moved(command.amount_satang, command.paid_into, TRANSFERS_IN),
                dated=command.dated,
                counterpart=command.counterpart,
            )
        case RecordReversal():
            return _mirror(command)


def moved(amount_satang: Satang, debit: str, credit: str) -> tuple[Posting, Posting]:
    """Postings of ``amount_satang`` to the account ``debit`` out of the account ``credit``."""
    return (
        Posting(account=Slug(debit), side="debit", amount_satang=amount_satang),
        Posting(account=Slug(credit), side="credit", amount_satang=amount_satang),
    )


def counterpart_of(entry_id: str) -> EntityId:
    """Id of the entry that the other fund gets when ``entry_id`` concerns a transfer."""
    return EntityId(derived_id(entry_id, "counterpart"))


def _keep_double_entry(postings: tuple[Posting, ...]) -> None:
    POSTINGS_ABOVE_ZERO.require(all(posting.amount_satang > 0 for posting in postings))
    MOVES_TWO_ACCOUNTS.require(len({posting.account for posting in postings}) > 1)
    debit = sum(posting.amount_satang for posting in postings if posting.side == "debit")
    credit = sum(posting.amount_satang for posting in postings if posting.side == "credit")
    BALANCES.require(debit == credit, debit_satang=debit, credit_satang=credit)


def _mirror(command: RecordReversal) -> EntryRecorded:
    original = command.reversed_entry
    return replace(
        original,
        entry_id=command.entry_id,
        description=command.reason,
        dated=command.dated,
        counterpart=None,
        reverses=original.entry_id,
        postings=tuple(
            replace(posting, side="credit" if posting.side == "debit" else "debit")
            for posting in original.postings
        ),
    )


def said(state: Entry, entry_id: EntityId) -> EntryRecorded:
    """What the entry says, or NotFound."""
    if state.recorded is None:
        raise NotFound("entry", entry_id, field="entry_id")
    return state.recorded


def _reversed(state: Entry, command: ReverseEntry) -> EntryReversed:
    original = said(state, command.entry_id)
    REVERSAL_IS_FINAL.require(original.reverses is None)
    REVERSED_ONCE.require(not state.reversed)
    return EntryReversed(
        entry_id=command.entry_id,
        reversal_id=command.reversal_id,
        fund_id=original.fund_id,
        reason=command.reason,
    )


def evolve(state: Entry, event: object) -> Entry:
    """The entry after ``event``."""
    match event:
        case EntryRecorded():
            return replace(state, recorded=event)
        case EntryReversed():
            return replace(state, reversed=True)
        case _:
            return state


ENTRY = Aggregate(
    "entry",
    key="entry_id",
    initial=Entry(),
    decide=decide,
    evolve=evolve,
    commands=(
        RecordEntry,
        RecordReceipt,
        TransferMoney,
        RecordTransferIn,
        ReverseEntry,
        RecordReversal,
    ),
    snapshot_every=0,
)
