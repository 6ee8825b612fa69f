"""The outcome of a benchmark: a table for the terminal, JSON, a section of the documentation."""

from __future__ import annotations

import dataclasses
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich import box
from rich.table import Table
from rich.text import Text

from tests.benchmarks import peer_environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.bench import Outcome, Row

    Measured = Sequence[tuple[Row, Outcome]]

_BEGIN: Final = "<!-- table: begin, written by python -m tests.benchmarks --markdown -->"
_END: Final = "<!-- table: end -->"
_COLUMNS: Final = ("", "ours", "peer", "ratio", "target", "met")


def machine(runs: int) -> dict[str, Any]:
    """What the figures were measured on, and when."""
    kibibytes = int(Path("/proc/meminfo").read_text().split(None, 2)[1])
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(kibibytes / 2**20),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "peer": peer_environment.version(),
        "runs": runs,
    }


def table(measured: Measured) -> Table:
    """For the terminal."""
    made = Table(box=box.SIMPLE_HEAD)
    for column in _COLUMNS:
        made.add_column(column, justify="left" if not column else "right")
    for row, outcome in measured:
        *cells, met = _cells(row, outcome)
        made.add_row(*cells, Text(met, style="green" if outcome.met else "bold red"))
    return made


def json(measured: Measured, runs: int) -> dict[str, Any]:
    """Everything, every run included."""
    return {
        "machine": machine(runs),
        "rows": [
            {"name": row.name, "title": row.title, **dataclasses.asdict(outcome)}
            for row, outcome in measured
        ],
    }


def markdown(measured: Measured, runs: int) -> str:
    """The section of the documentation."""
    about = machine(runs)
    measured_on = (
        f"Measured on {about['date']}: {about['cores']} cores, {about['memory_gib']} GiB, "
        f"{about['system']}, Python {about['python']}; the peer is {about['peer']}. "
        f"Each figure is the median of {about['runs']} runs; both sides ran in turn."
    )
    lines = [
        measured_on,
        "",
        "| What | Ours | Peer | Ratio | Target | Met |",
        "|---|--:|--:|--:|--:|:-:|",
    ]
    lines += [f"| {' | '.join(_cells(row, outcome))} |" for row, outcome in measured]
    return "\n".join(lines)


def replace_section(page: Path, section: str) -> None:
    """Put the section between the page's marks.

    Raises:
        ValueError: the page has no such marks.
    """
    text = page.read_text()
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        msg = f"{page} must hold the lines {_BEGIN!r} and {_END!r}"
        raise ValueError(msg)
    page.write_text(f"{before}{_BEGIN}\n\n{section}\n\n{_END}{after}")


def _cells(row: Row, outcome: Outcome) -> tuple[str, ...]:
    ratio = "" if outcome.ratio is None else f"{outcome.ratio:.2f} ×"
    met = {True: "yes", False: "no", None: "–"}[outcome.met]
    return (row.title, outcome.ours, outcome.peer, ratio, outcome.target, met)
