"""Pages of the province: its sites side by side, what each reported, what an officer decides."""

from __future__ import annotations

from typing import Final

from bangduan.permissions import PUBLIC
from bangduan.web.pages import Pages, Way
from services.province.pages import (
    approving,
    comparison,
    distribution,
    front,
    heat,
    reporting,
    tambon,
    targets,
)
from services.province.pages.cards import CARDS
from services.province.pages.connections import CONNECTIONS
from services.province.pages.licences import LICENCES
from services.province.pages.periods import PERIODS
from services.province.pages.targets import DEADLINES, TARGETS
from services.province.permissions import READ_REVIEW

__all__ = ["PAGES"]

PAGES: Final = Pages(
    "province",
    templates="services.province",
    own=[
        front.serve,
        comparison.serve,
        heat.serve,
        distribution.serve,
        tambon.serve,
        reporting.serve,
        approving.serve,
        targets.serve,
    ],
    ways=(
        Way(title="Comparison", href="comparison", needs=PUBLIC),
        Way(title="Map", href="map", needs=PUBLIC),
        Way(title="Distribution", href="distribution", needs=PUBLIC),
        Way(title="Who reports", href="reporting", needs=READ_REVIEW),
    ),
)

for what in (PERIODS, TARGETS, DEADLINES, CONNECTIONS, LICENCES, *CARDS):
    PAGES.add(what)
