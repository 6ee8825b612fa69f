"""ภาคี: an agency, state enterprise, local government or outside organisation that helps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import (
    PartnerContactNamed,
    PartnerKind,
    PartnerLevel,
    PartnerRegistered,
    PartnershipEnded,
    PartnerSupportRevised,
)
from bangduan.events.types import EntityId, Line
from services.membership.permissions import KEEP_PARTNERS

REGISTERED_ONCE = Rule(
    "partner-already-registered",
    en="This partner is registered already. Use another id for another partner.",
    th="ภาคีนี้ขึ้นทะเบียนแล้ว หากเป็นภาคีอื่นโปรดใช้รหัสอื่น",
    field="partner_id",
)
STILL_A_PARTNER = Rule(
    "partnership-ended",
    en="The partnership has ended; nothing more is asked of this partner.",
    th="สิ้นสุดความร่วมมือกับภาคีนี้แล้ว",
    field="partner_id",
)
SUPPORTS_DIFFER = Rule(
    "partner-support-repeated",
    en="The same support stands in the list twice. Leave one out.",
    th="รายการสนับสนุนซ้ำกัน โปรดตัดออกหนึ่งรายการ",
    field="supports",
)


@command(KEEP_PARTNERS)
class RegisterPartner:
    """ขึ้นทะเบียนภาคี."""

    partner_id: EntityId
    kind: PartnerKind
    name: Line
    level: PartnerLevel = "unknown"
    supports: tuple[Line, ...] = ()


@command(KEEP_PARTNERS)
class RevisePartnerSupport:
    """ปรับปรุงสิ่งที่ภาคีสนับสนุน: the whole list as it should read."""

    partner_id: EntityId
    supports: tuple[Line, ...]


@command(KEEP_PARTNERS)
class NamePartnerContact:
    """กำหนดผู้ประสานงาน: a registered person, in the capacity he or she speaks for the partner."""

    partner_id: EntityId
    person_id: EntityId
    capacity: Line | None = None


@command(KEEP_PARTNERS)
class EndPartnership:
    """สิ้นสุดความร่วมมือ."""

    partner_id: EntityId
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """State of a partner."""

    registered: bool = False
    ended: bool = False


def decide(state: Partner, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, RegisterPartner):
        REGISTERED_ONCE.require(not state.registered)
        return [_registered(command)]
    if not state.registered:
        raise NotFound("partner", command.partner_id, field="partner_id")
    STILL_A_PARTNER.require(not state.ended)
    return [_DECISIONS[type(command)](command)]


def _registered(command: RegisterPartner) -> PartnerRegistered:
    return PartnerRegistered(
        partner_id=command.partner_id,
        kind=command.kind,
        level=command.level,
        name=command.name,
        supports=_distinct(command.supports),
    )


def _revised(command: RevisePartnerSupport) -> PartnerSupportRevised:
    return PartnerSupportRevised(
        partner_id=command.partner_id, supports=_distinct(command.supports)
    )


def _contact_named(command: NamePartnerContact) -> PartnerContactNamed:
    return PartnerContactNamed(
        partner_id=command.partner_id, person_id=command.person_id, capacity=command.capacity
    )


def _ended(command: EndPartnership) -> PartnershipEnded:
    return PartnershipEnded(partner_id=command.partner_id, ended_on=command.ended_on)


def _distinct(supports: tuple[Line, ...]) -> tuple[Line, ...]:
    SUPPORTS_DIFFER.require(len(set(supports)) == len(supports))
    return supports


def evolve(state: Partner, event: object) -> Partner:
    """The partner after ``event``."""
    match event:
        case PartnerRegistered():
            return replace(state, registered=True)
        case PartnershipEnded():
            return replace(state, ended=True)
        case _:
            return state


_DECISIONS: Final[Mapping[type, Callable[[Any], object]]] = {
    RevisePartnerSupport: _revised,
    NamePartnerContact: _contact_named,
    EndPartnership: _ended,
}

PARTNER = Aggregate(
    "partner",
    key="partner_id",
    initial=Partner(),
    decide=decide,
    evolve=evolve,
    commands=(RegisterPartner, *_DECISIONS),
)
