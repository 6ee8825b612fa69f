"""The books as a whole: whatever is done to them, money is conserved and nothing is lost."""

from collections import Counter
from collections.abc import Iterator

from hypothesis import given as example_of
from hypothesis import settings
from hypothesis import strategies as st
from sqlalchemy import select

from bangduan.application import Application
from bangduan.domain import RuleBroken
from bangduan.events.types import EntityId, Satang
from bangduan.rebuilding import rebuild
from services.funds.domain.entry import RecordEntry, TransferMoney
from services.funds.domain.institution import JoinInstitution
from services.funds.projections.funds import ledger
from services.funds.projections.institutions import one_institution
from tests.unit.funds.books import (
    WORDS,
    balances,
    enter,
    formed,
    new,
    open_fund,
    posting,
    reverse,
)

#: Found an institution of some of five funds, or let one of them join the first institution.
ATTEMPTS = st.lists(
    st.lists(st.integers(min_value=0, max_value=4), min_size=1, max_size=3, unique=True),
    max_size=8,
)


@settings(max_examples=40)
@example_of(attempts=ATTEMPTS)
def test_no_fund_is_ever_part_of_two_institutions(
    funds: Application, attempts: list[list[int]]
) -> None:
    fund_ids = [open_fund(funds) for _ in range(5)]
    made: list[EntityId] = []
    for chosen in attempts:
        try:
            if len(chosen) == 1 and made:
                join = JoinInstitution(institution_id=made[0], fund_id=fund_ids[chosen[0]])
                funds.execute(join)
            else:
                made.append(formed(funds, *(fund_ids[number] for number in chosen)))
        except RuleBroken:
            continue
    shown = [one_institution(funds.reader, institution_id) or {} for institution_id in made]
    members = [member["fund_id"] for institution in shown for member in institution["members"]]
    assert len(members) == len(set(members))
    assert len(members) == sum(institution["funds"] for institution in shown)


# -- conservation ----------------------------------------------------------------------------------

Move = tuple[str, int, int, int]
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["save", "spend", "bank", "transfer", "reverse", "skewed"]),
        st.integers(min_value=0, max_value=1),
        st.integers(min_value=1, max_value=100),
        st.integers(min_value=0, max_value=30),
    ),
    max_size=12,
)


class Shadow:
    """What the books should hold, kept by adding and subtracting alone."""

    def __init__(self, funds: Application) -> None:
        self.funds = funds
        self.fund_ids = (open_fund(funds), open_fund(funds))
        self.accounts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self.undo: dict[EntityId, list[tuple[int, str, str, int]]] = {}

    def carry_out(self, move: Move) -> None:
        kind, at, amount, which = move
        fund_id = self.fund_ids[at]
        if kind == "reverse":
            known = list(self.undo)
            if known:
                entry_id = known[which % len(known)]
                reverse(self.funds, entry_id)
                for there, debit, credit, moved in self.undo.pop(entry_id):
                    self._move(there, credit, debit, moved)
        elif kind == "transfer":
            entry_id = new()
            self.funds.execute(
                TransferMoney(
                    entry_id=entry_id,
                    fund_id=fund_id,
                    to_fund_id=self.fund_ids[1 - at],
                    amount_satang=Satang(amount),
                    description=WORDS,
                )
            )
            halves = [
                (at, "transfers-out", "cash", amount),
                (1 - at, "cash", "transfers-in", amount),
            ]
            self._done(entry_id, halves)
        elif kind == "skewed":
            skewed = (posting("cash", "debit", amount), posting("grants", "credit", amount + 1))
            self.funds.execute(
                RecordEntry(entry_id=new(), fund_id=fund_id, description=WORDS, postings=skewed)
            )
        else:
            debit, credit = {
                "save": ("cash", "member-savings"),
                "spend": ("running-costs", "cash"),
                "bank": ("bank", "cash"),
            }[kind]
            entry_id = enter(self.funds, fund_id, debit, credit, amount)
            self._done(entry_id, [(at, debit, credit, amount)])

    def _done(self, entry_id: EntityId, moves: list[tuple[int, str, str, int]]) -> None:
        self.undo[entry_id] = moves
        for at, debit, credit, amount in moves:
            self._move(at, debit, credit, amount)

    def _move(self, at: int, debit: str, credit: str, amount: int) -> None:
        self.accounts[at][debit] += amount
        self.accounts[at][credit] -= amount

    def expected(self, at: int) -> dict[str, int]:
        return {account: held for account, held in self.accounts[at].items() if held}


@settings(max_examples=60)
@example_of(moves=MOVES)
def test_money_is_conserved_over_any_entries_transfers_and_reversals(
    funds: Application, moves: list[Move]
) -> None:
    shadow = Shadow(funds)
    for move in moves:
        try:
            shadow.carry_out(move)
        except RuleBroken:
            continue
    for at, fund_id in enumerate(shadow.fund_ids):
        held = balances(funds, fund_id)
        assert held == shadow.expected(at)
        assert sum(held.values()) == 0
        assert held.get("cash", 0) >= 0
        lines = funds.reader.all(select(ledger).where(ledger.c.fund_id == fund_id))
        assert sum(line["moved_satang"] for line in lines) == 0
    together = [shadow.expected(0), shadow.expected(1)]
    assert (
        sum(books.get("transfers-in", 0) + books.get("transfers-out", 0) for books in together) == 0
    )


# -- replay ----------------------------------------------------------------------------------------


def read_tables(funds: Application) -> Iterator[tuple[str, list[dict[str, object]]]]:
    for projection in funds.own_projections():
        for table in projection.tables:
            query = select(table).order_by(*table.primary_key.columns)
            yield table.name, funds.reader.all(query)


def test_tables_rebuilt_from_the_log_equal_those_kept_live(funds: Application) -> None:
    live = dict(read_tables(funds))
    assert live["ledger"]
    for projection in funds.own_projections():
        rebuild(funds, projection)
    assert dict(read_tables(funds)) == live
