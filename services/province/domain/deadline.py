"""กำหนดวันส่งรายงาน: until which day of the month after it a report of a period is on time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bangduan.domain import Aggregate, Rule, command
from bangduan.events.province import DeadlineSet
from bangduan.events.types import PositiveCount, Slug
from services.province.domain.periods import is_month
from services.province.permissions import SET_TARGETS

FROM_A_MONTH = Rule(
    "deadline-not-from-a-month",
    en="Write the first month it holds for as year and month, for example 2026-11.",
    th="โปรดระบุเดือนแรกที่ใช้กำหนดนี้เป็นปี ค.ศ. และเดือน เช่น 2026-11",
    field="from_period",
)
IN_EVERY_MONTH = Rule(
    "deadline-day-not-in-every-month",
    en="Day {day} is not in every month. Choose 1 to 28.",
    th="วันที่ {day} ไม่ได้มีทุกเดือน โปรดเลือก 1 ถึง 28",
    field="day_of_month",
)
DEADLINE_CHANGES = Rule(
    "deadline-unchanged",
    en="Reports from {period} on are due by day {day} already.",
    th="กำหนดส่งรายงานตั้งแต่ {period} เป็นวันที่ {day} อยู่แล้ว",
    field="day_of_month",
)

_LAST: Final = 28


@command(SET_TARGETS)
class SetDeadline:
    """กำหนดวันส่งรายงาน: from a month on, until a later one is set."""

    from_period: Slug
    day_of_month: PositiveCount


@dataclass(frozen=True, slots=True)
class Deadline:
    """State of the deadline that holds from one month on."""

    day_of_month: int = 0


def decide(state: Deadline, command: SetDeadline) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken."""
    FROM_A_MONTH.require(is_month(command.from_period))
    IN_EVERY_MONTH.require(command.day_of_month <= _LAST, day=command.day_of_month)
    DEADLINE_CHANGES.require(
        command.day_of_month != state.day_of_month,
        period=command.from_period,
        day=command.day_of_month,
    )
    return [DeadlineSet(from_period=command.from_period, day_of_month=command.day_of_month)]


def evolve(state: Deadline, event: DeadlineSet) -> Deadline:
    """The deadline after ``event``."""
    return Deadline(day_of_month=event.day_of_month)


DEADLINE: Final = Aggregate(
    "deadline",
    key="from_period",
    initial=Deadline(),
    decide=decide,
    evolve=evolve,
    commands=(SetDeadline,),
)
