"""What follows from other services' events, and what does not."""

from datetime import date
from typing import Literal

from bangduan.domain import derived_id
from bangduan.events.meetings import GrantProposal, ProjectProposal, ResolutionPassed
from bangduan.events.membership import OrganisationRegistered
from bangduan.events.types import EntityId, Line, PositiveCount, Prose, Satang, Slug
from services.funds.domain.fund import OpenFund
from services.funds.domain.grant import TakeUpGrant
from services.funds.domain.project import TakeUpProject
from services.funds.policies import POLICIES


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


def organisation(
    *, holds_funds: bool, location: Literal["inside", "outside"] = "inside"
) -> OrganisationRegistered:
    return OrganisationRegistered(
        organisation_id=entity("organisation"),
        kind=Slug("village-fund"),
        name=Line("กองทุนหมู่บ้าน"),
        founded_on=date(2001, 7, 1),
        location=location,
        holds_funds=holds_funds,
    )


def resolution(
    project: ProjectProposal | None = None, grant: GrantProposal | None = None
) -> ResolutionPassed:
    return ResolutionPassed(
        resolution_id=entity("resolution"),
        meeting_id=entity("meeting"),
        number=PositiveCount(1),
        subject="general",
        text=Prose("เห็นชอบ"),
        project=project,
        grant=grant,
    )


def test_an_organisation_that_holds_funds_gets_books() -> None:
    assert POLICIES.commands(organisation(holds_funds=True)) == [
        OpenFund(
            fund_id=EntityId(derived_id(entity("organisation"), "fund")),
            organisation_id=entity("organisation"),
            kind=Slug("village-fund"),
            name=Line("กองทุนหมู่บ้าน"),
            opened_on=date(2001, 7, 1),
        )
    ]


def test_an_organisation_without_funds_gets_none() -> None:
    assert POLICIES.commands(organisation(holds_funds=False)) == []


def test_a_grantor_outside_keeps_its_books_elsewhere() -> None:
    assert POLICIES.commands(organisation(holds_funds=True, location="outside")) == []


def test_a_resolved_project_is_taken_up() -> None:
    project = ProjectProposal(
        project_id=entity("loudspeakers"),
        title=Line("จัดตั้งเสียงตามสาย"),
        theme=Slug("public-relations"),
    )
    assert POLICIES.commands(resolution(project=project)) == [
        TakeUpProject(
            project_id=entity("loudspeakers"),
            title=Line("จัดตั้งเสียงตามสาย"),
            theme=Slug("public-relations"),
            resolution_id=entity("resolution"),
        )
    ]


def test_a_resolved_request_to_a_grantor_is_taken_up() -> None:
    grant = GrantProposal(
        grant_id=entity("grant"),
        title=Line("เสนอกองทุนรอบโรงไฟฟ้า"),
        grantor_organisation_id=entity("power-plant fund"),
        requested_satang=Satang(27_000_000),
        project_ids=(entity("loudspeakers"),),
    )
    assert POLICIES.commands(resolution(grant=grant)) == [
        TakeUpGrant(
            grant_id=entity("grant"),
            title=Line("เสนอกองทุนรอบโรงไฟฟ้า"),
            grantor_organisation_id=entity("power-plant fund"),
            resolution_id=entity("resolution"),
            requested_satang=Satang(27_000_000),
            project_ids=(entity("loudspeakers"),),
        )
    ]


def test_a_resolution_on_anything_else_moves_nothing_here() -> None:
    assert POLICIES.commands(resolution()) == []
