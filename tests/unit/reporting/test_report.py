"""Reports: what contributions come to."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given as for_all
from hypothesis import strategies as st

from bangduan.events.indicators import INDICATORS
from bangduan.events.reporting import (
    Cell,
    Contribution,
    ContributionWithdrawn,
    IndicatorReported,
)
from bangduan.events.types import Bound, Count, EntityId, Line, Quantity, Slug
from bangduan.testing.scenario import given
from services.reporting.domain.report import (
    REPORT,
    Contribute,
    Report,
    StateMembers,
    Withdraw,
    cells_of,
    decide,
    evolve,
    report_id,
)

A, B = "00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b"


def contribute(
    source: str, cell: str, value: int = 1, bound: Bound = "exact", **more: Any
) -> Contribute:
    indicator, period = more.get("indicator", "organisations"), more.get("period", "to-date")
    return Contribute(
        report_id=report_id(indicator, period),
        indicator=Slug(indicator),
        period=Slug(period),
        source=Line(source),
        cell=Slug(cell),
        value=value,
        bound=bound,
        on=more.get("on"),
    )


def reported(command: Contribute, *cells: Cell) -> IndicatorReported:
    return IndicatorReported(
        report_id=command.report_id,
        indicator=command.indicator,
        period=command.period,
        unit=INDICATORS[command.indicator].unit,
        cells=cells,
        contribution=Contribution(
            source=command.source,
            cell=command.cell,
            value=command.value,
            bound=command.bound,
            on=command.on,
        ),
    )


def cell(name: str, value: int | None, bound: Bound = "exact") -> Cell:
    return Cell(cell=Slug(name), value=value, bound=bound)


FIRST = contribute(A, "savings-group")
FIRST_REPORTED = reported(FIRST, cell("savings-group", 1), cell("total", 1))


def test_a_first_contribution_makes_its_cell_and_the_total() -> None:
    given(REPORT).when(FIRST).then(FIRST_REPORTED)


def test_the_same_contribution_again_is_no_news() -> None:
    given(REPORT, FIRST_REPORTED).when(FIRST).then()


def test_another_source_tells_only_the_cells_that_changed() -> None:
    other = contribute(B, "village-fund")
    given(REPORT, FIRST_REPORTED).when(other).then(
        reported(other, cell("total", 2), cell("village-fund", 1))
    )


def test_a_source_that_moves_empties_the_cell_it_leaves() -> None:
    moved = contribute(A, "village-fund")
    given(REPORT, FIRST_REPORTED).when(moved).then(
        reported(moved, cell("savings-group", 0), cell("village-fund", 1))
    )


def test_a_source_that_is_withdrawn_counts_no_longer() -> None:
    withdraw = Withdraw(
        report_id=FIRST.report_id,
        indicator=FIRST.indicator,
        period=FIRST.period,
        source=FIRST.source,
    )
    withdrawn = ContributionWithdrawn(
        report_id=FIRST.report_id,
        indicator=FIRST.indicator,
        period=FIRST.period,
        unit="things",
        cells=(cell("savings-group", 0), cell("total", 0)),
        source=FIRST.source,
    )
    given(REPORT, FIRST_REPORTED).when(withdraw).then(withdrawn)
    given(REPORT).when(withdraw).then()


def test_a_lower_bound_makes_the_sum_a_lower_bound() -> None:
    savers = INDICATORS[Slug("savers")]
    told = cells_of(
        savers,
        [
            Contribution(source=Line("a"), cell=Slug("total"), value=800, bound="at_least"),
            Contribution(source=Line("b"), cell=Slug("total"), value=20),
        ],
    )
    assert told == {"total": cell("total", 820, "at_least")}


def test_an_estimate_makes_the_sum_an_estimate() -> None:
    bounds: list[Bound] = ["exact", "at_least", "about"]
    told = cells_of(
        INDICATORS[Slug("savers")],
        [
            Contribution(source=Line(bound), cell=Slug("total"), value=1, bound=bound)
            for bound in bounds
        ],
    )
    assert told["total"].bound == "about"


def test_cells_that_do_not_add_up_have_no_total() -> None:
    funds = contribute(f"{A}/existing", "existing", indicator="funds")
    given(REPORT).when(funds).then(reported(funds, cell("existing", 1)))


def test_villages_represented_are_those_of_the_fullest_meeting() -> None:
    fullest = cells_of(
        INDICATORS[Slug("villages-represented")],
        [Contribution(source=Line(str(n)), cell=Slug("assembly"), value=n) for n in (3, 7, 5)],
    )
    assert fullest["assembly"].value == 7


def test_the_attendance_rate_is_the_mean_of_the_last_four_meetings() -> None:
    rates = [(date(2008, 6, 30), 10_000), (date(2008, 7, 1), 8_000), (date(2008, 8, 8), 7_000)]
    dated = [
        Contribution(source=Line(str(on)), cell=Slug("total"), value=rate, on=on)
        for on, rate in [*rates, (date(2008, 9, 1), 6_001), (date(2008, 10, 1), 5_000)]
    ]
    undated = Contribution(source=Line("x"), cell=Slug("total"), value=1)
    told = cells_of(INDICATORS[Slug("attendance-rate")], [undated, *dated])
    assert told == {"total": cell("total", 6_500)}


def test_stated_members_count_under_the_kind_of_their_organisation() -> None:
    stated = StateMembers(
        report_id=report_id("members-stated", "to-date"),
        organisation_id=EntityId(A),
        members=Quantity(value=Count(40), bound="about"),
        kind=Slug("savings-group"),
    )
    counted = contribute(A, "savings-group", 40, "about", indicator="members-stated")
    given(REPORT).when(stated).then(
        reported(counted, cell("savings-group", 40, "about"), cell("total", 40, "about"))
    )


def test_members_of_an_organisation_that_counts_no_longer_are_not_stated() -> None:
    stated = StateMembers(
        report_id=report_id("members-stated", "to-date"),
        organisation_id=EntityId(A),
        members=Quantity(value=Count(40)),
    )
    given(REPORT).when(stated).then()


CONTRIBUTIONS = st.lists(
    st.builds(
        contribute,
        st.sampled_from("abcdef"),
        st.sampled_from(["savings-group", "village-fund", "sao"]),
        st.integers(0, 9),
        st.sampled_from(["exact", "at_least", "about"]),
    ),
    max_size=20,
)


def _all(commands: list[Contribute]) -> tuple[Report, dict[str, Cell]]:
    state, table = Report(), dict[str, Cell]()
    for command in commands:
        for event in decide(state, command):
            assert isinstance(event, IndicatorReported)
            state = evolve(state, event)
            table |= {told.cell: told for told in event.cells}
    return state, table


@for_all(CONTRIBUTIONS)
def test_what_was_told_adds_up_to_what_is_held(commands: list[Contribute]) -> None:
    state, table = _all(commands)
    held = cells_of(INDICATORS[Slug("organisations")], state.contributions.values())
    assert {name: told for name, told in table.items() if name in held} == held
    assert all(told.value == 0 for name, told in table.items() if name not in held)


@for_all(CONTRIBUTIONS, st.randoms())
def test_order_between_sources_never_matters(commands: list[Contribute], random: Any) -> None:
    by_source: dict[str, list[Contribute]] = {}
    for command in commands:
        by_source.setdefault(command.source, []).append(command)
    queues = list(by_source.values())
    shuffled = []
    while queues:
        queue = random.choice(queues)
        shuffled.append(queue.pop(0))
        queues = [q for q in queues if q]
    assert _all(shuffled)[0].contributions == _all(commands)[0].contributions
