"""ผลการตรวจรายงาน: what the province says of what this site told of a period.

It is told until this site's log says that it came: so it comes more than once, and is recorded
once. What the province says last is its word, whenever it was decided: a province that was restored
from a backup may say again what it said before, and both ends then agree on that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bangduan.domain import Aggregate, command
from bangduan.events.reporting import Review, ReviewReceived


@command
class ReceiveReview(Review):
    """รับผลการตรวจรายงาน: fields as in ``Review``."""


@dataclass(frozen=True, slots=True)
class Received:
    """State: the decision that came last; empty before any."""

    decision_id: str = ""


def decide(state: Received, command: ReceiveReview) -> Sequence[object]:
    """It has come; nothing for the one that came last."""
    if command.decision_id == state.decision_id:
        return []
    return [ReviewReceived(**asdict(command))]


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
