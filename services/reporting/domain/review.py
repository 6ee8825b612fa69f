"""ผลการตรวจรายงาน: what the province says of what this site told of a period.

It is told until this site's log says that it came: so it comes more than once, and is recorded
once. What the province says last is its word, whenever it was decided: a province that was restored
from a backup may say again what it said before, and both ends then agree on that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bangduan.domain import Aggregate, command
from bangduan.events.reporting import ReviewReceived, Verdict
from bangduan.events.types import EntityId, Prose, Slug


@command
class ReceiveReview:
    """รับผลการตรวจรายงาน: fields as in ``bangduan.events.reporting.Review``."""

    period: Slug
    decision_id: EntityId
    verdict: Verdict
    decided_on: date
    reason: Prose | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """State: the decision that came last; empty before any."""

    decision_id: str = ""


def decide(state: Received, command: ReceiveReview) -> Sequence[object]:
    """It has come; nothing for the one that came last."""
    if command.decision_id == state.decision_id:
        return []
    return [
        ReviewReceived(
            period=command.period,
            decision_id=command.decision_id,
            verdict=command.verdict,
            decided_on=command.decided_on,
            reason=command.reason,
        )
    ]


def evolve(state: Received, event: object) -> Received:
    """The review after ``event``."""
    return Received(event.decision_id) if isinstance(event, ReviewReceived) else state


REVIEW = Aggregate(
    "review",
    key="period",
    initial=Received(),
    decide=decide,
    evolve=evolve,
    commands=(ReceiveReview,),
)
