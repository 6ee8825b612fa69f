"""How far the lines of a plan have come, what they are tied to, and the board of problems."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.days import BANGKOK
from bangduan.events.meetings import (
    PlanAdopted,
    PlanDrafted,
    PlanLineDropped,
    PlanLineTied,
    PlanLineUntied,
    PlanLineWritten,
    PlanProgressReported,
)
from bangduan.events.types import Count, Line, Satang, Slug
from bangduan.permissions import permission_of
from bangduan.testing.access import Keys
from bangduan.testing.scenario import given
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.meetings.domain.plan import (
    DONE_IS_ALL,
    IS_TIED,
    PERCENT_AT_MOST_ALL,
    PLAN,
    TIED_ONCE,
    TIES_ONE_THING,
    ReportPlanProgress,
    TiePlanLine,
    UntiePlanLine,
)
from services.meetings.domain.problem import RaiseProblem
from services.meetings.service import service
from tests.unit.meetings.calls import entity, get, made, post

PLAN_ID, LINE, PROBLEM, PROJECT = (entity(n) for n in ("plan", "line", "problem", "project"))
ADOPTED = (
    PlanDrafted(plan_id=PLAN_ID, title=Line("แผนพัฒนา")),
    PlanLineWritten(plan_id=PLAN_ID, line_id=LINE, theme=Slug("drugs"), title=Line("ค่าย")),
    PlanAdopted(plan_id=PLAN_ID, meeting_id=entity("m"), resolution_id=entity("r")),
)
TIED = PlanLineTied(plan_id=PLAN_ID, line_id=LINE, problem_id=PROBLEM)


def report(status: Any, percent: int | None = None, **more: Any) -> ReportPlanProgress:
    return ReportPlanProgress(
        plan_id=PLAN_ID, line_id=more.pop("line_id", LINE), status=status,
        percent=None if percent is None else Count(percent), **more,
    )  # fmt: skip


def test_the_progress_of_an_adopted_line_is_reported_in_percent_and_in_money() -> None:
    given(PLAN, *ADOPTED).when(report("under_way", 40, spent_satang=Satang(500_000))).then(
        PlanProgressReported(
            plan_id=PLAN_ID, line_id=LINE, status="under_way", percent=Count(40),
            spent_satang=Satang(500_000),
        )
    )  # fmt: skip
    given(PLAN, *ADOPTED).when(report("given_up")).then(
        PlanProgressReported(plan_id=PLAN_ID, line_id=LINE, status="given_up")
    )
    given(PLAN, *ADOPTED).when(report("done", line_id=entity("none"))).finds_nothing()


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (report("under_way", 101), PERCENT_AT_MOST_ALL),
        (report("done", 99), DONE_IS_ALL),
        (report("not_started", 1), DONE_IS_ALL),
        (TiePlanLine(plan_id=PLAN_ID, line_id=LINE), TIES_ONE_THING),
        (
            TiePlanLine(plan_id=PLAN_ID, line_id=LINE, problem_id=PROBLEM, project_id=PROJECT),
            TIES_ONE_THING,
        ),
        (UntiePlanLine(plan_id=PLAN_ID, line_id=LINE, project_id=PROJECT), IS_TIED),
    ],
)
def test_what_is_reported_or_tied_makes_sense(command: Any, rule: Any) -> None:
    given(PLAN, *ADOPTED).when(command).refuses(rule)


def test_a_line_is_tied_to_a_thing_once_until_it_is_untied_or_dropped() -> None:
    tie = TiePlanLine(plan_id=PLAN_ID, line_id=LINE, problem_id=PROBLEM)
    given(PLAN, *ADOPTED).when(tie).then(TIED)
    given(PLAN, *ADOPTED, TIED).when(tie).refuses(TIED_ONCE)
    untied = PlanLineUntied(plan_id=PLAN_ID, line_id=LINE, problem_id=PROBLEM)
    untie = UntiePlanLine(plan_id=PLAN_ID, line_id=LINE, problem_id=PROBLEM)
    given(PLAN, *ADOPTED, TIED).when(untie).then(untied)
    given(PLAN, *ADOPTED, TIED, untied).when(tie).then(TIED)
    again = (PlanLineDropped(plan_id=PLAN_ID, line_id=LINE), ADOPTED[1])
    given(PLAN, *ADOPTED, TIED, *again).when(tie).then(TIED)


# -- on the site -----------------------------------------------------------------------------------


def browser(meetings: Application, role: Any = "cd_officer") -> FlaskClient:
    value, _ = Keys().cookie(meetings, role)
    made_ = create_app(meetings, [service]).test_client()
    made_.set_cookie(COOKIE, value)
    return made_


def test_a_plan_shows_how_far_its_lines_have_come(
    meetings: Application, client: FlaskClient
) -> None:
    plan = made(client, "/plans", title="แผนพัฒนา")
    problem = made(client, "/problems", title="ยาเสพติด")
    for number, title in enumerate(("อบรม", "เสียงตามสาย"), start=1):
        line = entity(f"line {number}")
        post(
            client, f"/plans/{plan}/lines", 201, line_id=line, theme="drugs", title=title,
            budget_satang=1_000_000, priority=number,
        )  # fmt: skip
    first = f"/plans/{plan}/lines/{entity('line 1')}"
    post(client, f"{first}/progress", status="under_way", percent=40, spent_satang=250_000)
    post(client, f"{first}/ties", problem_id=problem)
    post(client, f"{first}/ties", 422, problem_id=entity("none"))
    reported, silent = get(client, f"/plans/{plan}")["lines"]
    assert (reported["percent"], reported["spent_satang"]) == (40, 250_000)
    assert [tie["problem_id"] for tie in reported["ties"]] == [problem]
    assert (silent["status"], silent["ties"]) == (None, [])
    answered = browser(meetings).get(f"/meetings/problems/{problem}").get_data(as_text=True)
    assert f"/meetings/plans/{plan}" in answered
    swot, point = made(client, "/swot", title="วิเคราะห์"), entity("point")
    post(client, f"/swot/{swot}/points", 201, point_id=point, swot_list="strength", text="คนพร้อม")
    post(client, f"/swot/{swot}/points/{point}/ties", plan_id=plan, line_id=entity("line 1"))
    assert "คนพร้อม" in browser(meetings).get(f"/meetings/plans/{plan}").get_data(as_text=True)
    page = browser(meetings).get(f"/meetings/plans/{plan}/progress?lang=en").get_data(as_text=True)
    assert 'width="40.0%"' in page
    assert "2,500 of 10,000 baht" in page
    assert "not reported" in page
    missing = browser(meetings).get(f"/meetings/plans/{entity('none')}/progress")
    assert missing.status_code == 404


def test_the_board_ranks_by_urgency_and_then_by_days_of_waiting(
    meetings: Application, client: FlaskClient
) -> None:
    today = datetime.now(BANGKOK).date()
    raised = {
        "สิบวัน": today - timedelta(days=10),
        "สองวัน": today - timedelta(days=2),
        "ไม่ทราบวัน": None,
    }
    for title, day in raised.items():
        id = made(client, "/problems", title=title, raised_on=day and day.isoformat())
        post(client, f"/problems/{id}/rank", urgency=2)
    urgent = made(client, "/problems", title="ด่วน", raised_on=date(2008, 6, 30).isoformat())
    post(client, f"/problems/{urgent}/rank", urgency=1)
    items = get(client, "/problems/board")["items"]
    assert [each["title"] for each in items] == ["ด่วน", "สิบวัน", "สองวัน", "ไม่ทราบวัน"]
    assert [each["days_waiting"] for each in items[1:]] == [10, 2, None]
    page = browser(meetings).get("/meetings/board?lang=en").get_data(as_text=True)
    assert page.index("ด่วน") < page.index("สิบวัน") < page.index("ไม่ทราบวัน")
    assert "10 days" in page
    assert "/meetings/board" in browser(meetings).get("/meetings/problems").get_data(as_text=True)


def test_whoever_may_change_anything_may_raise_a_problem() -> None:
    permission = permission_of(RaiseProblem)
    assert permission is not None
    for role in ("treasurer", "fund_officer", "learning_officer"):
        assert permission.granted_to(frozenset({role}))
    assert not permission.granted_to(frozenset({"auditor"}))
