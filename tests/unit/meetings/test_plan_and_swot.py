"""Development plans, and the analyses their lines answer."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from bangduan.domain import derived_id
from bangduan.events.meetings import (
    PlanAdopted,
    PlanDrafted,
    PlanLineDropped,
    PlanLineWritten,
    SwotMade,
    SwotPointStruck,
    SwotPointTied,
    SwotPointWritten,
)
from bangduan.events.types import BuddhistYear, EntityId, Line, PositiveCount, Satang, Slug
from bangduan.testing.scenario import given
from services.meetings.domain.plan import (
    DRAFTED_ONCE,
    HAS_LINES,
    PLAN,
    STILL_A_DRAFT,
    YEARS_IN_ORDER,
    AdoptPlan,
    DraftPlan,
    DropPlanLine,
    Plan,
    WritePlanLine,
    require_adoptable,
)
from services.meetings.domain.swot import (
    MADE_ONCE,
    SWOT,
    TIED_ONCE,
    MakeSwot,
    StrikeSwotPoint,
    TieSwotPoint,
    TieSwotPointTo,
    WriteSwotPoint,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


PLAN_ID, LINE_ID, MEETING_ID = entity("plan"), entity("line"), entity("meeting")
TITLE = Line("แผนพัฒนาตำบลบางด้วน")
DRAFTED = PlanDrafted(plan_id=PLAN_ID, title=TITLE, meeting_id=MEETING_ID)
LINE = PlanLineWritten(
    plan_id=PLAN_ID, line_id=LINE_ID, theme=Slug("drugs"), title=Line("แก้ไขปัญหายาเสพติด")
)
ADOPTED = PlanAdopted(plan_id=PLAN_ID, meeting_id=MEETING_ID, resolution_id=entity("resolution"))
WRITE = WritePlanLine(
    plan_id=PLAN_ID, line_id=LINE_ID, theme=Slug("drugs"), title=Line("แก้ไขปัญหายาเสพติด")
)
DROP = DropPlanLine(plan_id=PLAN_ID, line_id=LINE_ID)
ADOPT = AdoptPlan(plan_id=PLAN_ID, meeting_id=MEETING_ID, resolution_id=entity("resolution"))


def test_a_plan_is_drafted_at_a_meeting_for_years_that_may_be_unknown() -> None:
    command = DraftPlan(plan_id=PLAN_ID, title=TITLE, meeting_id=MEETING_ID)
    given(PLAN).when(command).then(DRAFTED)
    given(PLAN, DRAFTED).when(command).refuses(DRAFTED_ONCE)


def test_a_plan_does_not_end_before_it_begins() -> None:
    command = DraftPlan(
        plan_id=PLAN_ID, title=TITLE, from_year=BuddhistYear(2552), to_year=BuddhistYear(2551)
    )
    given(PLAN).when(command).refuses(YEARS_IN_ORDER)


def test_the_budget_of_a_line_is_unknown_until_somebody_tells_it() -> None:
    given(PLAN, DRAFTED).when(WRITE).then(LINE)
    known = dataclasses.replace(
        WRITE, budget_satang=Satang(27_000_000), source="outside", priority=PositiveCount(1)
    )
    given(PLAN, DRAFTED, LINE).when(known).then(
        dataclasses.replace(
            LINE, budget_satang=Satang(27_000_000), source="outside", priority=PositiveCount(1)
        )
    )


def test_a_line_is_dropped() -> None:
    dropped = PlanLineDropped(plan_id=PLAN_ID, line_id=LINE_ID)
    given(PLAN, DRAFTED, LINE).when(DROP).then(dropped)
    assert given(PLAN, DRAFTED).when(DROP).finds_nothing().field == "line_id"


def test_a_plan_with_lines_is_adopted_and_stands() -> None:
    given(PLAN, DRAFTED).when(ADOPT).refuses(HAS_LINES)
    given(PLAN, DRAFTED, LINE).when(ADOPT).then(ADOPTED)
    for command in (WRITE, DROP, ADOPT):
        given(PLAN, DRAFTED, LINE, ADOPTED).when(command).refuses(STILL_A_DRAFT)


def test_a_plan_that_cannot_be_adopted_is_not_put_to_the_vote() -> None:
    with pytest.raises(Exception, match="adopted"):
        require_adoptable(given(PLAN, DRAFTED, LINE, ADOPTED).state)
    with pytest.raises(Exception, match="lines"):
        require_adoptable(given(PLAN, DRAFTED).state)


@pytest.mark.parametrize("command", [WRITE, DROP, ADOPT])
def test_a_plan_nobody_drafted_does_not_change(command: Any) -> None:
    given(PLAN).when(command).finds_nothing()


SWOT_ID, POINT = entity("swot"), entity("point")
MADE = SwotMade(swot_id=SWOT_ID, title=Line("วิเคราะห์ศูนย์"), made_on=date(2008, 6, 30))
WRITTEN = SwotPointWritten(
    swot_id=SWOT_ID, point_id=POINT, swot_list="strength", text=Line("ผู้นำร่วมมือกัน")
)
TIED = SwotPointTied(swot_id=SWOT_ID, point_id=POINT, plan_id=PLAN_ID, line_id=LINE_ID)


def tie(plan: Plan, line_id: EntityId = LINE_ID) -> TieSwotPointTo:
    asked = TieSwotPoint(swot_id=SWOT_ID, point_id=POINT, plan_id=PLAN_ID, line_id=line_id)
    return TieSwotPointTo(asked=asked, plan=plan)


THE_PLAN = Plan(drafted=True, lines=frozenset({LINE_ID}))


def test_an_analysis_is_of_one_day() -> None:
    command = MakeSwot(swot_id=SWOT_ID, title=Line("วิเคราะห์ศูนย์"), made_on=date(2008, 6, 30))
    given(SWOT).when(command).then(MADE)
    given(SWOT, MADE).when(command).refuses(MADE_ONCE)


def test_a_point_is_written_rewritten_and_struck() -> None:
    command = WriteSwotPoint(
        swot_id=SWOT_ID, point_id=POINT, swot_list="strength", text=Line("ผู้นำร่วมมือกัน")
    )
    given(SWOT, MADE).when(command).then(WRITTEN)
    state = given(SWOT, MADE, WRITTEN, TIED).when(command).then(WRITTEN)
    assert state.ties == {POINT: (LINE_ID,)}
    strike = StrikeSwotPoint(swot_id=SWOT_ID, point_id=POINT)
    given(SWOT, MADE, WRITTEN).when(strike).then(SwotPointStruck(swot_id=SWOT_ID, point_id=POINT))
    given(SWOT, MADE).when(strike).finds_nothing()


def test_a_point_is_tied_once_to_a_line_that_stands_in_its_plan() -> None:
    given(SWOT, MADE, WRITTEN).when(tie(THE_PLAN)).then(TIED)
    given(SWOT, MADE, WRITTEN, TIED).when(tie(THE_PLAN)).refuses(TIED_ONCE)
    nothing = given(SWOT, MADE, WRITTEN).when(tie(THE_PLAN, entity("dropped line")))
    assert nothing.finds_nothing().field == "line_id"
    assert given(SWOT, MADE).when(tie(THE_PLAN)).finds_nothing().field == "point_id"


def test_an_analysis_nobody_made_has_no_points() -> None:
    given(SWOT).when(tie(THE_PLAN)).finds_nothing()
