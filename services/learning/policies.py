"""A lesson is learned after a meeting, a grant or a project: each end opens one."""

from __future__ import annotations

from collections.abc import Iterable

from bangduan.domain import derived_id
from bangduan.events.funds import GrantCompleted, ProjectCompleted
from bangduan.events.meetings import MeetingClosed
from bangduan.events.types import EntityId
from bangduan.policies import Policies
from services.learning.domain.lesson import OpenLesson

POLICIES = Policies()


@POLICIES.on(MeetingClosed)
def learn_from_the_meeting(event: MeetingClosed) -> Iterable[object]:
    """What did the meeting teach?"""
    yield OpenLesson(
        lesson_id=EntityId(derived_id(event.meeting_id, "lesson")),
        about="meeting",
        about_id=event.meeting_id,
        title=event.title,
        happened_on=event.held_on,
    )


@POLICIES.on(GrantCompleted)
def learn_from_the_grant(event: GrantCompleted) -> Iterable[object]:
    """What did the grant teach?"""
    yield OpenLesson(
        lesson_id=EntityId(derived_id(event.grant_id, "lesson")),
        about="grant",
        about_id=event.grant_id,
        title=event.title,
        happened_on=event.completed_on,
    )


@POLICIES.on(ProjectCompleted)
def learn_from_the_project(event: ProjectCompleted) -> Iterable[object]:
    """What did the project teach?"""
    yield OpenLesson(
        lesson_id=EntityId(derived_id(event.project_id, "lesson")),
        about="project",
        about_id=event.project_id,
        title=event.title,
        happened_on=event.completed_on,
    )
