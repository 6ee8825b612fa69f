"""ศอช.ต.: the community organisation coordination centre of a tambon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bangduan.domain import Aggregate, NotFound, Rule, command, derived_id
from bangduan.events.membership import CentreFounded, CentreRenamed, MissionsRevised
from bangduan.events.types import EntityId, Line, TambonCode
from services.membership.permissions import KEEP_ORGANISATIONS

FOUNDED_ONCE = Rule(
    "centre-already-founded",
    en="Tambon {tambon} has its centre already; rename it or revise its missions instead.",
    th="ตำบลรหัส {tambon} มี ศอช.ต. แล้ว โปรดเปลี่ยนชื่อหรือปรับปรุงภารกิจแทน",
    field="tambon",
)
MISSIONS_DIFFER = Rule(
    "centre-mission-repeated",
    en="A mission stands in the list twice: {mission}. Leave one out.",
    th="ภารกิจซ้ำกัน: {mission} โปรดตัดออกหนึ่งข้อ",
    field="missions",
)


@command(KEEP_ORGANISATIONS)
class FoundCentre:
    """ก่อตั้ง ศอช.ต.: a tambon has one centre, so the tambon's code is its key."""

    tambon: TambonCode
    name: Line
    missions: tuple[Line, ...] = ()
    founded_on: date | None = None


@command(KEEP_ORGANISATIONS)
class RenameCentre:
    """เปลี่ยนชื่อศูนย์."""

    tambon: TambonCode
    name: Line


@command(KEEP_ORGANISATIONS)
class ReviseMissions:
    """ปรับปรุงภารกิจ: the whole list as it should read."""

    tambon: TambonCode
    missions: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Centre:
    """State of a centre."""

    founded: bool = False


def centre_id(tambon: str) -> EntityId:
    """Id of the centre of a tambon, the same wherever it is reckoned."""
    return EntityId(derived_id(tambon, "centre"))


def decide(state: Centre, command: FoundCentre | RenameCentre | ReviseMissions) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, FoundCentre):
        FOUNDED_ONCE.require(not state.founded, tambon=command.tambon)
        return [
            CentreFounded(
                centre_id=centre_id(command.tambon),
                tambon=command.tambon,
                name=command.name,
                missions=_distinct(command.missions),
                founded_on=command.founded_on,
            )
        ]
    if not state.founded:
        raise NotFound("centre", command.tambon, field="tambon")
    if isinstance(command, RenameCentre):
        return [CentreRenamed(tambon=command.tambon, name=command.name)]
    return [MissionsRevised(tambon=command.tambon, missions=_distinct(command.missions))]


def _distinct(missions: tuple[Line, ...]) -> tuple[Line, ...]:
    for place, mission in enumerate(missions):
        MISSIONS_DIFFER.require(mission not in missions[:place], mission=mission)
    return missions


def evolve(state: Centre, event: object) -> Centre:
    """The centre after ``event``."""
    return replace(state, founded=True) if isinstance(event, CentreFounded) else state


CENTRE = Aggregate(
    "centre",
    key="tambon",
    initial=Centre(),
    decide=decide,
    evolve=evolve,
    commands=(FoundCentre, RenameCentre, ReviseMissions),
)
