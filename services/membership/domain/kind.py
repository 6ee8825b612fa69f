"""ประเภทองค์กร: a kind of organisation that a centre adds to those every centre knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bangduan.domain import Aggregate, Rule, command
from bangduan.events.membership import Location, OrganisationKindDefined
from bangduan.events.types import Count, Line, Slug
from services.membership.domain.registry import KINDS, Kind
from services.membership.permissions import KEEP_ORGANISATIONS

DEFINED_ONCE = Rule(
    "kind-already-defined",
    en="The kind {kind} is known already. Use it, or choose another name.",
    th="มีประเภทองค์กร {kind} แล้ว โปรดใช้ประเภทนั้นหรือตั้งชื่ออื่น",
    field="kind",
)


@command(KEEP_ORGANISATIONS)
class DefineOrganisationKind:
    """กำหนดประเภทองค์กร: before the first organisation of that kind is registered."""

    kind: Slug
    thai: Line
    english: Line
    holds_funds: bool = False
    location: Location = "inside"
    seats: Count | None = None


@dataclass(frozen=True, slots=True)
class DefinedKind:
    """State of a kind that was defined here; ``known`` once it is."""

    known: Kind | None = None


def decide(state: DefinedKind, command: DefineOrganisationKind) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken."""
    DEFINED_ONCE.require(state.known is None and command.kind not in KINDS, kind=command.kind)
    return [
        OrganisationKindDefined(
            kind=command.kind,
            thai=command.thai,
            english=command.english,
            holds_funds=command.holds_funds,
            location=command.location,
            seats=command.seats,
        )
    ]


def evolve(state: DefinedKind, event: object) -> DefinedKind:
    """The kind after ``event``."""
    if not isinstance(event, OrganisationKindDefined):
        return state
    kind = Kind(
        event.kind,
        event.thai,
        event.english,
        holds_funds=event.holds_funds,
        location=event.location,
        seats=event.seats,
    )
    return replace(state, known=kind)


KIND = Aggregate(
    "kind",
    key="kind",
    initial=DefinedKind(),
    decide=decide,
    evolve=evolve,
    commands=(DefineOrganisationKind,),
)
