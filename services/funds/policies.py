"""What follows here from what the meetings and the register of organisations tell."""

from __future__ import annotations

from collections.abc import Iterable

from bangduan.domain import derived_id
from bangduan.events.meetings import ResolutionPassed
from bangduan.events.membership import OrganisationRegistered
from bangduan.events.types import EntityId
from bangduan.policies import Policies
from services.funds.domain.fund import OpenFund
from services.funds.domain.grant import TakeUpGrant
from services.funds.domain.project import TakeUpProject

POLICIES = Policies()


@POLICIES.on(OrganisationRegistered)
def open_its_fund(event: OrganisationRegistered) -> Iterable[object]:
    """An organisation of the tambon that holds funds gets books of its own.

    A grantor outside keeps its own books elsewhere.
    """
    if event.holds_funds and event.location == "inside":
        yield OpenFund(
            fund_id=EntityId(derived_id(event.organisation_id, "fund")),
            organisation_id=event.organisation_id,
            kind=event.kind,
            name=event.name,
            opened_on=event.founded_on,
        )


@POLICIES.on(ResolutionPassed)
def take_up_what_was_resolved(event: ResolutionPassed) -> Iterable[object]:
    """A resolved project enters the list; a resolved request to a grantor becomes a draft."""
    if event.project is not None:
        yield TakeUpProject(
            project_id=event.project.project_id,
            title=event.project.title,
            theme=event.project.theme,
            resolution_id=event.resolution_id,
        )
    if event.grant is not None:
        yield TakeUpGrant(
            grant_id=event.grant.grant_id,
            title=event.grant.title,
            grantor_organisation_id=event.grant.grantor_organisation_id,
            resolution_id=event.resolution_id,
            requested_satang=event.grant.requested_satang,
            project_ids=event.grant.project_ids,
        )
