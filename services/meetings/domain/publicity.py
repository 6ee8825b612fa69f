"""ประชาสัมพันธ์: what a closed meeting resolved, made known; which villages it came to.

A text is drafted, read over, released, and may be taken back. What is released never changes:
people have read it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.meetings import (
    PublicityDrafted,
    PublicityKind,
    PublicityReleased,
    PublicityRewritten,
    PublicityWithdrawn,
    VillageReached,
)
from bangduan.events.types import EntityId, Line, Prose, Slug, VillageCode
from services.meetings.domain.meeting import Meeting
from services.meetings.permissions import KEEP_MEETINGS

#: Letters of a short message, all of it.
LONGEST_MESSAGE: Final = 160
#: Letters of one segment of a message with Thai in it, alone and as one of several (UCS-2).
_ALONE, _OF_SEVERAL = 70, 67
#: The same for one of Latin letters only (GSM 03.38).
_LATIN_ALONE, _LATIN_OF_SEVERAL = 160, 153
_LATIN: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)

DRAFTED_ONCE = Rule(
    "publicity-already-drafted",
    en="This text is drafted already. Use another id for another text.",
    th="ร่างข้อความนี้แล้ว หากเป็นข้อความอื่นโปรดใช้รหัสอื่น",
    field="publicity_id",
)
OF_A_CLOSED_MEETING = Rule(
    "publicity-of-meeting-not-closed",
    en="What a meeting resolved is made known once it is closed; this one is {stage}.",
    th="ประชาสัมพันธ์ผลการประชุมได้เมื่อปิดการประชุมแล้ว การประชุมนี้อยู่ในสถานะ {stage}",
    field="meeting_id",
)
STILL_A_DRAFT = Rule(
    "publicity-released",
    en="The text was released and stands as people read it. Withdraw it and draft another.",
    th="เผยแพร่ข้อความนี้แล้ว แก้ไขไม่ได้ โปรดถอนแล้วร่างข้อความใหม่",
    field="publicity_id",
)
IS_RELEASED = Rule(
    "publicity-not-released",
    en="The text is {stage}. Only a released one reaches a village or is withdrawn.",
    th="ข้อความนี้อยู่ในสถานะ {stage} ต้องเผยแพร่ก่อนจึงบันทึกว่าถึงหมู่บ้านหรือถอนได้",
    field="publicity_id",
)
SHORT_ENOUGH = Rule(
    "publicity-message-too-long",
    en="A short message has at most {longest} letters; this one has {letters}. Shorten it.",
    th="ข้อความสั้นมีได้ไม่เกิน {longest} ตัวอักษร ข้อความนี้มี {letters} ตัวอักษร โปรดตัดให้สั้นลง",
    field="text",
)
REACHED_AFTER_RELEASE = Rule(
    "publicity-reached-before-release",
    en="It was released on {released} and cannot have come to a village before.",
    th="เผยแพร่เมื่อ {released} จึงถึงหมู่บ้านก่อนวันนั้นไม่ได้",
    field="reached_on",
)
REACHED_ONCE = Rule(
    "publicity-village-already-reached",
    en="That it came to this village in this way is recorded already.",
    th="บันทึกแล้วว่าถึงหมู่บ้านนี้ด้วยวิธีนี้",
    field="village",
)

Stage = Literal["", "draft", "released", "withdrawn"]


@command(KEEP_MEETINGS)
class DraftPublicity:
    """ร่างข้อความประชาสัมพันธ์: of a closed meeting; without a text one is composed."""

    publicity_id: EntityId
    meeting_id: EntityId
    kind: PublicityKind
    text: Prose | None = None


@command
class DraftPublicityOf:
    """``DraftPublicity`` with the meeting, and the text that was composed of it."""

    asked: DraftPublicity
    meeting: Meeting
    composed: Prose

    @property
    def publicity_id(self) -> EntityId:
        """The text that is drafted."""
        return self.asked.publicity_id


@command(KEEP_MEETINGS)
class RewritePublicity:
    """แก้ร่างข้อความประชาสัมพันธ์: the whole text as it should now read."""

    publicity_id: EntityId
    text: Prose


@command(KEEP_MEETINGS)
class ReleasePublicity:
    """เผยแพร่: the text is given out; a notice stands on the site's first page from then on."""

    publicity_id: EntityId
    released_on: date | None = None


@command(KEEP_MEETINGS)
class WithdrawPublicity:
    """ถอนการเผยแพร่: the text is given out no more."""

    publicity_id: EntityId
    reason: Line | None = None


@command(KEEP_MEETINGS)
class RecordReach:
    """บันทึกว่าถึงหมู่บ้าน: in some way, as loudspeaker, notice-board, message, house-to-house."""

    publicity_id: EntityId
    village: VillageCode
    how: Slug
    reached_on: date | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """How long a message is: its letters, and the segments that a telephone network charges."""

    letters: int
    segments: int


def length_of(text: str) -> Length:
    """Letters and segments of a message.

    Thai goes out in UCS-2: each vowel and tone mark counts as a letter, 70 to a message, 67 to
    each of several. A message in Latin letters only has 160, or 153.
    """
    latin = _LATIN.issuperset(text)
    letters = len(text) if latin else len(text.encode("utf-16-le")) // 2
    alone, of_several = (_LATIN_ALONE, _LATIN_OF_SEVERAL) if latin else (_ALONE, _OF_SEVERAL)
    segments = 1 if letters <= alone else math.ceil(letters / of_several)
    return Length(letters, segments)


@dataclass(frozen=True, slots=True)
class Publicity:
    """State of a text; ``reached`` are villages and the ways it came to them."""

    stage: Stage = ""
    kind: PublicityKind = "notice"
    released_on: date | None = None
    reached: frozenset[str] = frozenset()


def decide(state: Publicity, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, DraftPublicityOf):
        return [_drafted(state, command)]
    if not state.stage:
        raise NotFound("publicity", command.publicity_id, field="publicity_id")
    return [_DECISIONS[type(command)](state, command)]


def _drafted(state: Publicity, command: DraftPublicityOf) -> PublicityDrafted:
    DRAFTED_ONCE.require(not state.stage)
    asked, stage = command.asked, command.meeting.stage
    OF_A_CLOSED_MEETING.require(stage == "closed", stage=stage)
    text = asked.text if asked.text is not None else command.composed
    _require_short(asked.kind, text)
    return PublicityDrafted(
        publicity_id=asked.publicity_id, meeting_id=asked.meeting_id, kind=asked.kind, text=text
    )


def _rewritten(state: Publicity, command: RewritePublicity) -> PublicityRewritten:
    STILL_A_DRAFT.require(state.stage == "draft")
    _require_short(state.kind, command.text)
    return PublicityRewritten(publicity_id=command.publicity_id, text=command.text)


def _released(state: Publicity, command: ReleasePublicity) -> PublicityReleased:
    STILL_A_DRAFT.require(state.stage == "draft")
    return PublicityReleased(publicity_id=command.publicity_id, released_on=command.released_on)


def _withdrawn(state: Publicity, command: WithdrawPublicity) -> PublicityWithdrawn:
    IS_RELEASED.require(state.stage == "released", stage=state.stage)
    return PublicityWithdrawn(publicity_id=command.publicity_id, reason=command.reason)


def _reached(state: Publicity, command: RecordReach) -> VillageReached:
    IS_RELEASED.require(state.stage == "released", stage=state.stage)
    if command.reached_on is not None and state.released_on is not None:
        REACHED_AFTER_RELEASE.require(
            command.reached_on >= state.released_on, released=state.released_on
        )
    REACHED_ONCE.require(f"{command.village} {command.how}" not in state.reached)
    return VillageReached(
        publicity_id=command.publicity_id,
        village=command.village,
        reached_on=command.reached_on,
        how=command.how,
    )


def _require_short(kind: PublicityKind, text: str) -> None:
    if kind == "message":
        letters = length_of(text).letters
        SHORT_ENOUGH.require(letters <= LONGEST_MESSAGE, letters=letters, longest=LONGEST_MESSAGE)


def evolve(state: Publicity, event: object) -> Publicity:
    """The text after ``event``."""
    match event:
        case PublicityDrafted():
            return replace(state, stage="draft", kind=event.kind)
        case PublicityReleased():
            return replace(state, stage="released", released_on=event.released_on)
        case PublicityWithdrawn():
            return replace(state, stage="withdrawn")
        case VillageReached():
            return replace(state, reached=state.reached | {f"{event.village} {event.how}"})
        case _:
            return state


_DECISIONS: Final[Mapping[type, Callable[[Publicity, Any], object]]] = {
    RewritePublicity: _rewritten,
    ReleasePublicity: _released,
    WithdrawPublicity: _withdrawn,
    RecordReach: _reached,
}

PUBLICITY = Aggregate(
    "publicity",
    key="publicity_id",
    initial=Publicity(),
    decide=decide,
    evolve=evolve,
    commands=(DraftPublicity, DraftPublicityOf, *_DECISIONS),
)
