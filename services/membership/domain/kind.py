"""ประเภทองค์กร: a kind of organisation that a centre adds to those it knows, or says anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bangduan.domain import Aggregate, Rule, command
from bangduan.events.membership import (
    Location,
    OrganisationKindDefined,
    OrganisationKindRevised,
    Requirement,
)
from bangduan.events.types import Count, Line, Slug
from services.membership.domain.registry import KINDS, Kind
from services.membership.permissions import KEEP_ORGANISATIONS

DEFINED_ONCE = Rule(
    "kind-already-defined",
    en="The kind {kind} is known already. Use it, or choose another name.",
    th="มีประเภทองค์กร {kind} แล้ว โปรดใช้ประเภทนั้นหรือตั้งชื่ออื่น",
    field="kind",
)
REVISES_SOMETHING = Rule(
    "kind-unchanged",
    en="The kind reads like this already. Change something, or leave it as it is.",
    th="ประเภทองค์กรเป็นเช่นนี้อยู่แล้ว โปรดแก้ไขอย่างน้อยหนึ่งรายการ",
    field="kind",
)

#: What an organisation still lacks of what its kind asks for.
Lack = Literal["founding_day", "village", "leader", "centre_seats", "members"]


@command(KEEP_ORGANISATIONS)
class DefineOrganisationKind:
    """กำหนดประเภทองค์กร: before the first organisation of that kind is registered."""

    kind: Slug
    thai: Line
    english: Line
    holds_funds: bool = False
    location: Location = "inside"
    seats: Count | None = None
    needs: tuple[Requirement, ...] = ()
    least_members: Count | None = None


@command(KEEP_ORGANISATIONS)
class ReviseOrganisationKind:
    """ปรับปรุงประเภทองค์กร: all that is said of the kind, as it should read."""

    kind: Slug
    thai: Line
    english: Line
    holds_funds: bool = False
    location: Location = "inside"
    seats: Count | None = None
    needs: tuple[Requirement, ...] = ()
    least_members: Count | None = None


@command
class ReviseKind:
    """``ReviseOrganisationKind`` with what was said of the kind before."""

    asked: ReviseOrganisationKind
    before: Kind

    @property
    def kind(self) -> Slug:
        """The kind that is revised."""
        return self.asked.kind


@dataclass(frozen=True, slots=True)
class DefinedKind:
    """State of a kind that was defined or revised here; ``known`` once it is."""

    known: Kind | None = None


def decide(state: DefinedKind, command: DefineOrganisationKind | ReviseKind) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken."""
    if isinstance(command, ReviseKind):
        REVISES_SOMETHING.require(_kind(command.asked) != command.before)
        return [OrganisationKindRevised(**_said(command.asked))]
    DEFINED_ONCE.require(state.known is None and command.kind not in KINDS, kind=command.kind)
    return [OrganisationKindDefined(**_said(command))]


def _said(asked: DefineOrganisationKind | ReviseOrganisationKind) -> dict[str, Any]:
    return {
        "kind": asked.kind,
        "thai": asked.thai,
        "english": asked.english,
        "holds_funds": asked.holds_funds,
        "location": asked.location,
        "seats": asked.seats,
        "needs": tuple(dict.fromkeys(asked.needs)),
        "least_members": asked.least_members,
    }


def _kind(said: Any) -> Kind:
    return Kind(
        said.kind,
        said.thai,
        said.english,
        holds_funds=said.holds_funds,
        location=said.location,
        seats=said.seats,
        needs=tuple(said.needs),
        least_members=said.least_members,
    )


def evolve(state: DefinedKind, event: object) -> DefinedKind:
    """The kind after ``event``."""
    if isinstance(event, OrganisationKindDefined | OrganisationKindRevised):
        return replace(state, known=_kind(event))
    return state


def lacking(
    kind: Kind, *, founded: bool, placed: bool, led: bool, seated: bool, members: int
) -> tuple[Lack, ...]:
    """ยังขาด: what an organisation of ``kind`` has not on record yet.

    Args:
        founded: its founding day is known.
        placed: its village is known, or it is from outside the tambon.
        led: somebody leads it now.
        seated: its seats in the centre are laid down.
        members: how many it has, by its own word or by the register, whichever is more.
    """
    has = {"founding_day": founded, "village": placed, "leader": led, "centre_seats": seated}
    missing: list[Lack] = [need for need in kind.needs if not has[need]]
    if members < (kind.least_members or 0):
        missing.append("members")
    return tuple(missing)


KIND = Aggregate(
    "kind",
    key="kind",
    initial=DefinedKind(),
    decide=decide,
    evolve=evolve,
    commands=(DefineOrganisationKind, ReviseOrganisationKind, ReviseKind),
)
