"""The pages of the funds service: what they ask, and that they leave nothing out."""

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.events.types import Count, Line, PositiveCount, Quantity, Satang, Slug
from bangduan.permissions import permission_of
from bangduan.web.translate.audit import faults
from bangduan.web.translate.catalogues import LANGUAGES, translations
from services.funds.domain.chart import STANDARD_CHART
from services.funds.domain.fund import CloseFund
from services.funds.domain.grant import ApproveGrant, DraftGrant, SubmitGrant
from services.funds.domain.institution import PoolSavings
from services.funds.domain.kinds import GRANT_STAGES, PROJECT_STAGES, RULE_TOPICS, THEMES
from services.funds.domain.project import ProposeProject
from services.funds.domain.receipts import ReceiveGrant
from services.funds.pages import PAGES, asking
from services.funds.projections import overview
from services.funds.service import service
from services.funds.views import EntryFilter, FundFilter, ReceiptFilter
from tests.unit.funds.books import ORGANISATION, WORDS, enter, formed, new, open_fund, reverse

# -- nothing is left out ---------------------------------------------------------------------------


def test_whatever_a_client_may_do_can_be_done_on_a_page() -> None:
    offered = {c for each in PAGES.resources.values() for c in (each.create, *each.actions)}
    allowed = {c for aggregate in service.aggregates for c in aggregate.commands}
    assert {c for c in allowed if permission_of(c)} == offered - {None}


def test_every_word_is_said_in_thai_and_in_english() -> None:
    assert faults("funds") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_an_open_registry_that_is_known_is_said(language: str) -> None:
    known = {*THEMES, *RULE_TOPICS, *PROJECT_STAGES, *GRANT_STAGES}
    known |= {account.account for account in STANDARD_CHART}
    said = translations("funds", language)
    assert [name for name in sorted(known) if said.pgettext("value", name) == name] == []


def test_an_account_is_called_on_a_page_as_the_books_call_it() -> None:
    thai = translations("funds", "th")
    said = {a.account: thai.pgettext("value", a.account) for a in STANDARD_CHART}
    assert said == {a.account: a.name for a in STANDARD_CHART}


# -- what they ask ---------------------------------------------------------------------------------


def test_a_fund_is_listed_with_its_money_and_its_members_savings(funds: Application) -> None:
    fund_id = open_fund(funds)
    enter(funds, fund_id, "cash", "member-savings", 500)
    enter(funds, fund_id, "bank", "contributions", 200)
    enter(funds, fund_id, "loans-to-members", "cash", 100)
    query = overview.list_funds_with_money(FundFilter())
    (row,) = [row for row in funds.reader.all(query) if row["fund_id"] == fund_id]
    assert (row["held_satang"], row["savings_satang"]) == (600, 500)


def test_the_balances_leave_out_closed_funds_and_begin_with_the_most_money(
    funds: Application,
) -> None:
    poor, rich, closed = (open_fund(funds) for _ in range(3))
    enter(funds, poor, "cash", "contributions", 1)
    enter(funds, rich, "bank", "contributions", 900_000)
    funds.execute(CloseFund(fund_id=closed, reason=WORDS))
    ids = [row["fund_id"] for row in funds.reader.all(overview.fund_balances())]
    assert ids.index(rich) < ids.index(poor)
    assert closed not in ids


def test_a_trial_balance_of_an_institution_is_over_all_its_funds(funds: Application) -> None:
    lead, other = open_fund(funds), open_fund(funds)
    enter(funds, lead, "cash", "contributions", 300)
    enter(funds, other, "cash", "contributions", 40)
    institution_id = formed(funds, lead, other)
    of_all = funds.reader.all(overview.accounts_of_institution(institution_id))
    of_one = funds.reader.all(overview.accounts_of_fund(other))
    assert _cash(of_all) == 340
    assert _cash(of_one) == 40


def _cash(lines: list[dict[str, object]]) -> object:
    (line,) = [line for line in lines if line["account"] == "cash"]
    return line["debit_satang"]


def test_the_register_of_receipts_has_those_of_unknown_amount_too(funds: Application) -> None:
    fund_id, grant_id = open_fund(funds), new()
    funds.execute(DraftGrant(grant_id=grant_id, title=WORDS, grantor_organisation_id=ORGANISATION))
    funds.execute(SubmitGrant(grant_id=grant_id, requested_satang=Satang(27_000_000)))
    funds.execute(ApproveGrant(grant_id=grant_id))
    funds.execute(ReceiveGrant(grant_id=grant_id))
    funds.execute(ReceiveGrant(grant_id=grant_id, received_satang=Satang(7), fund_id=fund_id))
    lines = funds.reader.all(overview.list_receipts(ReceiptFilter(grant_id=grant_id)))
    assert [line["received_satang"] for line in lines] == [None, 7]
    assert {line["receipt_id"] for line in lines} == {f"{grant_id}.1", f"{grant_id}.2"}
    assert len(funds.reader.all(overview.list_receipts(ReceiptFilter(fund_id=fund_id)))) == 1
    one = overview.one_receipt(funds.reader, f"{grant_id}.2")
    assert one is not None
    assert one["fund_id"] == fund_id


@pytest.mark.parametrize("name", ["nothing", "nothing.1", "."])
def test_there_is_no_receipt_of_another_name(funds: Application, name: str) -> None:
    assert overview.one_receipt(funds.reader, name) is None


def test_grants_are_counted_stage_by_stage_in_the_order_of_the_stages(funds: Application) -> None:
    for requested in (Satang(100), None):
        draft = DraftGrant(
            grant_id=new(),
            title=Line("ร่าง"),
            grantor_organisation_id=ORGANISATION,
            requested_satang=requested,
        )
        funds.execute(draft)
    stages = [row["stage"] for row in funds.reader.all(overview.grant_stages())]
    assert stages == [stage for stage in GRANT_STAGES if stage in stages]
    assert stages[0] == "draft"


def test_savings_pooled_in_an_institution_are_listed(funds: Application) -> None:
    institution_id = formed(funds, open_fund(funds), open_fund(funds))
    savers = Quantity(value=Count(800), bound="at_least")
    funds.execute(PoolSavings(institution_id=institution_id, savers=savers))
    (pooling,) = funds.reader.all(overview.poolings_of(institution_id))
    assert pooling["pooling"] == PositiveCount(1)
    assert pooling["amount_satang"] is None
    assert pooling["savers"] == {"value": 800, "bound": "at_least"}


def test_the_journal_says_which_entries_stand(funds: Application) -> None:
    fund_id = open_fund(funds)
    kept = enter(funds, fund_id, "cash", "contributions", 5)
    mistake = enter(funds, fund_id, "cash", "contributions", 500)
    reversal = reverse(funds, mistake)
    query = overview.list_entries_with_status(EntryFilter(fund_id=fund_id))
    said = {row["entry_id"]: row["status"] for row in funds.reader.all(query)}
    assert said == {kept: "stands", mistake: "taken-back", reversal: "reversal"}


# -- what they offer -------------------------------------------------------------------------------


def test_a_page_offers_the_steps_that_the_rules_allow() -> None:
    assert set(asking.GRANT_STEPS) | {"rejected", "completed"} == set(GRANT_STAGES)
    assert set(asking.PROJECT_STEPS) | {"completed", "cancelled"} == set(PROJECT_STAGES)


def test_a_fund_that_leads_an_institution_is_not_offered_to_be_closed() -> None:
    offers = PAGES.resources["funds"].offers
    assert offers is not None
    assert CloseFund not in offers({"status": "open", "as_lead": True})
    assert CloseFund in offers({"status": "open", "as_lead": False})
    assert not offers({"status": "closed", "as_lead": False})


# -- forms -----------------------------------------------------------------------------------------


def test_the_form_of_a_draft_begins_with_what_the_draft_says(
    funds: Application, client: FlaskClient
) -> None:
    grant_id, project_id = new(), new()
    funds.execute(ProposeProject(project_id=project_id, title=WORDS, theme=Slug("drugs")))
    draft = DraftGrant(
        grant_id=grant_id,
        title=Line("ขอซื้อคอมพิวเตอร์"),
        grantor_organisation_id=ORGANISATION,
        requested_satang=Satang(27_000_050),
        project_ids=(project_id,),
    )
    funds.execute(draft)
    form = client.get(f"/funds/grants/{grant_id}/do/revise-grant").text
    assert 'value="ขอซื้อคอมพิวเตอร์"' in form
    assert 'value="270,000.50"' in form
    assert f'<option value="{project_id}" selected>' in form
