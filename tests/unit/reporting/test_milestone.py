"""Milestones and the order they are told in."""

from __future__ import annotations

from datetime import date
from typing import Any

from bangduan.events.indicators import MILESTONES
from bangduan.events.reporting import Figure, MilestoneReached
from bangduan.events.types import Count, EntityId, Slug
from bangduan.testing.scenario import given
from bangduan.web.layout import Step, timeline
from services.reporting.domain.milestone import MILESTONE, ReachMilestone, milestone_id

ID = milestone_id("assembly-held", "00000000-0000-7000-8000-00000000000a")
PRESENT = Figure(figure=Slug("present"), value=Count(108), unit="people")
REACH = ReachMilestone(milestone_id=ID, kind=Slug("assembly-held"), figures=(PRESENT,))
REACHED = MilestoneReached(milestone_id=ID, kind=Slug("assembly-held"), figures=(PRESENT,))


def test_a_milestone_is_told_once() -> None:
    given(MILESTONE).when(REACH).then(REACHED)
    given(MILESTONE, REACHED).when(REACH).then()


def test_a_milestone_told_otherwise_is_told_again() -> None:
    dated = ReachMilestone(milestone_id=ID, kind=REACH.kind, on=date(2008, 6, 1))
    given(MILESTONE, REACHED).when(dated).then(
        MilestoneReached(milestone_id=ID, kind=REACH.kind, on=date(2008, 6, 1))
    )


def row(kind: str, on: date | None = None, within: str | None = None) -> dict[str, Any]:
    stage = MILESTONES[Slug(kind)].stage
    return {
        "milestone_id": kind,
        "kind": kind,
        "stage": stage,
        "reached_on": on,
        "within_id": within,
    }


def kinds(steps: list[Step]) -> list[str]:
    return [step.row["kind"] for step in steps]


STORY = [
    row("savings-pooled"),
    row("joint-meeting-held", date(2008, 8, 8)),
    row("regulation-drafted", within="joint-meeting-held"),
    row("grant-completed"),
    row("committee-met", date(2008, 6, 30)),
    row("plan-drafted", within="committee-met"),
    row("knowledge-published", date(2010, 9, 7)),
    row("assembly-held"),
    row("working-group-seated", within="assembly-held"),
]


def test_the_undated_stand_where_a_centre_usually_comes_to_them() -> None:
    assert kinds(timeline(STORY)) == [
        "assembly-held",
        "committee-met",
        "joint-meeting-held",
        "grant-completed",
        "savings-pooled",
        "knowledge-published",
    ]


def test_what_happened_at_a_meeting_stands_within_it() -> None:
    within = {step.row["kind"]: kinds(step.outcomes) for step in timeline(STORY)}
    assert within["assembly-held"] == ["working-group-seated"]
    assert within["committee-met"] == ["plan-drafted"]


def test_what_happened_at_a_meeting_not_told_yet_stands_by_itself() -> None:
    assert kinds(timeline([row("plan-drafted", within="committee-met")])) == ["plan-drafted"]


def test_the_order_of_arrival_does_not_matter() -> None:
    assert kinds(timeline(STORY[::-1])) == kinds(timeline(STORY))


def test_an_id_names_one_milestone_of_one_kind() -> None:
    source = EntityId("00000000-0000-7000-8000-00000000000b")
    assert milestone_id("plan-drafted", source) != milestone_id("plan-adopted", source)
