"""Regulations, from draft to repeal."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from bangduan.domain import derived_id
from bangduan.events.meetings import (
    ArticleStruck,
    ArticleWritten,
    RegulationAdopted,
    RegulationBroughtIntoForce,
    RegulationDrafted,
    RegulationRepealed,
)
from bangduan.events.types import EntityId, Line, PositiveCount, Prose
from bangduan.testing.scenario import given
from services.meetings.domain.regulation import (
    ADOPTED_FIRST,
    DRAFTED_ONCE,
    HAS_ARTICLES,
    IN_FORCE_AFTER_ADOPTION,
    IN_FORCE_FIRST,
    REGULATION,
    STILL_A_DRAFT,
    AdoptRegulation,
    BringRegulationIntoForce,
    DraftRegulation,
    RepealRegulation,
    StrikeArticle,
    WriteArticle,
    require_adoptable,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


RULES, JOINT_MEETING, RESOLUTION = entity("rules"), entity("joint"), entity("resolution")
TITLE = Line("ระเบียบข้อบังคับ ศอช.ต.บางด้วน")
ONE = PositiveCount(1)
DRAFTED = RegulationDrafted(regulation_id=RULES, title=TITLE, meeting_id=JOINT_MEETING)
ARTICLE = ArticleWritten(regulation_id=RULES, number=ONE, text=Prose("ระเบียบนี้เรียกว่า…"))
ADOPTED = RegulationAdopted(
    regulation_id=RULES,
    meeting_id=JOINT_MEETING,
    resolution_id=RESOLUTION,
    adopted_on=date(2008, 8, 8),
)
IN_FORCE = RegulationBroughtIntoForce(regulation_id=RULES)
REPEALED = RegulationRepealed(
    regulation_id=RULES, meeting_id=JOINT_MEETING, resolution_id=RESOLUTION
)
WRITE = WriteArticle(regulation_id=RULES, number=ONE, text=Prose("ระเบียบนี้เรียกว่า…"))
STRIKE = StrikeArticle(regulation_id=RULES, number=ONE)
ADOPT = AdoptRegulation(
    regulation_id=RULES,
    meeting_id=JOINT_MEETING,
    resolution_id=RESOLUTION,
    adopted_on=date(2008, 8, 8),
)
BRING = BringRegulationIntoForce(regulation_id=RULES)
REPEAL = RepealRegulation(regulation_id=RULES, meeting_id=JOINT_MEETING, resolution_id=RESOLUTION)


def test_the_joint_meeting_drafts_the_regulations_of_the_centre() -> None:
    command = DraftRegulation(regulation_id=RULES, title=TITLE, meeting_id=JOINT_MEETING)
    given(REGULATION).when(command).then(DRAFTED)
    given(REGULATION, DRAFTED).when(command).refuses(DRAFTED_ONCE)


def test_articles_are_written_rewritten_and_struck() -> None:
    given(REGULATION, DRAFTED).when(WRITE).then(ARTICLE)
    state = given(REGULATION, DRAFTED, ARTICLE).when(WRITE).then(ARTICLE)
    assert state.articles == ("1",)
    given(REGULATION, DRAFTED, ARTICLE).when(STRIKE).then(
        ArticleStruck(regulation_id=RULES, number=ONE)
    )
    given(REGULATION, DRAFTED).when(STRIKE).finds_nothing()


def test_a_regulation_is_adopted_with_its_articles() -> None:
    given(REGULATION, DRAFTED).when(ADOPT).refuses(HAS_ARTICLES)
    given(REGULATION, DRAFTED, ARTICLE).when(ADOPT).then(ADOPTED)


def test_a_regulation_without_articles_is_not_put_to_the_vote() -> None:
    with pytest.raises(Exception, match="articles"):
        require_adoptable(given(REGULATION, DRAFTED).state)


@pytest.mark.parametrize("command", [WRITE, STRIKE, ADOPT])
@pytest.mark.parametrize("past", [(ADOPTED,), (ADOPTED, IN_FORCE), (ADOPTED, IN_FORCE, REPEALED)])
def test_an_adopted_regulation_does_not_change(command: Any, past: Any) -> None:
    given(REGULATION, DRAFTED, ARTICLE, *past).when(command).refuses(STILL_A_DRAFT)


def test_an_adopted_regulation_comes_into_force_from_a_day_that_may_be_unknown() -> None:
    given(REGULATION, DRAFTED, ARTICLE, ADOPTED).when(BRING).then(IN_FORCE)
    given(REGULATION, DRAFTED, ARTICLE).when(BRING).refuses(ADOPTED_FIRST)
    early = dataclasses.replace(BRING, in_force_from=date(2008, 8, 7))
    given(REGULATION, DRAFTED, ARTICLE, ADOPTED).when(early).refuses(IN_FORCE_AFTER_ADOPTION)


def test_a_regulation_in_force_is_repealed() -> None:
    given(REGULATION, DRAFTED, ARTICLE, ADOPTED, IN_FORCE).when(REPEAL).then(REPEALED)
    given(REGULATION, DRAFTED, ARTICLE, ADOPTED).when(REPEAL).refuses(IN_FORCE_FIRST)


@pytest.mark.parametrize("command", [WRITE, STRIKE, ADOPT, BRING, REPEAL])
def test_a_regulation_nobody_drafted_does_not_change(command: Any) -> None:
    given(REGULATION).when(command).finds_nothing()
