"""What the province's page shows: its sites side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bangduan.events.reporting import TO_DATE, TOTAL
from bangduan.web.layout import Step, timeline
from services.province.domain.comparison import ratio
from services.province.projections.sites import indicators, list_sites, milestones

if TYPE_CHECKING:
    from bangduan.application import Reader

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The province as it stands.

    Attributes:
        sites: those that have reported, by district and code.
        cells: (tambon, indicator, cell) → its value to date.
        stories: tambon → its milestones in order.
    """

    sites: list[Row]
    cells: Mapping[tuple[str, str, str], Row]
    stories: Mapping[str, list[Step]]

    def cell(self, tambon: str, indicator: str, cell: str = TOTAL) -> Row | None:
        """One value of a site, None where it reported none."""
        return self.cells.get((tambon, indicator, cell))

    def integration(self, tambon: str) -> str | None:
        """Funds integrated of those a site has, None where it reported none."""
        part, whole = (
            None if row is None else row["value"]
            for row in (self.cell(tambon, "funds", name) for name in ("integrated", "existing"))
        )
        return ratio(part, whole)


def read(reader: Reader) -> Overview:
    """The overview of every site that has reported."""
    values = reader.all(select(indicators).where(indicators.c.period == TO_DATE))
    told: dict[str, list[Row]] = {}
    for row in reader.all(select(milestones).order_by(milestones.c.tambon)):
        told.setdefault(row["tambon"], []).append(row)
    return Overview(
        sites=sorted(reader.all(list_sites()), key=lambda site: str(site["tambon"])),
        cells={(v["tambon"], v["indicator"], v["cell"]): v for v in values},
        stories={tambon: timeline(rows) for tambon, rows in told.items()},
    )
