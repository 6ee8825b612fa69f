"""The paper of a meeting's minutes: as composed now, or as it was adopted."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from cattrs.preconf.orjson import make_converter

from bangduan.events.meetings import MinutesCorrection, MinutesPaper
from services.meetings.documents.minutes import compose
from services.meetings.documents.record import Read, Row, names_of, reasons_of, record_of
from services.meetings.documents.spelling import Digits, Sheet, people_in, spell
from services.meetings.domain.minutes import digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_converter = make_converter()


@dataclasses.dataclass(frozen=True, slots=True)
class Printed:
    """The minutes of a meeting as they are printed.

    Attributes:
        meeting: the meeting's row.
        sheet: the paper with the names put in.
        adopted: its text was kept when it was adopted, and this is that text.
        digest: of the adopted text, as the event that adopted it has it.
        intact: the kept text still makes that digest.
    """

    meeting: Row
    sheet: Sheet
    adopted: bool = False
    digest: str = ""
    intact: bool = True


def printed(read: Read, meeting_id: str, digits: Digits = "arabic") -> Printed | None:
    """The minutes of a meeting, None when there is no such meeting.

    Adopted ones are the text that was kept, whatever was renamed since; names are looked up, so
    that those who were erased read *forgotten*.
    """
    record = record_of(read, meeting_id)
    if record is None:
        return None
    minutes: Mapping[str, Any] = record.minutes or {}
    kept = minutes.get("paper")
    paper = compose(record) if kept is None else _converter.structure(kept, MinutesPaper)
    sheet = spell(paper, names_of(read, people_in(paper)), reasons_of(read, meeting_id), digits)
    if kept is None:
        return Printed(record.meeting, sheet)
    corrections = _converter.structure(minutes["corrections"], tuple[MinutesCorrection, ...])
    digest = minutes["digest"] or ""
    return Printed(
        record.meeting,
        sheet,
        adopted=True,
        digest=digest,
        intact=digest_of(paper, corrections) == digest,
    )
