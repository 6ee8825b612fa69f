"""ถอดบทเรียน: after a meeting, a grant or a project, a lesson waits until it is written up.

It is captured into a knowledge record, or set aside for a reason that is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.learning import (
    KnowledgeForm,
    LessonAbout,
    LessonCaptured,
    LessonOpened,
    LessonReopened,
    LessonSetAside,
)
from bangduan.events.types import EntityId, Line
from services.learning.permissions import KEEP_LEARNING

ALREADY_OPENED = Rule(
    "lesson-already-opened",
    en="This lesson is open already. Use another id for another lesson.",
    th="เปิดบทเรียนนี้แล้ว หากเป็นบทเรียนอื่นโปรดใช้รหัสอื่น",
    field="lesson_id",
)
ONLY_AN_OPEN_LESSON_IS_CAPTURED = Rule(
    "lesson-not-open",
    en="The lesson does not wait to be captured any more. Reopen it if it was set aside.",
    th="บทเรียนนี้ไม่อยู่ในสถานะรอถอดบทเรียน หากพักไว้โปรดเปิดอีกครั้งก่อน",
    field="lesson_id",
)
ONLY_AN_OPEN_LESSON_IS_SET_ASIDE = Rule(
    "lesson-already-settled",
    en="Only a lesson that waits to be captured is set aside.",
    th="พักได้เฉพาะบทเรียนที่รอการถอดบทเรียน",
    field="lesson_id",
)
ONLY_WHAT_WAS_SET_ASIDE_IS_REOPENED = Rule(
    "lesson-not-set-aside",
    en="Only a lesson that was set aside is reopened.",
    th="เปิดอีกครั้งได้เฉพาะบทเรียนที่พักไว้",
    field="lesson_id",
)


@command(KEEP_LEARNING)
class OpenLesson:
    """เปิดบทเรียน: by a person, or because a meeting closed or a grant or project ended."""

    lesson_id: EntityId
    about: LessonAbout
    title: Line
    about_id: EntityId | None = None
    happened_on: date | None = None


@command(KEEP_LEARNING)
class CaptureLesson:
    """ถอดบทเรียนลงในองค์ความรู้ที่บันทึกไว้แล้ว."""

    lesson_id: EntityId
    knowledge_id: EntityId
    captured_on: date | None = None


@command(KEEP_LEARNING)
class WriteUpLesson:
    """ถอดบทเรียนเป็นองค์ความรู้ใหม่: records the knowledge and captures the lesson in it."""

    lesson_id: EntityId
    knowledge_id: EntityId
    title: Line
    form: KnowledgeForm
    owner_id: EntityId | None = None
    captured_on: date | None = None


@command(KEEP_LEARNING)
class SetLessonAside:
    """พักบทเรียน."""

    lesson_id: EntityId
    reason: Line
    set_aside_on: date | None = None


@command(KEEP_LEARNING)
class ReopenLesson:
    """เปิดบทเรียนที่พักไว้อีกครั้ง."""

    lesson_id: EntityId
    reason: Line
    reopened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """State of a lesson."""

    status: Literal["", "open", "captured", "set-aside"] = ""


LessonCommand = OpenLesson | CaptureLesson | WriteUpLesson | SetLessonAside | ReopenLesson


def decide(state: Lesson, command: LessonCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, OpenLesson):
        ALREADY_OPENED.require(not state.status)
        return [
            LessonOpened(
                lesson_id=command.lesson_id,
                about=command.about,
                title=command.title,
                about_id=command.about_id,
                happened_on=command.happened_on,
            )
        ]
    if not state.status:
        raise NotFound("lesson", command.lesson_id, field="lesson_id")
    match command:
        case CaptureLesson() | WriteUpLesson():
            ONLY_AN_OPEN_LESSON_IS_CAPTURED.require(state.status == "open")
            return [
                LessonCaptured(
                    lesson_id=command.lesson_id,
                    knowledge_id=command.knowledge_id,
                    captured_on=command.captured_on,
                )
            ]
        case SetLessonAside():
            ONLY_AN_OPEN_LESSON_IS_SET_ASIDE.require(state.status == "open")
            return [
                LessonSetAside(
                    lesson_id=command.lesson_id,
                    reason=command.reason,
                    set_aside_on=command.set_aside_on,
                )
            ]
        case ReopenLesson():
            ONLY_WHAT_WAS_SET_ASIDE_IS_REOPENED.require(state.status == "set-aside")
            return [
                LessonReopened(
                    lesson_id=command.lesson_id,
                    reason=command.reason,
                    reopened_on=command.reopened_on,
                )
            ]


def evolve(state: Lesson, event: object) -> Lesson:
    """The lesson after ``event``."""
    match event:
        case LessonOpened() | LessonReopened():
            return replace(state, status="open")
        case LessonCaptured():
            return replace(state, status="captured")
        case LessonSetAside():
            return replace(state, status="set-aside")
        case _:
            return state


LESSON = Aggregate(
    "lesson",
    key="lesson_id",
    initial=Lesson(),
    decide=decide,
    evolve=evolve,
    commands=(OpenLesson, CaptureLesson, WriteUpLesson, SetLessonAside, ReopenLesson),
)
