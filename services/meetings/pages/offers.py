"""What may be done with a record as it is; who may do it stands at the commands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from services.meetings.domain.action import (
    AssignAction,
    DropAction,
    FinishAction,
    ReportActionProgress,
    RescheduleAction,
)
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
    CountEntitled,
    InviteOrganisations,
    PostponeMeeting,
)
from services.meetings.domain.meeting.carrying import CarryOver, DiscussItem
from services.meetings.domain.meeting.chair import (
    DelegateChair,
    InviteChair,
    OpenMeeting,
    RecordChairEngaged,
)
from services.meetings.domain.meeting.checking_in import RecordAttendances
from services.meetings.domain.meeting.closing import (
    CarryOutResolution,
    CloseMeeting,
    ReportProgress,
)
from services.meetings.domain.meeting.counting import DeclareCount
from services.meetings.domain.meeting.elections import HoldElection
from services.meetings.domain.meeting.motions import (
    CountVotes,
    DeclareOutcome,
    MoveMotion,
    WithdrawMotion,
)
from services.meetings.domain.meeting.notice import ArrangeMeeting, WriteNotice
from services.meetings.domain.minutes import AdoptMinutes, ReviewMinutes, WriteMinutes
from services.meetings.domain.plan import (
    DropPlanLine,
    ReportPlanProgress,
    TiePlanLine,
    WritePlanLine,
)
from services.meetings.domain.problem import (
    CloseProblem,
    RankProblem,
    ReferProblem,
    ReopenProblem,
)
from services.meetings.domain.publicity import DraftPublicity
from services.meetings.domain.regulation import (
    AmendRegulation,
    BringRegulationIntoForce,
    RepealRegulation,
    StrikeArticle,
    WriteArticle,
)

#: Until a meeting is over.
_ROLL: Final = (
    InviteOrganisations,
    CountEntitled,
    RecordAttendance,
    RecordAttendances,
    RecordAbsence,
    RecordHeadCount,
    RecordRepresentation,
)
#: Until a meeting opens.
_CALLED: Final = (AddAgendaItem, CarryOver, ArrangeMeeting, WriteNotice)


def with_meeting(meeting: Mapping[str, Any]) -> Collection[type]:
    """A meeting is prepared, then held, then written up."""
    match meeting["status"]:
        case "convened":
            chair = (*_with_chair(meeting), OpenMeeting)
            return (*_CALLED, *_ROLL, *chair, PostponeMeeting, CancelMeeting)
        case "open":
            held = (ReportProgress, MoveMotion, HoldElection, CloseMeeting)
            return (AddAgendaItem, *_ROLL, *held, AssignAction, WriteMinutes)
        case "closed":
            return (AssignAction, WriteMinutes, DraftPublicity)
    return ()


def _with_chair(meeting: Mapping[str, Any]) -> Collection[type]:
    if meeting["chair_person_id"] is None and meeting["chair_office"] is None:
        return (InviteChair,)
    if not meeting["chair_engaged"]:
        return (RecordChairEngaged,)
    delegated = meeting["delegate_person_id"] or meeting["delegate_capacity"]
    return (InviteChair,) if delegated else (InviteChair, DelegateChair)


def with_resolution(resolution: Mapping[str, Any]) -> Collection[type]:
    """It is carried out once; until then somebody may be asked to do it."""
    return () if resolution["carried_out"] else (AssignAction, CarryOutResolution)


def with_item(item: Mapping[str, Any]) -> Collection[type]:
    """What follows from an item that stands on its agenda; the meeting may refuse the rest."""
    stands = item["status"] == "on"
    return (DiscussItem, AssignAction, WithdrawAgendaItem) if stands else ()


def with_action(action: Mapping[str, Any]) -> Collection[type]:
    """An action is reported on until it is finished or dropped."""
    still = action["status"] in {"open", "overdue"}
    return (ReportActionProgress, RescheduleAction, FinishAction, DropAction) if still else ()


def with_minutes(minutes: Mapping[str, Any]) -> Collection[type]:
    """Minutes are written, reviewed, adopted; the adopted text never changes."""
    match minutes["status"]:
        case "draft":
            return (WriteMinutes, ReviewMinutes)
        case "reviewed":
            return (WriteMinutes, AdoptMinutes)
    return ()


def with_regulation(regulation: Mapping[str, Any]) -> Collection[type]:
    """A draft is written, an adopted one put in force, one in force repealed."""
    match regulation["status"]:
        case "draft":
            return (WriteArticle, StrikeArticle)
        case "adopted":
            return (BringRegulationIntoForce,)
        case "in_force":
            return (AmendRegulation, RepealRegulation)
    return ()


def with_plan(plan: Mapping[str, Any]) -> Collection[type]:
    """The lines of an adopted plan stand."""
    return (WritePlanLine,) if plan["status"] == "draft" else ()


def with_problem(problem: Mapping[str, Any]) -> Collection[type]:
    """An open problem is closed once nobody's answer is awaited; a closed one is reopened."""
    if problem["status"] == "closed":
        return (ReopenProblem,)
    still = (RankProblem, AddAgendaItem, ReferProblem)
    return still if problem["waiting"] else (*still, CloseProblem)


# -- with one row of a list ----------------------------------------------------------------------

Row = Mapping[str, Any]


def with_agenda_item(meeting: Row, item: Row) -> Collection[type]:
    """An item may be withdrawn before the meeting opens, and is discussed while it is open."""
    if item["status"] != "on":
        return ()
    match meeting["status"]:
        case "convened":
            return (WithdrawAgendaItem,)
        case "open":
            return (DiscussItem,)
    return ()


def with_motion(meeting: Row, motion: Row) -> Collection[type]:
    """A motion is decided once, while the meeting is open; a count stands once declared."""
    if meeting["status"] != "open":
        return ()
    match motion["status"]:
        case "moved":
            return (CountVotes, DeclareOutcome, WithdrawMotion)
        case "counted":
            return (CountVotes, DeclareCount)
    return ()


def with_passed(record: Row, resolution: Row) -> Collection[type]:
    """It is carried out once."""
    return () if resolution["carried_out"] else (CarryOutResolution,)


def with_name_on_the_roll(meeting: Row, name: Row) -> Collection[type]:
    """A name may be struck until the meeting is over."""
    return (StrikeAttendance,) if meeting["status"] in {"convened", "open"} else ()


def with_plan_line(plan: Row, line: Row) -> Collection[type]:
    """Lines may change in a draft; how far they have come is reported afterwards too."""
    afterwards = (ReportPlanProgress, TiePlanLine)
    return (WritePlanLine, DropPlanLine, *afterwards) if plan["status"] == "draft" else afterwards


def with_article(regulation: Row, article: Row) -> Collection[type]:
    """Articles may change in a draft."""
    return (WriteArticle, StrikeArticle) if regulation["status"] == "draft" else ()
