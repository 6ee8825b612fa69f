"""A lesson: opened, captured in a record, set aside, reopened."""

from datetime import date

import pytest

from bangduan.domain import derived_id
from bangduan.events.learning import (
    KnowledgeForm,
    LessonCaptured,
    LessonOpened,
    LessonReopened,
    LessonSetAside,
)
from bangduan.events.types import EntityId, Line
from bangduan.testing.scenario import given
from services.learning.domain.lesson import (
    ALREADY_OPENED,
    LESSON,
    ONLY_AN_OPEN_LESSON_IS_CAPTURED,
    ONLY_AN_OPEN_LESSON_IS_SET_ASIDE,
    ONLY_WHAT_WAS_SET_ASIDE_IS_REOPENED,
    CaptureLesson,
    OpenLesson,
    ReopenLesson,
    SetLessonAside,
    WriteUpLesson,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


ID, MEETING, KNOWLEDGE = entity("lesson"), entity("meeting"), entity("knowledge")
TITLE, WHY = Line("ประชุมครั้งที่ 1"), Line("ซ้ำกับบทเรียนเดิม")
OPEN = OpenLesson(
    lesson_id=ID,
    about="meeting",
    about_id=MEETING,
    title=TITLE,
    happened_on=date(2008, 6, 30),
)
OPENED = LessonOpened(
    lesson_id=ID,
    about="meeting",
    about_id=MEETING,
    title=TITLE,
    happened_on=date(2008, 6, 30),
)
CAPTURE = CaptureLesson(lesson_id=ID, knowledge_id=KNOWLEDGE)
CAPTURED = LessonCaptured(lesson_id=ID, knowledge_id=KNOWLEDGE)
WRITE_UP = WriteUpLesson(lesson_id=ID, knowledge_id=KNOWLEDGE, title=TITLE, form=KnowledgeForm())
SET_ASIDE = SetLessonAside(lesson_id=ID, reason=WHY)
ASIDE = LessonSetAside(lesson_id=ID, reason=WHY)
REOPEN = ReopenLesson(lesson_id=ID, reason=Line("มีเรื่องน่าเรียนรู้"))
REOPENED = LessonReopened(lesson_id=ID, reason=REOPEN.reason)


def test_a_lesson_is_opened() -> None:
    given(LESSON).when(OPEN).then(OPENED)


def test_a_lesson_is_opened_once() -> None:
    given(LESSON, OPENED).when(OPEN).refuses(ALREADY_OPENED)


@pytest.mark.parametrize("command", [CAPTURE, WRITE_UP])
@pytest.mark.parametrize("past", [(OPENED,), (OPENED, ASIDE, REOPENED)])
def test_an_open_lesson_is_captured(command: object, past: tuple[object, ...]) -> None:
    given(LESSON, *past).when(command).then(CAPTURED)


@pytest.mark.parametrize("command", [CAPTURE, WRITE_UP])
@pytest.mark.parametrize("settled", [CAPTURED, ASIDE])
def test_only_an_open_lesson_is_captured(command: object, settled: object) -> None:
    given(LESSON, OPENED, settled).when(command).refuses(ONLY_AN_OPEN_LESSON_IS_CAPTURED)


def test_an_open_lesson_is_set_aside_for_a_reason() -> None:
    given(LESSON, OPENED).when(SET_ASIDE).then(ASIDE)


@pytest.mark.parametrize("settled", [CAPTURED, ASIDE])
def test_only_an_open_lesson_is_set_aside(settled: object) -> None:
    given(LESSON, OPENED, settled).when(SET_ASIDE).refuses(ONLY_AN_OPEN_LESSON_IS_SET_ASIDE)


def test_a_lesson_set_aside_is_reopened() -> None:
    given(LESSON, OPENED, ASIDE).when(REOPEN).then(REOPENED)


@pytest.mark.parametrize("past", [(OPENED,), (OPENED, CAPTURED)])
def test_only_a_lesson_set_aside_is_reopened(past: tuple[object, ...]) -> None:
    given(LESSON, *past).when(REOPEN).refuses(ONLY_WHAT_WAS_SET_ASIDE_IS_REOPENED)


@pytest.mark.parametrize("anything", [CAPTURE, WRITE_UP, SET_ASIDE, REOPEN])
def test_a_lesson_that_was_never_opened_is_not_found(anything: object) -> None:
    given(LESSON).when(anything).finds_nothing()
