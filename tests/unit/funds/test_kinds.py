"""Everything that is shown has a name in Thai and in English."""

from typing import get_args

from services.funds import views
from services.funds.domain import grant, project
from services.funds.domain.kinds import GRANT_STAGES, PROJECT_STAGES, RULE_TOPICS, THEMES


def test_every_stage_has_a_name() -> None:
    assert {"", *PROJECT_STAGES} == set(get_args(project.Stage))
    assert {"", *GRANT_STAGES} == set(get_args(grant.Stage))


def test_lists_may_be_filtered_by_every_stage() -> None:
    assert tuple(PROJECT_STAGES) == get_args(views.ProjectStage)
    assert tuple(GRANT_STAGES) == get_args(views.GrantStage)


def test_the_themes_of_meeting_no_1_have_names() -> None:
    assert {"drugs", "environment", "poverty", "supplementary-income"} <= set(THEMES)


def test_every_name_is_given_in_both_languages() -> None:
    for names in (PROJECT_STAGES, GRANT_STAGES, RULE_TOPICS, THEMES):
        assert all(thai and english for thai, english in names.values())
