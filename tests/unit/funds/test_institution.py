"""An institution: funds around a lead, and savings pooled in it."""

import pytest

from bangduan.domain import derived_id
from bangduan.events.funds import (
    InstitutionFormed,
    InstitutionJoined,
    PoolingReversed,
    SavingsPooled,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Quantity, Satang
from bangduan.testing.scenario import given
from services.funds.domain.institution import (
    ALREADY_FORMED,
    FUNDS_DIFFER,
    INSTITUTION,
    INTEGRATES_SEVERAL,
    JOINS_ONCE,
    LEAD_IS_AMONG_THE_FUNDS,
    NOTHING_IS_NO_SAVING,
    POOLED_IN_A_FUND_OF_ITS_OWN,
    POOLING_IS_IN_THE_BOOKS,
    SOMEBODY_SAVES,
    FormInstitution,
    JoinInstitution,
    PoolSavings,
    ReversePooling,
    for_the_books,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


ID, LEAD = entity("institution"), entity("savings group")
FUNERAL_AID, WELFARE, VILLAGE, POVERTY = (
    entity("funeral aid"),
    entity("welfare"),
    entity("village"),
    entity("poverty"),
)
FUNDS = (FUNERAL_AID, WELFARE, VILLAGE, POVERTY, LEAD)
NAME = Line("สถาบันการจัดการเงินทุนชุมชนตำบลบางด้วน")
FORMED = InstitutionFormed(institution_id=ID, name=NAME, lead_fund_id=LEAD, fund_ids=FUNDS)
MORE_THAN_800 = Quantity(value=Count(800), bound="at_least")
POOLED_UNKNOWN = SavingsPooled(
    institution_id=ID, pooling=PositiveCount(1), savers=MORE_THAN_800, fund_id=LEAD
)
ENTRY_ID = EntityId(derived_id(ID, "pooling", "1"))
POOLED_KNOWN = SavingsPooled(
    institution_id=ID,
    pooling=PositiveCount(1),
    savers=MORE_THAN_800,
    amount_satang=Satang(500),
    fund_id=LEAD,
    entry_id=ENTRY_ID,
)


def form(lead: EntityId, *funds: EntityId) -> FormInstitution:
    return FormInstitution(institution_id=ID, name=NAME, lead_fund_id=lead, fund_ids=funds)


def pool(
    amount: int | None = None, savers: Quantity = MORE_THAN_800, fund: EntityId | None = None
) -> PoolSavings:
    known = None if amount is None else Satang(amount)
    return PoolSavings(institution_id=ID, savers=savers, amount_satang=known, fund_id=fund)


def test_funds_integrate_around_the_savings_group_as_lead() -> None:
    given(INSTITUTION).when(form(LEAD, *FUNDS)).then(FORMED)


def test_an_institution_is_formed_once() -> None:
    given(INSTITUTION, FORMED).when(form(LEAD, *FUNDS)).refuses(ALREADY_FORMED)


def test_a_lead_from_outside_the_funds_is_refused() -> None:
    given(INSTITUTION).when(form(LEAD, WELFARE, VILLAGE)).refuses(LEAD_IS_AMONG_THE_FUNDS)


def test_a_fund_stands_in_the_list_once() -> None:
    given(INSTITUTION).when(form(LEAD, LEAD, WELFARE, WELFARE)).refuses(FUNDS_DIFFER)


@pytest.mark.parametrize("funds", [(), (LEAD,), (LEAD, LEAD)])
def test_one_fund_alone_is_no_integration(funds: tuple[EntityId, ...]) -> None:
    given(INSTITUTION).when(form(LEAD, *funds)).refuses(INTEGRATES_SEVERAL)


def test_a_further_fund_joins() -> None:
    other = entity("women's group")
    join = JoinInstitution(institution_id=ID, fund_id=other)
    joined = InstitutionJoined(institution_id=ID, fund_id=other)
    state = given(INSTITUTION, FORMED).when(join).then(joined)
    assert other in state.fund_ids


def test_a_fund_of_the_institution_does_not_join_again() -> None:
    join = JoinInstitution(institution_id=ID, fund_id=WELFARE)
    given(INSTITUTION, FORMED).when(join).refuses(JOINS_ONCE)


def test_savings_of_unknown_amount_are_pooled_and_enter_no_books() -> None:
    given(INSTITUTION, FORMED).when(pool()).then(POOLED_UNKNOWN)
    assert for_the_books(POOLED_UNKNOWN, NAME, "cash") is None


def test_savings_of_a_known_amount_are_owed_to_the_members_in_the_lead_fund() -> None:
    given(INSTITUTION, FORMED).when(pool(500)).then(POOLED_KNOWN)
    receipt = for_the_books(POOLED_KNOWN, NAME, "bank")
    assert receipt is not None
    assert (receipt.fund_id, receipt.amount_satang) == (LEAD, 500)
    assert (receipt.paid_into, receipt.credited_to) == ("bank", "member-savings")


def test_savings_are_pooled_in_a_named_fund_of_the_institution() -> None:
    (event,) = given(INSTITUTION, FORMED).when(pool(500, fund=WELFARE)).events
    assert isinstance(event, SavingsPooled)
    assert event.fund_id == WELFARE


def test_savings_are_not_pooled_in_a_fund_elsewhere() -> None:
    elsewhere = pool(500, fund=entity("elsewhere"))
    given(INSTITUTION, FORMED).when(elsewhere).refuses(POOLED_IN_A_FUND_OF_ITS_OWN)


def test_an_amount_of_nothing_is_not_an_unknown_amount() -> None:
    given(INSTITUTION, FORMED).when(pool(0)).refuses(NOTHING_IS_NO_SAVING)


def test_nobody_cannot_pool() -> None:
    nobody = pool(savers=Quantity(value=Count(0)))
    given(INSTITUTION, FORMED).when(nobody).refuses(SOMEBODY_SAVES)


def test_poolings_are_numbered() -> None:
    (event,) = given(INSTITUTION, FORMED, POOLED_UNKNOWN).when(pool(500)).events
    assert isinstance(event, SavingsPooled)
    assert event.pooling == PositiveCount(2)
    assert event.entry_id != ENTRY_ID


REVERSE = ReversePooling(
    institution_id=ID, entry_id=ENTRY_ID, reversal_id=entity("reversal"), reason=Line("ผิด")
)


def test_a_pooling_in_the_books_is_taken_back_once() -> None:
    reversed_ = PoolingReversed(
        institution_id=ID,
        pooling=PositiveCount(1),
        amount_satang=Satang(500),
        entry_id=ENTRY_ID,
        reversal_id=entity("reversal"),
        reason=Line("ผิด"),
    )
    given(INSTITUTION, FORMED, POOLED_KNOWN).when(REVERSE).then(reversed_)
    given(INSTITUTION, FORMED, POOLED_KNOWN, reversed_).when(REVERSE).refuses(
        POOLING_IS_IN_THE_BOOKS
    )


@pytest.mark.parametrize(
    "anything", [JoinInstitution(institution_id=ID, fund_id=WELFARE), pool(), REVERSE]
)
def test_an_institution_that_was_never_formed_is_not_found(anything: object) -> None:
    given(INSTITUTION).when(anything).finds_nothing()
