"""จำนวนสมาชิก: memberships held, counted by kind of organisation and by sex.

The count goes on inside the site; what is told outside has its small numbers hidden. The
workings say which organisation and which sex, never who.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from bangduan.domain import Aggregate, command
from bangduan.events.definition import Forgotten
from bangduan.events.reporting import TO_DATE, Cell, HeadcountReported
from bangduan.events.types import EntityId, Line, Slug
from services.reporting.domain.report import report_id
from services.reporting.domain.suppression import publishable

Sex = Literal["female", "male", "unknown"]

#: The one headcount of a site.
HEADCOUNT_ID = report_id("members", TO_DATE)


@command
class CountMember:
    """นับสมาชิก: somebody joined (+1) or left (-1) an organisation; who is not asked.

    The handler looks the organisation's ``kind`` up; None for one that counts no longer.
    """

    report_id: EntityId
    organisation_id: EntityId
    sex: Sex
    change: Literal[1, -1]
    kind: Slug | None = None


@command
class DropMembers:
    """เลิกนับสมาชิกขององค์กร: the organisation was dissolved and has members no more."""

    report_id: EntityId
    organisation_id: EntityId


@dataclass(frozen=True, slots=True)
class Tally:
    """The members of one organisation."""

    kind: str
    by_sex: dict[str, int]


@dataclass(frozen=True, slots=True)
class Headcount:
    """State: organisation id → its tally."""

    tallies: dict[str, Tally] = field(default_factory=dict)


class _Workings(NamedTuple):
    """What one event changed; without a change the organisation's members are dropped."""

    organisation_id: str
    kind: str = ""
    sex: str = ""
    change: int = 0


def decide(state: Headcount, command: CountMember | DropMembers) -> Sequence[object]:
    """What follows from ``command``: the next headcount, told as far as it may be."""
    match command:
        case CountMember(kind=None):
            return []
        case CountMember(organisation_id=organisation, kind=str(kind)):
            return _reported(state, _Workings(organisation, kind, command.sex, command.change))
        case DropMembers(organisation_id=organisation) if organisation in state.tallies:
            return _reported(state, _Workings(organisation))
        case _:
            return []


def _reported(state: Headcount, workings: _Workings) -> list[object]:
    after = _counted(state, workings)
    told_before, told_after = _told(state), _told(after)
    by_kind, by_sex = (_changed(old, new) for old, new in zip(told_before, told_after, strict=True))
    return [
        HeadcountReported(
            report_id=HEADCOUNT_ID,
            period=TO_DATE,
            by_kind=by_kind,
            by_sex=by_sex,
            workings=Line(json.dumps(workings)),
        )
    ]


def evolve(state: Headcount, event: object) -> Headcount:
    """The headcount after ``event``; outside the site its workings read forgotten."""
    match event:
        case HeadcountReported(workings=workings) if not isinstance(workings, Forgotten):
            return _counted(state, _Workings(*json.loads(workings)))
        case _:
            return state


def _changed(old: Mapping[str, Cell], new: Mapping[str, Cell]) -> tuple[Cell, ...]:
    emptied = tuple(Cell(cell=Slug(name), value=0) for name in old if name not in new)
    return emptied + tuple(cell for name, cell in new.items() if old.get(name) != cell)


def _counted(state: Headcount, workings: _Workings) -> Headcount:
    tally = state.tallies.get(workings.organisation_id, Tally(workings.kind, {}))
    by_sex: dict[str, int] = {}
    if workings.change:
        by_sex = {**tally.by_sex, workings.sex: tally.by_sex.get(workings.sex, 0) + workings.change}
    tallies = {**state.tallies, workings.organisation_id: replace(tally, by_sex=by_sex)}
    return replace(state, tallies=tallies)


def _told(state: Headcount) -> tuple[Mapping[str, Cell], Mapping[str, Cell]]:
    by_kind: dict[str, int] = {}
    by_sex: dict[str, int] = {}
    for tally in state.tallies.values():
        by_kind[tally.kind] = by_kind.get(tally.kind, 0) + sum(tally.by_sex.values())
        for sex, count in tally.by_sex.items():
            by_sex[sex] = by_sex.get(sex, 0) + count
    told_by_kind, told_by_sex = publishable(by_kind, by_sex)
    return told_by_kind, told_by_sex


HEADCOUNT = Aggregate(
    "headcount",
    key="report_id",
    initial=Headcount(),
    decide=decide,
    evolve=evolve,
    commands=(CountMember, DropMembers),
)
