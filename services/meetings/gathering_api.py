"""JSON resources of notices, agendas carried over, checking in, quorum, elections, actions."""

from __future__ import annotations

from typing import Final

from bangduan.web.api import Api
from services.meetings.domain.action import (
    AssignAction,
    DropAction,
    FinishAction,
    ReportActionProgress,
    RescheduleAction,
)
from services.meetings.domain.meeting.carrying import CarryOver, DiscussItem
from services.meetings.domain.meeting.checking_in import RecordAttendances
from services.meetings.domain.meeting.counting import DeclareCount
from services.meetings.domain.meeting.notice import ArrangeMeeting, WriteNotice
from services.meetings.projections import actions, carried, chain, presence
from services.meetings.views import actions as action_views
from services.meetings.views import chain as chain_views

_MEETING: Final = "/meetings/<meeting_id>"
_ACTION: Final = "/actions/<action_id>"


def declare(api: Api) -> None:
    """Add them to the service's API."""
    _prepared(api)
    _held(api)
    _chain(api)
    _actions(api)


def _prepared(api: Api) -> None:
    api.command(
        "POST", f"{_MEETING}/arrangement", ArrangeMeeting, tag="meetings",
        summary="Set the time of day and the place",
    )  # fmt: skip
    api.command(
        "POST", f"{_MEETING}/notice", WriteNotice, tag="meetings",
        summary="Write the notice by which people are asked to come",
    )  # fmt: skip
    api.item(
        "GET", f"{_MEETING}/carry-over", view=chain_views.CarriedView,
        query=carried.one_carry_over, tag="meetings",
        summary="What the body's last meeting left, and actions still open",
    )  # fmt: skip
    api.command(
        "POST", f"{_MEETING}/carry-over", CarryOver, tag="meetings",
        summary="Take over what an earlier meeting left, and open actions",
    )  # fmt: skip
    api.command(
        "POST", f"{_MEETING}/agenda/<item_id>/outcome", DiscussItem, tag="meetings",
        summary="What became of an agenda item",
    )  # fmt: skip


def _held(api: Api) -> None:
    api.command(
        "POST", f"{_MEETING}/check-in", RecordAttendances, tag="meetings",
        summary="Put many on the roll at once",
    )  # fmt: skip
    api.item(
        "GET", f"{_MEETING}/quorum", view=chain_views.QuorumView, query=presence.one_quorum,
        tag="meetings", summary="Whether enough are there, now, and who is not represented",
    )  # fmt: skip
    api.command(
        "POST", f"{_MEETING}/motions/<motion_id>/declaration", DeclareCount, tag="meetings",
        summary="Declare what was counted", makes="resolution_id",
    )  # fmt: skip


def _chain(api: Api) -> None:
    api.item(
        "GET", "/resolutions/<resolution_id>", view=chain_views.ResolutionDetail,
        query=chain.one_resolution, tag="resolutions",
        summary="A resolution, what led to it, whom it seated, what is to be done",
    )  # fmt: skip
    api.listing(
        "GET", "/elections", view=chain_views.ElectionRow, query=chain.list_elections,
        filters=chain_views.ElectionFilter, tag="resolutions", summary="Elections",
    )  # fmt: skip
    api.item(
        "GET", "/elections/<resolution_id>", view=chain_views.ElectionDetail,
        query=chain.one_election, tag="resolutions",
        summary="An election: the meeting, its quorum, who stood and who was elected",
    )  # fmt: skip


def _actions(api: Api) -> None:
    api.command(
        "POST", "/actions", AssignAction, tag="actions", summary="Assign an action",
        makes="action_id",
    )  # fmt: skip
    api.command(
        "POST", f"{_ACTION}/progress", ReportActionProgress, tag="actions",
        summary="Report how far it has come",
    )  # fmt: skip
    api.command(
        "POST", f"{_ACTION}/due", RescheduleAction, tag="actions", summary="Set another due day"
    )
    api.command(
        "POST", f"{_ACTION}/completion", FinishAction, tag="actions", summary="It is finished"
    )
    api.command("POST", f"{_ACTION}/drop", DropAction, tag="actions", summary="Drop it")
    api.listing(
        "GET", "/actions", view=action_views.ActionView, query=actions.list_actions,
        filters=action_views.ActionFilter, tag="actions", summary="Actions assigned",
    )  # fmt: skip
    api.item(
        "GET", _ACTION, view=action_views.ActionDetail, query=actions.one_action, tag="actions",
        summary="An action and every report of it",
    )  # fmt: skip
