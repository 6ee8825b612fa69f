"""The headcount: exact inside, careful outside."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Literal

from bangduan.events.definition import FORGOTTEN
from bangduan.events.reporting import Cell, HeadcountReported
from bangduan.events.types import EntityId, Line, Slug
from bangduan.testing.scenario import given
from services.reporting.domain.headcount import (
    HEADCOUNT,
    HEADCOUNT_ID,
    CountMember,
    DropMembers,
    Headcount,
    Sex,
    decide,
    evolve,
)

GROUP = EntityId("00000000-0000-7000-8000-00000000000a")


def count(sex: Sex, change: Literal[1, -1] = 1, kind: str | None = "savings-group") -> CountMember:
    return CountMember(
        report_id=HEADCOUNT_ID,
        organisation_id=GROUP,
        sex=sex,
        change=change,
        kind=None if kind is None else Slug(kind),
    )


def after(*commands: CountMember | DropMembers) -> tuple[Headcount, dict[str, Cell]]:
    state, table = Headcount(), dict[str, Cell]()
    for command in commands:
        for event in decide(state, command):
            assert isinstance(event, HeadcountReported)
            state = evolve(state, event)
            table |= {cell.cell: cell for cell in (*event.by_kind, *event.by_sex)}
    return state, table


def test_four_members_are_counted_and_not_told() -> None:
    state, table = after(*[count("female")] * 4)
    assert state.tallies[GROUP].by_sex == {"female": 4}
    assert {cell.value for cell in table.values()} == {None}


def test_the_fifth_member_is_told() -> None:
    _, table = after(*[count("female")] * 5)
    assert table["savings-group"].value == table["female"].value == table["total"].value == 5


def test_a_few_men_among_many_women_hide_the_women_too() -> None:
    _, table = after(*[count("female")] * 9, *[count("male")] * 2)
    assert table["female"].value is None
    assert table["male"].value is None
    assert table["total"].value == 11


def test_who_left_is_counted_no_longer() -> None:
    _, table = after(*[count("female")] * 7, count("female", -1))
    assert table["total"].value == 6


def test_members_of_a_dissolved_organisation_are_counted_no_longer() -> None:
    dropped = DropMembers(report_id=HEADCOUNT_ID, organisation_id=GROUP)
    _, table = after(*[count("female")] * 7, dropped)
    assert {cell.value for cell in table.values()} == {0}
    given(HEADCOUNT).when(dropped).then()


def test_an_organisation_that_counts_no_longer_takes_no_members() -> None:
    given(HEADCOUNT).when(count("male", kind=None)).then()


def test_the_workings_say_which_organisation_and_never_who() -> None:
    (event,) = decide(Headcount(), count("female"))
    assert isinstance(event, HeadcountReported)
    assert json.loads(event.workings) == [GROUP, "savings-group", "female", 1]


def test_the_workings_are_sealed_and_outside_the_site_tell_nothing() -> None:
    (event,) = decide(Headcount(), count("female"))
    assert isinstance(event, HeadcountReported)
    unreadable = replace(event, workings=Line(FORGOTTEN))
    assert evolve(Headcount(), unreadable) == Headcount()
