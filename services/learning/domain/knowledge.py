"""องค์ความรู้: a record on the knowledge form, in editions; the public reads a published one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.learning import (
    KnowledgeForm,
    KnowledgePublished,
    KnowledgeRecorded,
    KnowledgeRevised,
    KnowledgeWithdrawn,
)
from bangduan.events.types import EntityId, Line, PositiveCount
from services.learning.permissions import KEEP_LEARNING

ALREADY_RECORDED = Rule(
    "knowledge-already-recorded",
    en="This knowledge is recorded already. Revise it, or use another id.",
    th="บันทึกองค์ความรู้นี้แล้ว โปรดปรับปรุงฉบับเดิม หรือใช้รหัสอื่น",
    field="knowledge_id",
)
A_REVISION_CHANGES_SOMETHING = Rule(
    "knowledge-not-changed",
    en="The revision says what the newest edition says already. Change something first.",
    th="ฉบับปรับปรุงไม่ต่างจากฉบับล่าสุด โปรดแก้ไขเนื้อหาก่อน",
    field="form",
)
THE_FORM_IS_FILLED = Rule(
    "knowledge-form-incomplete",
    en="Before it is published, the form says what problem was solved and by which method.",
    th="ก่อนเผยแพร่ ต้องระบุปัญหาที่แก้และวิธีการอย่างน้อยหนึ่งข้อ",
    field="form",
)
PUBLISHED_ONCE = Rule(
    "knowledge-edition-already-published",
    en="Edition {edition} is published already.",
    th="ฉบับที่ {edition} เผยแพร่แล้ว",
    field="knowledge_id",
)
ONLY_WHAT_IS_PUBLISHED_IS_WITHDRAWN = Rule(
    "knowledge-not-published",
    en="The record is not published, so there is nothing to withdraw.",
    th="องค์ความรู้นี้ยังไม่เผยแพร่ จึงไม่มีฉบับให้ถอน",
    field="knowledge_id",
)


@command(KEEP_LEARNING)
class RecordKnowledge:
    """บันทึกองค์ความรู้. The owner may be unknown."""

    knowledge_id: EntityId
    title: Line
    form: KnowledgeForm
    owner_id: EntityId | None = None
    recorded_on: date | None = None


@command(KEEP_LEARNING)
class ReviseKnowledge:
    """ปรับปรุงองค์ความรู้: the next edition, whole."""

    knowledge_id: EntityId
    title: Line
    form: KnowledgeForm
    reason: Line
    owner_id: EntityId | None = None
    revised_on: date | None = None


@command(KEEP_LEARNING)
class PublishKnowledge:
    """เผยแพร่องค์ความรู้: the newest edition."""

    knowledge_id: EntityId
    published_on: date | None = None


@command(KEEP_LEARNING)
class WithdrawKnowledge:
    """ถอนการเผยแพร่."""

    knowledge_id: EntityId
    reason: Line
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """State of a record: its newest edition, and which one the public reads (0: none)."""

    edition: int = 0
    published: int = 0
    title: str = ""
    owner_id: str | None = None
    form: KnowledgeForm = field(default_factory=KnowledgeForm)


KnowledgeCommand = RecordKnowledge | ReviseKnowledge | PublishKnowledge | WithdrawKnowledge


def decide(state: Knowledge, command: KnowledgeCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, RecordKnowledge):
        ALREADY_RECORDED.require(not state.edition)
        return [
            KnowledgeRecorded(
                knowledge_id=command.knowledge_id,
                title=command.title,
                form=command.form,
                owner_id=command.owner_id,
                recorded_on=command.recorded_on,
            )
        ]
    if not state.edition:
        raise NotFound("knowledge", command.knowledge_id, field="knowledge_id")
    match command:
        case ReviseKnowledge():
            return [_revised(state, command)]
        case PublishKnowledge():
            return [_published(state, command)]
        case WithdrawKnowledge():
            ONLY_WHAT_IS_PUBLISHED_IS_WITHDRAWN.require(state.published)
            return [
                KnowledgeWithdrawn(
                    knowledge_id=command.knowledge_id,
                    reason=command.reason,
                    withdrawn_on=command.withdrawn_on,
                )
            ]


def _revised(state: Knowledge, command: ReviseKnowledge) -> KnowledgeRevised:
    before = (state.title, state.owner_id, state.form)
    A_REVISION_CHANGES_SOMETHING.require((command.title, command.owner_id, command.form) != before)
    return KnowledgeRevised(
        knowledge_id=command.knowledge_id,
        edition=PositiveCount(state.edition + 1),
        title=command.title,
        form=command.form,
        reason=command.reason,
        owner_id=command.owner_id,
        revised_on=command.revised_on,
    )


def _published(state: Knowledge, command: PublishKnowledge) -> KnowledgePublished:
    THE_FORM_IS_FILLED.require(state.form.problem_solved and state.form.methods)
    PUBLISHED_ONCE.require(state.published != state.edition, edition=state.edition)
    return KnowledgePublished(
        knowledge_id=command.knowledge_id,
        edition=PositiveCount(state.edition),
        title=Line(state.title),
        published_on=command.published_on,
    )


def evolve(state: Knowledge, event: object) -> Knowledge:
    """The record after ``event``."""
    match event:
        case KnowledgeRecorded():
            return replace(
                state, edition=1, title=event.title, owner_id=event.owner_id, form=event.form
            )
        case KnowledgeRevised():
            return replace(
                state,
                edition=event.edition,
                title=event.title,
                owner_id=event.owner_id,
                form=event.form,
            )
        case KnowledgePublished():
            return replace(state, published=event.edition)
        case KnowledgeWithdrawn():
            return replace(state, published=0)
        case _:
            return state


KNOWLEDGE = Aggregate(
    "knowledge",
    key="knowledge_id",
    initial=Knowledge(),
    decide=decide,
    evolve=evolve,
    commands=(RecordKnowledge, ReviseKnowledge, PublishKnowledge, WithdrawKnowledge),
)
