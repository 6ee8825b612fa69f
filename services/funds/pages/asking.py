"""Asking for money: projects, grants from outside, what was received of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bangduan.web.pages import Card, Related, Resource
from services.funds import views
from services.funds.domain.grant import (
    GRANT,
    ApproveGrant,
    CompleteGrant,
    DraftGrant,
    RejectGrant,
    ReviseGrant,
    SubmitGrant,
)
from services.funds.domain.project import (
    PROJECT,
    CancelProject,
    CompleteProject,
    PlanProject,
    ProposeProject,
    StartProject,
)
from services.funds.domain.receipts import ReceiveGrant
from services.funds.pages.books import JOURNAL
from services.funds.projections import grants, overview, projects

#: What a grant or a project that stands in a stage can come to next.
GRANT_STEPS: Final[Mapping[str, tuple[type, ...]]] = {
    "draft": (ReviseGrant, SubmitGrant),
    "submitted": (ApproveGrant, RejectGrant),
    "approved": (ReceiveGrant,),
    "received": (ReceiveGrant, CompleteGrant),
}
PROJECT_STEPS: Final[Mapping[str, tuple[type, ...]]] = {
    "proposed": (PlanProject, CancelProject),
    "planned": (PlanProject, StartProject, CancelProject),
    "started": (CompleteProject, CancelProject),
}

PROJECTS: Final = Resource(
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
    facts=(
        "theme",
        "stage",
        "resolution_id?",
        "beneficiaries",
        "money_from",
        "cost_satang",
        "proposed_on",
        "starts_on?",
        "ends_on?",
        "started_on?",
        "completed_on?",
        "result?",
        "cancelled_on?",
        "reason?",
    ),
    aggregate=PROJECT,
    create=ProposeProject,
    actions=(PlanProject, StartProject, CompleteProject, CancelProject),
    offers=lambda project: PROJECT_STEPS.get(project["stage"], ()),
    empty="There is no project yet. One is proposed here, or by a resolution of a meeting.",
    related=(JOURNAL,),
    picks=("project_id", "project_ids"),
)

GRANTS: Final = Resource(
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
    facts=(
        "grantor_organisation_id",
        "stage",
        "resolution_id?",
        "project_ids?",
        "requested_satang",
        "submitted_on",
        "approved_satang",
        "approved_on",
        "received_satang",
        "received_bound",
        "projects_completed?",
        "completed_on?",
        "rejected_on?",
        "reason?",
    ),
    aggregate=GRANT,
    create=DraftGrant,
    actions=(ReviseGrant, SubmitGrant, ApproveGrant, RejectGrant, ReceiveGrant, CompleteGrant),
    begins={ReviseGrant: ("title", "requested_satang", "project_ids")},
    offers=lambda grant: GRANT_STEPS.get(grant["stage"], ()),
    empty="No grant has been asked for yet. A request is drafted here, or by a resolution.",
    related=(
        Related(
            "receipts",
            title="Money received",
            query=overview.list_receipts,
            row=views.ReceiptLine,
            columns=("instalment", "received_on", "received_satang", "fund_id", "status"),
            links="receipts",
        ),
        JOURNAL,
    ),
    picks=("grant_id",),
)

RECEIPTS: Final = Resource(
    "receipts",
    title="Receipts",
    one="Receipt",
    key="receipt_id",
    query=overview.list_receipts,
    filters=views.ReceiptFilter,
    row=views.ReceiptLine,
    columns=("title", "instalment", "received_on", "received_satang", "fund_id", "status"),
    named="title",
    item=overview.one_receipt,
    facts=(
        "grant_id",
        "instalment",
        "received_satang",
        "received_on",
        "fund_id",
        "entry_id?",
        "reversed_by?",
    ),
    search=False,
    sort="-received_on",
    empty="No money of a grant has been received yet. It is recorded at the grant.",
)

STAGES: Final = Card(
    "grant-stages",
    title="Grants by stage",
    query=overview.grant_stages,
    row=views.GrantStageView,
    columns=("stage", "grants", "requested_satang"),
    limit=6,
    empty="No grant has been asked for yet.",
)
