"""เลขครั้งที่ประชุม: n/BE year, for each body from 1 in each year, without gaps.

A stream of its own hands the numbers out, so that two meetings called at once cannot share
one. A number once handed out stays with its meeting, cancelled or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bangduan.domain import Aggregate, Rule, command
from bangduan.events.meetings import MeetingNumberTaken, NumberingContinued
from bangduan.events.types import BuddhistYear, EntityId, PositiveCount
from services.meetings.permissions import KEEP_MEETINGS

NUMBER_FOLLOWS = Rule(
    "meeting-number-out-of-turn",
    en="The next meeting of {year} has number {next}, not {asked}.",
    th="การประชุมครั้งถัดไปของปี {year} คือครั้งที่ {next} ไม่ใช่ {asked}",
    field="number",
)
CONTINUES_BEFORE_FIRST = Rule(
    "meeting-numbering-begun",
    en="Meetings of {year} are numbered here up to {last} already.",
    th="ออกเลขการประชุมของปี {year} ไว้ถึงครั้งที่ {last} แล้ว",
    field="year",
)

_NONE_YET: Final = 0


@command
class TakeNumber:
    """ขอเลขครั้งที่: the next one; ``number`` where the caller knows which it must be."""

    body_id: EntityId
    year: BuddhistYear
    meeting_id: EntityId
    number: PositiveCount | None = None


@command(KEEP_MEETINGS)
class ContinueNumbering:
    """รับช่วงเลขครั้งที่: the year's earlier meetings were numbered on paper, up to a number."""

    body_id: EntityId
    year: BuddhistYear
    last_number: PositiveCount


@dataclass(frozen=True, slots=True)
class Numbering:
    """State of a body's numbering: BE year, as text, → last number."""

    last: dict[str, int] = field(default_factory=dict)

    def last_of(self, year: int) -> int:
        """The last number handed out in a year, 0 for none."""
        return self.last.get(str(year), _NONE_YET)


def decide(state: Numbering, command: TakeNumber | ContinueNumbering) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken."""
    last, year = state.last_of(command.year), command.year
    if isinstance(command, ContinueNumbering):
        CONTINUES_BEFORE_FIRST.require(last == _NONE_YET, year=year, last=last)
        return [
            NumberingContinued(body_id=command.body_id, year=year, last_number=command.last_number)
        ]
    asked = command.number
    NUMBER_FOLLOWS.require(asked in {None, last + 1}, year=year, next=last + 1, asked=asked)
    return [
        MeetingNumberTaken(
            body_id=command.body_id,
            year=year,
            number=PositiveCount(last + 1),
            meeting_id=command.meeting_id,
        )
    ]


def evolve(state: Numbering, event: object) -> Numbering:
    """The numbering after ``event``."""
    match event:
        case MeetingNumberTaken():
            return Numbering({**state.last, str(event.year): event.number})
        case NumberingContinued():
            return Numbering({**state.last, str(event.year): event.last_number})
        case _:
            return state


NUMBERING = Aggregate(
    "numbering",
    key="body_id",
    initial=Numbering(),
    decide=decide,
    evolve=evolve,
    commands=(TakeNumber, ContinueNumbering),
)
