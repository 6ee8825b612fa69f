"""Pages of the province: its sites side by side, what each reported, what an officer decides."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Pages
from services.province import open_data
from services.province.pages import comparison, distribution, front, heat, reporting, tambon

__all__ = ["PAGES"]

PAGES: Final = Pages(
    "province",
    templates="services.province",
    own=[
        open_data.serve,
        front.serve,
        comparison.serve,
        heat.serve,
        distribution.serve,
        tambon.serve,
        reporting.serve,
    ],
)
