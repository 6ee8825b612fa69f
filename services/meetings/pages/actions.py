"""Pages of actions, and the lists by which a resolution leads to what came of it."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Card, Related, Resource
from services.meetings.domain.action import (
    ACTION,
    AssignAction,
    DropAction,
    FinishAction,
    ReportActionProgress,
    RescheduleAction,
)
from services.meetings.pages import offers
from services.meetings.projections import actions, chain
from services.meetings.views.actions import (
    ActionDetail,
    ActionFilter,
    ActionProgressView,
    ActionView,
)
from services.meetings.views.chain import ElectionRow, StoodView
from services.meetings.views.meetings import MotionView

ACTIONS: Final = Resource(
    "actions",
    title="Actions assigned",
    one="Action assigned",
    key="action_id",
    query=actions.list_actions,
    filters=ActionFilter,
    row=ActionView,
    columns=("title", "due_on", "status", "person_id", "office", "organisation_id", "percent"),
    named="title",
    item=actions.one_action,
    detail=ActionDetail,
    aggregate=ACTION,
    create=AssignAction,
    actions=(ReportActionProgress, RescheduleAction, FinishAction, DropAction),
    begins={RescheduleAction: ("due_on",)},
    related=(
        Related(
            "progress",
            title="Progress reports",
            query=actions.list_action_progress,
            row=ActionProgressView,
            columns=("text", "percent", "reported_on"),
        ),
    ),
    picks=("action_id", "action_ids"),
    sort="due_on",
    offers=offers.with_action,
    empty="No action is assigned yet. Assign one from the page of a meeting or a resolution.",
    facts=(
        "details?",
        "person_id?",
        "office?",
        "organisation_id?",
        "due_on",
        "status",
        "percent?",
        "meeting_id",
        "resolution_id?",
        "item_id?",
        "finished_on?",
        "note?",
    ),
)

ACTIONS_TO_DO: Final = Card(
    "actions-to-do",
    title="Actions to do, those due first",
    query=actions.actions_to_do,
    row=ActionView,
    columns=("title", "due_on", "status"),
    links="actions",
    empty="No action is open.",
)

#: Of a meeting, and of a resolution.
OF_A_MEETING: Final = Related(
    "actions",
    title="Actions assigned",
    query=actions.list_actions,
    row=ActionView,
    columns=("title", "due_on", "status", "person_id", "office", "organisation_id"),
    links="actions",
)

#: How a resolution came about, whom it seated, what is to be done.
OF_A_RESOLUTION: Final = (
    Related(
        "motion",
        title="The motion and its votes",
        query=chain.list_motion_of,
        row=MotionView,
        columns=(
            "text",
            "moved_by",
            "method",
            "votes_for",
            "votes_against",
            "abstained",
            "quorum",
        ),
    ),
    Related(
        "election",
        title="The committee it seated",
        query=chain.list_election_of,
        row=ElectionRow,
        columns=("committee_name", "seats", "unnamed", "method", "tie_broken_by", "quorum"),
        links="membership:committees",
        by="committee_id",
    ),
    Related(
        "stood",
        title="Who stood and who was elected",
        query=chain.list_stood,
        row=StoodView,
        columns=("person_name", "votes", "runoff_votes", "elected"),
        links="membership:people",
        by="person_id",
        limit=500,
    ),
    OF_A_MEETING,
)
