"""Pages of the funds service: funds, the journal, projects, grants, receipts and institutions."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Card, Pages, Related, Resource
from services.funds import views
from services.funds.domain.entry import ENTRY, RecordEntry, ReverseEntry, TransferMoney
from services.funds.domain.fund import FUND, AdoptRuleSet, CloseFund, OpenAccount, OpenFund
from services.funds.domain.grant import (
    GRANT,
    ApproveGrant,
    CompleteGrant,
    DraftGrant,
    RejectGrant,
    ReviseGrant,
    SubmitGrant,
)
from services.funds.domain.institution import (
    INSTITUTION,
    FormInstitution,
    JoinInstitution,
    PoolSavings,
)
from services.funds.domain.kinds import RULE_TOPICS, THEMES
from services.funds.domain.project import (
    PROJECT,
    CancelProject,
    CompleteProject,
    PlanProject,
    ProposeProject,
    StartProject,
)
from services.funds.domain.receipts import ReceiveGrant
from services.funds.projections import funds, grants, institutions, journal, overview, projects

#: Kinds of organisation that hold a fund, as membership knows them at first.
_KINDS: Final = (
    "savings-group",
    "funeral-aid-association",
    "welfare-fund",
    "village-fund",
    "poverty-alleviation-fund",
    "producer-group",
    "womens-group",
    "community-finance-institution",
    "other-inside",
)

PAGES: Final = Pages(
    "funds",
    known={"theme": THEMES, "topic": RULE_TOPICS, "kind": _KINDS},
)

#: What was journalised about a record; each list asks by the record's own id.
_JOURNAL: Final = Related(
    "entries",
    title="Journal",
    query=journal.list_entries,
    row=views.EntryView,
    columns=("description", "dated", "amount_satang"),
    links="entries",
)

PAGES.add(
    Resource(
        "funds",
        title="Funds",
        one="Fund",
        key="fund_id",
        query=overview.list_funds_with_money,
        filters=views.FundFilter,
        row=views.FundMoneyView,
        columns=("name", "kind", "status", "held_satang", "savings_satang"),
        named="name",
        item=funds.one_fund,
        detail=views.FundView,
        aggregate=FUND,
        create=OpenFund,
        actions=(TransferMoney, OpenAccount, AdoptRuleSet, CloseFund),
        related=(
            Related(
                "trial-balance",
                title="Trial balance",
                query=overview.accounts_of_fund,
                row=views.TrialBalanceLine,
                columns=("name", "kind", "debit_satang", "credit_satang"),
            ),
            _JOURNAL,
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
)
PAGES.add(
    Resource(
        "entries",
        title="Journal",
        one="Journal entry",
        key="entry_id",
        query=journal.list_entries,
        filters=views.EntryFilter,
        row=views.EntryView,
        columns=("description", "dated", "fund_id", "amount_satang", "reversed_by"),
        named="description",
        item=journal.one_entry,
        aggregate=ENTRY,
        create=RecordEntry,
        actions=(ReverseEntry,),
        picks=("entry_id", "counterpart", "reverses", "reversed_by"),
        sort="-dated",
    )
)
PAGES.add(
    Resource(
        "accounts",
        title="Chart of accounts",
        one="Account",
        key="account",
        query=overview.list_accounts,
        row=views.TrialBalanceLine,
        columns=("name", "kind", "debit_satang", "credit_satang"),
        named="name",
        item=overview.one_account,
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
)
PAGES.add(
    Resource(
        "projects",
        title="Projects",
        one="Project",
        key="project_id",
        query=projects.list_projects,
        filters=views.ProjectFilter,
        row=views.ProjectView,
        columns=("title", "theme", "stage", "money_from", "cost_satang"),
        named="title",
        item=projects.one_project,
        aggregate=PROJECT,
        create=ProposeProject,
        actions=(PlanProject, StartProject, CompleteProject, CancelProject),
        related=(_JOURNAL,),
        picks=("project_id", "project_ids"),
    )
)
PAGES.add(
    Resource(
        "grants",
        title="Grants",
        one="Grant",
        key="grant_id",
        query=grants.list_grants,
        filters=views.GrantFilter,
        row=views.GrantView,
        columns=(
            "title",
            "grantor_name",
            "stage",
            "requested_satang",
            "approved_satang",
            "received_satang",
        ),
        named="title",
        item=grants.one_grant,
        aggregate=GRANT,
        create=DraftGrant,
        actions=(ReviseGrant, SubmitGrant, ApproveGrant, RejectGrant, ReceiveGrant, CompleteGrant),
        related=(
            Related(
                "receipts",
                title="Money received",
                query=overview.list_receipts,
                row=views.ReceiptLine,
                columns=("instalment", "received_on", "received_satang", "fund_id", "reversed_by"),
                links="receipts",
            ),
            _JOURNAL,
        ),
        picks=("grant_id",),
    )
)
PAGES.add(
    Resource(
        "receipts",
        title="Receipts",
        one="Receipt",
        key="receipt_id",
        query=overview.list_receipts,
        filters=views.ReceiptFilter,
        row=views.ReceiptLine,
        columns=("title", "instalment", "received_on", "received_satang", "fund_id"),
        named="title",
        item=overview.one_receipt,
        search=False,
        sort="-received_on",
    )
)
PAGES.add(
    Resource(
        "institutions",
        title="Institutions",
        one="Institution",
        key="institution_id",
        query=institutions.list_institutions,
        row=views.InstitutionView,
        columns=("name", "lead_fund_id", "funds", "savers", "formed_on"),
        named="name",
        item=institutions.one_institution,
        aggregate=INSTITUTION,
        create=FormInstitution,
        actions=(JoinInstitution, PoolSavings),
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
            _JOURNAL,
        ),
        picks=("institution_id",),
    )
)
PAGES.add(
    Card(
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
)
PAGES.add(
    Card(
        "grant-stages",
        title="Grants by stage",
        query=overview.grant_stages,
        row=views.GrantStageView,
        columns=("stage", "grants", "requested_satang"),
        limit=6,
        empty="No grant has been asked for yet.",
    )
)
