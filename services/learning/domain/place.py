"""แหล่งเรียนรู้: places in the community where something can be learned.

The centre keeps a database of them, open to everybody who seeks a place to learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.learning import (
    PlaceClosed,
    PlaceListed,
    PlaceOpened,
    PlaceTopicsChanged,
    PlaceUnlisted,
)
from bangduan.events.types import EntityId, Line, Prose, VillageCode
from services.learning.permissions import KEEP_LEARNING

ALREADY_OPENED = Rule(
    "place-already-opened",
    en="This learning place is open already. Use another id for another place.",
    th="เปิดแหล่งเรียนรู้นี้แล้ว หากเป็นแหล่งอื่นโปรดใช้รหัสอื่น",
    field="place_id",
)
PLACE_IS_OPEN = Rule(
    "place-is-closed",
    en="The learning place is closed.",
    th="แหล่งเรียนรู้นี้ปิดแล้ว",
    field="place_id",
)
TEACHES_SOMETHING = Rule(
    "place-without-topic",
    en="A learning place teaches at least one topic, each named once.",
    th="แหล่งเรียนรู้ต้องมีอย่างน้อยหนึ่งหัวข้อ และแต่ละหัวข้อไม่ซ้ำกัน",
    field="topics",
)
TOPICS_CHANGE = Rule(
    "place-topics-not-changed",
    en="These are the topics it teaches already.",
    th="หัวข้อการเรียนรู้ไม่ต่างจากเดิม",
    field="topics",
)
LISTED_ONCE = Rule(
    "place-already-listed",
    en="The database shows the place already.",
    th="แหล่งเรียนรู้นี้อยู่ในฐานข้อมูลแล้ว",
    field="place_id",
)
ONLY_WHAT_IS_LISTED_IS_UNLISTED = Rule(
    "place-not-listed",
    en="The database does not show the place.",
    th="แหล่งเรียนรู้นี้ไม่อยู่ในฐานข้อมูล",
    field="place_id",
)


@command(KEEP_LEARNING)
class OpenPlace:
    """เปิดแหล่งเรียนรู้."""

    place_id: EntityId
    name: Line
    topics: tuple[Line, ...]
    host_organisation_id: EntityId | None = None
    village: VillageCode | None = None
    about: Prose | None = None
    opened_on: date | None = None


@command(KEEP_LEARNING)
class ChangePlaceTopics:
    """ปรับหัวข้อการเรียนรู้: all of them, as they are from now on."""

    place_id: EntityId
    topics: tuple[Line, ...]


@command(KEEP_LEARNING)
class ListPlace:
    """ลงฐานข้อมูลแหล่งเรียนรู้."""

    place_id: EntityId
    listed_on: date | None = None


@command(KEEP_LEARNING)
class UnlistPlace:
    """ถอนออกจากฐานข้อมูลแหล่งเรียนรู้."""

    place_id: EntityId
    reason: Line


@command(KEEP_LEARNING)
class ClosePlace:
    """ปิดแหล่งเรียนรู้; the database shows it no more."""

    place_id: EntityId
    reason: Line
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """State of a learning place."""

    opened: bool = False
    closed: bool = False
    listed: bool = False
    topics: tuple[str, ...] = ()


PlaceCommand = OpenPlace | ChangePlaceTopics | ListPlace | UnlistPlace | ClosePlace


def decide(state: Place, command: PlaceCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, OpenPlace):
        ALREADY_OPENED.require(not state.opened)
        return [_opened(command)]
    if not state.opened:
        raise NotFound("place", command.place_id, field="place_id")
    require_open(state)
    match command:
        case ChangePlaceTopics():
            _teaches_something(command.topics)
            TOPICS_CHANGE.require(command.topics != state.topics)
            return [PlaceTopicsChanged(place_id=command.place_id, topics=command.topics)]
        case ListPlace():
            LISTED_ONCE.require(not state.listed)
            return [PlaceListed(place_id=command.place_id, listed_on=command.listed_on)]
        case UnlistPlace():
            ONLY_WHAT_IS_LISTED_IS_UNLISTED.require(state.listed)
            return [PlaceUnlisted(place_id=command.place_id, reason=command.reason)]
        case ClosePlace():
            return [
                PlaceClosed(
                    place_id=command.place_id, reason=command.reason, closed_on=command.closed_on
                )
            ]


def require_open(state: Place) -> None:
    """Refuse when the place is closed; for whoever wants to teach or learn there."""
    PLACE_IS_OPEN.require(not state.closed)


def _opened(command: OpenPlace) -> PlaceOpened:
    _teaches_something(command.topics)
    return PlaceOpened(
        place_id=command.place_id,
        name=command.name,
        topics=command.topics,
        host_organisation_id=command.host_organisation_id,
        village=command.village,
        about=command.about,
        opened_on=command.opened_on,
    )


def _teaches_something(topics: tuple[Line, ...]) -> None:
    TEACHES_SOMETHING.require(topics and len(set(topics)) == len(topics))


def evolve(state: Place, event: object) -> Place:
    """The place after ``event``."""
    match event:
        case PlaceOpened():
            return replace(state, opened=True, topics=tuple(event.topics))
        case PlaceTopicsChanged():
            return replace(state, topics=tuple(event.topics))
        case PlaceListed():
            return replace(state, listed=True)
        case PlaceUnlisted():
            return replace(state, listed=False)
        case PlaceClosed():
            return replace(state, closed=True, listed=False)
        case _:
            return state


PLACE = Aggregate(
    "place",
    key="place_id",
    initial=Place(),
    decide=decide,
    evolve=evolve,
    commands=(OpenPlace, ChangePlaceTopics, ListPlace, UnlistPlace, ClosePlace),
)
