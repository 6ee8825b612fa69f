"""ระเบียบข้อบังคับ: drafted at a meeting, article by article, adopted by a motion, in force.

Once in force it is amended from a day on: articles are replaced, added or struck, and keep their
numbers, so that the text of any day can be told. ข้อ 5/1 is put in after ข้อ 5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.meetings import (
    ArticleChange,
    ArticleStruck,
    ArticleWritten,
    RegulationAdopted,
    RegulationAmended,
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
    en="Only a regulation in force is amended or repealed; this one is {stage}.",
    th="แก้ไขเพิ่มเติมหรือยกเลิกได้เฉพาะระเบียบที่ใช้บังคับอยู่ ระเบียบนี้อยู่ในขั้น {stage}",
    field="regulation_id",
)
AMENDS_SOMETHING = Rule(
    "regulation-amendment-empty",
    en="An amendment replaces, adds or strikes at least one article.",
    th="การแก้ไขเพิ่มเติมต้องแก้ เพิ่ม หรือตัดอย่างน้อยหนึ่งข้อ",
    field="changes",
)
AMENDS_ONCE = Rule(
    "regulation-article-amended-twice",
    en="One amendment changes an article once; article {article} is named twice.",
    th="การแก้ไขครั้งหนึ่งแก้แต่ละข้อได้ครั้งเดียว แต่ข้อ {article} ระบุสองครั้ง",
    field="changes",
)
ARTICLE_STANDS = Rule(
    "regulation-article-not-there",
    en="Article {article} does not stand, so it cannot be replaced or struck.",
    th="ไม่มีข้อ {article} จึงแก้หรือตัดไม่ได้",
    field="changes",
)
ARTICLE_IS_NEW = Rule(
    "regulation-article-already-there",
    en="Article {article} stands already. Replace it, or add one with another number, as 5/1.",
    th="มีข้อ {article} อยู่แล้ว โปรดเลือกแก้ข้อ หรือเพิ่มด้วยเลขอื่น เช่น 5/1",
    field="changes",
)
ARTICLE_SAYS_SOMETHING = Rule(
    "regulation-article-without-text",
    en="A replaced or added article says something, a struck one nothing; see article {article}.",
    th="ข้อที่แก้หรือเพิ่มต้องมีข้อความ ข้อที่ตัดต้องไม่มี โปรดตรวจข้อ {article}",
    field="changes",
)
AMENDED_IN_ORDER = Rule(
    "regulation-amended-out-of-order",
    en="It is in force or was amended from {since} on; an amendment takes effect no earlier.",
    th="ระเบียบนี้ใช้บังคับหรือแก้ไขตั้งแต่ {since} การแก้ไขต้องไม่มีผลก่อนวันนั้น",
    field="in_force_from",
)
AMENDED_BY_ANOTHER = Rule(
    "regulation-amends-itself",
    en="A regulation is amended by another one that was adopted, or by a resolution alone.",
    th="ระเบียบแก้ไขได้ด้วยระเบียบอื่นที่เห็นชอบแล้ว หรือด้วยมติเท่านั้น",
    field="by_regulation_id",
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
class AmendRegulation:
    """แก้ไขเพิ่มเติมระเบียบ: by a resolution, from a day on, perhaps by a later regulation."""

    regulation_id: EntityId
    amendment_id: EntityId
    meeting_id: EntityId
    resolution_id: EntityId
    in_force_from: date
    changes: tuple[ArticleChange, ...]
    by_regulation_id: EntityId | None = None


@command(KEEP_MEETINGS)
class RepealRegulation:
    """ยกเลิกระเบียบ: by a resolution."""

    regulation_id: EntityId
    meeting_id: EntityId
    resolution_id: EntityId
    repealed_from: date | None = None


@dataclass(frozen=True, slots=True)
class Regulation:
    """State of a regulation; ``articles`` are the numbers of those that stand, as 5 or 5/1.

    ``since`` is the last day on which its text came into force anew.
    """

    stage: Stage = ""
    articles: tuple[str, ...] = ()
    adopted_on: date | None = None
    since: date | None = None


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
    if numbered(command.number) not in state.articles:
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


def numbered(number: int, inserted: int | None = None) -> str:
    """An article as people cite it: 5, or 5/1 for one put in after it."""
    return str(number) if inserted is None else f"{number}/{inserted}"


def _amended(state: Regulation, command: AmendRegulation) -> RegulationAmended:
    IN_FORCE_FIRST.require(state.stage == "in_force", stage=state.stage)
    AMENDS_SOMETHING.require(command.changes)
    AMENDED_BY_ANOTHER.require(command.by_regulation_id != command.regulation_id)
    if state.since is not None:
        AMENDED_IN_ORDER.require(command.in_force_from >= state.since, since=state.since)
    seen = set[str]()
    for each in command.changes:
        article = numbered(each.number, each.inserted)
        AMENDS_ONCE.require(article not in seen, article=article)
        seen.add(article)
        said = ARTICLE_IS_NEW if each.change == "added" else ARTICLE_STANDS
        said.require((article in state.articles) == (each.change != "added"), article=article)
        says = each.text is not None
        ARTICLE_SAYS_SOMETHING.require(says == (each.change != "struck"), article=article)
    return RegulationAmended(
        regulation_id=command.regulation_id,
        amendment_id=command.amendment_id,
        meeting_id=command.meeting_id,
        resolution_id=command.resolution_id,
        in_force_from=command.in_force_from,
        changes=command.changes,
        by_regulation_id=command.by_regulation_id,
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
            article = numbered(event.number)
            return replace(state, articles=(*_without(state, article), article))
        case ArticleStruck():
            return replace(state, articles=_without(state, numbered(event.number)))
        case RegulationAdopted():
            return replace(state, stage="adopted", adopted_on=event.adopted_on)
        case RegulationBroughtIntoForce():
            return replace(state, stage="in_force", since=event.in_force_from or state.adopted_on)
        case RegulationAmended():
            articles = state.articles
            for each in event.changes:
                article = numbered(each.number, each.inserted)
                kept = tuple(one for one in articles if one != article)
                articles = kept if each.change == "struck" else (*kept, article)
            return replace(state, articles=articles, since=event.in_force_from)
        case RegulationRepealed():
            return replace(state, stage="repealed")
        case _:
            return state


def _without(state: Regulation, number: str) -> tuple[str, ...]:
    return tuple(article for article in state.articles if article != number)


_DECISIONS: Final[Mapping[type, Callable[[Regulation, Any], object]]] = {
    WriteArticle: _written,
    StrikeArticle: _struck,
    AdoptRegulation: _adopted,
    BringRegulationIntoForce: _in_force,
    AmendRegulation: _amended,
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
