"""รับเงินอุดหนุน: the instalments of a grant, the ones in the books and the ones of unknown amount."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from bangduan.domain import Rule, command, derived_id
from bangduan.events.funds import GrantReceiptReversed, GrantReceived
from bangduan.events.types import EntityId, Line, PositiveCount, Satang
from services.funds.domain.chart import GRANTS
from services.funds.domain.entry import RecordReceipt, Till
from services.funds.permissions import KEEP_BOOKS

NOTHING_IS_NO_AMOUNT = Rule(
    "grant-of-nothing",
    en="An amount is more than zero. Leave it out when it is not known.",
    th="จำนวนเงินต้องมากกว่าศูนย์ หากไม่ทราบให้เว้นว่าง",
)
RECEIVED_WITHIN_APPROVAL = Rule(
    "grant-received-more-than-approved",
    en="{total_baht} baht would be received of {approved_baht} approved. Check the amount.",
    th="ยอดรับรวม {total_baht} บาท เกินที่อนุมัติ {approved_baht} บาท โปรดตรวจสอบจำนวนเงิน",
    field="received_satang",
)
KNOWN_MONEY_GOES_TO_A_FUND = Rule(
    "grant-money-without-fund",
    en="Say in fund_id which fund's books the money enters.",
    th="โปรดระบุกองทุนที่นำเงินเข้าบัญชี",
    field="fund_id",
)
RECEIPT_IS_IN_THE_BOOKS = Rule(
    "grant-receipt-not-in-books",
    en="The grant has no receipt with entry {entry_id}.",
    th="คำขอนี้ไม่มีการรับเงินตามรายการ {entry_id}",
    field="entry_id",
)


@command(KEEP_BOOKS)
class ReceiveGrant:
    """รับเงินอุดหนุน, whole or an instalment; a known amount enters the books of ``fund_id``."""

    grant_id: EntityId
    received_satang: Satang | None = None
    received_on: date | None = None
    fund_id: EntityId | None = None
    paid_into: Till = "cash"


@command
class ReverseGrantReceipt:
    """กลับรายการรับเงิน: follows from reversing the receipt's entry, never sent by itself."""

    grant_id: EntityId
    entry_id: EntityId
    reversal_id: EntityId
    reason: Line


@dataclass(frozen=True, slots=True)
class Receipt:
    """One instalment that is in the books."""

    instalment: PositiveCount
    received_satang: Satang


@dataclass(frozen=True, slots=True)
class Receipts:
    """What came of a grant so far.

    ``recorded`` counts the instalments ever recorded, ``standing`` those not taken back;
    ``in_books`` is entry id → instalment of known amount.
    """

    recorded: int = 0
    standing: int = 0
    in_books: dict[str, Receipt] = field(default_factory=dict)

    @property
    def total_satang(self) -> int:
        """All that is in the books."""
        return sum(receipt.received_satang for receipt in self.in_books.values())


def received(
    state: Receipts, approved: Satang | None, command: ReceiveGrant, *, first: bool
) -> GrantReceived:
    """The next instalment; together they stay within what was ``approved``, if that is known.

    Args:
        first: nothing has come yet that stands.
    """
    instalment, amount = PositiveCount(state.recorded + 1), command.received_satang
    entry_id: EntityId | None = None
    if amount is not None:
        NOTHING_IS_NO_AMOUNT.require(amount)
        KNOWN_MONEY_GOES_TO_A_FUND.require(command.fund_id)
        total = state.total_satang + amount
        RECEIVED_WITHIN_APPROVAL.require(
            approved is None or total <= approved,
            total_satang=total,
            approved_satang=approved,
        )
        entry_id = EntityId(derived_id(command.grant_id, "receipt", str(instalment)))
    return GrantReceived(
        grant_id=command.grant_id,
        instalment=instalment,
        received_satang=amount,
        received_on=command.received_on,
        fund_id=command.fund_id,
        entry_id=entry_id,
        first=first,
    )


def for_the_books(event: GrantReceived, title: str, paid_into: Till) -> RecordReceipt | None:
    """The entry that an instalment makes, or None when its amount is unknown."""
    if event.entry_id is None or event.fund_id is None or event.received_satang is None:
        return None
    return RecordReceipt(
        entry_id=event.entry_id,
        fund_id=event.fund_id,
        description=Line(title),
        amount_satang=event.received_satang,
        credited_to=GRANTS,
        paid_into=paid_into,
        dated=event.received_on,
        grant_id=event.grant_id,
    )


def taken_back(
    state: Receipts, completed: bool, command: ReverseGrantReceipt
) -> GrantReceiptReversed:
    """The instalment of ``command.entry_id`` was a mistake."""
    receipt = state.in_books.get(command.entry_id)
    if receipt is None:
        raise RECEIPT_IS_IN_THE_BOOKS.broken(entry_id=command.entry_id)
    still_received = state.standing > 1
    return GrantReceiptReversed(
        grant_id=command.grant_id,
        stage="completed" if completed else "received" if still_received else "approved",
        instalment=receipt.instalment,
        received_satang=receipt.received_satang,
        entry_id=command.entry_id,
        reversal_id=command.reversal_id,
        reason=command.reason,
    )


def after(state: Receipts, event: GrantReceived | GrantReceiptReversed) -> Receipts:
    """The receipts after ``event``."""
    in_books = dict(state.in_books)
    if isinstance(event, GrantReceiptReversed):
        del in_books[event.entry_id]
        return replace(state, standing=state.standing - 1, in_books=in_books)
    if event.entry_id is not None and event.received_satang is not None:
        in_books[event.entry_id] = Receipt(event.instalment, event.received_satang)
    return Receipts(event.instalment, state.standing + 1, in_books)
