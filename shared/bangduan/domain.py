"""What a pure aggregate is: a state, a decision, an evolution, and rules with names.

A service's ``domain.py`` is made of these and of the events it publishes. There is no
framework, database or clock here: time and ids come in with the command.

    QUORUM = Rule("quorum", en="{present} of {required} are here", th="มา {present} จาก {required}")

    def decide(state: Meeting, command: MeetingCommand) -> Sequence[object]:
        match command:
            case CloseMeeting():
                QUORUM.require(state.present >= state.quorum, present=…, required=…)
                return [MeetingClosed(meeting_id=command.meeting_id)]

    def evolve(state: Meeting, event: object) -> Meeting: …

    MEETING = Aggregate(
        "meeting", key="meeting_id", initial=Meeting(), decide=decide, evolve=evolve,
        commands=(ConveneMeeting, CloseMeeting),
    )
"""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar, dataclass_transform, overload

from bangduan import thai
from bangduan.errors import NotFound, RuleBroken
from bangduan.permissions import Permission, needs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Aggregate", "NotFound", "Rule", "RuleBroken", "command", "derived_id", "rules"]

State = TypeVar("State")
T = TypeVar("T")

_NAMESPACE = uuid.UUID("5f1f6d0e-6a52-5c8a-9a7b-110113000000")


@overload
def command(what: type[T], /) -> type[T]: ...
@overload
def command(what: Permission, /) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(dataclasses.field,)
)
def command(what: Any, /) -> Any:
    """Make a class a command: frozen, slotted, keyword-only, named in the imperative.

    ``@command(permission)`` says who may give it. A bare ``@command`` is given by the service
    itself, never by a client.
    """
    if isinstance(what, Permission):
        return lambda cls: needs(what)(_frozen(cls))
    return _frozen(what)


def _frozen(cls: type[T]) -> type[T]:
    return dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(cls)


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the group it serves, with a stable name and its refusal in two languages.

    Args:
        name: kebab case; part of the problem type a client sees.
        en, th: refusal saying what to do; may show facts as ``{fact}``, a sum ``held_satang`` in
            baht as ``{held_baht}``. A day is written in the Buddhist era in Thai.
        field: the command's field the rule speaks of, if it speaks of one.
    """

    name: str
    en: str
    th: str
    field: str | None = None

    def __post_init__(self) -> None:
        _rules[self.name] = self

    def require(self, holds: object, **facts: object) -> None:
        """Raise RuleBroken with ``facts`` unless ``holds``."""
        if not holds:
            raise self.broken(**facts)

    def broken(self, **facts: object) -> RuleBroken:
        """The refusal itself, for a place where raising it reads better."""
        said = {**facts, **_in_baht(facts)}
        return RuleBroken(
            self.name, self.en.format(**said), self.th.format(**_in_thai(said)), facts, self.field
        )


_rules: dict[str, Rule] = {}


def rules() -> tuple[Rule, ...]:
    """Every rule of the services that are loaded, by name, so that each can be explained."""
    return tuple(rule for _, rule in sorted(_rules.items()))


def _in_baht(facts: Mapping[str, object]) -> dict[str, str]:
    """Sums of money as people write them: ``held_satang`` 215,050 is ``held_baht`` 2,150.50."""
    return {
        f"{name.removesuffix('satang')}baht": thai.baht(value)
        for name, value in facts.items()
        if name.endswith("_satang") and isinstance(value, int)
    }


def _in_thai(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts with their days in the Buddhist era."""
    return {
        name: thai.short_date(value) if isinstance(value, date) else value
        for name, value in facts.items()
    }


@dataclasses.dataclass(frozen=True, slots=True)
class Aggregate(Generic[State]):
    """A consistency boundary: one stream ``<category>-<id>`` of the log and its two functions.

    Args:
        category: first part of the stream's name, kebab case.
        key: the command field that holds the aggregate's id.
        initial: state before the first event; must be equal for every stream.
        decide: ``(state, command) -> events``; pure; raises RuleBroken.
        evolve: ``(state, event) -> state``; pure; never raises for a recorded event.
        commands: the commands it decides.
        snapshot_every: events between two snapshots, 0 for none. A state that keeps
            personal data must use 0: a snapshot is not encrypted.
    """

    category: str
    key: str
    initial: State
    decide: Callable[[State, Any], Sequence[object]]
    evolve: Callable[[State, Any], State]
    commands: tuple[type, ...]
    snapshot_every: int = 100

    def stream(self, id: str) -> str:
        """Name of the stream that holds the aggregate ``id``."""
        return f"{self.category}-{id}"


def derived_id(*parts: str) -> str:
    """Id of something that follows from something else, the same however often it is made.

    A policy names what it opens by what opened it, so that handling an event twice, or on
    another day, names the same thing.
    """
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))
