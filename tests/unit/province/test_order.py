"""The order between sites never matters to what the province keeps of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import given as example_of
from hypothesis import strategies as st
from sqlalchemy import select

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.reporting import (
    TOTAL,
    Cell,
    Contribution,
    IndicatorReported,
    PeriodClosed,
    ServiceHeads,
    SiteDigested,
    StockReported,
)
from bangduan.events.types import Count, EntityId, Line, Slug
from services.province.projections import PROJECTIONS

SITES = ("110113", "110108")
JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)

Told = Callable[..., None]


def story(number: int) -> list[tuple[date, object]]:
    """What one site records, in its own order."""
    held = IndicatorReported(
        report_id=EntityId(derived_id("report", "meetings-held", "2026-06")),
        indicator=Slug("meetings-held"),
        period=Slug("2026-06"),
        unit="things",
        cells=(Cell(cell=TOTAL, value=number),),
        contribution=Contribution(source=Line("x"), cell=Slug("assembly"), value=1),
    )
    heads = ServiceHeads(
        service=Slug("funds"), day=JUNE, sequence=Line(str(number)), events=Count(number),
        streams=Count(1), digest=Line("a" * 64),
    )  # fmt: skip
    return [
        (JUNE, held),
        (JULY, StockReported(
            indicator=Slug("villages"), period=Slug("2026-06"), unit="things",
            cells=(Cell(cell=TOTAL, value=number),),
        )),
        (JULY, PeriodClosed(period=Slug("2026-06"), closed_on=JULY)),
        (JULY, SiteDigested(
            digest_id=EntityId(derived_id("d")), day=JUNE, services=(heads,), root=Line("b" * 64),
        )),
    ]  # fmt: skip


def kept(province: Application) -> dict[str, list[dict[str, Any]]]:
    """Every row fed by the sites, without the ids of events, which each telling makes anew."""
    tables = [t for p in PROJECTIONS if p.source == "reporting" for t in p.tables]
    return {
        table.name: sorted(
            (
                {name: value for name, value in row.items() if name != "event_id"}
                for row in province.reader.all(select(table))
            ),
            key=str,
        )
        for table in tables
    }


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example_of(st.permutations([0] * 4 + [1] * 4))
def test_however_two_sites_interleave_the_tables_are_the_same(
    provinces: Callable[[], Application],
    telling: Callable[[Application], Told],
    order: list[int],
) -> None:
    found = []
    for interleaved in (sorted(order), order):
        province, lives = provinces(), [iter(story(3)), iter(story(4))]
        tell = telling(province)
        for place in interleaved:
            on, event = next(lives[place])
            tell(SITES[place], on, event)
        found.append(kept(province))
    assert found[0] == found[1]
    assert all(found[0][name] for name in ("statements", "heard_days", "digests", "indicators"))
