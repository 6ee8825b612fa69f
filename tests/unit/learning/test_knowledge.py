"""Knowledge on the knowledge form: recorded, revised, published, withdrawn."""

from dataclasses import replace

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import RuleBroken, derived_id
from bangduan.events.learning import (
    KnowledgeForm,
    KnowledgePublished,
    KnowledgeRecorded,
    KnowledgeRevised,
    KnowledgeWithdrawn,
)
from bangduan.events.types import EntityId, Line, PositiveCount, Prose
from bangduan.testing.scenario import given
from services.learning.domain.knowledge import (
    A_REVISION_CHANGES_SOMETHING,
    ALREADY_RECORDED,
    KNOWLEDGE,
    ONLY_WHAT_IS_PUBLISHED_IS_WITHDRAWN,
    PUBLISHED_ONCE,
    THE_FORM_IS_FILLED,
    PublishKnowledge,
    RecordKnowledge,
    ReviseKnowledge,
    WithdrawKnowledge,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


ID, OWNER = entity("knowledge"), entity("owner")
TITLE, WHY = Line("เทคนิคการปฏิบัติงานศูนย์ประสานงานองค์การชุมชนให้เข้มแข็ง"), Line("เพิ่มแก่นความรู้")
FORM = KnowledgeForm(
    problem_solved=Prose("การบริหารงาน แก้ปัญหากระบวนการทำงาน ศอช.ต."),
    methods=(Prose("การแก้ไขปัญหาสำคัญเร่งด่วน"), Prose("กระบวนการทำงานร่วมกับประชาชน")),
)
FULLER = replace(FORM, core=(Prose("เป็นต้นแบบ"), Prose("บูรณาการกองทุนในชุมชน")))
RECORDED = KnowledgeRecorded(knowledge_id=ID, title=TITLE, form=FORM, owner_id=OWNER)
REVISED = KnowledgeRevised(
    knowledge_id=ID,
    edition=PositiveCount(2),
    title=TITLE,
    form=FULLER,
    reason=WHY,
    owner_id=OWNER,
)
PUBLISH = PublishKnowledge(knowledge_id=ID)
WITHDRAW = WithdrawKnowledge(knowledge_id=ID, reason=Line("เจ้าของความรู้ขอปรับปรุง"))
WITHDRAWN = KnowledgeWithdrawn(knowledge_id=ID, reason=WITHDRAW.reason)


def published(edition: int) -> KnowledgePublished:
    return KnowledgePublished(knowledge_id=ID, edition=PositiveCount(edition), title=TITLE)


def revise(form: KnowledgeForm, owner: EntityId | None = OWNER) -> ReviseKnowledge:
    return ReviseKnowledge(knowledge_id=ID, title=TITLE, form=form, reason=WHY, owner_id=owner)


def test_knowledge_is_recorded_with_its_owner() -> None:
    record = RecordKnowledge(knowledge_id=ID, title=TITLE, form=FORM, owner_id=OWNER)
    given(KNOWLEDGE).when(record).then(RECORDED)


def test_knowledge_is_recorded_as_an_empty_form_whose_owner_is_unknown() -> None:
    record = RecordKnowledge(knowledge_id=ID, title=TITLE, form=KnowledgeForm())
    given(KNOWLEDGE).when(record).then(
        KnowledgeRecorded(knowledge_id=ID, title=TITLE, form=KnowledgeForm())
    )


def test_knowledge_is_recorded_once() -> None:
    again = RecordKnowledge(knowledge_id=ID, title=TITLE, form=FORM)
    given(KNOWLEDGE, RECORDED).when(again).refuses(ALREADY_RECORDED)


def test_a_revision_is_the_next_edition_whole() -> None:
    given(KNOWLEDGE, RECORDED).when(revise(FULLER)).then(REVISED)


def test_a_revision_may_only_name_another_owner() -> None:
    outcome = given(KNOWLEDGE, RECORDED).when(revise(FORM, owner=None))
    assert outcome.refusal is None


def test_a_revision_that_changes_nothing_is_refused() -> None:
    given(KNOWLEDGE, RECORDED).when(revise(FORM)).refuses(A_REVISION_CHANGES_SOMETHING)


def test_the_newest_edition_is_published() -> None:
    given(KNOWLEDGE, RECORDED, REVISED).when(PUBLISH).then(published(2))


@pytest.mark.parametrize(
    "lacking", [replace(FORM, problem_solved=None), replace(FORM, methods=()), KnowledgeForm()]
)
def test_a_form_without_problem_or_method_is_not_published(lacking: KnowledgeForm) -> None:
    recorded = KnowledgeRecorded(knowledge_id=ID, title=TITLE, form=lacking)
    given(KNOWLEDGE, recorded).when(PUBLISH).refuses(THE_FORM_IS_FILLED)


def test_an_edition_is_published_once() -> None:
    given(KNOWLEDGE, RECORDED, published(1)).when(PUBLISH).refuses(PUBLISHED_ONCE)


def test_the_public_keeps_the_published_edition_while_the_next_is_a_draft() -> None:
    state = given(KNOWLEDGE, RECORDED, published(1)).when(revise(FULLER)).then(REVISED)
    assert (state.edition, state.published) == (2, 1)


def test_published_knowledge_is_withdrawn_and_may_be_published_again() -> None:
    given(KNOWLEDGE, RECORDED, published(1)).when(WITHDRAW).then(WITHDRAWN)
    given(KNOWLEDGE, RECORDED, published(1), WITHDRAWN).when(PUBLISH).then(published(1))


def test_only_what_is_published_is_withdrawn() -> None:
    given(KNOWLEDGE, RECORDED).when(WITHDRAW).refuses(ONLY_WHAT_IS_PUBLISHED_IS_WITHDRAWN)


@pytest.mark.parametrize("anything", [revise(FORM), PUBLISH, WITHDRAW])
def test_knowledge_that_was_never_recorded_is_not_found(anything: object) -> None:
    given(KNOWLEDGE).when(anything).finds_nothing()


@example_of(commands=st.lists(st.sampled_from([PUBLISH, WITHDRAW, revise(FORM), revise(FULLER)])))
def test_editions_are_numbered_without_a_gap_and_only_the_newest_is_published(
    commands: list[object],
) -> None:
    state, editions = given(KNOWLEDGE, RECORDED).state, [1]
    for command in commands:
        try:
            events = KNOWLEDGE.decide(state, command)
        except RuleBroken:
            continue
        for event in events:
            if isinstance(event, KnowledgeRevised):
                editions.append(event.edition)
            if isinstance(event, KnowledgePublished):
                assert event.edition == editions[-1]
            state = KNOWLEDGE.evolve(state, event)
    assert editions == list(range(1, len(editions) + 1))
