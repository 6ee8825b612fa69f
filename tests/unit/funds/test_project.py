"""A project, from its proposal to its end."""

from datetime import date

import pytest

from bangduan.domain import derived_id
from bangduan.events.funds import (
    ProjectCancelled,
    ProjectCompleted,
    ProjectEndorsed,
    ProjectPlanned,
    ProjectProposed,
    ProjectStarted,
)
from bangduan.events.types import Count, EntityId, Line, Prose, Quantity, Satang, Slug
from bangduan.testing.scenario import given
from services.funds.domain.project import (
    ALREADY_PROPOSED,
    CANCELLED_BEFORE_ITS_END,
    COMPLETED_AFTER_ITS_START,
    COMPLETES_ONCE_STARTED,
    ENDS_AFTER_IT_BEGINS,
    PLANNED_BEFORE_START,
    PROJECT,
    STARTS_FROM_A_PLAN,
    CancelProject,
    CompleteProject,
    PlanProject,
    ProposeProject,
    StartProject,
    TakeUpProject,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


ID, RESOLUTION = entity("nine temples"), entity("resolution")
TITLE, THEME = Line("ผู้สูงอายุแสวงบุญไหว้พระ 9 วัด"), Slug("elders")
PROPOSED = ProjectProposed(project_id=ID, title=TITLE, theme=THEME)
PLANNED = ProjectPlanned(project_id=ID)
STARTED = ProjectStarted(project_id=ID, started_on=date(2008, 8, 1))
COMPLETED = ProjectCompleted(project_id=ID, title=TITLE, theme=THEME)
CANCELLED = ProjectCancelled(project_id=ID, reason=Line("ไม่มีงบประมาณ"))
CANCEL = CancelProject(project_id=ID, reason=Line("ไม่มีงบประมาณ"))


def test_a_project_is_proposed_with_nothing_known_but_its_title_and_theme() -> None:
    propose = ProposeProject(project_id=ID, title=TITLE, theme=THEME)
    given(PROJECT).when(propose).then(PROPOSED)


def test_a_project_is_proposed_once() -> None:
    again = ProposeProject(project_id=ID, title=TITLE, theme=THEME)
    given(PROJECT, PROPOSED).when(again).refuses(ALREADY_PROPOSED)


def test_a_resolution_puts_a_new_project_on_the_list() -> None:
    take_up = TakeUpProject(project_id=ID, title=TITLE, theme=THEME, resolution_id=RESOLUTION)
    given(PROJECT).when(take_up).then(
        ProjectProposed(project_id=ID, title=TITLE, theme=THEME, resolution_id=RESOLUTION)
    )


def test_a_resolution_endorses_a_project_that_is_on_the_list() -> None:
    take_up = TakeUpProject(project_id=ID, title=TITLE, theme=THEME, resolution_id=RESOLUTION)
    given(PROJECT, PROPOSED).when(take_up).then(
        ProjectEndorsed(project_id=ID, resolution_id=RESOLUTION)
    )


def test_a_plan_says_what_is_known_and_keeps_what_was_said() -> None:
    at_least = Quantity(value=Count(40), bound="at_least")
    proposed = ProjectProposed(project_id=ID, title=TITLE, theme=THEME, beneficiaries=at_least)
    plan = PlanProject(project_id=ID, starts_on=date(2008, 8, 1), cost_satang=Satang(5_000_000))
    given(PROJECT, proposed).when(plan).then(
        ProjectPlanned(
            project_id=ID,
            starts_on=date(2008, 8, 1),
            beneficiaries=at_least,
            cost_satang=Satang(5_000_000),
        )
    )


def test_a_project_is_planned_anew_while_it_has_not_started() -> None:
    before = ProjectPlanned(project_id=ID, starts_on=date(2008, 8, 1), cost_satang=Satang(9))
    again = PlanProject(project_id=ID, starts_on=date(2008, 9, 1), money_from="own")
    given(PROJECT, PROPOSED, before).when(again).then(
        ProjectPlanned(
            project_id=ID,
            starts_on=date(2008, 9, 1),
            cost_satang=Satang(9),
            money_from="own",
        )
    )


def test_a_plan_that_ends_before_it_begins_is_refused() -> None:
    plan = PlanProject(project_id=ID, starts_on=date(2008, 8, 2), ends_on=date(2008, 8, 1))
    given(PROJECT, PROPOSED).when(plan).refuses(ENDS_AFTER_IT_BEGINS)


def test_an_end_before_the_beginning_planned_earlier_is_refused() -> None:
    before = ProjectPlanned(project_id=ID, starts_on=date(2008, 8, 2))
    plan = PlanProject(project_id=ID, ends_on=date(2008, 8, 1))
    given(PROJECT, PROPOSED, before).when(plan).refuses(ENDS_AFTER_IT_BEGINS)


@pytest.mark.parametrize("later", [(STARTED,), (STARTED, COMPLETED), (CANCELLED,)])
def test_a_project_that_started_or_ended_is_not_planned(later: tuple[object, ...]) -> None:
    given(PROJECT, PROPOSED, PLANNED, *later).when(PlanProject(project_id=ID)).refuses(
        PLANNED_BEFORE_START
    )


def test_a_planned_project_starts() -> None:
    start = StartProject(project_id=ID, started_on=date(2008, 8, 1))
    given(PROJECT, PROPOSED, PLANNED).when(start).then(STARTED)


@pytest.mark.parametrize("past", [(PROPOSED,), (PROPOSED, PLANNED, STARTED)])
def test_a_project_starts_only_from_a_plan(past: tuple[object, ...]) -> None:
    given(PROJECT, *past).when(StartProject(project_id=ID)).refuses(STARTS_FROM_A_PLAN)


def test_a_project_is_completed_as_it_turned_out() -> None:
    planned = ProjectPlanned(project_id=ID, cost_satang=Satang(5), money_from="outside")
    done = CompleteProject(
        project_id=ID,
        completed_on=date(2008, 8, 3),
        beneficiaries=Quantity(value=Count(45)),
        result=Prose("ไหว้พระครบ 9 วัด"),
    )
    given(PROJECT, PROPOSED, planned, STARTED).when(done).then(
        ProjectCompleted(
            project_id=ID,
            title=TITLE,
            theme=THEME,
            completed_on=date(2008, 8, 3),
            beneficiaries=Quantity(value=Count(45)),
            cost_satang=Satang(5),
            money_from="outside",
            result=Prose("ไหว้พระครบ 9 วัด"),
        )
    )


def test_a_cost_of_nothing_is_known_and_not_the_same_as_unknown() -> None:
    planned = ProjectPlanned(project_id=ID, cost_satang=Satang(5))
    done = CompleteProject(project_id=ID, cost_satang=Satang(0))
    (event,) = given(PROJECT, PROPOSED, planned, STARTED).when(done).events
    assert isinstance(event, ProjectCompleted)
    assert event.cost_satang == 0


def test_a_project_is_not_completed_before_it_started() -> None:
    early = CompleteProject(project_id=ID, completed_on=date(2008, 7, 31))
    given(PROJECT, PROPOSED, PLANNED, STARTED).when(early).refuses(COMPLETED_AFTER_ITS_START)


@pytest.mark.parametrize("past", [(), (PLANNED,), (PLANNED, STARTED, COMPLETED), (CANCELLED,)])
def test_only_a_project_under_way_is_completed(past: tuple[object, ...]) -> None:
    given(PROJECT, PROPOSED, *past).when(CompleteProject(project_id=ID)).refuses(
        COMPLETES_ONCE_STARTED
    )


@pytest.mark.parametrize("past", [(), (PLANNED,), (PLANNED, STARTED)])
def test_a_project_is_cancelled_at_any_time_before_its_end(past: tuple[object, ...]) -> None:
    given(PROJECT, PROPOSED, *past).when(CANCEL).then(CANCELLED)


@pytest.mark.parametrize("past", [(PLANNED, STARTED, COMPLETED), (CANCELLED,)])
def test_a_project_that_ended_is_not_cancelled(past: tuple[object, ...]) -> None:
    given(PROJECT, PROPOSED, *past).when(CANCEL).refuses(CANCELLED_BEFORE_ITS_END)


def test_a_refusal_tells_the_stage_in_both_languages() -> None:
    refusal = given(PROJECT, PROPOSED).when(StartProject(project_id=ID)).refuses(STARTS_FROM_A_PLAN)
    assert "proposed" in refusal.en
    assert "เสนอ" in refusal.th


@pytest.mark.parametrize(
    "anything",
    [
        PlanProject(project_id=ID),
        StartProject(project_id=ID),
        CompleteProject(project_id=ID),
        CANCEL,
    ],
)
def test_a_project_that_was_never_proposed_is_not_found(anything: object) -> None:
    given(PROJECT).when(anything).finds_nothing()
