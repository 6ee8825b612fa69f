"""What the membership service's events add."""

from __future__ import annotations

from collections.abc import Iterable

from bangduan.events.membership import (
    CentreFounded,
    CommitteeSeated,
    MemberCountReported,
    OrganisationDissolved,
    OrganisationRegistered,
    PartnerRegistered,
    PartnershipEnded,
    RequestAnswered,
    RequestMade,
    RequestWithdrawn,
    VillageRegistered,
)
from bangduan.events.reporting import TO_DATE
from bangduan.events.types import EntityId, Quantity
from bangduan.policies import Policies
from services.reporting.domain.report import StateMembers, report_id
from services.reporting.policies.counting import counts, counts_no_longer, figure, reached
from services.reporting.policies.meetings import meeting_milestone

POLICIES = Policies()


@POLICIES.on(CentreFounded)
def a_centre_is_founded(event: CentreFounded) -> Iterable[object]:
    """The first milestone of a site."""
    yield reached("centre-founded", event.centre_id, on=event.founded_on, body=event.name)


@POLICIES.on(VillageRegistered)
def a_village_counts(event: VillageRegistered) -> Iterable[object]:
    """Villages of the tambon, to set those represented against."""
    yield from counts("villages", event.village)


@POLICIES.on(OrganisationRegistered)
def an_organisation_counts(event: OrganisationRegistered) -> Iterable[object]:
    """An organisation counts under its kind; so do the members it states."""
    yield from counts("organisations", event.organisation_id, cell=event.kind)
    if event.member_count is not None:
        yield _stated(event.organisation_id, event.member_count)


@POLICIES.on(MemberCountReported)
def stated_members_count(event: MemberCountReported) -> Iterable[object]:
    """The newest number an organisation states takes the place of the one before."""
    yield _stated(event.organisation_id, event.member_count)


@POLICIES.on(OrganisationDissolved)
def a_dissolved_organisation_counts_no_longer(event: OrganisationDissolved) -> Iterable[object]:
    """Neither does the number of members it stated."""
    yield from counts_no_longer("members-stated", event.organisation_id)
    yield from counts_no_longer("organisations", event.organisation_id)


@POLICIES.on(CommitteeSeated)
def the_working_group_is_seated(event: CommitteeSeated) -> Iterable[object]:
    """A milestone when it is the centre's own, not a committee of one organisation.

    Seated anew by another resolution, it is another milestone.
    """
    if event.organisation_id is None:
        meeting = event.chosen_by_meeting_id
        yield reached(
            "working-group-seated",
            event.resolution_id or event.committee_id,
            figure("seats", event.seats, "people"),
            within=None if meeting is None else meeting_milestone(meeting),
            body=event.name,
        )


@POLICIES.on(PartnerRegistered)
def a_partner_counts(event: PartnerRegistered) -> Iterable[object]:
    """A partner counts under its kind."""
    yield from counts("partners", event.partner_id, cell=event.kind.replace("_", "-"))


@POLICIES.on(PartnershipEnded)
def a_former_partner_counts_no_longer(event: PartnershipEnded) -> Iterable[object]:
    """Nothing more is asked of it."""
    yield from counts_no_longer("partners", event.partner_id)


@POLICIES.on(RequestMade)
def a_request_waits(event: RequestMade) -> Iterable[object]:
    """Until somebody answers."""
    yield from counts("requests", event.request_id, cell="waiting")


@POLICIES.on(RequestAnswered)
def a_request_is_answered(event: RequestAnswered) -> Iterable[object]:
    """Whatever the answer was."""
    yield from counts("requests", event.request_id, cell="answered")


@POLICIES.on(RequestWithdrawn)
def a_request_is_withdrawn(event: RequestWithdrawn) -> Iterable[object]:
    """It waits on nobody."""
    yield from counts("requests", event.request_id, cell="withdrawn")


def _stated(organisation_id: EntityId, members: Quantity) -> StateMembers:
    return StateMembers(
        report_id=report_id("members-stated", TO_DATE),
        organisation_id=organisation_id,
        members=members,
    )
