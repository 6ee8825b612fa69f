"""JSON resources of the funds service."""

from __future__ import annotations

from bangduan.web.api import Api
from services.funds import views
from services.funds.domain.entry import RecordEntry, ReverseEntry, TransferMoney
from services.funds.domain.fund import AdoptRuleSet, CloseFund, OpenAccount, OpenFund
from services.funds.domain.grant import (
    ApproveGrant,
    CompleteGrant,
    DraftGrant,
    RejectGrant,
    ReviseGrant,
    SubmitGrant,
)
from services.funds.domain.institution import FormInstitution, JoinInstitution, PoolSavings
from services.funds.domain.project import (
    CancelProject,
    CompleteProject,
    PlanProject,
    ProposeProject,
    StartProject,
)
from services.funds.domain.receipts import ReceiveGrant
from services.funds.projections import funds, grants, institutions, journal, projects

API = Api("funds")

API.command("POST", "/funds", OpenFund, tag="funds", summary="Open a fund", makes="fund_id")
API.listing(
    "GET", "/funds", view=views.FundView, query=funds.list_funds, filters=views.FundFilter,
    tag="funds", summary="Funds",
)  # fmt: skip
API.item(
    "GET", "/funds/<fund_id>", view=views.FundDetail, query=funds.one_fund,
    tag="funds", summary="One fund with its accounts and rules",
)  # fmt: skip
API.command(
    "POST", "/funds/<fund_id>/accounts", OpenAccount, tag="funds", summary="Open an account"
)
API.command(
    "POST", "/funds/<fund_id>/rule-sets", AdoptRuleSet, tag="funds", summary="Adopt a rule set"
)
API.listing(
    "GET", "/funds/<fund_id>/rule-sets", view=views.RuleSetView, query=funds.list_rule_sets,
    filters=views.RuleSetFilter, tag="funds", summary="Rule sets, or those in force on a day",
)  # fmt: skip
API.listing(
    "GET", "/funds/<fund_id>/ledger", view=views.LedgerLine, query=funds.list_ledger,
    filters=views.LedgerFilter, tag="ledger", summary="The ledger of a fund",
)  # fmt: skip
API.command(
    "POST", "/funds/<fund_id>/closure", CloseFund, tag="funds", summary="Close an empty fund"
)

API.command(
    "POST", "/entries", RecordEntry, tag="ledger", summary="Record a journal entry",
    makes="entry_id",
)  # fmt: skip
API.listing(
    "GET", "/entries", view=views.EntryView, query=journal.list_entries,
    filters=views.EntryFilter, tag="ledger", summary="The journal",
)  # fmt: skip
API.item(
    "GET", "/entries/<entry_id>", view=views.EntryView, query=journal.one_entry,
    tag="ledger", summary="One journal entry",
)  # fmt: skip
API.command(
    "POST", "/entries/<entry_id>/reversal", ReverseEntry, tag="ledger",
    summary="Take an entry back by a linked one", makes="reversal_id",
)  # fmt: skip
API.command(
    "POST", "/funds/<fund_id>/transfers", TransferMoney, tag="ledger",
    summary="Transfer money to another fund",
    makes="entry_id",
)  # fmt: skip
API.listing(
    "GET", "/trial-balance", view=views.FundAccountLine, query=funds.list_trial_balance,
    filters=views.TrialBalanceFilter, tag="ledger", summary="Balances of all accounts",
)  # fmt: skip
API.item(
    "GET", "/trial-balance/<fund_id>", view=views.TrialBalanceView,
    query=funds.one_trial_balance, tag="ledger", summary="Trial balance of a fund now",
)  # fmt: skip
API.item(
    "GET", "/trial-balance/<fund_id>/<day>", view=views.TrialBalanceView,
    query=funds.trial_balance_on, tag="ledger", summary="Trial balance of a fund on a day",
)  # fmt: skip
API.listing(
    "GET", "/money-sources", view=views.MoneySourceView, query=funds.list_money_sources,
    tag="ledger", summary="Own money and outside money",
)  # fmt: skip

API.command(
    "POST", "/projects", ProposeProject, tag="projects", summary="Propose a project",
    makes="project_id",
)  # fmt: skip
API.listing(
    "GET", "/projects", view=views.ProjectView, query=projects.list_projects,
    filters=views.ProjectFilter, tag="projects", summary="Projects",
)  # fmt: skip
API.item(
    "GET", "/projects/<project_id>", view=views.ProjectView, query=projects.one_project,
    tag="projects", summary="One project",
)  # fmt: skip
API.command(
    "POST", "/projects/<project_id>/plan", PlanProject, tag="projects", summary="Plan a project"
)
API.command(
    "POST", "/projects/<project_id>/start", StartProject, tag="projects", summary="Start a project"
)
API.command(
    "POST", "/projects/<project_id>/completion", CompleteProject, tag="projects",
    summary="Complete a project",
)  # fmt: skip
API.command(
    "POST", "/projects/<project_id>/cancellation", CancelProject, tag="projects",
    summary="Cancel a project",
)  # fmt: skip

API.command(
    "POST", "/grants", DraftGrant, tag="grants", summary="Draft a request", makes="grant_id"
)
API.listing(
    "GET", "/grants", view=views.GrantView, query=grants.list_grants,
    filters=views.GrantFilter, tag="grants", summary="Grants",
)  # fmt: skip
API.item(
    "GET", "/grants/<grant_id>", view=views.GrantDetail, query=grants.one_grant,
    tag="grants", summary="One grant with what was received",
)  # fmt: skip
API.command("PUT", "/grants/<grant_id>/draft", ReviseGrant, tag="grants", summary="Change a draft")
API.command(
    "POST", "/grants/<grant_id>/submission", SubmitGrant, tag="grants", summary="Submit a draft"
)
API.command(
    "POST", "/grants/<grant_id>/approval", ApproveGrant, tag="grants",
    summary="Record that it was approved",
)  # fmt: skip
API.command(
    "POST", "/grants/<grant_id>/rejection", RejectGrant, tag="grants",
    summary="Record that it was rejected",
)  # fmt: skip
API.command(
    "POST", "/grants/<grant_id>/receipts", ReceiveGrant, tag="grants",
    summary="Record money received, also of unknown amount",
)  # fmt: skip
API.command(
    "POST", "/grants/<grant_id>/completion", CompleteGrant, tag="grants",
    summary="Record how many projects were carried out",
)  # fmt: skip

API.command(
    "POST", "/institutions", FormInstitution, tag="institutions",
    summary="Integrate funds around a lead", makes="institution_id",
)  # fmt: skip
API.listing(
    "GET", "/institutions", view=views.InstitutionView, query=institutions.list_institutions,
    tag="institutions", summary="Community finance institutions",
)  # fmt: skip
API.item(
    "GET", "/institutions/<institution_id>", view=views.InstitutionDetail,
    query=institutions.one_institution, tag="institutions",
    summary="One institution with its funds and savings",
)  # fmt: skip
API.command(
    "POST", "/institutions/<institution_id>/funds", JoinInstitution, tag="institutions",
    summary="Let one more fund join",
)  # fmt: skip
API.command(
    "POST", "/institutions/<institution_id>/savings", PoolSavings, tag="institutions",
    summary="Record pooled savings, also of unknown amount",
)  # fmt: skip
API.item(
    "GET", "/institutions/<institution_id>/trial-balance", view=views.TrialBalanceView,
    query=funds.institution_trial_balance, tag="institutions",
    summary="One trial balance over all its funds",
)  # fmt: skip
