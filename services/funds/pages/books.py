"""The books: funds, the journal, the chart of accounts, finance institutions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from bangduan.web.pages import Card, Related, Resource
from services.funds import views
from services.funds.domain.entry import ENTRY, RecordEntry, ReverseEntry, TransferMoney
from services.funds.domain.fund import FUND, AdoptRuleSet, CloseFund, OpenAccount, OpenFund
from services.funds.domain.institution import (
    INSTITUTION,
    FormInstitution,
    JoinInstitution,
    PoolSavings,
)
from services.funds.projections import funds, institutions, journal, overview

#: What was journalised about a record; each list asks by the record's own id.
JOURNAL: Final = Related(
    "entries",
    title="Journal",
    query=overview.list_entries_with_status,
    row=views.EntryLine,
    columns=("description", "dated", "amount_satang", "status"),
    links="entries",
)


def _of_fund(fund: Mapping[str, Any]) -> Collection[type]:
    if fund["status"] == "closed":
        return ()
    going_on = (TransferMoney, OpenAccount, AdoptRuleSet)
    return going_on if fund["as_lead"] else (*going_on, CloseFund)


def _of_entry(entry: Mapping[str, Any]) -> Collection[type]:
    stands = entry["reverses"] is None and entry["reversed_by"] is None
    return (ReverseEntry,) if stands else ()


FUNDS: Final = Resource(
    "funds",
    title="Funds",
    one="Fund",
    key="fund_id",
    query=overview.list_funds_with_money,
    filters=views.FundFilter,
    row=views.FundMoneyView,
    columns=("name", "kind", "status", "held_satang", "savings_satang"),
    named="name",
    item=overview.one_fund_with_money,
    facts=(
        "organisation_id",
        "kind",
        "status",
        "held_satang",
        "savings_satang",
        "entries",
        "institution_id?",
        "as_lead?",
        "integrated_on?",
        "opened_on",
        "closed_on?",
        "reason?",
    ),
    aggregate=FUND,
    create=OpenFund,
    actions=(TransferMoney, OpenAccount, AdoptRuleSet, CloseFund),
    offers=_of_fund,
    empty="No fund is open yet. A fund opens by itself when an organisation that holds "
    "funds is registered.",
    related=(
        Related(
            "trial-balance",
            title="Trial balance",
            query=overview.accounts_of_fund,
            row=views.TrialBalanceLine,
            columns=("name", "kind", "debit_satang", "credit_satang"),
        ),
        JOURNAL,
        Related(
            "ledger",
            title="Ledger",
            query=funds.list_ledger,
            row=views.LedgerLine,
            columns=("number", "dated", "account", "moved_satang", "balance_satang"),
            links="entries",
        ),
        Related(
            "rule-sets",
            title="Rule sets",
            query=funds.list_rule_sets,
            row=views.RuleSetView,
            columns=("topic", "effective_from", "rules", "resolution_id"),
        ),
    ),
    picks=("fund_id", "to_fund_id", "lead_fund_id", "fund_ids"),
)

ENTRIES: Final = Resource(
    "entries",
    title="Journal",
    one="Journal entry",
    key="entry_id",
    query=overview.list_entries_with_status,
    filters=views.EntryFilter,
    row=views.EntryLine,
    columns=("description", "dated", "fund_id", "amount_satang", "status"),
    named="description",
    item=journal.one_entry,
    detail=views.EntryView,
    facts=(
        "fund_id",
        "dated",
        "amount_satang",
        "postings",
        "project_id?",
        "grant_id?",
        "institution_id?",
        "counterpart?",
        "reverses?",
        "reversed_by?",
        "reason?",
    ),
    aggregate=ENTRY,
    create=RecordEntry,
    actions=(ReverseEntry,),
    offers=_of_entry,
    empty="Nothing is journalised yet. What is received of a grant, pooled or transferred "
    "enters by itself once its amount is known.",
    picks=("entry_id", "counterpart", "reverses", "reversed_by"),
    sort="-dated",
)

ACCOUNTS: Final = Resource(
    "accounts",
    title="Chart of accounts",
    one="Account",
    key="account",
    query=overview.list_accounts,
    row=views.TrialBalanceLine,
    columns=("name", "kind", "debit_satang", "credit_satang"),
    named="name",
    item=overview.one_account,
    facts=("account", "kind", "debit_satang", "credit_satang"),
    related=(
        Related(
            "funds",
            title="In each fund",
            query=overview.funds_with_account,
            row=views.FundAccountLine,
            columns=("fund_id", "debit_satang", "credit_satang"),
            links="funds",
        ),
    ),
    search=False,
    picks=("Posting.account", "LedgerLine.account"),
)

INSTITUTIONS: Final = Resource(
    "institutions",
    title="Institutions",
    one="Institution",
    key="institution_id",
    query=institutions.list_institutions,
    row=views.InstitutionView,
    columns=("name", "lead_fund_id", "funds", "savers", "formed_on"),
    named="name",
    item=institutions.one_institution,
    facts=(
        "lead_fund_id",
        "organisation_id?",
        "resolution_id?",
        "formed_on",
        "funds",
        "savers",
    ),
    aggregate=INSTITUTION,
    create=FormInstitution,
    actions=(JoinInstitution, PoolSavings),
    empty="No funds are integrated yet. An institution is formed of two funds or more, "
    "around the one that leads.",
    related=(
        Related(
            "funds",
            title="Funds of the institution",
            query=overview.list_funds_with_money,
            row=views.FundMoneyView,
            columns=("name", "kind", "as_lead", "integrated_on", "held_satang"),
            links="funds",
        ),
        Related(
            "poolings",
            title="Pooled savings",
            query=overview.poolings_of,
            row=views.PoolingView,
            columns=("pooling", "pooled_on", "savers", "amount_satang", "fund_id"),
        ),
        Related(
            "trial-balance",
            title="Trial balance of all its funds",
            query=overview.accounts_of_institution,
            row=views.TrialBalanceLine,
            columns=("name", "kind", "debit_satang", "credit_satang"),
        ),
        JOURNAL,
    ),
    picks=("institution_id",),
)

BALANCES: Final = Card(
    "fund-balances",
    title="Fund balances",
    query=overview.fund_balances,
    row=views.FundMoneyView,
    columns=("name", "held_satang", "savings_satang"),
    links="funds",
    limit=8,
    empty="No fund is open yet. A fund opens by itself when an organisation that holds "
    "funds is registered.",
)
