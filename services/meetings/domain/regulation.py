"""ระเบียบข้อบังคับ: drafted at a meeting, article by article, adopted by a motion, in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.meetings import (
    ArticleStruck,
    ArticleWritten,
    RegulationAdopted,
    RegulationBroughtIntoForce,
    RegulationDrafted,
    RegulationRepealed,
)
from bangduan.events.types import EntityId, Line, PositiveCount, Prose
from services.meetings.permissions import KEEP_MEETINGS

DRAFTED_ONCE = Rule(
    "regulation-already-drafted",
    en="This regulation is drafted already. Use another id for another regulation.",
    th="ร่างระเบียบนี้แล้ว หากเป็นระเบียบอื่นโปรดใช้รหัสอื่น",
    field="regulation_id",
)
STILL_A_DRAFT = Rule(
    "regulation-no-longer-draft",
    en="The regulation is {stage}; its articles stand. Draft another one that amends it.",
    th="ระเบียบอยู่ในขั้น {stage} แก้ไขข้อไม่ได้ โปรดร่างระเบียบแก้ไขเพิ่มเติม",
    field="regulation_id",
)
HAS_ARTICLES = Rule(
    "regulation-without-articles",
    en="A regulation without articles is not adopted. Write its articles first.",
    th="ระเบียบที่ไม่มีข้อเห็นชอบไม่ได้ โปรดเขียนข้อก่อน",
    field="regulation_id",
)
ADOPTED_FIRST = Rule(
    "regulation-not-adopted",
    en="Only an adopted regulation comes into force; this one is {stage}.",
    th="ประกาศใช้ได้เฉพาะระเบียบที่เห็นชอบแล้ว ระเบียบนี้อยู่ในขั้น {stage}",
    field="regulation_id",
)
IN_FORCE_AFTER_ADOPTION = Rule(
    "regulation-in-force-before-adoption",
    en="It was adopted on {adopted} and cannot be in force before.",
    th="เห็นชอบเมื่อ {adopted} วันใช้บังคับต้องไม่มาก่อนวันนั้น",
    field="in_force_from",
)
IN_FORCE_FIRST = Rule(
    "regulation-not-in-force",
    en="Only a regulation in force is repealed; this one is {stage}.",
    th="ยกเลิกได้เฉพาะระเบียบที่ใช้บังคับอยู่ ระเบียบนี้อยู่ในขั้น {stage}",
    field="regulation_id",
)

Stage = Literal["", "draft", "adopted", "in_force", "repealed"]


@command(KEEP_MEETINGS)
class DraftRegulation:
    """ร่างระเบียบ: at a meeting, for a body, where these are known."""

    regulation_id: EntityId
    title: Line
    meeting_id: EntityId | None = None
    body_id: EntityId | None = None


@command(KEEP_MEETINGS)
class WriteArticle:
    """เขียนข้อ: a new article, or one as it should now read."""

    regulation_id: EntityId
    number: PositiveCount
    text: Prose
    heading: Line | None = None


@command(KEEP_MEETINGS)
class StrikeArticle:
    """ตัดข้อ."""

    regulation_id: EntityId
    number: PositiveCount


@command
class AdoptRegulation:
    """เห็นชอบระเบียบ: follows from a motion that was carried, never sent by itself."""

    regulation_id: EntityId
    meeting_id: EntityId
    resolution_id: EntityId
    adopted_on: date | None = None


@command(KEEP_MEETINGS)
class BringRegulationIntoForce:
    """ประกาศใช้ระเบียบ: from a day that may be unknown."""

    regulation_id: EntityId
    in_force_from: date | None = None


@command(KEEP_MEETINGS)
class RepealRegulation:
    """ยกเลิกระเบียบ: by a resolution."""

    regulation_id: EntityId
    meeting_id: EntityId
    resolution_id: EntityId
    repealed_from: date | None = None


@dataclass(frozen=True, slots=True)
class Regulation:
    """State of a regulation; ``articles`` are the numbers of those that stand."""

    stage: Stage = ""
    articles: tuple[int, ...] = ()
    adopted_on: date | None = None


def require_adoptable(regulation: Regulation) -> None:
    """Refuse to put a regulation to the vote that is no draft or has no articles."""
    STILL_A_DRAFT.require(regulation.stage == "draft", stage=regulation.stage)
    HAS_ARTICLES.require(regulation.articles)


def decide(state: Regulation, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, DraftRegulation):
        DRAFTED_ONCE.require(not state.stage)
        return [
            RegulationDrafted(
                regulation_id=command.regulation_id,
                title=command.title,
                meeting_id=command.meeting_id,
                body_id=command.body_id,
            )
        ]
    if not state.stage:
        raise NotFound("regulation", command.regulation_id, field="regulation_id")
    return [_DECISIONS[type(command)](state, command)]


def _written(state: Regulation, command: WriteArticle) -> ArticleWritten:
    STILL_A_DRAFT.require(state.stage == "draft", stage=state.stage)
    return ArticleWritten(
        regulation_id=command.regulation_id,
        number=command.number,
        heading=command.heading,
        text=command.text,
    )


def _struck(state: Regulation, command: StrikeArticle) -> ArticleStruck:
    STILL_A_DRAFT.require(state.stage == "draft", stage=state.stage)
    if command.number not in state.articles:
        raise NotFound("article", str(command.number), field="number")
    return ArticleStruck(regulation_id=command.regulation_id, number=command.number)


def _adopted(state: Regulation, command: AdoptRegulation) -> RegulationAdopted:
    require_adoptable(state)
    return RegulationAdopted(
        regulation_id=command.regulation_id,
        meeting_id=command.meeting_id,
        resolution_id=command.resolution_id,
        adopted_on=command.adopted_on,
    )


def _in_force(state: Regulation, command: BringRegulationIntoForce) -> object:
    ADOPTED_FIRST.require(state.stage == "adopted", stage=state.stage)
    if command.in_force_from is not None and state.adopted_on is not None:
        IN_FORCE_AFTER_ADOPTION.require(
            command.in_force_from >= state.adopted_on, adopted=state.adopted_on
        )
    return RegulationBroughtIntoForce(
        regulation_id=command.regulation_id, in_force_from=command.in_force_from
    )


def _repealed(state: Regulation, command: RepealRegulation) -> RegulationRepealed:
    IN_FORCE_FIRST.require(state.stage == "in_force", stage=state.stage)
    return RegulationRepealed(
        regulation_id=command.regulation_id,
        meeting_id=command.meeting_id,
        resolution_id=command.resolution_id,
        repealed_from=command.repealed_from,
    )


def evolve(state: Regulation, event: object) -> Regulation:
    """The regulation after ``event``."""
    match event:
        case RegulationDrafted():
            return replace(state, stage="draft")
        case ArticleWritten():
            return replace(state, articles=(*_without(state, event.number), event.number))
        case ArticleStruck():
            return replace(state, articles=_without(state, event.number))
        case RegulationAdopted():
            return replace(state, stage="adopted", adopted_on=event.adopted_on)
        case RegulationBroughtIntoForce():
            return replace(state, stage="in_force")
        case RegulationRepealed():
            return replace(state, stage="repealed")
        case _:
            return state


def _without(state: Regulation, number: int) -> tuple[int, ...]:
    return tuple(article for article in state.articles if article != number)


_DECISIONS: Final[Mapping[type, Callable[[Regulation, Any], object]]] = {
    WriteArticle: _written,
    StrikeArticle: _struck,
    AdoptRegulation: _adopted,
    BringRegulationIntoForce: _in_force,
    RepealRegulation: _repealed,
}

REGULATION = Aggregate(
    "regulation",
    key="regulation_id",
    initial=Regulation(),
    decide=decide,
    evolve=evolve,
    commands=(DraftRegulation, *_DECISIONS),
)
