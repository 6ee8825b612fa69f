"""ผลการตรวจรายงาน: what the province says of what this site told of a period.

It is told until this site's log says that it came, so it comes more than once, and not always in
order: the latest decision counts, and each is recorded once.
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
    """State: the latest decision that came; empty before any."""

    decision_id: str = ""


def decide(state: Received, command: ReceiveReview) -> Sequence[object]:
    """It has come; nothing for one that did before, or is older than what did."""
    if command.decision_id <= state.decision_id:
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
