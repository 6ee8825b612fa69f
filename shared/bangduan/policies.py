"""Reactions to other services' events: pure functions from an event to own commands.

    POLICIES = Policies()

    @POLICIES.on(ElectionHeld)
    def seat_the_working_group(event):
        yield SeatCommittee(committee_id=event.committee_id, …)

The commands run in the transaction that records the event as handled, each under an
idempotency key made of the event's id, so an event seen twice commands once. A command that
breaks a rule fails the event, which then goes to the dead letters.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from bangduan.events.definition import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Policy = Callable[[Any], Iterable[object]]


@dataclasses.dataclass(slots=True)
class Policies:
    """The reactions of one service, by event class."""

    reactions: dict[type, list[Policy]] = dataclasses.field(default_factory=dict)

    def on(self, *event_classes: type) -> Callable[[Policy], Policy]:
        """Register a reaction to these event classes; several may react to one."""

        def register(policy: Policy) -> Policy:
            for cls in event_classes:
                self.reactions.setdefault(cls, []).append(policy)
            return policy

        return register

    def commands(self, event: object) -> list[object]:
        """All commands that follow from ``event``, in the order the reactions were given."""
        return [
            command for policy in self.reactions.get(type(event), ()) for command in policy(event)
        ]

    @property
    def sources(self) -> frozenset[str]:
        """Names of the services whose events are reacted to."""
        return frozenset(registry.of(cls).service for cls in self.reactions)
