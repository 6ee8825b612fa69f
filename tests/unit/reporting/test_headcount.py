"""The headcount: exact inside, careful outside."""

from __future__ import annotations

from datetime import date

from bangduan.events.reporting import TOTAL, Cell, HeadcountReported
from bangduan.events.types import Count, Line, Slug
from bangduan.testing.scenario import given
from services.reporting.domain.headcount import (
    HEADCOUNT,
    HEADCOUNT_ID,
    Headcount,
    Membership,
    TellMembers,
    evolve,
)

DAY = date(2024, 10, 1)


def tell(changes: int, **kinds: dict[str, int]) -> TellMembers:
    return TellMembers(
        report_id=HEADCOUNT_ID,
        on=DAY,
        changes=Count(changes),
        memberships=tuple(
            Membership(kind=Slug(kind.replace("_", "-")), sex=Slug(sex), members=Count(members))
            for kind, sexes in kinds.items()
            for sex, members in sexes.items()
        ),
    )


def cells(**values: int | None) -> tuple[Cell, ...]:
    return tuple(Cell(cell=Slug(name.replace("_", "-")), value=v) for name, v in values.items())


def reported(by_kind: tuple[Cell, ...], by_sex: tuple[Cell, ...]) -> HeadcountReported:
    return HeadcountReported(
        report_id=HEADCOUNT_ID, period=Slug("to-date"), by_kind=by_kind, by_sex=by_sex, on=DAY
    )


TOLD = reported(cells(savings_group=12, total=12), cells(female=12, total=12))


def test_members_are_told_by_kind_and_by_sex() -> None:
    given(HEADCOUNT).when(tell(12, savings_group={"female": 12})).then(TOLD)


def test_that_few_joined_or_left_is_not_told() -> None:
    given(HEADCOUNT, TOLD).when(tell(4, savings_group={"female": 16})).then()


def test_only_what_changed_is_told() -> None:
    more = tell(5, savings_group={"female": 12}, village_fund={"female": 5})
    given(HEADCOUNT, TOLD).when(more).then(
        reported(cells(village_fund=5, total=17), cells(female=17, total=17))
    )


def test_a_kind_nobody_is_in_any_more_is_told_as_empty() -> None:
    given(HEADCOUNT, TOLD).when(tell(12)).then(
        reported(cells(savings_group=0, total=0), cells(female=0, total=0))
    )


def test_a_kind_that_shrinks_to_few_is_hidden_and_leaves_the_sums() -> None:
    fewer = tell(9, savings_group={"female": 3})
    given(HEADCOUNT, TOLD).when(fewer).then(
        reported(
            (*cells(savings_group=None), Cell(cell=TOTAL, value=0, bound="at_least")),
            (*cells(female=0), Cell(cell=TOTAL, value=0, bound="at_least")),
        )
    )


def test_what_an_earlier_release_told_is_gone_on_from() -> None:
    earlier = HeadcountReported(
        report_id=HEADCOUNT_ID,
        period=Slug("to-date"),
        by_kind=cells(savings_group=12, total=12),
        by_sex=cells(female=12, total=12),
        workings=Line('["x", "savings-group", "female", 1]'),
    )
    state = evolve(Headcount(), earlier)
    assert state.told_on is None
    given(HEADCOUNT, earlier).when(tell(6, savings_group={"female": 13})).then(
        reported(cells(savings_group=13, total=13), cells(female=13, total=13))
    )
