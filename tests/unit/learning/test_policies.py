"""Every end opens a lesson: of a meeting, of a grant, of a project."""

from datetime import date

import pytest

from bangduan.domain import derived_id
from bangduan.events.funds import GrantCompleted, ProjectCompleted
from bangduan.events.learning import LessonAbout
from bangduan.events.meetings import MeetingClosed
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Quantity, Slug
from services.learning.domain.lesson import OpenLesson
from services.learning.policies import POLICIES


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


TITLE, DAY = Line("เรื่องที่เกิดขึ้น"), date(2008, 6, 30)
MEETING = MeetingClosed(
    meeting_id=entity("meeting"),
    kind="committee",
    title=TITLE,
    body_id=entity("working group"),
    held_on=DAY,
    present=Quantity(value=Count(15)),
    resolutions_passed=Count(4),
)
GRANT = GrantCompleted(
    grant_id=entity("grant"),
    title=TITLE,
    projects_completed=PositiveCount(1),
    completed_on=DAY,
)
PROJECT = ProjectCompleted(
    project_id=entity("project"), title=TITLE, theme=Slug("youth"), completed_on=DAY
)


@pytest.mark.parametrize(
    ("event", "about"), [(MEETING, "meeting"), (GRANT, "grant"), (PROJECT, "project")]
)
def test_an_end_opens_one_lesson_however_often_it_is_told(
    event: object, about: LessonAbout
) -> None:
    opens = OpenLesson(
        lesson_id=EntityId(derived_id(entity(about), "lesson")),
        about=about,
        about_id=entity(about),
        title=TITLE,
        happened_on=DAY,
    )
    assert POLICIES.commands(event) == POLICIES.commands(event) == [opens]
