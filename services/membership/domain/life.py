"""ความเป็นไปของบุคคล: who lives here, moved away or died, and which entry stands for which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bangduan.domain import Rule, command
from bangduan.events.membership import (
    DeathRetracted,
    PeopleToldApart,
    PersonDied,
    PersonMerged,
    PersonMoved,
    PersonReturned,
)
from bangduan.events.types import EntityId, Line
from services.membership.permissions import KEEP_PEOPLE

LifeStatus = Literal["active", "moved", "deceased"]

NOT_DECEASED = Rule(
    "person-deceased",
    en="This person is recorded as deceased. If that is a mistake, retract it first.",
    th="บุคคลนี้บันทึกว่าเสียชีวิตแล้ว หากบันทึกผิดโปรดถอนการบันทึกก่อน",
    field="person_id",
)
IS_DECEASED = Rule(
    "person-not-deceased",
    en="This person is not recorded as deceased; there is nothing to retract.",
    th="บุคคลนี้ไม่ได้บันทึกว่าเสียชีวิต ไม่มีการบันทึกให้ถอน",
    field="person_id",
)
IS_AWAY = Rule(
    "person-not-away",
    en="This person is not recorded as having moved away.",
    th="บุคคลนี้ไม่ได้บันทึกว่าย้ายออก",
    field="person_id",
)
NOT_MERGED = Rule(
    "person-merged",
    en="This entry was merged into another, which stands for both: /membership/people/{into}.",
    th="รายการนี้รวมกับรายการอื่นแล้ว โปรดใช้รายการ /membership/people/{into}",
    field="person_id",
)
MERGES_INTO_ANOTHER = Rule(
    "person-merged-into-itself",
    en="An entry cannot be merged into itself. Choose the entry that stays.",
    th="รวมรายการเข้ากับตัวเองไม่ได้ โปรดเลือกรายการที่จะคงไว้",
    field="into",
)
TELLS_APART_ANOTHER = Rule(
    "person-told-apart-from-itself",
    en="Choose the other of the two people.",
    th="โปรดเลือกบุคคลอีกคนหนึ่ง",
    field="other_id",
)
NOT_IN_FUTURE = Rule(
    "person-day-in-the-future",
    en="The day {day} lies in the future. Leave it out when it is not known.",
    th="วันที่ {day} เป็นอนาคต หากไม่ทราบวันโปรดเว้นไว้",
)


@command(KEEP_PEOPLE)
class RecordMove:
    """บันทึกการย้ายออก: on a day and to a place that may be unknown."""

    person_id: EntityId
    moved_on: date | None = None
    moved_to: Line | None = None


@command(KEEP_PEOPLE)
class RecordReturn:
    """บันทึกการย้ายกลับ."""

    person_id: EntityId
    returned_on: date | None = None


@command(KEEP_PEOPLE)
class RecordDeath:
    """บันทึกการเสียชีวิต: ends every membership, role, office and seat the person has."""

    person_id: EntityId
    died_on: date | None = None


@command(KEEP_PEOPLE)
class RetractDeath:
    """ถอนการบันทึกการเสียชีวิต: it was a mistake. What it ended is begun again by hand."""

    person_id: EntityId


@command(KEEP_PEOPLE)
class MergePeople:
    """รวมรายการซ้ำ: ``person_id`` was registered twice; ``into`` is the entry that stays."""

    person_id: EntityId
    into: EntityId


@command(KEEP_PEOPLE)
class TellApart:
    """ยืนยันว่าเป็นคนละคน: the two are not suggested as one again."""

    person_id: EntityId
    other_id: EntityId


LifeCommand = RecordMove | RecordReturn | RecordDeath | RetractDeath | MergePeople | TellApart
LIFE_COMMANDS = (RecordMove, RecordReturn, RecordDeath, RetractDeath, MergePeople, TellApart)


@dataclass(frozen=True, slots=True)
class Life:
    """What became of a person; ``merged_into``: the entry that stands for this one now."""

    status: LifeStatus = "active"
    merged_into: str | None = None

    @property
    def deceased(self) -> bool:
        """True once the person's death is recorded."""
        return self.status == "deceased"


def decide_life(life: Life, command: LifeCommand) -> Sequence[object]:
    """What follows from ``command`` for somebody registered; raises RuleBroken."""
    match command:
        case MergePeople():
            MERGES_INTO_ANOTHER.require(command.into != command.person_id)
            return [PersonMerged(person_id=command.person_id, into=command.into)]
        case TellApart():
            TELLS_APART_ANOTHER.require(command.other_id != command.person_id)
            return [PeopleToldApart(person_id=command.person_id, other_id=command.other_id)]
        case RetractDeath():
            IS_DECEASED.require(life.deceased)
            return [DeathRetracted(person_id=command.person_id)]
    NOT_DECEASED.require(not life.deceased)
    match command:
        case RecordMove():
            return [
                PersonMoved(
                    person_id=command.person_id,
                    moved_on=command.moved_on,
                    moved_to=command.moved_to,
                )
            ]
        case RecordReturn():
            IS_AWAY.require(life.status == "moved")
            return [PersonReturned(person_id=command.person_id, returned_on=command.returned_on)]
        case RecordDeath():
            return [PersonDied(person_id=command.person_id, died_on=command.died_on)]


def evolve_life(life: Life, event: object) -> Life:
    """What became of the person after ``event``."""
    match event:
        case PersonMoved():
            return replace(life, status="moved")
        case PersonReturned() | DeathRetracted():
            return replace(life, status="active")
        case PersonDied():
            return replace(life, status="deceased")
        case PersonMerged():
            return replace(life, merged_into=event.into)
        case _:
            return life
