"""Pages of problems, plans and SWOT analyses."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Card, Related, Resource, Way
from services.meetings.domain.meeting.agenda import AddAgendaItem
from services.meetings.domain.plan import (
    PLAN,
    DraftPlan,
    DropPlanLine,
    ReportPlanProgress,
    TiePlanLine,
    UntiePlanLine,
    WritePlanLine,
)
from services.meetings.domain.problem import (
    PROBLEM,
    CloseProblem,
    RaiseProblem,
    RankProblem,
    ReferProblem,
    ReopenProblem,
)
from services.meetings.domain.swot import (
    SWOT,
    MakeSwot,
    StrikeSwotPoint,
    TieSwotPoint,
    WriteSwotPoint,
)
from services.meetings.pages import offers, progress
from services.meetings.pages.rows import (
    AnsweredPointRow,
    PlanLineRow,
    PlanTieRow,
    PointRow,
    TieRow,
)
from services.meetings.permissions import READ
from services.meetings.projections import (
    lists,
    plans,
    problems,
)
from services.meetings.views import board as board_views
from services.meetings.views import papers as paper_views

PROBLEMS: Final = Resource(
    "problems",
    title="Problems",
    one="Problem",
    key="problem_id",
    query=problems.list_problems,
    filters=board_views.ProblemFilter,
    row=board_views.ProblemView,
    columns=("title", "urgency", "theme", "village", "status", "waiting", "raised_on"),
    named="title",
    item=problems.one_problem,
    aggregate=PROBLEM,
    create=RaiseProblem,
    actions=(RankProblem, AddAgendaItem, ReferProblem, CloseProblem, ReopenProblem),
    related=(
        Related(
            "referrals",
            title="Referrals",
            query=lists.list_referrals,
            row=board_views.ReferralView,
            columns=(
                "partner_name",
                "referred_on",
                "status",
                "outcome",
                "answer",
                "answered_on",
            ),
            links="membership:requests",
            by="request_id",
        ),
        Related(
            "plan-lines",
            title="Plan lines that answer it",
            query=plans.list_lines_of_problem,
            row=PlanLineRow,
            columns=("title", "plan_title", "status", "percent"),
            links="plans",
            by="plan_id",
        ),
    ),
    ways=(Way("Board of problems", "board", READ),),
    picks=("problem_id",),
    sort="urgency",
    offers=offers.with_problem,
    empty="No problem was raised yet.",
    facts=(
        "urgency",
        "details",
        "theme",
        "village",
        "organisation_id",
        "raised_on",
        "status",
        "agenda_meeting_id?",
        "agenda_item_id?",
        "waiting",
        "outcome?",
        "closed_on?",
    ),
)

PLANS: Final = Resource(
    "plans",
    title="Development plans",
    one="Development plan",
    key="plan_id",
    query=plans.list_plans,
    filters=paper_views.PlanFilter,
    row=paper_views.PlanView,
    columns=("title", "from_year", "to_year", "status", "adopted_on"),
    named="title",
    item=plans.one_plan,
    aggregate=PLAN,
    create=DraftPlan,
    actions=(WritePlanLine,),
    related=(
        Related(
            "lines",
            title="Plan lines",
            query=lists.list_plan_lines,
            row=PlanLineRow,
            columns=(
                "title",
                "theme",
                "priority",
                "budget_satang",
                "source",
                "status",
                "percent",
                "spent_satang",
            ),
            actions=(WritePlanLine, DropPlanLine, ReportPlanProgress, TiePlanLine),
            offers=offers.with_plan_line,
            begins={
                WritePlanLine: ("line_id", "theme", "title", "priority", "budget_satang", "source"),
                ReportPlanProgress: ("line_id", "status", "percent", "spent_satang", "note"),
            },
        ),
        Related(
            "ties",
            title="Problems and projects of its lines",
            query=plans.list_plan_ties,
            row=PlanTieRow,
            columns=("title", "problem_id", "project_id"),
            actions=(UntiePlanLine,),
        ),
        Related(
            "points",
            title="SWOT points its lines answer",
            query=plans.list_points_of_plan,
            row=AnsweredPointRow,
            columns=("swot_list", "text", "title"),
            links="swot",
            by="swot_id",
        ),
    ),
    leaves=progress.OF_A_PLAN,
    picks=("plan_id",),
    offers=offers.with_plan,
    empty="No development plan is drafted yet.",
    facts=(
        "status",
        "meeting_id",
        "from_year",
        "to_year",
        "adopted_by_meeting_id?",
        "resolution_id?",
        "adopted_on?",
    ),
)

PLAN_LINES: Final = Resource(
    "plan-lines",
    title="Plan lines",
    one="Plan line",
    key="line_id",
    query=lists.list_every_plan_line,
    row=PlanLineRow,
    columns=("title", "plan_title", "theme", "priority", "budget_satang", "source", "status"),
    named="title",
    item=lists.one_plan_line,
    menu=False,
    picks=("line_id",),
)

SWOT_PAGE: Final = Resource(
    "swot",
    title="SWOT analyses",
    one="SWOT analysis",
    key="swot_id",
    query=plans.list_swots,
    row=paper_views.SwotView,
    columns=("title", "made_on", "meeting_id"),
    named="title",
    item=plans.one_swot,
    aggregate=SWOT,
    create=MakeSwot,
    actions=(WriteSwotPoint,),
    related=(
        Related(
            "points",
            title="Points",
            query=lists.list_points,
            row=PointRow,
            columns=("swot_list", "text"),
            actions=(TieSwotPoint, WriteSwotPoint, StrikeSwotPoint),
            begins={WriteSwotPoint: ("point_id", "swot_list", "text")},
        ),
        Related(
            "ties",
            title="Plan lines that answer a point",
            query=lists.list_ties,
            row=TieRow,
            columns=("text", "plan_id", "title"),
            links="plans",
        ),
    ),
    picks=("swot_id",),
    sort="-made_on",
    empty="No SWOT analysis was made yet.",
    facts=("made_on", "meeting_id"),
)

URGENT_PROBLEMS: Final = Card(
    "urgent-problems",
    title="Open problems, the urgent first",
    query=lists.urgent_problems,
    row=board_views.ProblemView,
    columns=("title", "urgency", "village"),
    links="problems",
    empty="No problem is open.",
)
