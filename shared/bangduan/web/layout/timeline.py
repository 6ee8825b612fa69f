"""ลำดับเหตุการณ์: milestones in the order of a story, also those whose day is not known."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any


@dataclasses.dataclass(slots=True)
class Step:
    """A milestone and what happened during it.

    ``row`` is the read table's row: kind, stage, reached_on, within_id, body, figures.
    """

    row: Mapping[str, Any]
    outcomes: list[Step] = dataclasses.field(default_factory=list)

    @property
    def on(self) -> date | None:
        """The day it happened, None where that is not known."""
        day: date | None = self.row["reached_on"]
        return day


def timeline(rows: Iterable[Mapping[str, Any]]) -> list[Step]:
    """Steps in order; what happened at a meeting stands within that meeting.

    Dated steps stand by date. One without a date stands before the first dated step of a
    later stage, which is where a centre usually comes to it; the page says that its day is
    not known.
    """
    steps = {row["milestone_id"]: Step(row) for row in rows}
    tops: list[Step] = []
    for step in steps.values():
        meeting = steps.get(step.row["within_id"])
        (tops if meeting is None or meeting is step else meeting.outcomes).append(step)
    for step in steps.values():
        step.outcomes.sort(key=_by_stage)
    ordered = sorted((s for s in tops if s.on), key=lambda s: (s.on, *_by_stage(s)))
    for step in sorted((s for s in tops if not s.on), key=_by_stage):
        ordered.insert(_place_of(step, ordered), step)
    return ordered


def _place_of(undated: Step, ordered: list[Step]) -> int:
    later = (i for i, step in enumerate(ordered) if step.row["stage"] > undated.row["stage"])
    return next(later, len(ordered))


def _by_stage(step: Step) -> tuple[int, str]:
    return step.row["stage"], step.row["milestone_id"]
