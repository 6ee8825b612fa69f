"""รายงานตัวชี้วัด: one indicator in one period, made of what its sources contribute.

A contribution replaces the one its source made before, so the cells depend on what each
source last said and never on which service's events came first. A contribution that is held
already leads to no event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bangduan.domain import Aggregate, command, derived_id
from bangduan.events.indicators import INDICATORS, Indicator
from bangduan.events.reporting import (
    TO_DATE,
    TOTAL,
    Cell,
    Contribution,
    ContributionWithdrawn,
    IndicatorReported,
)
from bangduan.events.types import Bound, EntityId, Line, Quantity, Slug
from services.reporting.domain.suppression import without_few

_MEETINGS_IN_MEAN = 4


def report_id(indicator: str, period: str) -> EntityId:
    """Id of the report on ``indicator`` in ``period``."""
    return EntityId(derived_id("report", indicator, period))


@command
class Contribute:
    """นับเข้าตัวชี้วัด: the source counts with this value, in place of any before."""

    report_id: EntityId
    indicator: Slug
    period: Slug
    source: Line
    cell: Slug
    value: int
    bound: Bound = "exact"
    on: date | None = None


@command
class Withdraw:
    """ถอนออกจากตัวชี้วัด: the source counts no longer."""

    report_id: EntityId
    indicator: Slug
    period: Slug
    source: Line


@command
class CountAlike:
    """นับเข้าอีกช่อง: the source counts in ``cell`` as ``like`` counts: as much, on the same day.

    With its own name as ``like`` it moves to the cell, in every period in which it counts.
    """

    report_id: EntityId
    indicator: Slug
    source: Line
    like: Line
    cell: Slug


@command
class CountBalance:
    """นับยอดคงเหลือของบัญชี: the newest balance of one account of a fund, by kind of fund."""

    report_id: EntityId
    indicator: Slug
    source: Line
    fund_id: EntityId
    value: int


@command
class StateMembers:
    """บันทึกจำนวนสมาชิกที่องค์กรแจ้ง: counts under the organisation's ``kind``.

    The handler looks the kind up; None for an organisation that counts no longer.
    """

    report_id: EntityId
    organisation_id: EntityId
    members: Quantity
    kind: Slug | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """State of a report: source → its contribution."""

    contributions: dict[str, Contribution] = field(default_factory=dict)


def decide(state: Report, command: Contribute | Withdraw | StateMembers) -> Sequence[object]:
    """What follows from ``command``: one event, or none when nothing is new."""
    match command:
        case Contribute():
            return _contributed(state, command)
        case StateMembers(kind=str(kind)):
            return _contributed(state, _stated(command, Slug(kind)))
        case StateMembers():
            return []
        case Withdraw():
            return _withdrawn(state, command)


def _stated(command: StateMembers, kind: Slug) -> Contribute:
    members = without_few(command.members)
    return Contribute(
        report_id=command.report_id,
        indicator=Slug("members-stated"),
        period=TO_DATE,
        source=Line(command.organisation_id),
        cell=kind,
        value=members.value,
        bound=members.bound,
    )


def _contributed(state: Report, command: Contribute) -> list[object]:
    contribution = Contribution(
        source=command.source,
        cell=command.cell,
        value=command.value,
        bound=command.bound,
        on=command.on,
    )
    if contribution == state.contributions.get(command.source):
        return []
    indicator = INDICATORS[command.indicator]
    after = {**state.contributions, command.source: contribution}
    cells, was = _changed(indicator, state.contributions, after)
    return [
        IndicatorReported(
            report_id=command.report_id,
            indicator=command.indicator,
            period=command.period,
            unit=indicator.unit,
            cells=cells,
            contribution=contribution,
            was=() if command.period == TO_DATE else was,
        )
    ]


def _withdrawn(state: Report, command: Withdraw) -> list[object]:
    if command.source not in state.contributions:
        return []
    indicator = INDICATORS[command.indicator]
    after = {k: v for k, v in state.contributions.items() if k != command.source}
    cells, was = _changed(indicator, state.contributions, after)
    return [
        ContributionWithdrawn(
            report_id=command.report_id,
            indicator=command.indicator,
            period=command.period,
            unit=indicator.unit,
            cells=cells,
            source=command.source,
            was=() if command.period == TO_DATE else was,
        )
    ]


def evolve(state: Report, event: object) -> Report:
    """The report after ``event``."""
    match event:
        case IndicatorReported():
            held = {**state.contributions, event.contribution.source: event.contribution}
            return replace(state, contributions=held)
        case ContributionWithdrawn():
            left = {k: v for k, v in state.contributions.items() if k != event.source}
            return replace(state, contributions=left)
        case _:
            return state


def cells_of(indicator: Indicator, contributions: Iterable[Contribution]) -> dict[str, Cell]:
    """The table of an indicator: cell → its value, and ``total`` where that means something."""
    groups: dict[str, list[Contribution]] = {}
    for contribution in contributions:
        groups.setdefault(contribution.cell, []).append(contribution)
        if indicator.has_total and contribution.cell != TOTAL:
            groups.setdefault(TOTAL, []).append(contribution)
    return {cell: _measured(indicator, Slug(cell), groups[cell]) for cell in sorted(groups)}


def _changed(
    indicator: Indicator, before: dict[str, Contribution], after: dict[str, Contribution]
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """The cells that are not as they were, and as those of them were that had been told."""
    old, new = (cells_of(indicator, held.values()) for held in (before, after))
    emptied = tuple(Cell(cell=Slug(cell), value=0) for cell in old if cell not in new)
    cells = emptied + tuple(cell for name, cell in new.items() if old.get(name) != cell)
    return cells, tuple(old[cell.cell] for cell in cells if cell.cell in old)


def _measured(indicator: Indicator, cell: Slug, counted: list[Contribution]) -> Cell:
    match indicator.measure:
        case "largest":
            value = max(one.value for one in counted)
        case "mean-of-last-4":
            # undated meetings count as earlier than dated ones; the source settles a tie
            in_order = sorted(counted, key=lambda one: (one.on or date.min, one.source))
            counted = in_order[-_MEETINGS_IN_MEAN:]
            value = _rounded(sum(one.value for one in counted), len(counted))
        case _:
            value = sum(one.value for one in counted)
    return Cell(cell=cell, value=value, bound=bound_of(one.bound for one in counted))


def bound_of(bounds: Iterable[Bound]) -> Bound:
    """How exact numbers of these bounds are together: the least exact decides."""
    given = set(bounds)
    if "about" in given:
        return "about"
    return "at_least" if "at_least" in given else "exact"


def _rounded(dividend: int, divisor: int) -> int:
    return (2 * dividend + divisor) // (2 * divisor)


REPORT = Aggregate(
    "report",
    key="report_id",
    initial=Report(),
    decide=decide,
    evolve=evolve,
    commands=(Contribute, Withdraw, CountAlike, CountBalance, StateMembers),
)
