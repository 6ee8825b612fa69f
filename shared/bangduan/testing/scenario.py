"""Given events, when a command, then events: tests of pure aggregates that read as the domain.

``given(MEETING, convened, attended).when(HoldElection(...)).refuses(QUORUM)``
``given(PERSON).when(RegisterPerson(...)).then(PersonRegistered(...))``
"""

from __future__ import annotations

import dataclasses
from functools import reduce
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bangduan.errors import DomainError, NotFound, RuleBroken
from bangduan.events.schema import validate_event

if TYPE_CHECKING:
    from bangduan.domain import Aggregate, Rule

State = TypeVar("State")


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome(Generic[State]):
    """What a decision led to: the events and the state after them, or the refusal."""

    state: State
    events: tuple[object, ...] = ()
    refusal: DomainError | None = None

    def then(self, *expected: object) -> State:
        """Assert that exactly these events followed; returns the state after them."""
        if self.refusal is not None:
            raise AssertionError(f"refused: {self.refusal}") from self.refusal
        assert self.events == expected, f"got {self.events}\nexpected {expected}"
        return self.state

    def refuses(self, rule: Rule) -> RuleBroken:
        """Assert that ``rule`` refused the command; returns the refusal."""
        assert isinstance(self.refusal, RuleBroken), f"not refused, but {self.events}"
        assert self.refusal.rule == rule.name, f"refused by {self.refusal.rule}"
        return self.refusal

    def finds_nothing(self) -> NotFound:
        """Assert that the command named something that does not exist."""
        assert isinstance(self.refusal, NotFound), f"{self.refusal!r} and {self.events}"
        return self.refusal


@dataclasses.dataclass(frozen=True, slots=True)
class Scenario(Generic[State]):
    """An aggregate with a past."""

    aggregate: Aggregate[State]
    state: State

    def when(self, command: Any) -> Outcome[State]:
        """Decide ``command``; events that follow are checked against the contract."""
        assert type(command) in self.aggregate.commands, f"{command!r} is not its command"
        try:
            events = tuple(self.aggregate.decide(self.state, command))
        except DomainError as refusal:
            return Outcome(self.state, refusal=refusal)
        for event in events:
            validate_event(event)
        return Outcome(reduce(self.aggregate.evolve, events, self.state), events)


def given(aggregate: Aggregate[State], *events: object) -> Scenario[State]:
    """An instance of ``aggregate`` to which ``events`` have happened."""
    return Scenario(aggregate, reduce(aggregate.evolve, events, aggregate.initial))
