"""Commands that move money, as the running service carries them out: all or nothing."""

import pytest

from bangduan.application import Application
from bangduan.domain import NotFound, RuleBroken
from bangduan.events.types import Count, EntityId, PositiveCount, Quantity, Satang, Slug
from services.funds.domain.entry import TransferMoney
from services.funds.domain.fund import CloseFund
from services.funds.domain.grant import ApproveGrant, CompleteGrant, DraftGrant, SubmitGrant
from services.funds.domain.institution import JoinInstitution, PoolSavings
from services.funds.domain.project import ProposeProject
from services.funds.domain.receipts import ReceiveGrant
from services.funds.projections.grants import one_grant
from tests.unit.funds.books import (
    ORGANISATION,
    WORDS,
    balances,
    enter,
    entry_of,
    formed,
    new,
    open_fund,
    reverse,
)

# -- transfers, receipts, reversals ----------------------------------------------------------------


def test_a_transfer_moves_money_from_one_fund_to_another(funds: Application) -> None:
    giver, receiver = open_fund(funds), open_fund(funds)
    enter(funds, giver, "cash", "contributions", 500)
    transfer = TransferMoney(
        entry_id=new(),
        fund_id=giver,
        to_fund_id=receiver,
        amount_satang=Satang(200),
        description=WORDS,
        paid_into="bank",
    )
    funds.execute(transfer)
    assert balances(funds, giver) == {"cash": 300, "contributions": -500, "transfers-out": 200}
    assert balances(funds, receiver) == {"bank": 200, "transfers-in": -200}


def test_a_transfer_that_the_giver_cannot_pay_moves_nothing_anywhere(funds: Application) -> None:
    giver, receiver = open_fund(funds), open_fund(funds)
    transfer = TransferMoney(
        entry_id=new(),
        fund_id=giver,
        to_fund_id=receiver,
        amount_satang=Satang(200),
        description=WORDS,
    )
    with pytest.raises(RuleBroken, match="cash"):
        funds.execute(transfer)
    assert balances(funds, giver) == balances(funds, receiver) == {}


@pytest.mark.parametrize("half", ["giver's", "receiver's"])
def test_reversing_one_half_of_a_transfer_takes_both_back(funds: Application, half: str) -> None:
    giver, receiver = open_fund(funds), open_fund(funds)
    enter(funds, giver, "cash", "contributions", 500)
    transfer = TransferMoney(
        entry_id=new(),
        fund_id=giver,
        to_fund_id=receiver,
        amount_satang=Satang(200),
        description=WORDS,
    )
    funds.execute(transfer)
    other = entry_of(funds, counterpart=transfer.entry_id)
    reverse(funds, transfer.entry_id if half == "giver's" else other)
    assert balances(funds, giver) == {"cash": 500, "contributions": -500}
    assert balances(funds, receiver) == {}
    for entry_id in (transfer.entry_id, other):
        with pytest.raises(RuleBroken, match="reversed"):
            reverse(funds, entry_id)


def test_money_that_was_spent_meanwhile_cannot_be_reversed_away(funds: Application) -> None:
    fund_id = open_fund(funds)
    receipt = enter(funds, fund_id, "cash", "contributions", 500)
    enter(funds, fund_id, "benefits", "cash", 400)
    with pytest.raises(RuleBroken, match="cash"):
        reverse(funds, receipt)


def approved_grant(funds: Application) -> EntityId:
    grant_id = new()
    funds.execute(DraftGrant(grant_id=grant_id, title=WORDS, grantor_organisation_id=ORGANISATION))
    funds.execute(SubmitGrant(grant_id=grant_id, requested_satang=Satang(27_000_000)))
    funds.execute(ApproveGrant(grant_id=grant_id))
    return grant_id


def test_a_grant_of_known_amount_enters_the_books_as_money_from_outside(
    funds: Application,
) -> None:
    fund_id, grant_id = open_fund(funds), approved_grant(funds)
    funds.execute(
        ReceiveGrant(
            grant_id=grant_id,
            received_satang=Satang(27_000_000),
            fund_id=fund_id,
            paid_into="bank",
        )
    )
    assert balances(funds, fund_id) == {"bank": 27_000_000, "grants": -27_000_000}


def test_a_grant_of_unknown_amount_invents_no_money(funds: Application) -> None:
    fund_id, grant_id = open_fund(funds), approved_grant(funds)
    funds.execute(ReceiveGrant(grant_id=grant_id, fund_id=fund_id))
    funds.execute(CompleteGrant(grant_id=grant_id, projects_completed=PositiveCount(1)))
    assert balances(funds, fund_id) == {}
    shown = one_grant(funds.reader, grant_id)
    assert shown is not None
    assert (shown["received_satang"], shown["received_bound"]) == (None, "at_least")


def test_reversing_the_entry_of_a_grant_takes_its_receipt_back(funds: Application) -> None:
    fund_id, grant_id = open_fund(funds), approved_grant(funds)
    funds.execute(ReceiveGrant(grant_id=grant_id, received_satang=Satang(60), fund_id=fund_id))
    reversal = reverse(funds, entry_of(funds, grant_id=grant_id))
    shown = one_grant(funds.reader, grant_id)
    assert shown is not None
    assert (shown["stage"], shown["received_satang"]) == ("approved", 0)
    assert shown["receipts"][0]["reversed_by"] == reversal
    assert balances(funds, fund_id) == {}


def test_a_grant_is_not_submitted_for_a_project_nobody_proposed(funds: Application) -> None:
    project_id, grant_id = new(), new()
    funds.execute(
        DraftGrant(
            grant_id=grant_id,
            title=WORDS,
            grantor_organisation_id=ORGANISATION,
            requested_satang=Satang(5),
            project_ids=(project_id,),
        )
    )
    with pytest.raises(NotFound):
        funds.execute(SubmitGrant(grant_id=grant_id))
    funds.execute(ProposeProject(project_id=project_id, title=WORDS, theme=Slug("drugs")))
    assert funds.execute(SubmitGrant(grant_id=grant_id)).version == 2


# -- institutions ----------------------------------------------------------------------------------


def test_pooled_savings_are_owed_to_the_members_if_the_amount_is_known(
    funds: Application,
) -> None:
    lead, other = open_fund(funds), open_fund(funds)
    institution_id = formed(funds, lead, other)
    more_than_800 = Quantity(value=Count(800), bound="at_least")
    funds.execute(PoolSavings(institution_id=institution_id, savers=more_than_800))
    assert balances(funds, lead) == {}
    funds.execute(
        PoolSavings(institution_id=institution_id, savers=more_than_800, amount_satang=Satang(900))
    )
    assert balances(funds, lead) == {"cash": 900, "member-savings": -900}
    reverse(funds, entry_of(funds, institution_id=institution_id))
    assert balances(funds, lead) == {}


def test_a_fund_that_is_integrated_does_not_found_or_join_another(funds: Application) -> None:
    first, second, third = open_fund(funds), open_fund(funds), open_fund(funds)
    formed(funds, first, second)
    with pytest.raises(RuleBroken, match=second):
        formed(funds, third, second)
    other = formed(funds, third, open_fund(funds))
    with pytest.raises(RuleBroken, match=first):
        funds.execute(JoinInstitution(institution_id=other, fund_id=first))


def test_a_fund_that_does_not_exist_is_not_integrated(funds: Application) -> None:
    with pytest.raises(NotFound) as refusal:
        formed(funds, open_fund(funds), new())
    assert refusal.value.field == "fund_ids"


def test_a_closed_fund_is_not_integrated(funds: Application) -> None:
    closed = open_fund(funds)
    funds.execute(CloseFund(fund_id=closed, reason=WORDS))
    with pytest.raises(RuleBroken, match="closed"):
        formed(funds, open_fund(funds), closed)
