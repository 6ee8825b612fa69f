"""สัดส่วนของตำบล: a ratio of what one site told, or why there is none.

At a site nothing stands in a cell that nothing counts in. The province has only what it was told:
here a cell that nobody told of is not known, and never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from bangduan.events.indicators import Ratio, ratio_of
from services.province.domain.statistics import Told

#: ``told``: known exactly. ``hidden``: a part is. ``unknown``: a part was not told, or is known as
#: a bound only. ``empty``: there is nothing to have a share of. ``missing``: no part was told.
RatioState = Literal["told", "hidden", "unknown", "empty", "missing"]


class Share(NamedTuple):
    """A ratio of one site; ``value`` is None in every state but ``told``."""

    value: int | None
    state: RatioState


def share_of(ratio: Ratio, cells: Mapping[tuple[str, str], Told]) -> Share:
    """A ratio of what a site told; of both sides each part has to be told, and exactly."""
    parts = [cells.get(part) for part in {*ratio.numerator, *ratio.denominator}]
    told = [part for part in parts if part is not None]
    if not told:
        return Share(None, "missing")
    if any(part.value is None for part in told):
        return Share(None, "hidden")
    if len(told) < len(parts) or any(part.bound != "exact" for part in told):
        return Share(None, "unknown")
    value = ratio_of(ratio, cells)
    return Share(value, "empty" if value is None else "told")
