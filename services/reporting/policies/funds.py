"""What the funds service's events add. A sum that is not known makes a total a lower bound."""

from __future__ import annotations

from collections.abc import Iterable

from bangduan.events.funds import (
    EntryPosted,
    FundClosed,
    FundIntegrated,
    FundOpened,
    GrantApproved,
    GrantCompleted,
    GrantReceiptReversed,
    GrantReceived,
    GrantRejected,
    GrantSubmitted,
    InstitutionFormed,
    PoolingReversed,
    ProjectCancelled,
    ProjectCompleted,
    ProjectProposed,
    ProjectStarted,
    SavingsPooled,
)
from bangduan.events.reporting import TO_DATE
from bangduan.events.types import Line, Slug
from bangduan.policies import Policies
from services.reporting.domain.report import CountBalance, report_id
from services.reporting.domain.suppression import is_few, without_few
from services.reporting.policies.counting import (
    counts,
    counts_money,
    counts_no_longer,
    figure,
    reached,
)

POLICIES = Policies()

_SAVINGS = "member-savings"
_INSTITUTION = "community-finance-institution"


@POLICIES.on(FundOpened)
def a_fund_exists(event: FundOpened) -> Iterable[object]:
    """Until its books are closed. What an institution holds of its own is no fund to integrate."""
    yield from counts("fund-kinds", event.fund_id, cell=event.kind)
    if event.kind != _INSTITUTION:
        yield from counts("funds", f"{event.fund_id}/existing", cell="existing")


@POLICIES.on(FundIntegrated)
def a_fund_is_integrated(event: FundIntegrated) -> Iterable[object]:
    """Into a finance institution."""
    yield from counts("funds", f"{event.fund_id}/integrated", cell="integrated")
    yield reached("fund-integrated", event.fund_id, on=event.integrated_on)


@POLICIES.on(FundClosed)
def a_closed_fund_counts_no_longer(event: FundClosed) -> Iterable[object]:
    """Neither as existing nor as integrated."""
    yield from counts_no_longer("fund-kinds", event.fund_id)
    for state in ("existing", "integrated"):
        yield from counts_no_longer("funds", f"{event.fund_id}/{state}")


@POLICIES.on(EntryPosted)
def balances_count(event: EntryPosted) -> Iterable[object]:
    """The newest balance of an account takes the place of the one before; credit is positive."""
    for movement in event.movements:
        account, held = f"{event.fund_id}/{movement.account}", -movement.balance_satang
        if movement.account == _SAVINGS:
            yield CountBalance(
                report_id=report_id("savings", TO_DATE),
                indicator=Slug("savings"),
                source=Line(account),
                fund_id=event.fund_id,
                value=held,
            )
        if movement.source is not None:
            yield from counts("money-sources", account, cell=movement.source, value=held)


@POLICIES.on(ProjectProposed)
def a_project_is_proposed(event: ProjectProposed) -> Iterable[object]:
    """It counts by its state and by its theme."""
    yield from counts("projects", event.project_id, cell="proposed")
    yield from counts("project-themes", event.project_id, cell=event.theme)


@POLICIES.on(ProjectStarted)
def a_project_is_started(event: ProjectStarted) -> Iterable[object]:
    """Work began."""
    yield from counts("projects", event.project_id, cell="started")


@POLICIES.on(ProjectCompleted)
def a_project_is_completed(event: ProjectCompleted) -> Iterable[object]:
    """Work ended as meant."""
    yield from counts("projects", event.project_id, cell="completed")


@POLICIES.on(ProjectCancelled)
def a_project_is_cancelled(event: ProjectCancelled) -> Iterable[object]:
    """It will not be carried out."""
    yield from counts("projects", event.project_id, cell="cancelled")


@POLICIES.on(GrantSubmitted)
def a_grant_is_asked(event: GrantSubmitted) -> Iterable[object]:
    """The request went to the grantor."""
    grant, satang, on = event.grant_id, event.requested_satang, event.submitted_on
    yield from counts("grants", f"{grant}/asked", cell="asked", on=on)
    yield from counts_money("grant-money", f"{grant}/asked", satang, cell="asked", on=on)
    yield reached("grant-asked", grant, figure("amount", satang, "satang"), on=on)


@POLICIES.on(GrantApproved)
def a_grant_is_approved(event: GrantApproved) -> Iterable[object]:
    """The grantor said yes."""
    grant, satang, on = event.grant_id, event.approved_satang, event.approved_on
    yield from counts("grants", f"{grant}/approved", cell="approved", on=on)
    yield from counts_money("grant-money", f"{grant}/approved", satang, cell="approved", on=on)
    yield reached("grant-approved", grant, figure("amount", satang, "satang"), on=on)


@POLICIES.on(GrantRejected)
def a_grant_is_rejected(event: GrantRejected) -> Iterable[object]:
    """The grantor said no."""
    on = event.rejected_on
    yield from counts("grants", f"{event.grant_id}/rejected", cell="rejected", on=on)
    yield reached("grant-rejected", event.grant_id, on=on)


@POLICIES.on(GrantReceived)
def grant_money_is_received(event: GrantReceived) -> Iterable[object]:
    """Each instalment adds its sum; the grant counts with the first that stands."""
    grant, satang, on = event.grant_id, event.received_satang, event.received_on
    instalment = f"{grant}/received/{event.instalment}"
    yield from counts_money("grant-money", instalment, satang, cell="received", on=on)
    if event.first or (event.first is None and event.instalment == 1):
        yield from counts("grants", f"{grant}/received", cell="received", on=on)
        yield reached("grant-received", grant, figure("amount", satang, "satang"), on=on)


@POLICIES.on(GrantReceiptReversed)
def a_receipt_was_a_mistake(event: GrantReceiptReversed) -> Iterable[object]:
    """Its sum counts no longer; neither does the grant as received when nothing else came."""
    grant = event.grant_id
    yield from counts_no_longer("grant-money", f"{grant}/received/{event.instalment}")
    if event.stage == "approved":
        yield from counts_no_longer("grants", f"{grant}/received")


@POLICIES.on(GrantCompleted)
def a_grant_is_completed(event: GrantCompleted) -> Iterable[object]:
    """With so many projects carried out; the sum is tied to none."""
    grant, done, on = event.grant_id, event.projects_completed, event.completed_on
    yield from counts("grants", f"{grant}/completed", cell="completed", on=on)
    yield from counts("grant-projects", grant, value=done, on=on)
    yield reached("grant-completed", grant, figure("projects", done), on=on)


@POLICIES.on(InstitutionFormed)
def an_institution_is_formed(event: InstitutionFormed) -> Iterable[object]:
    """Told with its name and how many funds came together."""
    funds = len({event.lead_fund_id, *event.fund_ids})
    yield reached(
        "institution-formed",
        event.institution_id,
        figure("funds", funds),
        on=event.formed_on,
        body=event.name,
    )


@POLICIES.on(SavingsPooled)
def savers_pooled_money(event: SavingsPooled) -> Iterable[object]:
    """The newest number of savers of an institution stands; sums add up."""
    institution, savers = event.institution_id, without_few(event.savers)
    pooling = f"{institution}/{event.pooling}"
    yield from counts("savers", institution, value=savers.value, bound=savers.bound)
    yield from counts_money("savings-pooled", pooling, event.amount_satang)
    yield reached(
        "savings-pooled",
        pooling,
        figure("savers", None if is_few(event.savers.value) else savers, "people"),
        figure("amount", event.amount_satang, "satang"),
        on=event.pooled_on,
    )


@POLICIES.on(PoolingReversed)
def a_reversed_sum_is_not_known(event: PoolingReversed) -> Iterable[object]:
    """That savers pooled stands; how much is not known any more."""
    yield from counts_money("savings-pooled", f"{event.institution_id}/{event.pooling}", None)
