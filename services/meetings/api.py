"""JSON resources: meetings, what they decide and write, the problem board, the roll."""

from __future__ import annotations

from bangduan.web.api import Api
from services.meetings import gathering_api, papers_api
from services.meetings.domain.body import RegisterBody, SetBodyRules
from services.meetings.domain.meeting.agenda import AddAgendaItem, WithdrawAgendaItem
from services.meetings.domain.meeting.attendance import (
    RecordAbsence,
    RecordAttendance,
    RecordHeadCount,
    RecordRepresentation,
    StrikeAttendance,
)
from services.meetings.domain.meeting.calling import (
    CancelMeeting,
    ConveneMeeting,
    CountEntitled,
    InviteOrganisations,
    PostponeMeeting,
)
from services.meetings.domain.meeting.chair import (
    DelegateChair,
    InviteChair,
    OpenMeeting,
    RecordChairEngaged,
)
from services.meetings.domain.meeting.closing import (
    CarryOutResolution,
    CloseMeeting,
    ReportProgress,
)
from services.meetings.domain.meeting.elections import HoldElection
from services.meetings.domain.meeting.motions import (
    CountVotes,
    DeclareOutcome,
    MoveMotion,
    WithdrawMotion,
)
from services.meetings.domain.minutes import AdoptMinutes, ReviewMinutes, WriteMinutes
from services.meetings.domain.numbering import ContinueNumbering
from services.meetings.domain.plan import DraftPlan, DropPlanLine, WritePlanLine
from services.meetings.domain.problem import (
    CloseProblem,
    RaiseProblem,
    RankProblem,
    ReferProblem,
    ReopenProblem,
)
from services.meetings.domain.regulation import (
    BringRegulationIntoForce,
    DraftRegulation,
    RepealRegulation,
    StrikeArticle,
    WriteArticle,
)
from services.meetings.domain.swot import (
    MakeSwot,
    StrikeSwotPoint,
    TieSwotPoint,
    WriteSwotPoint,
)
from services.meetings.projections import (
    bodies,
    decisions,
    meetings,
    papers,
    plans,
    problems,
    roll,
)
from services.meetings.views import board as board_views
from services.meetings.views import meetings as meeting_views
from services.meetings.views import papers as paper_views

API = Api("meetings")
gathering_api.declare(API)

# -- bodies ----------------------------------------------------------------------------------------

_BODY = "/bodies/<body_id>"

API.command(
    "POST", "/bodies", RegisterBody, tag="bodies", summary="Register a body", makes="body_id"
)
API.command("POST", f"{_BODY}/rules", SetBodyRules, tag="bodies", summary="Set its dated rules")
API.command(
    "POST", f"{_BODY}/numbering", ContinueNumbering, tag="bodies",
    summary="Go on from numbers given on paper",
)  # fmt: skip
API.listing(
    "GET", "/bodies", view=meeting_views.BodyView, query=bodies.list_bodies, tag="bodies",
    summary="Bodies that meet",
)  # fmt: skip
API.item(
    "GET", _BODY, view=meeting_views.BodyDetail, query=bodies.one_body, tag="bodies",
    summary="A body, its rules and its numbering",
)  # fmt: skip

# -- meetings: called and prepared -----------------------------------------------------------------

_MEETING = "/meetings/<meeting_id>"

API.command(
    "POST", "/meetings", ConveneMeeting, tag="meetings", summary="Call a meeting",
    makes="meeting_id",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/postponement", PostponeMeeting, tag="meetings", summary="Put it off"
)
API.command(
    "POST", f"{_MEETING}/cancellation", CancelMeeting, tag="meetings", summary="Call it off"
)
API.command(
    "POST", f"{_MEETING}/invitations", InviteOrganisations, tag="meetings",
    summary="Invite organisations, kinds of organisation, villages",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/entitled", CountEntitled, tag="meetings",
    summary="How many are entitled to attend",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/agenda", AddAgendaItem, tag="meetings", summary="Add an agenda item",
    makes="item_id",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/agenda/<item_id>/withdrawal", WithdrawAgendaItem, tag="meetings",
    summary="Withdraw an agenda item",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/chair", InviteChair, tag="meetings", summary="Invite who is to open it"
)
API.command(
    "POST", f"{_MEETING}/chair/engagement", RecordChairEngaged, tag="meetings",
    summary="The invited chair is engaged elsewhere",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/chair/delegation", DelegateChair, tag="meetings",
    summary="The invited chair delegates",
)  # fmt: skip

# -- meetings: held --------------------------------------------------------------------------------

API.command("POST", f"{_MEETING}/opening", OpenMeeting, tag="meetings", summary="Open it")
API.command(
    "POST", f"{_MEETING}/attendance", RecordAttendance, tag="meetings", summary="Somebody came"
)
API.command(
    "POST", f"{_MEETING}/absences", RecordAbsence, tag="meetings", summary="Somebody did not come"
)
API.command(
    "POST", f"{_MEETING}/attendance/<person_id>/strike", StrikeAttendance, tag="meetings",
    summary="Strike a name recorded by mistake",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/representation", RecordRepresentation, tag="meetings",
    summary="An organisation or village was represented",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/head-count", RecordHeadCount, tag="meetings", summary="How many came"
)
API.command(
    "POST", f"{_MEETING}/reports", ReportProgress, tag="meetings",
    summary="Report what has been done", makes="report_id",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/motions", MoveMotion, tag="meetings", summary="Move a motion",
    makes="motion_id",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/motions/<motion_id>/withdrawal", WithdrawMotion, tag="meetings",
    summary="Withdraw a motion",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/motions/<motion_id>/votes", CountVotes, tag="meetings",
    summary="Count hands", makes="resolution_id",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/motions/<motion_id>/outcome", DeclareOutcome, tag="meetings",
    summary="Declare a motion carried or lost", makes="resolution_id",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/elections", HoldElection, tag="meetings", summary="Hold an election",
    makes="resolution_id",
)  # fmt: skip
API.command("POST", f"{_MEETING}/closing", CloseMeeting, tag="meetings", summary="Close it")
API.listing(
    "GET", "/meetings", view=meeting_views.MeetingView, query=meetings.list_meetings,
    filters=meeting_views.MeetingFilter, tag="meetings", summary="Meetings",
)  # fmt: skip
API.item(
    "GET", _MEETING, view=meeting_views.MeetingDetail, query=decisions.one_meeting,
    tag="meetings", summary="A meeting in full",
)  # fmt: skip
API.listing(
    "GET", f"{_MEETING}/attendance", view=meeting_views.AttendanceView,
    query=meetings.list_attendance, filters=meeting_views.AttendanceFilter, tag="meetings",
    summary="Who came and who did not",
)  # fmt: skip

# -- minutes and resolutions -----------------------------------------------------------------------

API.command("POST", f"{_MEETING}/minutes", WriteMinutes, tag="minutes", summary="Write the minutes")
API.command(
    "POST", f"{_MEETING}/minutes/review", ReviewMinutes, tag="minutes", summary="Review them"
)
API.command(
    "POST", f"{_MEETING}/minutes/adoption", AdoptMinutes, tag="minutes",
    summary="A later meeting adopts them",
)  # fmt: skip
API.item(
    "GET", f"{_MEETING}/minutes", view=paper_views.MinutesView, query=papers.one_minutes,
    tag="minutes", summary="The minutes of a meeting",
)  # fmt: skip
API.command(
    "POST", f"{_MEETING}/resolutions/<resolution_id>/completion", CarryOutResolution,
    tag="resolutions", summary="A resolution has been carried out",
)  # fmt: skip
API.listing(
    "GET", "/resolutions", view=paper_views.ResolutionView, query=decisions.list_resolutions,
    filters=paper_views.ResolutionFilter, tag="resolutions", summary="Resolutions",
)  # fmt: skip

# -- regulations -----------------------------------------------------------------------------------

_REGULATION = "/regulations/<regulation_id>"

API.command(
    "POST", "/regulations", DraftRegulation, tag="regulations", summary="Draft a regulation",
    makes="regulation_id",
)  # fmt: skip
API.command(
    "POST", f"{_REGULATION}/articles", WriteArticle, tag="regulations", summary="Write an article"
)
API.command(
    "POST", f"{_REGULATION}/articles/strike", StrikeArticle, tag="regulations",
    summary="Strike an article",
)  # fmt: skip
API.command(
    "POST", f"{_REGULATION}/force", BringRegulationIntoForce, tag="regulations",
    summary="Bring it into force",
)  # fmt: skip
API.command(
    "POST", f"{_REGULATION}/repeal", RepealRegulation, tag="regulations", summary="Repeal it"
)
API.listing(
    "GET", "/regulations", view=paper_views.RegulationView, query=papers.list_regulations,
    filters=paper_views.RegulationFilter, tag="regulations", summary="Regulations",
)  # fmt: skip
API.item(
    "GET", _REGULATION, view=paper_views.RegulationDetail, query=papers.one_regulation,
    tag="regulations", summary="A regulation and its articles",
)  # fmt: skip

# -- plans and SWOT --------------------------------------------------------------------------------

_PLAN, _SWOT = "/plans/<plan_id>", "/swot/<swot_id>"
_POINT = f"{_SWOT}/points/<point_id>"

API.command("POST", "/plans", DraftPlan, tag="plans", summary="Draft a plan", makes="plan_id")
API.command(
    "POST", f"{_PLAN}/lines", WritePlanLine, tag="plans", summary="Write a line", makes="line_id"
)
API.command(
    "POST", f"{_PLAN}/lines/<line_id>/drop", DropPlanLine, tag="plans", summary="Drop a line"
)
API.listing(
    "GET", "/plans", view=paper_views.PlanView, query=plans.list_plans,
    filters=paper_views.PlanFilter, tag="plans", summary="Development plans",
)  # fmt: skip
API.item(
    "GET", _PLAN, view=paper_views.PlanDetail, query=plans.one_plan, tag="plans",
    summary="A plan and its lines",
)  # fmt: skip
API.command("POST", "/swot", MakeSwot, tag="swot", summary="Make a SWOT analysis", makes="swot_id")
API.command(
    "POST", f"{_SWOT}/points", WriteSwotPoint, tag="swot", summary="Write a point",
    makes="point_id",
)  # fmt: skip
API.command("POST", f"{_POINT}/strike", StrikeSwotPoint, tag="swot", summary="Strike a point")
API.command(
    "POST", f"{_POINT}/ties", TieSwotPoint, tag="swot", summary="Tie a point to a plan line"
)
API.listing(
    "GET", "/swot", view=paper_views.SwotView, query=plans.list_swots, tag="swot",
    summary="SWOT analyses",
)  # fmt: skip
API.item(
    "GET", _SWOT, view=paper_views.SwotDetail, query=plans.one_swot, tag="swot",
    summary="An analysis and its four lists",
)  # fmt: skip

# -- problems --------------------------------------------------------------------------------------

_PROBLEM = "/problems/<problem_id>"

API.command(
    "POST", "/problems", RaiseProblem, tag="problems", summary="Raise a problem",
    makes="problem_id",
)  # fmt: skip
API.command("POST", f"{_PROBLEM}/rank", RankProblem, tag="problems", summary="Rank its urgency")
API.command(
    "POST", f"{_PROBLEM}/referrals", ReferProblem, tag="problems", summary="Refer it to a partner"
)
API.command("POST", f"{_PROBLEM}/closing", CloseProblem, tag="problems", summary="Close it")
API.command("POST", f"{_PROBLEM}/reopening", ReopenProblem, tag="problems", summary="Reopen it")
API.item(
    "GET", "/problems/board", view=board_views.BoardView, query=problems.problem_board,
    tag="problems", summary="Open problems, the most urgent first",
)  # fmt: skip
API.listing(
    "GET", "/problems", view=board_views.ProblemView, query=problems.list_problems,
    filters=board_views.ProblemFilter, tag="problems", summary="Problems",
)  # fmt: skip
API.item(
    "GET", _PROBLEM, view=board_views.ProblemDetail, query=problems.one_problem, tag="problems",
    summary="A problem and its referrals",
)  # fmt: skip

papers_api.declare(API)

# -- the roll --------------------------------------------------------------------------------------

API.listing(
    "GET", "/roll/people", view=board_views.RollPersonView, query=roll.list_roll_people,
    filters=board_views.RollPersonFilter, tag="roll", summary="People who may attend",
)  # fmt: skip
API.listing(
    "GET", "/roll/organisations", view=board_views.RollOrganisationView,
    query=roll.list_roll_organisations, filters=board_views.RollOrganisationFilter, tag="roll",
    summary="Organisations that may be represented",
)  # fmt: skip
API.listing(
    "GET", "/roll/villages", view=board_views.RollVillageView, query=roll.list_roll_villages,
    tag="roll", summary="Villages that may be represented",
)  # fmt: skip
