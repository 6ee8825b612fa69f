"""Pages of bodies and their meetings."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Card, Related, Resource
from services.meetings.domain.action import AssignAction
from services.meetings.domain.body import BODY, RegisterBody, SetBodyRules
from services.meetings.domain.meeting import MEETING
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
from services.meetings.domain.minutes import WriteMinutes
from services.meetings.domain.numbering import ContinueNumbering
from services.meetings.domain.publicity import DraftPublicity
from services.meetings.live.views import LIVE
from services.meetings.pages import called, minutes, notice, offers
from services.meetings.pages.actions import OF_A_MEETING
from services.meetings.pages.rows import (
    AgendaRow,
    CalledRow,
    MeetingRecord,
    MeetingRow,
    ResolutionRow,
)
from services.meetings.projections import (
    bodies,
    carried,
    lists,
    meetings,
    papers,
    presence,
)
from services.meetings.views import chain as chain_views
from services.meetings.views import meetings as meeting_views

MEETINGS: Final = Resource(
    "meetings",
    title="Meetings",
    one="Meeting",
    key="meeting_id",
    query=lists.list_numbered,
    filters=meeting_views.MeetingFilter,
    row=MeetingRow,
    columns=("title", "numbered_as", "held_on", "kind", "present", "status"),
    named="title",
    item=lists.one_numbered,
    detail=MeetingRecord,
    aggregate=MEETING,
    create=ConveneMeeting,
    actions=(
        AddAgendaItem,
        CarryOver,
        ArrangeMeeting,
        WriteNotice,
        InviteOrganisations,
        CountEntitled,
        InviteChair,
        RecordChairEngaged,
        DelegateChair,
        OpenMeeting,
        RecordAttendance,
        RecordAttendances,
        RecordAbsence,
        RecordHeadCount,
        RecordRepresentation,
        ReportProgress,
        MoveMotion,
        HoldElection,
        CloseMeeting,
        AssignAction,
        WriteMinutes,
        DraftPublicity,
        PostponeMeeting,
        CancelMeeting,
    ),
    begins={
        WriteMinutes: papers.one_minutes,
        ArrangeMeeting: ("begins_at", "place"),
        WriteNotice: notice.draft,
        CarryOver: carried.asked_for,
    },
    related=(
        Related(
            "agenda",
            title="Agenda",
            query=lists.list_agenda,
            row=AgendaRow,
            columns=("title", "part", "number", "from_meeting_id", "status", "outcome"),
            links="agenda-items",
            actions=(DiscussItem, WithdrawAgendaItem),
            offers=offers.with_agenda_item,
        ),
        Related(
            "resolutions",
            title="Resolutions",
            query=lists.list_progress,
            row=ResolutionRow,
            columns=("text", "subject", "progress", "done_on"),
            links="resolutions",
            actions=(CarryOutResolution,),
            offers=offers.with_passed,
        ),
        Related(
            "motions",
            title="Motions",
            query=lists.list_motions,
            row=meeting_views.MotionView,
            columns=(
                "text",
                "subject",
                "status",
                "votes_for",
                "votes_against",
                "abstained",
                "spoilt",
            ),
            actions=(CountVotes, DeclareCount, DeclareOutcome, WithdrawMotion),
            offers=offers.with_motion,
        ),
        Related(
            "elections",
            title="Elections",
            query=lists.list_elections,
            row=meeting_views.ElectionView,
            columns=("committee_name", "seats", "elected", "unnamed", "quorum"),
            links="resolutions",
            by="resolution_id",
        ),
        OF_A_MEETING,
        Related(
            "reports",
            title="Progress reports",
            query=lists.list_reports,
            row=meeting_views.ReportView,
            columns=("office", "person_id", "text", "project_ids"),
        ),
        Related(
            "attendance",
            title="Who came and who did not",
            query=meetings.list_attendance,
            row=meeting_views.AttendanceView,
            columns=(
                "person_name",
                "listed_as",
                "organisation_name",
                "village",
                "in_place_of",
            ),
            links="membership:people",
            by="person_id",
            actions=(StrikeAttendance,),
            offers=offers.with_name_on_the_roll,
            limit=500,
        ),
        Related(
            "represented",
            title="Organisations and villages represented",
            query=lists.list_represented,
            row=CalledRow,
            columns=("what", "name"),
        ),
        Related(
            "missing",
            title="Villages nobody speaks for yet",
            query=presence.villages_missing,
            row=chain_views.VillageMissingView,
            columns=("name", "village"),
        ),
        Related(
            "invited",
            title="Invited",
            query=called.invited,
            row=CalledRow,
            columns=("what", "name"),
        ),
    ),
    picks=(
        "meeting_id",
        "chosen_by_meeting_id",
        "adopted_by_meeting_id",
        "agenda_meeting_id",
        "from_meeting_id",
    ),
    leaves=(LIVE, *notice.OF_A_MEETING, *minutes.OF_A_MEETING),
    sort="-held_on",
    offers=offers.with_meeting,
    empty="No meeting is recorded yet. Register the body that meets first, then call its meeting.",
    facts=(
        "numbered_as?",
        "kind",
        "body_id",
        "with_body_ids?",
        "held_on",
        "begins_at?",
        "place",
        "convened_by?",
        "notice_on?",
        "status",
        "cancelled_because?",
        "present",
        "entitled",
        "quorum",
        "quorum_required?",
        "begun_at?",
        "ended_at?",
        "opened_by",
        "opened_as?",
        "opened_in_place_of?",
        "presided_by?",
        "chair_person_id?",
        "chair_office?",
        "delegate_person_id?",
        "delegate_capacity?",
        "organisations_represented?",
        "villages_represented?",
        "resolutions_passed",
        "rules?",
    ),
)

BODIES: Final = Resource(
    "bodies",
    title="Bodies that meet",
    one="Body that meets",
    key="body_id",
    query=bodies.list_bodies,
    row=meeting_views.BodyView,
    columns=("name", "organisation_id", "committee_id"),
    named="name",
    item=bodies.one_body,
    aggregate=BODY,
    create=RegisterBody,
    actions=(SetBodyRules, ContinueNumbering),
    begins={SetBodyRules: lists.latest_rules},
    related=(
        Related(
            "meetings",
            title="Meetings",
            query=lists.list_numbered,
            row=MeetingRow,
            columns=("title", "numbered_as", "held_on", "present", "status"),
            links="meetings",
        ),
        Related(
            "rules",
            title="Rules of the body",
            query=lists.list_rule_sets,
            row=meeting_views.RuleSetView,
            columns=("effective_from", "rules", "source"),
        ),
        Related(
            "numbers",
            title="Numbering",
            query=lists.list_numbers,
            row=meeting_views.YearView,
            columns=("year", "last_number"),
        ),
    ),
    picks=("body_id", "with_body_id", "with_body_ids"),
    empty="No body that meets is registered yet: the assembly, the working group, the centre.",
)

AGENDA_ITEMS: Final = Resource(
    "agenda-items",
    title="Agenda items",
    one="Agenda item",
    key="item_id",
    query=lists.list_agenda_items,
    row=AgendaRow,
    columns=("title", "part", "meeting_title", "held_on", "status", "outcome"),
    named="title",
    item=lists.one_agenda_item,
    facts=(
        "meeting_id",
        "held_on",
        "part",
        "number",
        "problem_id?",
        "from_meeting_id?",
        "from_item_id?",
        "action_id?",
        "status",
        "outcome?",
        "referred_to?",
        "note?",
    ),
    actions=(DiscussItem, AssignAction, WithdrawAgendaItem),
    begins={AssignAction: ("meeting_id",), DiscussItem: ("meeting_id", "outcome", "note")},
    offers=offers.with_item,
    menu=False,
    picks=("item_id", "agenda_item_id", "item_ids", "from_item_id"),
    sort="-held_on",
)

COMING_MEETINGS: Final = Card(
    "coming-meetings",
    title="Meetings to come",
    query=lists.coming_meetings,
    row=MeetingRow,
    columns=("title", "held_on", "place"),
    links="meetings",
    empty="No meeting is called.",
)
