"""Commands on what meetings make that touch or check more than one stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from bangduan.domain import NotFound
from bangduan.unit_of_work import UnitOfWork
from services.meetings.documents.publicity import draft
from services.meetings.documents.record import record_of
from services.meetings.domain.meeting import MEETING
from services.meetings.domain.publicity import PUBLICITY, DraftPublicity, DraftPublicityOf


def draft_publicity(command: DraftPublicity, uow: UnitOfWork) -> None:
    """A text is of a closed meeting; without one, it is composed of what was resolved."""
    meeting = uow.require(MEETING, command.meeting_id, field="meeting_id")
    record = record_of(uow.read, command.meeting_id)
    if record is None:
        raise NotFound("meeting", command.meeting_id, field="meeting_id")
    asked = DraftPublicityOf(asked=command, meeting=meeting, composed=draft(record, command.kind))
    uow.decide(PUBLICITY, command.publicity_id, asked)


HANDLERS: Final[Mapping[type, Callable[[Any, UnitOfWork], None]]] = {
    DraftPublicity: draft_publicity,
}
