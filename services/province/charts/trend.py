"""แนวโน้ม: a line over months or years that breaks where nothing is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The drawing, in units of its own; it is stretched to where it stands.
WIDTH: Final = 600
HEIGHT: Final = 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 14, 10


@dataclass(frozen=True, slots=True)
class Point:
    """Where a value is drawn; ``place`` is its place in what was given."""

    x: float
    y: float
    place: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A line to draw.

    Attributes:
        points: one for each value that is known.
        lines: what is joined, as the ``points`` of a polyline.
        ground: height at which nothing (0) is drawn.
        level: height of the target; None without one.
    """

    points: tuple[Point, ...]
    lines: tuple[str, ...]
    ground: float
    level: float | None = None


def trend(values: Sequence[int | None], target: int | None = None) -> Trend:
    """The line of values in order; it begins at 0 or at the least, whichever is lower."""
    known = [value for value in (*values, target) if value is not None]
    low, high = min([0, *known]), max([1, *known])
    across = (WIDTH - _LEFT - _RIGHT) / max(1, len(values) - 1)

    def height(value: int) -> float:
        return round(_TOP + (HEIGHT - _TOP - _BOTTOM) * (high - value) / (high - low), 1)

    points = tuple(
        Point(round(_LEFT + across * place, 1), height(value), place)
        for place, value in enumerate(values)
        if value is not None
    )
    return Trend(points, _joined(points), height(0), None if target is None else height(target))


def _joined(points: Sequence[Point]) -> tuple[str, ...]:
    """Runs of points that follow each other, two or more."""
    runs: list[list[Point]] = []
    for point in points:
        if runs and runs[-1][-1].place == point.place - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return tuple(" ".join(f"{p.x:g},{p.y:g}" for p in run) for run in runs if len(run) > 1)
