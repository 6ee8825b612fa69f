"""Targets and deadlines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.province import DeadlineSet, Goal, TargetSet, TargetWithdrawn
from bangduan.events.reporting import TOTAL, Cell, Contribution, IndicatorReported
from bangduan.events.types import (
    Bound,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Slug,
    TambonCode,
)
from bangduan.testing.scenario import given
from services.province.domain.deadline import (
    DEADLINE,
    DEADLINE_CHANGES,
    FROM_A_MONTH,
    IN_EVERY_MONTH,
    SetDeadline,
)
from services.province.domain.target import (
    OF_A_KNOWN_INDICATOR,
    OF_A_PERIOD,
    TARGET,
    TARGET_CHANGES,
    SetTarget,
    WithdrawTarget,
    reached,
)
from services.province.projections.targets import list_achievements

BANG_DUAN, BANG_PU_MAI = TambonCode("110113"), TambonCode("110108")
JUNE = Slug("2026-06")
Told = Callable[..., None]


def target(value: int = 3, tambon: TambonCode | None = None, **other: Any) -> SetTarget:
    return SetTarget(
        **{
            "indicator": Slug("meetings-held"),
            "period": JUNE,
            "value": Count(value),
            "tambon": tambon,
            **other,
        }
    )


def is_set(command: SetTarget) -> TargetSet:
    return TargetSet(
        target_id=command.target_id,
        indicator=command.indicator,
        cell=command.cell,
        period=command.period,
        tambon=command.tambon,
        value=command.value,
        goal=command.goal,
    )


def test_a_target_is_set_changed_and_withdrawn() -> None:
    command = target()
    given(TARGET).when(command).then(is_set(command))
    higher = target(5)
    assert higher.target_id == command.target_id
    given(TARGET, is_set(command)).when(higher).then(is_set(higher))
    given(TARGET, is_set(command)).when(command).refuses(TARGET_CHANGES)
    withdraw = WithdrawTarget(target_id=command.target_id)
    withdrawn = TargetWithdrawn(target_id=command.target_id)
    given(TARGET, is_set(command)).when(withdraw).then(withdrawn)
    given(TARGET, is_set(command), withdrawn).when(withdraw).finds_nothing()
    given(TARGET, is_set(command), withdrawn).when(command).then(is_set(command))


def test_a_site_has_a_target_of_its_own_beside_everybody_s() -> None:
    assert target(tambon=BANG_DUAN).target_id != target().target_id


def test_a_target_is_of_an_indicator_and_a_period_that_there_are() -> None:
    given(TARGET).when(target(indicator=Slug("canals"))).refuses(OF_A_KNOWN_INDICATOR)
    given(TARGET).when(target(period=Slug("june"))).refuses(OF_A_PERIOD)


def test_reports_are_due_on_a_day_that_every_month_has() -> None:
    command = SetDeadline(from_period=JUNE, day_of_month=PositiveCount(15))
    done = DeadlineSet(from_period=JUNE, day_of_month=PositiveCount(15))
    given(DEADLINE).when(command).then(done)
    given(DEADLINE, done).when(command).refuses(DEADLINE_CHANGES)
    late = SetDeadline(from_period=JUNE, day_of_month=PositiveCount(29))
    given(DEADLINE).when(late).refuses(IN_EVERY_MONTH)
    year = SetDeadline(from_period=Slug("fy2569"), day_of_month=PositiveCount(15))
    given(DEADLINE).when(year).refuses(FROM_A_MONTH)


#: value, its bound, the target, its goal → whether it is reached.
REACHED: list[tuple[int | None, Bound, int, Goal, bool | None]] = [
    (3, "exact", 3, "at_least", True),
    (2, "exact", 3, "at_least", False),
    (2, "at_least", 3, "at_least", None),
    (3, "at_least", 3, "at_least", True),
    (None, "exact", 3, "at_least", None),
    (3, "exact", 3, "at_most", True),
    (4, "exact", 3, "at_most", False),
    (4, "at_least", 3, "at_most", False),
    (3, "at_least", 3, "at_most", None),
    (None, "exact", 3, "at_most", None),
    (2, "about", 3, "at_least", False),
]


@pytest.mark.parametrize(("value", "bound", "wanted", "goal", "outcome"), REACHED)
def test_whether_a_target_is_reached_is_said_where_it_can_be(
    province: Application,
    tell: Told,
    value: int | None,
    bound: Bound,
    wanted: int,
    goal: Goal,
    outcome: bool | None,
) -> None:
    assert reached(value, bound, wanted, goal) is outcome
    tell(BANG_DUAN, date(2026, 7, 1), held(value, bound))
    province.execute(target(wanted, goal=goal))
    (row,) = province.reader.all(list_achievements())
    assert row["reached"] == outcome


def held(value: int | None, bound: Bound = "exact") -> IndicatorReported:
    return IndicatorReported(
        report_id=EntityId(derived_id("report", "meetings-held", JUNE)),
        indicator=Slug("meetings-held"),
        period=JUNE,
        unit="things",
        cells=(Cell(cell=TOTAL, value=value, bound=bound),),
        contribution=Contribution(source=Line("x"), cell=Slug("assembly"), value=1),
    )


def test_a_site_s_own_target_goes_before_everybody_s(province: Application, tell: Told) -> None:
    for tambon in (BANG_DUAN, BANG_PU_MAI):
        tell(tambon, date(2026, 7, 1), held(4))
    province.execute(target(6))
    province.execute(target(3, BANG_DUAN))

    def achieved() -> dict[str, tuple[object, ...]]:
        rows = province.reader.all(list_achievements())
        return {r["tambon"]: (r["target"], bool(r["own_target"]), bool(r["reached"])) for r in rows}

    assert achieved() == {BANG_DUAN: (3, True, True), BANG_PU_MAI: (6, False, False)}
    province.execute(WithdrawTarget(target_id=target(tambon=BANG_DUAN).target_id))
    assert achieved()[BANG_DUAN] == (6, False, False)
    province.execute(WithdrawTarget(target_id=target().target_id))
    assert not achieved()
