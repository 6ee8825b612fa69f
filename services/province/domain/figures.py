"""ตัวเลขที่รับรอง: the values of one site and period, and the digest by which they are known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from bangduan.events.province import LockedFigure
from bangduan.events.types import Line


def figures_of(rows: Iterable[Mapping[str, Any]]) -> tuple[LockedFigure, ...]:
    """Values as they stand in a read table, in the order of their names."""
    figures = (
        LockedFigure(
            indicator=row["indicator"],
            cell=row["cell"],
            value=row["value"],
            bound=row["bound"],
            unit=row["unit"],
        )
        for row in rows
    )
    return tuple(sorted(figures, key=lambda figure: (figure.indicator, figure.cell)))


def digest_of(figures: Iterable[LockedFigure]) -> Line:
    """SHA-256 over figures, whatever their order; a hidden value is written as ``-``."""
    lines = sorted(
        f"{figure.indicator}\t{figure.cell}\t"
        f"{'-' if figure.value is None else figure.value}\t{figure.bound}\t{figure.unit}\n"
        for figure in figures
    )
    return Line(hashlib.sha256("".join(lines).encode()).hexdigest())


def digest_over(digests: Mapping[str, str]) -> Line:
    """SHA-256 over the digests of many sites, by their codes."""
    lines = (f"{tambon}\t{digest}\n" for tambon, digest in sorted(digests.items()))
    return Line(hashlib.sha256("".join(lines).encode()).hexdigest())
