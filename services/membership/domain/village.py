"""หมู่บ้าน: a village (หมู่ที่) of the tambon, known by its eight-digit code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import VillageRegistered, VillageRenamed
from bangduan.events.types import Line, Quantity, VillageCode
from services.membership.permissions import KEEP_ORGANISATIONS

REGISTERED_ONCE = Rule(
    "village-already-registered",
    en="Village {village} is registered already; rename it instead.",
    th="หมู่บ้านรหัส {village} ขึ้นทะเบียนแล้ว โปรดเปลี่ยนชื่อแทน",
    field="village",
)
HAS_A_NUMBER = Rule(
    "village-without-number",
    en="Village {village} has no number: its last two digits are the moo, 01 or more.",
    th="รหัสหมู่บ้าน {village} ไม่มีหมู่ที่ สองหลักสุดท้ายต้องเป็น 01 ขึ้นไป",
    field="village",
)


@command(KEEP_ORGANISATIONS)
class RegisterVillage:
    """ขึ้นทะเบียนหมู่บ้าน: of a tambon whose centre is founded."""

    village: VillageCode
    name: Line
    households: Quantity | None = None


@command(KEEP_ORGANISATIONS)
class RenameVillage:
    """เปลี่ยนชื่อหมู่บ้าน."""

    village: VillageCode
    name: Line


@dataclass(frozen=True, slots=True)
class Village:
    """State of a village."""

    registered: bool = False


def tambon_of(village: str) -> str:
    """The tambon a village belongs to: the first six digits of its code."""
    return village[:6]


def decide(state: Village, command: RegisterVillage | RenameVillage) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, RegisterVillage):
        REGISTERED_ONCE.require(not state.registered, village=command.village)
        HAS_A_NUMBER.require(command.village[6:] != "00", village=command.village)
        return [
            VillageRegistered(
                village=command.village, name=command.name, households=command.households
            )
        ]
    if not state.registered:
        raise NotFound("village", command.village, field="village")
    return [VillageRenamed(village=command.village, name=command.name)]


def evolve(state: Village, event: object) -> Village:
    """The village after ``event``."""
    return replace(state, registered=True) if isinstance(event, VillageRegistered) else state


VILLAGE = Aggregate(
    "village",
    key="village",
    initial=Village(),
    decide=decide,
    evolve=evolve,
    commands=(RegisterVillage, RenameVillage),
)
