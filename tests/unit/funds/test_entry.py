"""The journal: double entry, receipts, transfers, reversals."""

from datetime import date

from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import RuleBroken, derived_id
from bangduan.events.funds import EntryRecorded, EntryReversed, Posting, Side
from bangduan.events.types import EntityId, Line, Satang, Slug
from bangduan.testing.scenario import given
from services.funds.domain.chart import STANDARD_CHART
from services.funds.domain.entry import (
    BALANCES,
    DIFFERENT_FUNDS,
    ENTRY,
    ENTRY_IS_NEW,
    MOVES_TWO_ACCOUNTS,
    POSTINGS_ABOVE_ZERO,
    REVERSAL_IS_FINAL,
    REVERSED_ONCE,
    RecordEntry,
    RecordReceipt,
    RecordReversal,
    RecordTransferIn,
    ReverseEntry,
    TransferMoney,
    counterpart_of,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


def posting(account: str, side: Side, amount: int) -> Posting:
    return Posting(account=Slug(account), side=side, amount_satang=Satang(amount))


ENTRY_ID, REVERSAL_ID, FUND_ID, OTHER_FUND = (
    entity("entry"),
    entity("reversal"),
    entity("fund"),
    entity("other fund"),
)
PAID = (posting("cash", "debit", 500), posting("contributions", "credit", 500))
BACK = (posting("cash", "credit", 500), posting("contributions", "debit", 500))
WORDS, WHY, DAY = Line("เงินสมทบ"), Line("บันทึกผิดกองทุน"), date(2008, 8, 8)
RECORDED = EntryRecorded(
    entry_id=ENTRY_ID, fund_id=FUND_ID, description=WORDS, postings=PAID, dated=DAY
)
REVERSED = EntryReversed(entry_id=ENTRY_ID, reversal_id=REVERSAL_ID, fund_id=FUND_ID, reason=WHY)
REVERSE = ReverseEntry(entry_id=ENTRY_ID, reversal_id=REVERSAL_ID, reason=WHY)


def record(*postings: Posting) -> RecordEntry:
    return RecordEntry(
        entry_id=ENTRY_ID, fund_id=FUND_ID, description=WORDS, postings=postings, dated=DAY
    )


def test_a_balanced_entry_is_recorded() -> None:
    given(ENTRY).when(record(*PAID)).then(RECORDED)


def test_an_entry_without_a_date_is_recorded_without_one() -> None:
    undated = RecordEntry(entry_id=ENTRY_ID, fund_id=FUND_ID, description=WORDS, postings=PAID)
    state = given(ENTRY).when(undated).state
    assert state.recorded is not None
    assert state.recorded.dated is None


def test_an_entry_whose_sides_differ_is_refused() -> None:
    lopsided = record(posting("cash", "debit", 500), posting("grants", "credit", 499))
    refusal = given(ENTRY).when(lopsided).refuses(BALANCES)
    assert refusal.facts == {"debit_satang": 500, "credit_satang": 499}


def test_an_entry_within_one_account_is_refused() -> None:
    circle = record(posting("cash", "debit", 500), posting("cash", "credit", 500))
    given(ENTRY).when(circle).refuses(MOVES_TWO_ACCOUNTS)


def test_an_entry_without_postings_is_refused() -> None:
    given(ENTRY).when(record()).refuses(MOVES_TWO_ACCOUNTS)


def test_a_posting_of_nothing_is_refused() -> None:
    nothing = record(*PAID, posting("bank", "debit", 0))
    given(ENTRY).when(nothing).refuses(POSTINGS_ABOVE_ZERO)


def test_an_entry_is_never_edited() -> None:
    given(ENTRY, RECORDED).when(record(*BACK)).refuses(ENTRY_IS_NEW)


def test_money_received_is_debited_to_the_till_and_credited_to_where_it_came_from() -> None:
    receipt = RecordReceipt(
        entry_id=ENTRY_ID,
        fund_id=FUND_ID,
        description=WORDS,
        amount_satang=Satang(27_000_000),
        credited_to=Slug("grants"),
        paid_into="bank",
        grant_id=entity("grant"),
    )
    given(ENTRY).when(receipt).then(
        EntryRecorded(
            entry_id=ENTRY_ID,
            fund_id=FUND_ID,
            description=WORDS,
            postings=(
                posting("bank", "debit", 27_000_000),
                posting("grants", "credit", 27_000_000),
            ),
            grant_id=entity("grant"),
        )
    )


def transfer(to: EntityId) -> TransferMoney:
    return TransferMoney(
        entry_id=ENTRY_ID,
        fund_id=FUND_ID,
        to_fund_id=to,
        amount_satang=Satang(500),
        description=WORDS,
    )


def test_a_transfer_leaves_the_givers_till_and_names_its_other_half() -> None:
    given(ENTRY).when(transfer(OTHER_FUND)).then(
        EntryRecorded(
            entry_id=ENTRY_ID,
            fund_id=FUND_ID,
            description=WORDS,
            postings=(posting("transfers-out", "debit", 500), posting("cash", "credit", 500)),
            counterpart=counterpart_of(ENTRY_ID),
        )
    )


def test_a_transfer_enters_the_receivers_till_and_names_its_other_half() -> None:
    received = RecordTransferIn(
        entry_id=counterpart_of(ENTRY_ID),
        fund_id=OTHER_FUND,
        counterpart=ENTRY_ID,
        amount_satang=Satang(500),
        description=WORDS,
        paid_into="bank",
    )
    given(ENTRY).when(received).then(
        EntryRecorded(
            entry_id=counterpart_of(ENTRY_ID),
            fund_id=OTHER_FUND,
            description=WORDS,
            postings=(posting("bank", "debit", 500), posting("transfers-in", "credit", 500)),
            counterpart=ENTRY_ID,
        )
    )


def test_a_transfer_within_one_fund_is_refused() -> None:
    given(ENTRY).when(transfer(FUND_ID)).refuses(DIFFERENT_FUNDS)


def test_an_entry_is_reversed() -> None:
    state = given(ENTRY, RECORDED).when(REVERSE).then(REVERSED)
    assert state.recorded == RECORDED
    assert state.reversed


def test_an_entry_is_reversed_once() -> None:
    given(ENTRY, RECORDED, REVERSED).when(REVERSE).refuses(REVERSED_ONCE)


def test_an_entry_that_does_not_exist_is_not_reversed() -> None:
    given(ENTRY).when(REVERSE).finds_nothing()


def test_the_reversal_is_a_linked_entry_with_the_sides_exchanged() -> None:
    mirror = RecordReversal(
        entry_id=REVERSAL_ID, reversed_entry=RECORDED, reason=WHY, dated=date(2008, 9, 1)
    )
    given(ENTRY).when(mirror).then(
        EntryRecorded(
            entry_id=REVERSAL_ID,
            fund_id=FUND_ID,
            description=WHY,
            postings=BACK,
            dated=date(2008, 9, 1),
            reverses=ENTRY_ID,
        )
    )


def test_a_reversal_is_not_itself_reversed() -> None:
    reversal = EntryRecorded(
        entry_id=ENTRY_ID, fund_id=FUND_ID, description=WHY, postings=BACK, reverses=REVERSAL_ID
    )
    given(ENTRY, reversal).when(REVERSE).refuses(REVERSAL_IS_FINAL)


def imbalance(postings: tuple[Posting, ...]) -> int:
    return sum(p.amount_satang if p.side == "debit" else -p.amount_satang for p in postings)


POSTINGS = st.lists(
    st.builds(
        posting,
        st.sampled_from([account.account for account in STANDARD_CHART]),
        st.sampled_from(["debit", "credit"]),
        st.integers(min_value=0, max_value=3),
    ),
    max_size=5,
)


@example_of(postings=POSTINGS)
def test_every_entry_that_is_recorded_balances_and_so_does_its_reversal(
    postings: list[Posting],
) -> None:
    try:
        (entry,) = ENTRY.decide(ENTRY.initial, record(*postings))
    except RuleBroken:
        return
    assert isinstance(entry, EntryRecorded)
    assert imbalance(entry.postings) == 0
    mirror = RecordReversal(entry_id=REVERSAL_ID, reversed_entry=entry, reason=WHY)
    (reversal,) = ENTRY.decide(ENTRY.initial, mirror)
    assert isinstance(reversal, EntryRecorded)
    assert imbalance(reversal.postings) == 0
    for account in {p.account for p in postings}:
        both = [p for p in (*entry.postings, *reversal.postings) if p.account == account]
        assert imbalance(tuple(both)) == 0
