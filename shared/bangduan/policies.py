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
    """The reactions of one service, by event class; some by an event's name alone."""

    reactions: dict[type, list[Policy]] = dataclasses.field(default_factory=dict)
    named: dict[str, list[Policy]] = dataclasses.field(default_factory=dict)

    def on(self, *event_classes: type) -> Callable[[Policy], Policy]:
        """Register a reaction to these event classes; several may react to one."""

        def register(policy: Policy) -> Policy:
            for cls in event_classes:
                self.reactions.setdefault(cls, []).append(policy)
            return policy

        return register

    def on_named(self, name: str) -> Callable[[Policy], Policy]:
        """Register a reaction to events of this name, whichever service they are of."""

        def register(policy: Policy) -> Policy:
            self.named.setdefault(name, []).append(policy)
            return policy

        return register

    def commands(self, event: object) -> list[object]:
        """All commands that follow from ``event``, in the order the reactions were given."""
        policies = list(self.reactions.get(type(event), ()))
        if self.named:
            policies += self.named.get(registry.of(type(event)).name, ())
        return [command for policy in policies for command in policy(event)]

    def classes(self) -> frozenset[type]:
        """Event classes that are reacted to, as far as the contract is loaded."""
        named = {d.cls for d in registry if d.name in self.named} if self.named else set()
        return frozenset(named | set(self.reactions))

    @property
    def sources(self) -> frozenset[str]:
        """Names of the services whose events are reacted to."""
        return frozenset(registry.of(cls).service for cls in self.classes())
