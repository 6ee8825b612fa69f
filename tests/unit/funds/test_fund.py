"""A fund: its opening, its chart of accounts, its rule sets, its closing."""

from datetime import date

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import RuleBroken, derived_id
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
    Side,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Satang, SignedSatang, Slug
from bangduan.testing.scenario import given
from services.funds.domain.chart import STANDARD_CHART
from services.funds.domain.fund import (
    ACCOUNT_IS_IN_CHART,
    ACCOUNT_IS_NEW,
    ALREADY_OPENED,
    CLOSED_WHEN_EMPTY,
    FIGURE_HAS_UNIT,
    FUND,
    FUND_IS_OPEN,
    INTEGRATED_ONCE,
    LEAD_STAYS_OPEN,
    NOTHING_OVERDRAWN,
    RULE_CODES_DIFFER,
    RULE_SET_SAYS_SOMETHING,
    RULE_SETS_FOLLOW_ONE_ANOTHER,
    AdoptRuleSet,
    CloseFund,
    Fund,
    IntegrateFund,
    OpenAccount,
    OpenFund,
    PostToLedger,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


SAVINGS_GROUP, FUND_ID, ENTRY_ID = entity("savings group"), entity("fund"), entity("entry")
OPEN = OpenFund(
    fund_id=FUND_ID,
    organisation_id=SAVINGS_GROUP,
    kind=Slug("savings-group"),
    name=Line("กลุ่มออมทรัพย์เพื่อการผลิต"),
)
OPENED = FundOpened(
    fund_id=FUND_ID,
    organisation_id=SAVINGS_GROUP,
    kind=Slug("savings-group"),
    name=Line("กลุ่มออมทรัพย์เพื่อการผลิต"),
    accounts=STANDARD_CHART,
)
SHARES = Account(account=Slug("shares"), kind="equity", name=Line("ทุนเรือนหุ้น"), source="own")
CLOSED = FundClosed(fund_id=FUND_ID, reason=Line("รวมเข้าสถาบันแล้ว"))


def posting(account: str, side: Side, amount: int) -> Posting:
    return Posting(account=Slug(account), side=side, amount_satang=Satang(amount))


def post(*postings: Posting) -> PostToLedger:
    return PostToLedger(fund_id=FUND_ID, entry_id=ENTRY_ID, postings=postings)


def saved(amount: int) -> EntryPosted:
    return EntryPosted(
        fund_id=FUND_ID,
        entry_id=ENTRY_ID,
        number=PositiveCount(1),
        movements=(
            Movement(
                account=Slug("cash"),
                kind="asset",
                moved_satang=SignedSatang(amount),
                balance_satang=SignedSatang(amount),
            ),
            Movement(
                account=Slug("member-savings"),
                kind="liability",
                source="own",
                moved_satang=SignedSatang(-amount),
                balance_satang=SignedSatang(-amount),
            ),
        ),
    )


def rules(topic: str, effective_from: date, *set_of: FundRule) -> AdoptRuleSet:
    return AdoptRuleSet(
        fund_id=FUND_ID, topic=Slug(topic), effective_from=effective_from, rules=set_of
    )


CEILING = FundRule(
    code=Slug("ceiling"), text=Line("กู้ได้ไม่เกิน"), figure=Count(2_000_000), unit="satang"
)
IN_WORDS = FundRule(code=Slug("purpose"), text=Line("กู้เพื่อประกอบอาชีพ"))


def test_a_fund_opens_with_the_standard_chart_of_accounts() -> None:
    state = given(FUND).when(OPEN).then(OPENED)
    assert "cash" in state.accounts


def test_a_fund_opens_with_accounts_of_its_own_on_top() -> None:
    more = OpenFund(
        fund_id=FUND_ID,
        organisation_id=SAVINGS_GROUP,
        kind=OPEN.kind,
        name=OPEN.name,
        accounts=(SHARES,),
    )
    state = given(FUND).when(more).state
    assert state.accounts["shares"] == SHARES


def test_an_account_of_its_own_cannot_take_the_code_of_a_standard_one() -> None:
    again = OpenFund(
        fund_id=FUND_ID,
        organisation_id=SAVINGS_GROUP,
        kind=OPEN.kind,
        name=OPEN.name,
        accounts=(STANDARD_CHART[0],),
    )
    given(FUND).when(again).refuses(ACCOUNT_IS_NEW)


def test_a_fund_is_opened_once() -> None:
    given(FUND, OPENED).when(OPEN).refuses(ALREADY_OPENED)


def test_nothing_happens_in_a_fund_that_does_not_exist() -> None:
    given(FUND).when(CloseFund(fund_id=FUND_ID, reason=Line("x"))).finds_nothing()


def test_an_account_is_added_to_the_chart() -> None:
    given(FUND, OPENED).when(OpenAccount(fund_id=FUND_ID, account=SHARES)).then(
        AccountOpened(fund_id=FUND_ID, account=SHARES)
    )


def test_an_account_is_added_once() -> None:
    given(FUND, OPENED, AccountOpened(fund_id=FUND_ID, account=SHARES)).when(
        OpenAccount(fund_id=FUND_ID, account=SHARES)
    ).refuses(ACCOUNT_IS_NEW)


def test_an_entry_moves_the_accounts_it_names_and_tells_the_balances_after_it() -> None:
    deposit = post(posting("cash", "debit", 500), posting("member-savings", "credit", 500))
    state = given(FUND, OPENED).when(deposit).then(saved(500))
    assert state.balances == {"cash": 500, "member-savings": -500}


def test_postings_to_one_account_become_one_movement() -> None:
    deposit = post(
        posting("cash", "debit", 200),
        posting("cash", "debit", 300),
        posting("member-savings", "credit", 500),
    )
    given(FUND, OPENED).when(deposit).then(saved(500))


def test_an_account_outside_the_chart_takes_nothing() -> None:
    deposit = post(posting("cash", "debit", 500), posting("shares", "credit", 500))
    given(FUND, OPENED).when(deposit).refuses(ACCOUNT_IS_IN_CHART)


def test_more_cash_than_there_is_cannot_be_paid_out() -> None:
    withdrawal = post(posting("running-costs", "debit", 501), posting("cash", "credit", 501))
    refusal = given(FUND, OPENED, saved(500)).when(withdrawal).refuses(NOTHING_OVERDRAWN)
    assert refusal.facts == {
        "account": "cash",
        "name": "เงินสด",
        "held_satang": 500,
        "wanted_satang": 501,
    }
    assert refusal.th == "บัญชีเงินสด มี 5 บาท ไม่พอสำหรับ 5.01 บาท โปรดบันทึกรายการรับก่อน"


def test_more_than_members_saved_cannot_be_given_back_to_them() -> None:
    back = post(posting("member-savings", "debit", 501), posting("bank", "credit", 501))
    refusal = given(FUND, OPENED, saved(500)).when(back).refuses(NOTHING_OVERDRAWN)
    assert refusal.facts["account"] == "member-savings"


def test_all_that_was_saved_can_be_given_back() -> None:
    back = post(posting("member-savings", "debit", 500), posting("cash", "credit", 500))
    state = given(FUND, OPENED, saved(500)).when(back).state
    assert state.balances == {"cash": 0, "member-savings": 0}


def test_a_rule_set_is_adopted_with_figures_and_words() -> None:
    begins = date(2008, 8, 8)
    given(FUND, OPENED).when(rules("loans", begins, CEILING, IN_WORDS)).then(
        RuleSetAdopted(
            fund_id=FUND_ID,
            topic=Slug("loans"),
            effective_from=begins,
            rules=(CEILING, IN_WORDS),
        )
    )


def test_a_rule_set_without_rules_is_refused() -> None:
    empty = rules("loans", date(2008, 8, 8))
    given(FUND, OPENED).when(empty).refuses(RULE_SET_SAYS_SOMETHING)


def test_two_rules_of_one_code_are_refused() -> None:
    twice = rules("loans", date(2008, 8, 8), CEILING, CEILING)
    given(FUND, OPENED).when(twice).refuses(RULE_CODES_DIFFER)


@pytest.mark.parametrize(
    "half",
    [
        FundRule(code=Slug("fine"), text=Line("ค่าปรับ"), figure=Count(5)),
        FundRule(code=Slug("fine"), text=Line("ค่าปรับ"), unit="satang"),
    ],
)
def test_a_figure_without_its_unit_and_a_unit_without_its_figure_are_refused(
    half: FundRule,
) -> None:
    given(FUND, OPENED).when(rules("loans", date(2008, 8, 8), half)).refuses(FIGURE_HAS_UNIT)


def test_a_rule_set_that_begins_before_the_newest_on_its_topic_is_refused() -> None:
    newest = RuleSetAdopted(
        fund_id=FUND_ID, topic=Slug("loans"), effective_from=date(2008, 8, 8), rules=(CEILING,)
    )
    for day in (date(2008, 8, 7), date(2008, 8, 8)):
        given(FUND, OPENED, newest).when(rules("loans", day, CEILING)).refuses(
            RULE_SETS_FOLLOW_ONE_ANOTHER
        )


def test_rule_sets_on_different_topics_do_not_wait_for_one_another() -> None:
    newest = RuleSetAdopted(
        fund_id=FUND_ID, topic=Slug("loans"), effective_from=date(2008, 8, 8), rules=(CEILING,)
    )
    earlier = rules("welfare", date(2007, 1, 1), IN_WORDS)
    assert given(FUND, OPENED, newest).when(earlier).state.rule_sets == {
        "loans": date(2008, 8, 8),
        "welfare": date(2007, 1, 1),
    }


def integrate(institution: str) -> IntegrateFund:
    return IntegrateFund(fund_id=FUND_ID, institution_id=entity(institution), as_lead=False)


def integrated(*, as_lead: bool) -> FundIntegrated:
    return FundIntegrated(fund_id=FUND_ID, institution_id=entity("bang duan"), as_lead=as_lead)


def test_a_fund_is_integrated() -> None:
    given(FUND, OPENED).when(integrate("bang duan")).then(integrated(as_lead=False))


@example_of(institutions=st.lists(st.sampled_from(["bang duan", "other", "third"]), max_size=8))
def test_a_fund_is_never_integrated_twice(institutions: list[str]) -> None:
    state: Fund = given(FUND, OPENED).state
    joined = 0
    for institution in institutions:
        try:
            events = FUND.decide(state, integrate(institution))
        except RuleBroken as refusal:
            assert refusal.rule == INTEGRATED_ONCE.name  # noqa: PT017 (any refusal but this fails)
            continue
        joined += len(events)
        state = FUND.evolve(state, events[0])
    assert joined == min(1, len(institutions))


def test_an_empty_fund_is_closed() -> None:
    close = CloseFund(fund_id=FUND_ID, reason=CLOSED.reason)
    given(FUND, OPENED, integrated(as_lead=False)).when(close).then(CLOSED)


def test_a_fund_that_holds_money_stays_open() -> None:
    close = CloseFund(fund_id=FUND_ID, reason=CLOSED.reason)
    given(FUND, OPENED, saved(500)).when(close).refuses(CLOSED_WHEN_EMPTY)


def test_the_lead_of_an_institution_stays_open() -> None:
    close = CloseFund(fund_id=FUND_ID, reason=CLOSED.reason)
    given(FUND, OPENED, integrated(as_lead=True)).when(close).refuses(LEAD_STAYS_OPEN)


@pytest.mark.parametrize(
    "anything",
    [
        OpenAccount(fund_id=FUND_ID, account=SHARES),
        rules("loans", date(2008, 8, 8), CEILING),
        post(posting("cash", "debit", 5), posting("grants", "credit", 5)),
        integrate("bang duan"),
        CloseFund(fund_id=FUND_ID, reason=Line("อีกครั้ง")),
    ],
)
def test_a_closed_fund_takes_nothing_more(anything: object) -> None:
    given(FUND, OPENED, CLOSED).when(anything).refuses(FUND_IS_OPEN)
