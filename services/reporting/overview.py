"""What the site's page shows, read from the read tables in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from bangduan.events.indicators import INDICATORS
from bangduan.events.reporting import TO_DATE, TOTAL
from bangduan.thai import Place, place_of
from bangduan.web.layout import Step, timeline
from bangduan.web.translate.names import NAMES
from services.reporting.domain.periods import MONTH
from services.reporting.projections import centres, indicators, kinds, milestones

if TYPE_CHECKING:
    from bangduan.application import Reader

Row = Mapping[str, Any]

#: Months of a chart.
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A site as it stands.

    Attributes:
        tambon: its code.
        place: what the code means, None for a code nobody has.
        centre: name, missions and founding of the centre, None before it is founded.
        cells: indicator → cell → its value to date.
        steps: milestones in the order of the story.
        months: meetings held in each month that had any, the latest twelve, oldest first.
        kind_names: kinds of organisation that only this site knows.
    """

    tambon: str
    place: Place | None
    centre: Row | None
    cells: Mapping[str, Mapping[str, Row]]
    steps: list[Step]
    months: Sequence[Row]
    kind_names: Mapping[str, tuple[str, str]]

    def cell(self, indicator: str, cell: str = TOTAL) -> Row | None:
        """One value to date, None where nothing was reported."""
        return self.cells.get(indicator, {}).get(cell)

    def value(self, indicator: str, cell: str = TOTAL) -> int:
        """As ``cell``, the number; 0 where there is none."""
        row = self.cell(indicator, cell)
        return 0 if row is None else row["value"] or 0

    def parts(self, indicator: str) -> list[Row]:
        """Cells of an indicator that hold or may hold something, without the total, largest first.

        Equal ones stand in the order in which a centre names them.
        """
        held = (row for name, row in self.cells.get(indicator, {}).items() if name != TOTAL)
        usual = {name: place for place, name in enumerate(NAMES)}
        return sorted(
            (row for row in held if row["value"] != 0 or row["bound"] != "exact"),
            key=lambda row: (-(row["value"] or 0), usual.get(row["cell"], len(usual)), row["cell"]),
        )

    def newest(self, kind: str) -> Step | None:
        """The last milestone of a kind, whether it stands alone or within a meeting."""
        every = [s for step in self.steps for s in (step, *step.outcomes)]
        return next((s for s in reversed(every) if s.row["kind"] == kind), None)


def read(reader: Reader, tambon: str) -> Overview:
    """The overview of the site ``tambon``."""
    cells: dict[str, dict[str, Row]] = {slug: {} for slug in INDICATORS}
    for row in reader.all(select(indicators).where(indicators.c.period == TO_DATE)):
        cells.setdefault(row["indicator"], {})[row["cell"]] = row
    return Overview(
        tambon=tambon,
        place=place_of(tambon),
        centre=reader.one(select(centres).where(centres.c.tambon == tambon)),
        cells=cells,
        steps=timeline(reader.all(select(milestones))),
        months=_months(reader),
        kind_names={r["kind"]: (r["thai"], r["english"]) for r in reader.all(select(kinds))},
    )


def _months(reader: Reader) -> Sequence[Row]:
    """Meetings held, by the months in which some were."""
    held = (
        select(indicators)
        .where(
            indicators.c.indicator == "meetings-held",
            indicators.c.cell == TOTAL,
            indicators.c.period.like(MONTH),
            indicators.c.value > 0,
        )
        .order_by(indicators.c.period.desc())
        .limit(_MONTHS)
    )
    return reader.all(held)[::-1]
