"""Commands that concern more than their own stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bangduan.events.types import EntityId
from bangduan.unit_of_work import UnitOfWork
from services.learning.domain.knowledge import KNOWLEDGE, RecordKnowledge
from services.learning.domain.lesson import LESSON, CaptureLesson, WriteUpLesson
from services.learning.domain.livelihood import LIVELIHOOD, StartLivelihood, TeachLivelihood
from services.learning.domain.place import PLACE, require_open
from services.learning.domain.visit import VISIT, BookVisit


def capture_lesson(command: CaptureLesson, uow: UnitOfWork) -> None:
    """The record that holds the lesson exists."""
    uow.require(LESSON, command.lesson_id, field="lesson_id")
    uow.require(KNOWLEDGE, command.knowledge_id, field="knowledge_id")
    uow.decide(LESSON, command.lesson_id, command)


def write_up_lesson(command: WriteUpLesson, uow: UnitOfWork) -> None:
    """The record and the lesson it captures, or neither."""
    uow.decide(LESSON, command.lesson_id, command)
    record = RecordKnowledge(
        knowledge_id=command.knowledge_id,
        title=command.title,
        form=command.form,
        owner_id=command.owner_id,
        recorded_on=command.captured_on,
    )
    uow.decide(KNOWLEDGE, command.knowledge_id, record)


def start_livelihood(command: StartLivelihood, uow: UnitOfWork) -> None:
    """If it is taught somewhere, that place is open."""
    _place_is_open(uow, command.taught_at_place_id, field="taught_at_place_id")
    uow.decide(LIVELIHOOD, command.livelihood_id, command)


def teach_livelihood(command: TeachLivelihood, uow: UnitOfWork) -> None:
    """It is taught at a place that is open."""
    uow.require(LIVELIHOOD, command.livelihood_id, field="livelihood_id")
    _place_is_open(uow, command.place_id, field="place_id")
    uow.decide(LIVELIHOOD, command.livelihood_id, command)


def book_visit(command: BookVisit, uow: UnitOfWork) -> None:
    """If visitors wish to see a place, it is open."""
    _place_is_open(uow, command.place_id, field="place_id")
    uow.decide(VISIT, command.visit_id, command)


def _place_is_open(uow: UnitOfWork, place_id: EntityId | None, field: str) -> None:
    if place_id is not None:
        require_open(uow.require(PLACE, place_id, field=field))


HANDLERS: Final[Mapping[type, Callable[..., object]]] = {
    CaptureLesson: capture_lesson,
    WriteUpLesson: write_up_lesson,
    StartLivelihood: start_livelihood,
    TeachLivelihood: teach_livelihood,
    BookVisit: book_visit,
}
