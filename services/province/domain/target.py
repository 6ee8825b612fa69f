"""เป้าหมาย: what a value of a period is meant to come to; a site's own goes before everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound, Rule, command, derived_id
from bangduan.events.indicators import INDICATORS, RATIOS
from bangduan.events.province import Goal, TargetSet, TargetWithdrawn
from bangduan.events.reporting import TO_DATE, TOTAL
from bangduan.events.types import Bound, Count, EntityId, Slug, TambonCode
from services.province.domain.periods import span_of
from services.province.permissions import SET_TARGETS

OF_A_KNOWN_INDICATOR = Rule(
    "target-of-unknown-indicator",
    en="There is no indicator or ratio {indicator}. Choose one of the catalogue.",
    th="ไม่มีตัวชี้วัดหรือสัดส่วน {indicator} โปรดเลือกจากบัญชีตัวชี้วัด",
    field="indicator",
)
RATIO_HAS_NO_CELLS = Rule(
    "target-of-cell-of-ratio",
    en="A ratio has no parts. Leave the part out.",
    th="สัดส่วนไม่มีรายการย่อย โปรดเว้นรายการย่อยไว้",
    field="cell",
)
OF_A_PERIOD = Rule(
    "target-of-no-period",
    en="{period} is no period. Write a month (2026-11), a fiscal year (fy2570) or to-date.",
    th="{period} ไม่ใช่งวด โปรดระบุเดือน (2026-11) ปีงบประมาณ (fy2570) หรือ to-date (สะสม)",
    field="period",
)
TARGET_CHANGES = Rule(
    "target-unchanged",
    en="This target is set already.",
    th="กำหนดเป้าหมายนี้ไว้แล้ว",
    field="value",
)


@command(SET_TARGETS)
class SetTarget:
    """กำหนดเป้าหมาย: for one site, or for every site that has none of its own.

    ``indicator`` may be a ratio too. ``value`` is in its own unit; ``goal`` says whether it is
    reached from there on or up to there. Setting it again replaces it.
    """

    indicator: Slug
    period: Slug
    value: Count
    cell: Slug = TOTAL
    tambon: TambonCode | None = None
    goal: Goal = "at_least"

    @property
    def target_id(self) -> EntityId:
        """The one target there is of this cell, period and site."""
        site = self.tambon or "every-site"
        return EntityId(derived_id("target", self.indicator, self.cell, self.period, site))


@command(SET_TARGETS)
class WithdrawTarget:
    """ยกเลิกเป้าหมาย."""

    target_id: EntityId


@dataclass(frozen=True, slots=True)
class Target:
    """State of a target; ``value`` is None while there is none."""

    value: int | None = None
    goal: Goal = "at_least"


def decide(state: Target, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    match command:
        case SetTarget():
            return [_set(state, command)]
        case _:
            if state.value is None:
                raise NotFound("target", command.target_id, field="target_id")
            return [TargetWithdrawn(target_id=command.target_id)]


def _set(state: Target, command: SetTarget) -> TargetSet:
    of_a_ratio = command.indicator in RATIOS
    OF_A_KNOWN_INDICATOR.require(
        of_a_ratio or command.indicator in INDICATORS, indicator=command.indicator
    )
    RATIO_HAS_NO_CELLS.require(not of_a_ratio or command.cell == TOTAL)
    known = command.period == TO_DATE or span_of(command.period) is not None
    OF_A_PERIOD.require(known, period=command.period)
    TARGET_CHANGES.require((command.value, command.goal) != (state.value, state.goal))
    return TargetSet(
        target_id=command.target_id,
        indicator=command.indicator,
        cell=command.cell,
        period=command.period,
        tambon=command.tambon,
        value=command.value,
        goal=command.goal,
    )


def evolve(state: Target, event: object) -> Target:
    """The target after ``event``."""
    match event:
        case TargetSet():
            return Target(value=event.value, goal=event.goal)
        case TargetWithdrawn():
            return Target()
        case _:
            return state


def reached(value: int | None, bound: Bound, target: int, goal: Goal) -> bool | None:
    """Whether a value reaches its target; None where that cannot be said.

    A hidden value says nothing, nor does about nothing, which nobody knows. A lower bound reaches
    what it is not below, and goes beyond what it is above; anything else about it is open. What is
    told as about so much is taken as told.
    """
    if value is None or (value == 0 and bound == "about"):
        return None
    if goal == "at_least":
        return True if value >= target else (None if bound == "at_least" else False)
    if bound == "at_least":
        return False if value > target else None
    return value <= target


TARGET: Final = Aggregate(
    "target",
    key="target_id",
    initial=Target(),
    decide=decide,
    evolve=evolve,
    commands=(SetTarget, WithdrawTarget),
)
