"""อาชีพเสริม: a supplementary livelihood that people of the community practise.

Its practitioners are counted, never named; where the money came from may be unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.learning import (
    LivelihoodEnded,
    LivelihoodFunded,
    LivelihoodMoney,
    LivelihoodPurpose,
    LivelihoodStarted,
    LivelihoodTaught,
    PractitionersCounted,
)
from bangduan.events.types import Count, EntityId, Line, Quantity, Slug, VillageCode
from services.learning.permissions import KEEP_LEARNING

ALREADY_STARTED = Rule(
    "livelihood-already-started",
    en="This livelihood is recorded already. Use another id for another one.",
    th="บันทึกอาชีพนี้แล้ว หากเป็นอาชีพอื่นโปรดใช้รหัสอื่น",
    field="livelihood_id",
)
STILL_PRACTISED = Rule(
    "livelihood-ended",
    en="The livelihood has ended; record a new one if people take it up again.",
    th="เลิกประกอบอาชีพนี้แล้ว หากเริ่มใหม่โปรดบันทึกเป็นรายการใหม่",
    field="livelihood_id",
)
SOMEBODY_PRACTISES = Rule(
    "livelihood-without-practitioners",
    en="At least one person practises it. Leave the number out when it is not known; "
    "when nobody does any more, end the livelihood.",
    th="ต้องมีผู้ประกอบอาชีพอย่างน้อยหนึ่งคน หากไม่ทราบให้เว้นว่าง หากไม่มีผู้ทำแล้วให้บันทึกการเลิก",
    field="practitioners",
)
MONEY_CHANGES = Rule(
    "livelihood-money-not-changed",
    en="This is the source recorded already.",
    th="แหล่งเงินทุนไม่ต่างจากที่บันทึกไว้",
    field="source_of_money",
)
TAUGHT_ONCE = Rule(
    "livelihood-already-taught-there",
    en="The livelihood is taught at this place already.",
    th="ถ่ายทอดอาชีพนี้ที่แหล่งเรียนรู้นี้แล้ว",
    field="place_id",
)


@command(KEEP_LEARNING)
class StartLivelihood:
    """เริ่มอาชีพเสริม."""

    livelihood_id: EntityId
    kind: Slug
    name: Line
    organisation_id: EntityId | None = None
    village: VillageCode | None = None
    source_of_money: LivelihoodMoney | None = None
    practitioners: Quantity | None = None
    purpose: LivelihoodPurpose | None = None
    taught_at_place_id: EntityId | None = None
    started_on: date | None = None


@command(KEEP_LEARNING)
class RecordLivelihoodMoney:
    """บันทึกแหล่งเงินทุน, once it is known, or to correct it."""

    livelihood_id: EntityId
    source_of_money: LivelihoodMoney


@command(KEEP_LEARNING)
class CountPractitioners:
    """นับผู้ประกอบอาชีพ."""

    livelihood_id: EntityId
    practitioners: Quantity
    counted_on: date | None = None


@command(KEEP_LEARNING)
class TeachLivelihood:
    """ถ่ายทอดอาชีพที่แหล่งเรียนรู้."""

    livelihood_id: EntityId
    place_id: EntityId


@command(KEEP_LEARNING)
class EndLivelihood:
    """เลิกประกอบอาชีพ."""

    livelihood_id: EntityId
    reason: Line
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Livelihood:
    """State of a livelihood."""

    started: bool = False
    ended: bool = False
    source_of_money: str | None = None
    taught_at: frozenset[str] = frozenset()


LivelihoodCommand = (
    StartLivelihood | RecordLivelihoodMoney | CountPractitioners | TeachLivelihood | EndLivelihood
)


def decide(state: Livelihood, command: LivelihoodCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, StartLivelihood):
        ALREADY_STARTED.require(not state.started)
        return [_started(command)]
    if not state.started:
        raise NotFound("livelihood", command.livelihood_id, field="livelihood_id")
    STILL_PRACTISED.require(not state.ended)
    match command:
        case RecordLivelihoodMoney():
            MONEY_CHANGES.require(command.source_of_money != state.source_of_money)
            return [
                LivelihoodFunded(
                    livelihood_id=command.livelihood_id, source_of_money=command.source_of_money
                )
            ]
        case CountPractitioners():
            _somebody_practises(command.practitioners)
            return [
                PractitionersCounted(
                    livelihood_id=command.livelihood_id,
                    practitioners=command.practitioners,
                    counted_on=command.counted_on,
                )
            ]
        case TeachLivelihood():
            TAUGHT_ONCE.require(command.place_id not in state.taught_at)
            return [
                LivelihoodTaught(livelihood_id=command.livelihood_id, place_id=command.place_id)
            ]
        case EndLivelihood():
            return [
                LivelihoodEnded(
                    livelihood_id=command.livelihood_id,
                    reason=command.reason,
                    ended_on=command.ended_on,
                )
            ]


def _started(command: StartLivelihood) -> LivelihoodStarted:
    _somebody_practises(command.practitioners)
    return LivelihoodStarted(
        livelihood_id=command.livelihood_id,
        kind=command.kind,
        name=command.name,
        organisation_id=command.organisation_id,
        village=command.village,
        source_of_money=command.source_of_money,
        practitioners=command.practitioners,
        purpose=command.purpose,
        taught_at_place_id=command.taught_at_place_id,
        started_on=command.started_on,
    )


def _somebody_practises(practitioners: Quantity | None) -> None:
    SOMEBODY_PRACTISES.require(practitioners is None or practitioners.value > Count(0))


def evolve(state: Livelihood, event: object) -> Livelihood:
    """The livelihood after ``event``."""
    match event:
        case LivelihoodStarted():
            place = event.taught_at_place_id
            return replace(
                state,
                started=True,
                source_of_money=event.source_of_money,
                taught_at=frozenset() if place is None else frozenset({place}),
            )
        case LivelihoodFunded():
            return replace(state, source_of_money=event.source_of_money)
        case LivelihoodTaught():
            return replace(state, taught_at=state.taught_at | {event.place_id})
        case LivelihoodEnded():
            return replace(state, ended=True)
        case _:
            return state


LIVELIHOOD = Aggregate(
    "livelihood",
    key="livelihood_id",
    initial=Livelihood(),
    decide=decide,
    evolve=evolve,
    commands=(
        StartLivelihood,
        RecordLivelihoodMoney,
        CountPractitioners,
        TeachLivelihood,
        EndLivelihood,
    ),
)
