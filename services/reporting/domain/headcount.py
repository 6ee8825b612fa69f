"""จำนวนสมาชิก: memberships held, told by kind of organisation and by sex.

The site counts in tables of its own (``projections.members``) and tells now and then what may be
told. It never tells that one membership began or ended: who saw the numbers before and after it
would know of one person. So it waits until several did, and never says how many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bangduan.domain import Aggregate, command
from bangduan.events.indicators import SMALLEST_TOLD
from bangduan.events.reporting import TO_DATE, Cell, HeadcountReported
from bangduan.events.types import Count, EntityId, Slug
from services.reporting.domain.report import report_id
from services.reporting.domain.suppression import publishable

#: The one headcount of a site.
HEADCOUNT_ID = report_id("members", TO_DATE)

#: Memberships that must have begun or ended before the numbers are told anew.
FEWEST_CHANGES: Final = SMALLEST_TOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """How many memberships of one sex the organisations of one kind have."""

    kind: Slug
    sex: Slug
    members: Count


@command
class TellMembers:
    """รายงานจำนวนสมาชิก: tell the members there are, as far as that may be told.

    ``changes`` are the memberships that began or ended since they were last told.
    """

    report_id: EntityId
    on: date
    changes: Count = Count(0)
    memberships: tuple[Membership, ...] = ()


@dataclass(frozen=True, slots=True)
class Headcount:
    """State: the two tables as they were last told, and on which day."""

    by_kind: dict[str, Cell] = field(default_factory=dict)
    by_sex: dict[str, Cell] = field(default_factory=dict)
    told_on: date | None = None


def decide(state: Headcount, command: TellMembers) -> Sequence[object]:
    """The headcount, once enough has changed for nobody to be seen in it."""
    if command.changes < FEWEST_CHANGES:
        return []
    held: dict[tuple[str, str], int] = {
        (one.kind, one.sex): one.members for one in command.memberships
    }
    by_kind, by_sex = publishable(held)
    return [
        HeadcountReported(
            report_id=HEADCOUNT_ID,
            period=TO_DATE,
            by_kind=_changed(state.by_kind, by_kind),
            by_sex=_changed(state.by_sex, by_sex),
            on=command.on,
        )
    ]


def evolve(state: Headcount, event: object) -> Headcount:
    """The headcount after ``event``."""
    match event:
        case HeadcountReported():
            return Headcount(
                by_kind=_merged(state.by_kind, event.by_kind),
                by_sex=_merged(state.by_sex, event.by_sex),
                told_on=event.on,
            )
        case _:
            return state


def _changed(old: Mapping[str, Cell], new: Mapping[str, Cell]) -> tuple[Cell, ...]:
    emptied = tuple(
        Cell(cell=cell.cell, value=0)
        for name, cell in old.items()
        if name not in new and cell.value != 0
    )
    return emptied + tuple(cell for name, cell in new.items() if old.get(name) != cell)


def _merged(old: Mapping[str, Cell], told: Sequence[Cell]) -> dict[str, Cell]:
    return {**old, **{cell.cell: cell for cell in told}}


HEADCOUNT = Aggregate(
    "headcount",
    key="report_id",
    initial=Headcount(),
    decide=decide,
    evolve=evolve,
    commands=(TellMembers,),
)
